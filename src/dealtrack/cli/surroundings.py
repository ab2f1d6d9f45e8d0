"""What the program finds around it: settings, terminal, language, other programs."""

import os
import platform
import shlex
import shutil
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from dealtrack import __version__
from dealtrack.actions.playbook_faults import faults
from dealtrack.cli.editor import editor_words
from dealtrack.cli.run import Run
from dealtrack.cli.tabling import view_faults
from dealtrack.cli.tty import columns_of
from dealtrack.days import is_working
from dealtrack.errors import DealtrackError, WrongUse
from dealtrack.report.doctor import Check, no, none, unknown, yes
from dealtrack.settings import WrongFile, WrongSettings, settings_path
from dealtrack.text import known, language

_TELLING = {"中": "中文", "é": "éü", "─": "─│╭"}
"""Signs that an encoding must have to write every page, each with a few to show."""

_LANGUAGES = ("DEALTRACK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_LIBRARIES = ("typer", "rich", "tinydb", "msgspec", "python-dateutil", "fasteners")

_SCRIPTS = {
    "bash": (
        "~/.local/share/bash-completion/completions/dealtrack",
        "/etc/bash_completion.d/dealtrack",
        "/usr/share/bash-completion/completions/dealtrack",
    ),
    "zsh": ("~/.zfunc/_dealtrack", "/usr/local/share/zsh/site-functions/_dealtrack"),
    "fish": ("~/.config/fish/completions/dealtrack.fish",),
}
"""Where each shell looks for what completes, the user's own place first."""


def examine(run: Run, wrong: WrongSettings | None) -> Iterator[Check]:
    """Yield every check of the surroundings; *wrong* is what the settings file is."""
    yield _settings(run, wrong)
    yield _width(run)
    yield _encoding(run)
    yield _language(run)
    yield _editor()
    yield _pager(run)
    yield _completion()
    yield _versions()


def _settings(run: Run, wrong: WrongSettings | None) -> Check:
    path = settings_path()
    if wrong:
        why = str(wrong) if isinstance(wrong, WrongFile) else wrong.why
        return no("settings", "wrong", "dealtrack config edit", why=why)
    try:
        is_working(run.today)  # reads the days off that the settings name
    except DealtrackError as fault:
        why = str(fault).partition("\n")[0]
        return no("settings", "wrong", "dealtrack config edit", why=why)
    wrong_books = (one.said for one in faults(run.settings.playbooks, run.today))
    if found := [*wrong_books, *view_faults(run.settings.views, run.today)]:
        why = "; ".join(found)
        return no("settings", "wrong", "dealtrack config edit", why=why)
    return (yes if path.exists() else none)(
        "settings", "sound" if path.exists() else "absent", path=str(path)
    )


def _width(run: Run) -> Check:
    if not run.screen.is_terminal:
        return none("width", "none")
    columns = columns_of("中") if run.screen.colour else None
    if columns is None:
        return unknown("width", "silent")
    if columns == 2:
        return yes("width", "right", n="2")
    return no("width", "wrong", "locale", n=str(columns))


def _encoding(run: Run) -> Check:
    encoding = run.screen.encoding
    lost = [shown for sign, shown in _TELLING.items() if not _can_write(encoding, sign)]
    if not lost:
        return yes("encoding", "whole", encoding=encoding)
    command = "export PYTHONUTF8=1"
    return no("encoding", "partly", command, encoding=encoding, what=" ".join(lost))


def _can_write(encoding: str, sign: str) -> bool:
    try:
        sign.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _language(run: Run) -> Check:
    source, value = _chosen(run)
    if value and not known(value):
        return no(
            "language", "unspoken", "export DEALTRACK_LANG=en", value=value, source=source
        )
    return yes("language", "known", language=language(), source=source)


def _chosen(run: Run) -> tuple[str, str]:
    """Return who says which language is spoken, and what it says."""
    if "--lang" in run.words:
        return "--lang", ""
    environment = os.environ
    if value := environment.get(_LANGUAGES[0]):
        return _LANGUAGES[0], value
    if run.settings.language:
        return str(settings_path()), run.settings.language
    found = ((name, environment[name]) for name in _LANGUAGES[1:] if environment.get(name))
    return next(found, ("LANG", ""))


def _editor() -> Check:
    try:
        words = editor_words(os.environ)
    except WrongUse as fault:
        return no("editor", "unclear", "export EDITOR=nano", why=fault.why)
    command = shlex.join(words)
    if shutil.which(words[0]):
        return yes("editor", "found", command=command)
    return no("editor", "absent", "export EDITOR=nano", command=command)


def _pager(run: Run) -> Check:
    words = run.screen._replace(pager=os.environ.get("PAGER", "less")).pager_words
    if not words or words == ["cat"]:
        return none("pager", "none")
    if shutil.which(words[0]):
        return yes("pager", "found", command=shlex.join(words))
    return no("pager", "absent", "export PAGER=less", command=shlex.join(words))


def _completion() -> Check:
    shell = Path(os.environ.get("SHELL", "")).name
    if not shell:
        return none("completion", "unset")
    if shell not in _SCRIPTS:
        return none("completion", "unknown", shell=shell)
    for place in _SCRIPTS[shell]:
        if (path := Path(place).expanduser()).exists():
            return yes("completion", "found", file=str(path))
    return none("completion", "absent", "dealtrack help completion", shell=shell)


def _versions() -> Check:
    programs = [f"dealtrack {__version__}", f"Python {platform.python_version()}"]
    programs += [f"{name} {_version(name)}" for name in _LIBRARIES]
    system = f"{platform.system()} {platform.release()}"
    return yes("versions", "these", versions=", ".join((*programs, system)))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "?"

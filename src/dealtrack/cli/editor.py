"""The user's own editor, as a place to change a text."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir

from dealtrack.errors import DealtrackError, WrongUse, reason
from dealtrack.exchange.files import decode_file
from dealtrack.text import _


def edit(text: str, folder: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Let the user change the TOML *text* in $VISUAL or $EDITOR; return what was saved.

    The text lies in a file of mode 0600 in *folder* meanwhile, never in a public place.

    Raises:
        WrongUse: if no editor can be started, or it ended with an error.
        CannotRead: if what it saved is no text in UTF-8.
    """
    words = editor_words(environment)
    path = keep(text, folder)
    try:
        _run(words, path)
        changed = decode_file(path)
    except DealtrackError as error:
        if path.exists() and path.read_bytes() != text.encode():
            error.add_note(kept_in(path))
        else:
            path.unlink(missing_ok=True)
        raise
    path.unlink()
    return changed


def keep(text: str, folder: Path, name: str = "edit") -> Path:
    """Write *text* to a file of its own, that nobody else may read; return where it is."""
    place = folder if os.access(folder, os.W_OK) else Path(gettempdir())
    with NamedTemporaryFile(
        "w",
        encoding="utf-8",
        newline="",
        dir=place,
        prefix=f"{name}-",
        suffix=".toml",
        delete=False,
    ) as file:
        file.write(text)
    return Path(file.name)


def kept_in(path: Path) -> str:
    """Say where a text was kept."""
    return _("Your text is kept in {path}").format(path=path)


def editor_words(environment: Mapping[str, str]) -> list[str]:
    """Return the command of the user's editor; raise `WrongUse` if it cannot be understood."""
    usual = "notepad" if sys.platform == "win32" else "vi"
    try:
        words = shlex.split(environment.get("VISUAL") or environment.get("EDITOR") or usual)
    except ValueError:  # an open quote
        words = []
    if not words:
        raise WrongUse(_("No editor is set."), _("Set one: export EDITOR=nano"))
    return words


def _run(words: list[str], path: Path) -> None:
    try:
        with _deaf_to_interrupts():
            code = subprocess.run([*words, str(path)], check=False).returncode
    except OSError as error:
        raise WrongUse(
            _("The editor {name} cannot be started: {why}").format(
                name=words[0], why=reason(error)
            ),
            _("Set another one: export EDITOR=nano"),
        ) from None
    if code:
        raise WrongUse(
            _("The editor {name} ended with an error ({code}).").format(
                name=words[0], code=code
            )
        )


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Leave Ctrl-C to the editor, for which it may mean something else."""
    before = signal.signal(
        signal.SIGINT, lambda *_anything: None
    )  # not inherited, unlike SIG_IGN
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

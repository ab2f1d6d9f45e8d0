"""Commands about the settings: ``config list``, ``get``, ``set``, ``edit``, ``path``."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer

from dealtrack.actions.playbooks import WrongPlaybook
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.run import Run
from dealtrack.errors import CannotWrite, FileProblem, WrongUse
from dealtrack.exchange.files import decode_file
from dealtrack.exchange.toml import inline
from dealtrack.exchange.toml import name as name_of
from dealtrack.report.page import Column, Page, Table
from dealtrack.settings import (
    ABOUT,
    EXAMPLES,
    Settings,
    WrongSettings,
    ledger_path,
    load,
    parse,
    setting,
    settings_path,
)
from dealtrack.store.disk.files import make_folder
from dealtrack.text import _, listed

commands = Commands()

Key = Annotated[
    str,
    typer.Argument(
        metavar="KEY",
        help=_("A setting: see dealtrack config list."),
        autocompletion=completed("settings"),
    ),
]


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """A setting: its value, whether that is the default, and what it is for."""

    key: str
    value: str
    is_default: bool


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """All settings, and the file that they come from."""

    schema: Literal["dealtrack/settings/1"] = "dealtrack/settings/1"
    path: str
    settings: tuple[Setting, ...]

    def page(self) -> Page:
        """Lay the settings out."""
        columns = (
            Column("key", _("Setting"), "ref"),
            Column("value", _("Value")),
            Column("about", _("What it is for"), grow=True),
        )
        rows = tuple((s.key, s.value, _(ABOUT[s.key])) for s in self.settings)
        return Page(_("Settings"), (Table(columns, rows),), subtitle=self.path, is_list=True)


@commands.add(
    "config list", _("List the settings, their values and what they are for."), shared="listing"
)
def list_(run: Run) -> None:
    run.show(_listing())


@commands.add("config get", _("Print the value of a setting."), shared="settings")
def get(run: Run, key: Key) -> None:
    run.tell(_value(load(settings_path()), _known(key)))


@commands.add(
    "config set",
    _("Change a setting; comments in the file stay."),
    shared="settings",
    examples=("config set language zh", "config set soon 14"),
)
def set_(
    run: Run,
    key: Key,
    value: Annotated[str, typer.Argument(metavar="VALUE", help=_("Its new value."))],
) -> None:
    import tomlkit

    path, typed = settings_path(), _typed(_known(key), value)
    now = load(path)  # what cannot be read is mended by hand first
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    document = tomlkit.parse(text)
    table, _dot, field = key.rpartition(".")
    place = document.setdefault(table, tomlkit.table()) if table else document
    place[field] = typed
    changed = tomlkit.dumps(document)
    try:
        parse(changed, path)  # whole: some settings go by others
    except WrongSettings as wrong:
        raise WrongUse(wrong.why) from None
    _write(path, changed)
    run.say(_("{key} is {value} now.").format(key=key, value=_said(typed) or "–"))
    for fault in _faults(run, now):
        run.say(_("{place} cannot be used: {why}").format(place=fault.place, why=fault.short))


@commands.add(
    "config edit", _("Change the settings as a text in your editor."), shared="settings"
)
def edit(run: Run) -> None:
    from dealtrack.cli.rounds import edited

    path = settings_path()
    before = decode_file(path) if path.exists() else _template()
    _make_folder(path.parent)
    answer = edited(run, before, path.parent, path.name, lambda text: _parsed(run, text, path))
    if answer is None:
        run.say(_("Nothing was changed."))
        return
    _write(path, answer.text)
    run.say(_("Saved {path}").format(path=path))


@commands.add("config path", _("Print where the settings file is."), shared="settings")
def path(run: Run) -> None:
    run.tell(str(settings_path()))


def _listing() -> Listing:
    chosen, usual = load(settings_path()), Settings()
    return Listing(
        path=str(settings_path()),
        settings=tuple(
            Setting(
                key=key,
                value=_value(chosen, key),
                is_default=setting(chosen, key) == setting(usual, key),
            )
            for key in ABOUT
        ),
    )


def _value(settings: Settings, key: str) -> str:
    """Return what holds for *key*: of the ledger the path, wherever that comes from."""
    return ledger_path(settings) if key == "ledger" else _said(setting(settings, key))


def _known(key: str) -> str:
    if key in ABOUT:
        return key
    from difflib import get_close_matches  # 6 ms, wanted only after a slip

    sentence = _("{key} is not a setting.").format(key=key)
    if close := get_close_matches(key, ABOUT, n=1):
        raise WrongUse(sentence, _("Did you mean: {names}?").format(names=listed(close)))
    raise WrongUse(sentence, _("Known are: {names}.").format(names=listed(ABOUT)))


def _typed(key: str, value: str) -> str | int | float | bool | list[str]:
    """Return *value* as the type of the setting; tables are edited as a text."""
    usual = setting(Settings(), key)
    if isinstance(usual, dict):
        raise WrongUse(
            _("{key} is a table.").format(key=key), _("Change it with: dealtrack config edit")
        )
    if isinstance(usual, tuple):
        return [part for word in re.split("[,，、]", value) if (part := word.strip())]
    return _number(value) if isinstance(usual, int | float) else value


def _number(text: str) -> str | int | float | bool:
    """Return *text* as the number or the truth that it says, else as it is."""
    if text in {"true", "false"}:
        return text == "true"
    if not (text.isascii() and len(text) < 7):
        return text
    with suppress(ValueError):
        return int(text) if text.isdigit() else float(text)
    return text


def _parsed(run: Run, text: str, path: Path) -> tuple[Settings | None, tuple[FileProblem, ...]]:
    try:
        settings = parse(text, path)
    except WrongSettings as wrong:
        return None, (FileProblem("", 0, wrong.why),)
    problems = tuple(FileProblem(one.place, 0, one.short) for one in _faults(run, settings))
    return (None if problems else settings), problems


def _faults(run: Run, settings: Settings) -> tuple[WrongPlaybook, ...]:
    """Return what is wrong with the playbooks, in the words of the settings."""
    if not settings.playbooks:
        return ()
    from dealtrack.actions.playbook_faults import faults

    return tuple(faults(settings.playbooks, run.today))


def _said(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case dict() | tuple() | list():
            return listed(map(str, value))
        case _:
            return str(value)


def _template() -> str:
    """Return a settings file in which everything is a comment."""
    usual, table = Settings(), ""
    lines = [_("# Settings of dealtrack. A line begins to count when its # is taken away.")]
    for key, about in ABOUT.items():
        value = setting(usual, key)
        inside, _dot, field = key.rpartition(".")
        if inside != table:
            table, lines = inside, [*lines, "", f"# [{inside}]"]
        lines += ["", f"# {_(about)}"]
        if isinstance(value, dict):
            for name, words in EXAMPLES[key].items():
                lines.append(f"# [{key}.{name_of(name)}]")
                lines += [f"# {word} = {_as_toml(said)}" for word, said in words.items()]
        else:
            lines.append(f"# {field} = {_as_toml(value)}")
    return "\n".join(lines) + "\n"


def _as_toml(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return inline(list(value) if isinstance(value, tuple) else value)


def _write(path: Path, text: str) -> None:
    from dealtrack.render.file import save

    _make_folder(path.parent)
    save(path, [text], force=True)


def _make_folder(folder: Path) -> None:
    try:
        make_folder(folder)
    except OSError as error:
        raise CannotWrite(folder, error.strerror or str(error)) from error

"""Commands about the settings: ``config list``, ``get``, ``set``, ``edit``, ``path``."""

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer

from dealtrack.cli.command import Commands
from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.report.page import Column, Page, Table
from dealtrack.settings import ABOUT, Settings, convert, load, parse, settings_path
from dealtrack.text import _, listed

commands = Commands()

Key = Annotated[
    str, typer.Argument(metavar="KEY", help=_("A setting: see dealtrack config list."))
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
    run.tell(_said(getattr(load(settings_path()), _known(key))))


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

    path = settings_path()
    document = (
        tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    )
    document[_known(key)] = _typed(key, value)
    convert(document.unwrap(), path)
    _write(path, tomlkit.dumps(document))
    run.say(_("{key} is {value} now.").format(key=key, value=_said(document.unwrap()[key])))


@commands.add(
    "config edit", _("Change the settings as a text in your editor."), shared="settings"
)
def edit(run: Run) -> None:
    from dealtrack.cli.editor import edit as open_editor

    path = settings_path()
    before = path.read_text(encoding="utf-8") if path.exists() else _template()
    text = open_editor(before, path.parent, ".toml")
    if text == before:
        run.say(_("Nothing was changed."))
        return
    parse(text, path)
    _write(path, text)
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
                value=_said(getattr(chosen, key)),
                is_default=getattr(chosen, key) == getattr(usual, key),
            )
            for key in ABOUT
        ),
    )


def _known(key: str) -> str:
    if key not in ABOUT:
        raise WrongUse(
            _("{key} is not a setting.").format(key=key),
            _("Known are: {names}.").format(names=listed(ABOUT)),
        )
    return key


def _typed(key: str, value: str) -> Any:
    """Return *value* as the type of the setting; tables are edited as a text."""
    usual = getattr(Settings(), key)
    if isinstance(usual, dict):
        raise WrongUse(
            _("{key} is a table.").format(key=key), _("Change it with: dealtrack config edit")
        )
    if isinstance(usual, int):
        if not value.isdigit():
            raise WrongUse(
                _("{option} {text}: give a whole number.").format(option=key, text=value)
            )
        return int(value)
    return value


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(value)
    return str(value)


def _template() -> str:
    """Return a settings file in which everything is a comment."""
    usual = Settings()
    lines = [_("# Settings of dealtrack. A line begins to count when its # is taken away.")]
    for key, about in ABOUT.items():
        value = getattr(usual, key)
        lines += ["", f"# {_(about)}"]
        if isinstance(value, dict):
            lines.append(f'# [{key}.example]\n# en = "example"\n# zh = "示例"')
        else:
            lines.append(f"# {key} = {msgspec.json.encode(value).decode()}")
    return "\n".join(lines) + "\n"


def _write(path: Path, text: str) -> None:
    from dealtrack.render.file import save

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    save(path, [text], force=True)

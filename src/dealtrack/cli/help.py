"""``help``: the overview, a command, a topic; and what a first visitor sees."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

import msgspec
import typer
from msgspec.structs import replace

from dealtrack import __version__
from dealtrack.cli import schemas
from dealtrack.cli.beginning import begin
from dealtrack.cli.catalogue import MODULES, every_command, find
from dealtrack.cli.command import Command, Commands
from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.render import json, plain
from dealtrack.render.formats import Format
from dealtrack.report import topics
from dealtrack.report.dayguide import explain_day
from dealtrack.report.page import Cell, Column, Facts, Note, Page, Section, Table, Tone
from dealtrack.text import _, listed

commands = Commands()

GROUPS = (
    (_("Record"), ("log", "follow", "note", "problem", "solve", "edit", "remove")),
    (_("Many at once"), ("set", "tag", "assign")),
    (_("Changes"), ("undo", "redo", "history")),
    (
        _("Follow-ups"),
        (
            "done",
            "start",
            "wait",
            "submit",
            "approve",
            "reject",
            "cancel",
            "reopen",
            "postpone",
            "evidence",
        ),
    ),
    (_("Commitments"), ("promises", "met", "partly", "waive")),
    (_("Agreements"), ("advance", "plan", "fund", "suspend", "resume", "end")),
    (_("Every morning"), ("status", "overdue", "agenda", "light", "light explain", "remind")),
    (
        _("Look up"),
        (
            "list",
            "find",
            "show",
            "timeline",
            "brief",
            "trips",
            "trip list",
            "trip show",
            "playbook list",
            "playbook show",
        ),
    ),
    (
        _("Organisations and people"),
        (
            "party list",
            "party show",
            "party set",
            "party alias",
            "party merge",
            "party duplicates",
            "person list",
            "person merge",
            "person duplicates",
        ),
    ),
    (_("Sum up"), ("month", "rates", "sectors")),
    (_("Sectors"), ("sector list", "sector add", "sector rename", "sector merge")),
    (_("Targets"), ("target set", "target list", "target remove", "target import")),
    (_("Supervision"), ("slip issue", "slip list", "slip show", "slip close")),
    (_("Share"), ("export", "import", "sync caldav")),
    (
        _("Keep"),
        (
            "backup",
            "restore",
            "doctor",
            "ledger path",
            "ledger verify",
            "ledger compact",
            "ledger copy",
            "ledger upgrade",
            "ledger roles",
        ),
    ),
    (
        _("The program"),
        (
            "config list",
            "config get",
            "config set",
            "config edit",
            "config path",
            "demo",
            "completion",
            "help",
        ),
    ),
)

TOPICS: dict[str, Callable[[], Page]] = {
    "query": topics.query,
    "dates": topics.dates,
    "kinds": topics.kinds,
    "sectors": topics.sectors,
    "stages": topics.stages,
    "states": topics.states,
    "formats": topics.formats,
    "settings": topics.settings,
    "exit-codes": topics.exit_codes,
    "schemas": schemas.schemas,
}


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """A page of help as JSON."""

    schema: Literal["dealtrack/help/1"] = "dealtrack/help/1"
    title: str
    markdown: str


class Shown:
    """A page that is its own report."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def page(self) -> Page:
        """Return the page."""
        return self._page


@commands.add(
    "help",
    _("Explain a command or a topic."),
    shared="reading",
    examples=("help", "help log", "help query", 'help dates "下个月第一个周一"'),
)
def help_(
    run: Run,
    topic: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[COMMAND|TOPIC]",
            help=_(
                "A command, or: query, dates, kinds, sectors, stages, states, formats, "
                "settings, exit-codes, schemas."
            ),
        ),
    ] = None,
) -> None:
    name = " ".join(topic or [])
    if topic and topic[0] == "schemas" and len(topic) > 1:
        run.tell(schemas.schema(topic[1]))
    elif topic and topic[0] == "dates" and len(topic) > 1:
        _show(run, explain_day(" ".join(topic[1:]), run.today))
    else:
        _show(run, _page(name))


def _page(name: str) -> Page:
    if not name:
        return overview()
    if name in MODULES:
        page = command_page(find(name))
        return _with_topic(page, TOPICS[name]()) if name in TOPICS else page
    if name in TOPICS:
        return TOPICS[name]()
    if group := [c for c in MODULES if c.startswith(f"{name} ")]:
        return _commands_page(name, group)
    sentence = _("There is no help on {name}.").format(name=name)
    if close := _nearest(name):
        raise WrongUse(sentence, _("Did you mean: {names}?").format(names=listed(close)))
    raise WrongUse(sentence, _("See: dealtrack help"))


def _with_topic(command: Page, topic: Page) -> Page:
    """Return the page of a *command* with the *topic* of the same name below it."""
    return replace(command, blocks=(*command.blocks, Section(topic.title, topic.blocks)))


def _show(run: Run, page: Page) -> None:
    if run.format is Format.JSON:
        text = "".join(plain.markdown(page))
        explained = Explained(title=page.title, markdown=text)
        run.put(json.text(explained, "utf-8" if run.output else run.screen.encoding))
    else:
        run.show(Shown(page))


def welcome() -> int:
    """Say what this is, to somebody who typed nothing but its name; no file is made."""
    run = begin({"no_color": False})
    page = Page(
        _("dealtrack {version}").format(version=__version__),
        (
            Note(
                _(
                    "It keeps the agreements your office signs, follows them up, "
                    "and sums up the month."
                )
            ),
            Table(
                (Column("command", _("Type"), "ref"), Column("about", _("and it"), grow=True)),
                (
                    ("dealtrack demo", _("shows everything on sample data, in two seconds")),
                    ("dealtrack log", _("records an agreement by asking for it")),
                    ("dealtrack status", _("tells how things stand")),
                ),
            ),
            Note(
                _("All commands: dealtrack help · One of them: dealtrack help log"), Tone.QUIET
            ),
        ),
    )
    run.show(Shown(page))
    return 0


def overview() -> Page:
    """Return every command in its group, with what it does."""
    about = {command.name: command.help for command in every_command()}
    blocks = tuple(
        Section(
            title,
            (Facts(tuple((name, about[name]) for name in names)),),
        )
        for title, names in GROUPS
    )
    known = listed(TOPICS)
    return Page(
        _("dealtrack: agreements, their follow-ups, their months"),
        (
            *blocks,
            Note(
                _("Topics, as in dealtrack help query: {names}").format(names=known), Tone.QUIET
            ),
        ),
        subtitle=_("dealtrack COMMAND [OPTIONS] · dealtrack help COMMAND"),
    )


def command_page(command: Command) -> Page:
    """Return how *command* is used: arguments, its own options, the shared ones, examples."""
    parameters = parameters_of(command)
    shared = {option.name for option in command.shared}
    arguments = [p for p in parameters if p.param_type_name == "argument"]
    own = [p for p in parameters if p.param_type_name == "option" and p.name not in shared]
    rest = [p for p in parameters if p.name in shared]
    usage = " ".join(
        ["dealtrack", command.name, *(_metavar(p) for p in arguments), "[OPTIONS]"]
    )
    blocks = [
        Facts(tuple((title, text) for title, text in ((_("Usage"), usage),))),
        *_section(_("Arguments"), arguments),
        *_section(_("Options"), own),
        *_section(_("Common options"), rest),
    ]
    if command.examples:
        lines = tuple(
            ("", f"dealtrack {line}" if not line[0].isupper() else line)
            for line in command.examples
        )
        blocks.append(Facts(lines, title=_("Examples")))
    return Page(command.name, tuple(blocks), subtitle=command.help)


def parameters_of(command: Command) -> list[Any]:
    """Return what typer makes of the parameters of *command*, in order."""
    from typer.main import get_command

    return list(get_command(command.app()).params)


def spelled(parameter: Any) -> str:
    """Return how a parameter is typed: ``--due DAY``, ``-F, --format FORMAT``, ``REF``."""
    if parameter.param_type_name == "argument":
        return _metavar(parameter)
    names = ", ".join(sorted(parameter.opts, key=len))
    return names if parameter.is_flag else f"{names} {parameter.metavar}"


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _section(title: str, parameters: list[Any]) -> list[Facts]:
    if not parameters:
        return []
    pairs: list[tuple[str, Cell]] = [(spelled(p), p.help or "") for p in parameters]
    return [Facts(tuple(pairs), title=title)]


def _commands_page(name: str, names: list[str]) -> Page:
    return Page(name, (Facts(tuple((n, find(n).help) for n in names)),))


def _nearest(name: str) -> tuple[str, ...]:
    from difflib import get_close_matches

    return tuple(
        f"dealtrack help {n}" for n in get_close_matches(name, [*MODULES, *TOPICS], n=3)
    )

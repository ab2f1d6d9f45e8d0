"""How a command is declared: a function, its own options, and those it shares with others.

A command function takes a `Run` and what people typed for it.  The shared options
(format, ledger, language …) become part of its signature here, so that typer
parses them, and are gone again before the function is called.
"""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

import typer

from dealtrack.cli.beginning import begin
from dealtrack.text import _

Function = Callable[..., int | None]

Completer = Callable[..., list[tuple[str, str]]]
"""What can stand where the cursor is: words, each with what it means."""


def completed(source: str) -> Completer:
    """Return what offers words to the Tab key: a *source* of `dealtrack.cli.completing`."""

    def offers(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
        from dealtrack.cli import completing  # only a shell that completes wants it

        return completing.offer(source, ctx.params, incomplete)

    return offers


Typed = str | list[str] | None
"""What an option gives: its value, its values, or nothing."""


class Option(NamedTuple):
    """An option as data: one that many commands take, or one of very many of a command.

    Without a *metavar* it takes no value; with *many* it may be repeated; the Tab key
    *completes* its value from a source of `dealtrack.cli.completing`.
    """

    name: str
    flags: tuple[str, ...]
    help: str
    metavar: str = ""
    many: bool = False
    completes: str = ""

    @property
    def parameter(self) -> inspect.Parameter:
        """The option as a parameter that typer understands."""
        kind: Any = (list[str] if self.many else str) if self.metavar else bool
        option = typer.Option(
            *self.flags,
            help=self.help,
            metavar=self.metavar or None,
            autocompletion=completed(self.completes) if self.completes else None,
        )
        return inspect.Parameter(
            self.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None if self.metavar else False,
            annotation=Annotated[kind | None if self.metavar else kind, option],
        )


def _common() -> tuple[Option, ...]:
    return (
        Option("ledger", ("--ledger",), _("Where the ledger is."), "PATH"),
        Option(
            *("lang", ("--lang",), _("The language to speak: en or zh."), "LANG"),
            completes="languages",
        ),
        Option("today", ("--today",), _("Take this day for today."), "DAY"),
        Option("no_color", ("--no-color",), _("Print without colour.")),
        Option("debug", ("--debug",), _("Show the traceback of an error.")),
    )


def _settings() -> tuple[Option, ...]:
    return tuple(option for option in _common() if option.name in {"lang", "debug"})


def _reading() -> tuple[Option, ...]:
    return (
        Option(
            "format",
            ("--format", "-F"),
            _("How to print: table, tsv, json, html, docx, xlsx or md."),
            "FORMAT",
            completes="formats",
        ),
        Option("json", ("--json",), _("The same as --format json.")),
        Option(
            "output",
            ("--output", "-o"),
            _("Write to a file; its ending is the format."),
            "FILE",
        ),
        Option("force", ("--force",), _("Replace the file if it exists.")),
        Option("as_of", ("--as-of",), _("How things stood on that day."), "DAY"),
        *_common(),
    )


def _listing() -> tuple[Option, ...]:
    return (
        Option("limit", ("--limit", "-n"), _("Print at most so many rows."), "N"),
        Option("all", ("--all",), _("Print all rows.")),
        *_reading(),
    )


def _examining() -> tuple[Option, ...]:
    """Return those of a command that runs whatever the settings file holds."""
    kept = (option for option in _reading() if option.name not in {"ledger", "as_of"})
    return (Option("all", ("--all",), _("Print all rows.")), *kept)


def _exporting() -> tuple[Option, ...]:
    """Return those of a command that is told the format by a word of its own."""
    named = _("Write to a file.")
    return tuple(
        option._replace(help=named) if option.name == "output" else option
        for option in _reading()
        if option.name not in {"format", "json"}
    )


def _telling() -> tuple[Option, ...]:
    """Return those of a command that tells of today, and of no other day."""
    return tuple(option for option in _reading() if option.name != "as_of")


def _writing() -> tuple[Option, ...]:
    return (
        Option("quiet", ("--quiet", "-q"), _("Print only the ref.")),
        Option("json", ("--json",), _("Print the saved record as JSON.")),
        Option("yes", ("--yes", "-y"), _("Answer yes to every question.")),
        Option("no_input", ("--no-input",), _("Never ask; a missing value is an error.")),
        *_common(),
    )


SHARED: dict[str, Callable[[], tuple[Option, ...]]] = {
    "common": _common,
    "settings": _settings,
    "reading": _reading,
    "listing": _listing,
    "examining": _examining,
    "telling": _telling,
    "exporting": _exporting,
    "writing": _writing,
}
"""The sets of options that a command may share."""


class Command(NamedTuple):
    """A command: its name (one or two words), what it does, what it takes.

    Its own options are parameters of the function; where they are very many, data.
    With *signs*, words that begin with a dash are words of it, unless they are options.
    """

    name: str
    function: Function
    help: str
    shared: tuple[Option, ...]
    examples: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    writes: bool = False
    signs: bool = False

    def settled(self, words: list[str]) -> list[str]:
        """Return *words* as typer is to see them: a dash that is no option's is made wide."""
        if not self.signs or "--" in words:
            return words
        known = {flag for option in self.shared for flag in option.flags}
        return [
            f"－{one[1:]}" if one[:1] == "-" and one[1:2] != "-" and one not in known else one
            for one in words
        ]

    def app(self) -> typer.Typer:
        """Return the command as a typer app of its own."""
        app = typer.Typer(
            add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
        )
        self.join(app)
        return app

    def join(self, app: typer.Typer, name: str = "") -> None:
        """Make the command one of *app*."""
        settings: dict[str, Any] = {"help_option_names": []}
        app.command(name or self.name, help=self.help, context_settings=settings)(
            self._called()
        )

    def _called(self) -> Function:
        own = [
            parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for parameter in list(inspect.signature(self.function).parameters.values())[1:]
            if parameter.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        data = [option.parameter for option in (*self.options, *self.shared)]
        names = [option.name for option in self.shared]

        def called(**values: Any) -> int | None:
            return self.function(begin({n: values.pop(n) for n in names}), **values)

        parameters = [*own, *data]
        called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {p.name: p.annotation for p in parameters}
        return called


class Commands(dict[str, Command]):
    """The commands of a module, by name."""

    def add(
        self,
        name: str,
        text: str,
        *,
        shared: str,
        examples: tuple[str, ...] = (),
        options: tuple[Option, ...] = (),
        signs: bool = False,
    ) -> Callable[[Function], Function]:
        """Declare a command; *shared* names the set of options it shares, a key of `SHARED`."""

        def register(function: Function) -> Function:
            writes = shared == "writing"
            self[name] = Command(
                name, function, text, SHARED[shared](), examples, options, writes, signs
            )
            return function

        return register

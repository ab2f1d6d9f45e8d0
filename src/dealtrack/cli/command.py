"""How a command is declared: a function, its own options, and those it shares with others.

A command function takes a `Run` and what people typed for it.  The shared options
(format, ledger, language …) become part of its signature here, so that typer
parses them, and are gone again before the function is called.
"""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

import typer

from dealtrack.cli.run import begin
from dealtrack.text import _

Function = Callable[..., int | None]


class Shared(NamedTuple):
    """An option that many commands take."""

    name: str
    flags: tuple[str, ...]
    help: str
    metavar: str = ""

    @property
    def parameter(self) -> inspect.Parameter:
        """The option as a parameter that typer understands."""
        kind: Any = (str | None) if self.metavar else bool
        option = typer.Option(*self.flags, help=self.help, metavar=self.metavar or None)
        return inspect.Parameter(
            self.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None if self.metavar else False,
            annotation=Annotated[kind, option],
        )


def _common() -> tuple[Shared, ...]:
    return (
        Shared("ledger", ("--ledger",), _("Where the ledger is."), "PATH"),
        Shared("lang", ("--lang",), _("The language to speak: en or zh."), "LANG"),
        Shared("today", ("--today",), _("Take this day for today."), "DAY"),
        Shared("no_color", ("--no-color",), _("Print without colour.")),
        Shared("debug", ("--debug",), _("Show the traceback of an error.")),
    )


def _settings() -> tuple[Shared, ...]:
    return tuple(option for option in _common() if option.name in {"lang", "debug"})


def _reading() -> tuple[Shared, ...]:
    return (
        Shared(
            "format",
            ("--format", "-F"),
            _("How to print: table, tsv, json or md."),
            "FORMAT",
        ),
        Shared("json", ("--json",), _("The same as --format json.")),
        Shared(
            "output",
            ("--output", "-o"),
            _("Write to a file; its ending is the format."),
            "FILE",
        ),
        Shared("force", ("--force",), _("Replace the file if it exists.")),
        Shared("as_of", ("--as-of",), _("How things stood on that day."), "DAY"),
        *_common(),
    )


def _listing() -> tuple[Shared, ...]:
    return (
        Shared("limit", ("--limit", "-n"), _("Print at most so many rows."), "N"),
        Shared("all", ("--all",), _("Print all rows.")),
        *_reading(),
    )


def _writing() -> tuple[Shared, ...]:
    return (
        Shared("quiet", ("--quiet", "-q"), _("Print only the ref.")),
        Shared("json", ("--json",), _("Print the saved record as JSON.")),
        Shared("yes", ("--yes", "-y"), _("Answer yes to every question.")),
        Shared("no_input", ("--no-input",), _("Never ask; a missing value is an error.")),
        *_common(),
    )


SHARED: dict[str, Callable[[], tuple[Shared, ...]]] = {
    "settings": _settings,
    "reading": _reading,
    "listing": _listing,
    "writing": _writing,
}
"""The sets of options that a command may share."""


class Command(NamedTuple):
    """A command: its name (one or two words), what it does, what it takes."""

    name: str
    function: Function
    help: str
    shared: tuple[Shared, ...]
    examples: tuple[str, ...] = ()

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
        own = list(inspect.signature(self.function).parameters.values())[1:]
        shared = [option.parameter for option in self.shared]
        names = [option.name for option in self.shared]

        def called(**values: Any) -> int | None:
            return self.function(begin({n: values.pop(n) for n in names}), **values)

        own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
        parameters = [*own, *shared]
        called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {p.name: p.annotation for p in parameters}
        return called


class Commands(dict[str, Command]):
    """The commands of a module, by name."""

    def add(
        self, name: str, text: str, *, shared: str, examples: tuple[str, ...] = ()
    ) -> Callable[[Function], Function]:
        """Declare a command; *shared* names the set of options it shares, a key of `SHARED`."""

        def register(function: Function) -> Function:
            self[name] = Command(name, function, text, SHARED[shared](), examples)
            return function

        return register

"""Commands about targets: ``target set``, ``list``, ``remove``, ``import``."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, cast

import msgspec
import typer

from dealtrack.actions.targets import Wanted, foreseen, remove_target, set_targets
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.options import some_amount, word
from dealtrack.cli.run import Run
from dealtrack.cli.talk import joined, telling
from dealtrack.errors import WrongUse
from dealtrack.model import Amount
from dealtrack.model.target import OF_MONEY, Measured, Target
from dealtrack.model.vocabulary import MEASURES
from dealtrack.report.words import money
from dealtrack.text import _, listed, plural
from dealtrack.text.hidden import visible

commands = Commands()

_YEAR = re.compile(r"(\d{4})年?")

Year = Annotated[str, typer.Argument(metavar="YEAR", help=_("The year, such as 2026."))]
MaybeYear = Annotated[
    str | None,
    typer.Argument(metavar="[YEAR]", help=_("The year; that of the day if not given.")),
]
MeasureName = Annotated[
    str,
    typer.Argument(
        metavar="MEASURE",
        help=_("signed, amount, registered, started, completed, produced or funds."),
        autocompletion=completed("measures"),
    ),
]
Unit = Annotated[
    str,
    typer.Option(
        "--unit",
        metavar="UNIT",
        help=_("Of which unit; of the whole if not given."),
    ),
]


Result = Literal["new", "revised", "same", "removed"]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A target that was set, or would be, under its *ref* if it has one."""

    ref: str = ""
    year: int
    measure: Measured
    unit: str = ""
    value: Decimal | Amount
    outcome: Result

    @property
    def name(self) -> str:
        """What it is a target of, in words."""
        parts = (str(self.year), MEASURES.name(self.measure), self.unit)
        return " · ".join(part for part in parts if part)


class Set(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a command that sets or removes targets, as JSON."""

    schema: Literal["dealtrack/targets-set/1"] = "dealtrack/targets-set/1"
    saved: bool = True
    targets: tuple[Told, ...]


@commands.add(
    "target set",
    _("Set or revise a target of a year, for the whole or for a unit."),
    shared="writing",
    examples=("target set 2026 signed 60", "target set 2026 amount 50亿 --unit 开发区"),
)
def target_set(
    run: Run,
    year: Year,
    measure: MeasureName,
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help=_("A count, or an amount of money."))
    ],
    unit: Unit = "",
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DAY",
            help=_("Since when: a new one holds for all its year, a revision from today."),
        ),
    ] = None,
) -> None:

    key = cast("Measured", word("MEASURE", measure, MEASURES))
    wanted = Wanted(read_year(year), key, unit.strip(), _value(value, key))
    day = None if on is None else run.day("--on", on)
    with run.store() as store:
        (done,) = set_targets(store, [wanted], run.today, day)
    told = _told(done.target, done.outcome)
    lines = {
        "new": _("Target set: {target}: {value}"),
        "revised": _("Target revised: {target}: {before} → {value}"),
        "same": _("{target} is {value} already."),
    }
    said = lines[done.outcome].format(
        target=told.name, value=_said(wanted.value), before=_said(done.before)
    )
    since = done.target.aims[-1].on if done.outcome == "revised" else None
    line = joined((said, _("from {day}").format(day=since) if since else ""))
    _tell(run, Set(targets=(told,)), (line,))
    if run.screen.is_terminal and not (run.json or run.quiet):
        run.say(_("How it stands: dealtrack target list {year}").format(year=wanted.year))


@commands.add(
    "target list",
    _("List the targets of a year with what was attained, ranked by unit."),
    shared="reading",
    examples=(
        "target list",
        "target list 2026 --as-of 2026-10-31",
        "target list --explain signed",
    ),
)
def target_list(
    run: Run,
    year: MaybeYear = None,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="MEASURE",
            help=_("Tell the records behind what was attained of a measure."),
            autocompletion=completed("measures"),
        ),
    ] = None,
    unit: Unit = "",
) -> None:
    from dealtrack.report.figures import Rounding
    from dealtrack.report.targets import explain_target, find_targets

    wanted = run.as_of.year if year is None else read_year(year)
    key = None if explain is None else word("--explain", explain, MEASURES)
    if unit and key is None:
        raise WrongUse(_("--unit goes with --explain: which unit's records to tell."))
    rounding = Rounding(run.settings.rounding, run.settings.decimals)
    with run.store() as store:
        report = find_targets(store, store.targets, wanted, run.as_of, rounding)
    if key is None:
        run.show(report)
        return
    lines = [one for one in report.lines if one.measure == key]
    if not lines:
        raise WrongUse(
            _("There is no target of {measure} for {year}.").format(
                measure=MEASURES.name(key), year=wanted
            ),
            _("Set one: dealtrack target set {year} {measure} …").format(
                year=wanted, measure=key
            ),
        )
    run.show(explain_target(report, key, unit.strip()))


@commands.add(
    "target remove",
    _("Remove a target of a year."),
    shared="writing",
    examples=("target remove 2026 signed --unit 开发区",),
)
def target_remove(run: Run, year: Year, measure: MeasureName, unit: Unit = "") -> None:

    key = word("MEASURE", measure, MEASURES)
    with run.store() as store:
        gone = remove_target(store, read_year(year), key, unit.strip())
    told = tuple(_told(one, "removed") for one in gone)
    lines = (_("Removed: target {target}").format(target=one.name) for one in told)
    _tell(run, Set(targets=told), tuple(lines))


@commands.add(
    "target import",
    _("Set the targets of a table: CSV or TSV, with headings in English or Chinese."),
    shared="writing",
    examples=("target import targets.csv --dry-run", "target import 目标.csv --year 2026"),
)
def target_import(
    run: Run,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The table."))],
    year: Annotated[
        str | None,
        typer.Option("--year", metavar="YEAR", help=_("The year of rows that name none.")),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help=_("Since when, as with target set.")),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be saved; save nothing."))
    ] = False,
) -> None:
    from dealtrack.exchange.targets import read_targets

    rows = read_targets(file, None if year is None else read_year(year))
    wanted = [Wanted(*row) for row in rows]
    day = None if on is None else run.day("--on", on)
    with run.store() as store:
        if dry_run:
            planned = foreseen(store, wanted, day or run.today)
            told = tuple(_foretold(one, outcome) for one, outcome in planned)
        else:
            done = set_targets(store, wanted, run.today, day)
            told = tuple(_told(one.target, one.outcome) for one in done)
    report = Set(saved=not dry_run, targets=told)
    _tell(run, report, tuple(_imported(report)))


def _imported(report: Set) -> Iterator[str]:
    """Say what is new and what is revised, a line each, and how much there is of it."""
    words = {"new": _("New: {target}: {value}"), "revised": _("Revised: {target}: {value}")}
    for one in report.targets:
        if one.outcome in words:
            yield words[one.outcome].format(target=one.name, value=_said(one.value))
    same = sum(1 for one in report.targets if one.outcome == "same")
    n = len(report.targets) - same
    done = plural("{n} target set", "{n} targets set", n)
    if not report.saved:
        done = plural("{n} target would be set", "{n} targets would be set", n)
    yield joined(
        (done, plural("{n} is so already", "{n} are so already", same) if same else "")
    )


def _tell(run: Run, report: Set, lines: tuple[str, ...]) -> None:
    """Tell what came of it: as JSON, as the bare refs, or in words."""
    refs = [one.ref for one in report.targets if one.ref]
    with telling(listed(refs)):
        if run.json:
            run.answer(report)
        elif run.quiet:
            run.tell("\n".join(refs))
        else:
            for line in lines:
                run.tell(visible(line))


def _told(target: Target, outcome: Result) -> Told:
    return Told(
        ref=target.ref,
        year=target.year,
        measure=target.measure,
        unit=target.unit,
        value=target.aims[-1].value,
        outcome=outcome,
    )


def _foretold(wanted: Wanted, outcome: Result) -> Told:
    return Told(
        year=wanted.year,
        measure=wanted.measure,
        unit=wanted.unit,
        value=wanted.value,
        outcome=outcome,
    )


def read_year(text: str) -> int:
    """Read a year as it is typed: ``2026``, ``2026年``."""
    found = _YEAR.fullmatch(text.strip())
    if not found or not date.min.year < int(found[1]) <= 2200:
        raise WrongUse(_("YEAR {text}: give a year such as 2026.").format(text=visible(text)))
    return int(found[1])


def _value(text: str, measure: str) -> Decimal | Amount:
    if measure in OF_MONEY:
        return some_amount(text, "VALUE")
    bare = text.strip().replace(",", "").replace("，", "")
    if not (bare.isascii() and bare.isdigit() and 0 < int(bare) < 10**9):
        raise WrongUse(
            _("VALUE {text}: {measure} is a count.").format(
                text=visible(text), measure=MEASURES.name(measure)
            ),
            _("Give a whole number, 1 or more."),
        )
    return Decimal(int(bare))


def _said(value: Decimal | Amount | None) -> str:
    if value is None:
        return _("not set")
    return money(value) if isinstance(value, Amount) else f"{value:,f}"

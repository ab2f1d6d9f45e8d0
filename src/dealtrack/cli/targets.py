"""Commands about targets: ``target set``, ``list``, ``remove``, ``import``."""

from pathlib import Path
from typing import Annotated, cast

import typer

from dealtrack.actions.targets import (
    Wanted,
    foreseen,
    remove_targets,
    set_targets,
    targets_of,
)
from dealtrack.cli.aims import (
    Set,
    foretold,
    imported,
    read_year,
    said,
    tell,
    told,
    value_of,
    warn,
)
from dealtrack.cli.ask import confirm
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.familiar import unfamiliar
from dealtrack.cli.options import word
from dealtrack.cli.refs import nearest
from dealtrack.cli.run import Run
from dealtrack.cli.talk import joined
from dealtrack.errors import NotFound, WrongUse
from dealtrack.model.target import Measured
from dealtrack.model.vocabulary import MEASURES
from dealtrack.query.words import fold
from dealtrack.text import _, listed

commands = Commands()

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
    wanted = Wanted(read_year(year, run.today), key, unit.strip(), value_of(value, key))
    day = None if on is None else run.day("--on", on)
    with run.store() as store:
        odd = unfamiliar(run, store, [("office", wanted.unit)])
        (done,) = set_targets(store, [wanted], run.today, day)
    done_so = told(done.target, done.outcome)
    lines = {
        "new": _("Target set: {target}: {value}"),
        "revised": _("Target revised: {target}: {before} → {value}"),
        "same": _("{target} is {value} already."),
    }
    sentence = lines[done.outcome].format(
        target=done_so.name, value=said(wanted.value), before=said(done.before)
    )
    since = (day or run.today) if done.outcome == "revised" else None
    line = joined((sentence, _("from {day}").format(day=since) if since else ""))
    tell(run, Set(targets=(done_so,)), (line,))
    warn(run, odd)
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

    wanted = run.as_of.year if year is None else read_year(year, run.today)
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
    if unit.strip():
        _known_unit(unit.strip(), [one.unit for one in lines if not one.is_whole], wanted, key)
    run.show(explain_target(report, key, unit.strip()))


def _known_unit(unit: str, known: list[str], year: int, measure: str) -> None:
    """Raise `NotFound` if *unit* has no line among those of a measure."""
    if fold(unit) in map(fold, known):
        return
    from shlex import quote  # wanted only after a slip

    near = nearest(unit, [one for one in known if one])
    remedy = _("Set a target for it: dealtrack target set {year} {measure} VALUE --unit {unit}")
    raise NotFound(unit, near, remedy.format(year=year, measure=measure, unit=quote(unit)))


@commands.add(
    "target remove",
    _("Remove a target of a year."),
    shared="writing",
    examples=(
        "target remove 2026 signed --unit 开发区",
        "target remove 2026 signed --yes",
    ),
)
def target_remove(run: Run, year: Year, measure: MeasureName, unit: Unit = "") -> None:
    key = word("MEASURE", measure, MEASURES)
    wanted = read_year(year, run.today)
    with run.store() as store:
        found = targets_of(store, wanted, key, unit.strip())
        removed = tuple(told(one, "removed") for one in found)
        names = listed(f"{one.name} ({said(one.value)})" for one in removed)
        if not confirm(run, _("Remove the target {target}?").format(target=names)):
            run.say(_("Nothing was changed."))
            return
        remove_targets(store, found)
    lines = (_("Removed: target {target}").format(target=one.name) for one in removed)
    tell(run, Set(targets=removed), tuple(lines))


@commands.add(
    "target import",
    _("Set the targets of a table: Excel, CSV or TSV, headed in English or Chinese."),
    shared="writing",
    examples=("target import targets.csv --dry-run", "target import 目标.xlsx --year 2026"),
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

    rows = read_targets(file, None if year is None else read_year(year, run.today))
    wanted = [Wanted(*row) for row in rows]
    day = None if on is None else run.day("--on", on)
    with run.store() as store:
        odd = unfamiliar(run, store, [("office", one.unit) for one in wanted])
        if dry_run:
            planned = foreseen(store, wanted, day or run.today)
            found = tuple(foretold(one, outcome) for one, outcome in planned)
        else:
            done = set_targets(store, wanted, run.today, day)
            found = tuple(told(one.target, one.outcome) for one in done)
    report = Set(saved=not dry_run, targets=found)
    tell(run, report, tuple(imported(report)))
    warn(run, odd)

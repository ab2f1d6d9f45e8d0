"""Commands that sum up: ``month`` and ``sectors``."""

from typing import Annotated

import typer

from dealtrack.cli.command import Commands
from dealtrack.cli.concerning import at_hand
from dealtrack.cli.options import Query
from dealtrack.cli.run import Run
from dealtrack.days import Month, parse_month
from dealtrack.query.expr import EVERYTHING
from dealtrack.store.disk.snapshot import without_gc
from dealtrack.text import _

commands = Commands()


@commands.add(
    "month",
    _("Print the progress summary of a month."),
    shared="reading",
    examples=("month", "month 2026-10", "month 上月 -o month.md"),
)
def month(
    run: Run,
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="[MONTH]", help=_("2026-10, last month, 上月; this month if not given.")
        ),
    ] = None,
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY]...", help=_("Only what answers it: see dealtrack help query.")
        ),
    ] = None,
) -> None:
    from dealtrack.report.figures import Rounding
    from dealtrack.report.monthly import sum_up

    chosen = parse_month(which, run.today) if which is not None else Month.of(run.as_of)
    as_of = run.as_of if run.is_past else min(chosen.last, run.today)
    where = run.question(query, as_of) if query else EVERYTHING
    rounding = Rounding(decimals=run.settings.decimals, mode=run.settings.rounding)
    office, rule = run.settings.office, run.settings.lights
    with run.store() as store, without_gc():
        book = at_hand(store, where, as_of)
        report = sum_up(book, chosen, as_of, rounding=rounding, rule=rule, office=office)
    run.show(report)


@commands.add(
    "sectors", _("Count agreements, money and open follow-ups by sector."), shared="listing"
)
def sectors(run: Run, query: Query = None) -> None:
    from dealtrack.report.sectors import find_sectors

    where = run.question(query) if query else EVERYTHING
    with run.store() as store, without_gc():
        report = find_sectors(at_hand(store, where, run.as_of), run.as_of, run.limit)
    run.show(report)

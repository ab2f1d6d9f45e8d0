"""Commands that sum up: ``month`` and ``sectors``."""

from typing import Annotated

import typer

from dealtrack.cli.command import Commands
from dealtrack.cli.options import Query
from dealtrack.cli.run import Run
from dealtrack.days import Month, parse_month
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
    where = run.question(query, as_of)
    with run.store() as store:
        agreements = store.agreements.search(where, as_of=as_of)
        trips = store.trips.search(where, as_of=as_of)
    rounding = Rounding(decimals=run.settings.decimals, mode=run.settings.rounding)
    run.show(
        sum_up(agreements, trips, chosen, as_of, rounding=rounding, office=run.settings.office)
    )


@commands.add(
    "sectors", _("Count agreements, money and open follow-ups by sector."), shared="listing"
)
def sectors(run: Run, query: Query = None) -> None:
    from dealtrack.report.sectors import find_sectors

    with run.store() as store:
        found = store.agreements.search(run.question(query), as_of=run.as_of)
    run.show(find_sectors(found, run.as_of, run.limit))

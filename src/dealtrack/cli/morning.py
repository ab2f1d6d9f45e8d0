"""Commands of every morning: ``status``, ``overdue``, ``agenda``."""

from typing import Annotated

import typer

from dealtrack.cli.command import Commands
from dealtrack.cli.concerning import at_hand
from dealtrack.cli.options import Query
from dealtrack.cli.run import Run
from dealtrack.query.expr import EVERYTHING
from dealtrack.text import _

commands = Commands()

Check = Annotated[
    bool, typer.Option("--check", help=_("Print as usual, and exit 1 if there is something."))
]


@commands.add(
    "overdue",
    _("List the follow-ups that should be done by now."),
    shared="listing",
    examples=("overdue", "overdue owner:张三", "overdue --as-of 2026-10-31 -F md"),
)
def overdue(run: Run, query: Query = None, check: Check = False) -> int:
    from dealtrack.report.overdue import find_overdue

    with run.store() as store:
        report = find_overdue(store, run.as_of, run.question(query, store), run.limit)
    run.show(report)
    return 1 if check and report.total else 0


@commands.add(
    "agenda",
    _("List what is late and what falls due in the days ahead."),
    shared="listing",
    examples=("agenda", "agenda --days 30 unit:开发区"),
)
def agenda(
    run: Run,
    query: Query = None,
    days: Annotated[
        str | None,
        typer.Option(
            "--days", metavar="N", help=_("How many days ahead; 7 unless set otherwise.")
        ),
    ] = None,
    by_day: Annotated[
        bool, typer.Option("--by-day", help=_("As it falls due, not by urgency."))
    ] = False,
) -> None:
    from dealtrack.report.agenda import find_agenda

    ahead = run.number("--days", days, run.settings.soon)
    with run.store() as store:
        report = find_agenda(
            store,
            run.as_of,
            ahead,
            run.question(query, store),
            run.limit,
            weights=run.settings.urgency,
            by="due" if by_day else "urgency",
        )
    run.show(report)


@commands.add("status", _("Show on one screen how things stand."), shared="reading")
def status(run: Run, query: Query = None) -> None:
    from dealtrack.report.status import sum_status

    with run.store() as store:
        where = run.question(query, store) if query else EVERYTHING
        book = at_hand(store, where, run.as_of)
        report = sum_status(book, run.as_of, run.settings.soon, run.settings.lights)
    run.show(report)

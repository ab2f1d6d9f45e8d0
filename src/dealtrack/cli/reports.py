"""The command ``sectors``."""

from dealtrack.cli.command import Commands
from dealtrack.cli.concerning import at_hand
from dealtrack.cli.options import Query
from dealtrack.cli.run import Run
from dealtrack.query.expr import EVERYTHING
from dealtrack.store.disk.snapshot import without_gc
from dealtrack.text import _

commands = Commands()


@commands.add(
    "sectors", _("Count agreements, money and open follow-ups by sector."), shared="listing"
)
def sectors(run: Run, query: Query = None) -> None:
    from dealtrack.report.sectors import find_sectors

    with run.store() as store, without_gc():
        where = run.question(query, store) if query else EVERYTHING
        report = find_sectors(at_hand(store, where, run.as_of), run.as_of, run.limit)
    run.show(report)

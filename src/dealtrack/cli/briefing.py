"""What is told before a meeting: found by a name, any other name, or how it sounds."""

from collections.abc import Iterable

from dealtrack.cli.concerning import everything, known_to, naming_records, since_heard
from dealtrack.cli.pinyin import by_pinyin, names_known
from dealtrack.cli.refs import nearest
from dealtrack.cli.run import Run
from dealtrack.errors import NotFound
from dealtrack.report.brief import Brief
from dealtrack.report.figures import Rounding
from dealtrack.report.meeting import brief_on
from dealtrack.report.people import names
from dealtrack.store.base import Store


def told_of(run: Run, store: Store, wanted: str) -> Brief:
    """Return the brief on whatever is called *wanted*.

    Raises:
        NotFound: if nothing is; it names the nearest three.
    """
    known = known_to(store)
    report = _told(run, store, wanted, known.meant(wanted))
    if report.matches:
        return report
    agreements, trips = everything(store)
    if spelled := by_pinyin([wanted], names_known(names(agreements, trips), known), known):
        report = _told(run, store, wanted, spelled[wanted])
    if not report.matches:
        raise NotFound(wanted, nearest(wanted, names(agreements, trips, run.as_of)))
    return report


def _told(run: Run, store: Store, wanted: str, also: Iterable[str]) -> Brief:
    agreements, trips = naming_records(store, wanted, also)
    return brief_on(
        wanted,
        agreements,
        trips,
        run.as_of,
        since=since_heard(store, trips, run.as_of),
        rounding=Rounding(decimals=run.settings.decimals, mode=run.settings.rounding),
        rule=run.settings.lights,
        also=also,
        worth=run.settings.brief,
    )

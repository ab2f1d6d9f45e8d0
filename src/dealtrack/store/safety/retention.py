"""Which backups are worth keeping: the newest of every day, week and month, for a while."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

DAYS, WEEKS, MONTHS = 7, 4, 12
"""Of how many days, weeks and months the newest backup is kept."""

UNTOUCHED = timedelta(hours=48)
"""Within this time of now every backup is kept: mistakes are noticed the next day."""

Period = Callable[[datetime], tuple[int, ...]]


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return those of *moments* whose backups are kept; the others may go.

    Periods without a backup do not count: whoever comes back after a year finds as
    much as was there.  A clock that was wrong does no harm either, since nothing
    goes for its age alone.
    """
    known = sorted(set(moments), reverse=True)
    return {
        *(moment for moment in known if abs(now - moment) <= UNTOUCHED),
        *known[:1],
        *_newest(known, lambda moment: moment.timetuple()[:3], DAYS),
        *_newest(known, lambda moment: moment.isocalendar()[:2], WEEKS),
        *_newest(known, lambda moment: moment.timetuple()[:2], MONTHS),
    }


def _newest(known: list[datetime], period: Period, count: int) -> list[datetime]:
    """Return the newest moment of each of the last *count* periods; *known* begins with it."""
    found: dict[tuple[int, ...], datetime] = {}
    for moment in known:
        found.setdefault(period(moment), moment)
    return list(found.values())[:count]

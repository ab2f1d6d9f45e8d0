"""Rows with the days for which they hold, so that any past day can be asked.

Time is cut where something happens, and a record is read as of the last day before the
next cut: what goes on changing with the day alone is worked out from that for every day
of the interval, as `store.sql.where` does.  What a cut does not change is one row.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise

from dealtrack.model import Kept
from dealtrack.model.followup import FollowUp
from dealtrack.store.sql.filling import (
    Row,
    bare,
    cells_of_record,
    cells_of_task,
    days_in_charge,
    days_of_record,
    days_of_task,
    steady_days,
)

FIRST = date.min.toordinal()
"""The first day that there is: "from" of what always was so."""
FOREVER = date.max.toordinal() + 1
"""The day after the last one: "until" of what holds at the end of time."""

Held = tuple[int, int, Row]
"""Cells with the first day on which they hold, and the first on which they do so no more."""


def rows_of_record(record: Kept) -> Iterator[Row]:
    """Yield the rows of the record itself: its id, from when until when, and the cells."""
    stirred = {day.toordinal() for day in steady_days(record)}

    def read(begin: int, day: date, before: Row) -> Row:
        return cells_of_record(record, day, before, is_steady=begin not in stirred)

    found = _held(read, days_of_record(record))
    return ((record.id, first, end, *cells) for first, end, cells in found)


def rows_of_entries(record: Kept) -> Iterator[Row]:
    """Yield the rows of its entries: id and number, from when until when, and the cells."""
    own, handed_over = bare(record), set(days_in_charge(record.assignments))
    for one in record.follow_ups:
        found = _of_task(own, one, handed_over)
        yield from ((record.id, one.number, first, end, *cells) for first, end, cells in found)
    found = _of_no_task(own, handed_over, _begins(record))
    yield from ((record.id, 0, first, end, *cells) for first, end, cells in found)


def _of_task(record: Kept, task: FollowUp, handed_over: set[date]) -> list[Held]:
    since = task.since.toordinal() if task.since else FIRST
    days = days_of_task(task) | handed_over
    return _held(lambda _on, day, before: cells_of_task(record, task, day, before), days, since)


def _of_no_task(record: Kept, handed_over: set[date], end: int) -> list[Held]:
    return _held(
        lambda _on, day, before: cells_of_task(record, None, day, before), handed_over, end=end
    )


def _begins(record: Kept) -> int:
    """Return the day from which on the record has follow-ups."""
    days = (one.since or date.min for one in record.follow_ups)
    return min((day.toordinal() for day in days), default=FOREVER)


def _held(
    read: Callable[[int, date, Row], Row],
    days: Iterable[date],
    first: int = FIRST,
    end: int = FOREVER,
) -> list[Held]:
    """Return what is read, interval by interval; neighbours that say the same are one.

    It is read as of the last day of each, with what was there before it began.
    """
    cuts = {first, end}.union(n for day in days if first < (n := day.toordinal()) < end)
    found: list[Held] = []
    for begin, then in pairwise(sorted(cuts)):
        cells = read(begin, date.fromordinal(then - 1), found[-1][2] if found else ())
        goes_on = found and found[-1][2] == cells
        found.append((found.pop()[0] if goes_on else begin, then, cells))
    return found

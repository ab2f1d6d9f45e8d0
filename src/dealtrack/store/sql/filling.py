"""What fills the columns: a record, read by the readers of the query language.

What is read as of the end of time holds from the day on which everything dated in the
record has happened (`settled`); what is read as of another day, for as long as nothing
else happens (`days_of_record`, `days_of_task`).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from dealtrack.model import Agreement, Entry, Kept, Trip
from dealtrack.model.followup import FollowUp
from dealtrack.model.values import Assignment, Problem
from dealtrack.store.sql.cells import Cell
from dealtrack.store.sql.columns import COLUMNS, TABLES, Table, table_of
from dealtrack.store.sql.filler import Filler

_END = date.max


class Rows(NamedTuple):
    """The cells that a record fills: its own row, and one for each of its entries."""

    id: int
    record: tuple[Cell, ...]
    entries: list[tuple[Cell, ...]]


def rows(record: Kept) -> Rows:
    """Return the cells of *record* and of its entries, once everything in it has happened."""
    head = (record.id, settled(record).toordinal(), steady(record).toordinal())
    cells = (*head, *cells_of_record(record, _END))
    return Rows(record.id, cells, list(_entry_rows(record)))


Row = tuple[Cell, ...]


def cells_of_record(
    record: Kept, day: date, before: Row = (), *, is_steady: bool = False
) -> Row:
    """Return what stands in the row of *record* as of *day*: `over`, and its fields.

    Where it is known what stood there *before*, only what a day may change is read again;
    if the record *is_steady* since, only what work on it changes.
    """
    expires = record.expires if isinstance(record, Agreement) else None
    over = expires.latest.toordinal() if expires else None
    entry = Entry(record, None, day)
    filler = _RECORDS[table_of(record)]
    return (over, *filler.fill(entry, record, before[1:], is_steady=is_steady))


def cells_of_task(record: Kept, task: FollowUp | None, day: date, before: Row = ()) -> Row:
    """Return what stands in the row of an entry as of *day*: `partly`, and its fields.

    Of a record that is `bare`; without a *task*, it is the row of a record that has none.
    Where it is known what stood there *before*, only what a day may change is read again.
    """
    table, entry = table_of(record), Entry(record, task, day)
    if task is None:
        return (None, *_WITHOUT_TASKS[table].fill(entry, record, before[1:]))
    partly = int(task.promise.has_step("partly", day)) if task.promise else None
    return (partly, *_ENTRIES[table].fill(entry, task, before[1:]))


def settled(record: Kept) -> date:
    """Return the day from which on all that is dated in *record* has happened.

    Days that are only aimed at do not count: due days, the last day of a term.
    """
    days = days_of_record(record)
    return max(days.union(*map(days_of_task, record.follow_ups)), default=date.min)


def days_of_record(record: Kept) -> set[date]:
    """Return the days on which something changes in what `cells_of_record` returns."""
    return {*steady_days(record), *_days_at_work(record), *record.work_days()}


def days_of_task(task: FollowUp) -> set[date]:
    """Return the days on which something changes in what `cells_of_task` returns of it.

    And it changes when another is made responsible for the record.
    """
    days = [task.since, *(on for wait in task.waits for on in (wait.since, wait.until))]
    moved = [p.on for p in task.postponements]
    return {*filter(None, days), *moved, *_days_at_work(task), *task.work_days()}


def steady(record: Kept) -> date:
    """Return the day from which on the record stands as it does, whatever is done for it.

    See `STEADY`.
    """
    return max(steady_days(record), default=date.min)


def steady_days(record: Kept) -> list[date]:
    """Return the days on which something changes that is no work on the record."""
    own = _days_of_agreement(record) if isinstance(record, Agreement) else _days_of_trip(record)
    return [*own, *days_in_charge(record.assignments)]


def _days_at_work(on: Kept | FollowUp) -> Iterator[date]:
    yield from days_in_charge(on.assignments)
    yield from _days_with_problems(on.problems)


def days_in_charge(assignments: Iterable[Assignment]) -> Iterator[date]:
    """Yield the days on which others were made responsible."""
    return (a.since for a in assignments if a.since)


def _days_with_problems(problems: Iterable[Problem]) -> Iterator[date]:
    for one in problems:
        yield one.noted
        if one.solved:
            yield one.solved


def _days_of_agreement(agreement: Agreement) -> list[date]:
    reached = [agreement.signed, *(r.on for r in agreement.stages)]
    known = [on.earliest for on in reached if on]
    known += [one.since for one in agreement.plan if one.since]
    return known + [c.on for c in agreement.statuses] + [f.on for f in agreement.funds]


def _days_of_trip(trip: Trip) -> list[date]:
    first = [trip.start.earliest] if trip.start else []
    return first + ([end.latest] if (end := trip.end or trip.start) else [])


def _entry_rows(record: Kept) -> Iterator[tuple[Cell, ...]]:
    own = bare(record)
    for one in record.follow_ups or (None,):
        yield (record.id, one.number if one else 0, *cells_of_task(own, one, _END))


def bare(record: Kept) -> Kept:
    """Return *record* without what its entries would say once more."""
    if record.notes or record.problems:
        return replace(record, notes=(), problems=())
    return record


_KINDS: dict[Table, type[Kept]] = {"agreements": Agreement, "trips": Trip}
_RECORDS = {t: Filler(COLUMNS[t].records, "record", _KINDS[t]) for t in TABLES}
_ENTRIES = {t: Filler(COLUMNS[t].entries, "task", FollowUp) for t in TABLES}
_WITHOUT_TASKS = {t: Filler(COLUMNS[t].entries, "alone", _KINDS[t]) for t in TABLES}

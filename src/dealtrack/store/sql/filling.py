"""What fills the columns: a record, read by the readers of the query language.

What is read as of the end of time holds from the day on which everything dated in the
record has happened (`settled`); what is read as of another day, for as long as nothing
else happens (`days_of_record`, `days_of_task`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from msgspec.structs import replace

from dealtrack.model import Agreement, Entry, Kept, Trip
from dealtrack.model.followup import FollowUp
from dealtrack.model.values import Assignment, Problem
from dealtrack.query.field import Kind
from dealtrack.query.readers import Read, Values
from dealtrack.store.lazy import READ_FROM
from dealtrack.store.sql.cells import (
    BETWEEN_SUMS,
    Cell,
    bytes_of,
    folded,
    framed,
    plain,
    sum_of,
)
from dealtrack.store.sql.columns import COLUMNS, OF_BOTH, TABLES, Column, Table, table_of

_END = date.max
_MAY_BE_ZERO = {"trip", "count"}  # these are not missing where they are false
_UNDATED = {
    *("title", "place", "places", "tags", "parties", "kind", "amount", "links", "sources"),
    *("witnesses", "sectors", "areas", "follows", "uid", "task", "priority", "partners"),
}
"""Parts that are what they are: no day changes what is read from them."""

Write = Callable[[Values], tuple[Cell, ...]]


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


def cells_of_record(record: Kept, day: date, before: Row = ()) -> Row:
    """Return what stands in the row of *record* as of *day*: `over`, and its fields.

    Where it is known what stood there *before*, only what a day may change is read again.
    """
    expires = record.expires if isinstance(record, Agreement) else None
    over = expires.latest.toordinal() if expires else None
    entry = Entry(record, None, day)
    return (over, *_RECORDS[table_of(record)].fill(entry, record, before[1:]))


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
    return {*_steady_days(record), *_days_at_work(record), *record.work_days()}


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
    return max(_steady_days(record), default=date.min)


def _steady_days(record: Kept) -> list[date]:
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


class _Filler:
    """What fills the columns of one table from the readers of their fields.

    A field none of whose parts the record has says the same of every record that has
    none of them: it is read once for them all, for most parts are missing most of the time.
    """

    def __init__(self, columns: Iterable[Column], kind: type[Kept] | type[FollowUp]) -> None:
        self._columns = tuple(columns)
        prefix = "f." if kind is FollowUp else ""
        self._needs = [_needs(column.field.name, prefix) for column in self._columns]
        known = {part for needs in self._needs for part in needs or ()}
        self._parts = tuple(sorted(known & set(kind.__struct_fields__)))
        self._get = attrgetter(*self._parts)
        self._plans: dict[tuple[bool, ...], _Plan] = {}

    def fill(
        self, entry: Entry, of: Kept | FollowUp, before: Sequence[Cell] = ()
    ) -> list[Cell]:
        """Return the cells of *entry*, whose columns are read from the parts of *of*.

        Of those that were there *before*, the ones that no day changes stay.
        """
        here = tuple(map(bool, self._get(of)))
        plan = self._plans.get(here)
        if plan is None:
            plan = self._plans[here] = self._plan(entry, here)
        cells = [*(before or plan.usual)]
        for place, width, read, write in plan.moving if before else plan.steps:
            values = read(entry)
            cells[place : place + width] = write(values) if values else (None,) * width
        return cells

    def _plan(self, entry: Entry, here: tuple[bool, ...]) -> "_Plan":
        there = {part for part, is_here in zip(self._parts, here, strict=True) if is_here}
        usual: list[Cell] = []
        steps, moving = [], []
        for column, needs in zip(self._columns, self._needs, strict=True):
            read, width = column.field.read, len(column.names)
            write = _WRITE.get((column.field.kind, column.several), _write_plain)
            values: Values = ()
            if needs is not None and not needs & there:
                values = read(entry)
            else:
                steps.append((len(usual), width, read, write))
                moving += [] if needs and needs <= _UNDATED else steps[-1:]
            usual += write(values) if values else (None,) * width
        return _Plan(usual, steps, moving)


class _Plan(NamedTuple):
    """Cells that are always the same, and what fills the others: where, how many, and how.

    *moving* is what fills those that are not the same on every day.
    """

    usual: list[Cell]
    steps: list[tuple[int, int, Read, Write]]
    moving: list[tuple[int, int, Read, Write]]


def _needs(name: str, prefix: str) -> frozenset[str] | None:
    """Return the parts that the field *name* is read from; None: read it always."""
    parts = READ_FROM.get(name, "").split()
    of_tasks = {part.removeprefix("f.") for part in parts if part.startswith("f.")}
    own = {part for part in parts if not part.startswith("f.")}
    here, elsewhere = (of_tasks, own) if prefix else (own, of_tasks)
    if not here or here & _MAY_BE_ZERO or (elsewhere and name not in OF_BOTH):
        return None
    return frozenset(here)


def _write_plain(values: Values) -> tuple[Cell]:
    return (plain(values[0]),)


@lru_cache(maxsize=8192)
def _write_text(values: Values) -> tuple[Cell, Cell]:
    text = str(values[0])
    searched, typed = folded(text), plain(text)
    return searched, None if typed == searched else typed


@lru_cache(maxsize=8192)
def _write_texts(values: Values) -> tuple[Cell, Cell]:
    searched = framed(dict.fromkeys(folded(str(value)) for value in values))
    (typed,) = _write_words(values)
    return searched, None if typed == searched else typed


@lru_cache(maxsize=8192)
def _write_words(values: Values) -> tuple[bytes]:
    return (framed(bytes_of(str(value)) for value in values),)


@lru_cache(maxsize=8192)
def _write_word(values: Values) -> tuple[bytes]:
    return (bytes_of(str(values[0])),)


def _write_day(values: tuple[Any, ...]) -> tuple[int]:
    return (values[0].toordinal(),)


def _write_flag(values: Values) -> tuple[int]:
    return (1 if values[0] else 0,)


def _write_sums(values: tuple[Any, ...]) -> tuple[bytes]:
    return (framed(map(sum_of, values), BETWEEN_SUMS),)


_WRITE: dict[tuple[Kind, bool], Write] = {
    (Kind.TEXT, False): _write_text,
    (Kind.TEXT, True): _write_texts,
    (Kind.WORD, False): _write_word,
    (Kind.WORD, True): _write_words,
    (Kind.REF, False): _write_word,
    (Kind.REF, True): _write_words,
    (Kind.DATE, False): _write_day,
    (Kind.FLAG, False): _write_flag,
    (Kind.MONEY, True): _write_sums,
}


_KINDS: dict[Table, type[Kept]] = {"agreements": Agreement, "trips": Trip}
_RECORDS = {table: _Filler(COLUMNS[table].records, _KINDS[table]) for table in TABLES}
_ENTRIES = {table: _Filler(COLUMNS[table].entries, FollowUp) for table in TABLES}
_WITHOUT_TASKS = {table: _Filler(COLUMNS[table].entries, _KINDS[table]) for table in TABLES}

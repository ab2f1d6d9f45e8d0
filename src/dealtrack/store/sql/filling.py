"""What fills the columns: a record, read by the readers of the query language.

It is read as of the end of time.  What is read so holds from the day on which
everything dated in the record has happened (`settled`).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal, NamedTuple

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
_MAY_BE_ZERO = {"trip"}  # it is not missing where it is false
_IN_COMMON = (
    {"assignments"},
    {"parties", "witnesses"},
    {"signed", "stages", "statuses", "plan", "expires"},
    *({part} for part in ("sectors", "areas", "tags", "kind", "count", "place")),
)
"""Parts that many records have in common; no amounts: 1.0 is 1.00, but not so written."""
_MOST = 8192

Of = Literal["record", "task", "record alone"]
"""What a row tells of: a record, a follow-up, or a record that has none, as its one entry."""

Write = Callable[[Values], tuple[Cell, ...]]


class Rows(NamedTuple):
    """The cells that a record fills: its own row, and one for each of its entries."""

    id: int
    record: tuple[Cell, ...]
    entries: list[tuple[Cell, ...]]


def rows(record: Kept) -> Rows:
    """Return the cells of *record* and of its entries, once everything in it has happened."""
    table = table_of(record)
    own = Entry(record, None, _END)
    expires = record.expires if isinstance(record, Agreement) else None
    over = expires.latest.toordinal() if expires else None
    stands = steady(record)
    happened = max([stands, *_days_of_work(record)])
    head = (record.id, happened.toordinal(), stands.toordinal(), over)
    cells = (*head, *_RECORDS[table].fill(own, record))
    return Rows(record.id, cells, list(_entry_rows(record)))


def settled(record: Kept) -> date:
    """Return the day from which on all that is dated in *record* has happened.

    Days that are only aimed at do not count: due days, the last day of a term.
    """
    return max([steady(record), *_days_of_work(record)])


def _days_of_work(record: Kept) -> list[date]:
    days = [*_days_at_work(record), *record.work_days()]
    for one in record.follow_ups:
        days += [one.since] if one.since else []
        days += [p.on for p in one.postponements]
        days += [on for wait in one.waits for on in (wait.since, wait.until) if on]
        days += _days_at_work(one)
    return days


def steady(record: Kept) -> date:
    """Return the day from which on the record stands as it does, whatever is done for it.

    See `STEADY`.
    """
    own = _days_of_agreement(record) if isinstance(record, Agreement) else _days_of_trip(record)
    return max([*own, *_days_in_charge(record.assignments)], default=date.min)


def _days_at_work(on: Kept | FollowUp) -> list[date]:
    return [*_days_in_charge(on.assignments), *_days_with_problems(on.problems)]


def _days_in_charge(assignments: Iterable[Assignment]) -> list[date]:
    return [a.since for a in assignments if a.since]


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
    table, bare = table_of(record), _bare(record)
    for one in record.follow_ups:
        partly = one.promise.has_step("partly", _END) if one.promise else None
        cells = _ENTRIES[table].fill(Entry(bare, one, _END), one)
        yield (record.id, one.number, partly, *cells)
    if not record.follow_ups:
        cells = _WITHOUT_TASKS[table].fill(Entry(bare, None, _END), bare)
        yield (record.id, 0, None, *cells)


def _bare(record: Kept) -> Kept:
    """Return *record* without what its entries would say once more."""
    if record.notes or record.problems:
        return replace(record, notes=(), problems=())
    return record


class _Filler:
    """What fills the columns of one table from the readers of their fields.

    A field none of whose parts the record has says the same of every record that has
    none of them: it is read once for them all, for most parts are missing most of the time.
    What is read from parts that many records have in common is kept for the next one.
    """

    def __init__(self, columns: Iterable[Column], of: Of, kind: type[Kept | FollowUp]) -> None:
        self._columns = tuple(columns)
        self._needs = [_needs(column.field.name, of) for column in self._columns]
        known = {part for needs in self._needs for part in needs or ()}
        self._parts = tuple(sorted(known & set(kind.__struct_fields__)))
        self._get = attrgetter(*self._parts)
        self._plans: dict[tuple[bool, ...], _Plan] = {}

    def fill(self, entry: Entry, of: Kept | FollowUp) -> list[Cell]:
        """Return the cells of *entry*, whose columns are read from the parts of *of*."""
        here = tuple(map(bool, self._get(of)))
        plan = self._plans.get(here)
        if plan is None:
            plan = self._plans[here] = self._plan(entry, here)
        cells = plan.usual.copy()
        for place, width, read, write in plan.steps:
            if values := read(entry):
                cells[place : place + width] = write(values)
        for group in plan.groups:
            group.fill(cells, entry, of)
        return cells

    def _plan(self, entry: Entry, here: tuple[bool, ...]) -> "_Plan":
        there = {part for part, is_here in zip(self._parts, here, strict=True) if is_here}
        usual: list[Cell] = []
        steps: list[_Step] = []
        alike: dict[frozenset[str], list[_Step]] = {}
        for column, needs in zip(self._columns, self._needs, strict=True):
            write = _WRITE.get((column.field.kind, column.several), _write_plain)
            step = _Step(len(usual), len(column.names), column.field.read, write)
            usual += (None,) * step.width
            if needs is not None and not needs & there:
                step.fill(usual, entry)
            elif needs is not None and any(needs & there <= parts for parts in _IN_COMMON):
                alike.setdefault(needs & there, []).append(step)
            else:
                steps.append(step)
        return _Plan(usual, steps, [_Group(parts, those) for parts, those in alike.items()])


class _Step(NamedTuple):
    """What fills the cells of one column: where, how many, and how."""

    place: int
    width: int
    read: Read
    write: Write

    def fill(self, cells: list[Cell], entry: Entry) -> None:
        """Write what *entry* says into *cells*, if it says anything."""
        if values := self.read(entry):
            cells[self.place : self.place + self.width] = self.write(values)


class _Group:
    """Columns that are read from the same *parts*: what fills them is kept for a while."""

    def __init__(self, parts: Iterable[str], steps: list[_Step]) -> None:
        self._get = attrgetter(*sorted(parts))
        self._steps = steps
        self._known: dict[tuple[date, object], list[tuple[int, Cell]]] = {}

    def fill(self, cells: list[Cell], entry: Entry, of: Kept | FollowUp) -> None:
        """Write what *entry* says into *cells*."""
        parts = entry.as_of, self._get(of)
        if (found := self._known.get(parts)) is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            found = self._known[parts] = self._read(entry, len(cells))
        for place, cell in found:
            cells[place] = cell

    def _read(self, entry: Entry, width: int) -> list[tuple[int, Cell]]:
        cells: list[Cell] = [None] * width
        for step in self._steps:
            step.fill(cells, entry)
        return [(place, cell) for place, cell in enumerate(cells) if cell is not None]


class _Plan(NamedTuple):
    """Cells that are always the same, and what fills the others."""

    usual: list[Cell]
    steps: list[_Step]
    groups: list[_Group]


def _needs(name: str, of: Of) -> frozenset[str] | None:
    """Return the parts of which a row *of* something reads the field; None: read it always."""
    if name not in READ_FROM:
        return None
    parts = READ_FROM[name].split()
    of_tasks = {part.removeprefix("f.") for part in parts if part.startswith("f.")}
    own = {part for part in parts if not part.startswith("f.")}
    match of:
        case "record":
            needs = own | {"follow_ups"} if of_tasks and name not in OF_BOTH else own
        case "task":
            needs = set() if own and name not in OF_BOTH else of_tasks
        case "record alone":
            return frozenset(own)
    return frozenset(needs) if needs and not needs & _MAY_BE_ZERO else None


def _write_plain(values: Values) -> tuple[Cell]:
    return (plain(values[0]),)


def _write_text(values: Values) -> tuple[Cell, Cell]:
    text = str(values[0])
    searched, typed = folded(text), plain(text)
    return searched, None if typed == searched else typed


def _write_texts(values: Values) -> tuple[Cell, Cell]:
    searched = framed(dict.fromkeys([folded(str(value)) for value in values]))
    (typed,) = _write_words(values)
    return searched, None if typed == searched else typed


def _write_words(values: Values) -> tuple[bytes]:
    return (framed([bytes_of(str(value)) for value in values]),)


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
_RECORDS = {t: _Filler(COLUMNS[t].records, "record", _KINDS[t]) for t in TABLES}
_ENTRIES = {t: _Filler(COLUMNS[t].entries, "task", FollowUp) for t in TABLES}
_WITHOUT_TASKS = {t: _Filler(COLUMNS[t].entries, "record alone", _KINDS[t]) for t in TABLES}

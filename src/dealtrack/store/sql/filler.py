"""What fills the columns of one table: the readers of its fields, written as cells."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from dealtrack.model import Entry, Kept
from dealtrack.model.followup import FollowUp
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
from dealtrack.store.sql.columns import OF_BOTH, STEADY, Column

_MAY_BE_ZERO = {"trip"}  # it is not missing where it is false
_IN_COMMON = (
    {"assignments"},
    {"parties", "witnesses"},
    {"signed", "stages", "statuses", "plan", "expires"},
    *({part} for part in ("sectors", "areas", "tags", "kind", "count", "place")),
)
"""Parts that many records have in common; no amounts: 1.0 is 1.00, but not so written."""
_MOST = 8192
_UNDATED = {
    *("title", "place", "places", "tags", "parties", "kind", "amount", "links", "sources"),
    *("witnesses", "sectors", "areas", "follows", "uid", "task", "priority", "partners"),
}
"""Parts that are what they are: no day changes what is read from them."""

_OF_THE_DAY = {"status"}
"""Fields that the day alone may change, though nothing happens."""

Of = Literal["record", "task", "alone"]
"""What a row tells of: a record, a follow-up, or a record that has none, as its one entry."""

Write = Callable[[Values], tuple[Cell, ...]]


class Filler:
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

    def fill(
        self,
        entry: Entry,
        of: Kept | FollowUp,
        before: Sequence[Cell] = (),
        *,
        is_steady: bool = False,
    ) -> list[Cell]:
        """Return the cells of *entry*, whose columns are read from the parts of *of*.

        Of those that were there *before*, the ones that no day changes stay; if it
        *is_steady* since, all that work on it does not change (`STEADY`).
        """
        here = tuple(map(bool, self._get(of)))
        plan = self._plans.get(here)
        if plan is None:
            plan = self._plans[here] = self._plan(entry, here)
        cells = [*(before or plan.usual)]
        steps, groups = plan.steps, plan.groups
        if before:
            steps, groups = plan.at_work if is_steady else plan.moving
        for place, width, read, write in steps:
            values = read(entry)
            cells[place : place + width] = write(values) if values else (None,) * width
        for group in groups:
            group.fill(cells, entry, of)
        return cells

    def _plan(self, entry: Entry, here: tuple[bool, ...]) -> "_Plan":
        there = {part for part, is_here in zip(self._parts, here, strict=True) if is_here}
        usual: list[Cell] = []
        steps, moving, at_work = list[_Step](), list[_Step](), list[_Step]()
        alike: dict[tuple[frozenset[str], bool], list[_Step]] = {}
        for column, needs in zip(self._columns, self._needs, strict=True):
            read, width = column.field.read, len(column.names)
            write = _WRITE.get((column.field.kind, column.several), _write_plain)
            step = (len(usual), width, read, write)
            works = column.field.name not in STEADY or column.field.name in _OF_THE_DAY
            values: Values = ()
            if needs is not None and not needs & there:
                values = read(entry)
            elif needs is not None and any(needs & there <= parts for parts in _IN_COMMON):
                alike.setdefault((needs & there, works), []).append(step)
            else:
                steps.append(step)
                moving += [] if needs and needs <= _UNDATED else [step]
                at_work += [step] if works and moving[-1:] == [step] else []
            usual += write(values) if values else (None,) * width
        groups = [(_Group(parts, those), works) for (parts, works), those in alike.items()]
        dated = [(one, works) for one, works in groups if one.is_moving]
        return _Plan(
            usual=usual,
            steps=steps,
            groups=[one for one, _works in groups],
            moving=(moving, [one for one, _works in dated]),
            at_work=(at_work, [one for one, works in dated if works]),
        )


_Step = tuple[int, int, Read, Write]
"""What fills the cells of one column: where, how many, and how."""


class _Group:
    """Columns that are read from the same *parts*: what fills them is kept for a while.

    They are *is_moving* if they are not the same on every day.
    """

    def __init__(self, parts: frozenset[str], steps: list[_Step]) -> None:
        self.is_moving = not parts <= _UNDATED
        self._get = attrgetter(*sorted(parts))
        self._steps = steps
        self._known: dict[tuple[date, object], list[tuple[int, Cell]]] = {}

    def fill(self, cells: list[Cell], entry: Entry, of: Kept | FollowUp) -> None:
        """Write what *entry* says into *cells*."""
        parts = entry.as_of, self._get(of)
        if (found := self._known.get(parts)) is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            found = self._known[parts] = list(self._read(entry))
        for place, cell in found:
            cells[place] = cell

    def _read(self, entry: Entry) -> Iterator[tuple[int, Cell]]:
        for place, width, read, write in self._steps:
            values = read(entry)
            yield from enumerate(write(values) if values else (None,) * width, start=place)


class _Plan(NamedTuple):
    """Cells that are always the same, and what fills the others.

    *moving* is what fills those that are not the same on every day, *at_work* those among
    them that work on a record changes.
    """

    usual: list[Cell]
    steps: list[_Step]
    groups: list[_Group]
    moving: tuple[list[_Step], list[_Group]]
    at_work: tuple[list[_Step], list[_Group]]


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
        case "alone":
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

"""Figures and fields of whole records, told from packed columns."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, repeat
from typing import NamedTuple

from dealtrack.query.asked import Row
from dealtrack.query.expr import And, Expr, Or, Term, fields_of
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS
from dealtrack.query.measures import Measure
from dealtrack.query.readers import Values
from dealtrack.store.packed.blocks import DAYS, PACKED, days_of
from dealtrack.store.packed.columns import Packed, joined
from dealtrack.store.packed.sets import Members, Sets, can_tell
from dealtrack.store.sql.cells import Cell, plain
from dealtrack.store.sql.columns import Table
from dealtrack.store.sql.grouping import Grouping
from dealtrack.store.sql.telling import telling
from dealtrack.store.sql.totals import Groups, Total
from dealtrack.store.sql.where import Scope, sources

_SUMMED = {Kind.MONEY, Kind.NUMBER, Kind.FLAG}
_MOVING = {"status"}  # its cell does not say how it stands


class Told(NamedTuple):
    """What is asked of the records of a register that answer *where*."""

    sets: Sets
    scope: Scope
    where: Expr

    @property
    def base(self) -> Members:
        """The records that answer, and do so for themselves."""
        return self.sets.of(self.where) & self.sets.told(self.scope.mark)


def tells(measure: Measure, where: Expr, by: str, table: Table) -> bool:
    """Whether a figure of what answers *where* can be told from packed columns."""
    named = {measure.of, by} - {""}
    asked = named | fields_of(where) | fields_of(measure.expr)
    is_of_cells = by not in _MOVING and "id" not in named
    return measure.unit == "records" and is_of_cells and can_tell(asked, table)


def tally(told: Told, measures: Sequence[Measure], by: str) -> Groups:
    """Return a total of each of *measures*, by group."""
    base, sets = told.base, told.sets
    chosen = [base & sets.of(one.expr) for one in measures]
    if not by:
        return {"": [_total(told, *one) for one in zip(measures, chosen, strict=True)]}
    cells, codes = _cells(told, by)
    grouping = Grouping(by, told.scope)
    names = [tuple(grouping.names((cell,))) for cell in cells]
    there = {name for code in set(compress(codes, sets.flags(base))) for name in names[code]}
    groups: Groups = {name: [Total() for _one in measures] for name in there}
    for place, one in enumerate(zip(measures, chosen, strict=True)):
        for code, cell, times in _parts(told, *one, codes):
            for name in names[code]:
                groups[name][place].step(cell, times)
    return groups


def ids(told: Told) -> Iterator[int]:
    """Return the ids of the records, in their order."""
    return compress(told.sets.columns.ids, told.sets.flags(told.base))


def rows(told: Told, fields: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """Yield the values of *fields* of each record, by id, with the id."""
    flags = told.sets.flags(told.base)
    columns = [_values(told, name, flags) for name in fields]
    if columns:
        yield from zip(ids(told), zip(*columns, strict=True), strict=True)
    else:
        yield from ((id_, ()) for id_ in ids(told))


def tells_rows(fields: Iterable[str], where: Expr, table: Table) -> bool:
    """Whether *fields* of what answers *where* can be told from packed columns."""
    named = {*fields} - {"id"}
    return not named & _MOVING and can_tell({*named, *fields_of(where)}, table)


_FOUND_AT_ONCE = {"title", "trip", "link", "signed", "id", "ref"}


def is_shorter(where: Expr, table: Table) -> bool:
    """Whether packed columns find what answers *where*, and nothing else finds it sooner.

    What is asked of these fields an index of the database finds without going through all.
    """
    named = fields_of(where)
    return bool(named) and can_tell(named, table) and not _is_narrow(where)


def _is_narrow(where: Expr) -> bool:
    match where:
        case Term(field):
            return field in _FOUND_AT_ONCE
        case And(parts):
            return any(map(_is_narrow, parts))
        case Or(parts):
            return bool(parts) and all(map(_is_narrow, parts))
        case _:
            return False


def _total(told: Told, measure: Measure, chosen: Members) -> Total:
    total = Total()
    if not measure.of:
        total.step(1, chosen.bit_count())
    elif FIELDS[measure.of].kind in _SUMMED:
        cells, codes = _cells(told, measure.of)
        for code, times in Counter(compress(codes, told.sets.flags(chosen))).items():
            total.step(cells[code], times)
    return total


def _parts(
    told: Told, measure: Measure, chosen: Members, groups: Sequence[int]
) -> Iterator[tuple[int, Cell, int]]:
    """Yield what is to be added for each of *groups*: a cell, and how many times."""
    flags = told.sets.flags(chosen)
    if not measure.of:
        for group, times in Counter(compress(groups, flags)).items():
            yield group, 1, times
    elif FIELDS[measure.of].kind in _SUMMED:
        cells, codes = _cells(told, measure.of)
        pairs = Counter(compress(zip(groups, codes, strict=True), flags))
        for (group, code), times in pairs.items():
            yield group, cells[code], times


def _values(told: Told, name: str, flags: bytes) -> Iterator[Values]:
    if name == "id":
        return ((id_,) for id_ in compress(told.sets.columns.ids, flags))
    found = sources(name, told.scope)
    if not found:
        return repeat((), flags.count(1))
    tell = telling(found[0], FIELDS[name].kind)
    if name in DAYS:
        planes = told.sets.columns.days(name)
        return map(tell, days_of([bytes(compress(plane, flags)) for plane in planes]))
    cells, codes = _cells(told, name)
    values = list(map(tell, cells))
    return map(values.__getitem__, compress(codes, flags))


def _cells(told: Told, name: str) -> Packed:
    """Return the cells of a field, of a text those that say how it was typed."""
    columns = told.sets.columns
    if name == "record":
        return Packed([plain(told.scope.table.removesuffix("s"))], bytes(columns.width))
    if name not in PACKED[told.scope.table]:
        return Packed([None], bytes(columns.width))
    typed, searched = f"{name}_typed", columns[name]
    if typed not in PACKED[told.scope.table] or columns[typed].values == [None]:
        return searched
    return joined(columns[typed], searched)

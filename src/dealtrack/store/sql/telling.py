"""What the fields say, told from the cells of the tables: no record is read for it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from dealtrack.model import Amount
from dealtrack.query.asked import Row
from dealtrack.query.expr import Value
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS
from dealtrack.query.measures import Unit
from dealtrack.query.readers import Values
from dealtrack.store.sql.cells import (
    BETWEEN,
    BETWEEN_SUMS,
    Cell,
    number_of,
    text_of,
    unframed,
    value_of,
)
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.selecting import Selection
from dealtrack.store.sql.sorting import by_ref
from dealtrack.store.sql.where import ID, NUMBER, Scope, Source, condition, sources

Tell = Callable[[Cell], Values]
"""Tells the values that one cell stands for."""

_AT_ONCE = 1000


def rows(asked: Selection, fields: Sequence[str], unit: Unit) -> Iterator[tuple[int, Row]]:
    """Yield the values of *fields* of what is *asked*, each row with the id of its record.

    Of a record, those of the first of its entries that answers.
    """
    selected: list[Sql] = []
    tellers = [_Teller(name, asked.scope, selected) for name in fields]
    last = None
    by_record = unit == "records" and "ref" not in fields  # its first one is of an entry
    found = asked.run(_selection(asked, selected, unit, by_record))
    while some := list(islice(found, _AT_ONCE)):
        columns = tuple(zip(*some, strict=True))  # column by column takes a third of the time
        told = zip(columns[0], *(teller.tell(columns) for teller in tellers), strict=True)
        for id_, *values in told:
            if unit == "entries" or id_ != last:
                yield id_, tuple(values)
            last = id_


def _selection(asked: Selection, selected: list[Sql], unit: Unit, by_record: bool) -> Sql:
    parts = (*selected, condition(asked.where, asked.scope))
    if by_record and not any('e."' in part.text for part in parts):
        order = Sql('ORDER BY r."id"')
        return asked.select_records([Sql('r."id"'), Sql("0"), *selected], order)
    id_ = Sql.of(asked.scope.dialect.once, ID) if unit == "records" else ID
    order = Sql.of("ORDER BY {}", by_ref(asked.where, asked.scope))
    return asked.select([id_, NUMBER, *selected], order)


class _Teller:
    """Tells what a field says in many rows; its cells are added to what is *selected*."""

    def __init__(self, name: str, scope: Scope, selected: list[Sql]) -> None:
        self._name = name
        self._sign = "T" if scope.table == "trips" else ""
        found = () if name in {"id", "ref"} else sources(name, scope)
        of = _telling_lists if scope.dialect.is_typed else telling
        self._tells = [
            (len(selected) + 2 + number, of(one, FIELDS[name].kind))
            for number, one in enumerate(found)
        ]
        selected += [one.typed for one in found]

    def tell(self, columns: Sequence[Sequence[Any]]) -> Iterable[Values]:
        """Return the values in each row of *columns*: id, number, and what was selected."""
        if self._name == "id":
            return ((id_,) for id_ in columns[0])
        if self._name == "ref":
            own = (f"{self._sign}{id_}" for id_ in columns[0])
            return map(_refs, own, columns[1])
        parts = [map(tell, columns[place]) for place, tell in self._tells]
        if len(parts) == 1:
            return parts[0]
        return map(_together, zip(*parts, strict=True)) if parts else [()] * len(columns[0])


def _refs(own: str, number: int) -> Values:
    return (f"{own}.{number}", own) if number else (own,)


def _together(parts: Iterable[Values]) -> Values:
    return tuple(dict.fromkeys(chain.from_iterable(parts)))


def telling(source: Source, kind: Kind) -> Tell:
    """Return what tells the values that the cells of *source* stand for."""
    frame = BETWEEN_SUMS if kind is Kind.MONEY else BETWEEN

    @lru_cache(maxsize=4096)  # the same words and days stand in row after row
    def tell(cell: Cell) -> Values:
        if cell is None:
            return ()
        if source.several and isinstance(cell, bytes):
            return tuple(_value(one, kind) for one in unframed(cell, frame))
        return (_value(cell, kind),)

    return tell


def _telling_lists(source: Source, kind: Kind) -> Callable[[Any], Values]:
    """Return what tells the values where several are a list."""
    tell = telling(source._replace(several=False), kind)
    if not source.several:
        return tell

    def tell_all(cells: list[bytes] | None) -> Values:
        return tuple(chain.from_iterable(map(tell, cells or ())))

    return tell_all


def _value(cell: int | bytes, kind: Kind) -> Value:
    if kind is Kind.FLAG:
        return bool(cell)
    if kind is Kind.DATE:
        return date.fromordinal(number_of(cell))
    if kind is Kind.NUMBER or isinstance(cell, int):
        return number_of(cell)
    if kind is Kind.MONEY:
        value, currency = value_of(cell)
        return Amount(value=value, currency=currency)
    return text_of(cell)

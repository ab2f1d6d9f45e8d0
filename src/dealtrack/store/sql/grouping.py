"""What entries are grouped by, and what the groups are called."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS
from dealtrack.store.sql.cells import (
    BETWEEN,
    BETWEEN_SUMS,
    Cell,
    number_of,
    text_of,
    unframed,
    value_of,
)
from dealtrack.store.sql.where import ID, NOTHING, NUMBER, Scope, Source, sources

Row = Sequence[Cell]

NOWHERE = (Source(NOTHING, NOTHING),)


class Grouping:
    """What entries are grouped by: a field, or "" for one group of all."""

    def __init__(self, by: str, scope: Scope) -> None:
        self._by, self._scope = by, scope
        self._is_ref = by == "ref"
        self._sources = (sources(by, scope) or NOWHERE) if by and not self._is_ref else ()
        self.cells = (ID, NUMBER) if self._is_ref else tuple(s.typed for s in self._sources)

    @property
    def is_of_record(self) -> bool:
        """Whether all entries of a record are in the same groups."""
        return not self._is_ref and all(source.is_of_record for source in self._sources)

    @property
    def is_simple(self) -> bool:
        """Whether no two entries of a record share one group but not another."""
        several = (
            self._is_ref or len(self._sources) > 1 or any(s.several for s in self._sources)
        )
        return self.is_of_record or not several

    def names(self, cells: Row) -> Iterable[str]:
        """Return the groups of what has these *cells*."""
        if self._is_ref:
            return self._refs(*cells)
        found = zip(self._sources, cells, strict=True)
        names = chain.from_iterable(self._values(source, cell) for source, cell in found)
        return dict.fromkeys(names) or ("",)

    def _refs(self, id_: Any, number: Any) -> tuple[str, ...]:
        own = f"T{id_}" if self._scope.table == "trips" else str(id_)
        return (f"{own}.{number}", own) if number else (own,)

    def _values(self, source: Source, cell: Cell) -> Iterator[str]:
        kind = FIELDS[self._by].kind
        if cell is None:
            return
        if source.several and isinstance(cell, bytes):
            frame = BETWEEN_SUMS if kind is Kind.MONEY else BETWEEN
            yield from (named(one, kind) for one in unframed(cell, frame))
        else:
            yield named(cell, kind)


def named(cell: int | bytes | Decimal, kind: Kind) -> str:
    """Return what the group of a value is called that has this *cell*."""
    if kind is Kind.FLAG:
        return str(bool(cell))
    if kind is Kind.DATE:
        return str(date.fromordinal(number_of(cell)))
    if kind is Kind.NUMBER or not isinstance(cell, bytes):
        return str(number_of(cell))
    if kind is Kind.MONEY:
        value, currency = value_of(cell)
        return f"{value:f} {currency}"
    return text_of(cell)

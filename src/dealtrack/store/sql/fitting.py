"""Rows as a database takes them: several values as a list, if its columns have types."""

from collections.abc import Callable
from functools import lru_cache

from dealtrack.model import Amount
from dealtrack.query.field import Kind
from dealtrack.store.sql.cells import (
    BETWEEN,
    BETWEEN_SUMS,
    KEY_ENDS,
    Cell,
    Typed,
    framed,
    number_of,
    plainly,
    sum_of,
    unframed,
    value_of,
)
from dealtrack.store.sql.columns import Column, Table
from dealtrack.store.sql.dialect import Dialect
from dealtrack.store.sql.filling import Row
from dealtrack.store.sql.schema import columns_of, names_of

Fit = Callable[[Row], Typed]
"""Returns one cell of a row."""


class Fitting:
    """What makes a row of a part of a register fit a database."""

    def __init__(self, table: Table, part: str, dialect: Dialect) -> None:
        places = {name: place for place, name in enumerate(names_of(table, part))}
        self._fits: list[tuple[int, Fit]] = [
            (places[column.names[-1]], fit)
            for column in columns_of(table, part)
            if (fit := _fit(column, places[column.names[0]], dialect))
        ]

    def fit(self, row: Row) -> list[Typed]:
        """Return the cells of *row* as the database takes them."""
        cells: list[Typed] = [*row]
        for place, fit in self._fits:
            cells[place] = fit(row)
        return cells


def _fit(column: Column, place: int, dialect: Dialect) -> Fit | None:
    """Return what makes the last cell of a column, whose first is at *place*; None: nothing."""
    match column.field.kind:
        case Kind.MONEY if column.several:
            return lambda row: _sums(row[place], dialect)
        case Kind.MONEY:
            return lambda row: _sum(row[place])
        case Kind.NUMBER if dialect.is_typed:
            return lambda row: _number(row[place])
        case Kind.TEXT if column.several and dialect.is_typed:
            return lambda row: _listed(row[place] if row[place + 1] is None else row[place + 1])
        case _ if column.several and dialect.is_typed:
            return lambda row: _listed(row[place])
        case _:
            return None


def _listed(cell: Cell) -> list[bytes] | None:
    return unframed(cell, BETWEEN) if isinstance(cell, bytes) else None


def _number(cell: Cell) -> int | None:
    return None if cell is None else number_of(cell)


def _sums(cell: Cell, dialect: Dialect) -> list[bytes] | bytes | None:
    if not isinstance(cell, bytes):
        return None
    sums = [_plain_sum(one) for one in unframed(cell, BETWEEN_SUMS)]
    return sums if dialect.is_typed else framed(sums, BETWEEN_SUMS)


def _sum(cell: Cell) -> bytes | None:
    return _plain_sum(cell) if isinstance(cell, bytes) else None


@lru_cache(maxsize=8192)
def _plain_sum(cell: bytes) -> bytes:
    """Return the cell of the amount as groups call it: of 1E+1 and 10 alike, 10."""
    if b"E+" not in cell.rpartition(KEY_ENDS)[2]:
        return cell
    number, currency = value_of(cell)
    return sum_of(Amount(value=plainly(number), currency=currency))

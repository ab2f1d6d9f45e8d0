"""Sums of cells, as the database adds them up."""

from decimal import Context, Decimal
from functools import lru_cache

from dealtrack.model import Amount
from dealtrack.store.sql.cells import (
    BETWEEN,
    BETWEEN_SUMS,
    Cell,
    framed,
    number_of,
    plain,
    sum_of,
    unframed,
    value_of,
)

_EXACT = Context(prec=1000)


class Total:
    """The sum of cells: whole numbers, or money by currency.  An aggregate of SQLite.

    It counts how often each cell comes, for many come often, and adds up at the end.
    """

    def __init__(self) -> None:
        self._times: dict[Cell, int] = {}

    def step(self, cell: Cell, times: int = 1) -> None:
        """Add the number or the amounts of *cell*, that many *times*."""
        self._times[cell] = self._times.get(cell, 0) + times

    def finalize(self) -> Cell:
        """Return a cell that can be added to others."""
        sums = self.sums
        if not sums:
            return plain(self.number)
        amounts = (Amount(value=value, currency=code) for code, value in sums.items())
        return framed(map(sum_of, amounts), BETWEEN_SUMS)

    @property
    def number(self) -> int:
        """The sum of the whole numbers."""
        return sum(
            number_of(cell) * times
            for cell, times in self._times.items()
            if cell is not None and not _is_money(cell)
        )

    @property
    def sums(self) -> dict[str, Decimal]:
        """The sums of the amounts, by currency."""
        sums: dict[str, Decimal] = {}
        for cell, times in self._times.items():
            for value, code in _amounts(cell):
                more = _EXACT.multiply(value, times) if times != 1 else value
                sums[code] = _EXACT.add(sums[code], more) if code in sums else more
        return sums


Groups = dict[str, list[Total]]
"""By group, a total of each measure."""


def _is_money(cell: Cell) -> bool:
    return isinstance(cell, bytes) and BETWEEN in cell


@lru_cache(maxsize=8192)
def _amounts(cell: Cell) -> tuple[tuple[Decimal, str], ...]:
    if not isinstance(cell, bytes) or not _is_money(cell):
        return ()
    amounts = unframed(cell, BETWEEN_SUMS) if cell[:1] == BETWEEN_SUMS else (cell,)
    return tuple(map(value_of, amounts))


class First:
    """The cell of the first entry that answers.  An aggregate of SQLite."""

    def __init__(self) -> None:
        self._number: int | None = None
        self._cell: Cell = None

    def step(self, number: int, answers: int, cell: Cell) -> None:
        """Look at one entry."""
        if answers and (self._number is None or number < self._number):
            self._number, self._cell = number, cell

    def finalize(self) -> Cell:
        """Return the cell, None if no entry answers."""
        return self._cell

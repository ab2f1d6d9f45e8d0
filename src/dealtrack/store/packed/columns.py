"""The packed columns of a register, each read when it is asked for."""

import sqlite3
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from dealtrack.store.packed.blocks import BITS, DAYS, SLOTS, blocks, coded, days_of, planes
from dealtrack.store.sql.cells import Cell
from dealtrack.store.sql.columns import Table

_FEW = 256
_NO_DAYS = (bytes(SLOTS),) * len(BITS)


class Packed(NamedTuple):
    """A column: the different cells, and which of them stands where.

    *codes* are bytes if there are few *values*.  The first value is None.
    """

    values: list[Cell]
    codes: Sequence[int]


class Columns:
    """The columns of one register.  Raises `ValueError` where they are damaged."""

    def __init__(self, db: sqlite3.Connection, table: Table) -> None:
        self.table = table
        self._db = db
        self._read: dict[str, Packed] = {}
        self._days: dict[str, tuple[bytes, ...]] = {}
        self._numbers = [number for number, _cells in blocks(db, table, "settled")]

    def __getitem__(self, name: str) -> Packed:
        """Return the column *name*."""
        if name not in self._read:
            self._read[name] = (
                _numbered(days_of(self.days(name))) if name in DAYS else self._packed(name)
            )
        return self._read[name]

    def days(self, name: str) -> tuple[bytes, ...]:
        """Return the planes of the days of column *name*.  See `blocks.pack_days`."""
        if name not in self._days:
            there = dict(blocks(self._db, self.table, name))
            every = (
                planes(there[number]) if number in there else _NO_DAYS
                for number in self._numbers
            )
            self._days[name] = tuple(map(b"".join, zip(*every, strict=True))) or _EMPTY
        return self._days[name]

    @property
    def width(self) -> int:
        """How many places there are, those of no record among them."""
        return SLOTS * len(self._numbers)

    def place(self, id_: int) -> int | None:
        """Return which place is that of *id_*, None if there is none."""
        number, slot = divmod(id_, SLOTS)
        return self._numbers.index(number) * SLOTS + slot if number in self._numbers else None

    @cached_property
    def ids(self) -> Sequence[int]:
        """Which id each place is of."""
        return [number * SLOTS + slot for number in self._numbers for slot in range(SLOTS)]

    def _packed(self, name: str) -> Packed:
        there = dict(blocks(self._db, self.table, name))
        turns: dict[Cell, int] = {None: 0}
        every: list[Sequence[int]] = []
        for number in self._numbers:
            if number not in there:
                every.append(bytes(SLOTS))
                continue
            values, codes = coded(there[number])
            turn = [turns.setdefault(value, len(turns)) for value in values]
            every.append(_translated(codes, turn))
        values = list(turns)
        if len(values) <= _FEW:
            return Packed(values, b"".join(map(bytes, every)))
        return Packed(values, [code for codes in every for code in codes])


_EMPTY = (b"",) * len(BITS)


def joined(one: Packed, other: Packed) -> Packed:
    """Return the cells of *one*, and those of *other* where it has none."""
    pairs = zip(one.codes, other.codes, strict=True)
    return _numbered(
        [other.values[late] if early == 0 else one.values[early] for early, late in pairs]
    )


def _numbered(cells: Sequence[Cell]) -> Packed:
    turns = dict.fromkeys((None, *cells))
    codes = dict(zip(turns, range(len(turns)), strict=True))
    return Packed(list(turns), list(map(codes.__getitem__, cells)))


def _translated(codes: Sequence[int], turn: list[int]) -> Sequence[int]:
    if isinstance(codes, bytes) and max(turn) < _FEW:
        return codes.translate(bytes(turn).ljust(_FEW))
    return list(map(turn.__getitem__, codes))

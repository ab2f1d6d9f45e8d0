"""The packed columns of a register, each read when it is asked for."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import NamedTuple

from dealtrack.store.packed.blocks import SLOTS, blocks, coded
from dealtrack.store.sql.cells import Cell
from dealtrack.store.sql.columns import Table

_FEW = 256
SPLIT = 128
"""How many days make a stretch of `Halves`."""


class Packed(NamedTuple):
    """A column: the different cells, and which of them stands where.

    *codes* are bytes if there are few *values*.  The first value is None.
    """

    values: list[Cell]
    codes: Sequence[int]


class Halves(NamedTuple):
    """A column of days, each as how many times `SPLIT` it is, and the rest.

    *upper* names one of *values* in each place; the first is -1, for no day.
    """

    values: list[int]
    upper: bytes
    lower: bytes

    def truth(self, holds: Callable[[int], bool]) -> bytes:
        """Return for each byte of *upper* whether it stands for one that *holds*."""
        return bytes(value >= 0 and holds(value) for value in self.values).ljust(_FEW, b"\0")


class Columns:
    """The columns of one register.  Raises `ValueError` where they are damaged."""

    def __init__(self, db: sqlite3.Connection, table: Table) -> None:
        self.table = table
        self._db = db
        self._read: dict[str, Packed] = {}
        self._halves: dict[str, Halves | None] = {}
        self._numbers = [number for number, _cells in blocks(db, table, "settled")]

    def __getitem__(self, name: str) -> Packed:
        """Return the column *name*."""
        if name not in self._read:
            self._read[name] = self._packed(name)
        return self._read[name]

    def halves(self, name: str) -> Halves | None:
        """Return a column of many days in halves; None if it is short, or not so wide."""
        if name not in self._halves:
            self._halves[name] = _halved(self[name])
        return self._halves[name]

    @property
    def width(self) -> int:
        """How many places there are, those of no record among them."""
        return SLOTS * len(self._numbers)

    def ids(self) -> Sequence[int]:
        """Return which id each place is of."""
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


def _halved(column: Packed) -> Halves | None:
    if isinstance(column.codes, bytes):
        return None
    days = [divmod(day, SPLIT) if isinstance(day, int) else (-1, 0) for day in column.values]
    turns: dict[int, int] = {-1: 0}
    upper = [turns.setdefault(many, len(turns)) for many, _rest in days]
    if len(turns) > _FEW:
        return None
    lower = [rest for _many, rest in days]
    return Halves(
        list(turns),
        bytes(map(upper.__getitem__, column.codes)),
        bytes(map(lower.__getitem__, column.codes)),
    )


def joined(one: Packed, other: Packed) -> Packed:
    """Return the cells of *one*, and those of *other* where it has none."""
    turns: dict[Cell, int] = {None: 0}
    pairs = zip(one.codes, other.codes, strict=True)
    cells = (other.values[late] if early == 0 else one.values[early] for early, late in pairs)
    codes = [turns.setdefault(cell, len(turns)) for cell in cells]
    return Packed(list(turns), codes)


def _translated(codes: Sequence[int], turn: list[int]) -> Sequence[int]:
    if isinstance(codes, bytes) and max(turn) < _FEW:
        return codes.translate(bytes(turn).ljust(_FEW))
    return list(map(turn.__getitem__, codes))

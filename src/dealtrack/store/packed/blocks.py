"""Blocks: a thousand cells of one column in one row of a table.

Figures look at a few columns of every record.  To walk through all rows for them takes
ten times as long as the figures do, for a row holds whatever can be asked of a record.

A record has its place for good: its id tells the block and the slot in it.  What a block
is made of depends on its cells alone, and not on the order in which they came.
"""

import sqlite3
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS
from dealtrack.store.sql.cells import Cell
from dealtrack.store.sql.columns import COLUMNS, TABLES, Table, names_of_records

SLOTS = 1024
"""How many cells a block has."""

BITS = (16, 8, 0)
"""How far the planes of a day are shifted: the highest bits of it come first."""
LOW = 255
"""The bits of a day that lie in one plane."""

_BYTE = 256
_SHORT_TEXTS = {"keeper", "office"}


def _packed(table: Table) -> tuple[str, ...]:
    """Return the columns that are packed: all but the texts that may be long."""
    fields = [column.field for column in COLUMNS[table].records]
    texts = {one.name for one in fields if one.kind is Kind.TEXT} - _SHORT_TEXTS
    left = texts | {f"{name}_typed" for name in texts} | {"id"}
    return tuple(name for name in names_of_records(table) if name not in left)


PACKED: dict[Table, tuple[str, ...]] = {table: _packed(table) for table in TABLES}
DAYS = {"settled", "steady", "over"} | {
    name for name, field in FIELDS.items() if field.kind is Kind.DATE
}
"""The columns of days: they are packed otherwise, for no two cells need be the same."""
_AT: dict[Table, tuple[int, ...]] = {
    table: tuple(names_of_records(table).index(name) for name in PACKED[table])
    for table in TABLES
}

Cells = Sequence[Cell]
_NO_CELLS: list[Cell] = [None] * SLOTS


def create(db: sqlite3.Connection, table: Table) -> None:
    """Make the table of the blocks of *table*."""
    db.execute(
        f'CREATE TABLE "{table}_packed" ("column" TEXT, "block" INTEGER, "cells" BLOB, '
        'PRIMARY KEY ("column", "block")) WITHOUT ROWID'
    )


def put(db: sqlite3.Connection, table: Table, rows: Iterable[tuple[int, Cells | None]]) -> None:
    """Put the cells of records in their places, by id; None: the record is gone."""
    by_block: dict[int, list[tuple[int, Cells | None]]] = defaultdict(list)
    for id_, cells in rows:
        by_block[id_ // SLOTS].append((id_ % SLOTS, cells))
    for block, changed in sorted(by_block.items()):
        slots = [slot for slot, _cells in changed]
        for name, at in zip(PACKED[table], _AT[table], strict=True):
            ours = [None if cells is None else cells[at] for _slot, cells in changed]
            _change(db, table, name, block, zip(slots, ours, strict=True))


def _change(
    db: sqlite3.Connection,
    table: Table,
    name: str,
    block: int,
    ours: Iterable[tuple[int, Cell]],
) -> None:
    there = (name, block)
    query = f'SELECT "cells" FROM "{table}_packed" WHERE "column" = ? AND "block" = ?'
    found = db.execute(query, there).fetchone()
    is_of_days = name in DAYS
    before: list[Cell] = _NO_CELLS
    if found:
        before = days_of(planes(found[0])) if is_of_days else unpack(found[0])
    cells = before.copy()
    for slot, cell in ours:
        cells[slot] = cell
    if cells == before:
        return
    if cells != _NO_CELLS:
        query = f'INSERT OR REPLACE INTO "{table}_packed" VALUES (?, ?, ?)'
        db.execute(query, (*there, pack_days(cells) if is_of_days else pack(cells)))
    else:
        query = f'DELETE FROM "{table}_packed" WHERE "column" = ? AND "block" = ?'
        db.execute(query, there)


def pack(cells: Cells) -> bytes:
    """Return *cells* as one: the different ones, and which of them stands where."""
    values = list(dict.fromkeys(cells))
    codes = dict(zip(values, range(len(values)), strict=True))
    width = "B" if len(values) <= _BYTE else "H"
    turns = array(width, map(codes.__getitem__, cells))
    return msgspec.msgpack.encode([values, turns.tobytes()])


def unpack(packed: bytes) -> list[Cell]:
    """Return the cells that *packed* was made of.  Raises: `ValueError`."""
    values, codes = coded(packed)
    return list(map(values.__getitem__, codes))


def coded(packed: bytes) -> tuple[list[Cell], Sequence[int]]:
    """Return the different cells of a block, and which of them stands where.

    The second are bytes if there are few of the first.  Raises: `ValueError`.
    """
    try:
        values, found = _DECODER.decode(packed)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from None
    codes: Sequence[int] = found
    if len(values) > _BYTE:
        codes = array("H", found)
    if len(codes) != SLOTS:
        raise ValueError(len(codes))
    return values, codes


def pack_days(cells: Cells) -> bytes:
    """Return *cells* of days as one: three planes, of which each has eight bits of them."""
    days = array("I", [cell if isinstance(cell, int) else 0 for cell in cells])
    if sys.byteorder == "big":
        days.byteswap()
    text = days.tobytes()
    return b"".join(text[bits // 8 :: days.itemsize] for bits in BITS)


def planes(packed: bytes) -> tuple[bytes, ...]:
    """Return the planes that *packed* was made of, the highest first.  Raises: `ValueError`."""
    if len(packed) != SLOTS * len(BITS):
        raise ValueError(len(packed))
    return tuple(packed[at : at + SLOTS] for at in range(0, SLOTS * len(BITS), SLOTS))


def days_of(those: Sequence[bytes]) -> list[Cell]:
    """Return the days that planes stand for, None where there is none."""
    high, middle, low = those
    top, mid = BITS[:2]
    return [
        (a << top | b << mid | c) or None for a, b, c in zip(high, middle, low, strict=True)
    ]


def blocks(db: sqlite3.Connection, table: Table, name: str) -> Iterator[tuple[int, bytes]]:
    """Yield the blocks of a column, each with its number, in their order."""
    query = f'SELECT "block", "cells" FROM "{table}_packed" WHERE "column" = ? ORDER BY "block"'
    yield from db.execute(query, (name,))


_DECODER = msgspec.msgpack.Decoder(tuple[list[int | bytes | None], bytes])

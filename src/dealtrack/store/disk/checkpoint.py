"""The checkpoint: the whole ledger in one file that TinyDB, grep and diff can read.

A JSON object of tables, one record on a line.  The first line is the table
``_meta``, whose only record says where in the journal the checkpoint stands, and
the checksum.  ``docs/reference/file-format.md`` has the layout in full.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol
from zlib import crc32

import msgspec

from dealtrack.errors import LedgerDamaged, LedgerTooNew
from dealtrack.model.codec import decode, encode
from dealtrack.store.disk.files import replacing
from dealtrack.store.disk.upgrades import upgraded

FORMAT = 2
TABLES = ("agreements", "trips")
"""The tables of records: they are always there."""
ASIDE = ("targets", "slips", "closings", "organisations", "people")
"""The small tables beside them, each there from the first thing that was put into it."""

Table = dict[str, msgspec.Raw]
Tables = dict[str, Table]

_META = "_meta"
_START = b'{"_meta": {"1": {"checksum":"'
_BLANK = b"0" * 8


class Listed(Protocol):
    """A table to be written."""

    def items(self) -> Iterable[tuple[str, object]]:
        """Return the records with their keys, in order."""


class Place(msgspec.Struct, frozen=True):
    """Where in the journal the checkpoint stands, and the checksum of the line before."""

    offset: int = 0
    last: str = ""


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What the checkpoint says of itself; *format* is that of the file."""

    checksum: str = "0" * 8
    format: int = FORMAT
    revision: int = 0
    counters: dict[str, int] = {}
    journal: Place = Place()
    written: datetime | None = None
    program: str = ""


class _Format(msgspec.Struct):
    """As much of `Meta` as every format shares."""

    format: int
    program: str = ""


def checksum(text: bytes | memoryview, start: int = 0) -> int:
    """Return the CRC-32 of *text*, going on from *start*.

    It has to notice rot, slips of an editor and files cut short, not forgers: a
    CRC is sure to see any single damaged byte, runs near the speed of memory, and
    is in memory anyway, where hashlib costs 10 ms to import.
    """
    return crc32(text, start)


def written(crc: int) -> str:
    """Return *crc* as the files spell it: eight small hexadecimal digits."""
    return f"{crc:08x}"


def parse(text: bytes, path: Path) -> tuple[Meta, Tables]:
    """Return what the checkpoint *text*, read from *path*, holds: records not decoded.

    Raises: `LedgerDamaged`, `LedgerTooNew`.
    """
    if not text.startswith(_START):
        raise LedgerDamaged(path, "layout")
    if _sum_of(text) != text[len(_START) : len(_START) + 8]:
        raise LedgerDamaged(path, "checksum")
    try:
        tables = _DECODER.decode(text)
        about = tables.pop(_META)["1"]
        known = decode(about, _Format)
        if known.format > FORMAT:
            raise LedgerTooNew(path, known.format, known.program)
        about, tables = upgraded(about, tables, known.format, FORMAT)
        meta = decode(about, Meta)
    except (msgspec.MsgspecError, KeyError):
        raise LedgerDamaged(path, "layout") from None
    return meta, {name: tables.get(name, {}) for name in (*TABLES, *tables)}


def write(path: Path, meta: Meta, tables: Mapping[str, Listed]) -> int:
    """Write the checkpoint, whole or not at all; return its size.  Raises `OSError`."""
    crc = 0
    with replacing(path) as file:
        for piece in _compose(meta, tables):
            crc = checksum(piece, crc)
            file.write(piece)
        size = file.tell()
        file.seek(len(_START))
        file.write(written(crc).encode())
    return size


def places(path: Path) -> Iterator[tuple[str, int, int, bytes]]:
    """Yield the table, the id, the offset in bytes and the text of each record at *path*.

    A record that does not lie on a line of its own is left out.  Raises: `OSError`.
    """
    table, start = "", 0
    with path.open("rb") as file:
        for line in file:
            if record := _RECORD.match(line):
                text = line[record.end() :].rstrip(b",\n")
                yield table, int(record[1]), start + record.end(), text
            elif found := _TABLE.match(line):
                table = found[1].decode()
            start += len(line)


def _sum_of(text: bytes) -> bytes:
    """Return the checksum of *text*, its own eight digits taken as zeros."""
    whole, end = memoryview(text), len(_START) + 8
    crc = checksum(whole[end:], checksum(_BLANK, checksum(whole[: len(_START)])))
    return written(crc).encode()


def _compose(meta: Meta, tables: Mapping[str, Listed]) -> Iterator[bytes]:
    yield b'{"_meta": {"1": ' + encode(meta) + b"}"
    for name, table in tables.items():
        yield b',\n"%s": {' % name.encode()
        end = b""
        for key, record in table.items():
            yield b'%s\n"%s": %s' % (end, key.encode(), _text(record))
            end = b","
        yield b"\n}"
    yield b"}\n"


def _text(record: object) -> bytes:
    return bytes(record) if isinstance(record, msgspec.Raw) else encode(record)


_TABLE = re.compile(rb'"(\w+)": {\n')
_RECORD = re.compile(rb'"(\d+)": (?={.*},?\n)')
_DECODER = msgspec.json.Decoder(Tables)

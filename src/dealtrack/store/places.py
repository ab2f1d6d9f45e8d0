"""Where each record lies, as an index notes it: in the checkpoint, or with its text.

Everything may raise `sqlite3.Error`.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from zlib import crc32

import msgspec

from dealtrack.store.disk import checkpoint
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.snapshot import Snapshot
from dealtrack.store.index import table_of_places
from dealtrack.store.kinds import KINDS

_NOTE = {
    table: f"INSERT OR REPLACE INTO {table_of_places(table)} VALUES (?, ?, ?, ?, ?)"
    for table in KINDS
}


def create(connection: sqlite3.Connection) -> None:
    """Make the tables."""
    for table in KINDS:
        connection.execute(
            f"CREATE TABLE {table_of_places(table)} "
            "(id INTEGER PRIMARY KEY, start INTEGER, length INTEGER, crc INTEGER, body BLOB)"
        )


def note(connection: sqlite3.Connection, table: str, id_: int, record: msgspec.Raw) -> None:
    """Note a record that does not stand in the checkpoint as it is."""
    body = bytes(record)
    connection.execute(_NOTE[table], (id_, -1, len(body), crc32(body), body))


def forget(connection: sqlite3.Connection, table: str, id_: int) -> None:
    """Take a record out."""
    connection.execute(f"DELETE FROM {table_of_places(table)} WHERE id = ?", (id_,))


def note_all(connection: sqlite3.Connection, files: Files, now: Snapshot) -> None:
    """Note where each record lies: in the checkpoint, or with its text where it does not."""
    for table in KINDS:
        connection.execute(f"DELETE FROM {table_of_places(table)}")
    placed: dict[str, set[int]] = {table: set() for table in KINDS}
    for table, found in groupby(checkpoint.places(files.checkpoint), itemgetter(0)):
        if table in KINDS:
            lie = _lie(found, now, placed[table])
            connection.executemany(_NOTE[table], lie)
    for table in KINDS:
        others = (
            (id_, -1, len(body), crc32(body), body)
            for id_, record in now.all(table)
            if id_ not in placed[table]
            for body in (bytes(record),)
        )
        connection.executemany(_NOTE[table], others)


def _lie(
    found: Iterable[tuple[str, int, int, bytes]], now: Snapshot, placed: set[int]
) -> Iterator[tuple[int, int, int, int, None]]:
    """Yield where those records lie in the checkpoint that stand there as they are *now*."""
    for table, id_, start, text in found:
        if now.get(table, id_) == msgspec.Raw(text):
            placed.add(id_)
            yield id_, start, len(text), crc32(text), None

"""How the index is kept: brought up to date with every change, made anew where it is not.

All of this happens under the ledger's lock, after the change is on the disk, and none
of it may make the change fail.  Whoever is killed or loses power at any point leaves an
index that is right, or one that is not fresh:

* One that exists is changed in a transaction of SQLite, which keeps what it overwrites
  in ``ledger.index-journal`` and brings both to the disk in the right order
  (``journal_mode=DELETE``, ``synchronous=FULL``).  Measured, that makes a change 0.8 ms
  longer; without the order the index could come back from a power failure half old, half
  new and yet with the time of a fresh one.  A WAL would leave that time untouched, keep
  readers out of folders they cannot write in, and does not work on network shares.
* Then its time is set to that of the journal.  Until then it is not fresh.
* A new one is written under another name, brought to the disk, given its time and only
  then renamed.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from zlib import crc32

from dealtrack.model import Kept
from dealtrack.model.codec import decode, encode
from dealtrack.store import places
from dealtrack.store.disk import journal
from dealtrack.store.disk.files import (
    Files,
    open_private,
    put_in_place,
    stamp,
    stray,
    sweep,
    take_after,
)
from dealtrack.store.disk.journal import NOTHING, Line, RecordChange
from dealtrack.store.disk.snapshot import Snapshot, Stamps, State, without_gc
from dealtrack.store.index import (
    VERSION,
    Standing,
    connected,
    discard,
    side_file,
    standing,
)
from dealtrack.store.kinds import KINDS, RECORDS
from dealtrack.store.latest import Tell, Watch, unheard, unseen
from dealtrack.store.sql.columns import TABLES
from dealtrack.store.sql.entrytable import EntryTable

_LONG = 3_000
"""How many records take so long that somebody may like to watch."""
_AT_ONCE = 500
_SHARE = 0.85
"""How much of the work it is to enter the records; the rest are SQLite's own indexes."""

_STANDING = "CREATE TABLE standing (revision INTEGER, says BLOB, crc INTEGER)"

_PATIENCE = 2.0
"""Seconds to wait for a reader, who takes about a thousandth of that."""


def keep(
    files: Files,
    now: State,
    whole: Callable[[], Snapshot],
    *,
    anew: bool,
    watch: Watch = unseen,
) -> None:
    """Bring the index of *files* to where *now* is; make it *anew* if it has to be.

    Raises: `OSError`, and what reading raises; then there is no index, or an old one.
    """
    line = Stamps.of(files).journal
    if line is None or line.size != now.size:  # somebody ignores the lock
        return
    try:
        if not anew and _follow(files, now):
            return
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            discard(files)  # such as a full disk: the next who changes something tries again
        return
    except (sqlite3.Error, OSError):
        pass
    make(files, whole(), watch)


def make(files: Files, now: Snapshot, watch: Watch = unseen) -> None:
    """Make the index of a ledger that was just read whole; tell *watch* of it if that lasts.

    Raises: `OSError`.
    """
    watch = watch if now.count() >= _LONG else unseen
    fresh = stray(files.index)
    discard(files)
    sweep(files.index)
    if side_file(files.index).exists():  # it would be taken for a part of the new index
        return
    descriptor = open_private(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL)
    try:
        take_after(files.checkpoint, descriptor)
        stamps = Stamps.of(files)
        with (
            watch() as tell,
            without_gc(),
            closing(connected(fresh, "rw", 0)) as connection,
        ):
            _fill(connection, files, now, stamps, tell)
        os.fsync(descriptor)
        _seal(fresh, stamps)
        put_in_place(fresh, files.index)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
    finally:
        os.close(descriptor)
        sweep(files.index)


def is_right(files: Files, now: Snapshot) -> bool:
    """Whether the index says of every record what one made now would say.

    Takes as long as making one.  Raises: `OSError`.
    """
    try:
        with (
            closing(connected(files.index, "ro", _PATIENCE)) as own,
            closing(sqlite3.connect(":memory:", isolation_level=None)) as other,
        ):
            if own.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return False
            _fill(other, files, now, now.stamps)
            tables = _tables(own), _tables(other)
            return tables[0] == tables[1] and all(
                a == b
                for name in tables[0]
                for a, b in zip_longest(_rows(own, name), _rows(other, name))
            )
    except sqlite3.Error:
        return False


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    )
    return [name for (name,) in found if not name.startswith("sqlite_")]


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    return connection.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2')


def _follow(files: Files, now: State) -> bool:
    """Bring an index that is there up to date; return False if it must be made anew.

    Raises: `sqlite3.Error`, `OSError`.
    """
    if not files.index.exists():
        return False
    stamps = Stamps.of(files)
    with closing(connected(files.index, "rw", _PATIENCE)) as connection:
        says = _sound(connection, files)
        if says is None:
            return False
        lines = _lines_since(files, says, now)
        moved = says.stamps.checkpoint != stamps.checkpoint
        if lines is None or (moved and not isinstance(now, Snapshot)):
            return False
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        entries = EntryTable(connection)
        for line in lines:
            for change in line.says.changes:
                _enter(connection, entries, change)
        if moved and isinstance(now, Snapshot):
            places.note_all(connection, files, now)
        _stand(connection, now, stamps)
        connection.execute("COMMIT")
    _seal(files.index, stamps)
    return True


def _sound(connection: sqlite3.Connection, files: Files) -> Standing | None:
    """Return what an index says of itself, if nobody else has touched it since it said so."""
    try:
        says = standing(connection)
    except sqlite3.Error:
        return None
    own, line = stamp(files.index), says.stamps.journal if says else None
    is_sealed = own is not None and line is not None and own.changed == line.changed
    return says if says and says.version == VERSION and is_sealed else None


def _lines_since(files: Files, says: Standing, now: State) -> list[Line] | None:
    """Return the journal's lines that the index does not know, None if they do not fit."""
    if (says.revision, says.place.last) == (now.revision, now.place.last):
        return []
    tail = journal.read(files.journal, says.place, says.revision)
    if tail.flaw or not tail.lines:
        return None
    last = tail.lines[-1]
    is_ours = (last.says.revision, last.sum) == (now.revision, now.place.last)
    return tail.lines if is_ours else None


def _enter(connection: sqlite3.Connection, entries: EntryTable, change: RecordChange) -> None:
    if change.table not in KINDS:  # of a later dealtrack, which makes an index of its own
        return
    table = next((name for name in TABLES if name == change.table), None)
    if change.after == NOTHING:
        if table:
            entries.strike(table, change.id)
        places.forget(connection, change.table, change.id)
        return
    if table:
        entries.enter(decode(change.after, RECORDS[table]))
    places.note(connection, change.table, change.id, change.after)


def _fill(
    connection: sqlite3.Connection,
    files: Files,
    now: Snapshot,
    stamps: Stamps,
    tell: Tell = unheard,
) -> None:
    # Half of it will never be seen by anybody: until it is whole it has another name
    for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("BEGIN")
    connection.execute(_STANDING)
    places.create(connection)
    EntryTable(connection).create(_records(now, tell))
    places.note_all(connection, files, now)
    _stand(connection, now, stamps)
    connection.execute("COMMIT")


def _records(now: Snapshot, tell: Tell) -> Iterator[Kept]:
    """Yield every record; that they are entered is most of the work."""
    found = (
        (kind, record) for table, kind in RECORDS.items() for _id, record in now.all(table)
    )
    for number, (kind, record) in enumerate(found):
        if number % _AT_ONCE == 0:
            tell(_SHARE * number / max(now.count(), 1))
        yield decode(record, kind)
    tell(_SHARE)


def _stand(connection: sqlite3.Connection, now: State, stamps: Stamps) -> None:
    """Write what the index says of itself."""
    says = encode(
        Standing(
            version=VERSION,
            revision=now.revision,
            counters=now.counters,
            saved=now.saved,
            place=now.place,
            checkpoint_at=now.checkpoint_at,
            stamps=stamps,
        )
    )
    connection.execute("DELETE FROM standing")
    values = (now.revision, says, crc32(says))
    connection.execute("INSERT INTO standing VALUES (?, ?, ?)", values)


def _seal(index: Path, stamps: Stamps) -> None:
    """Give the index the journal's time, which says that it is fresh."""
    if stamps.journal is not None:
        os.utime(index, ns=(stamps.journal.changed, stamps.journal.changed))

"""The index beside a large ledger: where each record lies, and what can be asked of all.

``ledger.index`` is an SQLite file that is derived from checkpoint and journal, and
never the truth: it is believed only while it is fresh, and deleting it loses nothing.
It is fresh while

* what it says of checkpoint and journal (inode, time, size) is what they are now, and
* its own time is that of the journal: `indexing` sets it so as the very last step of a
  change, so that whoever else touches the file, or is killed on the way, makes it old.

Readers open it for reading only, wait for nobody, and take any error of SQLite for "no
index": then the files are read.  What is asked of a fresh index reads neither
checkpoint nor journal, but for the bytes of the records that are the answer.

What if a byte of it rots, and its time stays the same?

* In what it says of itself, or of where a record lies: found at once, by checksums.
* In the bytes of a record in the checkpoint: found when the record is read, by the
  checksum that the index has of it; then the files are read whole, which tells.
* A record that is called an answer and is none, or that has more answers than were
  found: found when it is read, for the question is put once more to the first hundred
  that it finds.  More than these no eye goes over one by one, and to ask them all would
  take longer than to find them.
* In the structure of the file: found by SQLite, when it comes there.
* An answer that does not come up at all, a figure: not found here, but only by making
  the index again and comparing the two (`indexing.is_right`).

Whatever is found to be wrong is deleted, and the next change makes it anew.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar
from zlib import crc32

import msgspec

from dealtrack.store.disk import checkpoint
from dealtrack.store.disk.checkpoint import Meta, Place
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.journal import NOTHING, RecordChange
from dealtrack.store.disk.snapshot import Stamps, State, Unusable, is_sealed
from dealtrack.store.sql.columns import LAYOUT
from dealtrack.store.sql.entrytable import EntryTable

T = TypeVar("T")

VERSION = f"3 {checkpoint.FORMAT} {LAYOUT}"
"""Changes whenever an index must be made anew."""

_BLINK = 0.05
"""Seconds that a reader waits for a writer, who takes about one hundredth of that."""


_AT_FIRST, _AT_ONCE = 16, 256
"""How many are looked up at once: at first, and at most."""

_LEAST = -(2**63)
"""No id is less."""

_ODD = (sqlite3.Error, ArithmeticError, LookupError, TypeError, ValueError)
"""What a cell that rotted makes of whoever reads it, or a question that SQLite cannot hold."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What the index says of itself and of the ledger that it was made for."""

    version: str
    revision: int
    counters: dict[str, int]
    saved: datetime | None
    place: Place
    checkpoint_at: int
    stamps: Stamps


class _Place(NamedTuple):
    """Where a record lies in the checkpoint, or its text if it does not lie there."""

    start: int
    length: int
    crc: int
    body: bytes | None


class Indexed(State):
    """A ledger as its index tells it, with the changes of a transaction on top."""

    def __init__(self, files: Files, connection: sqlite3.Connection, says: Standing) -> None:
        meta = Meta(
            revision=says.revision,
            counters=says.counters,
            journal=says.place,
            written=says.saved,
        )
        super().__init__(meta, says.stamps)
        self.checkpoint_at = says.checkpoint_at
        self.changed: dict[str, dict[int, msgspec.Raw]] = {n: {} for n in _TABLES}
        self._files = files
        self._connection = connection
        self._read_at = says.revision
        self._records: BinaryIO | None = None
        self._ahead = (0, b"")
        self._entries = EntryTable(connection)

    def is_fresh(self, files: Files) -> bool:
        """See `State.is_fresh`."""
        return self.stamps == Stamps.of(files) and is_sealed(files)

    def get(self, table: str, id_: int) -> msgspec.Raw | None:
        """See `State.get`."""
        if (record := self.changed[table].get(id_)) is not None:
            return None if record == NOTHING else record
        with told(self._files):
            found = self._connection.execute(_ONE[table], (id_,)).fetchone()
            self._check(found[:1])
            return None if found[1] is None else self._record(*found[1:])

    def all(self, table: str) -> Iterator[tuple[int, msgspec.Raw]]:
        """See `State.all`."""
        ids = self.ids(table) if self.changed[table] else self._ids(table)
        return self.some(table, ids)

    def some(self, table: str, ids: Iterable[int]) -> Iterator[tuple[int, msgspec.Raw]]:
        """Yield the records of these *ids* that are there, each with its id.

        Raises: `Unusable`.
        """
        for some in growing(ids):
            found = self._some(table, some)
            for id_ in some:
                record = self.get(table, id_) if id_ in self.changed[table] else found.get(id_)
                if record is not None:
                    yield id_, record

    def put(self, change: RecordChange) -> None:
        """See `State.put`."""
        self.changed[change.table][change.id] = change.after

    def ids(self, table: str) -> list[int]:
        """Return the ids of all records of *table*, sorted.  Raises: `Unusable`."""
        with self.asked():
            found = [id_ for (id_,) in self._connection.execute(_IDS[table])]
        changed = self.changed[table]
        if not changed:
            return found
        there = (id_ for id_, record in changed.items() if record != NOTHING)
        return sorted({*found}.difference(changed).union(there))

    @contextmanager
    def asked(self) -> Iterator[EntryTable]:
        """Yield what questions are put to.

        Raises:
            Unusable: if it cannot be read, or if somebody has changed it since.
        """
        with told(self._files):
            yield self._entries
            self._check(self._connection.execute("SELECT revision FROM standing").fetchone())

    def wrong(self) -> Unusable:
        """Return what to raise for a contradiction, and delete the index for it.

        Unless the reason is that others have just changed the ledger.
        """
        if self.is_fresh(self._files):
            discard(self._files)
        return Unusable()

    def close(self) -> None:
        """See `State.close`."""
        self._connection.close()
        if self._records:
            self._records.close()

    def _ids(self, table: str) -> Iterator[int]:
        """Yield the ids of all records, by id, without ever having them all."""
        asked, last = f"SELECT id FROM {table_of_places(table)}", _LEAST
        while True:
            with self.asked():
                then = f"{asked} WHERE id > ? ORDER BY id LIMIT {_AT_ONCE}"
                found = self._connection.execute(then, (last,)).fetchall()
            if not found:
                return
            yield from (id_ for (id_,) in found)
            (last,) = found[-1]

    def _some(self, table: str, ids: list[int]) -> dict[int, msgspec.Raw]:
        """Return the records of these *ids* that are there, as the index tells them."""
        wanted = ", ".join("?" * len(ids))
        asked = f"SELECT * FROM {table_of_places(table)} WHERE id IN ({wanted})"
        with self.asked():
            lie = {id_: _Place(*rest) for id_, *rest in self._connection.execute(asked, ids)}
            self._read_ahead([place for place in lie.values() if place.body is None])
            return {id_: self._record(*place) for id_, place in lie.items()}

    def _read_ahead(self, places: list["_Place"]) -> None:
        """Read what lies at these *places* at once, if there is not much between them."""
        if places:
            start, end = min(p.start for p in places), max(p.start + p.length for p in places)
            if end - start <= 2 * sum(p.length for p in places):
                self._ahead = (start, self._cut(start, end - start))

    def _check(self, found: tuple[int]) -> None:
        """Raise `Unusable` if the ledger has gone on to another revision."""
        if found != (self._read_at,):
            raise Unusable

    def _record(self, start: int, length: int, crc: int, body: bytes | None) -> msgspec.Raw:
        """Return the record that lies there, or lies in the index itself."""
        with suppress(TypeError):  # what lies there need not be a number
            text = self._cut(start, length) if body is None else body
            if crc32(text) == crc:
                return msgspec.Raw(text)
        raise self.wrong()

    def _cut(self, start: int, length: int) -> bytes:
        first, text = self._ahead
        if first <= start and start + length <= first + len(text):
            return text[start - first : start - first + length]
        if self._records is None:
            self._records = self._files.checkpoint.open("rb")
        self._records.seek(start)
        return self._records.read(length)


def growing(things: Iterable[T]) -> Iterator[list[T]]:
    """Yield *things* in lists: the first are short, so that they are soon there."""
    waiting, n = iter(things), _AT_FIRST
    while some := list(islice(waiting, n)):
        yield some
        n = min(2 * n, _AT_ONCE)


def opened(files: Files) -> Indexed | None:
    """Return the ledger as its index tells it, None if there is no fresh one."""
    with suppress(Unusable), told(files), ExitStack() as stack:
        connection = stack.enter_context(closing(connected(files.index, "ro", _BLINK)))
        says = standing(connection)
        if says and says.version == VERSION:
            found = Indexed(files, connection, says)
            if found.is_fresh(files):
                stack.pop_all()
                return found
    return None


def connected(path: Path, mode: str, patience: float) -> sqlite3.Connection:
    """Return a connection to the file at *path*, which must be there.

    It begins no transaction by itself, and waits for others for *patience* seconds.
    """
    address = f"{path.as_uri()}?mode={mode}"
    return sqlite3.connect(address, timeout=patience, isolation_level=None, uri=True)


def standing(connection: sqlite3.Connection) -> Standing | None:
    """Return what an index says of itself, None if that cannot be read."""
    found = connection.execute("SELECT says, crc FROM standing").fetchone()
    with suppress(TypeError, msgspec.MsgspecError):
        if found and crc32(found[0]) == found[1]:
            return msgspec.json.decode(found[0], type=Standing)
    return None


@contextmanager
def told(files: Files) -> Iterator[None]:
    """Turn whatever goes wrong with an index into `Unusable`; delete one that is no SQLite."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        raise Unusable from error
    except sqlite3.DatabaseError as error:
        discard(files)
        raise Unusable from error
    except _ODD as error:
        raise Unusable from error


def discard(files: Files) -> None:
    """Delete the index, if that is possible, and what SQLite may keep beside it."""
    with suppress(OSError):
        files.index.unlink(missing_ok=True)
        side_file(files.index).unlink(missing_ok=True)


def side_file(path: Path) -> Path:
    """Return where SQLite keeps what it needs to take back a change half made."""
    return path.with_name(f"{path.name}-journal")


def table_of_places(table: str) -> str:
    """Return the name of the table that tells where the records of *table* lie."""
    return f"{table}_places"


_TABLES = (*checkpoint.TABLES, *checkpoint.ASIDE)
_ONE = {
    table: "SELECT revision, start, length, lies.crc, body FROM standing "
    f"LEFT JOIN {table_of_places(table)} AS lies ON id = ?"
    for table in _TABLES
}
_IDS = {table: f"SELECT id FROM {table_of_places(table)} ORDER BY id" for table in _TABLES}

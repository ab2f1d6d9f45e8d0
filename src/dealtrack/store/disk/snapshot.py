"""A snapshot: the ledger as its checkpoint and the journal's tail tell it."""

import gc
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from dealtrack.errors import CannotRead, LedgerDamaged, reason
from dealtrack.store.disk import checkpoint, years
from dealtrack.store.disk.checkpoint import Meta, Place, Table, Tables
from dealtrack.store.disk.files import Files, Stamp, stamp
from dealtrack.store.disk.journal import NOTHING, Flaw, Flawed, Line, RecordChange, Tail

_TRIES = 10


class Stamps(NamedTuple):
    """What the two files looked like from outside."""

    checkpoint: Stamp | None
    journal: Stamp | None

    @classmethod
    def of(cls, files: Files) -> "Stamps":
        """Look at *files* now."""
        return cls(stamp(files.checkpoint), stamp(files.journal))


def is_sealed(files: Files) -> bool:
    """Whether the index was last touched by who changed the ledger last."""
    try:
        index, line = stamp(files.index), stamp(files.journal)
    except OSError:  # a folder that is shut: who reads the files tells
        return False
    return index is not None and line is not None and index.changed == line.changed


Found = tuple[Hashable, list[int]]
"""A question, and the ids of the records that answer it."""


class Unusable(Exception):  # noqa: N818 -- it is what it is
    """What was asked cannot be told from the index: go to the files."""


class State(ABC):
    """A ledger at one revision, in memory or in its index, and where its next line goes.

    *format* is that of its files, *checkpoint_at* where in the journal the checkpoint
    stands, in bytes.
    """

    def __init__(self, meta: Meta, stamps: Stamps) -> None:
        self.format = meta.format
        self.revision = meta.revision
        self.counters = dict.fromkeys(checkpoint.TABLES, 0) | meta.counters
        self.saved = meta.written
        self.place = meta.journal
        self.size = meta.journal.offset
        self.checkpoint_at = meta.journal.offset
        self.stamps = stamps

    @abstractmethod
    def is_fresh(self, files: Files) -> bool:
        """Whether the files are still what this was read from."""

    @abstractmethod
    def get(self, table: str, id_: int) -> msgspec.Raw | None:
        """Return one record, None if there is none.  Raises: `Unusable`."""

    @abstractmethod
    def all(self, table: str) -> Iterator[tuple[int, msgspec.Raw]]:
        """Yield every record of *table* with its id, by id."""

    @abstractmethod
    def put(self, change: RecordChange) -> None:
        """Make one change, for whoever looks at this state only."""

    def close(self) -> None:  # noqa: B027 -- most have nothing to close
        """Let go of files and connections."""

    @property
    def torn(self) -> int:
        """How many bytes of a line that was never finished end the journal."""
        return max(0, self.size - self.place.offset)

    @property
    def is_checkpoint_due(self) -> bool:
        """Whether the journal's tail has grown past its share of the checkpoint."""
        if self.stamps.checkpoint is None or self.format < checkpoint.FORMAT:
            return True
        tail = self.place.offset - self.checkpoint_at
        return tail > max(256 * 1024, self.stamps.checkpoint.size // 4)

    def follow(self, line: Line, stamps: Stamps) -> None:
        """Take note that *line* is now the journal's last; its changes are made."""
        self.stamps = stamps
        self.counters |= line.says.counters
        self.revision = line.says.revision
        self.saved = line.says.at
        self.place = Place(line.end, line.sum)
        self.size = line.end

    def checkpointed(self, stamps: Stamps) -> None:
        """Take note that a checkpoint was made of this state."""
        self.format = checkpoint.FORMAT
        self.stamps = stamps
        self.checkpoint_at = self.place.offset


class Snapshot(State):
    """A ledger in memory: its tables, whose records are not decoded.

    *found* are the ids of those that answered the last question put to each table.
    """

    def __init__(self, meta: Meta, tables: Tables, stamps: Stamps) -> None:
        super().__init__(meta, stamps)
        self.tables = tables
        self.found: dict[str, Found] = {}

    def is_fresh(self, files: Files) -> bool:
        """See `State.is_fresh`."""
        return self.stamps == Stamps.of(files)

    def get(self, table: str, id_: int) -> msgspec.Raw | None:
        """See `State.get`."""
        return self.tables.get(table, {}).get(str(id_))

    def all(self, table: str) -> Iterator[tuple[int, msgspec.Raw]]:
        """See `State.all`."""
        for key, record in self.tables.get(table, {}).items():
            yield int(key), record

    def count(self) -> int:
        """Return how many records there are."""
        return sum(map(len, self.tables.values()))

    def put(self, change: RecordChange) -> None:
        """See `State.put`."""
        self.found = {}  # who is still looking has the old one
        table, key = self.tables.setdefault(change.table, {}), str(change.id)
        if change.after == NOTHING:
            table.pop(key, None)
            return
        is_late = key not in table and bool(table) and int(next(reversed(table))) > change.id
        table[key] = change.after
        if is_late:  # a record that comes back: the tables are kept in the order of their ids
            self.tables[change.table] = _by_id(table)


def read(files: Files) -> Snapshot:
    """Return the ledger as it is, empty if there is none.  Takes no lock.

    Writers may go on meanwhile.  So what looks wrong is believed only if the files
    have not changed since, and a checkpoint that was replaced is read again.

    Raises: `LedgerDamaged`, `LedgerTooNew`, `CannotRead`.
    """
    for _ in range(_TRIES):
        with _told(files.checkpoint):
            stamps = Stamps.of(files)
        try:
            found = _assemble(files, stamps)
        except LedgerDamaged:
            if Stamps.of(files) == stamps:
                raise
        else:
            if stamp(files.checkpoint) == stamps.checkpoint:
                return found
    return _assemble(files, Stamps.of(files))


def read_journal(files: Files) -> list[Line]:
    """Return every line of the journal.  Raises: `LedgerDamaged`, `CannotRead`."""
    found: list[Line] = []
    try:
        with _told(files.journal):
            found.extend(years.lines(files))
    except Flawed as error:
        raise flawed(error, found[-1] if found else None) from None
    return found


def flawed(error: Flawed, last: Line | None = None) -> LedgerDamaged:
    """Return how to tell of a flaw in the journal or the file of a year; *last* is sound."""
    good = Good(last.says.revision, last.says.at) if last else Good()
    return _damage(error.path, error.flaw, (error.path,), good)


def _assemble(files: Files, stamps: Stamps) -> Snapshot:
    with without_gc():
        meta, tables = _checkpoint(files)
        tail = _tail(files, meta)
        found = Snapshot(msgspec.structs.replace(meta, journal=tail.start), tables, stamps)
        for line in tail.lines:
            for change in line.says.changes:
                found.put(change)
            found.follow(line, stamps)
    found.size = tail.size
    if tail.flaw:
        good = Good(found.revision, found.saved)
        readable = (files.checkpoint, files.journal) if tail.lines else (files.checkpoint,)
        raise _damage(files.journal, tail.flaw, readable, good)
    return found


def _checkpoint(files: Files) -> tuple[Meta, Tables]:
    with _told(files.checkpoint):
        try:
            text = files.checkpoint.read_bytes()
        except FileNotFoundError:
            return Meta(), {name: {} for name in checkpoint.TABLES}
    try:
        return checkpoint.parse(text, files.checkpoint)
    except LedgerDamaged as error:
        good = Good()
        with suppress(LedgerDamaged):
            good = _last(_tail(files, Meta()))
        raise _damage(files.checkpoint, Flaw(error.fault, 0), (files.journal,), good) from None


def _tail(files: Files, meta: Meta) -> Tail:
    try:
        with _told(files.journal):
            return years.read(files, meta.journal, meta.revision)
    except Flawed as error:
        raise flawed(error) from None


class Good(NamedTuple):
    """The last revision that can be read, and when it was saved."""

    revision: int = 0
    saved: datetime | None = None


def _last(tail: Tail) -> Good:
    """Return how far the lines of *tail* are good; nothing if some are missing before."""
    return Good(tail.lines[-1].says.revision, tail.lines[-1].says.at) if tail.lines else Good()


def _damage(path: Path, flaw: Flaw, readable: tuple[Path, ...], good: Good) -> LedgerDamaged:
    names = ", ".join(each.name for each in readable if each.exists())
    when = f"{good.saved:%Y-%m-%d %H:%M}" if good.saved else ""
    place = str(_line_number(path, flaw.offset)) if flaw.fault in ("line", "order") else ""
    return LedgerDamaged(path, flaw.fault, place, names, good.revision, when)


def _line_number(path: Path, offset: int) -> int:
    with path.open("rb") as file:
        return file.read(offset).count(b"\n") + 1


def _by_id(table: Table) -> Table:
    return dict(sorted(table.items(), key=lambda item: int(item[0])))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell of a file that is there but cannot be read."""
    try:
        yield
    except OSError as error:
        raise CannotRead(str(path), reason(error)) from None


@contextmanager
def without_gc() -> Iterator[None]:
    """Make thousands of objects that all stay without looking for garbage: twice as fast."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

"""The ledger as one file, kept by TinyDB on a storage that survives a crash.

TinyDB looks records up in tables that hold them as the bytes of the file; one is
decoded when somebody asks for it.  A change does not go through TinyDB, which
would rebuild and write every table, but into the journal.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar
from uuid import uuid4

import msgspec
from msgspec.structs import replace
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document
from tinydb.table import Table as TinyTable

from dealtrack.errors import Conflict, LedgerDamaged, NotFound
from dealtrack.model import Agreement, Draft, Entry, Kept, Record, Trip, TripDraft, entries
from dealtrack.model.codec import decode, encode
from dealtrack.model.rules import check
from dealtrack.model.vocabulary import SECTORS
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.match import answering
from dealtrack.query.measures import Measure, Tally, tally
from dealtrack.query.order import Order, arrange
from dealtrack.store.base import Change
from dealtrack.store.files import Files
from dealtrack.store.journal import NOTHING
from dealtrack.store.ledger import Clock, Ledger, wall_clock
from dealtrack.store.lock import PATIENCE

D = TypeVar("D", bound=Record)
T = TypeVar("T", Agreement, Trip)


class LedgerStorage(Storage):
    """What TinyDB reads from, and writes checkpoints to."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the tables as they stand, changes included, records not decoded."""
        return dict(self._ledger.now.tables)

    def write(self, data: Mapping[str, Mapping[str, object]]) -> None:
        """Write a checkpoint of *data*."""
        self._ledger.write_checkpoint(data)


class Stored(Document):
    """A record as it is kept: its bytes, and its id.  It is decoded by who wants it."""

    def __init__(self, value: Any, doc_id: int) -> None:
        self.raw: msgspec.Raw = value
        self.doc_id = doc_id


class StoredTable(TinyTable):
    """A table of records that are not decoded."""

    document_class = Stored


class LedgerDB(TinyDB):
    """A TinyDB whose tables do not decode."""

    table_class = StoredTable


class TinyCollection(Generic[D, T]):
    """One table of the ledger.  See `Collection`."""

    def __init__(
        self,
        ledger: Ledger,
        db: LedgerDB,
        name: str,
        draft: type[D],
        kind: type[T],
    ) -> None:
        self._ledger = ledger
        self._name = name
        self._draft = draft
        self._kind: type[T] = kind
        # Without its cache, whose results would go stale and be shared.
        self._table = db.table(name, cache_size=0)

    @property
    def last_id(self) -> int:
        """See `Collection.last_id`."""
        return self._ledger.now.counters.get(self._name, 0)

    def search(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[T]:
        """See `Collection.search`."""
        if not order:
            return list(islice(self._answering(where, as_of), limit))
        answers = self.entries(where, as_of=as_of, order=order)
        records = {e.record.id: e.record for e in answers if isinstance(e.record, self._kind)}
        return list(records.values())[:limit]

    def entries(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[Entry]:
        """See `Collection.entries`."""
        answers = answering(where)
        found = [e for r in self._all() for e in entries(r, as_of) if answers(e)]
        return (arrange(found, order) if order else found)[:limit]

    def tally(
        self,
        measures: Sequence[Measure],
        *,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
    ) -> Tally:
        """See `Collection.tally`."""
        return tally(measures, self.entries(where, as_of=as_of), by)

    def get(self, id_: int) -> T:
        """See `Collection.get`."""
        stored = self._table.get(doc_id=id_)
        if stored is None:
            raise NotFound(self._ref(id_))
        return self._decode(stored)

    def add(self, draft: D) -> T:
        """See `Collection.add`."""
        check(draft)  # before a folder or a lock file is made for it
        values = {name: getattr(draft, name) for name in self._draft.__struct_fields__}
        with self._ledger.transaction():
            id_ = self._ledger.next_id(self._name)
            return self._put(self._kind(**values, id=id_, uid=str(uuid4())))

    def save(self, record: T) -> T:
        """See `Collection.save`."""
        with self._ledger.transaction():
            old = self.get(record.id)
            if old.version != record.version:
                raise self._conflict(record.id)
            last = max(old.last_number, record.last_number)
            new = replace(record, uid=old.uid, version=old.version + 1, last_number=last)
            return self._put(new, _sectors(old))

    def remove(self, id_: int) -> T:
        """See `Collection.remove`."""
        with self._ledger.transaction():
            old = self.get(id_)
            self._ledger.put(self._name, id_, None)
            return old

    def _answering(self, where: Expr, as_of: date) -> Iterator[T]:
        if where == EVERYTHING:
            return self._all()
        answers = answering(where)
        return (r for r in self._all() if any(map(answers, entries(r, as_of))))

    def _all(self) -> Iterator[T]:
        return map(self._decode, self._table)

    def _put(self, record: T, sectors: tuple[str, ...] = ()) -> T:
        whole = _identified(record)
        check(whole, (*SECTORS.keys, *sectors))
        text = encode(whole)
        decode(text, self._kind)  # what cannot be read back must not get in
        self._ledger.put(self._name, whole.id, text)
        return whole

    def _decode(self, stored: Any) -> T:
        try:
            record: T = decode(stored.raw, self._kind)
        except msgspec.MsgspecError:
            path = self._ledger.files.checkpoint
            raise LedgerDamaged(path, "record", self._ref(stored.doc_id)) from None
        return record

    def _conflict(self, id_: int) -> Conflict:
        *_, (says, _) = self._ledger.changes(self._name, id_)
        return Conflict(self._ref(id_), says.by, f"{says.at:%Y-%m-%d %H:%M}")

    def _ref(self, id_: int) -> str:
        return f"T{id_}" if self._kind is Trip else str(id_)


class TinyStore:
    """A `Store` in a file and its journal."""

    def __init__(
        self,
        path: Path,
        *,
        author: str = "",
        words: str = "",
        clock: Clock = wall_clock,
        patience: float = PATIENCE,
    ) -> None:
        self._ledger = Ledger(Files.of(path), author, words, clock, patience)
        self._db = LedgerDB(storage=lambda: LedgerStorage(self._ledger))
        self.agreements = TinyCollection(self._ledger, self._db, "agreements", Draft, Agreement)
        self.trips = TinyCollection(self._ledger, self._db, "trips", TripDraft, Trip)

    @property
    def revision(self) -> int:
        """See `Store.revision`."""
        return self._ledger.now.revision

    @property
    def note_about_recovery(self) -> str:
        """See `Store.note_about_recovery`."""
        return self._ledger.note

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """See `Store.transaction`."""
        with self._ledger.transaction():
            yield

    def history(self, ref: str) -> list[Change]:
        """See `Store.history`."""
        table, id_, kind = _address(ref)
        found = [
            Change(
                revision=says.revision,
                at=says.at,
                by=says.by,
                what=says.what,
                before=_record(change.before, kind),
                after=_record(change.after, kind),
            )
            for says, change in self._ledger.changes(table, id_)
        ]
        if not found:
            raise NotFound(ref)
        return found

    def close(self) -> None:
        """See `Store.close`."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _sectors(record: Kept) -> tuple[str, ...]:
    """Return the sectors *record* has: it keeps them, whatever words the office uses now."""
    return record.sectors if isinstance(record, Agreement) else ()


def _identified(record: T) -> T:
    """Return *record* with a number and a uid for every follow-up that has none."""
    numbered = record.numbered()
    kept = (f if f.uid else replace(f, uid=str(uuid4())) for f in numbered.follow_ups)
    return replace(numbered, follow_ups=tuple(kept))


def _address(ref: str) -> tuple[str, int, type[Agreement] | type[Trip]]:
    """Return where the record called *ref*, or that of the follow-up *ref*, is kept."""
    head = ref.strip().partition(".")[0].upper()
    number = head.removeprefix("T")
    if not number.isdecimal():
        raise NotFound(ref)
    if head.startswith("T"):
        return "trips", int(number), Trip
    return "agreements", int(number), Agreement


def _record(raw: msgspec.Raw, kind: type[Agreement] | type[Trip]) -> Kept | None:
    return None if raw == NOTHING else decode(raw, kind)

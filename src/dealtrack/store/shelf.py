"""A shelf: a small register of a ledger in its files, read as a whole."""

from collections.abc import Iterator
from typing import Generic, TypeVar
from uuid import uuid4

import msgspec
from msgspec.structs import replace

from dealtrack.errors import Conflict, LedgerDamaged, NotFound
from dealtrack.model.closing import Closing
from dealtrack.model.codec import decode, encode
from dealtrack.model.held import name_of
from dealtrack.model.slip import Slip
from dealtrack.model.target import Target
from dealtrack.store.disk.snapshot import Unusable
from dealtrack.store.ledger import Ledger

T = TypeVar("T", Target, Slip, Closing)


class LedgerShelf(Generic[T]):
    """The targets, the slips or the closed months.  See `Shelf`.

    In a ledger with an index they lie where it says, so that nothing else is read for them.
    """

    def __init__(self, ledger: Ledger, name: str, kind: type[T]) -> None:
        self._ledger = ledger
        self._name = name
        self._kind: type[T] = kind

    def __iter__(self) -> Iterator[T]:
        """See `Shelf.all`."""
        return iter(self.all())

    def all(self) -> list[T]:
        """See `Shelf.all`."""
        try:
            found = list(self._ledger.now.all(self._name))
        except Unusable:
            self._ledger.distrust_index()
            found = list(self._ledger.now.all(self._name))
        return [self._decoded(id_, raw) for id_, raw in found]

    def get(self, id_: int) -> T:
        """See `Shelf.get`."""
        raw = self._ledger.get(self._name, id_)
        if raw is None:
            raise NotFound(name_of(self._name, id_))
        return self._decoded(id_, raw)

    def add(self, record: T) -> T:
        """See `Shelf.add`."""
        with self._ledger.transaction():
            number = self._ledger.next_id(record.counter(self._name))
            return self._put(record.named(number).entered(uid=str(uuid4())))

    def enter(self, record: T) -> T:
        """See `Shelf.enter`."""
        with self._ledger.transaction():
            if not self._ledger.take_id(record.counter(self._name), record.counted):
                raise Conflict(name_of(self._name, record.id))
            return self._put(record)

    def save(self, record: T) -> T:
        """See `Shelf.save`."""
        with self._ledger.transaction():
            old = self.get(record.id)
            if old.version != record.version:
                raise self._conflict(record.id)
            return self._put(replace(record, uid=old.uid, version=old.version + 1))

    def remove(self, id_: int) -> T:
        """See `Shelf.remove`."""
        with self._ledger.transaction():
            old = self.get(id_)
            self._ledger.put(self._name, id_, None)
            return old

    def _put(self, record: T) -> T:
        record.check()
        text = encode(record)
        self._decoded(record.id, text)  # what cannot be read back must not get in
        self._ledger.put(self._name, record.id, text)
        return record

    def _decoded(self, id_: int, raw: bytes | msgspec.Raw) -> T:
        try:
            found: T = decode(raw, self._kind)
        except msgspec.MsgspecError:
            where = self._ledger.files.checkpoint
            raise LedgerDamaged(where, "record", name_of(self._name, id_)) from None
        return found

    def _conflict(self, id_: int) -> Conflict:
        ref = name_of(self._name, id_)
        for says, _change in self._ledger.changes(self._name, id_, 1):
            return Conflict(ref, says.by, f"{says.at:%Y-%m-%d %H:%M}")
        return Conflict(ref)  # that year is no longer kept

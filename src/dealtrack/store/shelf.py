"""A shelf: a small register of a ledger, read as a whole."""

from collections.abc import Iterator
from typing import Generic, TypeVar
from uuid import uuid4

import msgspec
from msgspec.structs import replace

from dealtrack.errors import Conflict, NotFound
from dealtrack.model.closing import Closing
from dealtrack.model.codec import decode, encode
from dealtrack.model.held import name_of
from dealtrack.model.registered import Individual, Organisation
from dealtrack.model.slip import Slip
from dealtrack.model.target import Target
from dealtrack.store.journalled import Journalled

T = TypeVar("T", Target, Slip, Closing, Organisation, Individual)


class LedgerShelf(Generic[T]):
    """What lies beside the records, of one sort.  See `Shelf`."""

    def __init__(self, ledger: Journalled, name: str, kind: type[T]) -> None:
        self._ledger = ledger
        self._name = name
        self._kind: type[T] = kind

    def __iter__(self) -> Iterator[T]:
        """See `Shelf.all`."""
        return iter(self.all())

    def all(self) -> list[T]:
        """See `Shelf.all`."""
        return [self._decoded(id_, raw) for id_, raw in self._ledger.all(self._name)]

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
            raise self._ledger.unreadable(name_of(self._name, id_)) from None
        return found

    def _conflict(self, id_: int) -> Conflict:
        ref = name_of(self._name, id_)
        for says, _change in self._ledger.changes(self._name, id_, 1):
            return Conflict(ref, says.by, f"{says.at:%Y-%m-%d %H:%M}")
        return Conflict(ref)  # that year is no longer kept

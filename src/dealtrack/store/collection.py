"""A collection: one register of a ledger, to be changed."""

from operator import attrgetter
from typing import Generic, TypeVar
from uuid import uuid4

from msgspec.structs import replace

from dealtrack.errors import Conflict, NotFound
from dealtrack.model import Agreement, Kept, Record, Trip
from dealtrack.model.codec import decode, encode
from dealtrack.model.rules import check
from dealtrack.model.vocabulary import SECTORS
from dealtrack.store.journalled import Journalled
from dealtrack.store.register import Register

D = TypeVar("D", bound=Record)
T = TypeVar("T", Agreement, Trip)


class Changing(Generic[D, T]):
    """What changes the agreements or the trips.  See `Collection`."""

    def __init__(self, book: Journalled, register: Register[T], draft: type[D]) -> None:
        self._book = book
        self._of: Register[T] = register
        self._draft = draft

    @property
    def last_id(self) -> int:
        """See `Collection.last_id`."""
        return self._book.counters.get(self._of.name, 0)

    def get(self, id_: int) -> T:
        """See `Collection.get`."""
        record = self._book.get(self._of.name, id_)
        if record is None:
            raise NotFound(self._of.ref(id_))
        return self._of.decode(id_, record)

    def add(self, draft: D) -> T:
        """See `Collection.add`."""
        if not self._book.is_held:
            check(draft)  # before a folder or a lock file is made for it
        names = self._draft.__struct_fields__
        values = dict(zip(names, attrgetter(*names)(draft), strict=True))
        with self._book.transaction():
            id_ = self._book.next_id(self._of.name)
            return self._put(self._of.kind(**values, id=id_, uid=str(uuid4())))

    def enter(self, record: T) -> T:
        """See `Collection.enter`."""
        sectors: tuple[str, ...] = _sectors(record)
        with self._book.transaction():
            if not self._book.take_id(self._of.name, record.id):
                raise Conflict(self._of.ref(record.id))
            return self._put(record, sectors)

    def save(self, record: T) -> T:
        """See `Collection.save`."""
        with self._book.transaction():
            old = self.get(record.id)
            if old.version != record.version:
                raise self._conflict(record.id)
            last = max(old.last_number, record.last_number)
            new = replace(record, uid=old.uid, version=old.version + 1, last_number=last)
            return self._put(new, _sectors(old))

    def remove(self, id_: int) -> T:
        """See `Collection.remove`."""
        with self._book.transaction():
            old = self.get(id_)
            self._book.put(self._of.name, id_, None)
            return old

    def _put(self, record: T, sectors: tuple[str, ...] = ()) -> T:
        whole = _identified(record)
        check(whole, (*SECTORS.keys, *sectors))
        text = encode(whole)
        decode(text, self._of.kind)  # what cannot be read back must not get in
        self._book.put(self._of.name, whole.id, text)
        return whole

    def _conflict(self, id_: int) -> Conflict:
        for says, _change in self._book.changes(self._of.name, id_, 1):
            return Conflict(self._of.ref(id_), says.by, f"{says.at:%Y-%m-%d %H:%M}")
        return Conflict(self._of.ref(id_))  # that year is no longer kept


def _sectors(record: Kept) -> tuple[str, ...]:
    """Return the sectors *record* has: it keeps them, whatever words the office uses now."""
    return record.sectors if isinstance(record, Agreement) else ()


def _identified(record: T) -> T:
    """Return *record* with a number and a uid for every follow-up that has none."""
    if not record.follow_ups:
        return record
    numbered = record.numbered()
    kept = (f if f.uid else replace(f, uid=str(uuid4())) for f in numbered.follow_ups)
    return replace(numbered, follow_ups=tuple(kept))

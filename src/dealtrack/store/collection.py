"""A collection: one register of a ledger in its files, to be asked and to be changed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any, Generic, TypeVar
from uuid import uuid4

from msgspec.structs import replace

from dealtrack.errors import Conflict, NotFound
from dealtrack.model import Agreement, Entry, Kept, Record, Trip
from dealtrack.model.codec import decode, encode
from dealtrack.model.rules import check
from dealtrack.model.vocabulary import SECTORS
from dealtrack.query.asked import Asked, Records, Row
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.measures import Measure, Tally, Unit
from dealtrack.query.order import Order
from dealtrack.store.disk.snapshot import Snapshot, Unusable
from dealtrack.store.ledger import Ledger
from dealtrack.store.register import Register
from dealtrack.store.scan import Scan, Stored

D = TypeVar("D", bound=Record)
T = TypeVar("T", Agreement, Trip)
A = TypeVar("A")


class LedgerCollection(Generic[D, T]):
    """The agreements or the trips.  See `Collection`.

    Questions go to the index if it is fresh, else to the records in memory.  Should the
    index turn out to be no good while it is asked, they are asked once more in memory.
    """

    def __init__(self, ledger: Ledger, name: str, draft: type[D], kind: type[T]) -> None:
        self._ledger = ledger
        self._draft = draft
        self._register: Register[T] = Register(name, kind, ledger.files.checkpoint)
        self._kept: dict[int, dict[int, T]] | None = None

    @property
    def last_id(self) -> int:
        """See `Collection.last_id`."""
        return self._ledger.now.counters.get(self._register.name, 0)

    def search(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[T]:
        """See `Asked.search`."""
        return self._ask(
            lambda those: those.search(where, as_of=as_of, order=order, limit=limit)
        )

    def each(self, where: Expr = EVERYTHING, *, as_of: date, order: Order = ()) -> Iterator[T]:
        """See `Asked.each`."""
        return self._ask_on(
            lambda those: those.each(where, as_of=as_of, order=order),
            lambda record: record.id,
            by_id=not order,
        )

    def entries(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[Entry]:
        """See `Asked.entries`."""
        return self._ask(
            lambda those: those.entries(where, as_of=as_of, order=order, limit=limit)
        )

    def count(self, where: Expr = EVERYTHING, *, as_of: date) -> int:
        """See `Asked.count`."""
        return self._ask(lambda those: those.count(where, as_of=as_of))

    def tally(
        self,
        measures: Sequence[Measure],
        *,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
    ) -> Tally:
        """See `Asked.tally`."""
        return self._ask(lambda those: those.tally(measures, as_of=as_of, by=by, where=where))

    def rows(
        self,
        fields: Sequence[str],
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        unit: Unit = "records",
    ) -> Iterator[Row]:
        """See `Asked.rows`."""
        named = ("id" if unit == "records" else "ref", *fields)
        found = self._ask_on(
            lambda those: those.rows(named, where, as_of=as_of, unit=unit),
            itemgetter(0),
            by_id=unit == "records",
        )
        return (row[1:] for row in found)

    def at_hand(self, where: Expr = EVERYTHING, *, as_of: date) -> Asked[T]:
        """See `Collection.at_hand`."""
        if where == EVERYTHING and not isinstance(self._ledger.now, Snapshot):
            found = copy(self)
            found._kept = {}
            return found
        return Records(self.search(where, as_of=as_of))

    def get(self, id_: int) -> T:
        """See `Collection.get`."""
        record = self._ledger.get(self._register.name, id_)
        if record is None:
            raise NotFound(self._register.ref(id_))
        return self._register.decode(id_, record)

    def add(self, draft: D) -> T:
        """See `Collection.add`."""
        if not self._ledger.is_held:
            check(draft)  # before a folder or a lock file is made for it
        values = {name: getattr(draft, name) for name in self._draft.__struct_fields__}
        with self._ledger.transaction():
            id_ = self._ledger.next_id(self._register.name)
            return self._put(self._register.kind(**values, id=id_, uid=str(uuid4())))

    def enter(self, record: T) -> T:
        """See `Collection.enter`."""
        sectors: tuple[str, ...] = _sectors(record)
        with self._ledger.transaction():
            if not self._ledger.take_id(self._register.name, record.id):
                raise Conflict(self._register.ref(record.id))
            return self._put(record, sectors)

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
            self._ledger.put(self._register.name, id_, None)
            return old

    def _put(self, record: T, sectors: tuple[str, ...] = ()) -> T:
        whole = _identified(record)
        check(whole, (*SECTORS.keys, *sectors))
        text = encode(whole)
        decode(text, self._register.kind)  # what cannot be read back must not get in
        self._ledger.put(self._register.name, whole.id, text)
        return whole

    def _conflict(self, id_: int) -> Conflict:
        for says, _change in self._ledger.changes(self._register.name, id_, 1):
            return Conflict(self._register.ref(id_), says.by, f"{says.at:%Y-%m-%d %H:%M}")
        return Conflict(self._register.ref(id_))  # that year is no longer kept

    def _ask(self, question: Callable[[Asked[T]], A]) -> A:
        """Return the answer to *question*."""
        try:
            return question(self._those())
        except Unusable:
            self._ledger.distrust_index()
            return question(self._those())

    def _ask_on(
        self,
        question: Callable[[Asked[T]], Iterator[A]],
        name: Callable[[A], Any],
        *,
        by_id: bool,
    ) -> Iterator[A]:
        """Yield the answers to *question*, none of a *name* that has been given already.

        Of answers that come *by_id*, their name, only the last is kept in mind.
        """
        given, last = set(), None
        try:
            for answer in question(self._those()):
                last = name(answer)
                if not by_id:
                    given.add(last)
                yield answer
        except Unusable:
            self._ledger.distrust_index()
            for answer in question(self._those()):
                own = name(answer)
                is_new = own not in given if not by_id else last is None or own > last
                if is_new:
                    yield answer

    def _those(self) -> Asked[T]:
        """Return what questions go to now."""
        now = self._ledger.now
        if isinstance(now, Snapshot):
            name = self._register.name
            return Scan(
                self._register, lambda: self._table, lambda id_: now.get(name, id_), now.found
            )
        from dealtrack.store.lookup import lookup  # noqa: PLC0415 -- 8 ms, with SQL

        if self._kept is None:
            return lookup(self._register, now)
        return lookup(self._register, now, self._kept.setdefault(now.revision, {}))

    @cached_property
    def _table(self) -> Iterable[Stored]:
        from dealtrack.store.tables import open_table  # noqa: PLC0415 -- TinyDB: 12 ms

        return open_table(self._ledger, self._register.name)


def _sectors(record: Kept) -> tuple[str, ...]:
    """Return the sectors *record* has: it keeps them, whatever words the office uses now."""
    return record.sectors if isinstance(record, Agreement) else ()


def _identified(record: T) -> T:
    """Return *record* with a number and a uid for every follow-up that has none."""
    numbered = record.numbered()
    kept = (f if f.uid else replace(f, uid=str(uuid4())) for f in numbered.follow_ups)
    return replace(numbered, follow_ups=tuple(kept))

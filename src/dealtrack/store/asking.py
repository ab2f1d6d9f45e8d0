"""Questions to a ledger in its files: to the index if it is fresh, else in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any, Generic, TypeVar

from dealtrack.model import Agreement, Entry, Trip
from dealtrack.query.asked import Asked, Records, Row
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.measures import Measure, Tally, Unit
from dealtrack.query.order import Order
from dealtrack.store.disk.snapshot import Snapshot, Unusable
from dealtrack.store.ledger import Ledger
from dealtrack.store.register import Register
from dealtrack.store.scan import Scan, Stored

T = TypeVar("T", Agreement, Trip)
A = TypeVar("A")


class Asking(Generic[T]):
    """One register of a ledger in its files, to be asked.  See `Asked`.

    Should the index turn out to be no good while it is asked, questions are put once more
    in memory.  What *kept* is given holds the records that were decoded, by revision.
    """

    def __init__(
        self,
        ledger: Ledger,
        register: Register[T],
        kept: dict[int, dict[int, T]] | None = None,
    ) -> None:
        self._ledger = ledger
        self._register: Register[T] = register
        self._kept: dict[int, dict[int, T]] | None = kept

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
            return Asking(self._ledger, self._register, {})
        return Records(self.search(where, as_of=as_of))

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

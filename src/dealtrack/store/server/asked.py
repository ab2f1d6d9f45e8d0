"""Answers from a ledger on a server: the database finds, and only what was asked for comes.

Where a transaction is under way, the database is told first what it has changed so far.
"""

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Generic, TypeVar

from dealtrack.model import Agreement, Entry, Trip
from dealtrack.query.asked import Asked, Records, Row
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.measures import Measure, Tally, Unit
from dealtrack.query.order import Order
from dealtrack.store.register import Register
from dealtrack.store.server.ledger import ServerLedger
from dealtrack.store.sql.columns import Table

T = TypeVar("T", Agreement, Trip)


class ServerAsked(Generic[T]):
    """One register of a ledger on a server, to be asked.  See `Asked`."""

    def __init__(self, ledger: ServerLedger, register: Register[T]) -> None:
        self._ledger = ledger
        self._register: Register[T] = register
        self._table: Table = "trips" if register.kind is Trip else "agreements"

    def search(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[T]:
        """See `Asked.search`."""
        return list(self._records(where, as_of, order, limit))

    def each(self, where: Expr = EVERYTHING, *, as_of: date, order: Order = ()) -> Iterator[T]:
        """See `Asked.each`."""
        return self._records(where, as_of, order, None)

    def entries(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[Entry]:
        """See `Asked.entries`."""
        if not self._ledger.settled():
            return []
        found = self._ledger.trying(
            lambda: self._ledger.entries.find(
                where, table=self._table, as_of=as_of, order=order, limit=limit
            )
        )
        wanted = list(dict.fromkeys(id_ for id_, _number in found))
        records = dict(self._decoded(wanted))
        those = ((records[id_], number) for id_, number in found if id_ in records)
        return [
            Entry(record, record.follow_up(number) if number else None, as_of)
            for record, number in those
        ]

    def count(self, where: Expr = EVERYTHING, *, as_of: date) -> int:
        """See `Asked.count`."""
        if not self._ledger.settled():
            return 0
        entries = self._ledger.entries
        return self._ledger.trying(lambda: entries.count(where, table=self._table, as_of=as_of))

    def tally(
        self,
        measures: Sequence[Measure],
        *,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
    ) -> Tally:
        """See `Asked.tally`."""
        if not self._ledger.settled():
            return {}
        entries = self._ledger.entries
        return self._ledger.trying(
            lambda: entries.tally(measures, table=self._table, as_of=as_of, by=by, where=where)
        )

    def rows(
        self,
        fields: Sequence[str],
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        unit: Unit = "records",
    ) -> Iterator[Row]:
        """See `Asked.rows`."""
        if not self._ledger.settled():
            return
        entries = self._ledger.entries
        found = self._ledger.flowing(
            lambda: entries.rows(fields, where, table=self._table, as_of=as_of, unit=unit)
        )
        yield from (row for _id, row in found)

    def at_hand(self, where: Expr = EVERYTHING, *, as_of: date) -> Asked[T]:
        """See `Collection.at_hand`."""
        return self if where == EVERYTHING else Records(self.search(where, as_of=as_of))

    def _records(
        self, where: Expr, as_of: date, order: Order, limit: int | None
    ) -> Iterator[T]:
        if not self._ledger.settled():
            return
        if where == EVERYTHING and not order:
            yield from islice(self._every(), limit)
            return
        # Eight bytes an id: all are known before the first record is decoded
        ids = array("q", self._ids(where, as_of, order, limit))
        yield from (record for _id, record in self._decoded(ids))

    def _ids(self, where: Expr, as_of: date, order: Order, limit: int | None) -> Iterator[int]:
        entries = self._ledger.entries
        return self._ledger.flowing(
            lambda: entries.ids(where, table=self._table, as_of=as_of, order=order, limit=limit)
        )

    def _every(self) -> Iterator[T]:
        for id_, raw in self._ledger.every(self._table):
            yield self._register.decode(id_, raw)

    def _decoded(self, ids: Sequence[int]) -> Iterator[tuple[int, T]]:
        for id_, raw in self._ledger.some(self._table, ids):
            yield id_, self._register.decode(id_, raw)

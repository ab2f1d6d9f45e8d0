"""Answers from a ledger's index: only the records that are the answer are read.

What the index cannot tell is asked in memory and merged: records in which something is
still to happen on the day that is asked about, and those that a transaction has changed
so far.  The question is put once more to the first records that are its answer, so that an
index which is wrong shows it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cmp_to_key
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import Generic, TypeVar

from dealtrack.model import Agreement, Entry, Kept, Trip
from dealtrack.query.asked import Asked, Records, Row
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.measures import Measure, Tally, Unit, added
from dealtrack.query.order import Order, arrange
from dealtrack.store.disk.snapshot import State
from dealtrack.store.index import Indexed, growing
from dealtrack.store.question import Question, mark_of
from dealtrack.store.register import Register
from dealtrack.store.scan import Scan, Stored, once
from dealtrack.store.sql.columns import Table

T = TypeVar("T", Agreement, Trip)

_ENTRIES = 8
"""How many entries of each record to ask for at first."""


class Lookup(Generic[T]):
    """One register, as the index of its ledger has it.  See `Asked`.

    Everything may raise `Unusable`, also while what it returns is gone through.
    """

    def __init__(
        self, register: Register[T], now: Indexed, kept: dict[int, T] | None = None
    ) -> None:
        self._register: Register[T] = register
        self._kept: dict[int, T] | None = None if now.changed[register.name] else kept
        self._table: Table = "trips" if register.kind is Trip else "agreements"
        self._now = now
        self._changed = now.changed[register.name]

    def search(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[T]:
        """See `Asked.search`."""
        return list(islice(self._records(where, as_of, order, limit), limit))

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
        asked = Question(where, as_of)
        found = self._in_order(asked, order, limit) if order else self._by_ref(asked, limit)
        return list(islice(found, limit))

    def count(self, where: Expr = EVERYTHING, *, as_of: date) -> int:
        """See `Asked.count`."""
        if self._changed:
            return self._every().count(where, as_of=as_of)
        with self._now.asked() as table:
            settled = table.count(where, table=self._table, as_of=as_of)
            aside = table.unsettled(self._table, as_of)
        return settled + self._late(aside).count(where, as_of=as_of)

    def tally(
        self,
        measures: Sequence[Measure],
        *,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
    ) -> Tally:
        """See `Asked.tally`."""
        if self._changed:
            return self._every().tally(measures, as_of=as_of, by=by, where=where)
        asked = (part for one in measures for part in (one.expr, one.of))
        mark = mark_of(where, by, *asked)
        with self._now.asked() as table:
            settled = table.tally(
                measures, table=self._table, as_of=as_of, by=by, where=where, mark=mark
            )
            aside = table.unsettled(self._table, as_of, mark)
        if not aside:
            return settled
        return added(
            settled, self._late(aside).tally(measures, as_of=as_of, by=by, where=where)
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
        mark = "settled" if unit == "entries" else mark_of(where, *fields)
        with self._now.asked() as table:
            aside = self._aside(table.unsettled(self._table, as_of, mark))
            late = self._late(aside).rows(("id", *fields), where, as_of=as_of, unit=unit)
            told = table.rows(
                fields, where, table=self._table, as_of=as_of, unit=unit, mark=mark
            )
            if not aside:
                yield from (row for _id, row in told)
                return
            skipped = set(aside)
            settled = ((id_, row) for id_, row in told if id_ not in skipped)
            others = ((row[0][0], row[1:]) for row in late)
            yield from (row for _id, row in merge(settled, others, key=itemgetter(0)))

    def _records(
        self, where: Expr, as_of: date, order: Order, limit: int | None
    ) -> Iterator[T]:
        asked = Question(where, as_of)
        if order:
            return self._there(self._ids_in_order(asked, order, limit))
        if where == EVERYTHING:
            return self._decoded(islice(self._now.all(self._table), limit))
        return self._by_id(asked, limit)

    def _by_id(self, asked: Question, limit: int | None) -> Iterator[T]:
        """Yield the records that answer, by id; at least as many as *limit* says."""
        for found, late in self._found(asked, limit):
            others = late.each(asked.where, as_of=asked.as_of)
            yield from merge((record for record, _numbers in found), others, key=_id_of)

    def _by_ref(self, asked: Question, limit: int | None) -> Iterator[Entry]:
        """Yield the entries that answer, by ref; at least as many as *limit* says."""
        for found, late in self._found(asked, limit):
            settled = (e for one in found for e in asked.picked(*one))
            others = late.entries(asked.where, as_of=asked.as_of)
            yield from merge(settled, others, key=lambda entry: entry.record.id)

    def _found(
        self, asked: Question, limit: int | None
    ) -> Iterator[tuple[Iterator[tuple[T, list[int]]], Asked[T]]]:
        """Yield records that answer with the numbers of what does, and others to be asked.

        They come some at a time, by id; at least as many as *limit* says.
        """
        hits: dict[int, list[int]] = {}
        where, day, mark = asked.where, asked.as_of, mark_of(asked.where)
        with self._now.asked() as table:
            for id_, number in table.walk(where, table=self._table, as_of=day, mark=mark):
                if len(hits) == limit and id_ not in hits:
                    break
                if id_ not in self._changed:
                    hits.setdefault(id_, []).append(number)
            aside = self._aside(table.unsettled(self._table, day, mark))
        for some in growing(merge(hits, aside)):
            settled = {id_: hits[id_] for id_ in some if id_ in hits}
            late = [id_ for id_ in some if id_ not in hits]
            yield self._settled(settled, asked), self._late(late)

    def _settled(
        self, hits: Mapping[int, list[int]], asked: Question
    ) -> Iterator[tuple[T, list[int]]]:
        """Yield the records that were found, with the numbers of the entries that were."""
        missing = set(hits)
        for id_, stored in self._now.some(self._table, hits):
            missing.discard(id_)
            record = self._register.decode(id_, stored)
            self._check(id_, asked.is_right(record, hits[id_], are_all=True))
            yield record, hits[id_]
        for id_ in missing:
            self._check(id_, is_as_found=False)

    def _ids_in_order(self, asked: Question, order: Order, limit: int | None) -> Iterator[int]:
        """Yield the ids of the records with an entry that answers, in *order*."""
        if limit is not None:  # few have more entries than this, and all need not be sorted
            most = limit * _ENTRIES
            found = list(islice(self._in_order(asked, order, most), most))
            ids = list(once(entry.record.id for entry in found))
            if len(ids) >= limit or len(found) < most:
                return iter(ids)
        return once(entry.record.id for entry in self._in_order(asked, order, None))

    def _in_order(self, asked: Question, order: Order, limit: int | None) -> Iterator[Entry]:
        """Yield the entries that answer in *order*; at least as many as *limit* says."""
        most = None if self._changed else limit
        with self._now.asked() as table:
            found = table.find(
                asked.where, table=self._table, as_of=asked.as_of, order=order, limit=most
            )
            aside = self._aside(table.unsettled(self._table, asked.as_of))
        settled = self._completed((hit for hit in found if hit[0] not in self._changed), asked)
        late = self._late(aside).entries(asked.where, as_of=asked.as_of, order=order)
        if not late:
            return settled

        def compared(one: Entry, other: Entry) -> int:
            return -1 if arrange((other, one), order)[0] is one else 1

        return merge(settled, late, key=cmp_to_key(compared))

    def _completed(self, found: Iterable[tuple[int, int]], asked: Question) -> Iterator[Entry]:
        """Yield the entries that were *found*, whole."""
        for some in growing(found):
            ids = once(id_ for id_, _number in some)
            records = {record.id: record for record in self._there(ids)}
            for id_, hits in groupby(some, itemgetter(0)):
                record, numbers = records.get(id_), [number for _id, number in hits]
                picked = asked.picked(record, numbers) if record else []
                is_right = record is not None and asked.is_right(record, numbers, are_all=False)
                self._check(id_, is_right and len(picked) == len(numbers))
                yield from picked

    def _there(self, ids: Iterable[int]) -> Iterator[T]:
        """Yield the records of these *ids* that are there."""
        return self._decoded(self._now.some(self._table, ids))

    def _decoded(self, found: Iterable[Stored]) -> Iterator[T]:
        return (self._register.decode(*one) for one in found)

    def _check(self, id_: int, is_as_found: bool) -> None:
        """Raise `Unusable` if a record is not as the index says, though nobody changed it."""
        if not is_as_found and id_ not in self._changed:
            raise self._now.wrong()

    def _aside(self, unsettled: Iterable[int]) -> list[int]:
        """Return the ids of the records that must be looked at in memory."""
        return sorted({*unsettled, *self._changed})

    def _late(self, ids: Sequence[int]) -> Asked[T]:
        """Return what answers for the records of these *ids*; they may be kept for that."""
        kept = self._kept
        if kept is None:
            return self._scan(ids)
        for record in self._there([id_ for id_ in ids if id_ not in kept]):
            kept[record.id] = record
        return Records(kept[id_] for id_ in ids if id_ in kept)

    def _every(self) -> Scan[T]:
        return self._scan(self._now.ids(self._table))

    def _scan(self, ids: Sequence[int]) -> Scan[T]:
        """Return what looks at the records of these *ids*, as far as they are there."""
        return Scan(
            self._register,
            lambda: self._now.some(self._table, ids),
            lambda id_: self._now.get(self._table, id_),
        )


def lookup(register: Register[T], now: State, kept: dict[int, T] | None = None) -> Lookup[T]:
    """Return what answers for a ledger that is not in memory.

    What it decodes to look at it is put into *kept*, for the next question.
    """
    assert isinstance(now, Indexed), "what is in memory has no index"
    return Lookup(register, now, kept)


def _id_of(record: Kept) -> int:
    return record.id

"""Answers from records in memory: every one is looked at, decoded as far as it is asked."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Generic, TypeVar

import msgspec

from dealtrack.model import Agreement, Entry, Trip, entries
from dealtrack.model.codec import decoder
from dealtrack.query.asked import Row
from dealtrack.query.expr import EVERYTHING, Expr, fields_of
from dealtrack.query.fields import OF_RECORDS
from dealtrack.query.match import answering, remembering
from dealtrack.query.measures import Measure, Tally, Unit, tally
from dealtrack.query.order import Order, arrange
from dealtrack.store.disk.snapshot import Found
from dealtrack.store.lazy import partial, sieve
from dealtrack.store.register import Register

T = TypeVar("T", Agreement, Trip)
Stored = tuple[int, msgspec.Raw]


class Scan(Generic[T]):
    """Records of one register, by id, each to be had by its id as well.  See `Asked`.

    What was *found* is remembered for the next question, which often asks for the same.
    """

    def __init__(
        self,
        register: Register[T],
        records: Callable[[], Iterable[Stored]],
        get: Callable[[int], msgspec.Raw | None],
        found: dict[str, Found] | None = None,
    ) -> None:
        self._register: Register[T] = register
        self._records = records
        self._get = get
        self._found: dict[str, Found] = {} if found is None else found

    def search(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[T]:
        """See `Asked.search`."""
        return list(islice(self.each(where, as_of=as_of, order=order), limit))

    def each(self, where: Expr = EVERYTHING, *, as_of: date, order: Order = ()) -> Iterator[T]:
        """See `Asked.each`."""
        if where == EVERYTHING and not order:
            return (self._register.decode(*one) for one in self._records())
        found = self._in_order(where, as_of, order) if order else self.parts(where, as_of)
        ids = once(entry.record.id for entry in found)
        return (record for id_ in ids if (record := self._whole(id_)))

    def entries(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[Entry]:
        """See `Asked.entries`."""
        found = self._in_order(where, as_of, order) if order else self.parts(where, as_of)
        return list(self.completed(islice(found, limit)))

    def count(self, where: Expr = EVERYTHING, *, as_of: date) -> int:
        """See `Asked.count`."""
        return sum(1 for _entry in self.parts(where, as_of))

    def tally(
        self,
        measures: Sequence[Measure],
        *,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
    ) -> Tally:
        """See `Asked.tally`."""
        fields = {by}
        for measure in measures:
            fields.update(fields_of(measure.expr), (measure.of,))
        return tally(measures, self.parts(where, as_of, fields), by)

    def rows(
        self,
        fields: Sequence[str],
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        unit: Unit = "records",
    ) -> Iterator[Row]:
        """See `Asked.rows`."""
        readers = remembering()
        reads, last = [readers(name) for name in fields], 0
        for entry in self.parts(where, as_of, fields):
            if unit == "entries" or entry.record.id != last:
                yield tuple(read(entry) for read in reads)
            last = entry.record.id

    def parts(self, where: Expr, as_of: date, fields: Iterable[str] = ()) -> Iterator[Entry]:
        """Yield the entries that answer *where*, decoded as far as it and *fields* need."""
        answers, may = answering(where), sieve(where, as_of)
        needed = fields_of(where).union(fields) - {""}
        of_records = fields_of(where) - {""} <= OF_RECORDS
        kind = partial(self._register.kind, needed)
        decode, found = decoder(kind).decode, []
        for id_, stored in self._to_look_at((where, as_of)):
            try:
                if may is not None and not may(stored):
                    continue
                record = decode(stored)
            except msgspec.MsgspecError:
                record = self._register.decode(id_, stored, kind)
            those = list(entries(record, as_of))
            if not of_records:
                those = list(filter(answers, those))
            elif not answers(those[0]):
                continue
            if those:
                found.append(id_)
                yield from those
        self._found[self._register.name] = (where, as_of), found

    def completed(self, parts: Iterable[Entry]) -> Iterator[Entry]:
        """Yield entries that are decoded in part once more, with the whole of their records."""
        last: T | None = None
        for entry in parts:
            if last is None or last.id != entry.record.id:
                last = self._whole(entry.record.id)
            if last:
                number = entry.follow_up.number if entry.follow_up else 0
                yield Entry(last, last.follow_up(number) if number else None, entry.as_of)

    def _in_order(self, where: Expr, as_of: date, order: Order) -> list[Entry]:
        return arrange(self.parts(where, as_of, [name for name, _falls in order]), order)

    def _to_look_at(self, question: Hashable) -> Iterable[Stored]:
        """Return the records that may answer; if it was asked just now, those that do."""
        asked, ids = self._found.get(self._register.name, (None, []))
        if asked != question:
            return self._records()
        return ((id_, record) for id_ in ids if (record := self._get(id_)) is not None)

    def _whole(self, id_: int) -> T | None:
        record = self._get(id_)
        return None if record is None else self._register.decode(id_, record)


def once(ids: Iterable[int]) -> Iterator[int]:
    """Yield each of *ids* the first time it comes."""
    seen: set[int] = set()
    for id_ in ids:
        if id_ not in seen:
            seen.add(id_)
            yield id_

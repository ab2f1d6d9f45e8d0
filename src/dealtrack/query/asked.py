"""Records that questions are put to, wherever they are kept."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Generic, NamedTuple, Protocol, TypeVar

from dealtrack.model import Agreement, Entry, Kept, Trip, entries
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.match import Answer, answering, remembering
from dealtrack.query.measures import Measure, Tally, Unit, tally
from dealtrack.query.order import Order, arrange
from dealtrack.query.readers import Values

T = TypeVar("T")
K = TypeVar("K", bound=Kept)

Row = tuple[Values, ...]
"""The values of several fields, in the order in which these were asked for."""


class Asked(Protocol[T]):
    """Records of one sort, to be asked.

    Whoever asks takes what its answer needs and no more: figures by `tally` and
    `count`, what stands in a few fields by `rows`, and only else the records.
    """

    def search(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[T]:
        """Return the records with an entry that answers *where*, by id or in *order*."""

    def each(self, where: Expr = EVERYTHING, *, as_of: date, order: Order = ()) -> Iterator[T]:
        """Yield what `search` returns, one after the other: unordered, none is kept."""

    def entries(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[Entry]:
        """Return the entries that answer *where*, record by record or in *order*."""

    def count(self, where: Expr = EVERYTHING, *, as_of: date) -> int:
        """Return how many entries answer *where*."""

    def tally(
        self,
        measures: Sequence[Measure],
        *,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
    ) -> Tally:
        """Return the figures of the entries that answer *where*, grouped by the field *by*."""

    def rows(
        self,
        fields: Sequence[str],
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        unit: Unit = "records",
    ) -> Iterator[Row]:
        """Yield the values of *fields* of what answers *where*, by id.

        Of a record, the values of the first of its entries that answers.
        """


class Book(Protocol):
    """Agreements and trips to be asked: a ledger, or some records of one."""

    @property
    def agreements(self) -> Asked[Agreement]:
        """The agreements."""

    @property
    def trips(self) -> Asked[Trip]:
        """The trips."""


def entries_of(
    book: Book,
    where: Expr = EVERYTHING,
    *,
    as_of: date,
    order: Order = (),
    limit: int | None = None,
) -> list[Entry]:
    """Return the entries of agreements, then of trips, that answer *where*; or in *order*."""
    found = [
        *book.agreements.entries(where, as_of=as_of, order=order, limit=limit),
        *book.trips.entries(where, as_of=as_of, order=order, limit=limit),
    ]
    return (arrange(found, order) if order else found)[:limit]


def count_of(book: Book, where: Expr = EVERYTHING, *, as_of: date) -> int:
    """Return how many entries of agreements and trips answer *where*."""
    return book.agreements.count(where, as_of=as_of) + book.trips.count(where, as_of=as_of)


def refs_of(book: Book, where: Expr, *, as_of: date) -> Iterator[str]:
    """Yield the refs of the entries of agreements, then of trips, that answer *where*."""
    for register in (book.agreements, book.trips):
        for (refs,) in register.rows(("ref",), where, as_of=as_of, unit="entries"):
            yield str(refs[0])


class Scanned(ABC, Generic[K]):
    """Records that are gone through for every answer, none of them kept.  See `Asked`."""

    @abstractmethod
    def _all(self) -> Iterable[K]:
        """Return every record, by id."""

    def search(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[K]:
        """See `Asked.search`."""
        return list(islice(self.each(where, as_of=as_of, order=order), limit))

    def each(self, where: Expr = EVERYTHING, *, as_of: date, order: Order = ()) -> Iterator[K]:
        """See `Asked.each`."""
        if where == EVERYTHING and not order:
            return iter(self._all())
        answers = answering(where)
        found = (r for r in self._all() if any(map(answers, entries(r, as_of))))
        return self._in_order(found, answers, as_of, order) if order else found

    def entries(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[Entry]:
        """See `Asked.entries`."""
        found = self._entries(where, as_of)
        return list(islice(arrange(found, order) if order else found, limit))

    def count(self, where: Expr = EVERYTHING, *, as_of: date) -> int:
        """See `Asked.count`."""
        return sum(1 for _entry in self._entries(where, as_of))

    def tally(
        self,
        measures: Sequence[Measure],
        *,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
    ) -> Tally:
        """See `Asked.tally`."""
        return tally(measures, self._entries(where, as_of), by)

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
        reads, answers = [readers(name) for name in fields], answering(where, readers)
        for record in self._all():
            found = filter(answers, entries(record, as_of))
            for entry in islice(found, 1) if unit == "records" else found:
                yield tuple(read(entry) for read in reads)

    def _entries(self, where: Expr, as_of: date) -> Iterator[Entry]:
        answers = answering(where)
        return (e for r in self._all() for e in entries(r, as_of) if answers(e))

    @staticmethod
    def _in_order(
        found: Iterable[K], answers: Answer, as_of: date, order: Order
    ) -> Iterator[K]:
        records = {record.ref: record for record in found}
        those = (e for r in records.values() for e in entries(r, as_of) if answers(e))
        places = dict.fromkeys(entry.record.ref for entry in arrange(those, order))
        return (records[ref] for ref in places)


class Records(Scanned[K]):
    """Records in memory.  See `Asked`."""

    def __init__(self, kept: Iterable[K]) -> None:
        self._kept = sorted(kept, key=lambda record: record.id)

    def _all(self) -> Iterable[K]:
        return self._kept


class Scope(NamedTuple):
    """Where some records were taken from: the *whole*, what of it was asked for, as of when."""

    whole: Asked[Agreement]
    where: Expr
    as_of: date


class Excerpt(NamedTuple):
    """Some records of a ledger, to be asked like a whole one.

    *scope* tells what they are an excerpt of, if their projects reach beyond them.
    """

    agreements: Asked[Agreement]
    trips: Asked[Trip]
    scope: Scope | None = None

    @classmethod
    def of(cls, agreements: Iterable[Agreement] = (), trips: Iterable[Trip] = ()) -> "Excerpt":
        """Return an excerpt of these records."""
        return cls(Records(agreements), Records(trips))

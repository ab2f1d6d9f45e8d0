"""What figures are counted among: some records in the place of others, or follow-ups."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from heapq import merge
from typing import NamedTuple, Protocol

from dealtrack.model import Agreement
from dealtrack.query.asked import Asked, Book, Records, Row
from dealtrack.query.expr import EVERYTHING, Expr, both
from dealtrack.query.measures import Figure, Measure, Tally
from dealtrack.query.questions import known


class Counted(Protocol):
    """What figures can be made of: records that can be counted and named."""

    def tally(
        self,
        measures: Sequence[Measure],
        *,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
    ) -> Tally:
        """See `Asked.tally`."""

    def rows(
        self, fields: Sequence[str], where: Expr = EVERYTHING, *, as_of: date
    ) -> Iterator[Row]:
        """See `Asked.rows`."""


class Instead(NamedTuple):
    """*whole*, but *others* where *without* are.

    Whatever is counted is counted of the whole, less what these come to, and what those
    do: the ledger need not be read for it.
    """

    whole: Asked[Agreement]
    without: Records[Agreement]
    others: Records[Agreement]
    ids: frozenset[int]

    @classmethod
    def of(
        cls,
        whole: Asked[Agreement],
        without: Iterable[Agreement],
        others: Iterable[Agreement] = (),
    ) -> "Instead":
        """Return *whole* with *others* in the place of *without*."""
        gone = tuple(without)
        return cls(whole, Records(gone), Records(others), frozenset(a.id for a in gone))

    def tally(
        self,
        measures: Sequence[Measure],
        *,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
    ) -> Tally:
        """See `Asked.tally`; a group is there even if only what is gone was in it."""
        found = self.whole.tally(measures, as_of=as_of, by=by, where=where)
        return self.corrected(found, measures, as_of=as_of, by=by, where=where)

    def corrected(
        self,
        found: Tally,
        measures: Sequence[Measure],
        *,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
    ) -> Tally:
        """Return *found*, the figures of the whole, less what is gone, and with the others."""
        if not self.ids or not measures:
            return found
        for sign, those in ((-1, self.without), (1, self.others)):
            part = those.tally(measures, as_of=as_of, by=by, where=where)
            for group, figures in part.items():
                here = found.setdefault(group, {})
                for name, figure in figures.items():
                    here[name] = added(here.get(name), figure, sign)
        return found

    def rows(
        self, fields: Sequence[str], where: Expr = EVERYTHING, *, as_of: date
    ) -> Iterator[Row]:
        """See `Asked.rows`."""
        named = ("id", *fields)
        whole = self.whole.rows(named, where, as_of=as_of)
        kept = (row for row in whole if row[0][0] not in self.ids)
        others = self.others.rows(named, where, as_of=as_of)
        return (row[1:] for row in merge(kept, others, key=lambda row: row[0]))


class Tasks(NamedTuple):
    """The follow-ups of agreements and of trips, each of them counted."""

    book: Book

    def tally(
        self,
        measures: Sequence[Measure],
        *,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
    ) -> Tally:
        """See `Asked.tally`."""
        asked = [measure._replace(unit="entries") for measure in measures]
        found: Tally = {}
        for register in (self.book.agreements, self.book.trips):
            part = register.tally(asked, as_of=as_of, by=by, where=both(where, known("task")))
            for group, figures in part.items():
                here = found.setdefault(group, {})
                for name, figure in figures.items():
                    here[name] = added(here.get(name), figure, 1)
        return found

    def rows(
        self, fields: Sequence[str], where: Expr = EVERYTHING, *, as_of: date
    ) -> Iterator[Row]:
        """See `Asked.rows`."""
        asked = both(where, known("task"))
        for register in (self.book.agreements, self.book.trips):
            yield from register.rows(fields, asked, as_of=as_of, unit="entries")


def added(one: Figure | None, other: Figure, sign: int = 1) -> Figure:
    """Return two figures of one measure added up; with a *sign* of -1 the difference."""
    if isinstance(other, int):
        return (one if isinstance(one, int) else 0) + sign * other
    sums = dict(one) if isinstance(one, dict) else {}
    for code, value in other.items():
        sums[code] = sums.get(code, Decimal(0)) + sign * value
    return {code: value for code, value in sums.items() if value}

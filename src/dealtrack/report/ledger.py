"""The ledger as it stood on a day: nothing that happened later is in it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from msgspec import Struct

from dealtrack.days import Span
from dealtrack.model import Agreement, Amount, Trip
from dealtrack.model.stages import implied_by
from dealtrack.query.asked import Book, Excerpt, Records, Row, count_of, entries_of
from dealtrack.query.expr import Expr, both
from dealtrack.query.figure import Among
from dealtrack.query.questions import begun, called
from dealtrack.report.figures import Group, added
from dealtrack.report.instead import Counted, Instead, Tasks
from dealtrack.report.lineage import Lineage, lineage_of
from dealtrack.report.tasks import Task, task_of, urgency


class Deal(NamedTuple):
    """What the figures are made of: an agreement, by the fields that they count.

    *signed* is the earliest day of signing, None if it is not known or not yet there.
    *papers* is None where their number is unknown, *progress* where no day is.
    """

    id: int
    signed: date | None
    is_exact: bool
    stage: str
    status: str
    binding: str
    sectors: tuple[str, ...]
    amount: Amount | None
    papers: int | None
    trip: str
    progress: date | None

    @property
    def ref(self) -> str:
        """How people call it."""
        return str(self.id)

    @property
    def is_signed(self) -> bool:
        """Whether it was signed, on whatever day."""
        return bool(self.stage) and "signed" in implied_by(self.stage)


_FIELDS = (
    *("id", "signed", "precise", "stage", "status", "binding", "sector", "amount", "count"),
    *("trip", "progress"),
)


class Ledger(Struct, frozen=True, dict=True):
    """What was known on a day, in the order of ids.

    Whatever is wanted the *book* is asked for, as late as it is wanted.
    """

    as_of: date
    book: Book

    @classmethod
    def on(cls, day: date, book: Book) -> "Ledger":
        """Return the ledger of *book* as it stood on *day*."""
        return cls(day, book)

    @cached_property
    def deals(self) -> tuple[Deal, ...]:
        """The agreements, by the fields that figures are made of."""
        rows = self.book.agreements.rows(_FIELDS, begun(self.as_of), as_of=self.as_of)
        return tuple(_deal(row, self.as_of) for row in rows)

    @cached_property
    def signed(self) -> tuple[Deal, ...]:
        """Those of the deals that were signed by then."""
        return tuple(deal for deal in self.deals if deal.is_signed)

    @cached_property
    def lineage(self) -> Lineage:
        """Which agreements belong to one project, also with some that are not asked for."""
        scope = self.book.scope if isinstance(self.book, Excerpt) else None
        if scope is None:
            return lineage_of(self.book.agreements, self.as_of)
        return lineage_of(scope.whole, self.as_of).within(scope.where, scope.as_of)

    @cached_property
    def repeating(self) -> frozenset[int]:
        """The ids of the signed ones whose money was counted with an earlier one."""
        return frozenset(one.id for one in self.lineage.repeating)

    def among(self, what: Among) -> Counted:
        """Return what figures are counted among."""
        whole = self.book.agreements
        match what:
            case "agreements":
                return whole
            case "trips":
                return self.book.trips
            case "tasks":
                return Tasks(self.book)
            case "converted":
                return Records(self.lineage.converted)
            case "projects":
                return Instead.of(whole, self.lineage.members, self.lineage.projects)
            case "new" | "money":
                line, of_new = self.lineage, what == "new"
                gone = line.following if of_new else (*line.repeating, *line.naming)
                return Instead.of(whole, gone, () if of_new else line.funded)

    def agreements(self, where: Expr) -> Iterator[Agreement]:
        """Yield the agreements that answer *where*."""
        return self.book.agreements.each(both(where, begun(self.as_of)), as_of=self.as_of)

    def called(self, ids: Iterable[int]) -> Iterator[Agreement]:
        """Yield the agreements of these *ids*."""
        for these in called("id", ids):
            yield from self.agreements(these)

    def trips(self, where: Expr) -> Iterator[Trip]:
        """Yield the trips that answer *where*."""
        return self.book.trips.each(both(where, begun(self.as_of)), as_of=self.as_of)

    def rows(self, fields: Sequence[str], where: Expr) -> Iterator[Row]:
        """Yield *fields* of the entries that answer *where*: agreements', then trips'."""
        asked, day = both(where, begun(self.as_of)), self.as_of
        for register in (self.book.agreements, self.book.trips):
            yield from register.rows(fields, asked, as_of=day, unit="entries")

    def tasks(self, where: Expr, limit: int | None = None) -> tuple[Task, ...]:
        """Return the follow-ups that answer: the longest late first, then as they fall due.

        With a *limit*, of those that have a due day: the first ones, as they fall due.
        """
        asked, order = both(where, begun(self.as_of)), (("due", False),)
        found = entries_of(
            self.book, asked, as_of=self.as_of, order=order if limit else (), limit=limit
        )
        tasks = (task_of(e.record, e.follow_up, e.as_of) for e in found if e.follow_up)
        return tuple(sorted(tasks, key=urgency))

    def count(self, where: Expr) -> int:
        """Return how many entries answer *where*."""
        return count_of(self.book, both(where, begun(self.as_of)), as_of=self.as_of)

    def signed_in(self, days: Span) -> tuple[Deal, ...]:
        """Return what was signed on one of *days*; a partial day counts from its earliest."""
        low, high = (bisect_left(self._by_day, day, key=_day_of) for day in days)
        return tuple(sorted(self._by_day[low:high], key=_id_of))

    def group(self, deals: Iterable[Deal]) -> Group:
        """Return *deals* as a figure: their number, money and refs."""
        chosen = tuple(deals)
        counted = (d.amount for d in chosen if d.amount and d.id not in self.repeating)
        return Group(len(chosen), added(counted), tuple(d.ref for d in chosen))

    @cached_property
    def _by_day(self) -> list[Deal]:
        return sorted((deal for deal in self.signed if deal.signed), key=_day_of)


def _day_of(deal: Deal) -> date:
    return deal.signed or date.min


def _id_of(deal: Deal) -> int:
    return deal.id


def _deal(row: Row, day: date) -> Deal:
    first: list[Any] = [values[0] if values else None for values in row]
    id_, signed, exact, stage, status, binding, _sector, amount, papers, trip, progress = first
    return Deal(
        id=id_,
        signed=signed if signed and signed <= day else None,
        is_exact=bool(exact),
        stage=stage or "",
        status=status,
        binding=binding or "",
        sectors=row[6],  # type: ignore[arg-type]  # words are texts
        amount=amount,
        papers=papers,
        trip=trip or "",
        progress=progress,
    )

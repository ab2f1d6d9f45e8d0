"""The trips in a list: who went where, and what came of it."""

from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Person, Trip
from dealtrack.query.asked import Book
from dealtrack.query.expr import EVERYTHING, Expr, Not, both
from dealtrack.query.measures import Measure
from dealtrack.query.questions import begun, called
from dealtrack.report.known import by_trip, visits_by
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Block, Column, Note, Page, Row, Table, Tone
from dealtrack.report.tasks import tasks_of
from dealtrack.report.words import say_overdue, short_day
from dealtrack.text import _, listed, plural

_NEWEST = (("start", True), ("id", True))


class TripLine(Struct, frozen=True, kw_only=True):
    """A trip on a day, in a line.

    *days* is how many it took, *met* how many people were met.  What is *open* and
    *overdue* are follow-ups of the trip itself and of the agreements made on it.
    """

    ref: str
    title: str
    start: PartialDay | None = None
    end: PartialDay | None = None
    days: int | None = None
    lead: Person | None = None
    visits: int
    met: int
    agreements: tuple[str, ...]
    intentions: int
    open: int
    overdue: int


class TripList(Struct, frozen=True, kw_only=True):
    """The trips that had begun by a day, the newest first, and which begin *later*.

    *total* counts those that a limit left out too.
    """

    schema: Literal["dealtrack/trips/1"] = "dealtrack/trips/1"
    as_of: date
    total: int
    trips: tuple[TripLine, ...]
    later: tuple[str, ...] = ()

    def page(self) -> Page:
        """Lay the report out."""
        return Page(
            plural("{n} trip", "{n} trips", self.total),
            (self._table(), *self._ahead()),
            subtitle=_("as of {day}").format(day=self.as_of),
            is_list=True,
            hint=_("All about one: {command}").format(command="dealtrack trip show T1"),
        )

    def _table(self) -> Table:
        columns = (
            Column("ref", _("Ref"), "ref"),
            Column("start", _("Start"), "day"),
            Column("days", _("Days"), "number"),
            Column("title", _("Trip"), grow=True),
            Column("lead", _("Lead")),
            Column("visits", _("Visits"), "number", minor=True),
            Column("met", _("Met"), "number", minor=True),
            Column("agreements", _("Agreements"), "number"),
            Column("intentions", _("Intentions"), "number", minor=True),
            Column("open", _("Open"), "number"),
            Column("overdue", _("Late"), "number"),
        )
        rows = tuple(_row(t) for t in self.trips)
        more = rows_left_out(len(self.trips), self.total)
        return Table(columns, rows, empty=_("No trips."), more=more)

    def _ahead(self) -> tuple[Block, ...]:
        if not self.later:
            return ()
        said = plural("{n} begins later: {refs}", "{n} begin later: {refs}", len(self.later))
        return (Note(said.format(refs=listed(self.later)), Tone.QUIET),)


def find_trips(
    book: Book, as_of: date, where: Expr = EVERYTHING, limit: int | None = None
) -> TripList:
    """List the trips that answer, with what they had brought by *as_of*; undated ones last."""
    asked = both(where, begun(as_of))
    known = book.trips.search(asked, as_of=as_of, order=_NEWEST, limit=limit)
    counted = book.trips.tally((Measure("n"),), as_of=as_of, where=asked)[""]
    later = book.trips.rows(("id",), both(where, Not(begun(as_of))), as_of=as_of)
    made = by_trip(_made_on(book, known, as_of))
    return TripList(
        as_of=as_of,
        total=sum(n for n in counted.values() if isinstance(n, int)),
        trips=tuple(_line(t, made.get(t.id, ()), as_of) for t in known),
        later=tuple(f"T{row[0][0]}" for row in later),
    )


def _made_on(book: Book, trips: list[Trip], as_of: date) -> list[Agreement]:
    """Return the agreements that were made on *trips*, by id."""
    questions = (both(w, begun(as_of)) for w in called("trip", (t.ref for t in trips)))
    found = (a for w in questions for a in book.agreements.search(w, as_of=as_of))
    return sorted(found, key=lambda one: one.id)


def _line(trip: Trip, agreements: tuple[Agreement, ...], as_of: date) -> TripLine:
    visits = visits_by(trip, as_of)
    tasks = [*tasks_of(trip, as_of), *(t for a in agreements for t in tasks_of(a, as_of))]
    return TripLine(
        ref=trip.ref,
        title=trip.title,
        start=trip.start,
        end=trip.end,
        days=trip.days(),
        lead=trip.lead,
        visits=len(visits),
        met=len({person for visit in visits for person in visit.met}),
        agreements=tuple(a.ref for a in agreements),
        intentions=len(trip.intentions) + sum(len(v.intentions) for v in visits),
        open=sum(t.is_open for t in tasks),
        overdue=sum(t.days_late > 0 for t in tasks),
    )


def _row(trip: TripLine) -> Row:
    return (
        trip.ref,
        short_day(trip.start) if trip.start else None,
        trip.days,
        trip.title,
        trip.lead.name if trip.lead else None,
        trip.visits,
        trip.met,
        len(trip.agreements),
        trip.intentions,
        trip.open,
        say_overdue(trip.overdue),
    )

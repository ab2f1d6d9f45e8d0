"""Part 6 of the monthly summary: the trips of the month, and what they brought."""

from msgspec import Struct

from dealtrack.days import PartialDay, Span
from dealtrack.model import Person, Trip, Visit
from dealtrack.query.expr import Expr, Op, Or, Term, both
from dealtrack.report.figures import Sum, added
from dealtrack.report.known import trip_days, visits_by
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import questions
from dealtrack.report.monthly.breakdown import parts_by
from dealtrack.report.page import Cell, Column, Row, Section, Table
from dealtrack.report.terms import Terms
from dealtrack.report.words import quiet, short_day
from dealtrack.text import _, plural


class TripLine(Struct, frozen=True, kw_only=True):
    """What a trip did in the month; *days* is None where they are not known exactly."""

    ref: str
    title: str
    on: PartialDay | None
    begun: bool
    days: int | None
    visits: int
    people: int
    intentions: int
    signed: Sum


class Travel(Struct, frozen=True, kw_only=True):
    """The trips that began in the month or went on in it, and their sums.

    *begun* of them began in it; *unknown_days* took a number of days that is not known.
    """

    trips: tuple[TripLine, ...]
    begun: int
    days: int
    unknown_days: int
    visits: int
    people: int
    intentions: int
    signed: Sum

    def section(self) -> Section:
        """Lay the part out."""
        return Section(_("Trips"), (self._table(),))

    def _table(self) -> Table:
        columns = (
            Column("ref", _("Ref"), "ref"),
            Column("on", _("Date"), "day"),
            Column("trip", _("Trip"), grow=True),
            Column("days", _("Days"), "number"),
            Column("visits", _("Visits"), "number"),
            Column("people", _("People met"), "number"),
            Column("signed", _("Signed"), "number"),
            Column("intentions", _("Intentions"), "number"),
        )
        n = plural("{n} trip", "{n} trips", len(self.trips))
        rows = tuple(_row(line) for line in self.trips)
        return Table(columns, rows, empty=_("No trips."), total=self._total(n))

    def _total(self, n: str) -> Row:
        return (
            "",
            "",
            n,
            self.days,
            self.visits,
            self.people,
            self.signed.n,
            self.intentions,
        )


def sum_travel(ledger: Ledger, terms: Terms) -> Travel:
    """Sum up the trips of the month.

    A day, a dated visit and an agreement count in the month they fall in; what has no
    day counts in the month in which its trip began.
    """
    signed = {
        part.key: part.month
        for part in parts_by(ledger, terms, "trip", questions.signed_in_month(terms))
    }
    lines = tuple(
        _line(trip, ledger, terms.days, signed.get(trip.ref, Sum(0)))
        for trip in ledger.trips(_near(terms.days))
        if _is_out(trip, terms)
    )
    return Travel(
        trips=lines,
        begun=sum(line.begun for line in lines),
        days=sum(line.days or 0 for line in lines),
        unknown_days=sum(line.days is None for line in lines),
        visits=sum(line.visits for line in lines),
        people=sum(line.people for line in lines),
        intentions=sum(line.intentions for line in lines),
        signed=Sum(
            sum(line.signed.n for line in lines),
            added(amount for line in lines for amount in line.signed.amounts),
        ),
    )


def _near(days: Span) -> Expr:
    """Ask for trips that may have been out on one of *days*."""
    begins, ends = Term("start", Op.GE, days.begin), Term("end", Op.GE, days.begin)
    return both(Term("start", Op.LE, days.last), Or((begins, ends)))


def _is_out(trip: Trip, terms: Terms) -> bool:
    return _began(trip, terms.days) or bool(_days(trip, terms.days))


def _began(trip: Trip, days: Span) -> bool:
    return trip.begins() in days


def _days(trip: Trip, days: Span) -> int | None:
    """Return how many of *days* were spent on *trip*."""
    whole = trip_days(trip)
    if trip.days() is None or whole is None:
        return None
    first, last = max(whole.earliest, days.begin), min(whole.latest, days.last)
    return max((last - first).days + 1, 0)


def _line(trip: Trip, ledger: Ledger, days: Span, signed: Sum) -> TripLine:
    began = _began(trip, days)
    visits = [v for v in visits_by(trip, ledger.as_of) if _falls(v, began, days)]
    heard = sum(len(v.intentions) for v in visits)
    return TripLine(
        ref=trip.ref,
        title=trip.title,
        on=trip_days(trip),
        begun=began,
        days=_days(trip, days),
        visits=len(visits),
        people=len(_met(visits)),
        intentions=heard + (len(trip.intentions) if began else 0),
        signed=signed,
    )


def _falls(visit: Visit, began: bool, days: Span) -> bool:
    return visit.on.earliest in days if visit.on else began


def _met(visits: list[Visit]) -> set[Person]:
    return {person for visit in visits for person in visit.met}


def _row(line: TripLine) -> tuple[Cell, ...]:
    return (
        line.ref,
        short_day(line.on),
        line.title,
        quiet(_("unknown")) if line.days is None else line.days,
        line.visits,
        line.people,
        line.signed.n,
        line.intentions,
    )

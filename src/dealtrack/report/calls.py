"""Visits and the intentions heard on them, as the lines of a report."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Intention, Person, Trip
from dealtrack.report.known import has_begun, trip_days, visits_by
from dealtrack.report.page import Cell, Column, Table
from dealtrack.report.people import folded
from dealtrack.report.words import say_name, say_people, short_day
from dealtrack.text import _, listed

Following = Sequence[tuple[str, str]]
"""The refs of agreements, each with what it follows from (perhaps ""), folded."""


class Call(Struct, frozen=True, kw_only=True):
    """A visit made on a trip; *speakers* are those who stated intentions there."""

    trip: str
    title: str
    organisation: str
    on: PartialDay | None = None
    place: str = ""
    met: tuple[Person, ...] = ()
    saw: str = ""
    speakers: tuple[str, ...] = ()


class Wish(Struct, frozen=True, kw_only=True):
    """An intention noted on a trip; on a visit, if there is an *organisation*.

    *number* counts the intentions of the trip, those of its visits first: ``T3/2``.
    *said* is the day, that of the trip where the visit has none; *turned_into* are the
    agreements that it became, or that say they follow from it.
    """

    trip: str
    number: int = 0
    by: str = ""
    text: str
    organisation: str = ""
    on: PartialDay | None = None
    said: PartialDay | None = None
    turned_into: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """How people call it."""
        return f"{self.trip}/{self.number}"


def calls_of(trip: Trip, as_of: date) -> tuple[Call, ...]:
    """Return the visits that *trip* had made by *as_of*."""
    return tuple(
        Call(
            trip=trip.ref,
            title=trip.title,
            organisation=v.organisation,
            on=v.on,
            place=v.place,
            met=v.met,
            saw=v.saw,
            speakers=tuple(dict.fromkeys(i.by for i in v.intentions if i.by)),
        )
        for v in visits_by(trip, as_of)
    )


def planned_calls(trip: Trip, as_of: date) -> tuple[Call, ...]:
    """Return the visits that *trip* still had before it: whom, when and where, no more."""
    made = visits_by(trip, as_of)
    return tuple(
        Call(
            trip=trip.ref, title=trip.title, organisation=v.organisation, on=v.on, place=v.place
        )
        for v in trip.visits
        if v not in made
    )


def following(agreements: Iterable[Agreement]) -> Following:
    """Return each of *agreements* with what it says it follows from."""
    return tuple((a.ref, folded(a.follows)) for a in agreements)


def wishes_of(trip: Trip, since: Following, as_of: date) -> tuple[Wish, ...]:
    """Return the intentions noted on *trip* by *as_of*, those of its visits first.

    An intention turned into the agreements that it is noted to have become, and into those
    made *since* that follow from it in the same words; that both sides signed something
    later does not make it kept.
    """
    made, told = visits_by(trip, as_of), has_begun(trip, as_of)
    heard = [(i, v.organisation, v.on, v in made) for v in trip.visits for i in v.intentions]
    heard += [(i, "", None, told) for i in trip.intentions]
    return tuple(
        Wish(
            trip=trip.ref,
            number=number,
            by=i.by,
            text=i.text,
            organisation=organisation,
            on=on,
            said=on or trip_days(trip),
            turned_into=_turned_into(i, since),
        )
        for number, (i, organisation, on, is_heard) in enumerate(heard, start=1)
        if is_heard
    )


def _turned_into(one: Intention, since: Following) -> tuple[str, ...]:
    words = folded(one.text)
    return tuple(
        ref for ref, follows in since if int(ref) in one.became or (words and words in follows)
    )


def call_table(
    calls: Iterable[Call], title: str, empty: str = "", *, with_trip: bool = True
) -> Table:
    """Lay *calls* out; without the column of their trips on a trip's own card."""
    columns: tuple[Column, ...] = (
        Column("day", _("Day"), "day"),
        Column("organisation", _("Organisation")),
        Column("place", _("Place")),
        Column("met", _("People met"), grow=True),
        Column("saw", _("Seen and heard"), grow=True),
    )
    if with_trip:
        columns += (Column("trip", _("Trip"), "ref"),)
    rows = tuple(_call_row(c)[: len(columns)] for c in calls)
    return Table(columns, rows, title=title, empty=empty)


def wish_table(wishes: Iterable[Wish], title: str) -> Table:
    """Lay *wishes* out."""
    columns = (
        Column("ref", _("Ref"), "ref"),
        Column("by", _("By")),
        Column("text", _("Intention"), grow=True),
        Column("organisation", _("Noted at")),
        Column("turned_into", _("Agreement"), "ref"),
    )
    rows = tuple(
        (w.ref, w.by, w.text, say_name(w.organisation), listed(w.turned_into)) for w in wishes
    )
    return Table(columns, rows, title=title)


def _call_row(call: Call) -> tuple[Cell, ...]:
    return (
        short_day(call.on),
        say_name(call.organisation),
        call.place,
        say_people(call.met),
        call.saw,
        call.trip,
    )

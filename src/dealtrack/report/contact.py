"""When we were last in touch with somebody, and what moved last between us."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Kept, Person, Trip
from dealtrack.report.events import Event, Sort, events_of, say_event
from dealtrack.report.held import DELEGATION, Held, Meant, calls
from dealtrack.report.known import is_by, signed_day, trip_days
from dealtrack.report.page import Cell
from dealtrack.report.people import Role
from dealtrack.report.words import or_unknown, quiet, say_name, say_people
from dealtrack.text import _, listed

_SIGNING: tuple[Role, ...] = ("party", "signatory", "witness")
_MOVES: set[Sort] = {"signed", "stage", "status", "funds", "state", "promise", "solved", "note"}
"""What moves something forward, or ends it: to plan, to postpone or to complain does not."""


class Contact(Struct, frozen=True, kw_only=True):
    """A signing, a visit or a trip with somebody: when, where, and whom it brought together.

    *speakers* are those who stated an intention there, as the source names them.
    """

    on: PartialDay
    ref: str
    how: Literal["signed", "visit", "trip"]
    organisation: str = ""
    place: str = ""
    people: tuple[Person, ...] = ()
    speakers: tuple[str, ...] = ()


def last_contact(
    papers: Iterable[Held[Agreement]],
    trips: Iterable[Held[Trip]],
    meant: Meant,
    as_of: date,
) -> Contact | None:
    """Return the last signing, visit or trip with them on a known day.

    Of several on that day a visit says most, and then whom it was with.
    """
    found = [*_signings(papers, as_of), *(c for t in trips for c in _meetings(t, meant, as_of))]
    return max((c for c in found if is_by(c.on, as_of)), key=_worth, default=None)


def last_move(records: Iterable[Kept], as_of: date) -> Event | None:
    """Return the last thing that moved in *records* by *as_of*, if anything did."""
    moved = (
        event
        for record in records
        for event in events_of(record, as_of)
        if event.sort in _MOVES and event.on and is_by(event.on, as_of)
    )
    return max(moved, key=_when, default=None)


def say_last_contact(contact: Contact | None) -> Cell | tuple[Cell, ...]:
    """Say when and how people were last in touch, and below it with whom."""
    if contact is None:
        return or_unknown("")
    ways = {"signed": _("signing"), "visit": _("visit"), "trip": _("trip")}
    where = [say_name(contact.organisation), contact.place]
    what = _("{day}, {what}, see {ref}").format(
        day=contact.on,
        what=" · ".join((ways[contact.how], *(part for part in where if part))),
        ref=contact.ref,
    )
    whom = say_people(contact.people) or listed(contact.speakers)
    return (what, quiet(_("with {people}").format(people=whom))) if whom else what


def say_last_move(event: Event | None) -> Cell:
    """Say what moved last, when, and to which record it happened."""
    if event is None:
        return or_unknown("")
    return _("{day}, {what}, see {ref}").format(
        day=event.on, what=say_event(event), ref=event.ref
    )


def _signings(papers: Iterable[Held[Agreement]], as_of: date) -> Iterator[Contact]:
    for held in papers:
        paper = held.record
        day = signed_day(paper, as_of)
        if day and held.has(*_SIGNING):
            signed = (p.signatory for p in paper.parties if p.signatory)
            yield Contact(
                on=day,
                ref=paper.ref,
                how="signed",
                place=paper.place,
                people=tuple(dict.fromkeys((*signed, *paper.witnesses))),
            )


def _meetings(held: Held[Trip], meant: Meant, as_of: date) -> Iterator[Contact]:
    trip, days = held.record, trip_days(held.record)
    if days and held.has(*DELEGATION):
        went = (trip.lead, *trip.members)
        people = tuple(person for person in went if person)
        yield Contact(on=days, ref=trip.ref, how="trip", people=people)
    for call in calls((held,), meant, as_of):
        if on := call.on or days:
            yield Contact(
                on=on,
                ref=trip.ref,
                how="visit",
                organisation=call.organisation,
                place=call.place,
                people=call.met,
                speakers=call.speakers,
            )


def _worth(contact: Contact) -> tuple[date, date, bool, bool]:
    day = contact.on
    return day.earliest, day.latest, contact.how == "visit", bool(contact.people)


def _when(event: Event) -> tuple[date, date, bool]:
    day = event.on
    assert day is not None
    return day.earliest, day.latest, event.sort == "note"

"""Everything dated that is known of a record, in the order of its days."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model import Agreement, Kept, Trip
from dealtrack.report.events import Event, Sort, events_of, say_event, slip_events
from dealtrack.report.known import is_by, signed_day
from dealtrack.report.page import Cell, Column, Page, Table, Tone, Toned
from dealtrack.report.slips import SlipLine
from dealtrack.report.words import money, say_day
from dealtrack.text import _


class Timeline(Struct, frozen=True, kw_only=True):
    """The events of a record up to a day, what was *ahead* then, and the *undated* ones."""

    schema: Literal["dealtrack/timeline/1"] = "dealtrack/timeline/1"
    as_of: date
    ref: str
    title: str
    events: tuple[Event, ...]
    ahead: tuple[Event, ...]
    undated: tuple[Event, ...]

    def page(self) -> Page:
        """Lay the report out: what was, what is to come, what has no day."""
        tables = (
            _table(self.events, empty=_("Nothing with a day is known.")),
            _table(self.ahead, _("Ahead")),
            _table(self.undated, _("Day not known")),
        )
        return Page(
            _("Timeline: {title}").format(title=f"{self.ref}  {self.title}"),
            tuple(t for t in tables if t.rows or t.empty),
            subtitle=_("as of {day}").format(day=self.as_of),
        )


def timeline_of(
    record: Kept,
    as_of: date,
    related: Iterable[Agreement] = (),
    slips: Iterable[SlipLine] = (),
) -> Timeline:
    """Tell the story of *record* as it was known on *as_of*, days known in part by their first.

    *related* are agreements that may be linked with it, or made on it if it is a trip,
    *slips* the supervision slips on it and on its follow-ups.
    """
    told = [*events_of(record, as_of), *_of_others(record, related, as_of)]
    told += slip_events(slips)
    dated = sorted((e for e in told if e.on), key=_order)
    return Timeline(
        as_of=as_of,
        ref=record.ref,
        title=record.title,
        events=tuple(e for e in dated if is_by(e.on, as_of)),
        ahead=tuple(e for e in dated if not is_by(e.on, as_of)),
        undated=tuple(e for e in told if not e.on),
    )


def _order(event: Event) -> tuple[date, date]:
    day = event.on
    return (day.earliest, day.latest) if day else (date.max, date.max)


def _of_others(record: Kept, related: Iterable[Agreement], as_of: date) -> Iterator[Event]:
    """Yield the signing of each agreement that *record* is linked with."""
    for other in related:
        if other.was_signed(as_of):
            day = signed_day(other, as_of)
            for sort, relation in _relations(record, other):
                yield Event(sort, day, other.ref, other.title, word=relation)


def _relations(record: Kept, other: Agreement) -> Iterator[tuple[Sort, str]]:
    if isinstance(record, Trip):
        if other.trip == record.id:
            yield "on-trip", ""
        return
    for link in record.links:
        if link.to == other.id:
            yield "earlier", link.relation
    for link in other.links:
        if link.to == record.id:
            yield "later", link.relation


def _table(events: tuple[Event, ...], title: str = "", empty: str = "") -> Table:
    columns = (
        Column("day", _("Day"), "day"),
        Column("event", _("Event"), grow=True),
        Column("note", _("Details"), grow=True),
        Column("who", _("Who")),
        Column("ref", _("Ref"), "ref"),
    )
    rows = tuple((say_day(e.on), _toned(e), _details(e), e.who, e.ref) for e in events)
    return Table(columns, rows, title=title, empty=empty)


def _toned(event: Event) -> Cell:
    said = say_event(event)
    return Toned(said, Tone.BAD) if event.is_overdue else said


def _details(event: Event) -> str:
    shown = money(event.amount) if event.amount and event.sort == "promise" else ""
    return " · ".join(part for part in (shown, event.note) if part)

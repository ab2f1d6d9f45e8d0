"""The organisations in a list: whom agreements were signed with, and who was visited."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import UNNAMED, Agreement, Trip
from dealtrack.model.registered import Organisation
from dealtrack.model.values import Side
from dealtrack.model.vocabulary import SIDES
from dealtrack.query.registry import NOBODY, Organisations
from dealtrack.report.known import begun, follow_ups_by, signed_day, visits_by
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Column, Page, Row, Table
from dealtrack.report.people import folded
from dealtrack.report.words import say_overdue, short_day
from dealtrack.text import _, listed, plural


class PartyLine(Struct, frozen=True, kw_only=True):
    """An organisation on a day, in a line; *spellings* are the other ways it is written.

    It stands under the name that the office prints, *ref* is its place in the register.
    """

    name: str
    ref: str = ""
    parent: str = ""
    kind: str = ""
    region: str = ""
    spellings: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    agreements: tuple[str, ...] = ()
    first_signed: PartialDay | None = None
    last_signed: PartialDay | None = None
    open: int = 0
    overdue: int = 0
    visits: int = 0


class PartyList(Struct, frozen=True, kw_only=True):
    """The organisations that are party to an agreement or were visited, by a day.

    *total* counts those that a limit left out too.
    """

    schema: Literal["dealtrack/parties/1"] = "dealtrack/parties/1"
    as_of: date
    total: int
    parties: tuple[PartyLine, ...]

    def page(self) -> Page:
        """Lay the report out."""
        return Page(
            plural("{n} organisation", "{n} organisations", self.total),
            (self._table(),),
            subtitle=_("as of {day}").format(day=self.as_of),
            is_list=True,
            hint=_("All about one: {command}").format(command="dealtrack party show NAME"),
        )

    def _table(self) -> Table:
        columns: tuple[Column, ...] = (
            Column("name", _("Organisation"), grow=True),
            Column("sides", _("Side")),
            Column("agreements", _("Agreements"), "number"),
            Column("first_signed", _("First signed"), "day", minor=True),
            Column("last_signed", _("Last signed"), "day"),
            Column("open", _("Open"), "number"),
            Column("overdue", _("Late"), "number"),
            Column("visits", _("Visits"), "number", minor=True),
        )
        rows: tuple[Row, ...] = tuple(map(_row, self.parties))
        if any(p.parent for p in self.parties):
            columns += (Column("parent", _("Belongs to"), minor=True),)
            rows = tuple((*_row(p), p.parent or None) for p in self.parties)
        more = rows_left_out(len(self.parties), self.total)
        return Table(columns, rows, empty=_("No organisations."), more=more)


class _Seen(NamedTuple):
    """An organisation in one place: in an agreement, or else on a visit."""

    name: str
    side: Side | None = None
    agreement: Agreement | None = None


def find_parties(
    agreements: Iterable[Agreement],
    trips: Iterable[Trip],
    as_of: date,
    limit: int | None = None,
    known: Organisations = NOBODY,
) -> PartyList:
    """List the organisations: those with most agreements first, then by name.

    Names that differ only in case, width or spaces are one organisation, called as
    it was first written, and so are all names that are *known* to be; nothing else is
    taken to be the same.
    """
    agreements = begun(agreements, as_of)
    groups: dict[str, list[_Seen]] = {}
    for seen in _everywhere(agreements, trips, as_of):
        groups.setdefault(folded(known.called(seen.name)), []).append(seen)
    counts = {a.id: _counts(a, as_of) for a in agreements}
    lines = (_line(group, counts, as_of, known) for group in groups.values())
    ranked = sorted(lines, key=lambda p: (-len(p.agreements), -p.visits, p.name))
    return PartyList(as_of=as_of, total=len(ranked), parties=tuple(ranked[:limit]))


def organisations(agreements: Iterable[Agreement], trips: Iterable[Trip]) -> tuple[str, ...]:
    """Return the names that `find_parties` lists on any day, in order."""
    return tuple(sorted({seen.name for seen in _everywhere(agreements, trips, date.max)}))


def _everywhere(
    agreements: Iterable[Agreement], trips: Iterable[Trip], as_of: date
) -> Iterator[_Seen]:
    for agreement in agreements:
        for party in agreement.parties:
            if party.is_named:
                yield _Seen(party.name, party.side, agreement)
    for trip in begun(trips, as_of):
        for visit in visits_by(trip, as_of):
            if visit.organisation != UNNAMED:
                yield _Seen(visit.organisation)


def _line(
    group: list[_Seen], counts: dict[int, tuple[int, int]], as_of: date, known: Organisations
) -> PartyLine:
    made = {seen.agreement.id: seen.agreement for seen in group if seen.agreement}
    days = [d for a in made.values() if (d := signed_day(a, as_of))]
    written = tuple(dict.fromkeys(seen.name for seen in group))
    name = known.called(written[0])
    entry = known.find(name) or Organisation(name=name)
    return PartyLine(
        name=name,
        ref=entry.ref if entry.id else "",
        parent=known.parent(name),
        kind=entry.kind,
        region=entry.region,
        spellings=tuple(one for one in written if one != name),
        sides=tuple(dict.fromkeys(seen.side for seen in group if seen.side)),
        agreements=tuple(a.ref for a in made.values()),
        first_signed=min(days, key=lambda d: d.earliest, default=None),
        last_signed=max(days, key=lambda d: d.earliest, default=None),
        open=sum(counts[made_id][0] for made_id in made),
        overdue=sum(counts[made_id][1] for made_id in made),
        visits=sum(seen.agreement is None for seen in group),
    )


def _counts(agreement: Agreement, as_of: date) -> tuple[int, int]:
    """Return how many follow-ups are open, and how many of these overdue."""
    tasks = follow_ups_by(agreement, as_of)
    return sum(t.is_open(as_of) for t in tasks), sum(t.is_overdue(as_of) for t in tasks)


def _row(party: PartyLine) -> Row:
    return (
        party.name,
        listed(SIDES.name(side) for side in party.sides),
        len(party.agreements),
        short_day(party.first_signed) if party.first_signed else None,
        short_day(party.last_signed) if party.last_signed else None,
        party.open,
        say_overdue(party.overdue),
        party.visits,
    )

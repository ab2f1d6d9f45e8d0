"""Who is named in a record, and as what: the one walk over persons and organisations."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple
from unicodedata import normalize

from dealtrack.model import UNNAMED, Agreement, Kept, Person, Record, Trip
from dealtrack.report.known import begun, follow_ups_by, visits_by
from dealtrack.text import _

Role = Literal[
    "party",
    "signatory",
    "witness",
    "lead",
    "member",
    "visited",
    "met",
    "intention",
    "unit",
    "owner",
    "partner",
]
Sort = Literal["organisation", "person"]


class Mention(NamedTuple):
    """A name in a record; a person's comes with the post and organisation of that day."""

    name: str
    role: Role
    sort: Sort
    person: Person | None = None

    @property
    def names(self) -> tuple[tuple[str, Sort], ...]:
        """What this mention names: an organisation, or a person with theirs."""
        own = ((self.name, self.sort),)
        if self.person and self.person.organisation:
            return (*own, (self.person.organisation, "organisation"))
        return own


def say_role(role: str) -> str:
    """Say as what somebody is named in a record."""
    return {
        "party": _("party"),
        "signatory": _("signatory"),
        "witness": _("witness"),
        "lead": _("head of delegation"),
        "member": _("member of delegation"),
        "visited": _("visited"),
        "met": _("met"),
        "intention": _("stated an intention"),
        "unit": _("responsible unit"),
        "owner": _("responsible person"),
        "partner": _("co-operating unit"),
    }[role]


@lru_cache(maxsize=65_536)  # the same names stand in record after record
def folded(text: str) -> str:
    """Return *text* as names are searched: no case, no width, no spaces."""
    return "".join(normalize("NFKC", text).casefold().split())


def mentions(record: Kept, as_of: date) -> Iterator[Mention]:
    """Yield every name in *record*, as of a day; what the source does not name is no name."""
    found = (
        _in_agreement(record, as_of)
        if isinstance(record, Agreement)
        else _in_trip(record, as_of)
    )
    for one in (*found, *_responsible(record, as_of)):
        if one.name and one.name != UNNAMED:
            yield one


def organisations_of(record: Kept, as_of: date) -> tuple[str, ...]:
    """Return every organisation in *record*, those of its persons included; each once."""
    return tuple(name for name, sort in _named(record, as_of) if sort == "organisation")


def names(
    agreements: Iterable[Agreement], trips: Iterable[Trip], as_of: date = date.max
) -> tuple[str, ...]:
    """Return every name in the ledger, in order: to offer for one that was not found."""
    records: tuple[Kept, ...] = (*begun(agreements, as_of), *begun(trips, as_of))
    return tuple(sorted({name for record in records for name, _sort in _named(record, as_of)}))


def _named(record: Kept, as_of: date) -> tuple[tuple[str, Sort], ...]:
    return tuple(dict.fromkeys(n for m in mentions(record, as_of) for n in m.names))


def _in_agreement(agreement: Agreement, as_of: date) -> Iterator[Mention]:
    is_signed = agreement.was_signed(as_of)
    for party in agreement.parties:
        yield Mention(party.name, "party", "organisation")
        if party.signatory and is_signed:
            yield _person("signatory", party.signatory)
    for witness in agreement.witnesses if is_signed else ():
        yield _person("witness", witness)


def _in_trip(trip: Trip, as_of: date) -> Iterator[Mention]:
    if trip.lead:
        yield _person("lead", trip.lead)
    for member in trip.members:
        yield _person("member", member)
    for visit in visits_by(trip, as_of):
        yield Mention(visit.organisation, "visited", "organisation")
        for person in visit.met:
            yield _person("met", person)
    yield from _intending(trip, as_of)


def _intending(trip: Trip, as_of: date) -> Iterator[Mention]:
    """Yield who stated the intentions noted on *trip* by a day."""
    known = {p.name: p for p in (trip.lead, *trip.members, *trip.people_met) if p}
    visits = visits_by(trip, as_of)
    for one in (*(i for v in visits for i in v.intentions), *trip.intentions):
        yield _speaker(one.by, known)


def _speaker(by: str, known: dict[str, Person]) -> Mention:
    """Return whom *by* means: a person if the trip knows one of that name, or by its form.

    A person not met before is written ``name, post, organisation``; an organisation
    may have one comma, as before Ltd., but hardly two.
    """
    name, *rest = (part.strip() for part in by.replace("，", ",").split(","))
    if name in known:
        return _person("intention", known[name])
    if len(rest) < 2:
        return Mention(by, "intention", "organisation")
    post = ", ".join(rest[:-1])
    return _person("intention", Person(name=name, post=post, organisation=rest[-1]))


def _responsible(record: Record, as_of: date) -> Iterator[Mention]:
    for part in (record, *follow_ups_by(record, as_of)):
        assigned = part.assigned(as_of)
        yield Mention(assigned.unit, "unit", "organisation")
        yield Mention(assigned.owner, "owner", "person")
    for one in follow_ups_by(record, as_of):
        for partner in one.partners:
            yield Mention(partner, "partner", "organisation")


def _person(role: Role, person: Person) -> Mention:
    return Mention(person.name, role, "person", person)

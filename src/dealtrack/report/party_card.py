"""Everything about one organisation."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Person, Trip
from dealtrack.model.registered import Organisation
from dealtrack.model.values import Side
from dealtrack.model.vocabulary import ORGANISATIONS, SIDES
from dealtrack.query.registry import NOBODY, Organisations
from dealtrack.report.calls import Call, Following, Wish, call_table, following, wish_table
from dealtrack.report.contact import last_contact
from dealtrack.report.dealings import Dealing, dealing_table
from dealtrack.report.held import (
    calls,
    dealings,
    holding,
    one_of,
    people,
    wishes,
)
from dealtrack.report.known import begun, signed_day
from dealtrack.report.lights import NO_PROGRESS, Rule
from dealtrack.report.page import Block, Cell, Facts, Page, Table
from dealtrack.report.tasks import Task, open_tasks, task_table
from dealtrack.report.words import all_or_unknown, or_unknown, say_contact, say_day, say_person
from dealtrack.text import _, listed


class PartyCard(Struct, frozen=True, kw_only=True):
    """One organisation, with everything that was known of it on a day.

    *people* are those the records name with it, with the post they held that day.
    What belongs to it, *children* and theirs, is told of as well.
    """

    schema: Literal["dealtrack/party/1"] = "dealtrack/party/1"
    as_of: date
    name: str
    ref: str = ""
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    kind: str = ""
    region: str = ""
    code: str = ""
    sides: tuple[Side, ...] = ()
    roles: tuple[str, ...] = ()
    first_signed: PartialDay | None = None
    last_signed: PartialDay | None = None
    last_contact: PartialDay | None = None
    last_contact_ref: str = ""
    people: tuple[Person, ...] = ()
    agreements: tuple[Dealing, ...] = ()
    follow_ups: tuple[Task, ...] = ()
    visits: tuple[Call, ...] = ()
    intentions: tuple[Wish, ...] = ()

    def page(self) -> Page:
        """Lay the report out."""
        return Page(
            self.name,
            (self._facts(), *self._tables()),
            subtitle=_("as of {day}").format(day=self.as_of),
        )

    def _facts(self) -> Block:
        pairs: list[tuple[str, Cell | tuple[Cell, ...]]] = [
            (_("Side"), or_unknown(listed(SIDES.name(side) for side in self.sides))),
            (_("People"), all_or_unknown(say_person(p) for p in self.people)),
            (_("Last contact"), say_contact(self.last_contact, self.last_contact_ref)),
        ]
        if self.roles:
            pairs.insert(1, (_("Role"), listed(self.roles)))
        pairs[:0] = self._said()
        if self.first_signed:
            pairs.append((_("First signed"), say_day(self.first_signed)))
            pairs.append((_("Last signed"), say_day(self.last_signed)))
        return Facts(tuple(pairs))

    def _said(self) -> Iterator[tuple[str, Cell | tuple[Cell, ...]]]:
        """Yield what the office said of it; what it did not say is left out."""
        told: tuple[tuple[str, Cell | tuple[Cell, ...]], ...] = (
            (_("Other names"), self.aliases),
            (_("Belongs to"), " → ".join(self.parents)),
            (_("To it belong"), self.children),
            (_("Kind"), ORGANISATIONS.name(self.kind) if self.kind else ""),
            (_("Region"), self.region),
            (_("Credit code"), self.code),
        )
        return (pair for pair in told if pair[1])

    def _tables(self) -> Iterator[Table]:
        yield dealing_table(
            self.agreements,
            _("Agreements"),
            _("No agreement names it."),
            with_names=False,
        )
        yield task_table(
            self.follow_ups, _("Open follow-ups"), _("Nothing is open on its agreements.")
        )
        if self.visits:
            yield call_table(self.visits, _("Visits"))
        if self.intentions:
            yield wish_table(self.intentions, _("Intentions"))


def card_of_party(
    name: str,
    agreements: Iterable[Agreement],
    trips: Iterable[Trip],
    as_of: date,
    since: Following | None = None,
    rule: Rule = NO_PROGRESS,
    known: Organisations = NOBODY,
) -> PartyCard:
    """Return the card of the organisation called *name*: that name, not a part of one.

    Names that are *known* to be the same are, and what belongs to it is told of too.
    *since* are the agreements that may have come of an intention; by default those of
    *agreements*.
    """
    meant, agreements = one_of(known.family(name)), begun(agreements, as_of)
    itself, entry = one_of(known.names(name)), known.find(name) or Organisation(name=name)
    since = following(agreements) if since is None else since
    papers, gone = holding(agreements, meant, as_of), holding(trips, meant, as_of)
    contact = last_contact(papers, gone, meant, as_of)
    signed = [h.record for h in papers if h.has("party")]
    days = [d for a in signed if (d := signed_day(a, as_of))]
    own = [p for a in signed for p in a.parties if itself(p.name)]
    return PartyCard(
        as_of=as_of,
        name=entry.name,
        ref=entry.ref if entry.id else "",
        aliases=entry.aliases,
        parents=known.above(name),
        children=known.below(name),
        kind=entry.kind,
        region=entry.region,
        code=entry.code,
        sides=tuple(dict.fromkeys(p.side for p in own if p.side)),
        roles=tuple(dict.fromkeys(p.role for p in own if p.role)),
        first_signed=min(days, key=lambda d: d.earliest, default=None),
        last_signed=max(days, key=lambda d: d.earliest, default=None),
        last_contact=contact.on if contact else None,
        last_contact_ref=contact.ref if contact else "",
        people=people((*gone, *papers)),
        agreements=dealings(papers, as_of, rule),
        follow_ups=open_tasks((h.record for h in papers), as_of),
        visits=calls(gone, meant, as_of),
        intentions=wishes(gone, since, meant, as_of),
    )

"""Everything about one agreement."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model import Agreement, Funds, Source, StatusChange, Trip
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import BINDINGS, KINDS, RELATIONS
from dealtrack.report.dealings import Blocker, blocker_table
from dealtrack.report.known import is_by, notes_by, problems_by, sources_by
from dealtrack.report.lights import NO_PROGRESS, Light, Rule, light, say_colour, say_reason
from dealtrack.report.page import Block, Cell, Column, Facts, Page, Table, Tone, Toned
from dealtrack.report.papers import note_table
from dealtrack.report.plans import Milestone, milestones, plan_table
from dealtrack.report.slips import SlipLine, slip_section
from dealtrack.report.tasks import Task, task_table, tasks_of
from dealtrack.report.words import (
    all_or_unknown,
    or_unknown,
    say_amount,
    say_as_of,
    say_count,
    say_day,
    say_kind,
    say_party,
    say_person,
    say_sectors,
    say_source,
    say_stage,
    say_status,
    sum_of,
    unknown,
)
from dealtrack.text import _, listed

Pairs = list[tuple[str, Cell | tuple[Cell, ...]]]


class Relation(Struct, frozen=True, kw_only=True):
    """How the agreement relates to another one: *back* if it is the other that refers to it."""

    relation: str
    ref: str
    title: str
    back: bool = False


class Card(Struct, frozen=True, kw_only=True):
    """One agreement in full, and what follows from it on a day.

    With *as_entered*, it is what the ledger knew at the end of that day.
    """

    schema: Literal["dealtrack/agreement/1"] = "dealtrack/agreement/1"
    as_of: date
    ref: str
    agreement: Agreement
    stage: str
    status: str
    light: Light | None
    relations: tuple[Relation, ...]
    follow_ups: tuple[Task, ...]
    plan: tuple[Milestone, ...] = ()
    trip_title: str = ""
    trip_sources: tuple[Source, ...] = ()
    as_entered: date | None = None
    slips: tuple[SlipLine, ...] = ()

    def page(self) -> Page:
        """Lay the report out: what the source is silent about is said to be unknown."""
        one = self.agreement
        return Page(
            f"{self.ref}  {one.title}",
            (Facts(tuple(self._facts())), Facts(tuple(self._standing())), *self._tables()),
            subtitle=say_as_of(self.as_of, self.as_entered),
        )

    def _facts(self) -> Pairs:
        one = self.agreement
        pairs: Pairs = [
            (_("Kind"), say_kind(one.kind)),
            *self._class(),
            (_("Signed"), self._signed()),
            (_("Place"), or_unknown(one.place)),
            (_("Parties"), all_or_unknown(say_party(p) for p in one.parties)),
            (_("Witnesses"), all_or_unknown(say_person(w) for w in one.witnesses)),
            (_("Sectors"), or_unknown(say_sectors(one.sectors))),
            (_("Amount"), say_amount(one.amount)),
        ]
        if one.count != 1:
            pairs.append((_("Papers"), say_count(one.count)))
        if one.areas:
            pairs.append((_("Areas"), listed(one.areas)))
        if one.expires:
            pairs.append((_("Expires"), say_day(one.expires)))
        if one.trip:
            pairs.append((_("Trip"), f"T{one.trip}  {self.trip_title}".rstrip()))
        if one.follows:
            pairs.append((_("Follows"), one.follows))
        if self.relations:
            pairs.append((_("Related"), tuple(_relation(r) for r in self.relations)))
        if one.tags:
            pairs.append((_("Tags"), listed(one.tags)))
        return pairs

    def _class(self) -> Pairs:
        """Say the binding class, unless it is called like the kind."""
        key = self.agreement.binding
        if not key or BINDINGS.name(key) == KINDS.name(self.agreement.kind):
            return []
        return [(_("Class"), BINDINGS.name(key))]

    def _signed(self) -> Cell:
        if self.agreement.is_signed:
            return say_day(self.agreement.signed)
        return Toned(_("not signed yet"), Tone.QUIET)

    def _standing(self) -> Pairs:
        one, who = self.agreement, self.agreement.assigned(self.as_of)
        pairs: Pairs = [
            (_("Stage"), _track(one, self.as_of)),
            (_("Status"), self._status()),
        ]
        if self.light:
            pairs.append((_("Light"), say_colour(self.light)))
            pairs.append(("", Toned(say_reason(self.light), Tone.QUIET)))
        pairs.append(
            (_("Responsible"), listed(p for p in (who.unit, who.owner) if p) or unknown())
        )
        pairs += slip_section(self.slips)
        sources = one.sources or self.trip_sources
        pairs.append((_("Sources"), all_or_unknown(say_source(s) for s in sources)))
        return pairs

    def _status(self) -> Cell | tuple[Cell, ...]:
        known = [c for c in self.agreement.statuses if c.on <= self.as_of]
        if not known:
            return say_status(self.status)
        last = known[-1]
        return (say_status(self.status), _since(last))

    def _tables(self) -> Iterator[Block]:
        one = self.agreement
        if self.plan:
            yield plan_table(self.plan)
        yield task_table(
            self.follow_ups, _("Follow-ups"), _("No follow-ups."), with_record=False
        )
        problems = problems_by(one, self.as_of)
        if problems:
            found = tuple(Blocker(ref=r, problem=p) for r, p in problems)
            yield blocker_table(found, _("Open problems"))
        if funds := [f for f in one.funds if f.on <= self.as_of]:
            yield _funds(funds)
        if notes := notes_by(one, self.as_of):
            yield note_table(notes, _("Notes"))


def card_of(
    one: Agreement,
    as_of: date,
    others: Iterable[Agreement] = (),
    trip: Trip | None = None,
    rule: Rule = NO_PROGRESS,
) -> Card:
    """Return the card of an agreement, signed on *trip*.

    *others* are looked through for relations; a paper without a source of its own
    has those of its trip.
    """
    return Card(
        as_of=as_of,
        ref=one.ref,
        agreement=one,
        stage=one.stage(as_of),
        status=one.status(as_of),
        light=light(one, as_of, rule),
        relations=tuple(_relations(one, {o.id: o for o in others})),
        follow_ups=tasks_of(one, as_of),
        plan=milestones(one, as_of),
        trip_title=trip.title if trip else "",
        trip_sources=sources_by(trip, as_of) if trip else (),
    )


def _relations(one: Agreement, others: dict[int, Agreement]) -> Iterator[Relation]:
    for link in one.links:
        title = others[link.to].title if link.to in others else ""
        yield Relation(relation=link.relation, ref=str(link.to), title=title)
    for other in others.values():
        for link in other.links:
            if link.to == one.id:
                yield Relation(
                    relation=link.relation, ref=other.ref, title=other.title, back=True
                )


def _relation(one: Relation) -> str:
    name = RELATIONS.name(one.relation)
    if one.back:
        return _("{ref}  {title} {relation} this").format(
            ref=one.ref, title=one.title, relation=name
        )
    return _("{relation} {ref}  {title}").format(relation=name, ref=one.ref, title=one.title)


def _track(one: Agreement, as_of: date) -> tuple[Cell, ...]:
    """Say the stages that are noted, each with its day, and mark the furthest."""
    noted = {r.stage for r in one.stages if is_by(r.on, as_of)}
    if one.was_signed(as_of):
        noted.add("signed")
    if not noted:
        return (unknown(),)
    names = [name for name in STAGES.keys if name in noted]
    return tuple(_stage(one, name, last=name == one.stage(as_of)) for name in names)


def _stage(one: Agreement, stage: str, *, last: bool) -> Cell:
    own = [r for r in one.stages if r.stage == stage]
    day = one.signed if stage == "signed" and one.signed else own[0].on if own else None
    said = say_stage(stage)
    text = f"{said}  {day}" if day else str(said)
    return Toned(text, Tone.STRONG if last else Tone.QUIET)


def _since(last: StatusChange) -> Cell:
    parts = (_("since {day}").format(day=last.on), last.reason)
    return Toned(" · ".join(p for p in parts if p), Tone.QUIET)


def _funds(funds: list[Funds]) -> Table:
    return Table(
        columns=(
            Column("on", _("Day"), "day"),
            Column("amount", _("Amount"), "number"),
            Column("note", _("Note"), grow=True),
        ),
        rows=tuple((f.on, sum_of(f.amount), f.note) for f in funds),
        title=_("Funds in place"),
    )

"""Everything about one trip."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Note, Person, Source, Trip
from dealtrack.report.calls import (
    Call,
    Following,
    Wish,
    call_table,
    calls_of,
    following,
    planned_calls,
    wish_table,
    wishes_of,
)
from dealtrack.report.dealings import Blocker, blocker_table
from dealtrack.report.known import begun, notes_by, problems_by, sources_by
from dealtrack.report.page import Block, Cell, Facts, Page, Table
from dealtrack.report.papers import Paper, note_table, paper_of, paper_table
from dealtrack.report.slips import SlipLine, slip_section
from dealtrack.report.tasks import Task, task_table, tasks_of
from dealtrack.report.words import (
    all_or_unknown,
    or_unknown,
    say_as_of,
    say_day,
    say_days,
    say_person,
    say_source,
    unknown,
)
from dealtrack.text import _, listed


class Noted(Struct, frozen=True, kw_only=True):
    """A note with the ref of the trip or the follow-up that it is on."""

    ref: str
    note: Note


class TripCard(Struct, frozen=True, kw_only=True):
    """One trip, with everything that was known of it on a day.

    With *as_entered*, it is what the ledger knew at the end of that day.
    """

    schema: Literal["dealtrack/trip/1"] = "dealtrack/trip/1"
    as_of: date
    ref: str
    title: str
    start: PartialDay | None = None
    end: PartialDay | None = None
    days: int | None = None
    places: tuple[str, ...] = ()
    lead: Person | None = None
    members: tuple[Person, ...] = ()
    unit: str = ""
    owner: str = ""
    tags: tuple[str, ...] = ()
    last_progress: date | None = None
    visits: tuple[Call, ...] = ()
    planned_visits: tuple[Call, ...] = ()
    intentions: tuple[Wish, ...] = ()
    agreements: tuple[Paper, ...] = ()
    follow_ups: tuple[Task, ...] = ()
    problems: tuple[Blocker, ...] = ()
    notes: tuple[Noted, ...] = ()
    sources: tuple[Source, ...] = ()
    as_entered: date | None = None
    slips: tuple[SlipLine, ...] = ()

    def page(self) -> Page:
        """Lay the report out: what the source is silent about is said to be unknown."""
        return Page(
            f"{self.ref}  {self.title}",
            (self._facts(), *self._tables(), self._sources()),
            subtitle=say_as_of(self.as_of, self.as_entered),
        )

    def _facts(self) -> Block:
        pairs: list[tuple[str, Cell | tuple[Cell, ...]]] = [
            (_("Start"), say_day(self.start)),
            (_("End"), say_day(self.end)),
            (_("Duration"), say_days(self.days) if self.days else unknown()),
            (_("Places"), or_unknown(listed(self.places))),
            (_("Head of delegation"), say_person(self.lead) if self.lead else unknown()),
            (_("Members"), all_or_unknown(say_person(m) for m in self.members)),
        ]
        if self.unit or self.owner:
            pairs.append((_("Responsible"), listed(p for p in (self.unit, self.owner) if p)))
        if self.tags:
            pairs.append((_("Tags"), listed(self.tags)))
        if self.last_progress:
            pairs.append((_("Last progress"), self.last_progress))
        pairs += slip_section(self.slips)
        return Facts(tuple(pairs))

    def _tables(self) -> Iterator[Table]:
        yield call_table(self.visits, _("Visits"), _("No visits are noted."), with_trip=False)
        if self.planned_visits:
            yield call_table(self.planned_visits, _("Visits still ahead"), with_trip=False)
        yield paper_table(
            self.agreements, _("Agreements"), _("No agreement was made on this trip.")
        )
        if self.intentions:
            yield wish_table(self.intentions, _("Intentions"))
        yield task_table(
            self.follow_ups, _("Follow-ups"), _("No follow-ups."), with_record=False
        )
        if self.problems:
            yield blocker_table(self.problems, _("Open problems"))
        if self.notes:
            yield note_table(((n.ref, n.note) for n in self.notes), _("Notes"))

    def _sources(self) -> Block:
        return Facts(((_("Sources"), all_or_unknown(say_source(s) for s in self.sources)),))


def card_of_trip(
    trip: Trip, agreements: Iterable[Agreement], as_of: date, since: Following | None = None
) -> TripCard:
    """Return the card of *trip*, with those of *agreements* that were made on it.

    *since* are those that may have come of an intention; by default those of *agreements*.
    """
    agreements = begun(agreements, as_of)
    since = following(agreements) if since is None else since
    assigned = trip.assigned(as_of)
    return TripCard(
        as_of=as_of,
        ref=trip.ref,
        title=trip.title,
        start=trip.start,
        end=trip.end,
        days=trip.days(),
        places=trip.places,
        lead=trip.lead,
        members=trip.members,
        unit=assigned.unit,
        owner=assigned.owner,
        tags=trip.tags,
        last_progress=trip.last_progress(as_of),
        visits=calls_of(trip, as_of),
        planned_visits=planned_calls(trip, as_of),
        intentions=wishes_of(trip, since, as_of),
        agreements=tuple(paper_of(a, as_of) for a in agreements if a.trip == trip.id),
        follow_ups=tasks_of(trip, as_of),
        problems=tuple(Blocker(ref=r, problem=p) for r, p in problems_by(trip, as_of)),
        notes=tuple(Noted(ref=r, note=n) for r, n in notes_by(trip, as_of)),
        sources=sources_by(trip, as_of),
    )

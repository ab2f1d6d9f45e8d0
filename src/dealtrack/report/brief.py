"""What to know before a meeting: everything with a company, a leader or a witness."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from typing import Literal

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Person, Source, Trip
from dealtrack.report.calls import Call, Wish, call_table, following, wish_table
from dealtrack.report.dealings import (
    Blocker,
    Dealing,
    Elsewhere,
    Journey,
    Match,
    blocker_table,
    dealing_table,
    elsewhere_table,
    journey_table,
    unnamed_table,
)
from dealtrack.report.held import (
    DELEGATION,
    Held,
    Meant,
    blockers,
    calls,
    dealings,
    holding,
    journeys,
    last_contact,
    matches,
    part_of,
    people,
    same_as,
    wishes,
)
from dealtrack.report.known import begun, by_trip, sources_by
from dealtrack.report.page import Block, Cell, Facts, Page, Table, Tile, Tiles, Tone
from dealtrack.report.papers import Paper, latest_table, paper_of
from dealtrack.report.tasks import Task, open_tasks, task_table, urgency
from dealtrack.report.words import all_or_unknown, say_contact, say_person, say_source
from dealtrack.text import _, listed


class Brief(Struct, frozen=True, kw_only=True):
    """Everything with the names that match what was *asked*, as it stood on a day.

    *not_witnessed* are papers signed on trips that a matching person led or took
    part in, where the source names another witness or none.  *unnamed* are papers
    of trips on which a matching organisation was visited, with a party that the
    source does not name: whether they are in it is not known.
    """

    schema: Literal["dealtrack/brief/1"] = "dealtrack/brief/1"
    as_of: date
    asked: str
    matches: tuple[Match, ...] = ()
    people: tuple[Person, ...] = ()
    last_contact: PartialDay | None = None
    last_contact_ref: str = ""
    dealings: tuple[Dealing, ...] = ()
    not_witnessed: tuple[Elsewhere, ...] = ()
    unnamed: tuple[Paper, ...] = ()
    tasks: tuple[Task, ...] = ()
    problems: tuple[Blocker, ...] = ()
    intentions: tuple[Wish, ...] = ()
    visits: tuple[Call, ...] = ()
    trips: tuple[Journey, ...] = ()
    sources: tuple[Source, ...] = ()

    def page(self) -> Page:
        """Lay the report out; what there is nothing of is left out, but for agreements."""
        tables = (*self._papers(), *self._tasks(), *self._rest())
        return Page(
            _("Brief: {name}").format(name=self.asked),
            (
                self._figures(),
                self._facts(),
                *(t for t in tables if t.rows or t.empty),
                *self._sources(),
            ),
            subtitle=_("as of {day}").format(day=self.as_of),
        )

    def _figures(self) -> Block:
        late = sum(t.days_late > 0 for t in self.tasks)
        return Tiles(
            (
                Tile(_("Agreements"), str(len(self.dealings))),
                Tile(_("Open follow-ups"), str(len(self.tasks))),
                Tile(_("Overdue"), str(late), Tone.BAD if late else Tone.GOOD),
                Tile(_("Visits"), str(len(self.visits))),
            )
        )

    def _facts(self) -> Block:
        found: tuple[Cell, ...] = tuple(
            _("{name} ({sort}) in {refs}").format(
                name=m.name, sort=_say_sort(m.sort), refs=listed(m.refs)
            )
            for m in self.matches
        )
        people = tuple(say_person(p) for p in self.people)
        return Facts(
            (
                (_("Names found"), found),
                *(((_("People"), people),) if people else ()),
                (_("Last contact"), say_contact(self.last_contact, self.last_contact_ref)),
            )
        )

    def _papers(self) -> Iterator[Table]:
        yield dealing_table(
            self.dealings,
            _("Agreements"),
            _("No agreement names them."),
            with_names=len(self.matches) > 1,
        )
        yield elsewhere_table(
            self.not_witnessed, _("Signed on the same trip, not named as a witness")
        )
        yield unnamed_table(
            self.unnamed, _("Signed on the same trip with a party that is not named")
        )

    def _tasks(self) -> Iterator[Table]:
        titles = {
            "ours": _("What we promised"),
            "theirs": _("What they promised"),
            "third": _("What third parties promised"),
            "": _("Follow-ups"),
        }
        for side, title in titles.items():
            yield task_table((t for t in self.tasks if t.side == side), title)

    def _rest(self) -> Iterator[Table]:
        yield blocker_table(self.problems, _("Open problems"))
        yield latest_table(d.paper for d in self.dealings)
        yield wish_table(self.intentions, _("Intentions without an agreement"))
        yield call_table(self.visits, _("Visits"))
        yield journey_table(self.trips, _("Trips"), with_names=len(self.matches) > 1)

    def _sources(self) -> tuple[Block, ...]:
        said = tuple(say_source(s) for s in self.sources)
        return (Facts(((_("Sources"), all_or_unknown(said)),)),)


def brief_on(
    name: str, agreements: Iterable[Agreement], trips: Iterable[Trip], as_of: date
) -> Brief:
    """Tell everything about the names that *name* is a part of, as it stood on *as_of*.

    Case, width and spaces do not matter.  Where several names match, all of them
    are listed and told of; where none does, there are no `matches`.
    """
    meant, agreements = part_of(name), begun(agreements, as_of)
    papers, gone = holding(agreements, meant, as_of), holding(trips, meant, as_of)
    missed = tuple(_not_witnessed(gone, agreements, meant, as_of))
    theirs = _concerning(papers, missed, agreements)
    contact, contact_ref = last_contact(papers, gone, meant, as_of)
    return Brief(
        as_of=as_of,
        asked=name,
        matches=matches((*gone, *papers), meant),
        people=people((*gone, *papers)),
        last_contact=contact,
        last_contact_ref=contact_ref,
        dealings=dealings(papers, as_of),
        not_witnessed=missed,
        unnamed=tuple(_unnamed(gone, papers, agreements, as_of)),
        tasks=_tasks(theirs, gone, meant, as_of),
        problems=blockers((*theirs, *_their_trips(gone)), as_of),
        intentions=tuple(
            wish
            for wish in wishes(gone, following(agreements), meant, as_of)
            if not wish.turned_into
        ),
        visits=calls(gone, meant, as_of),
        trips=journeys(gone),
        sources=_sources((*gone, *papers), as_of),
    )


def _not_witnessed(
    trips: Iterable[Held[Trip]], agreements: Iterable[Agreement], meant: Meant, as_of: date
) -> Iterator[Elsewhere]:
    """Yield what was signed on trips of a person whom the source does not name as witness."""
    made = by_trip(a for a in agreements if a.was_signed(as_of))
    for held in trips:
        went = (m.name for m in held.hits if m.role in DELEGATION and meant(m.name))
        for name, one in product(dict.fromkeys(went), made.get(held.record.id, ())):
            if not any(map(same_as(name), (w.name for w in one.witnesses))):
                yield Elsewhere(name=name, paper=paper_of(one, as_of))


def _unnamed(
    trips: Iterable[Held[Trip]],
    papers: Iterable[Held[Agreement]],
    agreements: Iterable[Agreement],
    as_of: date,
) -> Iterator[Paper]:
    """Yield papers of trips that visited them, with a party that the source does not name."""
    visited = {h.record.id for h in trips if h.has("visited")}
    named = {h.record.id for h in papers if h.has("party")}
    for one in agreements:
        is_open = any(not p.is_named for p in one.parties)
        if is_open and one.trip in visited and one.id not in named:
            yield paper_of(one, as_of)


def _concerning(
    papers: Iterable[Held[Agreement]],
    missed: Iterable[Elsewhere],
    agreements: Iterable[Agreement],
) -> tuple[Agreement, ...]:
    """Return the agreements that name them, and those signed on trips of theirs."""
    refs = {h.record.ref for h in papers} | {e.paper.ref for e in missed}
    return tuple(a for a in agreements if a.ref in refs)


def _their_trips(trips: Iterable[Held[Trip]]) -> tuple[Trip, ...]:
    """Return the trips that they were on, or answer for: the follow-ups of these are theirs."""
    return tuple(h.record for h in trips if h.has(*DELEGATION, "unit", "owner", "partner"))


def _tasks(
    agreements: tuple[Agreement, ...], trips: tuple[Held[Trip], ...], meant: Meant, as_of: date
) -> tuple[Task, ...]:
    """Return what is open with them: of other trips only what speaks of them."""
    own = _their_trips(trips)
    refs = {trip.ref for trip in own}
    others = (h.record for h in trips if h.record.ref not in refs)
    spoken_of = (t for t in open_tasks(others, as_of) if meant(t.task))
    return tuple(sorted((*open_tasks((*agreements, *own), as_of), *spoken_of), key=urgency))


def _sources(held: Iterable[Held[Agreement] | Held[Trip]], as_of: date) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(s for h in held for s in sources_by(h.record, as_of)))


def _say_sort(sort: str) -> str:
    return _("person") if sort == "person" else _("organisation")

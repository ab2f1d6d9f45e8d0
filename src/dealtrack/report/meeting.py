"""What there is to know before a meeting, found in the records of a name."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

from dealtrack.model import Agreement, Source, Trip
from dealtrack.query.asked import Excerpt
from dealtrack.query.rates import rates
from dealtrack.report.answers import answer
from dealtrack.report.brief import Brief
from dealtrack.report.calls import Following, following
from dealtrack.report.contact import last_contact, last_move
from dealtrack.report.dealings import Elsewhere
from dealtrack.report.figures import HALF_UP, Rounding
from dealtrack.report.held import (
    DELEGATION,
    Held,
    Meant,
    blockers,
    calls,
    dealings,
    holding,
    journeys,
    matches,
    part_of,
    people,
    same_as,
    wishes,
)
from dealtrack.report.known import begun, by_trip, sources_by
from dealtrack.report.ledger import Ledger
from dealtrack.report.lights import NO_PROGRESS, Rule
from dealtrack.report.papers import Paper, paper_of
from dealtrack.report.points import USUAL, find_points
from dealtrack.report.rate import Rate, rates_of
from dealtrack.report.tasks import Task, open_tasks, urgency
from dealtrack.settings.briefs import Worth


def brief_on(
    name: str,
    agreements: Iterable[Agreement],
    trips: Iterable[Trip],
    as_of: date,
    *,
    since: Following | None = None,
    rounding: Rounding = HALF_UP,
    rule: Rule = NO_PROGRESS,
    also: Iterable[str] = (),
    worth: Worth = USUAL,
) -> Brief:
    """Tell everything about the names that *name* is a part of, as it stood on *as_of*.

    Case, width and spaces do not matter.  Where several names match, all of them
    are listed and told of; where none does, there are no `matches`.  *also* are other
    names of what is meant, each in full.  *since* are the
    agreements that may have come of an intention; by default those of *agreements*.
    *worth* says what is worth raising.
    """
    meant, agreements = part_of(name, also), begun(agreements, as_of)
    papers, gone = holding(agreements, meant, as_of), holding(trips, meant, as_of)
    missed = tuple(_not_witnessed(gone, agreements, meant, as_of))
    theirs = _concerning(papers, missed, agreements)
    contact = last_contact(papers, gone, meant, as_of)
    tasks = _tasks(theirs, gone, meant, as_of)
    problems = blockers((*theirs, *_their_trips(gone)), as_of)
    since = following(agreements) if since is None else since
    heard = wishes(gone, since, meant, as_of)
    return Brief(
        as_of=as_of,
        asked=name,
        points=find_points(
            (h.record for h in papers), tasks, problems, heard, as_of, rule, worth
        ),
        matches=matches((*gone, *papers), meant),
        people=people((*gone, *papers)),
        last_contact=contact.on if contact else None,
        last_contact_ref=contact.ref if contact else "",
        contact=contact,
        last_move=last_move((*theirs, *_their_trips(gone)), as_of),
        dealings=dealings(papers, as_of, rule),
        funds=_funds(papers, as_of, rounding),
        not_witnessed=missed,
        unnamed=tuple(_unnamed(gone, papers, agreements, as_of)),
        tasks=tasks,
        problems=problems,
        intentions=tuple(wish for wish in heard if not wish.turned_into),
        visits=calls(gone, meant, as_of),
        trips=journeys(gone),
        sources=_sources((*gone, *papers), as_of),
    )


def _funds(
    papers: Iterable[Held[Agreement]], as_of: date, rounding: Rounding
) -> tuple[Rate, ...]:
    """Return the money in place of what was contracted, as everywhere else it is counted."""
    figure = next(one for one in rates(as_of) if one.name == "funds")
    ledger = Ledger.on(as_of, Excerpt.of(h.record for h in papers))
    found = answer(ledger, [figure])[""][figure.name]
    return tuple(rate for rate in rates_of("funds", found, rounding) if rate.d or rate.n)


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

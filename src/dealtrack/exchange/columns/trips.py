"""A table of trips: what a row tells of one, and what of that the ledger has already.

A row names whom a trip visited and whom it met, but not who was met where: somebody whose
organisation was visited belongs to that visit, and anybody else to the visit of the one
named before.  What was heard is noted on the trip.
"""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Said
from datetime import date
from typing import Any, NamedTuple, TypeVar

from msgspec.structs import replace

from dealtrack.exchange.columns.drafts import assigned, day_of, noted, troubled
from dealtrack.exchange.columns.mapping import OWN
from dealtrack.exchange.columns.outcomes import Passed, Refusal, Refused
from dealtrack.exchange.columns.reading import Table
from dealtrack.exchange.columns.settled import new_notes, new_problems
from dealtrack.exchange.compare import differences, merged
from dealtrack.exchange.keys import digest_of, may_be_one
from dealtrack.exchange.plan import Changed, Known, New, TripStep
from dealtrack.model import UNNAMED, Intention, Person, Trip, TripDraft, Visit
from dealtrack.model.words import folded
from dealtrack.report.columns import intention_text
from dealtrack.text import _

_BY = re.compile(r"(?P<text>.*\S) \((?P<by>[^()]+)\)", re.DOTALL)

S = TypeVar("S")


class Told(NamedTuple):
    """What becomes of the trip that *row* tells of."""

    row: int
    step: TripStep


class Repeated(NamedTuple):
    """A row that says the same as an earlier one."""

    row: int
    first: int


Outcome = Told | Repeated | Refused | Passed


class KnownTrips:
    """The trips of a ledger, by what a row may be known again by."""

    def __init__(self, trips: Iterator[Trip]) -> None:
        self._keys: dict[str, Trip] = {}
        self._digests: dict[str, list[Trip]] = {}
        self._titles: dict[str, list[Trip]] = {}
        for trip in trips:
            self._keys.setdefault(trip.key, trip)
            self._digests.setdefault(digest_of(trip), []).append(trip)
            self._titles.setdefault(folded(trip.title), []).append(trip)

    def find(self, draft: TripDraft) -> Trip | None:
        """Return the trip that *draft* tells of: by its key, its name, or but for its day."""
        if found := self._keys.get(draft.key):
            return found
        named = self._titles.get(folded(draft.title), [])
        undated = [trip for trip in named if None in {trip.start, draft.start}]
        for same in (self._digests.get(digest_of(draft), []), undated):
            fitting = [trip for trip in same if may_be_one(trip, draft)]
            if len(fitting) == 1:
                return fitting[0]
        return None


def outcomes(table: Table, known: KnownTrips, on: date) -> Iterator[Outcome]:
    """Yield what becomes of each row; what has no day of its own is noted *on* that day."""
    seen: dict[str, tuple[int, TripDraft]] = {}
    claimed: set[int] = set()
    for row in table.rows():
        if isinstance(row, Passed):
            yield row
            continue
        refusals: list[Refusal] = []
        said = table.said_by(row, refusals)
        key = table.key_of((row,), refusals)
        draft = make_trip(said, key, on, is_own=table.mapping.split == OWN)
        refusals += () if refusals else table.broken(draft, row)
        first, same = seen.setdefault(draft.key, (row.number, draft))
        if not refusals and first != row.number and same != draft:
            refusals.append(_told_otherwise(table, row.number, first, draft))
        if refusals:
            yield Refused((row,), tuple(refusals))
        elif first != row.number:
            yield Repeated(row.number, first)
        else:
            yield Told(row.number, _step(draft, known.find(draft), claimed, on))


def _told_otherwise(table: Table, row: int, first: int, draft: TripDraft) -> Refusal:
    bound = table.layout.of("title")
    why = _("is called like row {row}, and says otherwise")
    header = bound.header if bound else "title"
    return Refusal(row, header, draft.title, why.format(row=first))


def _step(draft: TripDraft, old: Trip | None, claimed: set[int], on: date) -> TripStep:
    if old is None or old.id in claimed:
        return New(draft)
    claimed.add(old.id)
    new = merged(old, replace(added_to(old, draft, on), key=old.key or draft.key))
    found = differences(old, new)
    return Changed(new, found) if found else Known(old)


def make_trip(said: Said[str, Any], key: str, on: date, *, is_own: bool) -> TripDraft:
    """Make the draft of what a row says."""
    visits = tuple(Visit(organisation=party.name) for party in said.get("visits", ()))
    lead = said.get("lead", ())
    draft = TripDraft(
        title=said.get("title", ""),
        start=day_of(said, "start"),
        end=day_of(said, "end"),
        places=said.get("places", ()),
        lead=lead[0] if lead else None,
        members=said.get("members", ()),
        visits=_with_people(visits, said.get("met", ())),
        intentions=tuple(_intention(text, is_own) for text in said.get("intentions", ())),
        tags=said.get("tags", ()),
        assignments=assigned(said.get("unit", ""), said.get("owner", "")),
        notes=noted(said.get("notes", ()), on),
        problems=troubled(said.get("problems", ()), on),
        sources=(said["source"],) if "source" in said else (),
        key=key,
    )
    return draft if key else replace(draft, key=digest_of(draft))


def _intention(text: str, is_own: bool) -> Intention:
    """Read an intention; brackets tell whose it is only where dealtrack wrote them."""
    found = _BY.fullmatch(text) if is_own else None
    return Intention(text=found["text"], by=found["by"]) if found else Intention(text=text)


def _with_people(visits: tuple[Visit, ...], people: tuple[Person, ...]) -> tuple[Visit, ...]:
    """Return *visits* with the *people* met, in their order."""
    if not people:
        return visits
    found = list(visits or (Visit(organisation=UNNAMED),))
    at = 0
    for person in people:
        later = (n for n, v in enumerate(found) if n > at and v.organisation)
        of_theirs = (n for n in later if found[n].organisation == person.organisation)
        at = next(of_theirs, at)
        found[at] = replace(found[at], met=(*found[at].met, person))
    return tuple(found)


def added_to(old: Trip, draft: TripDraft, on: date) -> TripDraft:
    """Return *draft* so that it says of *old* what that does not know yet.

    A table says less of a visit than the ledger does: a visit that is known stays as it is.
    """
    names = {visit.organisation for visit in old.visits}
    met = {str(person) for person in old.people_met}
    visits = (
        replace(visit, met=tuple(p for p in visit.met if str(p) not in met))
        for visit in draft.visits
    )
    new = tuple(v for v in visits if v.met or v.organisation not in names | {UNNAMED})
    heard = {intention_text(one) for one in old.all_intentions}
    said = tuple(one for one in draft.intentions if intention_text(one) not in heard)
    return replace(
        draft,
        places=_more(draft.places, old.places, {visit.place for visit in old.visits}),
        lead=None if str(draft.lead) == str(old.lead) else draft.lead,
        visits=_united(old.visits, new),
        intentions=(*old.intentions, *said) if said else (),
        notes=new_notes(draft.notes, old.notes, on),
        problems=new_problems(draft.problems, old.problems),
    )


def _more(said: tuple[S, ...], known: tuple[S, ...], elsewhere: set[S]) -> tuple[S, ...]:
    """Return what is *known* and what more is *said*, if it is more; else nothing."""
    new = tuple(one for one in said if one not in known and one not in elsewhere)
    return (*known, *new) if new else ()


def _united(old: tuple[Visit, ...], new: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """Return the visits that are known, with the people met on them, and those that are new."""
    found = list(old) if new else []
    for visit in new:
        at = next(
            (n for n, one in enumerate(found) if one.organisation == visit.organisation), -1
        )
        if at < 0:
            found.append(visit)
        else:
            found[at] = replace(found[at], met=(*found[at].met, *visit.met))
    return tuple(found)

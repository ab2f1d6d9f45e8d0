"""What logging a file would do to the ledger: add, leave alone, or change.

The plan writes nothing.  Whoever carries it out writes the trip first, gives
its id to every agreement of the plan (``trip=``), and when all of them have
ids adds the links that wait (`linked`).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from msgspec.structs import replace

from dealtrack.exchange.compare import Difference, differences, merged
from dealtrack.exchange.keys import digest_of, may_be_one
from dealtrack.exchange.place import KeyLink
from dealtrack.exchange.trip import Harvest
from dealtrack.model import Agreement, Draft, Link, Trip, TripDraft
from dealtrack.model.words import folded

D = TypeVar("D", Draft, TripDraft)
K = TypeVar("K", Agreement, Trip)


class New(NamedTuple, Generic[D]):
    """A record that the ledger does not have; *links* wait for ids."""

    draft: D
    links: tuple[KeyLink, ...] = ()


class Known(NamedTuple, Generic[K]):
    """A record that says nothing new."""

    record: K


class Changed(NamedTuple, Generic[K]):
    """A record as it would be, ready to be saved, and where that differs from the ledger."""

    record: K
    differences: tuple[Difference, ...]
    links: tuple[KeyLink, ...] = ()


TripStep = New[TripDraft] | Known[Trip] | Changed[Trip]
AgreementStep = New[Draft] | Known[Agreement] | Changed[Agreement]


class Plan(NamedTuple):
    """What is to be done with the trip and each agreement of a file, in its order."""

    trip: TripStep | None = None
    agreements: tuple[AgreementStep, ...] = ()

    @property
    def steps(self) -> tuple[TripStep | AgreementStep, ...]:
        """Every step, the trip's first."""
        return (*([self.trip] if self.trip else []), *self.agreements)

    @property
    def is_nothing_new(self) -> bool:
        """Whether the ledger holds all of it already."""
        return all(isinstance(step, Known) for step in self.steps)

    @property
    def changes(self) -> tuple[Changed[Trip] | Changed[Agreement], ...]:
        """The steps that would change a record of the ledger."""
        return tuple(step for step in self.steps if isinstance(step, Changed))


def plan(
    harvest: Harvest, known_trips: Iterable[Trip], known_agreements: Iterable[Agreement]
) -> Plan:
    """Find out what of *harvest* the ledger knows already, and what differs."""
    trips = tuple(known_trips)
    old = _known_trip(harvest.trip, trips) if harvest.trip else None
    found = _known_agreements(harvest, old, trips, tuple(known_agreements))
    ids = {key: record.id for key, record in found.items()}
    step = _trip_step(harvest.trip, old)
    papers = tuple(
        _agreement_step(draft, found.get(draft.key), step, harvest.links, ids)
        for draft in harvest.agreements
    )
    return Plan(step, papers)


def linked(record: Agreement, links: Iterable[KeyLink], ids: Mapping[str, int]) -> Agreement:
    """Return *record* with *links*, now that all *ids* are known by key."""
    added = (Link(relation=one.relation, to=ids[one.to]) for one in links)  # type: ignore[arg-type]
    return replace(record, links=tuple(dict.fromkeys((*record.links, *added))))


def _trip_step(draft: TripDraft | None, old: Trip | None) -> TripStep | None:
    if draft is None:
        return None
    if old is None:
        return New(draft)
    united = merged(old, replace(draft, key=old.key or draft.key))
    return _compared(old, united)


def _agreement_step(
    draft: Draft,
    old: Agreement | None,
    trip: TripStep | None,
    links: tuple[KeyLink, ...],
    ids: dict[str, int],
) -> AgreementStep:
    own = [link for link in links if link.of == draft.key]
    ready = [link for link in own if link.to in ids]
    waiting = tuple(link for link in own if link.to not in ids)
    named = tuple(Link(relation=one.relation, to=ids[one.to]) for one in ready)  # type: ignore[arg-type]
    draft = replace(draft, links=(*draft.links, *named), trip=_trip_id(trip) or draft.trip)
    if old is None:
        return New(draft, waiting)
    united = merged(old, replace(draft, key=old.key or draft.key))
    extra = [Difference(link.relation, "", link.to) for link in waiting]
    if isinstance(trip, New):
        extra.append(Difference("trip", f"T{old.trip}" if old.trip else "", trip.draft.title))
    return _compared(old, united, tuple(extra), waiting)


def _compared(
    old: K, new: K, more: tuple[Difference, ...] = (), links: tuple[KeyLink, ...] = ()
) -> Known[K] | Changed[K]:
    found = (*differences(old, new), *more)
    return Changed(new, found, links) if found else Known(old)


def _trip_id(step: TripStep | None) -> int | None:
    return step.record.id if isinstance(step, Known | Changed) else None


def _known_trip(draft: TripDraft, trips: tuple[Trip, ...]) -> Trip | None:
    """Return the trip that *draft* tells of: by key, digest, or title if a day is missing."""
    digest = digest_of(draft)
    for is_it in (
        lambda trip: trip.key == draft.key,
        lambda trip: digest_of(trip) == digest and may_be_one(trip, draft),
        lambda trip: _is_undated_twin(trip, draft) and may_be_one(trip, draft),
    ):
        same = [trip for trip in trips if is_it(trip)]
        if len(same) == 1:
            return same[0]
    return None


def _is_undated_twin(trip: Trip, draft: TripDraft) -> bool:
    return folded(trip.title) == folded(draft.title) and None in {trip.start, draft.start}


def _known_agreements(
    harvest: Harvest, old: Trip | None, trips: tuple[Trip, ...], known: tuple[Agreement, ...]
) -> dict[str, Agreement]:
    """Return the agreements that the drafts tell of, by the drafts' keys.

    Sure signs come first, for all drafts, so that a weaker one never takes
    the record of another draft: its key, its digest, its title on this trip.
    """
    by_id = {trip.id: trip for trip in trips}
    found: dict[str, Agreement] = {}

    def digest(paper: Draft) -> str:
        is_known = isinstance(paper, Agreement)
        return digest_of(paper, by_id.get(paper.trip or 0) if is_known else harvest.trip)

    def title(paper: Draft) -> str:
        on_trip = not isinstance(paper, Agreement) or (old and paper.trip == old.id)
        return folded(paper.title) if old and on_trip else ""

    for sign in (lambda paper: paper.key, digest, title):
        drafts = [draft for draft in harvest.agreements if draft.key not in found]
        if drafts:
            taken = {paper.id for paper in found.values()}
            found |= _same(sign, drafts, [a for a in known if a.id not in taken])
    return found


def _same(
    sign: Callable[[Draft], str], drafts: list[Draft], known: list[Agreement]
) -> dict[str, Agreement]:
    """Return, by the drafts' keys, the known agreements that alone bear the same sign."""
    bearers: dict[str, list[Agreement]] = {}
    for paper in known:
        bearers.setdefault(sign(paper), []).append(paper)
    found: dict[str, Agreement] = {}
    for draft in drafts:
        match bearers.get(sign(draft), []):
            case [one] if sign(draft) and one not in found.values() and _is_it(one, draft):
                found[draft.key] = one
    return found


def _is_it(paper: Agreement, draft: Draft) -> bool:
    return paper.key == draft.key or may_be_one(paper, draft)

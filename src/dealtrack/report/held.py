"""Records that hold a name, with where in them it stands."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from dealtrack.model import Agreement, Amount, Kept, Person, Trip
from dealtrack.report.calls import Call, Following, Wish, calls_of, wishes_of
from dealtrack.report.dealings import Blocker, Dealing, Involved, Journey, Match
from dealtrack.report.figures import added
from dealtrack.report.known import has_begun, problems_by, trip_days
from dealtrack.report.lights import NO_PROGRESS, Rule, light
from dealtrack.report.papers import paper_of
from dealtrack.report.people import Mention, Role, Sort, folded, mentions

K = TypeVar("K", bound=Kept)

Meant = Callable[[str], bool]
"""Whether a name is one of those that are asked about."""

DELEGATION: tuple[Role, ...] = ("lead", "member")


class Held(NamedTuple, Generic[K]):
    """A record that holds a name, and the mentions of it there."""

    record: K
    hits: tuple[Mention, ...]

    def has(self, *roles: Role) -> bool:
        """Whether the name stands there as one of *roles*."""
        return any(m.role in roles for m in self.hits)

    @property
    def roles(self) -> tuple[Involved, ...]:
        """As what the names stand there, each once."""
        return tuple(dict.fromkeys(Involved(name=m.name, role=m.role) for m in self.hits))


def part_of(asked: str, also: Iterable[str] = ()) -> Meant:
    """Return whether *asked* is a part of a name, of none if it is blank.

    The names in full that are *also* meant do as well.
    """
    part, others = folded(asked), frozenset(map(folded, also))
    return lambda name: (bool(part) and part in folded(name)) or folded(name) in others


def same_as(asked: str) -> Meant:
    """Return whether a name is *asked* itself, but for case, width and spaces."""
    whole = folded(asked)
    return lambda name: folded(name) == whole


def one_of(names: Iterable[str]) -> Meant:
    """Return whether a name is one of *names*, but for case, width and spaces."""
    whole = frozenset(map(folded, names))
    return lambda name: folded(name) in whole


def holding(records: Iterable[K], meant: Meant, as_of: date) -> tuple[Held[K], ...]:
    """Return those of *records*, begun by *as_of*, that hold a name that is *meant*."""
    found = (Held(r, _hits(r, meant, as_of)) for r in records if has_begun(r, as_of))
    return tuple(held for held in found if held.hits)


def matches(held: Iterable[Held[Agreement] | Held[Trip]], meant: Meant) -> tuple[Match, ...]:
    """Return each name that is *meant*, with the refs of the records that hold it."""
    refs: dict[tuple[str, Sort], list[str]] = {}
    for one in held:
        for name in dict.fromkeys(n for m in one.hits for n in m.names if meant(n[0])):
            refs.setdefault(name, []).append(one.record.ref)
    return tuple(
        Match(name=name, sort=sort, refs=tuple(found))
        for (name, sort), found in sorted(refs.items())
    )


def dealings(
    papers: Iterable[Held[Agreement]], as_of: date, rule: Rule = NO_PROGRESS
) -> tuple[Dealing, ...]:
    """Return the agreements as they stood on *as_of*, with the roles in them."""
    return tuple(
        Dealing(
            paper=paper_of(h.record, as_of),
            roles=h.roles,
            light=light(h.record, as_of, rule),
            funds=in_place(h.record, as_of),
            expires=h.record.expires.latest if h.record.expires else None,
        )
        for h in papers
    )


def in_place(paper: Agreement, as_of: date) -> tuple[Amount, ...]:
    """Return the money that had arrived by *as_of*, per currency."""
    return added(f.amount for f in paper.funds if f.on <= as_of)


def journeys(trips: Iterable[Held[Trip]]) -> tuple[Journey, ...]:
    """Return the trips with the roles on them."""
    return tuple(
        Journey(ref=h.record.ref, title=h.record.title, days=trip_days(h.record), roles=h.roles)
        for h in trips
    )


def calls(trips: Iterable[Held[Trip]], meant: Meant, as_of: date) -> tuple[Call, ...]:
    """Return the visits to or with them; all of a trip on which they went themselves."""
    return tuple(
        call
        for held in trips
        for call in calls_of(held.record, as_of)
        if held.has(*DELEGATION) or any(map(meant, _names_on(call)))
    )


def wishes(
    trips: Iterable[Held[Trip]], since: Following, meant: Meant, as_of: date
) -> tuple[Wish, ...]:
    """Return what was intended by them or at them; all of a trip on which they went themselves.

    *since* are the agreements that may have come of it.
    """
    found = ((held, wish) for held in trips for wish in wishes_of(held.record, since, as_of))
    return tuple(
        wish for held, wish in found if held.has(*DELEGATION) or _is_by(wish, held, meant)
    )


def people(held: Iterable[Held[Agreement] | Held[Trip]]) -> tuple[Person, ...]:
    """Return the persons among the names, with the posts they held that day; each once."""
    return tuple(dict.fromkeys(m.person for h in held for m in h.hits if m.person))


def blockers(records: Iterable[Kept], as_of: date) -> tuple[Blocker, ...]:
    """Return the problems that were open on *as_of*."""
    found = (one for record in records for one in problems_by(record, as_of))
    return tuple(Blocker(ref=ref, problem=problem) for ref, problem in found)


def _hits(record: Kept, meant: Meant, as_of: date) -> tuple[Mention, ...]:
    return tuple(
        m for m in mentions(record, as_of) if any(meant(name) for name, _sort in m.names)
    )


def _is_by(wish: Wish, held: Held[Trip], meant: Meant) -> bool:
    speakers = (m.name for m in held.hits if m.role == "intention")
    return meant(wish.organisation) or any(name in wish.by for name in speakers)


def _names_on(call: Call) -> Iterator[str]:
    yield call.organisation
    yield from call.speakers
    for person in call.met:
        yield person.name
        yield person.organisation

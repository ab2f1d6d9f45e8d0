"""Names that are new to the ledger though it knows others that are very like them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from dealtrack.cli.concerning import known_to
from dealtrack.cli.run import Run
from dealtrack.exchange.people import parse_party
from dealtrack.model import Draft, Kept, TripDraft
from dealtrack.model.values import UNNAMED
from dealtrack.query.measures import Measure
from dealtrack.query.registry import OF_ORGANISATIONS
from dealtrack.store.base import Store
from dealtrack.text import _, run_on

_OF_OFFICES = {"unit", "office"}
"""The offices of one's own house are few: of them any likeness is worth a note."""
_LIKE = 0.65
"""How much of two names has to be the same: two of the three characters of a Chinese one."""

Typed = tuple[str, str]
"""A field of the query language, and what was typed for it."""


def unfamiliar(run: Run, store: Store, names: Iterable[Typed]) -> tuple[str, ...]:
    """Return what to say of names that are new to the ledger though others are very like.

    To be asked before the record is saved: afterwards no name is new.
    """
    by_field: dict[str, list[str]] = {}
    for field, typed in names:
        by_field.setdefault(field, []).extend([typed] if typed else [])
    return tuple(
        _say(field, typed, near)
        for field, wanted in by_field.items()
        for typed, near in _near(field, wanted, _known(run, store, field) if wanted else set())
    )


def doubted(run: Run, store: Store, parties: Iterable[str]) -> Iterator[str]:
    """Yield what to ask whoever can still go back, of each of *parties* that is new."""
    names = [parse_party(one).name for one in parties]
    for _typed, near in _near("party", names, _known(run, store, "party")):
        yield _("Did you mean “{known}”, which is known? < goes back.").format(known=near)


def names_in(draft: Draft | TripDraft | Kept) -> list[Typed]:
    """Return the names in *draft* that may be misspelled."""
    names: list[Typed] = []
    if isinstance(draft, Draft):
        names += [("party", party.name) for party in draft.parties if party.is_named]
        names += [("person", witness.name) for witness in draft.witnesses]
    elif isinstance(draft, TripDraft):
        visited = (visit.organisation for visit in draft.visits)
        names += [("party", name) for name in visited if name != UNNAMED]
    for one in (draft, *draft.follow_ups):
        for assigned in one.assignments:
            names += [("unit", assigned.unit), ("owner", assigned.owner)]
    return names


class Newcomers:
    """The parties of a whole table that are new to the ledger, each looked at once.

    Of a table with more than 5,000 new ones the first so many are compared: enough to see
    that there is something to do, which ``party duplicates`` then does with all.
    """

    _MOST = 5_000

    def __init__(self, run: Run, store: Store) -> None:
        self._known = _known(run, store, "party")
        self._registry = known_to(store).organisations
        self._beside: dict[str, set[str]] = defaultdict(set)

    def add(self, draft: Draft | TripDraft) -> None:
        """Take note of the parties of *draft*, of which any two are two organisations."""
        names = {name for name in _organisations(draft) if name != UNNAMED}
        for name in names:
            if name in self._beside or self._is_new(name):
                self._beside[name] |= names - {name}

    def alike(self) -> tuple[tuple[str, str], ...]:
        """Return which new name is like which other, that is known or was new before it."""
        from dealtrack.report.alike import newly_alike

        found: dict[str, str] = {}
        for name, other in newly_alike(tuple(self._beside), self._known):
            if other not in self._beside[name]:
                found.setdefault(name, other)
        return tuple(found.items())

    def _is_new(self, name: str) -> bool:
        is_known = name in self._known or self._registry.find(name) is not None
        return not is_known and len(self._beside) < self._MOST


def _organisations(draft: Draft | TripDraft) -> Iterator[str]:
    match draft:
        case Draft():
            yield from (party.name for party in draft.parties)
        case TripDraft():
            yield from (visit.organisation for visit in draft.visits)


def _say(field: str, typed: str, near: str) -> str:
    sentence = _("“{new}” is new here; the ledger knows “{known}”.").format(
        new=typed, known=near
    )
    if field != "party":
        return sentence
    remedy = _('If they are one: dealtrack party merge "{known}" "{new}"')
    return run_on((sentence, remedy.format(known=near, new=typed)))


def _near(field: str, wanted: Iterable[str], known: set[str]) -> Iterator[tuple[str, str]]:
    for typed in dict.fromkeys(wanted):
        if not known or typed in known:
            continue
        if field in OF_ORGANISATIONS - _OF_OFFICES:
            from dealtrack.report.alike import nearest  # rapidfuzz: 20 ms, for a new name only

            yield from ((typed, near) for near in nearest(typed, known)[:1])
        else:
            from difflib import get_close_matches  # 6 ms, wanted only for a new name

            yield from ((typed, near) for near in get_close_matches(typed, known, 1, _LIKE))


def _known(run: Run, store: Store, field: str) -> set[str]:
    """Return every value of *field*: asked for as a figure by it, which an index can answer.

    And every other name that organisations and people are known by.
    """
    counted = (Measure("n"),)
    groups = store.agreements.tally(counted, as_of=run.today, by=field)
    found = {*groups, *store.trips.tally(counted, as_of=run.today, by=field)} - {"", UNNAMED}
    known = known_to(store)
    entries = known.organisations.entries if field in OF_ORGANISATIONS else known.people.entries
    return found.union(*(one.names for one in entries))

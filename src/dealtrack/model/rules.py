"""The rules that every record keeps, checked in this one place; those of parts are in `parts`.

A broken rule names the field by its path, counted from 1 as people count:
``follow_ups[2].task``.  What is allowed but odd is in `dealtrack.model.warnings`.
"""

from collections.abc import Container
from datetime import date

from dealtrack.days import PartialDay
from dealtrack.errors import BrokenRule
from dealtrack.model.agreement import Draft
from dealtrack.model.parts import (
    LONGEST,
    Problems,
    counted,
    find_part_problems,
    needed,
    once,
    parts_of,
)
from dealtrack.model.record import Record
from dealtrack.model.trip import TripDraft
from dealtrack.model.values import Party
from dealtrack.model.vocabulary import KINDS, SECTORS
from dealtrack.model.wait import Named, Ring, ring_from
from dealtrack.model.warnings import find_warnings
from dealtrack.text import _

__all__ = [
    "LONGEST",
    "Problems",
    "check",
    "find_part_problems",
    "find_problems",
    "find_warnings",
    "parts_of",
]


def check(record: Record, sectors: Container[str] = SECTORS) -> None:
    """Raise the first `BrokenRule` of *record*, if it breaks one."""
    for problem in find_problems(record, sectors):
        raise problem


def find_problems(record: Record, sectors: Container[str] = SECTORS) -> Problems:
    """Yield every rule that *record* breaks; *sectors* are the keys that may be used."""
    yield from find_part_problems(record)
    match record:
        case Draft():
            yield from _agreement(record, sectors)
        case TripDraft():
            yield from needed("title", record.title)
            yield from _order(record.start, record.end, "end", _("is before the start"))
    numbers = [one.number for one in record.follow_ups]
    yield from once(numbers, "follow_ups")
    if any(one.waits for one in record.follow_ups):
        yield from _waits(record)


def _agreement(draft: Draft, sectors: Container[str]) -> Problems:
    yield from needed("title", draft.title)
    if draft.kind and draft.kind not in KINDS:
        yield BrokenRule("kind", _("{name} is not a kind of agreement").format(name=draft.kind))
    for number, sector in enumerate(draft.sectors, start=1):
        if sector not in sectors:
            why = _("{name} is not a sector").format(name=sector)
            yield BrokenRule(f"sectors[{number}]", why)
    if isinstance(draft.count, int) and draft.count < 1:
        yield BrokenRule("count", _("must be 1 or more, or “unknown”"))
    if draft.expires:
        yield from _order(draft.signed, draft.expires, "expires", _("is before the signing"))
    if len({party.name for party in draft.parties}) < len(draft.parties):
        yield from _parties(draft.parties)
    own = getattr(draft, "id", None)
    for path, link in counted(draft.links, "links"):
        if link.to == own:
            yield BrokenRule(f"{path}.to", _("an agreement cannot follow from itself"))


def _parties(parties: tuple[Party, ...]) -> Problems:
    seen = set()
    for path, party in counted(parties, "parties"):
        if party.is_named and party.name.strip() and party.name in seen:
            why = _("{name} is there already").format(name=party.name)
            yield BrokenRule(f"{path}.name", why)
        seen.add(party.name)


def _waits(record: Record) -> Problems:
    """Yield what waits for nothing that there is, for itself, or in a ring in this record.

    Rings through other records are found where the ledger is at hand.
    """
    whole = record.numbered()
    tasks = whole.follow_ups
    names = Named.of(record.ref, whole.last_number, ((f.number, f.task) for f in tasks))
    waits = {f".{one.number}": one.waits for one in tasks}
    for at, (one, known) in enumerate(zip(record.follow_ups, tasks, strict=True), start=1):
        path = f"follow_ups[{at}].waits"
        for place, wait in counted(one.waits, path):
            if not names.find(wait.on):
                why = _("{name} is neither a ref nor the task of another follow-up here")
                yield BrokenRule(f"{place}.on", why.format(name=wait.on))
        if ring := ring_from(f".{known.number}", lambda ref: waits.get(ref, ())):
            refs = tuple(f"{record.ref}{ref}" for ref in ring.refs)
            yield BrokenRule(path, say_ring(Ring(refs, ring.day)))


def say_ring(ring: Ring) -> str:
    """Say that those of *ring* would wait for one another, and when if not for good."""
    way = " → ".join(ring.refs)
    if ring.day in {date.min, date.max}:
        return _("would wait for itself: {ring}").format(ring=way)
    return _("would wait for itself on {day}: {ring}").format(day=ring.day, ring=way)


def _order(first: PartialDay | None, then: PartialDay | None, path: str, why: str) -> Problems:
    if first and then and then.latest < first.earliest:
        yield BrokenRule(path, why)

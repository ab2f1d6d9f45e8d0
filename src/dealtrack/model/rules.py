"""The rules that every record keeps, checked in this one place.

A broken rule names the field by its path, counted from 1 as people count:
``follow_ups[2].task``.  What is allowed but odd is in `dealtrack.model.warnings`.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from datetime import date
from typing import TypeVar

import msgspec

from dealtrack.days import PartialDay
from dealtrack.errors import BrokenRule
from dealtrack.model.agreement import Draft, Reached
from dealtrack.model.followup import FollowUp, Postponement
from dealtrack.model.plan import Planned
from dealtrack.model.record import Record
from dealtrack.model.stages import STAGES
from dealtrack.model.trip import Intention, TripDraft, Visit
from dealtrack.model.values import Amount, Note, Party, Person, Problem, Source
from dealtrack.model.vocabulary import KINDS, SECTORS
from dealtrack.model.wait import Named, Ring, ring_from
from dealtrack.model.warnings import find_warnings
from dealtrack.money import CURRENCIES
from dealtrack.text import _
from dealtrack.text.hidden import find_hidden, spelled

__all__ = [
    "LONGEST",
    "Problems",
    "check",
    "find_part_problems",
    "find_problems",
    "find_warnings",
    "parts_of",
]

LONGEST = 20_000
"""How many characters a text may have: a long article, but no file."""

_DIGITS, _DECIMALS = 18, 9  # together 27: a `Decimal` of the usual context holds them exactly
_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)

T = TypeVar("T")

Problems = Iterator[BrokenRule]
Part = str | msgspec.Struct


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
            yield from _needed("title", record.title)
            yield from _order(record.start, record.end, "end", _("is before the start"))
    numbers = [one.number for one in record.follow_ups]
    yield from _once(numbers, "follow_ups")
    if any(one.waits for one in record.follow_ups):
        yield from _waits(record)


def find_part_problems(value: object) -> Problems:
    """Yield every rule that a part of *value* breaks, wherever such a part may stand."""
    for path, part in parts_of(value):
        yield from _part(part, path)


def parts_of(value: object, path: str = "") -> Iterator[tuple[str, Part]]:
    """Yield every text and every struct inside *value*, itself included, with its path.

    In one loop: generators inside of generators take twice the time, and imports have a
    million of parts.
    """
    ahead: list[tuple[str, object]] = [(path, value)]
    while ahead:
        at, part = ahead.pop()
        match part:
            case str():
                yield at, part
            case tuple():
                places = [(f"{at}[{number}]", one) for number, one in enumerate(part, start=1)]
                ahead += reversed(places)
            case msgspec.Struct():
                yield at, part
                before = f"{at}." if at else ""
                for name in reversed(part.__struct_fields__):
                    inside = getattr(part, name)
                    if isinstance(inside, _MAY_HOLD) and inside != ():
                        ahead.append((before + name, inside))


_MAY_HOLD = (str, tuple, msgspec.Struct)


def _part(part: Part, path: str) -> Problems:
    """Yield the rules that a part of a record breaks, wherever in the record it stands."""
    match part:
        case str():
            yield from _text(part, path)
        case Person(name=text) | Party(name=text):
            yield from _needed(f"{path}.name", text)
        case Note(text=text) | Problem(text=text) | Intention(text=text):
            yield from _needed(f"{path}.text", text)
        case Postponement(reason=text):
            yield from _needed(f"{path}.reason", text)
        case Visit():
            why = _("must not be empty; write “?” where it is not named")
            yield from _needed(f"{path}.organisation", part.organisation, why)
        case Amount():
            yield from _amount(part, path)
        case Source(url=url) if url:
            yield from _address(url, f"{path}.url")
        case Reached(stage=stage) | Planned(stage=stage) if stage not in STAGES:
            yield BrokenRule(f"{path}.stage", _("{name} is not a stage").format(name=stage))
        case Planned(by=None, since=None):
            yield BrokenRule(f"{path}.by", _("is missing"))
        case FollowUp():
            yield from _needed(f"{path}.task", part.task)
            if part.promise and part.repeats:
                yield BrokenRule(f"{path}.repeats", _("a commitment does not come again"))
            yield from _once([p.number for p in part.problems], f"{path}.problems")
        case Record():
            yield from _once([p.number for p in part.problems], "problems")


def _text(text: str, path: str) -> Problems:
    if found := find_hidden(text):
        yield BrokenRule(
            path, _("contains the hidden character {escape}").format(escape=spelled(found))
        )
    if len(text) > LONGEST:
        yield BrokenRule(
            path,
            _("has {n} characters; {most} is the most").format(
                n=f"{len(text):,}", most=f"{LONGEST:,}"
            ),
        )


def _needed(path: str, text: str, why: str = "") -> Problems:
    if not text.strip():
        yield BrokenRule(path, why or _("must not be empty"))


def _amount(amount: Amount, path: str) -> Problems:
    value = amount.value
    if not value.is_finite() or value.is_signed():
        yield BrokenRule(f"{path}.value", _("must be a number, 0 or more"))
    elif value.adjusted() >= _DIGITS or value != round(value, _DECIMALS):
        yield BrokenRule(
            f"{path}.value",
            _("must have at most {digits} digits and {decimals} decimals").format(
                digits=_DIGITS, decimals=_DECIMALS
            ),
        )
    if amount.currency not in CURRENCIES:
        yield BrokenRule(
            f"{path}.currency",
            _("{name} is not a currency code of ISO 4217").format(name=amount.currency),
        )


def _address(url: str, path: str) -> Problems:
    if not url.lower().startswith(("https://", "http://")):
        yield BrokenRule(path, _("must begin with https:// or http://"))
    elif not _ADDRESS.fullmatch(url):
        yield BrokenRule(path, _("must be a whole address without spaces"))


def _agreement(draft: Draft, sectors: Container[str]) -> Problems:
    yield from _needed("title", draft.title)
    if draft.kind and draft.kind not in KINDS:
        yield BrokenRule("kind", _("{name} is not a kind of agreement").format(name=draft.kind))
    for path, sector in _counted(draft.sectors, "sectors"):
        if sector not in sectors:
            yield BrokenRule(path, _("{name} is not a sector").format(name=sector))
    if isinstance(draft.count, int) and draft.count < 1:
        yield BrokenRule("count", _("must be 1 or more, or “unknown”"))
    yield from _order(draft.signed, draft.expires, "expires", _("is before the signing"))
    yield from _parties(draft.parties)
    own = getattr(draft, "id", None)
    for path, link in _counted(draft.links, "links"):
        if link.to == own:
            yield BrokenRule(f"{path}.to", _("an agreement cannot follow from itself"))


def _parties(parties: Iterable[Party]) -> Problems:
    seen = set()
    for path, party in _counted(parties, "parties"):
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
        for place, wait in _counted(one.waits, path):
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


def _once(numbers: Iterable[int], path: str) -> Problems:
    """Yield each use of a number that is used more than once; 0 is none yet."""
    found = tuple(numbers)
    uses = Counter(found)
    for at, number in _counted(found, path):
        if number and uses[number] > 1:
            yield BrokenRule(f"{at}.number", _("is used twice"))


def _counted(many: Iterable[T], path: str) -> Iterator[tuple[str, T]]:
    """Yield each of *many* with its path."""
    for number, one in enumerate(many, start=1):
        yield f"{path}[{number}]", one

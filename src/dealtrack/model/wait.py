"""What waits for what: a follow-up that cannot begin before another one is closed.

What stands in a record names a follow-up of the same record by its number alone
(``.2``), so that a draft can say it too, and one of another record by its ref (``17.2``).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from dealtrack.model.ref import Ref
from dealtrack.model.values import Value
from dealtrack.model.words import folded


class Wait(Value, frozen=True, kw_only=True):
    """It waits for the follow-up called *on*, from the day *since* until the day *until*.

    No *since*: as long as the follow-up is there.  No *until*: still.  As long as a record
    has no numbers yet, *on* may be the task of another follow-up of it.
    """

    on: str
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it had to wait on *day*."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or self.until > day)


class Named(NamedTuple):
    """The follow-ups of a record by what they can be called, to find what is waited for.

    A number up to the *last* one was given once: what was removed may still be waited for,
    though it holds nothing up.
    """

    own: str
    last: int
    numbers: Mapping[str, int]
    several: frozenset[str]

    @classmethod
    def of(cls, own: str, last: int, tasks: Iterable[tuple[int, str]]) -> "Named":
        """Take the number and the task of each follow-up of the record called *own*."""
        pairs = [(folded(task), number) for number, task in tasks]
        uses = Counter(task for task, _number in pairs)
        return cls(own, last, dict(pairs), frozenset(t for t, n in uses.items() if n > 1))

    def find(self, text: str) -> str:
        """Return what *text* calls, as it is stored: ``.2``, ``17.2``; "" if nothing."""
        if text.startswith("."):
            number = text.removeprefix(".")
            return text if number.isdecimal() and 0 < int(number) <= self.last else ""
        ref = Ref.read(text)
        if ref and ref.number and ref.problem is None:
            return f".{ref.number}" if str(ref.record) == self.own else str(ref)
        name = folded(text)
        found = self.numbers.get(name) if name not in self.several else None
        return f".{found}" if found else ""


def settled(waits: Iterable[Wait], names: Named) -> tuple[Wait, ...]:
    """Return *waits* by refs, each but once; what calls nothing stays as it is."""
    known = (replace(wait, on=names.find(wait.on) or wait.on) for wait in waits)
    return tuple(dict.fromkeys(known))


class Ring(NamedTuple):
    """Follow-ups that would wait for one another on a *day*: the last is the first again.

    The *day* is `date.max` where they would do so for good.
    """

    refs: tuple[str, ...]
    day: date


def ring_from(start: str, waits_of: Callable[[str], Iterable[Wait]]) -> Ring | None:
    """Return the latest ring by which *start* would wait for itself; None if there is none.

    A wait that ends before another begins closes no ring with it.  Waits that overlap do
    so on the day on which the last of them begins: no other days need be looked at.
    """
    waits = _reached(start, waits_of)
    begun = {wait.since or date.min for those in waits.values() for wait in those}
    for day in sorted({date.max, *begun}, reverse=True):
        held = {name: [w.on for w in those if w.holds(day)] for name, those in waits.items()}
        if refs := _way_back(start, held):
            return Ring(refs, day)
    return None


def _reached(
    start: str, waits_of: Callable[[str], Iterable[Wait]]
) -> dict[str, tuple[Wait, ...]]:
    """Return what can be come to from *start*, each with its waits, whenever they hold."""
    found: dict[str, tuple[Wait, ...]] = {}
    ahead = [start]
    while ahead:
        if (name := ahead.pop()) not in found:
            found[name] = tuple(waits_of(name))
            ahead += (wait.on for wait in found[name])
    return found


def _way_back(start: str, held: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for ref in held.get(way[-1], ()):
            if ref == start:
                return (*way, ref)
            if ref not in seen:
                seen.add(ref)
                ways.append((*way, ref))
    return ()

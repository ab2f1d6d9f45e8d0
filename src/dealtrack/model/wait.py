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


def ring_from(start: str, waits_for: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """Return the way from *start* through what waits for what back to it; () if none leads."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for ref in waits_for(way[-1]):
            if ref == start:
                return (*way, ref)
            if ref not in seen:
                seen.add(ref)
                ways.append((*way, ref))
    return ()

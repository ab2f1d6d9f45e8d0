"""Names of organisations that are written in two ways, at entry and in a whole ledger."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from unicodedata import normalize

from dealtrack.report.alike.forms import SIMPLER
from dealtrack.report.alike.judging import Likeness, keys, likeness

__all__ = ["Likeness", "likeness", "nearest", "newly_alike", "pairs"]

_LEAST = 40
"""Of 100: how much of the shorter name the longer one has to hold to be looked at."""

_ORDER: tuple[Likeness, ...] = ("written", "form", "seat", "order", "short", "slip")


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return those of the *known* names that *name* seems to mean, the surest first."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 -- 20 ms, wanted for a new name only

    choices = {one: _even(one) for one in known if one != name}
    near = process.extract_iter(
        _even(name), choices, scorer=fuzz.partial_ratio, processor=None, score_cutoff=_LEAST
    )
    found = [
        (_ORDER.index(why), -score, one)
        for _text, score, one in near
        if (why := likeness(name, one))
    ]
    return tuple(one for _why, _score, one in sorted(found))


def pairs(names: Collection[str]) -> Iterator[tuple[str, str, Likeness]]:
    """Yield which two of *names* are alike, and why: each pair once, in order."""
    alike: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for key in keys(name):
            alike[key].add(name)
    near = {pair for same in alike.values() for pair in combinations(sorted(same), 2)}
    for one, other in sorted(near):
        if why := likeness(one, other):
            yield one, other, why


def newly_alike(new: Sequence[str], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each of *new* names with every one that it is like: *known*, or new before it.

    The time grows with the names, not with their pairs; the memory with the new ones.
    """
    places = {name: at for at, name in enumerate(new)}
    by_key: dict[str, list[str]] = defaultdict(list)
    for name in places:
        for key in {*keys(name)}:
            by_key[key].append(name)
    for other in (*known, *places):
        before = places.get(other, -1)
        near = {name for key in {*keys(other)} for name in by_key.get(key, ())}
        for name in sorted(near, key=places.__getitem__):
            if places[name] > before and likeness(name, other):
                yield name, other


def _even(name: str) -> str:
    return normalize("NFKC", name).casefold().translate(SIMPLER)

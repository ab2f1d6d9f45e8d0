"""How urgent a follow-up is, as a sum of parts that can each be said in words.

One definition: the order of the agenda and its explanation come from `parts_of`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from msgspec import Struct

from dealtrack.model import Amount
from dealtrack.query.asked import Book, Row
from dealtrack.query.expr import Expr
from dealtrack.report.waiting import awaited, waited_for
from dealtrack.settings.urgency import Urgency

USUAL = Urgency()
LATE_IN_FULL, SOON, LATELY, AGE_IN_FULL = 30, 14, 7, 365
_TIMES_IN_FULL = 3
_LARGE = (Decimal(100_000_000), Decimal(1_000_000_000))
FIELDS = (
    *("ref", "due", "late", "priority", "promise", "state", "waits", "postponed", "problem"),
    *("since", "amount", "witness", "conditional"),
)


class Part(Struct, frozen=True, kw_only=True):
    """A sign of urgency: how much of it there is (0 to 1, against it -1), and what it brings.

    *points* = *weight* × *value*, rounded to a tenth.  *n* and *words* are the fact behind
    it: days, times, refs, names.
    """

    key: str
    value: float
    weight: float
    points: float
    n: int = 0
    words: tuple[str, ...] = ()
    amount: Amount | None = None


class Signs(NamedTuple):
    """What the urgency of an open follow-up is made of, as it stood on a day."""

    ref: str
    due: date | None = None
    late: int = 0
    priority: str = "normal"
    side: str = ""
    state: str = "open"
    waits: tuple[str, ...] = ()
    postponed: int = 0
    problems: int = 0
    since: date | None = None
    amount: Amount | None = None
    witnesses: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    possible_since: date | None = None


def parts_of(one: Signs, day: date, weights: Urgency) -> tuple[Part, ...]:
    """Return what makes *one* urgent on *day*, without what brings nothing."""
    found = (*_of_days(one, day), *_of_importance(one, weights), *_of_progress(one, day))
    return tuple(
        Part(
            key=key,
            value=round(value, 4),
            weight=getattr(weights, key),
            points=round(getattr(weights, key) * value, 1),
            n=n,
            words=words,
            amount=one.amount if key == "amount" else None,
        )
        for key, value, n, words in found
        if value and getattr(weights, key)
    )


def total(parts: Iterable[Part]) -> float:
    """Return the urgency that *parts* add up to."""
    return round(sum(part.points for part in parts), 1)


class Scale:
    """The urgency of many follow-ups on a day: the total of `parts_of`, sign by sign.

    On a large ledger thousands are late.  No part is made of two of the signs that are
    taken one by one here, and few of their values differ in what they bring: that is worked
    out once for all alike, from a follow-up that has no other sign.
    """

    def __init__(self, day: date, weights: Urgency) -> None:
        self._day = day
        self._weights = weights
        kinds: dict[tuple[str, ...], Callable[[Any], object]] = {
            ("due", "late"): self._dueness,
            ("since",): lambda since: round(weights.age * _age(since, day), 1),
            ("amount",): lambda amount: amount and (_size(amount), amount.currency),
            ("witnesses",): lambda names: names and any(map(weights.is_leader, names)),
        }
        apart = [*kinds, ("blocks", "blocked_by", "possible_since")]
        apart += [(name,) for name in ("priority", "side", "state", "postponed", "problems")]
        self._signs = [_Sign(names, kinds.get(names, _itself), self._points) for names in apart]

    def weigh(self, one: Signs) -> float:
        """Return the urgency of *one*."""
        return round(sum([sign[sign.read(one)] for sign in self._signs]), 1)

    def _dueness(self, dueness: tuple[date | None, int]) -> tuple[int, int]:
        due, late = dueness
        ahead = (due - self._day).days if due else SOON
        return max(min(ahead, SOON), -1), min(late, LATE_IN_FULL)

    def _points(self, **sign: Any) -> float:
        return total(parts_of(Signs("", **sign), self._day, self._weights))


class _Sign(dict[Any, float]):
    """What each value of a sign brings, once it was asked for."""

    def __init__(
        self,
        names: tuple[str, ...],
        alike: Callable[[Any], object],
        points: Callable[..., float],
    ) -> None:
        self.read = itemgetter(*map(Signs._fields.index, names))
        self._names = names
        self._alike = alike
        self._points = points
        self._known: dict[object, float] = {}

    def __missing__(self, value: Any) -> float:
        kind = self._alike(value)
        if kind not in self._known:
            values = value if len(self._names) > 1 else (value,)
            self._known[kind] = self._points(**dict(zip(self._names, values, strict=True)))
        self[value] = self._known[kind]
        return self[value]


def _itself(value: Any) -> object:
    return value


def signs_of(book: Book, where: Expr, as_of: date) -> list[Signs]:
    """Return the signs of the follow-ups that answer *where*, read from a few fields."""
    found = [
        _signs(row)
        for register in (book.agreements, book.trips)
        for row in register.rows(FIELDS, where, as_of=as_of, unit="entries")
    ]
    wanted = {ref for one in found for ref in one.waits}
    there = awaited(book, wanted, as_of) if wanted else {}
    blocks = waited_for(book, as_of)
    return [
        _related(one, there, blocks) if one.waits or one.ref in blocks else one for one in found
    ]


Found = tuple[str, float, int, tuple[str, ...]]


def _of_days(one: Signs, day: date) -> Iterator[Found]:
    if one.late:
        yield "late", min(one.late, LATE_IN_FULL) / LATE_IN_FULL, one.late, ()
    if one.due:
        ahead = (one.due - day).days
        yield (
            "soon",
            (SOON - ahead) / SOON if 0 <= ahead < SOON else float(ahead < 0),
            ahead,
            (),
        )
    if one.since:
        yield "age", _age(one.since, day), max((day - one.since).days, 0), ()


def _of_importance(one: Signs, weights: Urgency) -> Iterator[Found]:
    yield "priority", {"high": 1.0, "low": -1.0}.get(one.priority, 0.0), 0, (one.priority,)
    if leaders := tuple(filter(weights.is_leader, one.witnesses)):
        yield "leader", 1.0, 0, leaders[-1:]
    yield "witness", float(bool(one.witnesses)), 0, one.witnesses[:1]
    yield "ours", float(one.side == "ours"), 0, ()
    yield "theirs", float(one.side == "theirs"), 0, ()
    if one.amount and one.amount.currency == "CNY":
        yield "amount", _size(one.amount), 0, ()


def _of_progress(one: Signs, day: date) -> Iterator[Found]:
    yield "blocks", float(bool(one.blocks)), len(one.blocks), one.blocks
    yield "blocked", -float(bool(one.blocked_by)), len(one.blocked_by), one.blocked_by
    if one.possible_since and (day - one.possible_since).days <= LATELY:
        yield "possible", 1.0, (day - one.possible_since).days, ()
    yield "waiting", -float(one.state in {"waiting", "submitted"}), 0, (one.state,)
    yield "started", float(one.state == "in-progress"), 0, ()
    times = min(one.postponed, _TIMES_IN_FULL) / _TIMES_IN_FULL
    yield "postponed", times, one.postponed, ()
    yield "problem", float(bool(one.problems)), one.problems, ()


def _age(since: date | None, day: date) -> float:
    return min(max((day - since).days, 0), AGE_IN_FULL) / AGE_IN_FULL if since else 0.0


def _size(amount: Amount) -> float:
    return sum(amount.value >= size for size in _LARGE) / len(_LARGE)


def _signs(row: Row) -> Signs:
    first: list[Any] = [values[0] if values else None for values in row]
    ref, due, late, priority, side, state, _waits, postponed, _problems, since, amount = first[
        :11
    ]
    conditional = first[12]
    return Signs(
        ref=ref,
        due=None if conditional else due,
        late=late or 0,
        priority=priority or "normal",
        side=side or "",
        state=state or "open",
        waits=row[6],  # type: ignore[arg-type]  # refs are texts
        postponed=postponed or 0,
        problems=len(row[8]),
        since=since,
        amount=amount,
        witnesses=row[11],  # type: ignore[arg-type]
    )


def _related(one: Signs, there: dict[str, Any], blocks: dict[str, tuple[str, ...]]) -> Signs:
    those = [there[ref] for ref in one.waits if ref in there]
    blocked_by = tuple(other.ref for other in those if other.is_open)
    closed = [other.closed for other in those if other.closed]
    return one._replace(
        blocked_by=blocked_by,
        blocks=blocks.get(one.ref, ()),
        possible_since=None if blocked_by else max(closed, default=None),
    )

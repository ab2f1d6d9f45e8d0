"""One change for many records: what it would alter, what stands in its way, and doing it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, TypeVar

from msgspec.structs import replace

from dealtrack.actions.logs import WrongStep, appended
from dealtrack.errors import DealtrackError
from dealtrack.model import Agreement, Assignment, FollowUp, Kept, Trip
from dealtrack.model.rules import find_problems
from dealtrack.model.values import Responsible
from dealtrack.model.vocabulary import SECTORS
from dealtrack.model.words import folded
from dealtrack.query.words import fold
from dealtrack.store.base import Store
from dealtrack.text import plural

T = TypeVar("T", Agreement, Trip, FollowUp)

Sign = Literal["=", "+=", "-=", "->"]

ASSIGNED = ("owner", "unit")
"""What is a dated log: who answers for something, from when on."""

_MOST = 10
"""How many reasons are told."""


class Change(NamedTuple):
    """What becomes of a *field* of whatever is one *of* these kinds.

    A list is set, or has values added to it or taken from it, or one put in the place of
    another.  Who is responsible is
    noted *since* a day; without one, what was noted last is corrected.  With *only*, it
    changes nothing but what the person of these names answers for.
    """

    field: str
    of: tuple[type, ...]
    value: Any
    sign: Sign = "="
    since: date | None = None
    only: tuple[str, ...] = ()

    def concerns(self, one: Responsible) -> bool:
        """Whether it is about *one* at all."""
        if not isinstance(one, self.of):
            return False
        return not self.only or fold(self._now(one).owner) in map(fold, self.only)

    def made(self, one: T, ref: str) -> T:
        """Return *one*, which people call *ref*, with the change; itself if that is nothing.

        Raises:
            WrongStep: if somebody else is responsible from a later day on.
        """
        if self.field in ASSIGNED:
            return self._assigned(one, ref)
        before = getattr(one, self.field)
        after = self._listed(before) if isinstance(before, tuple) else self.value
        return one if after == before else replace(one, **{self.field: after})

    def _listed(self, before: tuple[str, ...]) -> tuple[str, ...]:
        own, meant = {folded(v) for v in before}, {folded(v) for v in self.value}
        match self.sign:
            case "+=":
                return (*before, *(v for v in self.value if folded(v) not in own))
            case "-=":
                return tuple(v for v in before if folded(v) not in meant)
            case "->":
                old, new = self.value
                return tuple(dict.fromkeys(new if v == old else v for v in before))
            case _:
                return tuple(self.value)

    def _assigned(self, one: T, ref: str) -> T:
        log: tuple[Assignment, ...] = one.assignments
        now = self._now(one)
        if getattr(now, self.field) == self.value:
            return one
        event = replace(now, **{self.field: self.value})
        if self.since is None:
            at: int = max((n for n, was in enumerate(log) if was == now), default=0)
            return replace(one, assignments=(*log[:at], event, *log[at + 1 :]))
        event = replace(event, since=self.since)
        return replace(one, assignments=appended(log, event, _since, ref))

    def _now(self, one: Responsible) -> Assignment:
        return one.assigned(self.since or date.max)


class Chosen(NamedTuple):
    """A record that was asked for, and the numbers of those of its follow-ups that were."""

    record: Kept
    numbers: frozenset[int]


class Alteration(NamedTuple):
    """A record as it is, and as it would be."""

    before: Kept
    after: Kept


class Refusal(NamedTuple):
    """What cannot be changed so, and why not."""

    ref: str
    why: str


class Plan(NamedTuple):
    """What changes would do; *same* are refs of what is so already, *closed* of tasks."""

    alterations: tuple[Alteration, ...] = ()
    same: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()


class ChangesRefused(DealtrackError):  # noqa: N818 -- it is what it says
    """Records cannot be changed as was wanted; none was."""

    exit_code = 4

    def __init__(self, refused: tuple[Refusal, ...]) -> None:
        super().__init__(refused)
        self.refused = refused

    def __str__(self) -> str:
        n = len(self.refused)
        lines = [
            plural("{n} record cannot be changed so.", "{n} records cannot be changed so.", n)
        ]
        lines += [f"  {one.ref}  {one.why}" for one in self.refused[:_MOST]]
        if n > _MOST:
            lines.append("  " + plural("and {n} more", "and {n} more", n - _MOST))
        return "\n".join(lines)


def plan(chosen: Iterable[Chosen], changes: Sequence[Change], today: date) -> Plan:
    """Find out what *changes* would do to what was chosen; nothing is refused with a raise."""
    work = [_Work(one, changes, today) for one in chosen]
    return Plan(
        alterations=tuple(Alteration(w.before, w.after) for w in work if w.is_changed),
        same=tuple(ref for w in work for ref in w.same),
        closed=tuple(ref for w in work for ref in w.closed),
        refused=tuple(refusal for w in work for refusal in w.refused),
    )


def carry_out(store: Store, alterations: Iterable[Alteration]) -> tuple[Kept, ...]:
    """Save what was altered, in one transaction.

    Raises:
        Conflict: if somebody has changed one of the records meanwhile; then none is saved.
    """
    with store.transaction():
        return tuple(_save(store, one.after) for one in alterations)


def _save(store: Store, record: Kept) -> Kept:
    if isinstance(record, Trip):
        return store.trips.save(record)
    return store.agreements.save(record)


class _Work:
    """One record while it is changed."""

    def __init__(self, chosen: Chosen, changes: Sequence[Change], today: date) -> None:
        self.before = self.after = chosen.record
        self.same: list[str] = []
        self.closed: list[str] = []
        self.refused: list[Refusal] = []
        if own := [c for c in changes if c.concerns(chosen.record)]:
            self._alter_record(own)
        for one in chosen.record.follow_ups if any(FollowUp in c.of for c in changes) else ():
            own = [c for c in changes if c.concerns(one)]
            if own and one.number in chosen.numbers:
                self._alter_task(one, own, today)
        self._check()

    @property
    def is_changed(self) -> bool:
        return self.after != self.before and not self.refused

    def _alter_record(self, changes: Sequence[Change]) -> None:
        made = self._made(self.after, self.before.ref, changes)
        if made == self.before:
            self.same.append(self.before.ref)
        self.after = made

    def _alter_task(self, one: FollowUp, changes: Sequence[Change], today: date) -> None:
        ref = f"{self.before.ref}.{one.number}"
        if not one.is_open(today):
            self.closed.append(ref)
            return
        made = self._made(one, ref, changes)
        if made == one:
            self.same.append(ref)
        else:
            self.after = self.after.with_follow_up(made)

    def _made(self, one: Any, ref: str, changes: Sequence[Change]) -> Any:
        try:
            for change in changes:
                one = change.made(one, ref)
        except WrongStep as fault:
            self.refused.append(Refusal(ref, fault.why.removeprefix(f"{ref}: ")))
        return one

    def _check(self) -> None:
        if self.after == self.before:
            return
        kept = self.before.sectors if isinstance(self.before, Agreement) else ()
        for fault in find_problems(self.after, (*SECTORS.keys, *kept)):
            self.refused.append(Refusal(self.before.ref, str(fault)))


def _since(one: Assignment) -> date:
    return one.since or date.min

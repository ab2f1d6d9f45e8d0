"""Follow-ups and commitments: tasks that an agreement or a trip calls for.

Nothing here stores a conclusion.  State, due day and responsibility are dated
logs, so that every question can be asked for any day.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec.structs import replace

from dealtrack.days.recurrence import Recurrence
from dealtrack.model.values import (
    Amount,
    Assignment,
    Note,
    Problem,
    Responsible,
    Side,
    Value,
    last_by,
)
from dealtrack.model.wait import Wait

State = Literal["open", "in-progress", "waiting", "submitted", "done", "cancelled"]
_MOST_MISSED = 100
CLOSED: tuple[State, ...] = ("done", "cancelled")


class Evidence(Value, frozen=True, kw_only=True):
    """A file that proves something: where it is kept beside the ledger, and its digest."""

    file: str
    sha256: str


class StateChange(Value, frozen=True, kw_only=True):
    """A follow-up moved on: to which state, on which day."""

    state: State
    on: date
    note: str = ""
    author: str = ""
    evidence: tuple[Evidence, ...] = ()


class Postponement(Value, frozen=True, kw_only=True):
    """The due day moved *to* a day, decided *on* another.  The original day is kept."""

    to: date
    on: date
    reason: str
    approver: str = ""


class PromiseStep(Value, frozen=True, kw_only=True):
    """Something that happened to a promise short of honouring it whole."""

    step: Literal["met", "partly", "waived"]
    on: date
    amount: Amount | None = None
    note: str = ""


class Promise(Value, frozen=True, kw_only=True):
    """What makes a follow-up a commitment: whose it is, and on which condition."""

    side: Side
    condition: str = ""
    amount: Amount | None = None
    steps: tuple[PromiseStep, ...] = ()

    def has_step(self, step: str, day: date) -> bool:
        """Whether *step* had happened by *day*."""
        return any(s.step == step and s.on <= day for s in self.steps)


class FollowUp(Responsible, frozen=True, kw_only=True):
    """A task with, if known, a due day; a commitment if it has a *promise*.

    *due* is the original due day.  *due_text* is what was typed (``signed+1m``);
    where the day it counts from is unknown there is a text and no day.
    *since* is the day the task was set; none: as long as its record is known.
    A task that *repeats* is followed by another one when it is done; one that *waits* can
    only begin when what it waits for is closed.  *playbook* names the step that set it, if
    a playbook did: ``filing.1``.
    """

    number: int = 0
    uid: str = ""
    task: str
    due: date | None = None
    due_text: str = ""
    since: date | None = None
    priority: Literal["high", "normal", "low"] = "normal"
    partners: tuple[str, ...] = ()
    promise: Promise | None = None
    repeats: Recurrence | None = None
    waits: tuple[Wait, ...] = ()
    playbook: str = ""
    states: tuple[StateChange, ...] = ()
    postponements: tuple[Postponement, ...] = ()
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()

    def change(self, day: date) -> StateChange | None:
        """Return the last change of state made by *day*."""
        return last_by(self.states, day)

    def state(self, day: date) -> State:
        """Return the state on *day*; without a change it is open."""
        last = self.change(day)
        return last.state if last else "open"

    def due_day(self, day: date) -> date | None:
        """Return the due day as it stood on *day*, postponements included."""
        moved = last_by(self.postponements, day)
        return moved.to if moved else self.due

    def times_postponed(self, day: date) -> int:
        """Return how often the due day had been moved by *day*."""
        return sum(p.on <= day for p in self.postponements)

    def is_open(self, day: date) -> bool:
        """Whether it still waited on *day*: neither done nor cancelled nor waived."""
        waived = self.promise is not None and self.promise.has_step("waived", day)
        return self.state(day) not in CLOSED and not waived

    def waits_for(self, day: date) -> tuple[str, ...]:
        """Return what it had to wait for on *day*, closed or not: ``.2`` in the same record."""
        return tuple(dict.fromkeys(wait.on for wait in self.waits if wait.holds(day)))

    def work_days(self) -> list[date]:
        """Return the days on which a note was made on it, or it moved on."""
        days = [n.on for n in self.notes] + [c.on for c in self.states]
        return days + ([s.on for s in self.promise.steps] if self.promise else [])

    def is_conditional(self, day: date) -> bool:
        """Whether it is a promise whose condition had not been met by *day*."""
        promise = self.promise
        return bool(promise and promise.condition and not promise.has_step("met", day))

    def is_overdue(self, day: date) -> bool:
        """Whether it should have been done before *day*: due that day is not overdue."""
        due = self.due_day(day)
        return (
            self.is_open(day) and not self.is_conditional(day) and due is not None and due < day
        )

    def days_late(self, day: date) -> int:
        """Return by how many days it is late on *day*; 0 if it is not."""
        due = self.due_day(day)
        return (day - due).days if due and self.is_overdue(day) else 0

    def missed(self, day: date) -> tuple[date, ...]:
        """Return the days after its own on which more of its series fell due, before *day*.

        They become follow-ups one after the other, as each is done; none is skipped.
        """
        due = self.due
        if self.repeats is None or due is None or not self.is_overdue(day):
            return ()
        found: list[date] = []
        try:
            then = self.repeats.after(due, due)
            while then < day and len(found) < _MOST_MISSED:
                found.append(then)
                then = self.repeats.after(then, due)
        except OverflowError:
            pass  # the series, or the calendar, has ended
        return tuple(found)

    def done_on(self, day: date) -> date | None:
        """Return the day it was done, if it stood done on *day*."""
        last = self.change(day)
        return last.on if last and last.state == "done" else None

    def following(self, day: date) -> "FollowUp | None":
        """Return the next of its series, set on the *day* when this was done, if it repeats.

        It is due by the schedule, counted from the original due day, however late this one
        was; where that never was known, from the day it was given, or from *day*.
        """
        if self.repeats is None:
            return None
        due = self.due or self.due_day(day) or day
        try:
            then = self.repeats.after(due, due)
        except OverflowError:
            return None  # the calendar ends before it
        return FollowUp(
            task=self.task,
            due=then,
            since=day,
            priority=self.priority,
            partners=self.partners,
            assignments=self._assignments_from(day),
            repeats=self.repeats.going_on(due),
        )

    def _assignments_from(self, day: date) -> tuple[Assignment, ...]:
        """Return who is responsible from *day* on, as if it had always been so."""
        now = replace(self.assigned(day), since=None)
        later = tuple(a for a in self.assignments if a.since and a.since > day)
        return (now, *later) if now.unit or now.owner else later

    def closed_on(self, day: date) -> date | None:
        """Return the day it was done, cancelled or waived, if it stood closed on *day*."""
        last = self.change(day)
        if last and last.state in CLOSED:
            return last.on
        steps = self.promise.steps if self.promise else ()
        return next((s.on for s in steps if s.step == "waived" and s.on <= day), None)

    def was_on_time(self, day: date) -> bool | None:
        """Whether it was done by its *original* due day; None where nothing is to be judged.

        Before the end of that day nothing can be said.  What fell away by then, cancelled
        or waived, never fell due; nor did a promise whose condition is not met.
        Source: on-time (按时办结) is judged on the original due day, whatever was postponed.
        """
        closed = self.closed_on(day)
        if self.due is None or (closed is None and self.due >= day):
            return None
        if closed and closed <= self.due:
            return True if self.done_on(day) else None
        return None if self.is_conditional(day) else False

    def promise_state(self, day: date) -> str:
        """Return where a commitment stands on *day*: a key of `PROMISE_STATES`, "" for none.

        One that was cancelled counts as waived.  Partly honoured is said only while
        nothing is due: then it is the rest that is due, or overdue.
        """
        if self.promise is None:
            return ""
        if self.done_on(day):
            return "honoured"
        if not self.is_open(day):
            return "waived"
        waits = self._dueness(day)
        begun = waits in {"unmet", "not-due"} and self.promise.has_step("partly", day)
        return "partly" if begun else waits

    def amounts_honoured(self, day: date) -> tuple[Amount, ...]:
        """Return the money honoured by *day*, one amount for each currency.

        Honoured whole, it is the amount that was promised; else, what was honoured in part.
        """
        promise = self.promise
        if promise is None:
            return ()
        if promise.amount and self.done_on(day):
            return (promise.amount,)
        sums: dict[str, Decimal] = {}
        for step in promise.steps:
            if step.step == "partly" and step.on <= day and step.amount:
                code = step.amount.currency
                sums[code] = sums.get(code, Decimal(0)) + step.amount.value
        return tuple(Amount(value=value, currency=code) for code, value in sums.items())

    def _dueness(self, day: date) -> str:
        if self.is_conditional(day):
            return "unmet"
        due = self.due_day(day)
        if due is None:
            return "due" if self.promise and self.promise.has_step("met", day) else "not-due"
        return "overdue" if due < day else "due" if due == day else "not-due"

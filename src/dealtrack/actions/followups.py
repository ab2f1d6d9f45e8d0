"""Changes to follow-ups and commitments."""

from collections.abc import Callable
from datetime import date
from typing import Literal

from msgspec.structs import replace

from dealtrack.actions.logs import WrongStep, appended
from dealtrack.actions.records import collection
from dealtrack.errors import NotFound
from dealtrack.model import (
    Amount,
    Evidence,
    FollowUp,
    Kept,
    Postponement,
    PromiseStep,
    StateChange,
)
from dealtrack.model.followup import CLOSED, State
from dealtrack.model.ref import Ref
from dealtrack.model.vocabulary import STATES
from dealtrack.store.base import Store
from dealtrack.text import _

FROM: dict[State, tuple[State, ...]] = {
    "open": ("done", "cancelled"),
    "in-progress": ("open", "waiting", "submitted"),
    "waiting": ("open", "in-progress", "submitted"),
    "submitted": ("open", "in-progress", "waiting"),
    "done": ("open", "in-progress", "waiting", "submitted"),
    "cancelled": ("open", "in-progress", "waiting", "submitted"),
}
"""From which states a follow-up may go to a state."""


def follow(store: Store, ref: Ref, task: FollowUp) -> tuple[Kept, FollowUp]:
    """Attach a follow-up to an agreement or a trip; return both as saved."""
    with store.transaction():
        kept = collection(store, ref)
        record = kept.get(ref.id)
        saved = kept.save(replace(record, follow_ups=(*record.follow_ups, task)).numbered())
    return saved, saved.follow_ups[-1]


def move(
    store: Store,
    ref: Ref,
    state: State,
    on: date,
    *,
    note: str = "",
    author: str = "",
    evidence: tuple[Evidence, ...] = (),
    only_from: tuple[State, ...] = (),
) -> tuple[Kept, FollowUp]:
    """Move a follow-up to *state*.

    Raises:
        WrongStep: if *state* cannot follow the one it is in, or *on* is before the last move.
    """

    def moved(one: FollowUp) -> FollowUp:
        now = one.states[-1].state if one.states else "open"
        if now not in (only_from or FROM[state]):
            raise WrongStep(str(ref), _impossible(now, one), _way_out(now, ref))
        event = StateChange(state=state, on=on, note=note, author=author, evidence=evidence)
        return replace(one, states=appended(one.states, event, lambda c: c.on, str(ref)))

    return _changed(store, ref, moved)


def postpone(
    store: Store, ref: Ref, to: date, on: date, reason: str, approver: str = ""
) -> tuple[Kept, FollowUp]:
    """Move the due day of a follow-up; the original day is kept.

    Raises:
        WrongStep: if it is closed, or due on *to* already.
    """

    def moved(one: FollowUp) -> FollowUp:
        if not one.is_open(date.max):
            now = one.states[-1].state if one.states else "cancelled"
            raise WrongStep(str(ref), _impossible(now, one), _way_out(now, ref))
        if one.due_day(date.max) == to:
            raise WrongStep(str(ref), _("it is due on {day} already").format(day=to))
        if one.due is None:
            return replace(one, due=to, due_text="")
        event = Postponement(to=to, on=on, reason=reason, approver=approver)
        log = appended(one.postponements, event, lambda p: p.on, str(ref))
        return replace(one, postponements=log)

    return _changed(store, ref, moved)


def step(
    store: Store,
    ref: Ref,
    kind: Literal["met", "partly", "waived"],
    on: date,
    *,
    amount: Amount | None = None,
    note: str = "",
) -> tuple[Kept, FollowUp]:
    """Note what happened to a promise: its condition met, partly honoured, waived.

    Raises:
        WrongStep: if the follow-up is no commitment, is closed, or the step was taken already.
    """

    def stepped(one: FollowUp) -> FollowUp:
        promise = one.promise
        if promise is None:
            raise WrongStep(str(ref), _("it is a task, not a commitment of one side"))
        if not one.is_open(date.max):
            raise WrongStep(str(ref), _impossible(one.state(date.max), one))
        if kind != "partly" and promise.has_step(kind, date.max):
            raise WrongStep(str(ref), _("this is noted already"))
        event = PromiseStep(step=kind, on=on, amount=amount, note=note)
        steps = appended(promise.steps, event, lambda s: s.on, str(ref))
        return replace(one, promise=replace(promise, steps=steps))

    return _changed(store, ref, stepped)


def _changed(
    store: Store, ref: Ref, change: Callable[[FollowUp], FollowUp]
) -> tuple[Kept, FollowUp]:
    if not ref.number:
        raise NotFound(f"{ref}.?")
    with store.transaction():
        kept = collection(store, ref)
        record = kept.get(ref.id)
        saved = kept.save(record.with_follow_up(change(record.follow_up(ref.number))))
    return saved, saved.follow_up(ref.number)


def _impossible(now: State, one: FollowUp) -> str:
    name = STATES.name(now)
    if now in CLOSED and one.states:
        return _("it is {state} since {day}").format(state=name, day=one.states[-1].on)
    if not one.is_open(date.max):
        return _("it was waived")
    return _("it is {state}").format(state=name)


def _way_out(now: State, ref: Ref) -> str:
    return (
        _("To go on with it: dealtrack reopen {ref}").format(ref=ref) if now in CLOSED else ""
    )

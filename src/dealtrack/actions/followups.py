"""Changes to follow-ups and commitments."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec.structs import replace

from dealtrack.actions.logs import WrongStep, appended, inserted
from dealtrack.actions.registers import collection
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
    saved, added = follow_all(store, ref, [task])
    return saved, added[0]


def follow_all(
    store: Store, ref: Ref, tasks: Sequence[FollowUp]
) -> tuple[Kept, tuple[FollowUp, ...]]:
    """Attach several follow-ups at once; return the record and them as saved."""
    with store.transaction():
        kept = collection(store, ref)
        record: Kept = kept.get(ref.id)
        saved: Kept = kept.save(replace(record, follow_ups=(*record.follow_ups, *tasks)))
    return saved, saved.follow_ups[-len(tasks) :]


def move(
    store: Store,
    ref: Ref,
    state: State,
    on: date,
    *,
    note: str = "",
    author: str = "",
    evidence: Iterable[Evidence] = (),
    only_from: tuple[State, ...] = (),
) -> tuple[Kept, FollowUp]:
    """Move a follow-up to *state*; done, one that repeats is followed by the next.

    *evidence* is only taken when the move is allowed: files need not be copied in vain.

    Raises:
        WrongStep: if *state* cannot follow the one it is in, or *on* is before the last move.
    """

    def moved(one: FollowUp) -> FollowUp:
        _refuse_waived(one, ref)
        now = one.state(date.max)
        if now not in (only_from or FROM[state]):
            raise _impossible(one, ref, only_from)
        empty = StateChange(state=state, on=on, note=note, author=author)
        log = appended(one.states, empty, lambda change: change.on, str(ref))
        return replace(one, states=(*log[:-1], replace(empty, evidence=tuple(evidence))))

    return _changed(store, ref, moved)


def postpone(
    store: Store, ref: Ref, to: date, on: date, reason: str, approver: str = ""
) -> tuple[Kept, FollowUp]:
    """Move the due day of a follow-up; the original day, or that it had none, is kept.

    Raises:
        WrongStep: if it is closed, due on *to* already, or was moved on a later day.
    """

    def moved(one: FollowUp) -> FollowUp:
        _refuse_closed(one, ref)
        if one.due_day(date.max) == to:
            raise WrongStep(_("{ref} is due on {day} already.").format(ref=ref, day=to))
        event = Postponement(to=to, on=on, reason=reason, approver=approver)
        log = appended(one.postponements, event, lambda moving: moving.on, str(ref))
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
        if one.promise is None:
            raise WrongStep(
                _("{ref} is a task, not a commitment of one side.").format(ref=ref),
                _("If somebody promised it, say so: dealtrack edit {record}").format(
                    record=ref.record
                ),
            )
        _refuse_closed(one, ref)
        if kind == "met" and one.promise.has_step(kind, date.max):
            raise WrongStep(_("The condition of {ref} is met already.").format(ref=ref))
        event = PromiseStep(step=kind, on=on, amount=amount, note=note)
        steps = inserted(one.promise.steps, event, lambda taken: taken.on)
        return replace(one, promise=replace(one.promise, steps=steps))

    return _changed(store, ref, stepped)


def next_of(record: Kept, one: FollowUp) -> FollowUp | None:
    """Return the last of *record* that goes on with the series of *one*, if one does."""
    moved = one.change(date.max)
    wanted = one.following(moved.on) if moved else None
    if wanted is None:
        return None
    later = (f for f in reversed(record.follow_ups) if f.number > one.number)
    return next(
        (f for f in later if (f.task, f.repeats) == (wanted.task, wanted.repeats)), None
    )


def _changed(
    store: Store, ref: Ref, change: Callable[[FollowUp], FollowUp]
) -> tuple[Kept, FollowUp]:
    number = ref.number or 0
    with store.transaction():
        kept = collection(store, ref)
        record: Kept = kept.get(ref.id)
        before = record.follow_up(number)
        after = change(before)
        saved: Kept = kept.save(_continued(record.with_follow_up(after), before, after))
    return saved, saved.follow_up(number)


def _continued(record: Kept, before: FollowUp, after: FollowUp) -> Kept:
    """Return *record* with the next of a series of which one was done: *before*, and *after*.

    One that was opened again and is done once more has its next already.
    """
    if after.states == before.states or after.states[-1].state != "done":
        return record
    was_done = any(change.state == "done" for change in before.states)
    following = after.following(after.states[-1].on)
    if following is None or (was_done and next_of(record, after)):
        return record
    return replace(record, follow_ups=(*record.follow_ups, following))


def _refuse_closed(one: FollowUp, ref: Ref) -> None:
    _refuse_waived(one, ref)
    if one.state(date.max) in CLOSED:
        raise _impossible(one, ref)


def _refuse_waived(one: FollowUp, ref: Ref) -> None:
    steps = one.promise.steps if one.promise else ()
    for waiver in (taken for taken in steps if taken.step == "waived"):
        raise WrongStep(
            _("{ref} was waived on {day}.").format(ref=ref, day=waiver.on),
            _("If that was wrong, mend it: dealtrack edit {record}").format(record=ref.record),
        )


def _impossible(one: FollowUp, ref: Ref, only_from: tuple[State, ...] = ()) -> WrongStep:
    """Say why a follow-up cannot go on from the state that it is in."""
    now = one.change(date.max)
    name = STATES.name(now.state if now else "open")
    if now and now.state in CLOSED:
        return WrongStep(
            _("{ref} is {state} since {day}.").format(ref=ref, state=name, day=now.on),
            _("To go on with it: dealtrack reopen {ref}").format(ref=ref),
        )
    if only_from:
        return WrongStep(
            _("{ref} is {state}; nobody has submitted it.").format(ref=ref, state=name),
            _("Hand it in: dealtrack submit {ref}").format(ref=ref),
        )
    return WrongStep(_("{ref} is {state} already.").format(ref=ref, state=name))

"""Changes to agreements and trips as a whole."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from msgspec.structs import replace

from dealtrack.actions.logs import WrongStep, appended, inserted
from dealtrack.actions.registers import collection
from dealtrack.actions.rings import check_waits
from dealtrack.days import PartialDay, parse_day
from dealtrack.errors import NotFound, UnanchoredDay, Unreadable
from dealtrack.model import (
    Agreement,
    Amount,
    Draft,
    FollowUp,
    Funds,
    Kept,
    Note,
    Planned,
    Problem,
    Reached,
    StatusChange,
    Trip,
)
from dealtrack.model.agreement import Status
from dealtrack.model.plan import planned_on
from dealtrack.model.ref import Ref
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import STATUSES
from dealtrack.store.base import Store
from dealtrack.text import _

N = TypeVar("N", Agreement, Trip, FollowUp)

STATUS_FROM: dict[Status, tuple[Status, ...]] = {
    "ongoing": ("suspended", "terminated", "fulfilled"),
    "suspended": ("ongoing",),
    "terminated": ("ongoing", "suspended"),
    "fulfilled": ("ongoing", "suspended"),
}
"""From which status an agreement may come to a status."""


class Noting(Protocol):
    """A change of whatever bears notes and problems."""

    def __call__(self, one: N) -> N:
        """Return *one*, changed."""


class Heard(NamedTuple):
    """An intention, by the trip that it was noted on and its number there."""

    trip: Trip
    number: int


def log(store: Store, draft: Draft, heard: Heard | None = None) -> Agreement:
    """Enter an agreement in the ledger, and note on the trip that an intention became it."""
    if heard is None:
        return store.agreements.add(draft)
    with store.transaction():
        record = store.agreements.add(draft)
        trip = store.trips.get(heard.trip.id)
        store.trips.save(trip.led_to(heard.number, record.id))
        return record


def revise(store: Store, record: Kept) -> Kept:
    """Replace a record by its edited copy; raise `Conflict` if somebody was faster."""
    with store.transaction():
        check_waits(store, record)
        if isinstance(record, Agreement):
            return store.agreements.save(record)
        return store.trips.save(record)


def remove(store: Store, ref: Ref) -> Kept:
    """Strike a record, or one follow-up, from the ledger; return the record as it was."""
    with store.transaction():
        kept = collection(store, ref)
        record: Kept = kept.get(ref.id)
        if not ref.number:
            struck: Kept = kept.remove(ref.id)
            return struck
        record.follow_up(ref.number)
        left = tuple(f for f in record.follow_ups if f.number != ref.number)
        kept.save(replace(record, follow_ups=left))
    return record


def note(store: Store, ref: Ref, entry: Note) -> Kept:
    """Add a line of progress to a record or to one of its follow-ups."""

    def noted(one: N) -> N:
        return replace(one, notes=inserted(one.notes, entry, lambda n: n.on))

    return _on_either(store, ref, noted)


def problem(store: Store, ref: Ref, found: Problem) -> tuple[Kept, Ref]:
    """Note a blocker on a record or a follow-up; return the record and the problem's ref."""

    def noted(one: N) -> N:
        number = max((p.number for p in one.problems), default=0) + 1
        return replace(one, problems=(*one.problems, replace(found, number=number)))

    saved = _on_either(store, ref, noted)
    holder = saved.follow_up(ref.number) if ref.number else saved
    return saved, ref._replace(number=ref.number or 0, problem=holder.problems[-1].number)


def solve(store: Store, ref: Ref, on: date, solution: str = "") -> Kept:
    """Note that a problem is solved.

    Raises:
        WrongStep: if it was solved before, or *on* is before the day it was noted.
    """

    def solved(one: N) -> N:
        found = next((p for p in one.problems if p.number == ref.problem), None)
        if found is None:
            raise NotFound(str(ref))
        _refuse_unsolvable(found, ref, on)
        done = replace(found, solved=on, solution=solution)
        return replace(one, problems=tuple(done if p is found else p for p in one.problems))

    return _on_either(store, ref, solved)


def advance(
    store: Store, ref: Ref, stage: str, on: PartialDay | None, text: str = ""
) -> Agreement:
    """Note that an agreement reached *stage*; no day: nobody knows on which.

    The day of the signing dates the follow-ups that were counted from it.

    Raises:
        WrongStep: if it is there already, or had been terminated by then.
    """

    def reached(one: Agreement) -> Agreement:
        _refuse_stage(one, stage, on)
        if stage == "signed" and on:
            return _dated(replace(one, signed=on))
        event = Reached(stage=stage, on=on, note=text)
        return replace(one, stages=inserted(one.stages, event, _day_reached))

    return _on_agreement(store, ref, reached)


def plan(
    store: Store, ref: Ref, stage: str, by: PartialDay | None, since: date, reason: str = ""
) -> Agreement:
    """Note by when *stage* is to be reached, or that it is planned no longer.

    What was planned before stays in the record, with its day.

    Raises:
        WrongStep: if that is planned already, or nothing is and nothing was to be.
    """

    def planned(one: Agreement) -> Agreement:
        _refuse_plan(one, stage, by, since)
        event = Planned(stage=stage, by=by, since=since, reason=reason)
        return replace(one, plan=inserted(one.plan, event, planned_on))

    return _on_agreement(store, ref, planned)


def fund(store: Store, ref: Ref, amount: Amount, on: date, text: str = "") -> Agreement:
    """Note money that really arrived."""
    funds = Funds(amount=amount, on=on, note=text)
    return _on_agreement(
        store, ref, lambda one: replace(one, funds=inserted(one.funds, funds, lambda f: f.on))
    )


def change_status(
    store: Store, ref: Ref, status: Status, on: date, reason: str = ""
) -> Agreement:
    """Suspend, resume, terminate or fulfil an agreement.

    Raises:
        WrongStep: if the status cannot follow the one it is in, or something later is noted.
    """

    def changed(one: Agreement) -> Agreement:
        now = one.statuses[-1].status if one.statuses else "ongoing"
        if now not in STATUS_FROM[status]:
            raise WrongStep(
                _("{ref} is {state} already.").format(ref=ref, state=STATUSES.name(now)),
                _("To go on with it: dealtrack resume {ref}").format(ref=ref)
                if now != "ongoing"
                else "",
            )
        event = StatusChange(status=status, on=on, reason=reason)
        return replace(one, statuses=appended(one.statuses, event, lambda c: c.on, str(ref)))

    return _on_agreement(store, ref, changed)


def _on_agreement(
    store: Store, ref: Ref, change: Callable[[Agreement], Agreement]
) -> Agreement:
    if ref.table != "agreements":
        raise WrongStep(
            _("{ref} is a trip; stages, funds and a status belong to agreements.").format(
                ref=ref
            )
        )
    with store.transaction():
        return store.agreements.save(change(store.agreements.get(ref.id)))


def _on_either(store: Store, ref: Ref, change: Noting) -> Kept:
    with store.transaction():
        record: Kept = collection(store, ref).get(ref.id)
        if ref.number:
            return revise(store, record.with_follow_up(change(record.follow_up(ref.number))))
        if isinstance(record, Agreement):
            return store.agreements.save(change(record))
        return store.trips.save(change(record))


def _refuse_unsolvable(found: Problem, ref: Ref, on: date) -> None:
    if found.solved:
        raise WrongStep(
            _("{ref} was solved on {day} already.").format(ref=ref, day=found.solved)
        )
    if on < found.noted:
        raise WrongStep(
            _("{ref} was noted on {day}; {wanted} is before that.").format(
                ref=ref, day=found.noted, wanted=on
            )
        )


def _refuse_stage(one: Agreement, stage: str, on: PartialDay | None) -> None:
    if ended := on and one.terminated_on(on.earliest):
        raise WrongStep(
            _("{ref} was terminated on {day}.").format(ref=one.ref, day=ended),
            _("To go on with it: dealtrack resume {ref}").format(ref=one.ref),
        )
    known = [(r.stage, r.on) for r in one.stages]
    known += [("signed", one.signed)] if one.signed else []
    for name, day in known:
        if name == stage:
            why = _("{ref} has reached {stage} already: {day}.").format(
                ref=one.ref, stage=STAGES.name(stage), day=day or _("day not known")
            )
            remedy = _("If that is wrong, mend it: dealtrack edit {ref}").format(ref=one.ref)
            raise WrongStep(why, remedy)


def _refuse_plan(one: Agreement, stage: str, by: PartialDay | None, since: date) -> None:
    now, name = one.planned(since).get(stage), STAGES.name(stage)
    if now == by:
        raise WrongStep(
            _("{ref}: {stage} is planned by {day} already.").format(
                ref=one.ref, stage=name, day=by
            )
            if by
            else _("{ref}: {stage} was not planned on {day}.").format(
                ref=one.ref, stage=name, day=since
            )
        )


def _day_reached(event: Reached) -> date:
    return event.on.earliest if event.on else date.min


def _dated(one: Agreement) -> Agreement:
    """Return *one* with the due days that were counted from a signing not known before."""
    return replace(one, follow_ups=tuple(_due_from(one.signed, f) for f in one.follow_ups))


def _due_from(signed: PartialDay | None, one: FollowUp) -> FollowUp:
    if one.due or not one.due_text or signed is None:
        return one
    try:
        day = parse_day(one.due_text, signed.latest, anchors={"signed": signed})
    except (Unreadable, UnanchoredDay):
        return one  # counted from something else
    return replace(one, due=day)

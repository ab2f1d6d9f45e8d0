"""Changes to agreements and trips as a whole."""

from datetime import date
from typing import Any, Literal

from msgspec.structs import replace

from dealtrack.actions.logs import WrongStep, appended
from dealtrack.days import PartialDay
from dealtrack.errors import NotFound
from dealtrack.model import (
    Agreement,
    Amount,
    Draft,
    Funds,
    Kept,
    Note,
    Problem,
    Reached,
    Record,
    StatusChange,
)
from dealtrack.model.ref import Ref
from dealtrack.model.vocabulary import STATUSES
from dealtrack.store.base import Collection, Store
from dealtrack.text import _


def collection(store: Store, ref: Ref) -> Collection[Any, Any]:
    """Return the collection of *store* that *ref* points into."""
    return store.trips if ref.table == "trips" else store.agreements


def log(store: Store, draft: Draft) -> Agreement:
    """Enter an agreement in the ledger."""
    return store.agreements.add(draft)


def revise(store: Store, record: Kept) -> Kept:
    """Replace a record by its edited copy; raise `Conflict` if somebody was faster."""
    kept: Collection[Any, Any] = (
        store.agreements if isinstance(record, Agreement) else store.trips
    )
    saved: Kept = kept.save(record)
    return saved


def remove(store: Store, ref: Ref) -> Kept:
    """Strike a record, or one follow-up, from the ledger; return the record as it was."""
    with store.transaction():
        kept = collection(store, ref)
        record: Kept = kept.get(ref.id)
        if ref.number is None:
            return kept.remove(ref.id)  # type: ignore[no-any-return]
        record.follow_up(ref.number)
        left = tuple(f for f in record.follow_ups if f.number != ref.number)
        kept.save(replace(record.numbered(), follow_ups=left))
    return record


def note(store: Store, ref: Ref, entry: Note) -> Kept:
    """Add a line of progress to a record or to one of its follow-ups."""
    return _on_either(store, ref, lambda one: replace(one, notes=_by_day(one.notes, entry)))


def problem(store: Store, ref: Ref, found: Problem) -> tuple[Kept, int]:
    """Note a blocker on a record or a follow-up; return the record and the problem's number."""
    numbers: list[int] = []

    def noted(one: Any) -> Any:
        numbers.append(max((p.number for p in one.problems), default=0) + 1)
        return replace(one, problems=(*one.problems, replace(found, number=numbers[-1])))

    return _on_either(store, ref, noted), numbers[-1]


def solve(store: Store, ref: Ref, on: date, solution: str = "") -> Kept:
    """Note that a problem is solved.

    Raises:
        WrongStep: if it was solved before, or *on* is before the day it was noted.
    """

    def solved(one: Any) -> Any:
        found = next((p for p in one.problems if p.number == ref.problem), None)
        if found is None:
            raise NotFound(str(ref))
        if found.solved:
            raise WrongStep(str(ref), _("it is solved since {day}").format(day=found.solved))
        if on < found.noted:
            raise WrongStep(
                str(ref), _("it was noted on {day}, after that").format(day=found.noted)
            )
        done = replace(found, solved=on, solution=solution)
        kept = tuple(done if p.number == ref.problem else p for p in one.problems)
        return replace(one, problems=kept)

    return _on_either(store, ref, solved)


def advance(store: Store, ref: Ref, stage: str, on: PartialDay, text: str = "") -> Agreement:
    """Note the day on which an agreement reached *stage*.

    Raises:
        WrongStep: if it is there already, or has been terminated.
    """

    def reached(one: Agreement) -> Agreement:
        day = on.earliest
        if one.terminated_on(day):
            raise WrongStep(
                ref_text, _("it was terminated on {day}").format(day=one.terminated_on(day))
            )
        if any(r.stage == stage for r in one.stages) or (stage == "signed" and one.signed):
            raise WrongStep(
                ref_text,
                _("this stage is noted already; mend it with: dealtrack edit {ref}").format(
                    ref=ref_text
                ),
            )
        if stage == "signed":
            return replace(one, signed=on)
        return replace(one, stages=(*one.stages, Reached(stage=stage, on=on, note=text)))

    ref_text = str(ref.record)
    return _on_agreement(store, ref, reached)


def fund(store: Store, ref: Ref, amount: Amount, on: date, text: str = "") -> Agreement:
    """Note money that really arrived."""
    funds = Funds(amount=amount, on=on, note=text)
    return _on_agreement(store, ref, lambda one: replace(one, funds=_by_day(one.funds, funds)))


def change_status(
    store: Store,
    ref: Ref,
    status: Literal["ongoing", "suspended", "terminated", "fulfilled"],
    on: date,
    reason: str = "",
) -> Agreement:
    """Suspend, resume, terminate or fulfil an agreement.

    Raises:
        WrongStep: if it is in that status already, or something later is noted.
    """

    def changed(one: Agreement) -> Agreement:
        now = one.statuses[-1].status if one.statuses else "ongoing"
        if now == status:
            raise WrongStep(str(ref), _("it is {state}").format(state=STATUSES.name(now)))
        event = StatusChange(status=status, on=on, reason=reason)
        return replace(one, statuses=appended(one.statuses, event, lambda c: c.on, str(ref)))

    return _on_agreement(store, ref, changed)


def _on_agreement(store: Store, ref: Ref, change: Any) -> Agreement:
    if ref.table != "agreements":
        raise WrongStep(str(ref), _("a trip has no stages, funds or status"))
    with store.transaction():
        return store.agreements.save(change(store.agreements.get(ref.id)))


def _on_either(store: Store, ref: Ref, change: Any) -> Kept:
    with store.transaction():
        kept = collection(store, ref)
        record: Record = kept.get(ref.id)
        if ref.number:
            changed = record.with_follow_up(change(record.follow_up(ref.number)))
        else:
            changed = change(record)
        return kept.save(changed)  # type: ignore[no-any-return]


def _by_day(log: tuple[Any, ...], event: Any) -> tuple[Any, ...]:
    return tuple(sorted((*log, event), key=lambda one: one.on))

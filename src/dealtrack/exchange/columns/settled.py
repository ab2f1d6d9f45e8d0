"""What a table says without a day: it was noted on the day it was first read, and only once."""

from datetime import date

from msgspec.structs import replace

from dealtrack.exchange.columns.money import total
from dealtrack.model import Agreement, Draft, FollowUp, Funds, Note, Problem, StatusChange
from dealtrack.model.words import folded


def settled(draft: Draft, old: Agreement, on: date) -> Draft:
    """Return *draft* without what *old* knows by an earlier day.

    A table does not say since when a note, a status or the state of a task is true; it was
    given the day *on*.  Where the ledger has the same already, its day stays.  Funds in
    a table are what arrived so far: only the part that is new arrived *on* that day.
    """
    return replace(
        draft,
        notes=new_notes(draft.notes, old.notes, on),
        problems=new_problems(draft.problems, old.problems),
        statuses=_statuses(draft.statuses, old, on),
        funds=_funds(draft.funds, old.funds, on),
        follow_ups=tuple(_task(one, old.follow_ups, on) for one in draft.follow_ups),
    )


def new_notes(new: tuple[Note, ...], old: tuple[Note, ...], on: date) -> tuple[Note, ...]:
    """Return those of the *new* notes that were not known by an earlier day."""
    known = {note.text for note in old}
    return tuple(note for note in new if note.on != on or note.text not in known)


def new_problems(new: tuple[Problem, ...], old: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return those of the *new* problems that were not known, numbered after the *old*."""
    known = {folded(problem.text) for problem in old}
    fresh = [problem for problem in new if folded(problem.text) not in known]
    last = max((problem.number for problem in old), default=0)
    return tuple(replace(one, number=last + at) for at, one in enumerate(fresh, start=1))


def _statuses(
    new: tuple[StatusChange, ...], old: Agreement, on: date
) -> tuple[StatusChange, ...]:
    return tuple(one for one in new if one.on != on or old.status(on) != one.status)


def _funds(new: tuple[Funds, ...], old: tuple[Funds, ...], on: date) -> tuple[Funds, ...]:
    found = []
    for one in new:
        if one.on != on:
            found.append(one)
            continue
        known = total(tuple(f.amount for f in old), one.amount.currency)
        if one.amount.value > known:
            rest = replace(one.amount, value=one.amount.value - known)
            found.append(replace(one, amount=rest))
    return tuple(found)


def _task(new: FollowUp, old: tuple[FollowUp, ...], on: date) -> FollowUp:
    same = next((one for one in old if folded(one.task) == folded(new.task)), None)
    if same is None:
        return new
    states = tuple(one for one in new.states if one.on != on or same.state(on) != one.state)
    told = replace(new, states=states, notes=new_notes(new.notes, same.notes, on))
    return same if _adds_nothing(told, same) else told


def _adds_nothing(new: FollowUp, old: FollowUp) -> bool:
    usual = FollowUp(task=new.task)
    return all(
        getattr(new, name) in (getattr(old, name), getattr(usual, name))
        for name in new.__struct_fields__
        if name not in {"number", "uid", "task"}
    )

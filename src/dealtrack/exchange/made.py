"""The records that the tables of a file make, and what a table tells of a record.

``make_…`` takes what was read, by key; ``tell_…`` is the way back.
"""

from collections import Counter
from typing import Any, TypeVar

from msgspec.structs import replace

from dealtrack.exchange.facts import counted
from dealtrack.exchange.tables import said
from dealtrack.model import (
    Assignment,
    Draft,
    FollowUp,
    Promise,
    Record,
    StateChange,
    TripDraft,
)
from dealtrack.model.vocabulary import RELATIONS
from dealtrack.model.words import folded

R = TypeVar("R", bound=Record)


def _assign(values: dict[str, Any]) -> None:
    """Put the short ``unit`` and ``owner`` before the list of ``assignments``."""
    first = {name: values.pop(name) for name in ("unit", "owner") if name in values}
    rest = values.pop("assignments", ())
    values["assignments"] = (*([Assignment(**first)] if first else []), *rest)
    values["problems"] = counted(values.pop("problems", ()))


def _tell_assigned(told: dict[str, Any]) -> dict[str, Any]:
    """Take the first assignment, if it has no day, as ``unit`` and ``owner``."""
    match told.get("assignments", ()):
        case (first, *rest) if first.since is None and (first.unit or first.owner):
            short = {"unit": first.unit, "owner": first.owner, "assignments": tuple(rest)}
            return {**told, **short}
    return told


def _joined(values: dict[str, Any]) -> dict[str, Any]:
    """Turn the keys that every record has into its fields."""
    _assign(values)
    source = values.pop("source", None)
    values["sources"] = (*([source] if source else []), *values.pop("sources", ()))
    tasks = (*values.pop("follow_up", ()), *values.pop("commitment", ()))
    values["follow_ups"] = tuple(sorted(tasks, key=lambda f: f.number or 10**9))
    return values


def _told(record: Record) -> dict[str, Any]:
    told = _tell_assigned(said(record))
    match record.sources:
        case (one,):
            told.update(source=one, sources=())
    tasks = _named_waits(record.follow_ups)
    told["follow_up"] = tuple(f for f in tasks if f.promise is None)
    told["commitment"] = tuple(f for f in tasks if f.promise is not None)
    return told


def _named_waits(tasks: tuple[FollowUp, ...]) -> tuple[FollowUp, ...]:
    """Return *tasks*, what waits for another of them doing so by its task if that is its own.

    Numbers are those of a ledger; another one will number them anew.
    """
    uses = Counter(folded(one.task) for one in tasks)
    names = {f".{one.number}": one.task for one in tasks if uses[folded(one.task)] == 1}
    return tuple(
        replace(one, waits=tuple(replace(w, on=names.get(w.on, w.on)) for w in one.waits))
        if one.waits
        else one
        for one in tasks
    )


def in_file_order(record: R) -> R:
    """Return *record* with its follow-ups numbered as who reads the file will number them."""
    tasks = sorted(record.follow_ups, key=lambda one: one.promise is not None)
    places = {f".{one.number}": f".{place}" for place, one in enumerate(tasks, start=1)}
    told = (
        replace(
            one,
            number=place,
            waits=tuple(replace(w, on=places.get(w.on, w.on)) for w in one.waits),
        )
        for place, one in enumerate(tasks, start=1)
    )
    return replace(record, follow_ups=tuple(told))


def make_agreement(**values: Any) -> Draft:
    """Make an agreement."""
    values.pop("playbook", None)  # its names stay with the reading
    links = [link for word in RELATIONS for link in values.pop(word.key, ())]
    return Draft(links=tuple(links), **_joined(values))


def tell_agreement(draft: Draft) -> dict[str, Any]:
    """Tell of an agreement, its links by their relation."""
    links = {
        word.key: tuple(link for link in draft.links if link.relation == word.key)
        for word in RELATIONS
    }
    return {**_told(draft), **links}


def make_trip(**values: Any) -> TripDraft:
    """Make a trip; in a trip file its visits stand outside and come later."""
    values.pop("playbook", None)
    heard = {"visits": values.pop("visit", ()), "intentions": values.pop("intention", ())}
    return TripDraft(**heard, **_joined(values))


def tell_trip(trip: TripDraft) -> dict[str, Any]:
    """Tell of a trip."""
    return {**_told(trip), "visit": trip.visits, "intention": trip.intentions}


def make_follow_up(**values: Any) -> FollowUp:
    """Make a follow-up; ``done`` is short for its last state."""
    _assign(values)
    due, due_text = values.pop("due", (None, ""))
    done = values.pop("done", None)
    states = values.pop("states", ())
    if done:
        states = (*states, StateChange(state="done", on=done))
    repeats, waits = values.pop("every", None), values.pop("after", ())
    return FollowUp(
        due=due, due_text=due_text, repeats=repeats, waits=waits, states=states, **values
    )


def tell_follow_up(one: FollowUp) -> dict[str, Any]:
    """Tell of a follow-up."""
    told = _tell_assigned(said(one))
    told["due"] = (one.due, one.due_text) if one.due or one.due_text else None
    told["every"], told["after"] = one.repeats, one.waits
    match one.states:
        case (*rest, last) if last == StateChange(state="done", on=last.on):
            told.update(states=tuple(rest), done=last.on)
    return told


def make_commitment(**values: Any) -> FollowUp:
    """Make a follow-up that is a promise."""
    promise = Promise(
        side=values.pop("by"),
        condition=values.pop("condition", ""),
        amount=values.pop("amount", None),
        steps=values.pop("steps", ()),
    )
    return make_follow_up(task=values.pop("text"), promise=promise, **values)


def tell_commitment(one: FollowUp) -> dict[str, Any]:
    """Tell of a commitment, whose task is its text."""
    promise = one.promise
    assert promise is not None  # only commitments come here
    return {**tell_follow_up(one), **said(promise), "by": promise.side, "text": one.task}

"""What the rows of one agreement say, made into the draft of a record."""

from collections.abc import Iterator
from collections.abc import Mapping as Said
from datetime import date
from typing import Any, NamedTuple

from dealtrack.days import Lean, PartialDay, parse_day
from dealtrack.errors import DealtrackError, UnanchoredDay
from dealtrack.exchange.columns.cells import Unfit, shown
from dealtrack.exchange.columns.days import Found
from dealtrack.exchange.columns.progress import Line
from dealtrack.exchange.columns.values import Values
from dealtrack.model import (
    Assignment,
    Draft,
    FollowUp,
    Funds,
    Note,
    Party,
    Problem,
    Reached,
    StateChange,
    StatusChange,
)
from dealtrack.model.followup import State
from dealtrack.model.plan import Planned
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import RELATIONS, STATUSES
from dealtrack.text import _

_ENDLESS = ("长期", "持续", "常年", "常态化", "长期坚持", "ongoing", "continuous")
"""What stands for a due day where a task never ends."""

_DERIVED = ("delayed", "expired")
"""What no table can say: whether a plan or an expiry is over follows from its day."""

_LONG_AGO = date(2000, 1, 1)

_STAGES = {f"stages.{stage}": stage for stage in STAGES.keys}
_PLANS = {f"plan.{stage}": stage for stage in STAGES.keys}

Dues = dict[str, PartialDay | None]


class Link(NamedTuple):
    """That an agreement follows from another one, named by its key in the table."""

    relation: str
    to: str


def make_draft(said: Said[str, Any], tasks: tuple[FollowUp, ...], key: str, on: date) -> Draft:
    """Make the draft of what rows say; what has no day of its own is noted *on* that day."""
    stages = _stages(said)
    return Draft(
        title=said.get("title", ""),
        kind=said.get("kind", ""),
        signed=day_of(said, "signed"),
        expires=day_of(said, "expires"),
        place=said.get("place", ""),
        count=said.get("count", 1),
        parties=_parties(said),
        witnesses=said.get("witnesses", ()),
        sectors=said.get("sectors", ()),
        areas=said.get("areas", ()),
        amount=said.get("amount"),
        follows=said.get("follows", ""),
        tags=said.get("tags", ()),
        stages=stages,
        plan=_plan(said),
        statuses=_status(said, on),
        funds=_funds(said, on),
        assignments=assigned(said.get("unit", ""), said.get("owner", "")),
        follow_ups=tasks,
        notes=(*noted(said.get("notes", ()), on), *_doubts(said, on)),
        problems=troubled(said.get("problems", ()), on),
        sources=(said["source"],) if "source" in said else (),
        key=key,
    )


def links_of(said: Said[str, Any]) -> tuple[Link, ...]:
    """Return which other agreements of the table this one follows from."""
    return tuple(Link(word.key, said[word.key]) for word in RELATIONS if word.key in said)


def make_task(said: Said[str, Any], values: Values, on: date) -> FollowUp:
    """Make the follow-up that a row names.

    Raises:
        Unfit: if its due day cannot be read.
    """
    due, due_text = _due(said, values)
    return FollowUp(
        task=said["task"],
        due=due,
        due_text=due_text,
        priority=said.get("priority", "normal"),
        partners=said.get("partners", ()),
        assignments=assigned(said.get("task_unit", ""), said.get("task_owner", "")),
        states=_state(said, on),
        notes=noted(said.get("task_notes", ()), on),
    )


def _parties(said: Said[str, Any]) -> tuple[Party, ...]:
    """Return the parties of all columns, each once, with the side that one of them knows."""
    named: tuple[Party, ...] = said.get("parties", ())
    if said.keys().isdisjoint(("ours", "theirs", "third")):
        return named
    names = {party.name for party in named if party.is_named}
    sided = (*said.get("ours", ()), *said.get("theirs", ()), *said.get("third", ()))
    sides = {party.name: party for party in sided}
    own = (sides.get(party.name, party) if party.is_named else party for party in named)
    return (*own, *(party for party in sided if party.name not in names))


def day_of(said: Said[str, Any], key: str) -> PartialDay | None:
    """Return the day that stands in the field *key*, as far as it is known."""
    found = said.get(key)
    return found.day if isinstance(found, Found) else None


def _whole(said: Said[str, Any], key: str, usual: date) -> date:
    """Return a day that has to be one: the last one of those that it may be."""
    found = day_of(said, key)
    return found.latest if found else usual


def _stages(said: Said[str, Any]) -> tuple[Reached, ...]:
    """Return the stages with their days, and the one that is only named, if that is further."""
    own = "signed" in said
    found = [
        Reached(stage=stage, on=day_of(said, key))
        for key, stage in _STAGES.items()
        if key in said and not (stage == "signed" and own)
    ]
    named = said.get("stage", "")
    if named and named not in {one.stage for one in found} and not (named == "signed" and own):
        found.append(Reached(stage=named))
    return tuple(found)


def _plan(said: Said[str, Any]) -> tuple[Planned, ...]:
    days = [(stage, day_of(said, key)) for key, stage in _PLANS.items() if key in said]
    own = tuple(Planned(stage=stage, by=by) for stage, by in days if by)
    named = {one.stage for one in own}
    return (*own, *(one for one in said.get("planned", ()) if one.stage not in named))


def _status(said: Said[str, Any], on: date) -> tuple[StatusChange, ...]:
    """Return the status, unless it is the usual one or one that is told from days."""
    status = said.get("status", "ongoing")
    is_told = status == said.get("stage") == "fulfilled"  # reached as a stage, it is the status
    if status in {"ongoing", *_DERIVED} or is_told:
        return ()
    return (StatusChange(status=status, on=_whole(said, "status_on", on)),)


def told_without_reason(said: Said[str, Any], draft: Draft, on: date) -> Iterator[str]:
    """Say which status follows from days that the table does not tell, and is not kept."""
    told = said.get("status", "")
    if told in _DERIVED and draft.status(on) != told:
        words = {
            "delayed": _("“{name}” is not taken over: it follows from a plan, none is told"),
            "expired": _("“{name}” is not taken over: it follows from the day of expiry"),
        }
        yield words[told].format(name=STATUSES.name(told))


def _funds(said: Said[str, Any], on: date) -> tuple[Funds, ...]:
    day = _whole(said, "funds_on", on)
    return tuple(Funds(amount=one, on=day) for one in said.get("funds", ()) if one.value)


def assigned(unit: str, owner: str) -> tuple[Assignment, ...]:
    """Return who has it in hand, if that is known."""
    return (Assignment(unit=unit, owner=owner),) if unit or owner else ()


def noted(lines: tuple[Line, ...], on: date) -> tuple[Note, ...]:
    """Return the notes of a cell, each *on* that day unless it has one of its own."""
    notes = [Note(on=line.on.latest if line.on else on, text=line.text) for line in lines]
    return tuple(sorted(dict.fromkeys(notes), key=lambda note: note.on))


def _doubts(said: Said[str, Any], on: date) -> tuple[Note, ...]:
    """Note which days the table itself is not certain of: ``1897-05-15?``."""
    return tuple(
        Note(on=on, text=_uncertain().format(name=key, day=value.day))
        for key, value in said.items()
        if isinstance(value, Found) and value.is_uncertain
    )


def _uncertain() -> str:
    return _("The day is uncertain in the source: {name} {day}")


def troubled(lines: tuple[Line, ...], on: date) -> tuple[Problem, ...]:
    """Return the problems of a cell, in its order."""
    return tuple(
        Problem(number=number, text=line.text, noted=line.on.latest if line.on else on)
        for number, line in enumerate(lines, start=1)
    )


def _state(said: Said[str, Any], on: date) -> tuple[StateChange, ...]:
    """Return how far a task is; a day on which it was done says that it is."""
    done = day_of(said, "done")
    state: State = said.get("state") or ("done" if done else "open")
    if state == "open":
        return ()
    return (StateChange(state=state, on=done.latest if done else on),)


def _due(said: Said[str, Any], values: Values) -> tuple[date | None, str]:
    """Return the due day, and the text that it was counted from or is the last day of."""
    if "due" not in said:
        return None, ""
    at, cell = said["due"]
    text = shown(cell).strip()
    if text.lower().rstrip("。") in _ENDLESS:
        return None, ""
    try:
        found = values.day_in("due", at, cell).day
    except Unfit as fault:
        return _counted(text, {"signed": day_of(said, "signed")}, fault)
    return found.latest, "" if found.is_exact else text


def _counted(text: str, anchors: Dues, fault: Unfit) -> tuple[date | None, str]:
    """Return a due day that is counted from the signing: 签约后30天."""
    days = []
    for today in (_LONG_AGO, date(2019, 11, 20)):
        try:
            days.append(parse_day(text, today, lean=Lean.FUTURE, anchors=anchors))
        except UnanchoredDay as counted:
            if counted.anchor == "signed":
                return None, text
            raise fault from None
        except DealtrackError:
            raise fault from None
    if days[0] != days[1]:
        raise fault
    return days[0], text

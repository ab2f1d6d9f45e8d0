"""Playbooks applied: which ones fit a record, and the follow-ups that they set."""

from collections.abc import Iterator, Mapping
from datetime import date

from dealtrack.days import Lean, PartialDay, parse_day
from dealtrack.days.recurrence import Recurrence
from dealtrack.days.recurring import parse_every
from dealtrack.errors import DealtrackError, UnanchoredDay, Unreadable
from dealtrack.model import Assignment, Draft, FollowUp, Promise, Record, TripDraft
from dealtrack.model.vocabulary import BINDINGS, KINDS
from dealtrack.model.wait import Wait
from dealtrack.model.words import folded
from dealtrack.settings.playbooks import Playbook, Step
from dealtrack.text import _

Anchors = Mapping[str, PartialDay | None]

_TRIPS = {"trip", "trips", "外出活动", "活动"}
_SIGNED = {"signed", "签约", "已签约"}


class WrongPlaybook(DealtrackError):  # noqa: N818 -- it is what it says
    """A playbook of the office cannot be used; *place* names the setting."""

    exit_code = 2

    def __init__(self, place: str, why: str) -> None:
        super().__init__(place, why)
        self.place = place
        self.why = why

    def __str__(self) -> str:
        return _("{place} cannot be used: {why}\nMend it with: dealtrack config edit").format(
            place=self.place, why=self.why
        )


def fits(playbook: Playbook, record: Record) -> bool:
    """Whether *playbook* is meant for *record*."""
    words = [folded(word) for word in playbook.for_]
    match record:
        case TripDraft():
            return bool(_TRIPS & {*words})
        case Draft():
            is_kind = any(
                (record.kind and KINDS.find(word) == record.kind)
                or (record.binding and BINDINGS.find(word) == record.binding)
                for word in words
            )
            return record.is_signed and (is_kind or bool(_SIGNED & {*words}))
    return False


def fitting(known: Mapping[str, Playbook], record: Record) -> tuple[str, ...]:
    """Return the names of those of the *known* playbooks that are meant for *record*."""
    return tuple(name for name, playbook in known.items() if fits(playbook, record))


def tasks_of(
    name: str, playbook: Playbook, record: Record, anchors: Anchors, today: date
) -> tuple[FollowUp, ...]:
    """Return the follow-ups that the *playbook* called *name* adds to *record*.

    A step that was taken before is not taken again.  What is counted from a day that is
    not known yet stays undated.

    Raises:
        WrongPlaybook: if a step cannot be read.
    """
    taken = {one.playbook for one in record.follow_ups if one.playbook}
    return tuple(
        _task(f"{name}.{number}", step, playbook, anchors, today)
        for number, step in enumerate(playbook.steps, start=1)
        if f"{name}.{number}" not in taken
    )


def _task(key: str, step: Step, playbook: Playbook, anchors: Anchors, today: date) -> FollowUp:
    place = "playbooks.{}.steps[{}]".format(*key.rsplit(".", 1))
    if not step.name:
        raise WrongPlaybook(place, _("it says no task"))
    due, due_text = _due(step, place, anchors, today)
    who = Assignment(unit=step.unit, owner=step.owner)
    return FollowUp(
        task=step.name,
        playbook=key,
        due=due,
        due_text=due_text,
        since=today,
        priority=step.priority,
        assignments=(who,) if who != Assignment() else (),
        promise=Promise(side=step.promise, condition=step.condition) if step.promise else None,
        repeats=_repeats(step, place),
        waits=tuple(_waits(step, playbook, place)),
    )


def _due(step: Step, place: str, anchors: Anchors, today: date) -> tuple[date | None, str]:
    if not step.due:
        return None, ""
    try:
        return parse_day(step.due, today, lean=Lean.FUTURE, anchors=anchors), ""
    except UnanchoredDay:
        return None, step.due
    except Unreadable as fault:
        raise WrongPlaybook(f"{place}.due", str(fault)) from None


def _repeats(step: Step, place: str) -> Recurrence | None:
    if not step.every:
        return None
    try:
        return parse_every(step.every)
    except Unreadable as fault:
        raise WrongPlaybook(f"{place}.every", str(fault)) from None


def _waits(step: Step, playbook: Playbook, place: str) -> Iterator[Wait]:
    for number in step.after:
        if not 1 <= number <= len(playbook.steps) or playbook.steps[number - 1] == step:
            why = _("there is no other step {n}").format(n=number)
            raise WrongPlaybook(f"{place}.after", why)
        yield Wait(on=playbook.steps[number - 1].name)

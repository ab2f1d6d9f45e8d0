"""Playbooks applied: which ones fit a record, and the follow-ups that they set."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from msgspec.structs import replace

from dealtrack.days import Lean, PartialDay, parse_day
from dealtrack.days.recurrence import Recurrence
from dealtrack.days.recurring import parse_every
from dealtrack.errors import DealtrackError, UnanchoredDay, Unreadable
from dealtrack.model import Assignment, Draft, FollowUp, Promise, Record, TripDraft
from dealtrack.model.wait import Wait
from dealtrack.settings.playbooks import Audience, Playbook, Step
from dealtrack.text import _

Anchors = Mapping[str, PartialDay | None]


class WrongPlaybook(DealtrackError):  # noqa: N818 -- it is what it says
    """A playbook of the office cannot be used; *place* names the setting."""

    exit_code = 2

    def __init__(self, place: str, why: str) -> None:
        super().__init__(place, why)
        self.place = place
        self.why = why

    @property
    def said(self) -> str:
        """What is wrong, and where, in one line and without the remedies."""
        return f"{self.place}: {self.short}"

    @property
    def short(self) -> str:
        """What is wrong, in one line."""
        return self.why.partition("\n")[0]

    def __str__(self) -> str:
        return _("{place} cannot be used: {why}\nMend it with: dealtrack config edit").format(
            place=self.place, why=self.why
        )


def fits(playbook: Playbook, record: Record) -> bool:
    """Whether *playbook* is meant for *record*."""
    meant = [Audience.of(word) for word in playbook.for_]
    match record:
        case TripDraft():
            return any(one.is_trip for one in meant)
        case Draft():
            return record.is_signed and any(
                one.is_signed
                or (record.kind and one.kind == record.kind)
                or (record.binding and one.binding == record.binding)
                for one in meant
            )
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
    taken = taken_steps(name, playbook, record)
    return tuple(
        replace(
            read_step(name, playbook, number, anchors, today, taken),
            playbook=f"{name}.{key}",
        )
        for number, key in enumerate(playbook.keys, start=1)
        if key not in taken
    )


def taken_steps(name: str, playbook: Playbook, record: Record) -> dict[str, FollowUp]:
    """Return the follow-ups of *record* that steps of *playbook* set, by the steps' keys.

    Earlier versions wrote the place of the step: ``filing.1``.  Since then steps may have
    been put in between, so the task tells which one is meant; where it has been changed as
    well, the place does.
    """
    found: dict[str, FollowUp] = {}
    for one in record.follow_ups:
        own, _dot, key = one.playbook.rpartition(".")
        if own == name:
            found.setdefault(_key_now(key, one.task, playbook, found), one)
    return found


def _key_now(written: str, task: str, playbook: Playbook, found: Mapping[str, FollowUp]) -> str:
    """Return the key of the step that set *task*, where a key or its place was *written*."""
    if not written.isdecimal():
        return written
    steps = dict(zip(playbook.keys, playbook.steps, strict=True))
    told = [key for key, step in steps.items() if task in step.texts and key not in found]
    by_place = [*steps][int(written) - 1 : int(written)] if written != "0" else []
    return next(iter((*told, *by_place)), written)


def read_step(
    name: str,
    playbook: Playbook,
    number: int,
    anchors: Anchors,
    today: date,
    taken: Mapping[str, FollowUp] = MappingProxyType({}),
) -> FollowUp:
    """Return the follow-up that the step *number* of *playbook* sets.

    Raises:
        WrongPlaybook: if the step cannot be read.
    """
    place, step = f"playbooks.{name}.steps[{number}]", playbook.steps[number - 1]
    if not step.name:
        raise WrongPlaybook(place, _("it says no task"))
    if step.promise and step.every:
        raise WrongPlaybook(f"{place}.every", _("a commitment does not come again"))
    due, due_text = _due(step, place, anchors, today)
    who = Assignment(unit=step.unit, owner=step.owner)
    return FollowUp(
        task=step.name,
        due=due,
        due_text=due_text,
        since=today,
        priority=step.priority,
        assignments=(who,) if who != Assignment() else (),
        promise=Promise(side=step.promise, condition=step.condition) if step.promise else None,
        repeats=_repeats(step, place),
        waits=tuple(_waits(playbook, number, place, taken)),
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


def _waits(
    playbook: Playbook, number: int, place: str, taken: Mapping[str, FollowUp]
) -> Iterator[Wait]:
    """Yield what a step waits for: by its number where that is there, else by its task."""
    for before in playbook.steps[number - 1].after:
        if not 1 <= before <= len(playbook.steps) or before == number:
            why = _("there is no other step {n}").format(n=before)
            raise WrongPlaybook(f"{place}.after", why)
        there, step = taken.get(playbook.keys[before - 1]), playbook.steps[before - 1]
        own = f".{there.number}" if there and there.number else ""
        yield Wait(on=own or (there.task if there else step.name))

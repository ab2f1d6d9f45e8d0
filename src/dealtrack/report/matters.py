"""The matter of a supervision slip: what it is called, and the facts of a day about it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from dealtrack.model import Agreement, FollowUp, Kept
from dealtrack.model.slip import Colour
from dealtrack.report.lights import light


class Matter(NamedTuple):
    """What a slip may be about, as it stood on a day.

    *colour* is that of the slip which the facts call for; None if they call for none.
    """

    ref: str
    title: str
    is_open: bool
    unit: str
    owner: str
    due: date | None
    progress: date | None
    colour: Colour | None


def matter_of(record: Kept, task: FollowUp | None, day: date, soon: int) -> Matter:
    """Return the matter of a follow-up, or of a record as a whole, on *day*.

    Source: a slip is blue near due, that is within *soon* days; yellow behind, that is
    while the light of the agreement is not green; red overdue.
    """
    due, colour = _due_and_colour(record, task, day, soon)
    who, own = record.assigned(day), task.assigned(day) if task else None
    return Matter(
        ref=f"{record.ref}.{task.number}" if task else record.ref,
        title=f"{task.task} · {record.title}" if task else record.title,
        is_open=_is_open(record, task, day),
        unit=(own.unit if own else "") or who.unit,
        owner=(own.owner if own else "") or who.owner,
        due=due,
        progress=record.last_progress(day),
        colour=colour,
    )


def _due_and_colour(
    record: Kept, task: FollowUp | None, day: date, soon: int
) -> tuple[date | None, Colour | None]:
    tasks = [task] if task else [one for one in record.follow_ups if one.is_open(day)]
    if late := [one for one in tasks if one.is_overdue(day)]:
        return _first_due(late, day), "red"
    due = _first_due(tasks, day)
    is_near = due is not None and due - day <= timedelta(days=soon)
    if task and is_near and task.is_open(day):
        return due, "blue"
    if _is_behind(record, day):
        return due, "yellow"
    return due, "blue" if is_near and not task else None


def _first_due(tasks: Iterable[FollowUp], day: date) -> date | None:
    return min((due for one in tasks if (due := one.due_day(day))), default=None)


def _is_behind(record: Kept, day: date) -> bool:
    shown = light(record, day) if isinstance(record, Agreement) else None
    return shown is not None and shown.colour in {"yellow", "red"}


def _is_open(record: Kept, task: FollowUp | None, day: date) -> bool:
    """Whether there is anything left to call for."""
    if task:
        return task.is_open(day)
    is_over = isinstance(record, Agreement) and record.status(day) in {
        "terminated",
        "fulfilled",
    }
    return not is_over

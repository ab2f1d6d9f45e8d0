"""What a calendar can tell of a follow-up, and how that differs from what the ledger tells.

A calendar knows four states where the ledger knows six, so what is more exact in the
ledger is no difference: a task that is waiting is one that needs action.
"""

from datetime import date
from typing import Literal, NamedTuple

from dealtrack.model import Entry, FollowUp
from dealtrack.model.followup import State

Status = Literal["NEEDS-ACTION", "IN-PROCESS", "COMPLETED", "CANCELLED"]

STATUS_OF: dict[State, Status] = {
    "open": "NEEDS-ACTION",
    "in-progress": "IN-PROCESS",
    "waiting": "NEEDS-ACTION",
    "submitted": "IN-PROCESS",
    "done": "COMPLETED",
    "cancelled": "CANCELLED",
}
"""The status of RFC 5545, 3.8.1.11, for each state."""

EVENT = "event-"
"""Begins the UID of the event of a follow-up; the rest is the UID of its task."""


class Told(NamedTuple):
    """What is told of the follow-up called *uid*: its status, due day and day of closing.

    An event tells no *status*.
    """

    uid: str
    status: Status | None
    due: date | None
    closed: date | None = None
    ref: str = ""
    summary: str = ""


def told(entry: Entry) -> Told:
    """Return what the ledger tells of the follow-up of *entry*, which has one."""
    one, day = _task(entry), entry.as_of
    return Told(
        uid=one.uid,
        status=status_of(one, day),
        due=one.due_day(day),
        closed=one.closed_on(day),
        ref=entry.ref,
        summary=one.task,
    )


def status_of(one: FollowUp, day: date) -> Status:
    """Return the status of a follow-up on *day*; what was waived is cancelled."""
    state = one.state(day)
    return STATUS_OF[state] if one.is_open(day) or state == "done" else "CANCELLED"


class Difference(NamedTuple):
    """What somebody changed in a calendar: a new status, a new due day, or both.

    *was* is what the ledger tells, *now* what the calendar does.
    """

    was: Told
    now: Told

    @property
    def status(self) -> Status | None:
        """The status that the ledger should come to, if it is another one."""
        wanted = self.now.status
        if wanted is None or wanted == self.was.status:
            return None
        begun_again = wanted == "NEEDS-ACTION" and self.was.status == "IN-PROCESS"
        return None if begun_again else wanted  # in the ledger nobody un-begins

    @property
    def due(self) -> date | None:
        """The day that it should be due, if it is another one; taken away is no day."""
        return self.now.due if self.now.due != self.was.due else None

    def __bool__(self) -> bool:
        return bool(self.status or self.due)


def _task(entry: Entry) -> FollowUp:
    assert entry.follow_up is not None  # whoever asks has asked for tasks
    return entry.follow_up

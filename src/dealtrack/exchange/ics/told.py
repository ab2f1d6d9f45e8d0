"""What a calendar can tell of a follow-up, and how that differs from what the ledger tells.

A calendar knows four states where the ledger knows six, so what is more exact in the
ledger is no difference: a task that is waiting is one that needs action.
"""

from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

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

STATUSES: dict[str, Status] = {status: status for status in get_args(Status)}

WRITTEN = "X-DEALTRACK-WRITTEN"
"""The property that keeps what the ledger had when a task was written: a `Base`."""

EVENT = "event-"
"""Begins the UID of the event of a follow-up; the rest is the UID of its task."""


class Base(NamedTuple):
    """What the ledger had of a follow-up when it was written into a calendar.

    *changes* counts how often its status had changed by then, *moves* how often its due
    day had: what went there and back did change.  None where nobody counted.
    """

    status: Status
    due: date | None
    changes: int | None = None
    moves: int | None = None

    @classmethod
    def read(cls, text: str) -> "Base | None":
        """Read what `str` made; None if it is not that."""
        try:
            status, changes, due, moves = text.split(" ")
            day = None if due == "-" else date.fromisoformat(due)
            return cls(STATUSES[status], day, int(changes), int(moves))
        except (KeyError, ValueError):
            return None

    def __str__(self) -> str:
        return f"{self.status} {self.changes or 0} {self.due or '-'} {self.moves or 0}"

    def has_status_of(self, here: "Told") -> bool:
        """Whether the status that the ledger tells *here* has not been touched since."""
        now = here.base.changes if here.base else None
        return self.status == here.status and (self.changes is None or self.changes == now)

    def has_due_of(self, here: "Told") -> bool:
        """Whether the due day that the ledger tells *here* has not been touched since."""
        now = here.base.moves if here.base else None
        return self.due == here.due and (self.moves is None or self.moves == now)


class Told(NamedTuple):
    """What is told of the follow-up called *uid*: its status, due day and day of closing.

    *status* is None where nothing is said of it; an event says nothing.  *base* is what
    was written of it; of what the ledger tells, what would be written.
    """

    uid: str
    status: Status | None
    due: date | None
    closed: date | None = None
    ref: str = ""
    summary: str = ""
    base: Base | None = None
    is_event: bool = False


def told(entry: Entry) -> Told:
    """Return what the ledger tells of the follow-up of *entry*, which has one."""
    one, day = _task(entry), entry.as_of
    status, due = status_of(one, day), one.due_day(day)
    return Told(
        uid=one.uid,
        status=status,
        due=due,
        closed=one.closed_on(day),
        ref=entry.ref,
        summary=one.task,
        base=Base(status, due, _changes(one, day), one.times_postponed(day)),
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

    def with_more(self, other: "Difference") -> "Difference":
        """Return this with what *other*, of the same follow-up, changes besides."""
        base = self if self.status else other
        due = self.now.due if self.due else other.now.due
        return Difference(self.was, base.now._replace(due=due))

    def __bool__(self) -> bool:
        return bool(self.status or self.due)


def _changes(one: FollowUp, day: date) -> int:
    """Return how often the status of a follow-up had become another one by *day*."""
    statuses = [STATUS_OF["open"], *(STATUS_OF[c.state] for c in one.states if c.on <= day)]
    return sum(was != now for was, now in pairwise(statuses))


def _task(entry: Entry) -> FollowUp:
    assert entry.follow_up is not None  # whoever asks has asked for tasks
    return entry.follow_up

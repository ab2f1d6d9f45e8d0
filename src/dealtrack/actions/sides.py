"""Two sides of one task, the ledger and a calendar: who changed what, and whose word counts.

Field by field (status, due day) both are held against what they once had in common.
Changed on one side only, that side has it; changed on both, otherwise, it is a conflict,
which nobody but a person settles.  Nothing in common known, nothing is guessed: what
differs then is a conflict too.
"""

from typing import Literal, NamedTuple

from dealtrack.exchange.ics.told import Base, Difference, Told

Prefer = Literal["", "ledger", "calendar"]
Side = Literal["", "here", "there", "both"]
_PREFERRED: dict[Prefer, Side] = {"": "both", "ledger": "here", "calendar": "there"}
_CLOSED = {"COMPLETED", "CANCELLED"}


class Verdict(NamedTuple):
    """Which side has the word on the status and on the due day: none where they agree."""

    status: Side = ""
    due: Side = ""

    @property
    def is_conflict(self) -> bool:
        """Whether both changed the same, and nobody said who is right."""
        return "both" in self

    def change(self, here: Told, there: Told) -> Difference:
        """Return what the ledger, which tells *here*, takes over from *there*."""
        status = there.status if self.status == "there" else here.status
        due = there.due if self.due == "there" else here.due
        return Difference(here, there._replace(status=status, due=due))


def judge(here: Told, there: Told, before: Base | None, prefer: Prefer = "") -> Verdict:
    """Find out who changed what since both sides had what *before* tells.

    A calendar that gives no status says nothing of it.  To move the day of what is closed
    would open it again: what only the ledger closed is a conflict then.
    """
    status = due = _PREFERRED[prefer]
    if there.status in {None, here.status}:
        status = ""
    elif before is not None:
        untouched = before.has_status_of(here)
        status = _side(there.status == before.status, untouched, status)
    if there.due == here.due:
        due = ""
    elif before is not None:
        due = _side(there.due == before.due, before.has_due_of(here), due)
    if due == "there" and there.due and here.status in _CLOSED and status != "there":
        return _moved_when_closed(there, status, prefer)
    return Verdict(status, due)


def _side(is_as_before: bool, untouched: bool, otherwise: Side) -> Side:
    if is_as_before:
        return "here"
    return "there" if untouched else otherwise


def _moved_when_closed(there: Told, status: Side, prefer: Prefer) -> Verdict:
    if there.status in _CLOSED:
        return Verdict(status, "here")
    return Verdict(_PREFERRED[prefer], _PREFERRED[prefer])

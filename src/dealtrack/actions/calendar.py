"""What people changed in a calendar, taken over into the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dealtrack.actions import followups
from dealtrack.actions.registers import collection
from dealtrack.actions.sides import Prefer, judge
from dealtrack.exchange.ics.told import Difference, Told, told
from dealtrack.model import Entry, FollowUp, Kept
from dealtrack.model.followup import CLOSED, State
from dealtrack.model.ref import Ref
from dealtrack.query.asked import entries_of
from dealtrack.query.expr import Expr
from dealtrack.query.questions import EVER, called
from dealtrack.store.base import Store
from dealtrack.text import _

_STATE_OF: dict[str, State] = {
    "NEEDS-ACTION": "open",
    "IN-PROCESS": "in-progress",
    "COMPLETED": "done",
    "CANCELLED": "cancelled",
}


def tasks_called(store: Store, uids: Iterable[str], today: date) -> dict[str, Entry]:
    """Return the follow-ups of the ledger that have one of *uids*, by these."""
    found: dict[str, Entry] = {}
    for asked in called("uid", sorted(set(uids))):
        for entry in entries_of(store, asked, as_of=EVER):
            if entry.follow_up:
                found[entry.follow_up.uid] = entry._replace(as_of=today)
    return found


def uids_of(store: Store, entries: Iterable[Entry]) -> dict[str, str]:
    """Return the UIDs of what *entries* wait for, by their refs."""
    wanted = sorted({ref for entry in entries for ref in entry.waits_for})
    found = {}
    for asked in called("ref", wanted):
        for entry in entries_of(store, asked, as_of=EVER):
            if entry.follow_up:
                found[entry.ref] = entry.follow_up.uid
    return found


def tasks_to_share(store: Store, where: Expr, as_of: date) -> list[Entry]:
    """Return the follow-ups that answer *where* as they stood on *as_of*, by due day."""
    found = entries_of(store, where, as_of=as_of, order=(("due", False),))
    return [entry for entry in found if entry.follow_up]


class Differences(NamedTuple):
    """What a calendar tells otherwise than the ledger does, each task once.

    *taken* was changed in the calendar only.  *conflicts* were changed on both sides, or
    nobody knows on which.  *behind* are the refs of what only the ledger changed since.
    """

    taken: tuple[Difference, ...] = ()
    conflicts: tuple[Difference, ...] = ()
    behind: tuple[str, ...] = ()


def differences(
    there: Mapping[str, Entry], said: Iterable[Told], prefer: Prefer = ""
) -> Differences:
    """Find out what of the tasks *there* was changed in a calendar that *said* this.

    Of a task that is told twice, as a task and as an event, what either changed counts.
    """
    taken: dict[str, Difference] = {}
    conflicts: dict[str, Difference] = {}
    behind: dict[str, str] = {}
    for one in said:
        if one.uid not in there:
            continue
        here = told(there[one.uid])
        verdict = judge(here, one if one.due else one._replace(due=here.due), one.base, prefer)
        if verdict.is_conflict:
            conflicts.setdefault(one.uid, Difference(here, one))
        elif change := verdict.change(here, one):
            known = taken.get(one.uid)
            taken[one.uid] = known.with_more(change) if known else change
        elif "here" in verdict:
            behind[one.uid] = here.ref
    return Differences(
        tuple(change for uid, change in taken.items() if uid not in conflicts),
        tuple(conflicts.values()),
        tuple(ref for uid, ref in behind.items() if uid not in taken.keys() | conflicts.keys()),
    )


def take_over(
    store: Store, changes: Sequence[Difference], today: date, author: str = ""
) -> list[tuple[Kept, FollowUp]]:
    """Carry out *changes*, all or none, and return what was changed.

    A day that is before the last one noted counts as that one: a calendar does not know.

    Raises:
        WrongStep: if one of them cannot be made, such as to what was waived.
        NotFound: if somebody removed one meanwhile.
    """
    with store.transaction():
        return [_taken_over(store, change, today, author) for change in changes]


def _taken_over(
    store: Store, change: Difference, today: date, author: str
) -> tuple[Kept, FollowUp]:
    ref = Ref.read(change.was.ref)
    assert ref is not None  # the ledger gave it
    record: Kept = collection(store, ref).get(ref.id)
    one = record.follow_up(ref.number or 0)
    was_closed = one.state(date.max) in CLOSED
    wanted = _STATE_OF[change.status] if change.status else None
    if was_closed and (change.due or wanted == "in-progress" or wanted in CLOSED):
        record, one = _moved(store, ref, one, "open", today, author)
    if change.due:
        last = max((moved.on for moved in one.postponements), default=today)
        reason = _("changed in the calendar")
        on = max(today, last)
        record, one = followups.postpone(store, ref, change.due, on, reason)
    if wanted and one.state(date.max) != wanted:
        day = change.now.closed if change.status == "COMPLETED" else None
        record, one = _moved(store, ref, one, wanted, day or today, author)
    return record, one


def _moved(
    store: Store, ref: Ref, one: FollowUp, state: State, day: date, author: str
) -> tuple[Kept, FollowUp]:
    last = one.change(date.max)
    on = max(day, last.on) if last else day
    return followups.move(store, ref, state, on, author=author)

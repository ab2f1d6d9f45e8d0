"""Keeping a ledger and a calendar in step: who changed what, carried over both ways.

What both sides had when they last agreed is remembered: what was changed on one side only
since then is carried to the other.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from msgspec.structs import replace

from dealtrack.actions.calendar import take_over
from dealtrack.actions.sides import Prefer, judge
from dealtrack.exchange.caldav import Overtaken, Resource, Server
from dealtrack.exchange.ics.mixed import digest_of, mixed, whole
from dealtrack.exchange.ics.read import read
from dealtrack.exchange.ics.told import STATUSES, Base, Difference, Told, told
from dealtrack.exchange.ics.write import todo
from dealtrack.model import Entry
from dealtrack.model.agreed import Agreed, Seen
from dealtrack.store.base import Store


class Task(NamedTuple):
    """A task as the two sides have it; *there* is its file on the server, if it is there."""

    uid: str
    entry: Entry
    here: Told
    there: Told | None = None
    resource: Resource | None = None


class Plan(NamedTuple):
    """What has to be done to bring both sides in step.

    *deleted* were taken out of the calendar, *gone* out of the ledger, and are left so.
    """

    incoming: tuple[Difference, ...] = ()
    outgoing: tuple[Task, ...] = ()
    conflicts: tuple[Difference, ...] = ()
    deleted: tuple[Task, ...] = ()
    gone: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()

    @property
    def is_in_step(self) -> bool:
        """Whether there is nothing to be done."""
        return not (self.incoming or self.outgoing or self.conflicts)


def look(server: Server, zone: tzinfo | None = None) -> dict[str, tuple[Told, Resource]]:
    """Return what the calendar tells of its tasks, by UID, each with its file."""
    found = {}
    for resource in server.tasks():
        for one in read(resource.data, zone).tasks:
            if not one.is_event:
                found[one.uid] = (one, resource)
    return found


def plan(
    entries: Iterable[Entry],
    there: Mapping[str, tuple[Told, Resource]],
    before: Agreed,
    digests: Mapping[str, str],
    *,
    prefer: Prefer = "",
    restores: bool = False,
) -> Plan:
    """Find out what either side changed since *before*.

    *entries* are the follow-ups of the ledger, *digests* what would be written of each.
    What is closed and was never in the calendar does not come into it.
    """
    found = _Found()
    known = set()
    for entry in entries:
        here = told(entry)
        known.add(here.uid)
        seen = before.tasks.get(here.uid)
        if here.uid in there:
            task = Task(here.uid, entry, here, *there[here.uid])
            found.compare(task, seen, prefer, digests.get(here.uid, ""))
        elif seen and not restores:
            found.deleted.append(Task(here.uid, entry, here))
        elif here.status in {"NEEDS-ACTION", "IN-PROCESS"} or seen:
            found.outgoing.append(Task(here.uid, entry, here))
    gone = tuple(uid for uid in before.tasks if uid not in known and uid in there)
    return found.plan(gone)


class _Found:
    """A plan while it is made."""

    def __init__(self) -> None:
        self.incoming: list[Difference] = []
        self.outgoing: list[Task] = []
        self.conflicts: list[Difference] = []
        self.deleted: list[Task] = []
        self.agreed: list[str] = []

    def plan(self, gone: tuple[str, ...]) -> Plan:
        return Plan(
            tuple(self.incoming),
            tuple(self.outgoing),
            tuple(self.conflicts),
            tuple(self.deleted),
            gone,
            tuple(self.agreed),
        )

    def compare(self, task: Task, seen: Seen | None, prefer: Prefer, digest: str) -> None:
        """Put *task*, which both sides have, where it belongs."""
        here, there = task.here, task.there
        assert there is not None
        verdict = judge(here, there, _base(seen), prefer)
        if verdict.is_conflict:
            self.conflicts.append(Difference(here, there))
            return
        if change := verdict.change(here, there):
            self.incoming.append(change)
        is_new = digest and (seen is None or seen.digest != digest)
        if "here" in verdict or is_new or (verdict.due == "there" and there.due is None):
            self.outgoing.append(task)
        self.agreed.append(task.uid)


def _base(seen: Seen | None) -> Base | None:
    """Return what both sides had, where they ever agreed."""
    status = STATUSES.get(seen.status) if seen else None
    return Base(status, seen.due) if seen and status else None


def digests_of(
    entries: Iterable[Entry], alarms: Iterable[timedelta], uids: Mapping[str, str]
) -> dict[str, str]:
    """Return a digest of what would be written of each of *entries*, by UID."""
    before = tuple(alarms)
    made = ((entry, todo(entry, before, uids)) for entry in entries)
    return {str(one["UID"]): digest_of(one) for _entry, one in made}


def carry_in(store: Store, planned: Plan, today: date, author: str) -> int:
    """Carry over into the ledger what the calendar changed; return how much that was."""
    if planned.incoming:
        take_over(store, planned.incoming, today, author)
    return len(planned.incoming)


def carry_out(
    server: Server,
    task: Task,
    prodid: str,
    alarms: Iterable[timedelta],
    uids: Mapping[str, str],
) -> bool:
    """Write *task* into the calendar; False if somebody was faster, and nothing is written."""
    made = todo(task.entry, alarms, uids)
    try:
        if task.resource is None:
            server.create(task.uid, whole(made, prodid))
        else:
            server.replace(task.resource, mixed(task.resource.data, made))
    except Overtaken:
        return False
    return True


def remembered(before: Agreed, url: str, entry: Entry, digest: str) -> Agreed:
    """Return *before* with what both sides have of the follow-up of *entry* now."""
    here = told(entry)
    seen = Seen(status=here.status or "", due=here.due, digest=digest)
    return replace(before, url=url, tasks={**before.tasks, here.uid: seen})

"""The steps of ``sync caldav``: look at both sides, do what is planned, tell of it."""

import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Literal

import msgspec

from dealtrack.actions import syncing
from dealtrack.actions.calendar import tasks_called, tasks_to_share, uids_of
from dealtrack.actions.sides import Prefer
from dealtrack.actions.syncing import Plan, Task
from dealtrack.cli.differing import changes_of, conflicts_of
from dealtrack.cli.run import Run
from dealtrack.errors import CalendarUnreachable
from dealtrack.exchange.caldav import Server
from dealtrack.exchange.ics.write import PRODID
from dealtrack.model.agreed import Agreed
from dealtrack.query.expr import Expr
from dealtrack.settings.calendars import SECRET, USER
from dealtrack.store.base import Store
from dealtrack.store.disk import aside
from dealtrack.store.disk.files import Files
from dealtrack.text import _, plural
from dealtrack.text.hidden import visible


class Synced(msgspec.Struct, frozen=True, kw_only=True):
    """What was brought in step: the refs of what was taken over, written, and not settled."""

    schema: Literal["dealtrack/synced/1"] = "dealtrack/synced/1"
    url: str
    taken_over: tuple[str, ...]
    written: tuple[str, ...]
    conflicts: tuple[str, ...]
    deleted: tuple[str, ...]
    in_step: int
    saved: bool


class Sides:
    """The ledger and the calendar, looked at together."""

    def __init__(
        self,
        run: Run,
        store: Store,
        server: Server,
        where: Expr,
        alarms: tuple[timedelta, ...],
    ) -> None:
        self.url = url = server.open()
        self.run = run
        self._store, self._server, self._where, self._alarms = store, server, where, alarms
        self._path = Files.of(run.beside).agreed(url)
        self._before, self.is_remembered = aside.read(self._path, Agreed)
        self._there = syncing.look(server)
        self._read()

    def _read(self) -> None:
        """Read the follow-ups that are open, in the calendar, or were in it."""
        open_ = tasks_to_share(self._store, self._where, self.run.today)
        known = {*self._there, *self._before.tasks}
        found = {e.follow_up.uid: e for e in open_ if e.follow_up}
        self._entries = tasks_called(self._store, known - found.keys(), self.run.today) | found
        self._uids = uids_of(self._store, self._entries.values())
        self._digests = syncing.digests_of(self._entries.values(), self._alarms, self._uids)

    def plan(self, prefer: Prefer, *, restores: bool) -> Plan:
        """Find out what has to be done."""
        return syncing.plan(
            self._entries.values(),
            self._there,
            self._before,
            self._digests,
            prefer=prefer,
            restores=restores,
        )

    def bring_in_step(
        self, planned: Plan, prefer: Prefer, *, restores: bool
    ) -> tuple[Task, ...]:
        """Do what is *planned*; return what was written into the calendar.

        The ledger comes first, in one step.  What both sides have is remembered also if the
        server breaks off: running again goes on from there.
        """
        if syncing.carry_in(self._store, planned, self.run.today, self.run.author):
            self._read()
            planned = self.plan(prefer, restores=restores)
        written, now = [], self._before
        for uid in planned.agreed:
            now = self._remembered(now, uid)
        try:
            for task in planned.outgoing:
                if syncing.carry_out(self._server, task, PRODID, self._alarms, self._uids):
                    written.append(task)
                    now = self._remembered(now, task.uid)
                else:
                    self.run.say(
                        _("{ref} was changed in the calendar meanwhile: run it again.").format(
                            ref=task.here.ref
                        )
                    )
        except CalendarUnreachable as fault:
            raise CalendarUnreachable(fault.url, fault.why, len(written)) from None
        finally:
            if now != self._before:
                aside.write(self._path, now)
        return tuple(written)

    def _remembered(self, now: Agreed, uid: str) -> Agreed:
        entry = self._entries[uid]
        return syncing.remembered(now, self.url, entry, self._digests.get(uid, ""))


def server_of(run: Run, url: str) -> Server:
    user = os.environ.get(USER) or run.settings.calendar.user
    return Server(url, user, SECRET.find(user) if user else "")


def tell(
    run: Run, sides: Sides, planned: Plan, written: Sequence[Task], *, saved: bool
) -> None:
    """Tell what was *planned*, and of it what was *written*, or would be."""
    tasks = written if saved else planned.outgoing
    report = Synced(
        url=sides.url,
        taken_over=tuple(c.was.ref for c in planned.incoming),
        written=tuple(task.here.ref for task in tasks),
        conflicts=tuple(c.was.ref for c in planned.conflicts),
        deleted=tuple(t.here.ref for t in planned.deleted),
        in_step=len({*planned.agreed, *(task.uid for task in written)}),
        saved=saved,
    )
    if run.json:
        run.answer(report)
    elif not run.quiet:
        for line in _lines(planned, tasks, report.in_step):
            run.tell(visible(line))
        _say_more(run, sides, planned, saved=saved)


def _lines(planned: Plan, tasks: Sequence[Task], in_step: int) -> Iterator[str]:
    for line in changes_of(planned.incoming):
        yield _("from the calendar  {change}").format(change=line)
    for task in tasks:
        yield _("to the calendar    {ref}  {task}").format(
            ref=task.here.ref, task=task.here.summary
        )
    yield from conflicts_of(planned.conflicts)
    for task in planned.deleted:
        yield _("not in the calendar any more  {ref}  {task}").format(
            ref=task.here.ref, task=task.here.summary
        )
    yield plural("{n} task is in step.", "{n} tasks are in step.", in_step)


def _say_more(run: Run, sides: Sides, planned: Plan, *, saved: bool) -> None:
    if not sides.is_remembered:
        run.say(_("What was agreed before cannot be read: whatever differs is a conflict."))
    if planned.conflicts:
        run.say(_("Settle them: --prefer ledger, or --prefer calendar."))
    if planned.deleted:
        run.say(_("To write again what was deleted there: --restore"))
    if planned.gone:
        n = len(planned.gone)
        run.say(
            plural(
                "{n} task there is not in the ledger any more: delete it there.",
                "{n} tasks there are not in the ledger any more: delete them there.",
                n,
            )
        )
    if not saved:
        run.say(_("Nothing was done: this was a dry run."))

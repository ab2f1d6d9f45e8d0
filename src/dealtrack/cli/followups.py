"""Commands that set follow-ups and move their due days: ``follow`` and ``postpone``."""

from datetime import date
from typing import Annotated

import typer
from msgspec.structs import replace

from dealtrack.actions import followups
from dealtrack.cli.ask import confirm, needed
from dealtrack.cli.command import Commands, Typed
from dealtrack.cli.familiar import unfamiliar
from dealtrack.cli.options import (
    On,
    Reason,
    Record,
    Task,
    anchors,
    due_day,
    of_record,
    with_due,
)
from dealtrack.cli.refs import find_follow_up, find_record
from dealtrack.cli.run import Run
from dealtrack.cli.talk import due_line, joined, saved, warn
from dealtrack.cli.waiting import waits_on
from dealtrack.cli.wanted import OPTIONS, Wanted
from dealtrack.days import PartialDay, is_working, next_working, spoken
from dealtrack.days.rhythm import say_recurrence
from dealtrack.errors import WrongUse
from dealtrack.model import Entry, FollowUp, Kept
from dealtrack.report.words import titled
from dealtrack.text import _, listed

commands = Commands()


@commands.add(
    "follow",
    _("Attach a follow-up to an agreement or a trip."),
    shared="writing",
    options=OPTIONS,
    examples=(
        _('follow 17 "Send the annex" --due +2w --owner 张三'),
        _('follow 17 "Report the funds" --every "last working day of every month"'),
        "follow 17 --playbook project",
    ),
)
def follow(
    run: Run,
    ref: Record,
    task: Annotated[
        str | None, typer.Argument(metavar="[TASK]", help=_("What has to be done."))
    ] = None,
    **said: Typed,
) -> None:
    wanted = Wanted.of(said)
    if wanted.playbooks:
        if task:
            raise WrongUse(
                _("--playbook does not go with a task: a playbook names its own."),
                _("See its steps: dealtrack playbook show {name}").format(
                    name=wanted.playbooks[0]
                ),
            )
        from dealtrack.cli.offering import follow_playbooks

        follow_playbooks(run, ref, list(wanted.playbooks))
        return
    made = wanted.follow_up(run, needed(task, "TASK").strip())
    with run.store() as store:
        found = find_record(store, ref, run.today)
        waits = waits_on(run, store, found.ref.record, wanted.after)
        known = replace(made, waits=waits)
        made = _begun(run, with_due(run, known, wanted.due, of_record(store, found.record)))
        if made.due and wanted.due is not None:
            made = replace(made, due=on_a_working_day(run, made.due))
        odd = unfamiliar(run, store, _new_names(made, found.record))
        record, added = followups.follow(store, found.ref.record, made)
    name = f"{record.ref}.{added.number}"
    when = (due_line(added, run), _repeated(added), _after(record, added))
    lines = (
        _("Saved {ref}: {task}").format(ref=name, task=titled(added.task, [record.title])),
        joined((*when, wanted.owner, wanted.unit)),
    )
    saved(run, name, record, lines, _("Once done: dealtrack done {ref}").format(ref=name))
    warn(run, record, added, odd)


@commands.add(
    "postpone",
    _("Move a due day. The original day is kept, and on time is judged by it."),
    shared="writing",
    examples=(_('postpone 17.2 --to +1w --reason "Partner asked for time"'),),
)
def postpone(
    run: Run,
    ref: Task,
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="DAY", help=_("The new due day; due+1w counts from the old one.")
        ),
    ] = None,
    reason: Reason = None,
    approver: Annotated[
        str, typer.Option("--approved-by", metavar="NAME", help=_("Who allowed it."))
    ] = "",
    on: On = None,
) -> None:
    to, why, moved_on = needed(to, "--to"), needed(reason, "--reason"), run.day("--on", on)
    with run.store() as store:
        found = find_follow_up(store, ref, run.today)
        before = found.follow_up and found.follow_up.due_day(run.today)
        known = {**anchors(found.record), "due": PartialDay.of(before) if before else None}
        day = on_a_working_day(run, due_day(run, "--to", to, known))
        record, moved = followups.postpone(store, found.ref, day, moved_on, why, approver)
    done = _("Postponed {ref}: {task}").format(
        ref=found.ref, task=titled(moved.task, [record.title])
    )
    lines = (done, joined((due_line(moved, run), _earlier(run, moved))))
    hint = _("Once done: dealtrack done {ref}").format(ref=found.ref)
    saved(run, found.ref, record, lines, hint)
    warn(run, record, moved)


def on_a_working_day(run: Run, day: date) -> date:
    """Return *day*, or, of a day off, the next working day if whoever is asked prefers it.

    A script is not asked, and gets the day that it named.
    """
    if day < run.today or not run.asks or run.yes or is_working(day):
        return day
    working = next_working(day)
    question = _("{day} is a day off. Take the next working day, {working}, instead?")
    said = question.format(day=spoken(day, run.today), working=working)
    return working if confirm(run, said) else day


def _new_names(task: FollowUp, record: Kept) -> list[tuple[str, str]]:
    """Return who is named in *task* and not yet in *record*, each with the field of a query.

    The whole ledger is only looked through for those.
    """
    known = {name for one in (record, *record.follow_ups) for _field, name in _named(one)}
    return [pair for pair in _named(task) if pair[1] not in known]


def _named(one: Kept | FollowUp) -> list[tuple[str, str]]:
    partners = one.partners if isinstance(one, FollowUp) else ()
    return [
        *(("owner", assigned.owner) for assigned in one.assignments),
        *(("unit", assigned.unit) for assigned in one.assignments),
        *(("unit", name) for name in partners),
    ]


def _earlier(run: Run, one: FollowUp) -> str:
    """Say which due day it had before, and at first."""
    days = [one.due, *(moved.to for moved in one.postponements)][:-1]
    if days[-1] is None:
        return _("it had no due day before")
    was = _("was {day}").format(day=days[-1])
    if len(days) < 2 or one.due is None:
        return was
    times = one.times_postponed(run.today)
    return joined((was, _("originally {day}, moved {n} times").format(day=one.due, n=times)))


def _begun(run: Run, task: FollowUp) -> FollowUp:
    """Return *task* due on the first day that suits, if it repeats and no day was said."""
    if task.repeats is None or task.due or task.due_text:
        return task
    return replace(task, due=task.repeats.first(run.today))


def _after(record: Kept, task: FollowUp) -> str:
    refs = Entry(record, task, date.max).waits_for
    return _("after {refs}").format(refs=listed(refs)) if refs else ""


def _repeated(task: FollowUp) -> str:
    return say_recurrence(task.repeats) if task.repeats else ""

"""What follow-ups wait for: ``wait --for``, ``follow --after``, and what a closing frees."""

from collections.abc import Iterable
from datetime import date

from dealtrack.actions import waiting
from dealtrack.cli.refs import find_follow_up
from dealtrack.cli.run import Run
from dealtrack.cli.talk import joined, saved
from dealtrack.days import spoken
from dealtrack.model import FollowUp, Kept
from dealtrack.model.ref import Ref
from dealtrack.model.wait import Wait
from dealtrack.report.words import titled
from dealtrack.store.base import Store
from dealtrack.text import _, listed, plural


def wait_for(
    run: Run, ref: str, others: Iterable[str], no_more: Iterable[str], on: date
) -> None:
    """Note what a follow-up has to wait for, and what it need not wait for any more."""
    with run.store() as store, store.transaction():
        found = find_follow_up(store, ref, run.today)
        ended = [find_follow_up(store, one, run.today).ref for one in no_more]
        begun = [find_follow_up(store, one, run.today).ref for one in others]
        if ended:
            record, one = waiting.wait_no_more(store, found.ref, ended, on)
        if begun:
            record, one = waiting.wait_for(store, found.ref, begun, on)
        still = _still_open(store, record, one, run.today)
    line = (
        _("{ref} waits for {refs}: {task}") if still else _("{ref} waits for nothing: {task}")
    )
    task = titled(one.task, [record.title])
    lines = (line.format(ref=found.ref, refs=listed(still), task=task), spoken(on, run.today))
    hint = _("When they are closed it is on the agenda: dealtrack agenda")
    saved(run, found.ref, record, lines, hint if still else "")
    if closed := [str(ref) for ref in begun if str(ref) not in still]:
        note = plural(
            "Note: {refs} is closed already; it holds nothing up.",
            "Note: {refs} are closed already; they hold nothing up.",
            len(closed),
        )
        run.say(note.format(refs=listed(closed)))


def waits_on(run: Run, store: Store, record: Ref, others: Iterable[str]) -> tuple[Wait, ...]:
    """Return what a new follow-up of *record* waits for: *others*, which there must be."""
    found = [find_follow_up(store, one, run.today).ref for one in others]
    return tuple(Wait(on=waiting.stored(ref, record)) for ref in found)


def freed_by(store: Store, ref: Ref, today: date) -> tuple[str, ...]:
    """Return a line for each follow-up that waited for *ref* and can begin *today*.

    A closing that was back-dated is told as well; one that is still to come frees nothing.
    """
    from dealtrack.report.waiting import waiting_for

    freed = waiting_for(store, str(ref), today)
    return tuple(
        joined(
            (
                _("Now possible: {ref} {task}").format(ref=task.ref, task=task.task),
                _("due {day}").format(day=task.due) if task.due else "",
                task.owner or task.unit,
            )
        )
        for task in freed
        if not task.blocked_by
    )


def _still_open(store: Store, record: Kept, one: FollowUp, today: date) -> tuple[str, ...]:
    from dealtrack.report.tasks import task_of
    from dealtrack.report.waiting import with_blockers

    (task,) = with_blockers(store, [task_of(record, one, today)], today)
    return task.blocked_by

"""Commands that move a follow-up on: ``done``, ``start``, ``wait`` and their kin."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dealtrack.actions import followups
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.options import On, Remark, Task
from dealtrack.cli.refs import find_follow_up
from dealtrack.cli.run import Run
from dealtrack.cli.talk import joined, saved
from dealtrack.cli.waiting import freed_by
from dealtrack.days import spoken
from dealtrack.days.rhythm import say_recurrence
from dealtrack.model import FollowUp, Kept
from dealtrack.model.followup import CLOSED, State
from dealtrack.model.vocabulary import PROMISE_STATES, STATES
from dealtrack.report.words import titled
from dealtrack.text import _, later, plural

commands = Commands()

Others = Annotated[
    list[str] | None,
    typer.Option(
        "--for",
        metavar="REF.N",
        help=_("It cannot begin before that one is closed; repeat for more."),
        autocompletion=completed("tasks"),
    ),
]
NoMore = Annotated[
    list[str] | None,
    typer.Option(
        "--not-for", metavar="REF.N", help=_("It need not wait for that one any more.")
    ),
]

_NEXT: dict[State, str] = {
    "open": later("Once done: dealtrack done {ref}"),
    "in-progress": later("Once done: dealtrack done {ref}"),
    "waiting": later('What stands in the way: dealtrack problem {ref} "…" --by DAY'),
    "submitted": later("Then: dealtrack approve {ref} · dealtrack reject {ref} --note …"),
    "done": later("Next: dealtrack agenda · To open it again: dealtrack reopen {ref}"),
    "cancelled": later("Next: dealtrack agenda · To open it again: dealtrack reopen {ref}"),
}
"""What to do after a follow-up has come to a state."""


@commands.add(
    "done",
    _("Close a follow-up: it is done. A commitment is honoured by it."),
    shared="writing",
    examples=("done 17.2", _("done 17.2 --on friday --note 'Signed copy received'")),
)
def done(
    run: Run,
    ref: Task,
    on: On = None,
    note: Remark = "",
    evidence: Annotated[
        list[Path] | None,
        typer.Option(
            "--evidence",
            metavar="FILE",
            help=_("A file that proves it; a copy is kept with the ledger."),
        ),
    ] = None,
) -> None:
    _move(run, ref, "done", on, note, evidence=evidence or [])


@commands.add("start", _("Note that somebody has begun with a follow-up."), shared="writing")
def start(run: Run, ref: Task, on: On = None, note: Remark = "") -> None:
    _move(run, ref, "in-progress", on, note)


@commands.add(
    "wait",
    _("Note that a follow-up is blocked, or which others it has to wait for."),
    shared="writing",
    examples=("wait 17.3", "wait 17.3 --for 17.2", "wait 17.3 --not-for 17.2"),
)
def wait(
    run: Run,
    ref: Task,
    for_: Others = None,
    not_for: NoMore = None,
    on: On = None,
    note: Remark = "",
) -> None:
    if for_ or not_for:
        from dealtrack.cli.waiting import wait_for

        wait_for(run, ref, for_ or [], not_for or [], run.day("--on", on))
    else:
        _move(run, ref, "waiting", on, note)


@commands.add("submit", _("Hand a follow-up in for approval."), shared="writing")
def submit(run: Run, ref: Task, on: On = None, note: Remark = "") -> None:
    _move(run, ref, "submitted", on, note)


@commands.add(
    "approve", _("Approve what was submitted: the follow-up is done."), shared="writing"
)
def approve(run: Run, ref: Task, on: On = None, note: Remark = "") -> None:
    _move(run, ref, "done", on, note, only_from=("submitted",))


@commands.add(
    "reject",
    _("Send back what was submitted: the follow-up is in progress again."),
    shared="writing",
)
def reject(run: Run, ref: Task, on: On = None, note: Remark = "") -> None:
    _move(run, ref, "in-progress", on, note, only_from=("submitted",))


@commands.add("cancel", _("Close a follow-up that is no longer wanted."), shared="writing")
def cancel(run: Run, ref: Task, on: On = None, note: Remark = "") -> None:
    _move(run, ref, "cancelled", on, note)


@commands.add(
    "reopen", _("Open a follow-up again that was done or cancelled."), shared="writing"
)
def reopen(run: Run, ref: Task, on: On = None, note: Remark = "") -> None:
    _move(run, ref, "open", on, note)


def _move(
    run: Run,
    ref: str,
    state: State,
    on: str | None,
    note: str,
    *,
    only_from: tuple[State, ...] = (),
    evidence: Iterable[Path] = (),
) -> None:
    day = run.day("--on", on)
    with run.store() as store:
        found = find_follow_up(store, ref, run.today)
        record, moved = followups.move(
            *(store, found.ref, state, day),
            note=note,
            author=run.author,
            evidence=(store.attach(path) for path in evidence),
            only_from=only_from,
        )
        freed = freed_by(store, found.ref, run.today) if state in CLOSED else ()
    following = followups.next_of(record, moved) if state in CLOSED else None
    line = _("{ref} is {state}: {task}").format(
        ref=found.ref, state=_named(moved, state), task=titled(moved.task, [record.title])
    )
    when = joined((spoken(day, run.today), _timeliness(moved, state), note))
    lines = (line, when, _series(run, record, moved, following), *freed)
    saved(run, found.ref, record, lines, _(_NEXT[state]).format(ref=found.ref))
    if day > run.today:
        run.say(
            _("Note: {day} is in the future; it stays as it was until then.").format(day=day)
        )


def _named(one: FollowUp, state: State) -> str:
    """Return the name of *state*; a promise that is done is honoured."""
    if one.promise and state == "done":
        return PROMISE_STATES.name("honoured")
    return STATES.name(state)


def _series(run: Run, record: Kept, one: FollowUp, following: FollowUp | None) -> str:
    """Say what comes after *one*, which was closed, or that nothing does, if it repeats."""
    if one.repeats is None or one.is_open(date.max):
        return ""
    if following is None:
        return _("It does not come again: {how}").format(how=say_recurrence(one.repeats))
    day = following.due_day(date.max)
    if day is None or not following.is_open(date.max):
        return ""
    return _("Next: {ref}, due {day}").format(
        ref=f"{record.ref}.{following.number}", day=spoken(day, run.today)
    )


def _timeliness(one: FollowUp, state: State) -> str:
    if state != "done" or one.due is None:
        return ""
    late = (one.states[-1].on - one.due).days
    if late <= 0:
        return _("on time")
    return plural(
        "{n} day after the original due day", "{n} days after the original due day", late
    )

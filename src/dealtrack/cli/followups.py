"""Commands that set follow-ups and move their due days: ``follow`` and ``postpone``."""

from typing import Annotated, Any

import typer

from dealtrack.actions import followups
from dealtrack.cli.ask import needed
from dealtrack.cli.command import Commands
from dealtrack.cli.options import (
    On,
    Reason,
    Record,
    Task,
    amount,
    anchors,
    assignments,
    with_due,
    word,
)
from dealtrack.cli.refs import find_follow_up, find_record
from dealtrack.cli.run import Run
from dealtrack.cli.talk import due_line, joined, saved, warn
from dealtrack.days import Lean, PartialDay
from dealtrack.model import FollowUp, Promise
from dealtrack.model.vocabulary import PRIORITIES, SIDES
from dealtrack.report.words import titled
from dealtrack.text import _

commands = Commands()


@commands.add(
    "follow",
    _("Attach a follow-up to an agreement or a trip."),
    shared="writing",
    examples=('follow 17 "Send the annex" --due +2w --owner 张三',),
)
def follow(
    run: Run,
    ref: Record,
    task: Annotated[str, typer.Argument(metavar="TASK", help=_("What has to be done."))],
    due: Annotated[
        str | None,
        typer.Option(
            "--due", metavar="DAY", help=_("By which day: 2026-12-01, +2w, 月底, signed+1m.")
        ),
    ] = None,
    owner: Annotated[str, typer.Option("--owner", metavar="NAME", help=_("Who does it."))] = "",
    unit: Annotated[
        str, typer.Option("--unit", metavar="NAME", help=_("Which unit is responsible."))
    ] = "",
    partner: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="UNIT", help=_("A co-operating unit; repeat for more.")),
    ] = None,
    priority: Annotated[
        str, typer.Option("--priority", metavar="P", help=_("high, normal or low."))
    ] = "normal",
    promise: Annotated[
        str | None,
        typer.Option(
            "--promise",
            metavar="SIDE",
            help=_("It is a commitment of one side: ours or theirs."),
        ),
    ] = None,
    condition: Annotated[
        str,
        typer.Option(
            "--condition",
            metavar="TEXT",
            help=_("What must be met before the promise is owed."),
        ),
    ] = "",
    worth: Annotated[
        str | None,
        typer.Option("--amount", metavar="AMOUNT", help=_("The money that is promised.")),
    ] = None,
    on: On = None,
) -> None:
    made = FollowUp(
        task=needed(task, "TASK"),
        since=run.day("--on", on),
        priority=word("--priority", priority, PRIORITIES),  # type: ignore[arg-type]
        partners=tuple(partner or ()),
        assignments=assignments(unit, owner),
        promise=_promise(promise, condition, worth),
    )
    with run.store() as store:
        found = find_record(store, ref, run.today)
        made = with_due(run, made, due, anchors(found.record))
        record, added = followups.follow(store, found.ref.record, made)
    name = f"{record.ref}.{added.number}"
    done = _("Saved {ref}: {task}").format(ref=name, task=titled(added.task, [record.title]))
    saved(
        run,
        name,
        record,
        (done, joined((due_line(added, run), owner, unit))),
        _("When it is done: dealtrack done {ref}").format(ref=name),
    )
    warn(run, record)


@commands.add(
    "postpone",
    _("Move a due day. The original day is kept, and on time is judged by it."),
    shared="writing",
    examples=('postpone 17.2 --to +1w --reason "Partner asked for time"',),
)
def postpone(
    run: Run,
    ref: Task,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help=_("The new due day."))
    ] = None,
    reason: Reason = None,
    approver: Annotated[
        str, typer.Option("--approved-by", metavar="NAME", help=_("Who allowed it."))
    ] = "",
    on: On = None,
) -> None:
    to, why = needed(to, "--to"), needed(reason, "--reason")
    with run.store() as store:
        found = find_follow_up(store, ref, run.today)
        before = found.follow_up.due_day(run.today) if found.follow_up else None
        known = {**anchors(found.record), "due": PartialDay.of(before) if before else None}
        day = with_due(run, FollowUp(task="?"), to, known).due
        record, moved = followups.postpone(
            store,
            found.ref,
            day or run.day("--to", to, Lean.FUTURE),
            run.day("--on", on),
            why,
            approver,
        )
    lines = (
        _("Postponed {ref}: {task}").format(
            ref=found.ref, task=titled(moved.task, [record.title])
        ),
        joined(
            (
                due_line(moved, run),
                _("was {day}").format(day=before or "–"),
                _("originally {day}").format(day=moved.due or "–"),
            )
        ),
    )
    saved(run, str(found.ref), record, lines)
    warn(run, record)


def _promise(side: str | None, condition: str, worth: str | None) -> Promise | None:
    if side is None:
        if condition or worth:
            side = needed(side, "--promise")
        else:
            return None
    key: Any = word("--promise", side, SIDES)
    return Promise(side=key, condition=condition, amount=amount(worth))

"""Commands that move an agreement on: ``advance``, ``plan``, ``fund``, ``suspend``, ``end``."""

from datetime import date
from typing import Annotated

import typer

from dealtrack.actions import records
from dealtrack.cli.ask import needed
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.options import (
    On,
    Reason,
    Record,
    Remark,
    partial_day,
    planned_day,
    some_amount,
    word,
)
from dealtrack.cli.refs import find_record
from dealtrack.cli.run import Run
from dealtrack.cli.talk import due_line, joined, saved, warn_anew
from dealtrack.days import PartialDay, spoken
from dealtrack.model import Agreement, Kept
from dealtrack.model.agreement import Status
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import STATUSES
from dealtrack.report.words import day_text, money
from dealtrack.text import _, later

commands = Commands()

_NONE = {"none", "-", "无", "取消"}
_NEXT: dict[Status, str] = {
    "ongoing": later("All of it: dealtrack show {ref}"),
    "suspended": later("To go on with it: dealtrack resume {ref}"),
    "terminated": later("If that was wrong: dealtrack resume {ref}"),
    "fulfilled": later("All of it: dealtrack timeline {ref}"),
}
"""What to do after an agreement has come to a status."""


@commands.add(
    "advance",
    _("Note that an agreement has reached a stage."),
    shared="writing",
    examples=("advance 17 registered --on 2026-10-08", "advance 17 开工"),
)
def advance(
    run: Run,
    ref: Record,
    stage: Annotated[
        str,
        typer.Argument(
            metavar="STAGE",
            help=_("registered, started, in-production … See dealtrack help stages."),
            autocompletion=completed("stages"),
        ),
    ],
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DAY",
            help=_("The day, month or year it was reached, or unknown; today if not given."),
        ),
    ] = None,
    note: Remark = "",
) -> None:
    key = word("STAGE", stage, STAGES)
    day = partial_day("--on", on, run.today) if on is not None else PartialDay.of(run.today)
    with run.store() as store:
        found = find_record(store, ref, run.today)
        record = records.advance(store, found.ref.record, key, day, note)
    line = _("{ref} has reached {stage}: {title}").format(
        ref=record.ref, stage=STAGES.name(key), title=record.title
    )
    lines = [line, joined((_when(run, day), note)), *_newly_due(run, found.record, record)]
    hint = _("All of it: dealtrack timeline {ref}").format(ref=record.ref)
    saved(run, record.ref, record, lines, hint)
    warn_anew(run, found.record, record)


@commands.add(
    "plan",
    _("Note by when an agreement is to reach a stage."),
    shared="writing",
    examples=(
        "plan 17 started 2027-03",
        _('plan 17 completed 2028-06 --reason "Land came late"'),
        "plan 17 completed none",
    ),
)
def plan(
    run: Run,
    ref: Record,
    stage: Annotated[
        str,
        typer.Argument(
            metavar="STAGE",
            help=_("registered, started, completed … See dealtrack help stages."),
            autocompletion=completed("stages"),
        ),
    ],
    by: Annotated[
        str,
        typer.Argument(
            metavar="DAY",
            help=_("The day, month or year it is to be reached by; none: no longer planned."),
        ),
    ],
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DAY", help=_("The day it was planned; today if not given.")
        ),
    ] = None,
    reason: Reason = None,
) -> None:
    key, since = word("STAGE", stage, STAGES), run.day("--on", on)
    day = None if by.strip().casefold() in _NONE else planned_day("DAY", by, run.today)
    with run.store() as store:
        found = find_record(store, ref, run.today)
        before = _planned_before(found.record, key, since)
        record = records.plan(store, found.ref.record, key, day, since, reason or "")
    planned = _("Plan of {ref}: {stage} by {day} · {title}")
    dropped = _("Plan of {ref}: {stage} no longer · {title}")
    line = (planned if day else dropped).format(
        ref=record.ref, stage=STAGES.name(key), day=day, title=record.title
    )
    was = before and _("before: {day}").format(day=before)
    hint = _("All of it: dealtrack show {ref}").format(ref=record.ref)
    saved(run, record.ref, record, (line, joined((was or "", reason or ""))), hint)
    warn_anew(run, found.record, record)


@commands.add(
    "fund",
    _("Note money that really arrived."),
    shared="writing",
    examples=("fund 17 2000万 --on 2026-10-15",),
)
def fund(
    run: Run,
    ref: Record,
    worth: Annotated[
        str,
        typer.Argument(metavar="AMOUNT", help=_("How much: 2000万, 3.5亿, 20 million USD.")),
    ],
    on: On = None,
    note: Remark = "",
) -> None:
    arrived = some_amount(needed(worth, "AMOUNT"), "AMOUNT")
    day = run.day("--on", on)
    with run.store() as store:
        found = find_record(store, ref, run.today)
        record = records.fund(store, found.ref.record, arrived, day, note)
    line = _("{amount} in place for {ref}: {title}").format(
        amount=money(arrived), ref=record.ref, title=record.title
    )
    hint = _("All of it: dealtrack show {ref}").format(ref=record.ref)
    saved(run, record.ref, record, (line, joined((spoken(day, run.today), note))), hint)


@commands.add("suspend", _("Put an agreement on hold."), shared="writing")
def suspend(run: Run, ref: Record, reason: Reason = None, on: On = None) -> None:
    _change(run, ref, "suspended", run.day("--on", on), needed(reason, "--reason"))


@commands.add(
    "resume", _("Go on with an agreement that was suspended or ended."), shared="writing"
)
def resume(run: Run, ref: Record, reason: Reason = None, on: On = None) -> None:
    _change(run, ref, "ongoing", run.day("--on", on), reason or "")


@commands.add(
    "end",
    _("Terminate an agreement, or note that it is fulfilled."),
    shared="writing",
    examples=(_('end 17 --reason "Investor withdrew"'), "end 17 --fulfilled"),
)
def end(
    run: Run,
    ref: Record,
    reason: Reason = None,
    fulfilled: Annotated[
        bool, typer.Option("--fulfilled", help=_("It ended because everything agreed is done."))
    ] = False,
    on: On = None,
) -> None:
    why = (reason or "") if fulfilled else needed(reason, "--reason")
    status: Status = "fulfilled" if fulfilled else "terminated"
    _change(run, ref, status, run.day("--on", on), why)


def _change(run: Run, ref: str, status: Status, day: date, reason: str) -> None:
    with run.store() as store:
        found = find_record(store, ref, run.today)
        record = records.change_status(store, found.ref.record, status, day, reason)
    line = _("{ref} is {state}: {title}").format(
        ref=record.ref, state=STATUSES.name(status), title=record.title
    )
    lines = (line, joined((spoken(day, run.today), reason)))
    saved(run, record.ref, record, lines, _(_NEXT[status]).format(ref=record.ref))


def _planned_before(record: Kept, stage: str, day: date) -> PartialDay | None:
    return record.planned(day).get(stage) if isinstance(record, Agreement) else None


def _when(run: Run, day: PartialDay | None) -> str:
    if day is None or not day.is_exact:
        return day_text(day)
    return spoken(day.earliest, run.today)


def _newly_due(run: Run, before: Kept, after: Agreement) -> list[str]:
    """Return a line for every follow-up that has a due day only now."""
    undated = {one.number for one in before.follow_ups if one.due is None}
    return [
        joined((f"  {after.ref}.{one.number} {one.task}", due_line(one, run)))
        for one in after.follow_ups
        if one.number in undated and one.due
    ]

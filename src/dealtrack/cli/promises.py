"""Commands about commitments: ``met``, ``partly``, ``waive``.  ``done`` honours one whole."""

from typing import Annotated, Literal

import typer

from dealtrack.actions import followups
from dealtrack.cli.ask import needed
from dealtrack.cli.command import Commands
from dealtrack.cli.options import On, Reason, Remark, Task, amount
from dealtrack.cli.refs import find_follow_up
from dealtrack.cli.run import Run
from dealtrack.cli.talk import due_line, joined, saved
from dealtrack.model import Amount
from dealtrack.model.vocabulary import PROMISE_STATES
from dealtrack.report.words import money, titled
from dealtrack.text import _

commands = Commands()


def _step(
    run: Run,
    ref: str,
    kind: Literal["met", "partly", "waived"],
    on: str | None,
    note: str,
    worth: Amount | None = None,
) -> None:
    with run.store() as store:
        found = find_follow_up(store, ref, run.today)
        record, one = followups.step(
            store, found.ref, kind, run.day("--on", on), amount=worth, note=note
        )
    line = _("{ref} is {state}: {task}").format(
        ref=found.ref, state=PROMISE_STATES.name(kind), task=titled(one.task, [record.title])
    )
    due = due_line(one, run) if kind != "waived" else ""
    saved(run, str(found.ref), record, (line, joined((money(worth) if worth else "", due))))


@commands.add(
    "met",
    _("Note that the condition of a commitment is met: from now on it is owed."),
    shared="writing",
)
def met(run: Run, ref: Task, on: On = None, note: Remark = "") -> None:
    _step(run, ref, "met", on, note)


@commands.add(
    "partly",
    _("Note that a commitment was honoured in part."),
    shared="writing",
    examples=("partly 17.3 --amount 500万",),
)
def partly(
    run: Run,
    ref: Task,
    worth: Annotated[
        str | None,
        typer.Option("--amount", metavar="AMOUNT", help=_("How much of it was honoured.")),
    ] = None,
    on: On = None,
    note: Remark = "",
) -> None:
    _step(run, ref, "partly", on, note, amount(worth))


@commands.add("waive", _("Release a side from its commitment."), shared="writing")
def waive(run: Run, ref: Task, reason: Reason = None, on: On = None) -> None:
    _step(run, ref, "waived", on, needed(reason, "--reason"))

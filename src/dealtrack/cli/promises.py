"""Commands about commitments: ``promises``, ``met``, ``partly``, ``waive``.

``done`` honours one whole.
"""

from typing import Annotated, Literal

import typer

from dealtrack.actions import followups
from dealtrack.cli.ask import needed
from dealtrack.cli.command import Commands
from dealtrack.cli.options import On, Query, Reason, Remark, Task, amount
from dealtrack.cli.refs import find_follow_up
from dealtrack.cli.run import Run
from dealtrack.cli.talk import due_line, joined, saved
from dealtrack.cli.waiting import freed_by
from dealtrack.days import spoken
from dealtrack.errors import WrongUse
from dealtrack.model import Amount
from dealtrack.query.expr import EVERYTHING, Expr, Op, Term, both
from dealtrack.report.words import money, titled
from dealtrack.text import _, later

commands = Commands()

Step = Literal["met", "partly", "waived"]

_SAID: dict[Step, str] = {
    "met": later("The condition of {ref} is met: {task}"),
    "partly": later("{ref} is partly honoured: {task}"),
    "waived": later("{ref} is waived: {task}"),
}


@commands.add(
    "promises",
    _("List the commitments of both sides, and how much of them was honoured."),
    shared="listing",
    examples=("promises", "promises --ours --due", "promises unit:开发区 --theirs"),
)
def promises(
    run: Run,
    query: Query = None,
    ours: Annotated[
        bool, typer.Option("--ours", help=_("Only what our side promised."))
    ] = False,
    theirs: Annotated[
        bool, typer.Option("--theirs", help=_("Only what the other side promised."))
    ] = False,
    due: Annotated[
        bool, typer.Option("--due", help=_("List only what should be honoured by now."))
    ] = False,
) -> None:
    from dealtrack.report.figures import Rounding
    from dealtrack.report.promises import IN_ORDER, OWED, find_promises

    where = both(run.question(query), _of_side(ours=ours, theirs=theirs))
    rounding = Rounding(decimals=run.settings.decimals, mode=run.settings.rounding)
    with run.store() as store:
        report = find_promises(
            store,
            run.as_of,
            where,
            only=OWED if due else IN_ORDER,
            rounding=rounding,
            limit=run.limit,
        )
    run.show(report)


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


def _of_side(*, ours: bool, theirs: bool) -> Expr:
    if ours and theirs:
        raise WrongUse(
            _("--ours does not go with --theirs: give one of them, or neither for both sides.")
        )
    return (
        Term("promise", Op.EQ, "ours" if ours else "theirs") if ours or theirs else EVERYTHING
    )


def _step(
    run: Run, ref: str, kind: Step, on: str | None, note: str, worth: Amount | None = None
) -> None:
    day = run.day("--on", on)
    with run.store() as store:
        found = find_follow_up(store, ref, run.today)
        record, one = followups.step(store, found.ref, kind, day, amount=worth, note=note)
        freed = freed_by(store, found.ref, run.today) if kind == "waived" else ()
    line = _(_SAID[kind]).format(ref=found.ref, task=titled(one.task, [record.title]))
    parts = (
        spoken(day, run.today),
        money(worth) if worth else "",
        due_line(one, run) if kind != "waived" else "",
        note,
    )
    hint = (
        _("All of it: dealtrack show {ref}").format(ref=record.ref)
        if kind == "waived"
        else _("Once honoured whole: dealtrack done {ref}").format(ref=found.ref)
    )
    saved(run, found.ref, record, (line, joined(parts), *freed), hint)

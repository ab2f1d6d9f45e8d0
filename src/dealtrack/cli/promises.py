"""Commands about commitments: ``promises``, ``met``, ``partly``, ``waive``.

``done`` honours one whole.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

import typer

from dealtrack.actions import followups
from dealtrack.cli.ask import needed
from dealtrack.cli.command import Commands
from dealtrack.cli.concerning import known_to
from dealtrack.cli.options import On, Query, Reason, Remark, Task, amount
from dealtrack.cli.refs import find_follow_up
from dealtrack.cli.run import Run
from dealtrack.cli.talk import due_line, joined, saved
from dealtrack.cli.waiting import freed_by
from dealtrack.days import spoken
from dealtrack.errors import WrongUse
from dealtrack.model import Amount
from dealtrack.query.expr import Expr, both
from dealtrack.query.promises import of_side
from dealtrack.report.page import Report
from dealtrack.report.words import money, titled
from dealtrack.text import _, later, listed
from dealtrack.text.hidden import visible

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
    examples=(
        "promises",
        "promises --ours --due",
        "promises unit:开发区 --theirs",
        "promises --by unit",
        "promises promised:waived",
    ),
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
    overdue: Annotated[
        bool, typer.Option("--overdue", help=_("List only what is overdue."))
    ] = False,
    by: Annotated[
        Literal["unit", "owner", "party"] | None,
        typer.Option(
            "--by", metavar="WHO", help=_("Count them by unit, owner or party instead.")
        ),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help=_("Tell the commitments behind each number instead.")),
    ] = False,
) -> None:
    from dealtrack.query.promises import OWED
    from dealtrack.report.figures import Rounding
    from dealtrack.report.kept import STATES
    from dealtrack.report.promises import find_promises, find_promises_by

    _check_one(by=by is not None, due=due or overdue, explain=explain)
    side = _of_side(ours=ours, theirs=theirs)
    rounding = Rounding(decimals=run.settings.decimals, mode=run.settings.rounding)
    only = OWED if due else ("overdue",) if overdue else STATES
    report: Report
    with run.store() as store:
        where = both(run.question(query, store), side)
        if explain:
            from dealtrack.report.proof import explain_promises

            report = explain_promises(store, run.as_of, where, rounding)
            _refuse_name(query, report.refs)
        elif by:
            report = find_promises_by(
                *(store, run.as_of, by, where),
                rounding=rounding,
                limit=run.limit,
                known=known_to(store).organisations,
            )
        else:
            report = find_promises(
                store, run.as_of, where, only=only, rounding=rounding, limit=run.limit
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


def _check_one(*, by: bool, due: bool, explain: bool) -> None:
    if by + due + explain > 1:
        raise WrongUse(
            _("--by, --explain and --due or --overdue do not go together: give one of them.")
        )


def _refuse_name(query: list[str] | None, behind: Iterable[str]) -> None:
    """Refuse a word that was to name a figure: it was looked for, and nothing holds it."""
    if not query or len(query) > 1 or not query[0].isalnum() or any(behind):
        return
    from dealtrack.report.kept import STATES  # loaded already where commitments were looked for

    raise WrongUse(
        _(
            "--explain takes no name; “{word}” was looked for, and no commitment holds it."
        ).format(word=visible(query[0])),
        _("Ask for the commitments of a state: {names}").format(
            names=listed(f"promised:{key}" for key in STATES)
        ),
    )


def _of_side(*, ours: bool, theirs: bool) -> Expr:
    if ours and theirs:
        raise WrongUse(
            _("--ours does not go with --theirs: give one of them, or neither for both sides.")
        )
    return of_side("ours" if ours else "theirs" if theirs else "")


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

"""Commands that note how things go: ``note``, ``problem``, ``solve``."""

from typing import Annotated

import typer

from dealtrack.actions import records
from dealtrack.cli.ask import needed
from dealtrack.cli.command import Commands
from dealtrack.cli.options import Anything, On, Remark
from dealtrack.cli.refs import find_record
from dealtrack.cli.run import Run
from dealtrack.cli.talk import joined, saved
from dealtrack.days import Lean, spoken
from dealtrack.errors import WrongUse
from dealtrack.model import Note, Problem
from dealtrack.model.ref import Ref
from dealtrack.text import _

commands = Commands()

Text = Annotated[str, typer.Argument(metavar="TEXT", help=_("What to note."))]


@commands.add(
    "note",
    _("Add a line of progress to an agreement, a trip or a follow-up."),
    shared="writing",
    examples=('note 17 "Draft agreed, signing next week"',),
)
def note(run: Run, ref: Anything, text: Text, on: On = None) -> None:
    day = run.day("--on", on)
    with run.store() as store:
        found = find_record(store, ref, run.today)
        record = records.note(
            store, found.ref, Note(on=day, text=needed(text, "TEXT"), author=run.author)
        )
    saved(
        run,
        str(found.ref),
        record,
        (
            _("Noted on {ref}, {title}: {text}").format(
                ref=found.ref, title=record.title, text=text
            ),
        ),
    )


@commands.add(
    "problem",
    _("Note what stands in the way, and who must solve it by when."),
    shared="writing",
    examples=('problem 17.2 "Land not yet approved" --who "Land bureau" --by +2w',),
)
def problem(
    run: Run,
    ref: Anything,
    text: Text,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="DAY", help=_("By which day it must be solved.")),
    ] = None,
    who: Annotated[
        str, typer.Option("--who", metavar="NAME", help=_("Who must solve it."))
    ] = "",
    on: On = None,
) -> None:
    until = run.day("--by", by, Lean.FUTURE) if by else None
    made = Problem(
        number=0, text=needed(text, "TEXT"), noted=run.day("--on", on), solver=who, by=until
    )
    with run.store() as store:
        found = find_record(store, ref, run.today)
        record, number = records.problem(store, found.ref, made)
    name = str(Ref(found.ref.table, found.ref.id, found.ref.number or 0, number))
    line = _("Problem {ref} on {title}: {text}").format(ref=name, title=record.title, text=text)
    limit = _("to be solved by {day}").format(day=spoken(until, run.today)) if until else ""
    saved(
        run,
        name,
        record,
        (line, joined((who, limit))),
        _("When it is solved: dealtrack solve {ref}").format(ref=name),
    )


@commands.add(
    "solve",
    _("Note that a problem is solved."),
    shared="writing",
    examples=("solve 17.2.1 --note 'Approved by the land bureau'",),
)
def solve(
    run: Run,
    ref: Annotated[
        str,
        typer.Argument(
            metavar="REF.N.K",
            help=_("A problem: 17.2.1 on follow-up 17.2, 17.0.1 on agreement 17."),
        ),
    ],
    on: On = None,
    note: Remark = "",
) -> None:
    named = Ref.read(ref)
    if named is None or named.problem is None:
        raise WrongUse(
            _("{ref} names no problem.").format(ref=ref),
            _(
                "Write the agreement, the follow-up (0 for the agreement itself) and the problem: 17.2.1"
            ),
        )
    with run.store() as store:
        record = records.solve(store, named, run.day("--on", on), note)
    saved(
        run,
        str(named),
        record,
        (_("Solved {ref} on {title}").format(ref=named, title=record.title),),
    )

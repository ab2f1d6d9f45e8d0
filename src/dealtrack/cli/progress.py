"""Commands that note how things go: ``note``, ``problem``, ``solve``."""

from typing import Annotated

import typer

from dealtrack.actions import records
from dealtrack.cli.ask import needed
from dealtrack.cli.command import Commands
from dealtrack.cli.options import Anything, On, Remark, due_day
from dealtrack.cli.refs import Found, find_anything, find_problem
from dealtrack.cli.run import Run
from dealtrack.cli.talk import joined, saved
from dealtrack.days import spoken
from dealtrack.model import Note, Problem
from dealtrack.report.words import titled
from dealtrack.text import _

commands = Commands()

Text = Annotated[str, typer.Argument(metavar="TEXT", help=_("What to note."))]


@commands.add(
    "note",
    _("Add a line of progress to an agreement, a trip or a follow-up."),
    shared="writing",
    examples=(_('note 17 "Draft agreed, signing next week"'),),
)
def note(run: Run, ref: Anything, text: Text, on: On = None) -> None:
    made = Note(on=run.day("--on", on), text=needed(text, "TEXT").strip(), author=run.author)
    with run.store() as store:
        found = find_anything(store, ref, run.today)
        record = records.note(store, found.ref, made)
    line = _("Noted on {ref}, {title}: {text}").format(
        ref=found.ref, title=_subject(found), text=made.text
    )
    hint = _("All of it: dealtrack timeline {ref}").format(ref=record.ref)
    saved(run, found.ref, record, (line, spoken(made.on, run.today)), hint)


@commands.add(
    "problem",
    _("Note what stands in the way, and who must solve it by when."),
    shared="writing",
    examples=(_('problem 17.2 "Land not yet approved" --who "Land bureau" --by +2w'),),
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
    until = due_day(run, "--by", by, {}) if by is not None else None
    noted = run.day("--on", on)
    text = needed(text, "TEXT").strip()
    made = Problem(number=0, text=text, noted=noted, solver=who.strip(), by=until)
    with run.store() as store:
        found = find_anything(store, ref, run.today)
        record, name = records.problem(store, found.ref, made)
    line = _("Problem {ref} on {title}: {text}").format(
        ref=name, title=_subject(found), text=text
    )
    limit = _("to be solved by {day}").format(day=spoken(until, run.today)) if until else ""
    lines = (line, joined((who, limit)))
    hint = _("Once solved: dealtrack solve {ref}").format(ref=name)
    saved(run, name, record, lines, hint)


@commands.add(
    "solve",
    _("Note that a problem is solved."),
    shared="writing",
    examples=(_("solve 17.2.1 --note 'Approved by the land bureau'"),),
)
def solve(
    run: Run,
    ref: Annotated[
        str,
        typer.Argument(
            metavar="REF.N.K",
            help=_("A problem: 17.2.1 on follow-up 17.2, 17.0.1 on agreement 17; or its text."),
        ),
    ],
    on: On = None,
    note: Remark = "",
) -> None:
    day = run.day("--on", on)
    with run.store() as store:
        named = find_problem(store, ref, run.today)
        record = records.solve(store, named, day, note)
    holder = record.follow_up(named.number) if named.number else record
    solved = next(p for p in holder.problems if p.number == named.problem)
    line = _("Solved {ref}, {problem}: {title}").format(
        ref=named, problem=solved.text, title=record.title
    )
    hint = _("All of it: dealtrack timeline {ref}").format(ref=record.ref)
    saved(run, named, record, (line, joined((spoken(day, run.today), note))), hint)


def _subject(found: Found) -> str:
    """Return what a note is about: the task and its agreement, or the record."""
    if found.follow_up:
        return titled(found.follow_up.task, [found.record.title])
    return found.record.title

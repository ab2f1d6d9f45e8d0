"""Commands about what moves and what does not: ``light``, ``light explain``."""

from typing import Annotated

import typer

from dealtrack.cli.command import Commands
from dealtrack.cli.morning import Check
from dealtrack.cli.options import Query, Record
from dealtrack.cli.refs import find_record
from dealtrack.cli.run import Run
from dealtrack.days import Lean
from dealtrack.errors import WrongUse
from dealtrack.model import Agreement
from dealtrack.store.disk.snapshot import without_gc
from dealtrack.text import _

commands = Commands()


@commands.add(
    "light",
    _("List the red and yellow lights: what does not move as it should."),
    shared="listing",
    examples=("light", "light unit:开发区", "light --on 2026-12-31"),
)
def light(
    run: Run,
    query: Query = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DAY",
            help=_("How lights will be on that day if nothing happens until then."),
        ),
    ] = None,
    check: Check = False,
) -> int:
    from dealtrack.report.lights.board import find_board

    then = run.day("--on", on, Lean.FUTURE) if on is not None else run.as_of
    if then < run.as_of:
        raise WrongUse(
            _("--on {day} is before {as_of}, the day to look from.").format(
                day=then, as_of=run.as_of
            ),
            _("How lights were on that day: dealtrack light --as-of {day}").format(day=then),
        )
    with run.store() as store, without_gc():
        where = run.question(query, store, then)
        report = find_board(store, run.as_of, run.settings.lights, then, where, run.limit)
    run.show(report)
    return 1 if check and report.lights else 0


@commands.add(
    "light explain",
    _("Explain the light of an agreement: its rules, its facts, what would turn it."),
    shared="reading",
    examples=("light explain 17", "light explain 17 --as-of 2026-10-31"),
)
def explain(run: Run, ref: Record) -> None:
    from dealtrack.report.lights.explained import explain as explained

    with run.store() as store:
        record = find_record(store, ref, run.today).record
    if not isinstance(record, Agreement):
        raise WrongUse(
            _("{ref} is a trip; lights belong to agreements.").format(ref=record.ref),
            _("What was signed on it: dealtrack trip show {ref}").format(ref=record.ref),
        )
    run.show(explained(record, run.as_of, run.settings.lights))

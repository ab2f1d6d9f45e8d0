"""Commands that change many records at once: ``set``, ``tag``, ``assign``."""

from datetime import date
from typing import Annotated

import typer

from dealtrack.cli.ask import needed
from dealtrack.cli.command import Commands
from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.query.expr import EVERYTHING, Expr, Op, Or, Term, both
from dealtrack.text import _

commands = Commands()

AS_IT_IS = "-"

Words = Annotated[
    list[str],
    typer.Argument(
        metavar="FIELD=VALUE... REF...|QUERY",
        help=_("What to set, then which ones: owner=NAME tag+=WORD sector:energy."),
    ),
]
Tags = Annotated[
    list[str],
    typer.Argument(
        metavar="+TAG|-TAG|QUERY...",
        help=_("The tags to put on and to take off, then which ones."),
    ),
]
Those = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[REF...|QUERY]", help=_("Which ones: refs, or see dealtrack help query.")
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DAY", help=_("Since when they answer for it; today if not given.")
    ),
]
Correct = Annotated[
    bool,
    typer.Option(
        "--correct", help=_("It was written down wrongly: mend it, from whatever day it held.")
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=_("Show what would be saved, and save nothing."))
]


@commands.add(
    "set",
    _("Set fields of many records at once: owner, unit, kind, sector, tag, priority …"),
    shared="writing",
    examples=(
        "set owner=张三 sector:energy",
        "set sector+=energy sector-=other 17 18",
        "set priority=high is:overdue",
    ),
)
def set_(
    run: Run,
    words: Words,
    on: Since = None,
    correct: Correct = False,
    dry_run: DryRun = False,
) -> None:
    from dealtrack.actions.altering import ASSIGNED
    from dealtrack.cli.alteration import alter, selected
    from dealtrack.cli.settable import parse_changes

    since = _since(run, on, correct=correct)
    typed = parse_changes(words, run.today, since)
    if (on is not None or correct) and not any(c.field in ASSIGNED for c in typed.changes):
        raise WrongUse(
            _("--on and --correct go with owner and unit: no other field has a log."),
        )
    with run.store() as store:
        where = selected(run, store, typed.chosen_by, "dealtrack set owner=NAME QUERY")
        alter(run, store, where, typed.changes, since=since, dry_run=dry_run)


@commands.add(
    "tag",
    _("Put tags on many records at once, or take them off."),
    shared="writing",
    examples=("tag +flagship 17 18", "tag +flagship -new sector:energy signed:2026"),
    signs=True,
)
def tag(run: Run, words: Tags, dry_run: DryRun = False) -> None:
    from dealtrack.cli.alteration import alter, selected
    from dealtrack.cli.settable import parse_tags

    typed = parse_tags(words)
    with run.store() as store:
        where = selected(run, store, typed.chosen_by, "dealtrack tag +TAG QUERY")
        alter(run, store, where, typed.changes, dry_run=dry_run)


@commands.add(
    "assign",
    _("Give open follow-ups to somebody, or hand over all that somebody answers for."),
    shared="writing",
    examples=(
        "assign 张三 17.2 17.3",
        "assign 张三 is:overdue unit:招商一局",
        "assign 张三 --from 李四 --on 2026-11-01",
    ),
)
def assign(
    run: Run,
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help=_("Who answers for it; - leaves that as it is.")),
    ],
    those: Those = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="NAME", help=_("The unit that does."))
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="NAME",
            help=_("All that this person answers for: agreements and trips too."),
        ),
    ] = None,
    on: Since = None,
    correct: Correct = False,
    dry_run: DryRun = False,
) -> None:
    from dealtrack.cli.alteration import alter, selected
    from dealtrack.cli.concerning import known_to
    from dealtrack.cli.settable import RECORDS, TASKS, assigned

    owner = None if name == AS_IT_IS else needed(name, "NAME")
    if owner is None and unit is None:
        raise WrongUse(_("- leaves the owner as it is: name a unit with --unit."))
    since = _since(run, on, correct=correct)
    before = None if from_ is None else needed(from_, "--from").strip()
    of = TASKS if before is None else (*RECORDS, *TASKS)
    with run.store() as store:
        names = known_to(store).people.names(before) if before else ()
        changes = assigned(of, owner, unit, since, names)
        where = _held_by(names) if before else EVERYTHING
        if those or not before:
            example = "dealtrack assign NAME QUERY"
            where = both(selected(run, store, those or [], example), where)
        alter(run, store, where, changes, since=since, dry_run=dry_run)


def _since(run: Run, on: str | None, *, correct: bool) -> date | None:
    """Return since when somebody answers for something; None: as long as was noted."""
    if correct and on is not None:
        raise WrongUse(
            _("--on does not go with --correct: what is mended keeps its day."),
        )
    return None if correct else run.day("--on", on)


def _held_by(names: tuple[str, ...]) -> Expr:
    """Ask for what somebody of *names* answers for: a record, or one of its follow-ups."""
    return Or(tuple(Term(field, Op.EQ, n) for n in names for field in ("keeper", "owner")))

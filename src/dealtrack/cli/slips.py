"""Commands about supervision slips: ``slip issue``, ``list``, ``show``, ``close``."""

from typing import Annotated, Literal, cast

import msgspec
import typer

from dealtrack.cli.ask import needed
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.options import Anything, On, Query, word
from dealtrack.cli.refs import find_anything
from dealtrack.cli.run import Run, read_day
from dealtrack.cli.talk import joined, telling
from dealtrack.days import Lean, spoken
from dealtrack.errors import NotFound, WrongUse
from dealtrack.model.slip import Colour, Slip, SlipNumber
from dealtrack.model.vocabulary import COLOURS
from dealtrack.store.base import Store
from dealtrack.text import _, listed
from dealtrack.text.hidden import visible

commands = Commands()

Number = Annotated[
    str,
    typer.Argument(
        metavar="SLIP",
        help=_("The number of a slip: 2026-3, or 3 of this year."),
        autocompletion=completed("slips"),
    ),
]
Deadline = Annotated[
    str | None,
    typer.Option("--deadline", metavar="DAY", help=_("By when the matter is to be done.")),
]
ColourName = Annotated[
    str | None,
    typer.Option(
        "--colour",
        "--color",
        metavar="COLOUR",
        help=_("blue (near due), yellow (behind) or red (overdue); else as the facts say."),
        autocompletion=completed("colours"),
    ),
]
To = Annotated[
    str,
    typer.Option(
        "--to", metavar="UNIT", help=_("To which unit; the responsible one if not given.")
    ),
]
Owner = Annotated[
    str, typer.Option("--owner", metavar="NAME", help=_("To which person of it."))
]
InWords = Annotated[
    str, typer.Option("--text", metavar="TEXT", help=_("What is the matter, in your words."))
]
Demand = Annotated[str, typer.Option("--demand", metavar="TEXT", help=_("What is demanded."))]
Issued = Annotated[
    str | None,
    typer.Option("--on", metavar="DAY", help=_("The day it is issued; today if not given.")),
]


class SlipSaved(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a command that issued or closed a slip, as JSON."""

    schema: Literal["dealtrack/slip-saved/1"] = "dealtrack/slip-saved/1"
    number: str
    slip: Slip


@commands.add(
    "slip issue",
    _("Issue a supervision slip on a follow-up, an agreement or a trip."),
    shared="writing",
    examples=(
        "slip issue 17.2 --deadline +1w",
        "slip issue 17 --colour yellow --deadline 月底",
    ),
)
def slip_issue(
    run: Run,
    ref: Anything,
    deadline: Deadline = None,
    colour: ColourName = None,
    to: To = "",
    owner: Owner = "",
    text: InWords = "",
    demand: Demand = "",
    on: Issued = None,
) -> None:
    from dealtrack.actions import slips
    from dealtrack.report.matters import matter_of

    day = run.day("--on", on)
    by = read_day("--deadline", needed(deadline, "--deadline"), day, Lean.FUTURE)
    chosen = None if colour is None else cast("Colour", word("--colour", colour, COLOURS))
    with run.store() as store:
        found = find_anything(store, ref, run.today)
        matter = matter_of(found.record, found.follow_up, day, run.settings.soon)
        draft = Slip(
            year=day.year,
            about=matter.ref,
            title=matter.title,
            colour=chosen or "blue",
            issued=day,
            deadline=by,
            unit=to.strip() or matter.unit,
            owner=owner.strip() or ("" if to.strip() else matter.owner),
            due=matter.due,
            progress=matter.progress,
            text=text.strip(),
            demand=demand.strip(),
            by=run.author,
            office=run.settings.office,
        )
        slip = slips.issue(store, matter, draft, chosen)
    hint = _("Print it: dealtrack slip show {number}").format(number=slip.called)
    _saved(run, slip, _issued(run, slip), hint)


def _issued(run: Run, slip: Slip) -> tuple[str, str]:
    """Say what was issued, to whom and until when."""
    line = _("Slip {number} ({colour}) issued on {ref}: {title}").format(
        number=slip.called, colour=COLOURS.name(slip.colour), ref=slip.about, title=slip.title
    )
    whom = listed(part for part in (slip.unit, slip.owner) if part)
    more = joined(
        (
            _("To {whom}").format(whom=whom) if whom else "",
            _("Deadline {day}").format(day=spoken(slip.deadline, run.today)),
            _("follows {number}").format(number=slip.follows) if slip.follows else "",
        )
    )
    return line, more


@commands.add(
    "slip list",
    _("List the supervision slips, the newest first."),
    shared="listing",
    examples=("slip list", "slip list --open unit:开发区"),
)
def slip_list(
    run: Run,
    query: Query = None,
    open_: Annotated[
        bool, typer.Option("--open", help=_("Only those that are not closed."))
    ] = False,
) -> None:
    from dealtrack.query.asked import entries_of
    from dealtrack.report.slips import find_slips

    with run.store() as store:
        refs: set[str] | None = None
        if query:
            found = entries_of(store, run.question(query, store), as_of=run.as_of)
            refs = {ref for e in found for ref in (e.ref, e.record.ref)}
        report = find_slips(store.slips, run.as_of, refs, only_open=open_, limit=run.limit)
    run.show(report)


@commands.add(
    "slip show",
    _("Print a supervision slip as a letter."),
    shared="reading",
    examples=("slip show 2026-3", "slip show 2026-3 -F md"),
)
def slip_show(run: Run, number: Number) -> None:
    from dealtrack.report.slip_letter import letter_of

    with run.store() as store:
        slip = _find(run, store, number)
        if slip.issued > run.as_of:
            later = _("It was issued on {day}.").format(day=slip.issued)
            raise NotFound(str(slip.called), remedy=later)
        letter = letter_of(slip, store.slips, run.as_of)
    run.show(letter)


@commands.add(
    "slip close",
    _("Close a supervision slip with what came of it."),
    shared="writing",
    examples=("slip close 2026-3 --outcome 已办结",),
)
def slip_close(
    run: Run,
    number: Number,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="TEXT", help=_("What came of it."))
    ] = None,
    on: On = None,
) -> None:
    from dealtrack.actions import slips

    day = run.day("--on", on)
    said = needed(outcome, "--outcome").strip()
    with run.store() as store:
        slip = slips.close(store, _find(run, store, number).called, day, said)
    line = _("Slip {number} is closed: {title}").format(number=slip.called, title=slip.title)
    _saved(run, slip, (line, joined((spoken(day, run.today), slip.outcome))))


def _find(run: Run, store: Store, text: str) -> Slip:
    """Return the slip that *text* names.

    Raises: `WrongUse` if it names none; `NotFound` with the newest ones.
    """
    bare = text.strip().removesuffix("号").strip("第 ")
    full = f"{run.today.year}-{bare}" if bare.isascii() and bare.isdigit() else text
    called = SlipNumber.read(full)
    if called is None:
        raise WrongUse(
            _("SLIP {text} is no number of a slip.").format(text=visible(text)),
            _("Write 2026-3, or 3 for one of this year."),
        )
    try:
        return store.slips.get(called.id)
    except NotFound:
        near = [f"{o.called}  {o.about} {o.title}" for o in reversed(store.slips.all())][:3]
        remedy = (
            _("See all: dealtrack slip list")
            if near
            else _(
                "No slip has been issued. Issue one: dealtrack slip issue REF --deadline DAY"
            )
        )
        raise NotFound(str(called), tuple(near), remedy) from None


def _saved(run: Run, slip: Slip, lines: tuple[str, ...], hint: str = "") -> None:
    with telling(str(slip.called)):
        if run.json:
            run.answer(SlipSaved(number=str(slip.called), slip=slip))
        elif run.quiet:
            run.tell(str(slip.called))
        else:
            for line in filter(None, lines):
                run.tell(visible(line))
    if hint and run.screen.is_terminal and not (run.json or run.quiet):
        run.say(hint)

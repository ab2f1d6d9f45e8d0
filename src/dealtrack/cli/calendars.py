"""Commands about calendars: ``export ics``, ``import FILE.ics``, ``sync caldav``."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer

from dealtrack.cli.ask import confirm
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.options import Query
from dealtrack.cli.run import Run
from dealtrack.cli.talk import joined
from dealtrack.errors import FileRefused, WrongUse
from dealtrack.exchange.ics.told import Difference
from dealtrack.query.expr import Expr, Op, Or, Term, both
from dealtrack.query.questions import OPEN, known
from dealtrack.text import _, listed, plural
from dealtrack.text.hidden import visible

commands = Commands()

_LATELY = timedelta(days=30)
_UNITS = {"d": 1, "天": 1, "日": 1, "w": 7, "周": 7}

Alarms = Annotated[
    list[str] | None,
    typer.Option(
        "--alarm",
        metavar="TIME",
        help=_("Ring so long before the due day: 1d, 1w; repeat for more."),
    ),
]


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What a calendar brought back: what changes, how much is known, what is not ours."""

    schema: Literal["dealtrack/imported/1"] = "dealtrack/imported/1"
    changed: tuple[str, ...]
    known: int
    unknown: tuple[str, ...]
    saved: bool


@commands.add(
    "export",
    _("Write follow-ups as a calendar file: export ics."),
    shared="reading",
    examples=("export ics -o tasks.ics", "export ics owner:张三 --as both --alarm 1d"),
)
def export(
    run: Run,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT", help=_("ics: a calendar."), autocompletion=completed("exports")
        ),
    ],
    query: Query = None,
    as_: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="FORM",
            help=_("todo, event (all-day, for calendars without tasks) or both."),
        ),
    ] = "todo",
    alarms: Alarms = None,
) -> None:
    if kind.lower() != "ics":
        raise WrongUse(
            _("{name}: there is no such format to export.").format(name=kind),
            _("Known are: {names}.").format(names="ics"),
        )
    if as_ not in {"todo", "event", "both"}:
        raise WrongUse(_("--as {name}: give todo, event or both.").format(name=as_))
    needs_calendars("icalendar")
    from dealtrack.actions.calendar import tasks_to_share, uids_of
    from dealtrack.exchange.ics import write

    before = times(run, alarms)
    with run.store() as store:
        entries = tasks_to_share(store, _shared(run, query), run.as_of)
        uids = uids_of(store, entries)
    text = write.calendar(
        entries,
        form=as_,  # type: ignore[arg-type]  # one of the three
        alarms=before,
        uids=uids,
        name=run.settings.office,
    )
    run.put_bytes(text)


@commands.add(
    "import",
    _("Take over what was changed in a calendar file: state and due day."),
    shared="writing",
    examples=("import tasks.ics --dry-run", "import tasks.ics"),
)
def import_(
    run: Run,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=_("A calendar file, ending in .ics."))
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be saved, and save nothing."))
    ] = False,
) -> None:
    if file.suffix.lower() not in {".ics", ".ical", ".ifb", ".icalendar"}:
        raise WrongUse(
            _("{name}: only calendar files can be imported.").format(name=file.name),
            _("The name of one ends in .ics. A trip file: dealtrack log {name}").format(
                name=file.name
            ),
        )
    needs_calendars("icalendar")
    from dealtrack.actions.calendar import differences, take_over, tasks_called
    from dealtrack.exchange.files import read_bytes
    from dealtrack.exchange.ics.read import read as read_calendar

    found = read_calendar(read_bytes(file))
    if found.problems:
        raise FileRefused(file.name, found.problems)
    with run.store() as store:
        there = tasks_called(store, (one.uid for one in found.tasks), run.today)
        changes = differences(there, found.tasks)
        unknown = tuple({one.uid: one.summary for one in found.tasks if one.uid not in there})
        report = Imported(
            changed=tuple(c.was.ref for c in changes),
            known=len(there),
            unknown=unknown,
            saved=bool(changes) and not dry_run,
        )
        if changes and not dry_run and not _agreed(run, changes):
            run.say(_("Nothing was changed."))
            return
        if report.saved:
            take_over(store, changes, run.today, run.author)
    _tell(run, report, changes, [o.summary or o.uid for o in found.tasks if o.uid in unknown])


def needs_calendars(*libraries: str) -> None:
    """Refuse to go on without the *libraries* for calendars.

    Raises:
        WrongUse: if one of them is not installed; it says how to install them.
    """
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in libraries):
        raise WrongUse(
            _("Calendars need a library that is not installed."),
            _("Install it: pip install 'dealtrack[calendar]'"),
        )


def times(run: Run, typed: Sequence[str] | None) -> tuple[timedelta, ...]:
    """Return how long before a due day calendars ring: as typed, else as the settings say."""
    texts = run.settings.calendar.alarms if typed is None else typed
    return tuple(_time(text) for text in texts)


def changes_of(changes: Sequence[Difference]) -> Iterator[str]:
    """Yield what each of *changes* is, in a line."""
    for one in changes:
        status = say_status(one.status)
        day = one.now.closed if one.status == "COMPLETED" and one.now.closed else None
        parts = (
            _("{status} on {day}").format(status=status, day=day) if day else status,
            _("due {before} → {after}").format(before=one.was.due or "–", after=one.due)
            if one.due
            else "",
        )
        yield visible(f"{one.was.ref:>6}  {one.was.summary}: {joined(parts)}")


def say_status(status: str | None) -> str:
    """Say the status of a task in a calendar; nothing for none."""
    names = {
        "NEEDS-ACTION": _("open"),
        "IN-PROCESS": _("begun"),
        "COMPLETED": _("done"),
        "CANCELLED": _("cancelled"),
    }
    return names.get(status or "", "")


def _time(text: str) -> timedelta:
    number, unit = text.strip()[:-1], text.strip()[-1:].lower()
    if unit not in _UNITS or not (number.isascii() and number.isdigit()) or len(number) > 3:
        raise WrongUse(
            _("--alarm {text}: give a number of days or weeks, such as 1d or 2w.").format(
                text=text
            )
        )
    return timedelta(days=int(number) * _UNITS[unit])


def _shared(run: Run, query: list[str] | None) -> Expr:
    """Ask for the follow-ups to share: what is open, or was closed within the last 30 days."""
    tasks = both(known("task"), run.question(query))
    if query:
        return tasks
    lately = Term("closed", Op.GE, run.as_of - _LATELY)
    return both(tasks, Or((OPEN, lately)))


def _agreed(run: Run, changes: Sequence[Difference]) -> bool:
    if run.yes or not run.asks:
        return True
    for line in changes_of(changes):
        run.say(line)
    asked = plural("Take over {n} change?", "Take over {n} changes?", len(changes))
    return confirm(run, asked, default=True)


def _tell(
    run: Run, report: Imported, changes: Sequence[Difference], strangers: Sequence[str]
) -> None:
    if run.json:
        run.answer(report)
        return
    if run.quiet:
        run.tell("\n".join(report.changed))
        return
    for line in changes_of(changes):
        run.tell(line)
    if strangers:
        count = plural(
            "{n} entry is not of this ledger",
            "{n} entries are not of this ledger",
            len(strangers),
        )
        more = " …" if len(strangers) > 5 else ""
        run.say(visible(f"{count}: {listed(strangers[:5])}{more}"))
    if not changes:
        run.tell(
            plural(
                "Nothing new: {n} follow-up is as in the ledger.",
                "Nothing new: {n} follow-ups are as in the ledger.",
                report.known,
            )
        )
    elif not report.saved:
        run.say(_("Nothing saved: this was a dry run."))
    else:
        run.say(_("If that was wrong: dealtrack undo"))

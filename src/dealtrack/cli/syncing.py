"""``sync caldav``: the ledger and a calendar on a server, brought in step."""

from typing import Annotated

import typer

from dealtrack.cli.calendars import Alarms, Preferred, checked, needs_calendars, times
from dealtrack.cli.command import Commands
from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.query.expr import both
from dealtrack.query.questions import OPEN
from dealtrack.text import _

commands = Commands()


@commands.add(
    "sync caldav",
    _("Bring follow-ups and the tasks of a calendar on a server in step, both ways."),
    shared="writing",
    examples=(
        "sync caldav https://cal.example.org/li/office/ --dry-run",
        "sync caldav owner:张三",
    ),
)
def sync(
    run: Run,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[URL] [QUERY]...",
            help=_("The calendar, if not the one of the settings; which follow-ups."),
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be done, and do nothing."))
    ] = False,
    prefer: Preferred = "",
    restore: Annotated[
        bool,
        typer.Option("--restore", help=_("Write again what was deleted in the calendar.")),
    ] = False,
    alarms: Alarms = None,
) -> int | None:
    side = checked(prefer)
    needs_calendars("icalendar", "caldav")
    url, query = _asked(run, words or [])
    from dealtrack.cli.stepping import Sides, server_of, tell

    before = times(run, alarms)
    with run.store() as store, server_of(run, url) as server:
        where = both(OPEN, run.question(query, store))
        sides = Sides(run, store, server, where, before)
        planned = sides.plan(side, restores=restore)
        written = () if dry_run else sides.bring_in_step(planned, side, restores=restore)
    tell(run, sides, planned, written, saved=not dry_run)
    return 4 if planned.conflicts else None


def _asked(run: Run, words: list[str]) -> tuple[str, list[str]]:
    """Return the URL of the calendar, and the words of the query."""
    if words and "://" in words[0]:
        return words[0], words[1:]
    if run.settings.calendar.url:
        return run.settings.calendar.url, words
    raise WrongUse(
        _("Which calendar is not said."),
        _("Give its address, or set it: dealtrack config set calendar.url https://…"),
    )

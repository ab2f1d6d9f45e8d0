"""Calendars: follow-ups as a file, and what the commands about them share."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

import typer

from dealtrack.actions.sides import Prefer
from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.query.expr import Expr, Op, Or, Term, both
from dealtrack.query.questions import OPEN, known
from dealtrack.store.base import Store
from dealtrack.text import _

_LATELY = timedelta(days=30)
_UNITS = {"d": 1, "天": 1, "日": 1, "w": 7, "周": 7}

Preferred = Annotated[
    str,
    typer.Option(
        "--prefer",
        metavar="SIDE",
        help=_("Whose word counts where both were changed: ledger or calendar."),
    ),
]
Alarms = Annotated[
    list[str] | None,
    typer.Option(
        "--alarm",
        metavar="TIME",
        help=_("Ring so long before the due day: 1d, 1w; repeat for more."),
    ),
]


def write_calendar(
    run: Run, query: Sequence[str] | None, form: str, alarms: Sequence[str] | None
) -> None:
    """Write the follow-ups that answer *query* as a calendar: as todo, event or both.

    Raises:
        WrongUse: if the *form* is none, an alarm no time, or no library writes calendars.
    """
    if form not in {"todo", "event", "both"}:
        raise WrongUse(_("--as {name}: give todo, event or both.").format(name=form))
    needs_calendars("icalendar")
    from dealtrack.actions.calendar import tasks_to_share, uids_of
    from dealtrack.exchange.ics import write

    before = times(run, alarms)
    with run.store() as store:
        entries = tasks_to_share(store, _shared(run, store, list(query or ())), run.as_of)
        uids = uids_of(store, entries)
    text = write.calendar(
        entries,
        form=form,  # type: ignore[arg-type]  # one of the three
        alarms=before,
        uids=uids,
        name=run.settings.office,
    )
    run.put_bytes(text)


def needs_calendars(*libraries: str) -> None:
    """Refuse to go on without the *libraries* for calendars.

    Raises:
        WrongUse: if one of them is not installed; it says how to install them.
    """
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in libraries):
        raise WrongUse(
            _("Calendars need a library that is not installed."),
            _('Install it: pip install "dealtrack[calendar]"'),
        )


def checked(prefer: str) -> Prefer:
    """Return the side that somebody prefers.

    Raises:
        WrongUse: if there is no such side.
    """
    match prefer:
        case "" | "ledger" | "calendar":
            return prefer
    raise WrongUse(_("--prefer {name}: give ledger or calendar.").format(name=prefer))


def times(run: Run, typed: Sequence[str] | None) -> tuple[timedelta, ...]:
    """Return how long before a due day calendars ring: as typed, else as the settings say."""
    texts = run.settings.calendar.alarms if typed is None else typed
    return tuple(_time(text) for text in texts)


def _time(text: str) -> timedelta:
    number, unit = text.strip()[:-1], text.strip()[-1:].lower()
    if unit not in _UNITS or not (number.isascii() and number.isdigit()) or len(number) > 3:
        raise WrongUse(
            _("--alarm {text}: give a number of days or weeks, such as 1d or 2w.").format(
                text=text
            )
        )
    return timedelta(days=int(number) * _UNITS[unit])


def _shared(run: Run, store: Store, query: list[str]) -> Expr:
    """Ask for the follow-ups to share: what is open, or was closed within the last 30 days."""
    tasks = both(known("task"), run.question(query, store))
    if query:
        return tasks
    lately = Term("closed", Op.GE, run.as_of - _LATELY)
    return both(tasks, Or((OPEN, lately)))

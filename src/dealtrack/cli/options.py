"""Options that several commands declare for themselves, and how what was typed is read."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Annotated, TypeVar

import typer
from msgspec.structs import replace

from dealtrack.cli.command import completed
from dealtrack.cli.run import Run
from dealtrack.days import Lean, PartialDay, parse_day, parse_partial
from dealtrack.errors import NotFound, UnanchoredDay, Unreadable, WrongUse
from dealtrack.model import Agreement, Amount, Assignment, FollowUp, Kept, Trip, TripDraft
from dealtrack.model.vocabulary import SECTORS
from dealtrack.model.words import Vocabulary
from dealtrack.money import parse_amount
from dealtrack.settings.sectors import new_sector
from dealtrack.store.base import Store
from dealtrack.text import _, listed

T = TypeVar("T")

Anchors = dict[str, PartialDay | None]

_UNKNOWN = {"unknown", "?", "未知", "不详", "不明"}


Record = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        help=_("An agreement (17), a trip (T3), or a unique piece of text."),
        autocompletion=completed("records"),
    ),
]
Task = Annotated[
    str,
    typer.Argument(
        metavar="REF.N",
        help=_("A follow-up (17.2), or a unique piece of its text."),
        autocompletion=completed("tasks"),
    ),
]
Anything = Annotated[
    str,
    typer.Argument(
        metavar="REF[.N]",
        help=_("A record or a follow-up (17, T3, 17.2), or a unique piece of text."),
        autocompletion=completed("anything"),
    ),
]
Query = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY]...", help=_("Which ones: see dealtrack help query.")),
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="DAY", help=_("The day it happened; today if not given.")),
]
Remark = Annotated[
    str, typer.Option("--note", metavar="TEXT", help=_("A remark to keep with it."))
]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=_("Why."))]


def partial_day(option: str, text: str | None, today: date) -> PartialDay | None:
    """Read a day that may be a month, a year or an interval; ``unknown`` is none."""
    if text is None or text.strip().casefold() in _UNKNOWN:
        return None
    return read(option, lambda: parse_partial(text, today))


def planned_day(option: str, text: str, today: date) -> PartialDay:
    """Read the day, month or year by which something is to come."""
    return read(option, lambda: parse_partial(text, today, Lean.FUTURE))


def amount(text: str | None, option: str = "--amount") -> Amount | None:
    """Read an amount of money given with *option*; nothing given is unknown."""
    return some_amount(text, option) if text and text.strip() else None


def some_amount(text: str, option: str) -> Amount:
    """Read an amount of money that has to be given."""
    value, currency = read(option, lambda: parse_amount(text))
    return Amount(value=value, currency=currency)


def read(option: str, parse: Callable[[], T]) -> T:
    """Return what *parse* makes of something typed for *option*; an error names that."""
    try:
        return parse()
    except Unreadable as fault:
        raise fault.under(option) from None


def word(option: str, text: str, words: Vocabulary) -> str:
    """Return the key that *text* names in *words*.

    Raises:
        WrongUse: if it names none; it offers the nearest.
    """
    if key := words.find(text):
        return key
    sentence = _("{option} {text}: there is no such {sort}.").format(
        option=option, text=text, sort=say_sort(words.sort)
    )
    close = words.nearest(text)
    names = listed(_shown(words, key) for key in close)
    meant = _("Did you mean: {names}?").format(names=names) if close else ""
    if words is SECTORS:
        all_ = _("All of them: dealtrack sector list")
        raise WrongUse(sentence, "\n".join((meant or all_, new_sector(text))))
    known = _("Known are: {names}.").format(names=listed(words.choices))
    raise WrongUse(sentence, meant or known)


def _shown(words: Vocabulary, key: str) -> str:
    name = words.name(key)
    return key if name == key else _("{key} ({name})").format(key=key, name=name)


def say_sort(sort: str) -> str:
    """Say what sort of word a vocabulary holds."""
    names = {
        "kind": _("kind of agreement"),
        "sector": _("sector"),
        "stage": _("stage"),
        "measure": _("measure"),
        "colour": _("colour"),
        "priority": _("priority"),
        "side": _("side"),
        "organisation": _("kind of organisation"),
        "shell": _("shell"),
    }
    return names.get(sort, sort)


def assignments(unit: str, owner: str) -> tuple[Assignment, ...]:
    """Return who is responsible from the start; nobody named is no assignment."""
    unit, owner = unit.strip(), owner.strip()
    return (Assignment(unit=unit, owner=owner),) if unit or owner else ()


def anchors(record: Kept) -> Anchors:
    """Return the days that a due day may be counted from: ``signed+1m``, ``trip.end+15d``."""
    if isinstance(record, Trip):
        return anchors_of(None, record)
    return anchors_of(record.signed, None)


def anchors_of(signed: PartialDay | None, trip: TripDraft | None) -> Anchors:
    """Return the same of an agreement that is only being made, *signed* on *trip*."""
    if trip is None:
        return {"signed": signed}
    return {"signed": signed, "trip.start": trip.start, "trip.end": trip.end or trip.start}


def of_record(store: Store, record: Kept) -> Anchors:
    """Return the same of a *record*: an agreement knows the days of its trip as well."""
    if isinstance(record, Agreement) and record.trip:
        with suppress(NotFound):  # it may have been removed
            return anchors_of(record.signed, store.trips.get(record.trip))
    return anchors(record)


def with_due(
    run: Run, task: FollowUp, text: str | None, known: Anchors, option: str = "--due"
) -> FollowUp:
    """Return *task* due on the day that *text* says.

    A day counted from one that is not known stays a text, without a day.
    """
    if text is None:
        return task
    try:
        return replace(task, due=due_day(run, option, text, known))
    except UnanchoredDay:
        return replace(task, due_text=text.strip())


def due_day(run: Run, option: str, text: str, known: Anchors) -> date:
    """Read the day that something is due, which may be counted from a *known* one.

    Raises:
        UnanchoredDay: if it is counted from a day that is not known.
    """
    return read(option, lambda: parse_day(text, run.today, lean=Lean.FUTURE, anchors=known))

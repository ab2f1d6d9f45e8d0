"""Calendars of others read: what they tell of the follow-ups of a ledger.

A file from outside is believed in nothing: it may be as large as its writer likes, of
any encoding, or no calendar at all.  Limits come before the library sees it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

from icalendar import Calendar, Component

from dealtrack.errors import FileProblem
from dealtrack.exchange.files import LARGEST
from dealtrack.exchange.ics.told import EVENT, STATUSES, WRITTEN, Base, Status, Told
from dealtrack.text import _
from dealtrack.text.hidden import visible

MOST_COMPONENTS = 100_000
_BEGINS, _ENDS = re.compile(rb"(?m)^BEGIN:"), re.compile(rb"(?m)^END:")
_BEGIN = b"BEGIN:VTODO", b"BEGIN:VEVENT"


class Calendars(NamedTuple):
    """What a file told: of each task or event with a UID, and what could not be read."""

    tasks: tuple[Told, ...] = ()
    problems: tuple[FileProblem, ...] = ()


def read(data: bytes, zone: tzinfo | None = None) -> Calendars:
    """Read a calendar; moments fall on the days of *zone*, else of this computer."""
    if problem := _refused(data):
        return Calendars(problems=(problem,))
    try:
        found = Calendar.from_ical(data.decode("utf-8-sig"), multiple=True)
    except UnicodeDecodeError:
        return Calendars(problems=(FileProblem("", 0, _("it is not UTF-8")),))
    except (ValueError, IndexError, KeyError, TypeError) as error:
        why = _("it cannot be read as a calendar: {why}").format(why=visible(str(error)))
        return Calendars(problems=(FileProblem("", 0, why),))
    tasks, problems = [], []
    for number, one in enumerate(_all(found), start=1):
        try:
            tasks.append(tell(one, zone))
        except (ValueError, AttributeError, TypeError, OverflowError) as error:
            name = f"{one.name}[{number}]"
            problems.append(FileProblem(name, 0, visible(str(error)) or type(error).__name__))
    return Calendars(tuple(t for t in tasks if t.uid), tuple(problems))


def tell(one: Component, zone: tzinfo | None = None) -> Told:
    """Return what a task or an event tells.

    Raises:
        ValueError: if a property of it has no sensible value.
    """
    is_event = one.name == "VEVENT"
    uid = _text(one, "UID")
    return Told(
        uid=uid.removeprefix(EVENT) if is_event else uid,
        status=None if is_event else _status(one),
        due=_day(one, "DTSTART" if is_event else "DUE", zone),
        closed=None if is_event else _day(one, "COMPLETED", zone),
        ref=_text(one, "X-DEALTRACK-REF"),
        summary=_text(one, "SUMMARY"),
        base=Base.read(_text(one, WRITTEN)),
        is_event=is_event,
    )


def _refused(data: bytes) -> FileProblem | None:
    if len(data) > LARGEST:
        why = _("it is larger than {n} MB").format(n=LARGEST // 1_000_000)
        return FileProblem("", 0, why)
    head = data.upper()
    if b"BEGIN:VCALENDAR" not in head[:10_000]:
        return FileProblem(
            "", 0, _("it is no calendar: it does not begin with BEGIN:VCALENDAR")
        )
    if (count := sum(head.count(begin) for begin in _BEGIN)) > MOST_COMPONENTS:
        why = _("it has {n} entries; {most} is the most")
        return FileProblem("", 0, why.format(n=f"{count:,}", most=f"{MOST_COMPONENTS:,}"))
    if len(_BEGINS.findall(head)) != len(_ENDS.findall(head)):
        return FileProblem("", 0, _("it breaks off: BEGIN and END do not match"))
    return None


def _all(calendars: Sequence[Component]) -> Iterator[Component]:
    for calendar in calendars:
        for one in calendar.walk():
            if one.name in {"VTODO", "VEVENT"}:
                yield one


def _text(one: Component, name: str) -> str:
    value: Any = one.get(name, "")
    return str(value[0] if isinstance(value, list) else value).strip()


def _status(one: Component) -> Status | None:
    """Return the status; None if nothing is said of it."""
    said = _text(one, "STATUS").upper()
    if said in STATUSES:
        return STATUSES[said]
    return "COMPLETED" if one.get("COMPLETED") else None


def _day(one: Component, name: str, zone: tzinfo | None) -> date | None:
    value: Any = one.get(name)
    if value is None:
        return None
    when: date = (value[0] if isinstance(value, list) else value).dt
    if not isinstance(when, datetime):
        return when
    return (when.astimezone(zone) if when.tzinfo else when).date()

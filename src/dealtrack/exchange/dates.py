"""The forms of days in a file: whole days, days known in part, and due days.

A file says the same whenever it is read: what would be counted from the day of
reading is refused, unless the text is one that is read only once.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from dealtrack.days import Lean, parse_day, parse_partial
from dealtrack.days.recurring import parse_every
from dealtrack.days.rhythm import say_recurrence
from dealtrack.errors import DealtrackError, NotARecurrence, UnanchoredDay
from dealtrack.exchange.forms import Schema, Text
from dealtrack.exchange.place import Anchors, Context, Place
from dealtrack.exchange.toml import Plain
from dealtrack.text import _
from dealtrack.text.hidden import find_hidden


class Day:
    """A day that is fully known."""

    def read(self, place: Place) -> Any:
        """Read a day, as TOML or people write it."""
        return read_days(place, lambda text, today: parse_day(text, today, lean=Lean.PAST))

    def write(self, value: date, context: Context) -> Plain:
        """Write it as TOML does."""
        return value

    def schema(self, defs: Schema) -> Schema:
        """Accept a text, for JSON knows no days."""
        return {"type": "string"}


class PartDay(Day):
    """A day that may be known in part: a month, a year, an interval."""

    def read(self, place: Place) -> Any:
        """Read a day, a month, a year or an interval."""
        return read_days(place, parse_partial)

    def write(self, value: Any, context: Context) -> Plain:
        """Write an exact day as TOML does, any other as its text."""
        return value.earliest if len(value.text) == 10 else str(value.text)

    def schema(self, defs: Schema) -> Schema:
        """Accept a text, or the number of a year."""
        return {"type": ["string", "integer"]}


class Due(Day):
    """A due day, or how it is counted: ``signed+1m``."""

    def read(self, place: Place) -> Any:
        """Return the day, if it is known, and the text that it was counted from."""
        anchors = place.reading.anchors
        day = read_days(place, lambda text, today: _due(text, today, anchors))
        if day is None:
            return None
        return day or None, place.value.strip() if is_counted(place.value) else ""

    def write(self, value: Any, context: Context) -> Plain:
        """Write the text, unless it says another day by now."""
        day: date | None = value[0]
        text: str = value[1]
        return day if day and resolve(text, context.anchors) != day else text


class HowOften(Text):
    """How often something comes again: ``every month``, 每月15日."""

    def read(self, place: Place) -> Any:
        """Read it, in any language."""
        text = super().read(place)
        if text is None:
            return None
        try:
            return parse_every(text)
        except NotARecurrence as fault:
            return place.refuse(str(fault))

    def write(self, value: Any, context: Context) -> Plain:
        """Write it as it is said."""
        return say_recurrence(value)


def _due(text: str, today: date, anchors: Anchors) -> date | str:
    """Return the due day, "" if it is counted from a day that is not known."""
    try:
        return parse_day(text, today, anchors=anchors)
    except UnanchoredDay:
        return ""


def read_days(place: Place, parse: Callable[[str, date], Any]) -> Any:
    """Return what *parse* makes of the value at *place*."""
    text = _day_text(place)
    if text is None:
        return place.refuse(_("must be a day, without a time: 2026-03-01"))
    if find_hidden(text):
        return Text().read(place)
    try:
        day = place.reading.settled(lambda today: parse(text, today))
    except DealtrackError as fault:
        return place.refuse(str(fault))
    if day is None:
        place.refuse(
            _(
                "would mean another day if the file were read another day. Write the day "
                "itself; a due day may be counted: signed+1m, trip.end+15d"
            )
        )
    return day


def _day_text(place: Place) -> str | None:
    match place.value:
        case str() as text:
            return text
        case bool() | datetime():
            return None
        case date() as day:
            return day.isoformat()
        case int() as number if 0 < number < 10**8:
            return str(number)
        case _:
            return None


def is_counted(text: object) -> bool:
    """Whether *text* counts a day from another day of its record."""
    if not isinstance(text, str):
        return False
    try:
        parse_day(text, date(2000, 1, 1))
    except UnanchoredDay:
        return True
    except DealtrackError:
        return False
    return False


def resolve(text: str, anchors: Anchors) -> date | None:
    """Return the day that *text* counts from one of *anchors*, None if it does not."""
    if not is_counted(text):
        return None
    try:
        return parse_day(text, date(2000, 1, 1), anchors=anchors)
    except DealtrackError:
        return None

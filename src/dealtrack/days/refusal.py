"""Why a text is not a day: the most helpful answer that can be found."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dealtrack.days.lexicon import Asked, nearest_day, nearest_number
from dealtrack.days.named import find_span
from dealtrack.errors import DayFault, NotADay

_NUMBERS = r"(\d{1,2})[-/.· ](\d{1,2})(?:[-/. ](\d{4}))?"
_SHORT_YEAR = r"\d{1,2}([-/. ])\d{1,2}\1\d{1,2}|\d{2}年\d{1,2}月\d{1,2}[日号]?"
_BY_OR_AGO = r"(\d{1,2})日[之以]?前"


def why_not(word: str, asked: Asked) -> NotADay:
    """Return the refusal of *word*, which no rule could read."""
    if not word:
        return NotADay(asked.text, "empty")
    if found := re.fullmatch(_NUMBERS, word, re.ASCII):
        return _by_readings(_both_orders(found, asked), "order", asked)
    if found := re.fullmatch(_BY_OR_AGO, word, re.ASCII):
        return _by_readings(_by_or_ago(int(found[1]), asked), "unknown", asked)
    if re.fullmatch(_SHORT_YEAR, word, re.ASCII):
        return NotADay(asked.text, "year")
    if span := find_span(word, asked.today, asked.lean):
        return NotADay(asked.text, "wide", (span.begin,))
    return NotADay(asked.text)


def _by_readings(readings: tuple[date, ...], single: DayFault, asked: Asked) -> NotADay:
    match len(readings):
        case 0:
            return NotADay(asked.text, "calendar")
        case 1:
            return NotADay(asked.text, single, readings)
        case _:
            return NotADay(asked.text, "two ways", readings)


def _both_orders(found: re.Match[str], asked: Asked) -> tuple[date, ...]:
    """Read two numbers day first, then month first; the year may be missing."""
    first, second, year = int(found[1]), int(found[2]), found[3]

    def day(month: int, number: int) -> date:
        if year:
            return date(int(year), month, number)
        return nearest_day(asked, month, number)

    return _existing(lambda: day(second, first), lambda: day(first, second))


def _by_or_ago(n: int, asked: Asked) -> tuple[date, ...]:
    """Read 3日前 as "by the 3rd" and as "3 days ago"."""
    return _existing(lambda: nearest_number(asked, n), lambda: asked.today - timedelta(days=n))


def _existing(*readings: Callable[[], date]) -> tuple[date, ...]:
    """Return the different days among *readings* that the calendar has."""
    days: dict[date, None] = {}
    for reading in readings:
        try:
            days[reading()] = None
        except (ValueError, OverflowError):
            continue
    return tuple(days)

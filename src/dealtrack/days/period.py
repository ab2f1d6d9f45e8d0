"""Reading months, periods, and days that are known only in part."""

import re
from datetime import date, timedelta

from dealtrack.days.language import parse_day
from dealtrack.days.lexicon import MONTHS, Lean
from dealtrack.days.named import find_month, find_span, find_year
from dealtrack.days.numerals import plain
from dealtrack.days.partial import PartialDay
from dealtrack.days.span import Month, Span
from dealtrack.days.written import lacks_year
from dealtrack.errors import NotADay, NotAPeriod, UnanchoredDay

_BETWEEN = r"(.+?)(?: ?\.\. ?|至| to )(.+)"
_EDTF_INTERVAL = r"(\d{4}[\d-]*)/(\d{4}[\d-]*)"
_MONTH_ALONE = rf"\d{{1,2}}月份?|{MONTHS}"


def parse_month(text: str, today: date) -> Month:
    """Read a month: ``2026-10``, ``2026年10月``, ``last month``, ``10月`` (the last one).

    Raises:
        NotAPeriod: if *text* is no month.
    """
    month = find_month(plain(text), today, Lean.PAST)
    if month is None:
        raise NotAPeriod(text, "month")
    return month


def parse_year(text: str, today: date) -> int:
    """Read a year: ``2026``, ``2026年``, ``next year``, 今年.

    Raises:
        NotAPeriod: if *text* is no year.
    """
    year = find_year(plain(text), today)
    if year is None:
        raise NotAPeriod(text, "year")
    return year


def parse_period(text: str, today: date, *, lean: Lean = Lean.PAST) -> Span:
    """Read a year, quarter, month, week or day, or one ``..`` another, as the days it covers.

    Raises:
        NotADay: if a day in it could be two, is not in the calendar, or comes too early.
        NotAPeriod: if *text* is nothing of that.
    """
    try:
        if found := re.fullmatch(_BETWEEN, plain(text)):
            begin = _span(found[1], today, lean).begin
            span = Span(begin, _span(found[2], *_after(begin, found[2], today, lean)).end)
        else:
            span = _span(text, today, lean)
    except NotADay as fault:
        raise (NotAPeriod(text) if fault.why in {"unknown", "empty"} else fault) from None
    if span.end <= span.begin:
        raise NotADay(text, "backwards")
    return span


def parse_partial(text: str, today: date, lean: Lean = Lean.PAST) -> PartialDay:
    """Read a day, a month, a year, or an interval ``a..b`` or ``a/b`` of these.

    Raises:
        NotADay: if *text* is nothing of that.
    """
    word = plain(text)
    found = re.fullmatch(_EDTF_INTERVAL, word, re.ASCII) or re.fullmatch(_BETWEEN, word)
    if not found:
        return _partial(text, today, lean)
    first = _partial(found[1], today, lean)
    second = _partial(found[2], *_after(first.earliest, found[2], today, lean))
    if first == second:
        return first
    try:
        return PartialDay.read(f"{first}/{second}")
    except ValueError:
        raise NotADay(text, "backwards") from None


def _span(text: str, today: date, lean: Lean) -> Span:
    if span := find_span(plain(text), today, lean):
        return span
    day = _day(text, today, lean)
    return Span(day, day + timedelta(days=1))


def _partial(text: str, today: date, lean: Lean) -> PartialDay:
    word = plain(text)
    if month := find_month(word, today, lean):
        return PartialDay.read(str(month))
    if year := find_year(word, today):
        return PartialDay.read(str(year))
    return PartialDay.of(_day(text, today, lean))


def _day(text: str, today: date, lean: Lean) -> date:
    """Read one day; there is nothing here that it could be counted from."""
    try:
        return parse_day(text, today, lean=lean)
    except UnanchoredDay:
        raise NotADay(text, "unknown") from None


def _after(begin: date, end: str, today: date, lean: Lean) -> tuple[date, Lean]:
    """Return what the *end* of an interval is read against.

    The 30日 of 7月29日至30日 is the first one from the begin on, not from today.
    """
    if lacks_year(end) or re.fullmatch(_MONTH_ALONE, end, re.ASCII):
        return begin, Lean.FUTURE
    return today, lean

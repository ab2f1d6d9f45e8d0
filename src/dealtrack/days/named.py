"""Months, quarters, years and weeks by their names."""

import re
from datetime import date, timedelta

from dealtrack.days.lexicon import MONTHS, SHIFTS, Lean, is_near, month_number
from dealtrack.days.span import Month, Span, monday_of, quarter_span

_MONTH = r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月份?)"
_MONTH_ENGLISH = rf"({MONTHS})\.?(?:,? (\d{{4}}))?"
_MONTH_OF = r"(?:([前去今本明后])年)?(\d{1,2})月份?"
_MONTH_AWAY = r"(last|this|next) month|([上本这当今下])个?月份?"
_YEAR = r"(\d{4})年?"
_YEAR_AWAY = r"(last|this|next) year|([前去上今本明后])年"
_QUARTER = r"(\d{4})[- ]?q([1-4])|(\d{4})年第?([1-4])季度"
_QUARTER_AWAY = r"(last|this|next) quarter|([上本这下])个?季度?"
_WEEK_AWAY = r"(last|this|next) week|([上本这下])个?(?:周|星期|礼拜)"


def find_month(word: str, today: date, lean: Lean) -> Month | None:
    """Return the month that *word* names: ``2026-10``, ``10月``, ``last month``."""
    if found := re.fullmatch(_MONTH, word, re.ASCII):
        return _checked(int(found[1]), int(found[2] or found[3]))
    if found := re.fullmatch(_MONTH_ENGLISH, word, re.ASCII):
        return _of_year(found[2], month_number(found[1]), today, lean)
    if found := re.fullmatch(_MONTH_OF, word, re.ASCII):
        year = found[1] and str(today.year + SHIFTS[found[1]])
        return _of_year(year, int(found[2]), today, lean)
    if found := re.fullmatch(_MONTH_AWAY, word, re.ASCII):
        return Month.of(today).shifted(_away(found))
    return None


def find_year(word: str, today: date) -> int | None:
    """Return the year that *word* names: ``2026``, ``2026年``, ``last year``."""
    if found := re.fullmatch(_YEAR, word, re.ASCII):
        year = int(found[1])
    elif found := re.fullmatch(_YEAR_AWAY, word, re.ASCII):
        year = today.year + _away(found)
    else:
        return None
    return year if is_near(year) else None


def find_span(word: str, today: date, lean: Lean) -> Span | None:
    """Return the days of the month, quarter, year or week that *word* names."""
    if month := find_month(word, today, lean):
        return month.span
    if year := find_year(word, today):
        return Span(date(year, 1, 1), date(year + 1, 1, 1))
    if found := re.fullmatch(_QUARTER, word, re.ASCII):
        year = int(found[1] or found[3])
        return quarter_span(year, int(found[2] or found[4])) if is_near(year) else None
    if found := re.fullmatch(_QUARTER_AWAY, word, re.ASCII):
        month = Month.of(today).shifted(3 * _away(found))
        return quarter_span(month.year, (month.number + 2) // 3)
    if found := re.fullmatch(_WEEK_AWAY, word, re.ASCII):
        begin = monday_of(today) + timedelta(weeks=_away(found))
        return Span(begin, begin + timedelta(days=7))
    return None


def _away(found: re.Match[str]) -> int:
    return SHIFTS[found[1] or found[2]]


def _of_year(year: str | None, number: int, today: date, lean: Lean) -> Month | None:
    """Return that month of *year*; without one, the month that is leant to, or today's."""
    if year:
        return _checked(int(year), number)
    month, current = _checked(today.year, number), Month.of(today)
    if month is None or month == current or (month > current) == (lean is Lean.FUTURE):
        return month
    return month.shifted(12 * lean.value)


def _checked(year: int, number: int) -> Month | None:
    return Month(year, number) if is_near(year) and 1 <= number <= 12 else None

"""Ends: of a week, a month, a quarter or a year."""

import re
from datetime import date, timedelta

from dealtrack.days.lexicon import SHIFTS, Asked, Lean
from dealtrack.days.span import Month, monday_of, quarter_span
from dealtrack.days.written import Rule

_END_OF_MONTH_NAMED = r"(?:(?P<year>\d{4}|[去今本明后])年)?(?P<month>\d{1,2})月[底末]"
_END = r"eo(n?)([wmqy])"
_END_ENGLISH = r"(?:the )?end of (?:(the|this|next|last) )?(week|month|quarter|year)"
_END_CHINESE = r"(?:(上|本|这|当|下)个?)?(月|季度?)[底末]"
_END_OF_YEAR = r"(?:(?P<year>\d{4}|[去今本明后])年年?|年)[底末]"


def _end_of_month_named(found: re.Match[str], asked: Asked) -> date:
    number = int(found["month"])
    if found["year"]:
        return Month(_year(found["year"], asked.today), number).last
    ends = [Month(asked.today.year + away, number).last for away in (-1, 0, 1)]
    fitting = [end for end in ends if asked.suits(end)]
    return fitting[0] if asked.lean is Lean.FUTURE else fitting[-1]


def _end(found: re.Match[str], asked: Asked) -> date:
    return _end_of(found[2], len(found[1]), asked.today)


def _end_english(found: re.Match[str], asked: Asked) -> date:
    return _end_of(found[2][0], SHIFTS[found[1] or ""], asked.today)


def _end_chinese(found: re.Match[str], asked: Asked) -> date:
    return _end_of("m" if found[2] == "月" else "q", SHIFTS[found[1] or ""], asked.today)


def _end_of_year(found: re.Match[str], asked: Asked) -> date:
    return date(_year(found["year"] or "今", asked.today), 12, 31)


def _year(word: str, today: date) -> int:
    return int(word) if word.isdigit() else today.year + SHIFTS[word]


def _end_of(unit: str, away: int, today: date) -> date:
    """Return the last day of the week, month, quarter or year that is *away* from today's.

    A week ends on Sunday.  Source: ISO 8601.
    """
    match unit:
        case "w":
            return monday_of(today) + timedelta(days=6, weeks=away)
        case "m":
            return Month.of(today).shifted(away).last
        case "q":
            month = Month.of(today).shifted(away * 3)
            return quarter_span(month.year, (month.number + 2) // 3).last
        case _:
            return date(today.year + away, 12, 31)


END_RULES: tuple[tuple[str, Rule], ...] = (
    (_END, _end),
    (_END_CHINESE, _end_chinese),
    (_END_ENGLISH, _end_english),
    (_END_OF_MONTH_NAMED, _end_of_month_named),
    (_END_OF_YEAR, _end_of_year),
)

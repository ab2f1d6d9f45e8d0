"""Days as the calendar has them: written out, by weekday, or at the end of something.

Each rule is a pattern and a function from its match to a day.  A function
raises `ValueError` for a day that the calendar does not have.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dealtrack.days.lexicon import (
    MONTHS,
    SHIFTS,
    WEEKDAYS,
    Asked,
    Lean,
    month_number,
    nearest_day,
    nearest_number,
    weekday_number,
)
from dealtrack.days.span import Month, monday_of, quarter_span
from dealtrack.errors import NotADay

Rule = Callable[[re.Match[str], Asked], date]

_ISO = r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
_COMPACT = r"(\d{4})()(\d\d)(\d\d)"
_CHINESE = r"(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]"
_OF_A_YEAR = r"(?P<year>[前去今本明后])年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"
_OF_A_MONTH = r"(?P<month>[上本这当今下])个?月(?P<day>\d{1,2})[日号]"
_DAY_FIRST = (
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]?(?:of )?(?P<month>{MONTHS})\.?"
    r"(?:(?:, ?| |-)(?P<year>\d{4}))?"
)
_MONTH_FIRST = (
    rf"(?P<month>{MONTHS})\.?[ -]?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?:(?:, ?| )(?P<year>\d{4}))?"
)
_MONTH_AND_DAY = r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"
_NUMBER = r"(\d{1,2})[日号]"
_WEEKDAY = rf"(?:on )?(?:(?P<which>this|next|last) )?(?P<name>{WEEKDAYS})"
_WEEKDAY_CHINESE = (
    r"(?:(?P<which>上上|上|本|这|下下|下)个?)?(?:周|星期|礼拜)(?P<name>[1-6日天])"
)
_WEEK = r"next week|下个?(?:周|星期|礼拜)"
_END_OF_MONTH_NAMED = r"(?:(?P<year>\d{4}|[去今本明后])年)?(?P<month>\d{1,2})月[底末]"
_END = r"eo([mqy])"
_END_ENGLISH = r"end of (?:(the|this|next|last) )?(month|quarter|year)"
_END_CHINESE = r"(?:(上|本|这|当|下)个?)?(月|季度?)[底末]"
_END_OF_YEAR = r"(?:(?P<year>\d{4}|[去今本明后])年年?|年)[底末]"


def _full(found: re.Match[str], asked: Asked) -> date:
    return date(int(found[1]), int(found[3]), int(found[4]))


def _of_a_year(found: re.Match[str], asked: Asked) -> date:
    year = asked.today.year + SHIFTS[found["year"]]
    return date(year, int(found["month"]), int(found["day"]))


def _of_a_month(found: re.Match[str], asked: Asked) -> date:
    month = Month.of(asked.today).shifted(SHIFTS[found["month"]])
    return month.first.replace(day=int(found["day"]))


def _english(found: re.Match[str], asked: Asked) -> date:
    month, day = month_number(found["month"]), int(found["day"])
    if found["year"]:
        return date(int(found["year"]), month, day)
    return nearest_day(asked, month, day)


def _month_and_day(found: re.Match[str], asked: Asked) -> date:
    return nearest_day(asked, int(found["month"]), int(found["day"]))


def _number(found: re.Match[str], asked: Asked) -> date:
    return nearest_number(asked, int(found[1]))


def _weekday(found: re.Match[str], asked: Asked) -> date:
    """Return the weekday of a week that is named, or the nearest one.

    English speakers disagree about "this" and "last": where the calendar week
    and the nearest day are not the same, both are named instead.
    """
    number, which = weekday_number(found["name"]), found["which"]
    nearest = _nearest_weekday(number, asked.today, asked.lean)
    if which is None:
        return nearest
    day = _weekday_of(number, SHIFTS[which], asked.today)
    if which == "last":
        nearest = _nearest_weekday(number, asked.today, Lean.PAST)
    disputed = which == "last" or (which == "this" and not asked.suits(day - asked.step))
    if disputed and day != nearest:
        raise NotADay(asked.text, "two ways", (nearest, day))
    return day


def _nearest_weekday(number: int, today: date, lean: Lean) -> date:
    """Return the weekday 1 to 7 days away: named on that very weekday it is a week away."""
    if lean is Lean.FUTURE:
        return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)


def _weekday_of(number: int, weeks: int, today: date) -> date:
    return monday_of(today) + timedelta(days=number, weeks=weeks)


def _week(found: re.Match[str], asked: Asked) -> date:
    return _weekday_of(0, 1, asked.today)


def _end_of_month_named(found: re.Match[str], asked: Asked) -> date:
    number = int(found["month"])
    if found["year"]:
        return Month(_year(found["year"], asked.today), number).last
    ends = [Month(asked.today.year + away, number).last for away in (-1, 0, 1)]
    fitting = [end for end in ends if asked.suits(end)]
    return fitting[0] if asked.lean is Lean.FUTURE else fitting[-1]


def _end(found: re.Match[str], asked: Asked) -> date:
    return _end_of(found[1], 0, asked.today)


def _end_english(found: re.Match[str], asked: Asked) -> date:
    return _end_of(found[2][0], SHIFTS[found[1] or ""], asked.today)


def _end_chinese(found: re.Match[str], asked: Asked) -> date:
    return _end_of("m" if found[2] == "月" else "q", SHIFTS[found[1] or ""], asked.today)


def _end_of_year(found: re.Match[str], asked: Asked) -> date:
    return date(_year(found["year"] or "今", asked.today), 12, 31)


def _year(word: str, today: date) -> int:
    return int(word) if word.isdigit() else today.year + SHIFTS[word]


def _end_of(unit: str, away: int, today: date) -> date:
    """Return the last day of the month, quarter or year that is *away* from today's."""
    match unit:
        case "m":
            return Month.of(today).shifted(away).last
        case "q":
            month = Month.of(today).shifted(away * 3)
            return quarter_span(month.year, (month.number + 2) // 3).last
        case _:
            return date(today.year + away, 12, 31)


WITHOUT_YEAR: tuple[tuple[str, Rule], ...] = (
    (_MONTH_AND_DAY, _month_and_day),
    (_NUMBER, _number),
    (_DAY_FIRST, _english),
    (_MONTH_FIRST, _english),
)


def lacks_year(word: str) -> bool:
    """Whether *word* is a day of any year, or of any month."""
    found = (re.fullmatch(pattern, word, re.ASCII) for pattern, _rule in WITHOUT_YEAR)
    return any(match and not match.groupdict().get("year") for match in found)


WRITTEN: tuple[tuple[str, Rule], ...] = (
    (_ISO, _full),
    (_COMPACT, _full),
    (_CHINESE, _full),
    *WITHOUT_YEAR,
    (_OF_A_YEAR, _of_a_year),
    (_OF_A_MONTH, _of_a_month),
    (_WEEKDAY, _weekday),
    (_WEEKDAY_CHINESE, _weekday),
    (_WEEK, _week),
    (_END, _end),
    (_END_CHINESE, _end_chinese),
    (_END_ENGLISH, _end_english),
    (_END_OF_MONTH_NAMED, _end_of_month_named),
    (_END_OF_YEAR, _end_of_year),
)

"""Days as the calendar has them, written out.

Each rule is a pattern and a function from its match to a day.  A function
raises `ValueError` for a day that the calendar does not have.
"""

import re
from collections.abc import Callable
from datetime import date

from dealtrack.days.lexicon import (
    FEASTS,
    MONTHS,
    ORDINAL,
    SHIFTS,
    Asked,
    month_number,
    nearest_day,
    nearest_number,
    ordinal_number,
)
from dealtrack.days.span import Month

Rule = Callable[[re.Match[str], Asked], date]

_ISO = r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})"
_COMPACT = r"(\d{4})()(\d\d)(\d\d)"
_CHINESE = r"(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]?"
_ISO_WEEK = r"(\d{4})-?w(\d\d)-?([1-7])"
_OF_A_YEAR = r"(?P<year>[前去今本明后])年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?"
_OF_A_MONTH = r"(?P<month>[上本这当今下])个?月(?P<day>\d{1,2})[日号]"
_OF_A_MONTH_ENGLISH = (
    rf"(?:the )?(?P<day>{ORDINAL}|\d{{1,2}}) of (?P<month>last|this|next|the current"
    "|the following) month"
)
_DAY_FIRST = (
    rf"(?:the )?(?P<day>{ORDINAL}|\d{{1,2}})\.?[ /-]?(?:of )?(?P<month>{MONTHS})\.?"
    r"(?:(?: ?,? ?|-|/)(?:of )?(?P<year>\d{4}))?"
)
_MONTH_FIRST = (
    rf"(?P<month>{MONTHS})\.?,?[ /-]?(?:the )?(?P<day>{ORDINAL}|\d{{1,2}})"
    r"(?:(?: ?, ?| |-|/)(?:of )?(?P<year>\d{4}))?"
)
_YEAR_FIRST = rf"(?P<year>\d{{4}})[ -](?P<month>{MONTHS})\.?[ -](?P<day>\d{{1,2}})"
_MONTH_AND_DAY = r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?"
_NUMBER = r"(\d{1,2})[日号]"
_FEAST = (
    rf"(?:(?P<year>\d{{4}}|[去今本明后])年)?(?P<feast>{'|'.join(FEASTS)})节?"
    r"(?:,? (?P<of>\d{4}))?"
)
_ORDINAL = rf"the ({ORDINAL})|(\d{{1,2}}(?:st|nd|rd|th))"


def _full(found: re.Match[str], asked: Asked) -> date:
    return date(int(found[1]), int(found[3]), int(found[4]))


def _of_a_year(found: re.Match[str], asked: Asked) -> date:
    year = asked.today.year + SHIFTS[found["year"]]
    return date(year, int(found["month"]), int(found["day"]))


def _of_a_month(found: re.Match[str], asked: Asked) -> date:
    month = Month.of(asked.today).shifted(SHIFTS[found["month"]])
    return month.first.replace(day=int(found["day"]))


def _of_a_month_english(found: re.Match[str], asked: Asked) -> date:
    month = Month.of(asked.today).shifted(SHIFTS[found["month"]])
    return month.first.replace(day=ordinal_number(found["day"]))


def _iso_week(found: re.Match[str], asked: Asked) -> date:
    return date.fromisocalendar(*map(int, found.groups()))


def _english(found: re.Match[str], asked: Asked) -> date:
    month, day = month_number(found["month"]), ordinal_number(found["day"])
    if found["year"]:
        return date(int(found["year"]), month, day)
    return nearest_day(asked, month, day)


def _month_and_day(found: re.Match[str], asked: Asked) -> date:
    return nearest_day(asked, int(found["month"]), int(found["day"]))


def _number(found: re.Match[str], asked: Asked) -> date:
    return nearest_number(asked, int(found[1]))


def _ordinal(found: re.Match[str], asked: Asked) -> date:
    return nearest_number(asked, ordinal_number(found[1] or found[2]))


def _feast(found: re.Match[str], asked: Asked) -> date:
    month, day = FEASTS[found["feast"]]
    year = found["of"] or found["year"]
    if not year:
        return nearest_day(asked, month, day)
    return date(int(year) if year.isdigit() else asked.today.year + SHIFTS[year], month, day)


WITHOUT_YEAR: tuple[tuple[str, Rule], ...] = (
    (_MONTH_AND_DAY, _month_and_day),
    (_NUMBER, _number),
    (_ORDINAL, _ordinal),
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
    (_ISO_WEEK, _iso_week),
    *WITHOUT_YEAR,
    (_YEAR_FIRST, _english),
    (_OF_A_YEAR, _of_a_year),
    (_FEAST, _feast),
    (_OF_A_MONTH, _of_a_month),
    (_OF_A_MONTH_ENGLISH, _of_a_month_english),
)

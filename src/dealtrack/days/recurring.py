"""The language of recurrences: ``every month``, 每季度最后一个工作日, read and said.

::

    recurrence = daily | weekly | fortnightly | monthly | quarterly | half-yearly | yearly
               | every [number] unit [on place] | every weekday
               | place of every unit | end of every unit
               | 每 [number] unit [的] [place] | 每周五 | 每月底
    place      = the 15th | the last day | the first monday | the last working day
               | 15日 | 最后一天 | 第一个周一 | 最后一个工作日
    ends       = recurrence until 2027-06-30 | 每月，至2027-06-30止
    unit       = day | week | month | quarter | half-year | year | 天 周 月 季度 半年 年
"""

import re
from contextlib import suppress
from datetime import date, timedelta

from msgspec.structs import replace

from dealtrack.days.lexicon import (
    ORDINAL,
    SMALL_NUMBERS,
    WEEKDAYS,
    WEEKDAYS_CHINESE,
    ordinal_number,
    weekday_number,
)
from dealtrack.days.numerals import plain
from dealtrack.days.recurrence import WEEKDAYS as NAMES
from dealtrack.days.recurrence import Place, Recurrence, Unit
from dealtrack.days.spoken import ordinal, weekday_name
from dealtrack.errors import NotARecurrence
from dealtrack.text import _, plural

_MONTHS_IN = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_UNITS = {
    **dict.fromkeys(("天", "日", "daily", "day"), "day"),
    **dict.fromkeys(("周", "星期", "礼拜", "weekly", "week"), "week"),
    **dict.fromkeys(("fortnightly", "fortnight"), "fortnight"),
    **dict.fromkeys(("月", "monthly", "month"), "month"),
    **dict.fromkeys(("季", "季度", "quarterly", "quarter"), "quarter"),
    **dict.fromkeys(("半年", "half-yearly", "half year", "half-year"), "half-year"),
    **dict.fromkeys(("年", "yearly", "annually", "year"), "year"),
}
_MOST = 999
_MONDAY = date(2026, 11, 23)

_UNIT = "day|week|fortnight|month|quarter|half[- ]year|year"
_ADVERB = "daily|weekly|fortnightly|monthly|quarterly|half-yearly|yearly|annually"
_PLACE = (
    rf"(?:(?:the )?(?:(?P<nth>{ORDINAL}|last)(?: (?P<what>{WEEKDAYS}|(?:working |business )day"
    rf"|workday|day))?|(?P<end>end))|(?P<weekday>{WEEKDAYS}))"
)
_NUMBER = rf"(?:(?P<n>\d{{1,3}}|{'|'.join(SMALL_NUMBERS)}) )?"
_EVERY = (
    rf"(?:(?:every|each) {_NUMBER}(?P<unit>{_UNIT})s?|(?P<adverb>{_ADVERB}))(?: on {_PLACE})?"
)
_EVERY_WEEKDAY = rf"(?:every|each) (?P<weekday>{WEEKDAYS})"
_OF_EVERY = rf"{_PLACE} of (?:every|each) (?P<unit>{_UNIT})"
_PLACE_CHINESE = (
    rf"(?:(?P<day>\d{{1,2}})[日号]|(?P<end>年?[底末])|(?P<weekday>{WEEKDAYS_CHINESE})"
    rf"|(?:第(?P<nth>\d)个?|最后[1一]?个?)(?P<what>{WEEKDAYS_CHINESE}|工作日|天|日))"
)
_CHINESE = (
    r"每(?P<n>\d{1,3})?个?(?P<unit>天|日|周|星期|礼拜|月|季度?|半年|年)的?"
    rf"(?:{_PLACE_CHINESE})?"
)
_ISO = r"\d{4}-\d\d-\d\d"
_ENDING = rf"(?P<how>.+?)(?: until (?P<en>{_ISO})|[,，]? ?(?:直到|至)(?P<zh>{_ISO})止?)"
_CHINESE_WEEKDAY = rf"每个?(?P<weekday>{WEEKDAYS_CHINESE})"


def parse_recurrence(text: str) -> Recurrence:
    """Read how often something comes again.

    Raises:
        NotARecurrence: if *text* does not say it.
    """
    word, until = _until(plain(text), text)
    for pattern in (_EVERY_WEEKDAY, _CHINESE_WEEKDAY, _EVERY, _OF_EVERY, _CHINESE):
        if found := re.fullmatch(pattern, word, re.ASCII):
            said = {key: value or "" for key, value in found.groupdict().items()}
            return replace(_made(said, text), until=until)
    raise NotARecurrence(text)


def parse_every(text: str) -> Recurrence:
    """Read how often something comes again where the word *every* has been said already.

    Raises:
        NotARecurrence: if *text* does not say it.
    """
    for said in (text, f"every {text}"):
        with suppress(NotARecurrence):
            return parse_recurrence(said)
    raise NotARecurrence(text)


def say_recurrence(one: Recurrence) -> str:
    """Say how often something comes again, so that it can be read back."""
    if one.until:
        how = say_recurrence(replace(one, until=None))
        return _("{how} until {day}").format(how=how, day=one.until)
    if one.on is None:
        return _say_period(one)
    place = _say_place(one.on)
    if one.every > 1:
        return _("{period} on {place}").format(period=_say_count(one), place=place)
    if one.unit == "week":
        return _("every {weekday}").format(weekday=place)
    return _("{place} of {period}").format(place=place, period=_say_period(one))


def _until(word: str, text: str) -> tuple[str, date | None]:
    """Return *word* without its end, and the day that is its end, if it has one."""
    found = re.fullmatch(_ENDING, word, re.ASCII)
    if found is None:
        return word, None
    try:
        return found["how"], date.fromisoformat(found["en"] or found["zh"])
    except ValueError:
        raise NotARecurrence(text) from None


def _made(said: dict[str, str], text: str) -> Recurrence:
    unit = _UNITS[said.get("unit") or said.get("adverb") or "week"]
    every = _number(said.get("n", ""))
    place = _place(said)
    if not 1 <= every <= _MOST or (place and not _suits(place, unit, every)):
        raise NotARecurrence(text)
    if unit in {"day", "week", "fortnight"}:
        days: Unit = "day" if unit == "day" else "week"
        return Recurrence(unit=days, every=every * (2 if unit == "fortnight" else 1), on=place)
    span = _MONTHS_IN[unit]
    if place is None or span == 1:
        return Recurrence(unit="month", every=every * span, on=place)
    shift = 0 if place.nth < 0 else 1 - span
    months = tuple(month + shift for month in range(span, 13, span))
    return Recurrence(unit="month", months=months, on=place)


def _suits(place: Place, unit: str, every: int) -> bool:
    """Whether a *place* can be found in a *unit*: no 15th in a quarter, no month in a week."""
    if unit in {"week", "fortnight"}:
        return bool(place.weekday) and not place.nth
    if unit == "day" or not place.nth:
        return False
    return unit == "month" or every == 1


def _number(word: str) -> int:
    return int(SMALL_NUMBERS.get(word) or word or 1)


def _place(said: dict[str, str]) -> Place | None:
    """Return the place that the parts of a match name, if they name one."""
    if said.get("end"):
        return Place(nth=-1)
    if weekday := said.get("weekday"):
        return Place(weekday=NAMES[weekday_number(weekday)])
    if day := said.get("day"):
        return _of_month(int(day), "")
    what, nth = said.get("what", ""), said.get("nth", "")
    if not (what or nth):
        return None
    return _of_month(-1 if nth in {"", "last"} else ordinal_number(nth), what)


def _of_month(nth: int, what: str) -> Place | None:
    if what.endswith(("工作日", "workday", "working day", "business day")):
        return Place(nth=nth, works=True) if nth in {1, -1} else Place()
    if what not in {"", "day", "天", "日"}:
        weekday = NAMES[weekday_number(what)]
        return Place(nth=nth, weekday=weekday) if -1 <= nth <= 4 else Place()
    return Place(nth=nth) if -1 <= nth <= 31 else Place()


def _period_of(one: Recurrence) -> str:
    """Return the unit that *one* comes round with, if it has a name of its own."""
    if one.unit != "month":
        return one.unit if one.every == 1 else ""
    span = 12 // len(one.months) if one.months else one.every
    return next((name for name, months in _MONTHS_IN.items() if months == span), "")


def _say_period(one: Recurrence) -> str:
    names = {
        "day": _("every day"),
        "week": _("every week"),
        "month": _("every month"),
        "quarter": _("every quarter"),
        "half-year": _("every half-year"),
        "year": _("every year"),
    }
    name = _period_of(one)
    return names[name] if name else _say_count(one)


def _say_count(one: Recurrence) -> str:
    n = one.every
    if one.unit == "day":
        return plural("every {n} day", "every {n} days", n)
    if one.unit == "week":
        return plural("every {n} week", "every {n} weeks", n)
    return plural("every {n} month", "every {n} months", n)


def _say_place(place: Place) -> str:
    if place.works:
        return _("the last working day") if place.nth < 0 else _("the first working day")
    if place.weekday:
        weekday = weekday_name(_MONDAY + timedelta(days=NAMES.index(place.weekday)))
        if not place.nth:
            return weekday
        if place.nth < 0:
            return _("the last {weekday}").format(weekday=weekday)
        return _("the {nth} {weekday}").format(nth=ordinal(place.nth), weekday=weekday)
    if place.nth < 0:
        return _("the last day")
    return _("the {nth}").format(nth=ordinal(place.nth))

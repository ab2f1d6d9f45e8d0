"""Weekdays: the nearest one, that of a week, and the n-th or last of a month."""

import re
from datetime import date, timedelta

from dealtrack.days.lexicon import (
    ORDINAL,
    SHIFTS,
    WEEKDAYS,
    WEEKDAYS_CHINESE,
    Asked,
    Lean,
    ordinal_number,
    weekday_number,
)
from dealtrack.days.named import find_month
from dealtrack.days.span import Month, monday_of
from dealtrack.days.working import add_working
from dealtrack.days.written import Rule
from dealtrack.errors import NotADay

_WEEKDAY = rf"(?:on )?(?:(?P<which>this|next|last) )?(?P<name>{WEEKDAYS})"
_WEEKDAY_CHINESE = (
    rf"(?:(?P<which>上上|上|本|这|今|下下|下)个?周?)?(?P<name>{WEEKDAYS_CHINESE})"
)
_OF_WEEK = rf"(?:on )?(?P<name>{WEEKDAYS})(?: of)? (?P<which>this|next|last|the following) week"
_WEEK_FIRST = rf"(?P<which>this|next|last) week(?: on)? (?P<name>{WEEKDAYS})"
_WEEK = r"next week|下个?(?:周|星期|礼拜)"
_WORKDAY = "(?:work|working |business )day"
_OF_MONTH = (
    rf"(?:the )?(?P<nth>{ORDINAL}|last) (?P<name>{WEEKDAYS}|{_WORKDAY}|day)"
    r" (?:of|in) (?:the )?(?P<month>.+)"
)
_OF_MONTH_CHINESE = (
    rf"(?P<month>.+?月)的?(?:第(?P<nth>\d)个?|最后[1一]?个?)"
    rf"(?P<name>{WEEKDAYS_CHINESE}|工作日|天|日)"
)


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


def _of_week(found: re.Match[str], asked: Asked) -> date:
    return _weekday_of(weekday_number(found["name"]), SHIFTS[found["which"]], asked.today)


def _of_month(found: re.Match[str], asked: Asked) -> date:
    """Return a place in a month; without its year, the next or last month that suits.

    Raises:
        ValueError: if the month has no such place.
        NotADay: if it is no month that the place is looked for in.
    """
    month = find_month(found["month"], asked.today, asked.lean)
    if month is None:
        raise NotADay(asked.text)
    day = _place(month, found["name"], found["nth"])
    names_year = re.search(r"\d{4}|[前去今本这当上下明后]|last|this|next", found["month"])
    if names_year or asked.suits(day):
        return day
    return _place(month.shifted(12 * asked.lean.value), found["name"], found["nth"])


def _place(month: Month, name: str, nth: str | None) -> date:
    """Return the *nth* day called *name* in *month*, its last one for None or ``last``."""
    last = nth is None or nth == "last"
    n = 1 if last else ordinal_number(nth or "")
    if name in {"day", "天", "日"}:
        return month.last if last else month.first.replace(day=n)
    if name.endswith(("day", "工作日")) and not re.fullmatch(WEEKDAYS, name):
        before, after = month.first - timedelta(days=1), month.last + timedelta(days=1)
        day = add_working(after, -1) if last else add_working(before, n)
    else:
        number = weekday_number(name)
        away = (number - month.first.weekday()) % 7
        day = month.first + timedelta(days=away, weeks=n - 1)
        if last:
            day = month.last - timedelta(days=(month.last.weekday() - number) % 7)
    if day not in month.span:
        raise ValueError(name, nth)
    return day


WEEKDAY_RULES: tuple[tuple[str, Rule], ...] = (
    (_WEEKDAY, _weekday),
    (_WEEKDAY_CHINESE, _weekday),
    (_OF_WEEK, _of_week),
    (_WEEK_FIRST, _of_week),
    (_WEEK, _week),
    (_OF_MONTH, _of_month),
    (_OF_MONTH_CHINESE, _of_month),
)

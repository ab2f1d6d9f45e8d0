"""The language of recurrences: ``every month``, 每季度最后一个工作日, read.

::

    recurrence = daily | weekly | fortnightly | monthly | quarterly | half-yearly | yearly
               | every [number] unit [on place] | every [other] weekday | every other unit
               | place of every unit | every place of the unit | every unit end | every 15th
               | once a unit | every year on 1 March
               | 每 [number] unit [的] [place] [前] | 每周五 | 每月底 | 每年3月底 | 每年3月1日
               | 隔周 | 按月 | 每月一次
    place      = the 15th | the last day | the first monday | the last working day
               | 15日 | 最后一天 | 第一个周一 | 最后一个工作日
    ends       = recurrence until 2027-06-30 | 每月，至2027年6月底止
    unit       = day | week | month | quarter | half-year | year | 天 周 月 季度 半年 年

Where the word *every* has been said already it may be left out: ``--every "last working day
of the month"``.  By itself that would be a day of this month.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from msgspec.structs import replace

from dealtrack.days.lexicon import (
    MONTHS,
    ORDINAL,
    SMALL_NUMBERS,
    WEEKDAYS,
    WEEKDAYS_CHINESE,
    month_number,
    ordinal_number,
    weekday_number,
)
from dealtrack.days.numerals import plain
from dealtrack.days.period import parse_partial
from dealtrack.days.recurrence import WEEKDAYS as NAMES
from dealtrack.days.recurrence import Place, Recurrence, Unit
from dealtrack.days.rhythm import MONTHS_IN
from dealtrack.errors import NotADay, NotAPeriod, NotARecurrence

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
_EVERY_WEEKDAY = rf"(?:every|each) (?:on )?(?P<weekday>{WEEKDAYS})s?"
_OF_EVERY = rf"(?:(?:on|at|by) )?{_PLACE} of (?:every|each) (?P<unit>{_UNIT})"
_EVERY_OF = rf"(?:every|each) (?:(?:on|at|by) )?{_PLACE} of (?:(?:the|an?) )?(?P<unit>{_UNIT})"
_EVERY_END = rf"(?:every|each) (?P<unit>{_UNIT})[- ](?P<end>end)"
_PLACE_CHINESE = (
    rf"(?:(?P<day>\d{{1,2}})[日号]|(?P<end>[月季年]?[底末])|(?P<weekday>{WEEKDAYS_CHINESE})"
    rf"|(?:第(?P<nth>\d)个?|(?P<first>首)个?|(?:最后|倒数第)[1一]?个?)(?P<what>{WEEKDAYS_CHINESE}|工作日|天|日))"
)
_CHINESE = (
    r"每(?P<n>\d{1,3})?个?(?P<unit>天|日|周|星期|礼拜|月|季度?|半年|年)的?"
    rf"(?:{_PLACE_CHINESE}(?:之?前)?)?"
)
_ENDING = (
    "(?P<how>.+?)(?:,? (?:until|till|through) (?P<en>.+)"
    "|[,，]? ?(?:直到|[至到])(?P<zh>.+?)为?止?)"
)
_CHINESE_WEEKDAY = rf"每个?(?P<weekday>{WEEKDAYS_CHINESE})"
_DAY_OF_YEAR = (
    r"(?:(?:every|each) year|yearly|annually) (?:on|by) (?:the )?"
    rf"(?:(?P<d1>{ORDINAL}|\d{{1,2}})(?: of)? (?P<m1>{MONTHS})"
    rf"|(?P<m2>{MONTHS}) (?:the )?(?P<d2>{ORDINAL}|\d{{1,2}}))"
    rf"|(?:the )?end of (?P<m3>{MONTHS}) (?:every|each) year"
)
_DAY_OF_YEAR_CHINESE = (
    r"每年的?(?P<m1>\d{1,2})月(?:(?P<d1>\d{1,2})[日号]|(?:[底末]|最后[1一]天))(?:之?前)?"
)
_SAME = (
    (r"(?:every )?once (?:every|each|an?) ", "every "),
    (rf"(?:every|each) (?:other|second|2nd) (?=(?:{_UNIT})$)", "every 2 "),
    (rf"(?:every|each) other (?={WEEKDAYS}$)", "every 2 weeks on "),
    (r"(?:every|each) (?=\d{1,2}(?:st|nd|rd|th)$)", "every month on the "),
    (r"(?:every )?(?:semi-?annually|twice a year)$", "every half-year"),
    (r"每?1?(?=.+1次$)", "每"),
    (r"每?隔1?(?=个?(?:天|日|周|星期|礼拜|月)$)|每?双(?=[周月]$)", "每2"),
    (r"[按逐](?=[天日周月季年])", "每"),
)
"""Other ways to begin the same."""
_PATTERNS = (
    *(_EVERY_WEEKDAY, _CHINESE_WEEKDAY, _EVERY, _OF_EVERY, _EVERY_OF, _EVERY_END, _CHINESE),
)
_ANY_DAY = date(2000, 1, 1)  # nothing is read against it: an end names its year


def parse_recurrence(text: str) -> Recurrence:
    """Read how often something comes again.

    Raises:
        NotARecurrence: if *text* does not say it.
    """
    word, until = _until(plain(text), text)
    for said in _read(_usual(word), (_DAY_OF_YEAR, _DAY_OF_YEAR_CHINESE)):
        return replace(_yearly(said, text), until=until)
    for said in _read(_usual(word), _PATTERNS):
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


def _read(word: str, patterns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield the parts of *word* by each of the *patterns* that it matches."""
    for pattern in patterns:
        if found := re.fullmatch(pattern, word, re.ASCII):
            yield {key: value or "" for key, value in found.groupdict().items()}


def _usual(word: str) -> str:
    """Return *word* as it is usually said: ``every other week`` is every 2 weeks."""
    for begin, usual in _SAME:
        word = re.sub(f"^(?:{begin})", usual, word, flags=re.ASCII)
    return re.sub("[,，]?1次$", "", word)


def _yearly(said: dict[str, str], text: str) -> Recurrence:
    """Return what comes on one day of a year, or at the end of one month of it."""
    month = next(filter(None, (said["m1"], said.get("m2"), said.get("m3"))))
    day = said["d1"] or said.get("d2") or ""
    number = int(month) if month.isdigit() else month_number(month)
    try:
        when = date(2000, number, ordinal_number(day) if day else 1)
    except ValueError:
        raise NotARecurrence(text) from None
    return Recurrence(unit="month", months=(when.month,), on=Place(nth=when.day if day else -1))


def _until(word: str, text: str) -> tuple[str, date | None]:
    """Return *word* without its end, and the day that is its end, if it has one."""
    found = re.fullmatch(_ENDING, word, re.ASCII)
    if found is None:
        return word, None
    end = found["en"] or found["zh"]
    try:
        if not re.search(r"\d{4}", end):
            raise NotARecurrence(text)
        return found["how"], parse_partial(
            re.sub("^(?:the )?end of ", "", end), _ANY_DAY
        ).latest
    except (NotADay, NotAPeriod):
        raise NotARecurrence(text) from None


def _made(said: dict[str, str], text: str) -> Recurrence:
    unit = _UNITS[said.get("unit") or said.get("adverb") or "week"]
    every = _number(said.get("n", ""))
    place = _place(said)
    if said.get("end", "")[:-1] not in {"", "en", (said.get("unit") or "")[:1]}:
        raise NotARecurrence(text)  # 每年月底: of which month?
    if not 1 <= every <= _MOST or (place and not _suits(place, unit, every)):
        raise NotARecurrence(text)
    if unit in {"day", "week", "fortnight"}:
        days: Unit = "day" if unit == "day" else "week"
        return Recurrence(unit=days, every=every * (2 if unit == "fortnight" else 1), on=place)
    span = MONTHS_IN[unit]
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
    what, nth = said.get("what", ""), said.get("nth", "") or said.get("first", "")
    if not (what or nth):
        return None
    if nth == "首":
        return _of_month(1, what)
    return _of_month(-1 if nth in {"", "last"} else ordinal_number(nth), what)


def _of_month(nth: int, what: str) -> Place | None:
    if what.endswith(("工作日", "workday", "working day", "business day")):
        return Place(nth=nth, works=True) if nth in {1, -1} else Place()
    if what not in {"", "day", "天", "日"}:
        weekday = NAMES[weekday_number(what)]
        return Place(nth=nth, weekday=weekday) if -1 <= nth <= 4 else Place()
    return Place(nth=nth) if -1 <= nth <= 31 else Place()

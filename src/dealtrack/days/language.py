"""The language of days: what people type, read strictly.

::

    day      = calendar | around | counted
    calendar = written | weekday | end
    written  = 2026-03-01 | 2026年3月1日 | 3 May | 20th of next month | 国庆节  (written.py)
    weekday  = friday | 下周一 | friday next week | first monday of march      (weekdays.py)
    end      = eom | end of next week | 月底 | 季末 | 明年底                        (ends.py)
    around   = by day | weekday [,] day | day [,] weekday | day 前
    counted  = [base] (+|-) steps                       +2w · due-3d · 2026-03-01+5wd
             | (in | within | after | next) steps | steps (ago | from now | later)
             | steps (after | from | before) base
             | steps (后 | 内 | 前) | 半个月后 | 15个工作日
             | anchor (后 | 之日起 | 前) steps [内 | 后] | anchor steps (后 | 前)
    steps    = number unit {[,] number unit}            1 year 2 months · 两个半月
    base     = day | anchor
    anchor   = signed | trip.end | trip.start | due | 签约 | 活动结束 | 到期 …
    unit     = d | w | m | y | wd, the words for them, 天 周 个月 年 个工作日

What can be read in two ways is refused with both: a guess would put a wrong
day into a ledger whose readers question every number.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from dealtrack.days.ends import END_RULES
from dealtrack.days.lexicon import (
    ANCHORS,
    DAYS_AWAY,
    SMALL_NUMBERS,
    WEEKDAYS,
    WEEKDAYS_CHINESE,
    Asked,
    Lean,
    is_near,
    weekday_number,
)
from dealtrack.days.numerals import plain
from dealtrack.days.partial import PartialDay
from dealtrack.days.refusal import why_not
from dealtrack.days.span import months_after
from dealtrack.days.weekdays import WEEKDAY_RULES
from dealtrack.days.working import add_working
from dealtrack.days.written import WRITTEN
from dealtrack.errors import NotADay, UnanchoredDay

_NO_ANCHORS: Mapping[str, PartialDay | None] = MappingProxyType({})
_LONGEST = 100  # no day needs more, and no rule has to fear a longer one

_UNIT = (
    "(?P<unit>wd|(?:work|working |business )days?|d(?:ays?)?|w(?:ee)?ks?|w|mo(?:nth)?s?|m"
    "|y(?:ea)?rs?|y|fortnights?)"
)
_NUMBER = rf"(?:(?P<n>\d{{1,4}}) ?|(?P<word>{'|'.join(SMALL_NUMBERS)}) )"
_STEP_ENGLISH = _NUMBER + _UNIT
_STEP_CHINESE = (
    r"(?:(?P<n>\d{1,4})(?P<unit>天|日|周|个?星期|个?礼拜|个月|年|个?工作日)(?P<half>半?)"
    r"|(?P<whole>\d{1,4})个半月|半(?P<halved>个月|年))"
)


def _unnamed(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)


_COUNT = (
    rf"(?P<steps>{_unnamed(_STEP_ENGLISH)}(?:(?:,| and|, and)? {_unnamed(_STEP_ENGLISH)})*)"
)
_COUNT_CHINESE = rf"(?P<steps>(?:{_unnamed(_STEP_CHINESE)}零?)+)"
_AFTER_CHINESE = "[之以]?后"
_WITHIN_CHINESE = "[之以]?内"
_BEFORE_CHINESE = "[之以]?前"
_ANCHOR_CHINESE = f"(?P<base>{'|'.join(name for name in ANCHORS if not name.isascii())})日?"

_SIGNED = rf"(?P<base>.*?) ?(?P<sign>[+-]) ?{_COUNT}"
# 5日-7日 is left out: it means "from the 5th to the 7th"
_SIGNED_CHINESE = rf"(?P<base>.*?) ?(?P<sign>[+-]) ?(?!\d+日){_COUNT_CHINESE}"
_BY = "by (?P<day>.+)"
# 3日前, 3天前 and 6月前 are left out: "by the 3rd" or "3 days ago", the beginning or the end
_BY_CHINESE = rf"(?P<day>.+月\d+[日号]|.*[底末]){_BEFORE_CHINESE}"
_WITH_WEEKDAY = rf"(?P<name>{WEEKDAYS}),? (?P<day>.+)"
_WITH_WEEKDAY_BEHIND = (
    rf"(?P<day>.+?)(?:, ?| |\(|(?<=[日号]))(?P<name>{WEEKDAYS}|{WEEKDAYS_CHINESE})\)?"
)
_AHEAD = f"(?:in|within|after|(?:with)?in the next|the next|next) {_COUNT}(?:'?s? time)?"
_LATER = f"{_COUNT} (?:from now|from today|later|hence)"
_AGO = f"{_COUNT} (?P<back>ago)"
_FROM = f"{_COUNT} (?:after|from|(?P<back>before)) (?P<base>.+)"
_AHEAD_CHINESE = f"{_COUNT_CHINESE}(?:{_AFTER_CHINESE}|{_WITHIN_CHINESE}|(?<=工作日))"
# 3日前 is left out: it means "by the 3rd" as well
_AGO_CHINESE = rf"(?!\d+日){_COUNT_CHINESE}(?P<back>{_BEFORE_CHINESE})"
_SINCE_CHINESE = (
    f"{_ANCHOR_CHINESE}(?:{_AFTER_CHINESE}|(?:之日)?起)"
    f"{_COUNT_CHINESE}(?:{_AFTER_CHINESE}|{_WITHIN_CHINESE})?"
)
_LATER_CHINESE = f"{_ANCHOR_CHINESE}{_COUNT_CHINESE}{_AFTER_CHINESE}"
_UNTIL_CHINESE = f"{_ANCHOR_CHINESE}(?P<back>{_BEFORE_CHINESE}){_COUNT_CHINESE}"
_BEFORE_ANCHOR = f"{_ANCHOR_CHINESE}{_COUNT_CHINESE}(?P<back>{_BEFORE_CHINESE})"


def parse_day(
    text: str,
    today: date,
    *,
    lean: Lean = Lean.FUTURE,
    anchors: Mapping[str, PartialDay | None] = _NO_ANCHORS,
) -> date:
    """Read a day as people say it.

    A day without a year is the next one, or the last one if *lean* is PAST.
    What is counted from one of the *anchors* starts at its latest day.

    Raises:
        NotADay: if *text* is no single day, or could be two.
        UnanchoredDay: if it is counted from an anchor that is not known.
    """
    word = plain(text)
    if len(word) > _LONGEST:
        raise NotADay(text)
    asked = Asked(text, today, lean, anchors)
    try:
        day = _find_day(word, asked)
        if day is None:
            raise why_not(word, asked)
    except (ValueError, OverflowError):
        raise NotADay(text, "calendar") from None
    if not is_near(day.year):
        raise NotADay(text, "range")
    return day


def _find_day(word: str, asked: Asked) -> date | None:
    """Return the day that the first fitting rule reads, if there is one.

    Raises:
        ValueError, OverflowError: if the calendar has no such day.
    """
    if word in DAYS_AWAY:
        return asked.today + timedelta(days=DAYS_AWAY[word])
    for pattern, rule in _CALENDAR:
        if found := re.fullmatch(pattern, word, re.ASCII):
            return rule(found, asked)
    return _wrapped(word, asked) or _counted(word, asked)


def _wrapped(word: str, asked: Asked) -> date | None:
    """Return the day in words that do not change it: ``by friday``, ``Fri, 27 November``."""
    for pattern in _AROUND:
        if found := re.fullmatch(pattern, word, re.ASCII):
            day = _find_day(found["day"], asked)
            if day:
                return _checked(day, found.groupdict().get("name"), asked)
    return None


def _checked(day: date, weekday: str | None, asked: Asked) -> date:
    """Return *day*, if it falls on the *weekday* that was typed with it."""
    if weekday and day.weekday() != weekday_number(weekday):
        raise NotADay(asked.text, "weekday", (day,))
    return day


def _counted(word: str, asked: Asked) -> date | None:
    for pattern in _COUNTED:
        if found := re.fullmatch(pattern, word, re.ASCII):
            named = found.groupdict()
            start = _base(named.get("base") or "", asked)
            return None if start is None else _stepped(start, named)
    return None if word not in ANCHORS else _base(word, asked)


def _base(word: str, asked: Asked) -> date | None:
    """Return the day that is counted from: today if *word* is empty."""
    if not word:
        return asked.today
    if name := ANCHORS.get(word):
        anchor = asked.anchors.get(name)
        if anchor is None:
            raise UnanchoredDay(asked.text, name)
        return anchor.latest
    return _find_day(word, asked)


def _stepped(day: date, named: Mapping[str, str | None]) -> date:
    """Go from *day* as far as the parts of a match say, the longest units first."""
    back = bool(named.get("back")) or named.get("sign") == "-"
    for n, unit in _steps(named["steps"] or ""):
        day = _count_from(day, -n if back else n, unit)
    return day


def _steps(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number and the unit of each step in *text*: half a month is 15 days."""
    for found in re.finditer(_STEP_ENGLISH, text, re.ASCII):
        yield int(found["n"] or SMALL_NUMBERS[found["word"]]), found["unit"]
    for found in re.finditer(_STEP_CHINESE, text, re.ASCII):
        if found["n"]:
            yield int(found["n"]), found["unit"]
        if found["half"]:
            yield _half(found["unit"])
        if found["whole"]:
            yield int(found["whole"]), "个月"
        if found["whole"] or found["halved"]:
            yield _half(found["halved"] or "个月")


def _half(unit: str) -> tuple[int, str]:
    """Return half a year or half a month in units that can be counted.

    Raises:
        ValueError: if there is no half of *unit*.
    """
    halves = {"年": (6, "个月"), "个月": (15, "天")}
    if unit not in halves:
        raise ValueError(unit)
    return halves[unit]


def _count_from(day: date, n: int, unit: str) -> date:
    """Return the day *n* units from *day*, by the *unit* as it was typed."""
    name = unit.removeprefix("个")
    if name.startswith(("wd", "wo", "bu", "工")):
        return add_working(day, n)
    match name[0]:
        case "d" | "天" | "日":
            return day + timedelta(days=n)
        case "w" | "周" | "星" | "礼":
            return day + timedelta(weeks=n)
        case "f":
            return day + timedelta(weeks=2 * n)
        case "m" | "月":
            return months_after(day, n)
        case _:
            return months_after(day, n * 12)


_CALENDAR = (*WRITTEN, *WEEKDAY_RULES, *END_RULES)

_AROUND = (_BY, _BY_CHINESE, _WITH_WEEKDAY, _WITH_WEEKDAY_BEHIND)

_COUNTED = (
    _SIGNED,
    _SIGNED_CHINESE,
    _AHEAD,
    _LATER,
    _AGO,
    _FROM,
    _AHEAD_CHINESE,
    _AGO_CHINESE,
    _SINCE_CHINESE,
    _LATER_CHINESE,
    _UNTIL_CHINESE,
    _BEFORE_ANCHOR,
)

"""The words that days are made of, and what a question about a day brings along."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from dealtrack.days.partial import PartialDay
from dealtrack.days.span import Month

FIRST_YEAR, LAST_YEAR = 1800, 2200


class Lean(Enum):
    """Where a day lies that leaves something out: ahead (due) or behind (signed)."""

    FUTURE = 1
    PAST = -1


class Asked(NamedTuple):
    """What somebody typed, and what it is read against."""

    text: str
    today: date
    lean: Lean
    anchors: Mapping[str, PartialDay | None]

    @property
    def step(self) -> timedelta:
        """One day in the direction that is leant to."""
        return timedelta(days=self.lean.value)

    def suits(self, day: date) -> bool:
        """Whether *day* lies on the side that is leant to; today lies on both."""
        return day >= self.today if self.lean is Lean.FUTURE else day <= self.today


MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
WEEKDAYS = (
    "(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)\.?"
)
WEEKDAYS_CHINESE = "(?:周|星期|礼拜)[1-6日天]"


def _each(words_of: Mapping[int, str]) -> dict[str, int]:
    """Turn lists of words, separated by commas, into one table from word to number."""
    return {word: n for n, words in words_of.items() for word in words.split(", ")}


SHIFTS = {"": 0} | _each(
    {
        -2: "上上, 前",
        -1: "上, 去, last",
        0: "本, 这, 今, 当, this, the, this current, the current",
        1: "下, 明, next, the next, the following, following",
        2: "下下, 后",
    }
)
"""How many weeks, months, quarters or years away each word points."""

DAYS_AWAY = _each(
    {
        -3: "大前天",
        -2: "前天, day before yesterday, the day before yesterday",
        -1: "yesterday, 昨天, 昨日",
        0: "today, 今天, 今日, 本日, this day",
        1: "tomorrow, tmrw, 明天, 明日, 听日, next day, the next day",
        2: "后天, 后日, day after tomorrow, the day after tomorrow",
        3: "大后天",
    }
)

SMALL_NUMBERS = _each(
    {
        1: "a, an, one",
        2: "two",
        3: "three",
        4: "four",
        5: "five",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
        10: "ten",
    }
)

FEASTS = {
    **dict.fromkeys(("元旦", "new year's day", "new years day"), (1, 1)),
    **dict.fromkeys(("妇女", "三八"), (3, 8)),
    **dict.fromkeys(("劳动", "五一", "labour day", "may day"), (5, 1)),
    **dict.fromkeys(("青年", "五四"), (5, 4)),
    **dict.fromkeys(("儿童", "六一"), (6, 1)),
    **dict.fromkeys(("建军", "八一"), (8, 1)),
    **dict.fromkeys(("国庆", "national day of china"), (10, 1)),
    **dict.fromkeys(("圣诞", "christmas", "christmas day"), (12, 25)),
    **dict.fromkeys(("new year's eve", "new years eve"), (12, 31)),
}
"""Month and day of the days that have a name, where no calendar has to be asked."""

_ONES = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth"),
)
_TEENS = (
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
    *("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)

_ORDINALS = (
    dict(zip([*_ONES, *_TEENS, "twentieth", "thirtieth"], [*range(1, 21), 30], strict=True))
    | {f"twenty {word}": 20 + n for n, word in enumerate(_ONES, 1)}
    | {"thirty first": 31}
)

ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
"""A pattern for the place in a month: ``1st``, ``second``, ``twenty first``."""


def ordinal_number(word: str) -> int:
    """Return 1 to 31 for an English ordinal, or for the plain number it is written with."""
    return _ORDINALS.get(word) or int(re.sub(r"\D", "", word))


ANCHORS = {
    **dict.fromkeys(("signed", "signing", "签约", "签订", "签署"), "signed"),
    **dict.fromkeys(("trip.end", "trip end", "return", "活动结束", "返回"), "trip.end"),
    **dict.fromkeys(("trip.start", "trip start", "活动开始", "出发"), "trip.start"),
    **dict.fromkeys(("due", "到期"), "due"),
}
"""The days of a record that others are counted from, by each of their names."""


def month_number(name: str) -> int:
    """Return 1 to 12 for an English month, in full or shortened."""
    return "janfebmaraprmayjunjulaugsepoctnovdec".index(name[:3]) // 3 + 1


def weekday_number(name: str) -> int:
    """Return 0 for Monday to 6 for Sunday, from English or from the 5 of 周5."""
    name = re.sub("^(周|星期|礼拜)", "", name)
    if name in {"日", "天"}:
        return 6
    return int(name) - 1 if name.isdigit() else "montuewedthufrisatsun".index(name[:3]) // 3


def nearest_day(asked: Asked, month: int, number: int) -> date:
    """Return the next or the last day of that number in that month.

    Raises:
        ValueError: if no year has such a day.
    """
    step, year = asked.lean.value, asked.today.year
    for candidate in range(year, year + 9 * step, step):  # 1896 to 1904: no leap year
        try:
            day = date(candidate, month, number)
        except ValueError:
            continue
        if asked.suits(day):
            return day
    raise ValueError(month, number)


def nearest_number(asked: Asked, number: int) -> date:
    """Return the next or the last day that is the *number*-th of its month.

    Raises:
        ValueError: if no month has so many days.
    """
    for away in range(4):
        month = Month.of(asked.today).shifted(away * asked.lean.value)
        if not 1 <= number <= month.last.day:
            continue
        day = month.first.replace(day=number)
        if asked.suits(day):
            return day
    raise ValueError(number)


def is_near(year: int) -> bool:
    """Whether *year* is one that agreements are signed in."""
    return FIRST_YEAR <= year <= LAST_YEAR

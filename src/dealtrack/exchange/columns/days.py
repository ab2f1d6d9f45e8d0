"""Days in the cells of a table, which nobody typed for us.

Of two numbers and a year nobody can tell which one is the month.  The column can: one
value that has only one reading decides for all (`Order`), or the mapping says it.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple
from unicodedata import normalize

from dealtrack.days import PartialDay, parse_partial
from dealtrack.errors import DealtrackError
from dealtrack.exchange.columns.cells import Unfit, check, shown
from dealtrack.exchange.sheets import Cell
from dealtrack.text import _

Written = Literal["", "dmy", "mdy", "ymd"]
"""The order of day, month and year in a column; "" is not known."""

ORDERS: tuple[Written, ...] = ("dmy", "mdy", "ymd")

_EXCEL = date(1899, 12, 30)  # day 0, as spreadsheets of the 1900 system count from March 1900
_SERIALS = range(10_000, 100_000)  # 1927 to 2173
_YEARS = range(1000, 3000)

_NUMBERS = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{1,2})")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_CHINESE = re.compile(r"(\d{4})年(?:(\d{1,2})月份?(?:(\d{1,2})[日号]?)?)?")
_THIRD = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})月?([上中下])旬")
_YEAR = re.compile(r"\d{4}")
_TIME = re.compile(
    r"[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?( ?[ap]m)?", re.IGNORECASE
)
_NO_YEAR = re.compile(r"(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?|(\d{1,2})月份?")
_UNSPECIFIED = re.compile(r"(\d{4})-(XX|\d\d)(?:-(?:XX|\d\d))?")
_BETWEEN = re.compile(r"(.+?)(?: ?(?:\.\.|至|～|~|—|–|到) ?| to | - |/)(.+)")
_DAYS_OF_A_MONTH = re.compile(
    r"(\d{4}[-/.年])(\d{1,2})([-/.月])(\d{1,2})[日号]?[-~至—–](\d{1,2})[日号]?"
)
_ELSEWHEN = (date(2001, 2, 3), date(2019, 11, 20))


class Reading(NamedTuple):
    """How the days of a column are read: their order, and the year of those without one."""

    order: Written = ""
    year: int = 0
    is_chosen: bool = False


class Found(NamedTuple):
    """A day, and whether its source is not certain of it."""

    day: PartialDay
    is_uncertain: bool = False


class Order:
    """What the cells of a column tell of the order of day and month."""

    def __init__(self) -> None:
        self.first = ""
        self.second = ""
        self.open = ""

    def look(self, cell: Cell) -> None:
        """Take in one cell."""
        found = _before_a_year(cell) if isinstance(cell, str) else None
        if found is None:
            return
        one, other, text = found
        if one > 12 >= other:
            self.first = self.first or text
        elif other > 12 >= one:
            self.second = self.second or text
        elif one != other:
            self.open = self.open or text

    @property
    def decided(self) -> Written:
        """The order, if some cells have only one reading and all of those agree."""
        if bool(self.first) == bool(self.second):
            return ""
        return "dmy" if self.first else "mdy"

    def why_not(self) -> str:
        """Say why the order is not known."""
        if self.first and self.second:
            return _(
                "stands in a column that has both orders ({one}, {other}): no day of it is "
                'certain. Say which one it is: days = "dmy" or "mdy" in the mapping, or --days'
            ).format(one=self.first, other=self.second)
        return _(
            "can be read two ways, and no day of the column tells which. Say which one it is: "
            'days = "dmy" or "mdy" in the mapping, or --days'
        )


@lru_cache(8192)
def _before_a_year(text: str) -> tuple[int, int, str] | None:
    """Return the two numbers of a day that stand before its year, and the day bare of marks."""
    found = _NUMBERS.fullmatch(_unmarked(text.strip())[0])
    if not found or len(found[4]) < 4:
        return None
    return int(found[1]), int(found[3]), found[0]


def read_day(cell: Cell, reading: Reading, order: Order) -> Found:
    """Read a day that may be known in part.

    Raises:
        Unfit: if the cell holds none, or one that could be two.
    """
    check(cell)
    match cell:
        case bool():
            raise Unfit(_("is no day"), shown(cell))
        case datetime():
            return Found(PartialDay.of(cell.date()))
        case date():
            return Found(PartialDay.of(cell))
        case int() | float() if cell == int(cell):
            return Found(_number(int(cell)))
    text, is_uncertain = _unmarked(shown(cell))
    try:
        day = _read(text, reading, order)
    except (ValueError, OverflowError):
        raise Unfit(_("is not in the calendar"), shown(cell)) from None
    except Unfit as fault:
        raise Unfit(fault.why, shown(cell)) from None
    return Found(day, is_uncertain)


def _unmarked(text: str) -> tuple[str, bool]:
    """Return a day without its time and the marks of ISO 8601-2: ? uncertain, ~ approximate."""
    plain = normalize("NFKC", text).strip()
    bare = plain.rstrip("?~%")
    return _TIME.sub("", bare).strip(), bare != plain


def _number(number: int) -> PartialDay:
    """Read a number: a year, 20260501, 202605, or what a spreadsheet keeps of a day."""
    text = str(number)
    if number in _YEARS:
        return PartialDay.read(text)
    if number in _SERIALS:
        return PartialDay.of(_EXCEL + timedelta(days=number))
    if len(text) == 8 or (len(text) == 6 and 1 <= number % 100 <= 12):
        parts = (text[:4], text[4:6], text[6:])
        try:
            return PartialDay.read("-".join(part for part in parts if part))
        except ValueError:
            raise Unfit(_("is not in the calendar"), text) from None
    raise Unfit(_("is no day"), text)


def _read(text: str, reading: Reading, order: Order) -> PartialDay:  # noqa: PLR0911 -- one for each form
    if found := _ISO.fullmatch(text) or _CHINESE.fullmatch(text):
        groups = found.groups()
        return _day(groups[0], *groups[2:]) if found.re is _ISO else _day(*groups)
    if text.isascii() and text.isdigit():
        return _number(int(text))
    if found := _NUMBERS.fullmatch(text):
        return _ordered(found, reading, order)
    if found := _DAYS_OF_A_MONTH.fullmatch(text):
        return _interval(
            _day(found[1][:4], found[2], found[4]), _day(found[1][:4], found[2], found[5])
        )
    if found := _THIRD.fullmatch(text):
        return _third(found)
    if found := _UNSPECIFIED.fullmatch(text):
        return _day(found[1], None if found[2] == "XX" else found[2])
    if reading.year and (found := _NO_YEAR.fullmatch(text)):
        return _without_year(found, reading)
    if (found := _BETWEEN.fullmatch(text)) and any(map(str.isdigit, found[2])):
        return _interval(_read(found[1].strip(), reading, order), _end(found, reading, order))
    return _said(text)


def _day(year: str, month: str | None = None, day: str | None = None) -> PartialDay:
    parts = (year, *(f"{int(part):02d}" for part in (month, day) if part))
    return PartialDay.read("-".join(parts))


def _third(found: re.Match[str]) -> PartialDay:
    """Read a third of a month: 上旬 and 中旬 have ten days each, 下旬 has the rest."""
    year, month, which = found.groups()
    whole = _day(year, month)
    begin = 1 + 10 * "上中下".index(which)
    end = whole.latest.day if which == "下" else begin + 9
    return _interval(_day(year, month, f"{begin}"), _day(year, month, f"{end}"))


def _interval(first: PartialDay, second: PartialDay) -> PartialDay:
    if first == second:
        return first
    try:
        return PartialDay.read(f"{first}/{second}")
    except ValueError:
        raise Unfit(_("ends before it begins")) from None


def _end(found: re.Match[str], reading: Reading, order: Order) -> PartialDay:
    """Read where an interval ends; without a year it ends in the year that it begins in."""
    end = found[2].strip()
    first = _read(found[1].strip(), reading, order)
    if without := _NO_YEAR.fullmatch(end):
        return _without_year(without, reading._replace(year=first.earliest.year))
    return _read(end, reading, order)


def _without_year(found: re.Match[str], reading: Reading) -> PartialDay:
    if found[3]:
        return _day(str(reading.year), found[3])
    month, day = (found[2], found[1]) if reading.order == "dmy" else (found[1], found[2])
    return _day(str(reading.year), month, day)


def _ordered(found: re.Match[str], reading: Reading, order: Order) -> PartialDay:
    """Read two numbers and a year, or a short year first, by the order of the column."""
    first, _mark, second, year = found.groups()
    if len(year) < 4:
        return _short(found, reading)
    written = reading.order or order.decided
    if not written and int(first) != int(second):
        only = _only_reading(int(first), int(second))
        if not only or (order.first and order.second):
            raise Unfit(order.why_not())
        written = only
    month, day = (first, second) if written == "mdy" else (second, first)
    return _day(year, month, day)


def _only_reading(first: int, second: int) -> Written:
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else ""


def _short(found: re.Match[str], reading: Reading) -> PartialDay:
    """Read a year of two digits, of 1951 to 2050, if somebody chose the order."""
    if not (reading.is_chosen and reading.order):
        raise Unfit(
            _(
                "has a year of two digits. Write it in full, or say the order: "
                'days = "dmy", "mdy" or "ymd" in the mapping, or --days'
            )
        )
    parts = dict(zip(reading.order, (found[1], found[3], found[4]), strict=True))
    year = int(parts["y"])
    return _day(str(year + (1900 if year > 50 else 2000)), parts["m"], parts["d"])


def _said(text: str) -> PartialDay:
    """Read a day in words, ``12 March 2021``, unless it would mean another one another day."""
    try:
        days = [parse_partial(text, today) for today in _ELSEWHEN]
    except DealtrackError:
        days = []
    if days and days[0] == days[1]:
        return days[0]
    if days or _NO_YEAR.fullmatch(text):
        raise Unfit(_("has no year. Write it, or say year = 2026 in the mapping"))
    raise Unfit(_("is no day"))

"""Working days: Monday to Friday, less the days off, and the weekend days worked instead.

Which days those are is the office's to say (`adopt`); until it does, those of mainland China.
"""

from collections.abc import Callable, Container, Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from dealtrack.errors import NoAlmanac

_FRIDAY, _SATURDAY = 4, 5
_DAY = timedelta(days=1)


class Exceptions(NamedTuple):
    """The days of a year that are unlike their weekday: *off* work, or *worked*."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def under(self, own: "Exceptions") -> "Exceptions":
        """Return these exceptions where an office's *own* go first."""
        return Exceptions(
            (self.off - own.worked) | own.off, (self.worked - own.off) | own.worked
        )


Almanac = Callable[[int], Exceptions]
"""What tells the exceptions of a year."""


def weekends_only(year: int) -> Exceptions:
    """Return no exceptions: people work from Monday to Friday."""
    return Exceptions()


def mainland_china(year: int) -> Exceptions:
    """Return the days off of mainland China and the days that make up for them.

    After `mainland.ANNOUNCED` these are the statutory days alone: which days are exchanged
    for them is announced in November of the year before.
    """
    from dealtrack.days import mainland  # noqa: PLC0415 -- many days are looked at, few counted

    return Exceptions(
        frozenset(_runs(year, mainland.OFF.get(year, ""))),
        frozenset(_runs(year, mainland.WORKED.get(year, ""))),
    )


def of_country(code: str) -> Almanac:
    """Return what the library ``holidays`` knows of a country: ``CN``, ``DE``, ``DE-BY``.

    Raises:
        NoAlmanac: if the library is missing, or does not know that country.
    """
    if code == "CN":
        return mainland_china
    try:
        import holidays  # noqa: PLC0415 -- 60 ms, and 80 more for its first year
    except ImportError:
        raise NoAlmanac(code, "library") from None
    country, _dash, part = code.upper().partition("-")

    def almanac(year: int) -> Exceptions:
        try:
            found = holidays.country_holidays(country, subdiv=part or None, years=year)
        except NotImplementedError:
            raise NoAlmanac(code, "country") from None
        own = Exceptions(frozenset(found), frozenset(found.weekend_workdays))
        return _weekends(year, found.weekend).under(own)

    return almanac


def _weekends(year: int, weekend: Container[int]) -> Exceptions:
    """Return what is unlike Saturday and Sunday in a *weekend* that begins on Friday."""
    if _FRIDAY not in weekend:
        return Exceptions()
    first = date(year, 1, 1).toordinal()
    days = [date.fromordinal(n) for n in range(first, date(year + 1, 1, 1).toordinal())]
    return Exceptions(
        frozenset(day for day in days if day.weekday() in weekend),
        frozenset(day for day in days if day.weekday() not in weekend),
    )


_adopted: Almanac = cache(mainland_china)


def adopt(almanac: Almanac) -> None:
    """Count working days by *almanac* from now on; each year is asked for once, when needed."""
    global _adopted  # noqa: PLW0603 -- chosen once at the start, like the language
    _adopted = cache(almanac)


def is_working(day: date) -> bool:
    """Whether people work on *day*."""
    exceptions = _adopted(day.year)
    if day.weekday() < _SATURDAY:
        return day not in exceptions.off
    return day in exceptions.worked


def next_working(day: date) -> date:
    """Return *day* if people work then, else the first working day after it."""
    while not is_working(day):
        day += _DAY
    return day


def last_working(day: date) -> date:
    """Return *day* if people work then, else the last working day before it."""
    while not is_working(day):
        day -= _DAY
    return day


def add_working(day: date, n: int) -> date:
    """Return the *n*-th working day after *day*, or before it if *n* is negative."""
    if n == 0:
        return next_working(day)
    step = _DAY if n > 0 else -_DAY
    for _ in range(abs(n)):
        day += step
        while not is_working(day):
            day += step
    return day


def working_days(first: date, last: date) -> int:
    """Count the working days after *first*, up to *last*; 0 if *last* is not later.

    Weeks are counted, not days: what is late for years is counted as fast.
    """
    if last <= first:
        return 0
    count = _weekdays_until(last) - _weekdays_until(first)
    for year in range(first.year, last.year + 1):
        exceptions = _adopted(year)
        count -= sum(first < d <= last and d.weekday() < _SATURDAY for d in exceptions.off)
        count += sum(first < d <= last and d.weekday() >= _SATURDAY for d in exceptions.worked)
    return count


def _weekdays_until(day: date) -> int:
    """Count the days from Monday to Friday up to *day*, from the beginning of the calendar."""
    weeks, days = divmod(day.toordinal(), 7)  # 1 January of the year 1 is a Monday
    return weeks * 5 + min(days, 5)


def _runs(year: int, text: str) -> Iterator[date]:
    """Yield the days of a text such as ``0101 0216-0220``."""
    for run in text.split():
        first, _dash, last = run.partition("-")
        day, end = _day(year, first), _day(year, last or first)
        while day <= end:
            yield day
            day += _DAY


def _day(year: int, text: str) -> date:
    return date(year, int(text[:2]), int(text[2:]))

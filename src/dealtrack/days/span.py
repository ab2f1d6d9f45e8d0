"""Spans of days and calendar months, and how to count in months."""

from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import NamedTuple, Self


class Span(NamedTuple):
    """Days from *begin* up to, but not including, *end*."""

    begin: date
    end: date

    def __contains__(self, day: object) -> bool:
        """Whether *day* is one of these days."""
        return isinstance(day, date) and self.begin <= day < self.end

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - timedelta(days=1)


class Month(NamedTuple):
    """A calendar month, written ``2026-10``."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that *day* falls in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """The first day of this month."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day of this month."""
        return self.shifted(1).first - timedelta(days=1)

    @property
    def span(self) -> Span:
        """The days of this month."""
        return Span(self.first, self.shifted(1).first)

    @property
    def previous(self) -> Self:
        """The month before this one."""
        return self.shifted(-1)

    def shifted(self, n: int) -> Self:
        """Return the month *n* months later, or earlier if *n* is negative."""
        year, before = divmod(self.year * 12 + self.number - 1 + n, 12)
        return type(self)(year, before + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


def months_after(day: date, n: int) -> date:
    """Count *n* months from *day*, never past the end of a month.

    31 January + 1 is 28 February and + 2 is 31 March: always from the anchor,
    since counting one by one would lose days on the way.

    Raises:
        OverflowError: if the day would lie outside the calendar.
    """
    month = Month.of(day).shifted(n)
    if not MINYEAR <= month.year <= MAXYEAR:
        raise OverflowError(str(month))
    try:
        return date(month.year, month.number, day.day)
    except ValueError:  # that month is shorter
        return month.last


def quarter_span(year: int, number: int) -> Span:
    """Return the days of a quarter; *number* is 1 to 4."""
    month = Month(year, number * 3 - 2)
    return Span(month.first, month.shifted(3).first)


def monday_of(day: date) -> date:
    """Return the Monday that the calendar week of *day* begins with."""
    return day - timedelta(days=day.weekday())


def months_until(day: date, later: date) -> int:
    """Return the least number of months from *day* that *later* lies within.

    31 January to 28 February is one, to 1 March two; 0 if *later* is no later day.
    """
    if later <= day:
        return 0
    n = (later.year - day.year) * 12 + later.month - day.month
    return n + (later.day > min(day.day, Month.of(later).last.day))

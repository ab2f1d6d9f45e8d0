"""The days that a month's figures speak of, and those they are compared with."""

from datetime import date, timedelta
from typing import NamedTuple

from dealtrack.days import Month, Span

_DAY = timedelta(days=1)


class Terms(NamedTuple):
    """A month as of a day, together with what it is held against.

    A running month is compared with as many days of the earlier ones: half a month
    against a whole one would say nothing.
    """

    month: Month
    as_of: date

    @property
    def is_running(self) -> bool:
        """Whether some of the month is still to come."""
        return self.as_of < self.month.last

    @property
    def days(self) -> Span:
        """The days of the month so far."""
        return self._so_far(self.month)

    @property
    def previous(self) -> Span:
        """The same days of the month before."""
        return self._so_far(self.month.previous)

    @property
    def year_before(self) -> Span:
        """The same days of this month a year before."""
        return self._so_far(self.month.shifted(-12))

    @property
    def year(self) -> Span:
        """The days from the first of January."""
        return Span(date(self.month.year, 1, 1), self.days.end)

    @property
    def last_year(self) -> Span:
        """The same days of the year before."""
        return Span(date(self.month.year - 1, 1, 1), self.year_before.end)

    @property
    def eve(self) -> date:
        """The last day of the month before."""
        return self.month.first - _DAY

    def _so_far(self, month: Month) -> Span:
        if not self.is_running:
            return month.span
        passed = max((self.as_of - self.month.first) + _DAY, timedelta())
        return Span(month.first, min(month.first + passed, month.span.end))

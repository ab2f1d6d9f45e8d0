"""What comes again: every month, every quarter on its last working day.

A recurrence says how often (*every* so many days, weeks or months, or in certain *months*)
and *on* which day; without one it is the day of the first.  The calendar arithmetic is
RFC 5545's, done by dateutil.  Two things differ, so that nothing is ever skipped: in a month
without a 31st its last day takes its place, and a year after 29 February is 28 February.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

import msgspec

from dealtrack.days.span import Month
from dealtrack.days.working import last_working, next_working

Unit = Literal["day", "week", "month"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
QUARTERS, HALVES = (3, 6, 9, 12), (6, 12)

_DAY = timedelta(days=1)
_SAME = timedelta(days=10)  # longer than any holidays: those made known since double nothing


class _Stored(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    pass


class Place(_Stored, frozen=True, kw_only=True):
    """Which day of its week or month: the *nth*, or the last if that is -1.

    It counts days of the month, the weekdays of one name, or working days; of a week, *nth*
    is 0 and only the *weekday*, ``mon`` to ``sun``, is named.
    """

    nth: int = 0
    weekday: str = ""
    works: bool = False


class Recurrence(_Stored, frozen=True, kw_only=True):
    """How often something comes again, on which day, and *until* which, if it ever ends."""

    unit: Unit
    every: int = 1
    months: tuple[int, ...] = ()
    on: Place | None = None
    until: date | None = None

    def first(self, day: date) -> date:
        """Return the first day that suits, not before *day*: with it the series can begin."""
        if self.on is None and not self.months:
            return day
        return msgspec.structs.replace(self, every=1)._fitting(day, day)

    def after(self, day: date, start: date) -> date:
        """Return what follows the occurrence of *day*, in the series that began on *start*.

        Raises:
            OverflowError: if the series, or the calendar, ends before there is one.
        """
        found = self._fitting(day + (_SAME if self.on and self.on.works else _DAY), start)
        if self.until and found > self.until:
            raise OverflowError(found)
        return found

    def going_on(self, day: date) -> "Recurrence":
        """Return how the series goes on after *day* when nothing is known but its last day.

        Only the number of a day that not every month has is lost on the way: what began on
        the 31st is due on the 28th of February, and goes on by 31sts.
        """
        if self.unit != "month" or self.on or day.day <= 28:
            return self
        return msgspec.structs.replace(self, on=Place(nth=day.day))

    def _fitting(self, day: date, start: date) -> date:
        for nominal in self._nominal(start, day):
            real = self._worked(nominal)
            if real >= day:
                return real
        raise OverflowError(day)

    def _worked(self, nominal: date) -> date:
        """Return the working day that stands for the first or last day of a month."""
        if self.on is None or not self.on.works:
            return nominal
        return last_working(nominal) if self.on.nth < 0 else next_working(nominal)

    def _nominal(self, start: date, near: date) -> Iterator[date]:
        """Yield the days that RFC 5545 gives, from shortly before *near* on."""
        from dateutil import rrule  # noqa: PLC0415 -- 15 ms, where something comes again

        frequency: Any = {"day": rrule.DAILY, "week": rrule.WEEKLY, "month": rrule.MONTHLY}
        found = rrule.rrule(
            frequency[self.unit],
            dtstart=datetime.combine(self._begin(start, near), time()),
            interval=self.every,
            bymonth=self.months or None,
            **self._by(start, rrule),
        )
        return (moment.date() for moment in found)

    def _begin(self, start: date, near: date) -> date:
        """Return the beginning of a period of the series, some before *near*.

        A series that is counted from its first day would take longer every year.
        """
        if self.unit == "month":
            first = Month.of(start)
            away = (near.year - first.year) * 12 + near.month - first.number - 2
            return first.shifted(max(0, away // self.every) * self.every).first
        days = self.every * (7 if self.unit == "week" else 1)
        monday = start - timedelta(days=start.weekday()) if self.on else start
        return monday + timedelta(days=max(0, (near - monday).days // days - 1) * days)

    def _by(self, start: date, rrule: Any) -> dict[str, Any]:
        """Return the day of the week or month as dateutil wants it."""
        if self.on and self.on.weekday:
            weekday = rrule.weekdays[WEEKDAYS.index(self.on.weekday)]
            return {"byweekday": weekday(self.on.nth) if self.on.nth else weekday}
        if self.unit != "month":
            return {}
        number = self.on.nth if self.on else start.day
        if number <= 28:
            return {"bymonthday": number}
        return {"bymonthday": list(range(28, number + 1)), "bysetpos": -1}

"""Working days: Monday to Friday, less the days that an office has off."""

from collections.abc import Container
from datetime import date, timedelta

_SATURDAY = 5
_DAY = timedelta(days=1)


def is_working(day: date, days_off: Container[date] = ()) -> bool:
    """Whether people work on *day*."""
    return day.weekday() < _SATURDAY and day not in days_off


def next_working(day: date, days_off: Container[date] = ()) -> date:
    """Return *day* if people work then, else the first working day after it."""
    while not is_working(day, days_off):
        day += _DAY
    return day


def add_working(day: date, n: int, days_off: Container[date] = ()) -> date:
    """Return the *n*-th working day after *day*, or before it if *n* is negative."""
    if n == 0:
        return next_working(day, days_off)
    step = _DAY if n > 0 else -_DAY
    for _ in range(abs(n)):
        day += step
        while not is_working(day, days_off):
            day += step
    return day

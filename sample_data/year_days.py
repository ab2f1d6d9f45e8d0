"""Days of the sample year on which an office is open."""

from datetime import date, timedelta

TODAY = date(2026, 11, 2)
"""Nothing that has happened is dated later."""

_HOLIDAYS = (
    (date(2026, 1, 1), date(2026, 1, 3)),
    (date(2026, 2, 15), date(2026, 2, 23)),
    (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)),
    (date(2026, 6, 19), date(2026, 6, 21)),
    (date(2026, 9, 25), date(2026, 9, 27)),
    (date(2026, 10, 1), date(2026, 10, 7)),
)
"""First and last days of China's public holidays of 2026: the one real thing in the year."""


def is_open(day: date) -> bool:
    """Whether people are at work on *day*."""
    off = any(first <= day <= last for first, last in _HOLIDAYS)
    return day.weekday() < 5 and not off


def onward(day: date, days: int = 0) -> date:
    """Return the working day that is *days* after *day*, or the first one after that."""
    day += timedelta(days)
    while not is_open(day):
        day += timedelta(1)
    return day


def back(day: date, days: int = 0) -> date:
    """Return the working day that is *days* before *day*, or the last one before that."""
    day -= timedelta(days)
    while not is_open(day):
        day -= timedelta(1)
    return day


def between(first: date, last: date, share: float) -> date:
    """Return a working day a *share* of the way from *first* to *last*."""
    return back(max(onward(first), first + (last - first) * share))


def counted(anchor: date, text: str) -> date:
    """Return the day that a text such as ``signed+1m`` counts from *anchor*."""
    many = text.partition("+")[2]
    if many.endswith("wd"):
        return _working_days_after(anchor, int(many[:-2]))
    if many.endswith("m"):
        months = anchor.month - 1 + int(many[:-1])
        return date(anchor.year + months // 12, months % 12 + 1, min(anchor.day, 28))
    return anchor + timedelta(int(many[:-1]))


def _working_days_after(day: date, many: int) -> date:
    while many:
        day += timedelta(1)
        many -= day.weekday() < 5
    return day

"""How what comes again is said, so that it can be read back."""

from datetime import date, timedelta

from msgspec.structs import replace

from dealtrack.days.recurrence import WEEKDAYS, Place, Recurrence
from dealtrack.days.spoken import month_name, ordinal, weekday_name
from dealtrack.text import _, plural

MONTHS_IN = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_MONDAY = date(2026, 11, 23)


def say_recurrence(one: Recurrence) -> str:
    """Say how often something comes again, so that it can be read back."""
    if one.until:
        how = say_recurrence(replace(one, until=None))
        return _("{how} until {day}").format(how=how, day=one.until)
    if one.on is None:
        return _say_period(one)
    if said := _say_day_of_year(one, one.on):
        return said
    place = _say_place(one.on)
    if one.every > 1:
        return _("{period} on {place}").format(period=_say_count(one), place=place)
    if one.unit == "week":
        return _("every {weekday}").format(weekday=place)
    return _("{place} of {period}").format(place=place, period=_say_period(one))


def _say_day_of_year(one: Recurrence, on: Place) -> str:
    """Say a day of a month that comes once a year; "" for the ends of it, and for others."""
    if len(one.months) != 1 or on.weekday or on.works or (one.months, on.nth) == ((12,), -1):
        return ""
    month = month_name(one.months[0])
    if on.nth < 0:
        return _("the end of {month} every year").format(month=month)
    return _("every year on {month} {day}").format(month=month, day=on.nth)


def _period_of(one: Recurrence) -> str:
    """Return the unit that *one* comes round with, if it has a name of its own."""
    if one.unit != "month":
        return one.unit if one.every == 1 else ""
    span = 12 // len(one.months) if one.months else one.every
    return next((name for name, months in MONTHS_IN.items() if months == span), "")


def _say_period(one: Recurrence) -> str:
    names = {
        "day": _("every day"),
        "week": _("every week"),
        "month": _("every month"),
        "quarter": _("every quarter"),
        "half-year": _("every half-year"),
        "year": _("every year"),
    }
    name = _period_of(one)
    return names[name] if name else _say_count(one)


def _say_count(one: Recurrence) -> str:
    n = one.every
    if one.unit == "day":
        return plural("every {n} day", "every {n} days", n)
    if one.unit == "week":
        return plural("every {n} week", "every {n} weeks", n)
    return plural("every {n} month", "every {n} months", n)


def _say_place(place: Place) -> str:
    if place.works:
        return _("the last working day") if place.nth < 0 else _("the first working day")
    if place.weekday:
        weekday = weekday_name(_MONDAY + timedelta(days=WEEKDAYS.index(place.weekday)))
        if not place.nth:
            return weekday
        if place.nth < 0:
            return _("the last {weekday}").format(weekday=weekday)
        return _("the {nth} {weekday}").format(nth=ordinal(place.nth), weekday=weekday)
    if place.nth < 0:
        return _("the last day")
    return _("the {nth}").format(nth=ordinal(place.nth))

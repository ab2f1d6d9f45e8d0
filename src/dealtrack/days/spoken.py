"""How a day is said back to people."""

from datetime import date

from dealtrack.text import _, language, plural


def weekday_name(day: date) -> str:
    """Return the name of the weekday: ``Tuesday``, ``星期二``."""
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return names[day.weekday()]


def month_name(number: int) -> str:
    """Return the name of the month with that *number*: ``March``, ``3月``."""
    names = (
        *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June")),
        *(_("July"), _("August"), _("September"), _("October"), _("November"), _("December")),
    )
    return names[number - 1]


def distance(day: date, today: date) -> str:
    """Say how far *day* is from *today*: ``in 9 days``, ``tomorrow``, ``3 days ago``."""
    match (day - today).days:
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
        case -1:
            return _("yesterday")
        case n if n > 0:
            return plural("in {n} day", "in {n} days", n)
        case n:
            return plural("{n} day ago", "{n} days ago", -n)


def spoken(day: date, today: date) -> str:
    """Say *day* in full: ``2026-12-01, Tuesday, in 9 days``."""
    return _("{day}, {weekday}, {distance}").format(
        day=day.isoformat(), weekday=weekday_name(day), distance=distance(day, today)
    )


def ordinal(n: int) -> str:
    """Return the number *n* as it names a day of the month: ``15th``, in Chinese ``15``."""
    if language() == "zh":
        return str(n)
    teens = 10 < n % 100 < 20
    return f"{n}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"

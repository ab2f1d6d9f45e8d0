"""What a year has brought so far, as questions: the figures that targets are set for."""

from datetime import date, timedelta

from dealtrack.days import Span
from dealtrack.query.expr import both
from dealtrack.query.figure import Figure
from dealtrack.query.questions import SIGNED, begun, known, signed_in, within
from dealtrack.text import later

ABOUT = {
    "signed": later("agreements signed in the year"),
    "amount": later("amount of the agreements signed in the year, named once for a project"),
    "registered": later("projects registered, or further, for the first time in the year"),
    "started": later("projects started, or further, for the first time in the year"),
    "completed": later("projects completed, or further, for the first time in the year"),
    "produced": later("projects that went into production for the first time in the year"),
    "funds": later("money that arrived in the year"),
}
"""What of each measure counts, in words."""


def year_to(year: int, day: date) -> Span:
    """Return the days of *year* that had passed at the end of *day*."""
    first = date(year, 1, 1)
    return Span(first, max(first, min(date(year, 12, 31), day) + timedelta(days=1)))


def months_elapsed(year: int, day: date) -> int:
    """Return how many months of *year* were over at the end of *day*."""
    if day.year != year:
        return 12 if day.year > year else 0
    return day.month if (day + timedelta(days=1)).day == 1 else day.month - 1


def achieved(measure: str, year: int, day: date) -> Figure:
    """Return the figure of *measure* for *year* as of *day*.

    Of ``funds`` it is what had arrived by then in all, of which the year before has its
    part: no question can tell the years of what arrives little by little.
    """
    days, there = year_to(year, day), both(SIGNED, begun(day))
    if measure == "signed":
        return Figure(measure, ABOUT[measure], both(there, signed_in(days)))
    if measure == "amount":
        asked = both(there, signed_in(days), known("amount"))
        return Figure(measure, ABOUT[measure], asked, of="amount", among="money")
    if measure == "funds":
        return Figure(measure, ABOUT[measure], both(begun(day), known("funds")), of="funds")
    return Figure(measure, ABOUT[measure], both(there, within(measure, days)), among="projects")

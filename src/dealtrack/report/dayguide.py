"""How to write a day: what ``help dates`` prints, and how it explains a text."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from dealtrack.days import Lean, PartialDay, Span, parse_day, parse_period, spoken
from dealtrack.days.recurring import parse_recurrence
from dealtrack.days.rhythm import say_recurrence
from dealtrack.errors import NotADay, NotARecurrence, UnanchoredDay, Unreadable
from dealtrack.report.page import Cell, Facts, Note, Page
from dealtrack.text import _, later, listed

DAYS = (
    (
        later("As a date"),
        ("2026-03-01", "2026/3/1", "2026.3.1", "20260301", "2026年3月1日", "1 March 2026"),
    ),
    (later("In Chinese numerals"), ("二〇二六年三月一日", "三月一日", "二十号")),
    (later("Without a year"), ("3月1日", "1 March", "the 20th", "元旦")),
    (
        later("By name"),
        ("today", "tomorrow", "今天", "明天", "friday", "next monday", "下周一"),
    ),
    (
        later("With its weekday, which is checked"),
        ("Tue, 1 December 2026", "2026年12月1日周二"),
    ),
    (
        later("By its place"),
        (
            "first monday of next month",
            "friday next week",
            "下个月第一个周一",
            "the 20th of next month",
        ),
    ),
    (
        later("Counted from today"),
        ("+3d", "+2w", "+1m", "in 1 year 2 months", "三天后", "两个半月内"),
    ),
    (later("In working days"), ("+5wd", "15个工作日", "下月最后一个工作日")),
    (
        later("At the end"),
        ("eow", "eom", "eoq", "eoy", "end of next week", "月底", "季末", "年底前", "明年底"),
    ),
)
"""Ways to write a day, with examples."""

ANCHORED = ("signed+1m", "trip.end+15d", "due-3d", "签约后3个月", "活动结束后15天内")
PARTIAL = ("2021-07", "2021", "2021-07-29/2021-07-30", "unknown")
PERIODS = ("2026-10", "last month", "上月", "2026Q1", "2026", "2026年10月", "2026-01..2026-03")


_NEXT = 5


def day_guide() -> Page:
    """Explain how days may be written."""
    return Page(
        _("How to write a day"),
        (
            Facts(
                (
                    *((_(name), listed(texts)) for name, texts in DAYS),
                    (_("Counted from another day"), listed(ANCHORED)),
                    (_("Known only in part"), listed(PARTIAL)),
                    (_("A month or a period"), listed(PERIODS)),
                )
            ),
            Note(
                _(
                    "A day without a year is the next one for what is due, "
                    "and the last one for what happened."
                )
            ),
            Note(
                _("What can be read two ways, as 03/04/2021, is refused: write the year first.")
            ),
            Note(_('How a text is read: dealtrack help dates "first monday of next month"')),
        ),
    )


def explain_day(text: str, today: date) -> Page:
    """Explain how *text* is read on *today*: what is due then, what happened then, a period.

    Raises:
        NotADay: if it is neither a day nor a period; it says why.
    """
    try:
        due, happened = (parse_day(text, today, lean=lean) for lean in Lean)
    except UnanchoredDay as fault:
        return Page(text, (Facts(tuple(_from_anchor(text, fault.anchor, today))),))
    except NotADay:
        if series := _series(text, today):
            return Page(text, (Facts(series),))
        return Page(text, (Facts(((_("A period"), _period(text, today)),)),))
    if due == happened:
        return Page(text, (Facts(((_("A day"), spoken(due, today)),)),))
    ways = ((_("As a due day"), due), (_("As the day of a fact"), happened))
    return Page(text, (Facts(tuple((name, spoken(day, today)) for name, day in ways)),))


def _from_anchor(text: str, anchor: str, today: date) -> Iterator[tuple[str, str]]:
    """Yield what *text* is counted from, and the day it would be if that were today."""
    names = {
        "signed": _("the day of signing"),
        "trip.start": _("the first day of the trip"),
        "trip.end": _("the last day of the trip"),
        "due": _("the due day"),
    }
    yield _("Counted from"), names.get(anchor, anchor)
    day = parse_day(text, today, anchors={anchor: PartialDay.of(today)})
    yield _("If that were today"), spoken(day, today)
    yield _("If that is not known"), _("it stays undated until it is")


def _series(text: str, today: date) -> tuple[tuple[str, Cell | tuple[Cell, ...]], ...]:
    """Return how often *text* says that something comes again, and when; () if it does not."""
    try:
        one = parse_recurrence(text)
    except NotARecurrence:
        return ()
    days = [one.first(today)]
    with suppress(OverflowError):  # the series ends
        while len(days) < _NEXT:
            days.append(one.after(days[-1], days[0]))
    said = tuple(spoken(day, today) for day in days)
    return ((_("Comes again"), say_recurrence(one)), (_("Next"), said))


def _period(text: str, today: date) -> str:
    """Return the period that *text* names; if it names none, raise why it is no day."""
    try:
        span = parse_period(text, today)
    except Unreadable:
        day = parse_day(text, today)  # which says why it is none
        span = Span(day, day)
    return _("{first} to {last}").format(first=span.begin, last=span.last)

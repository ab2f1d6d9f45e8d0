"""Lights: whether an agreement moves, by a rule applied on a day.

Source of the rule: published practice of supervision offices, no progress for
two months yellow, for three red.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from dealtrack.days import months_after
from dealtrack.model import Agreement
from dealtrack.query.asked import Book
from dealtrack.query.expr import EVERYTHING, Expr, Op, Term, both
from dealtrack.query.questions import ONGOING, SIGNED, begun
from dealtrack.report.ledger import Ledger
from dealtrack.report.page import Tone, Toned
from dealtrack.text import _, plural

Colour = Literal["red", "yellow", "green"]

_SHORTEST_MONTH = 28
"""Days: so many months never take fewer."""

_TONES: dict[Colour, Tone] = {"red": Tone.BAD, "yellow": Tone.WARN, "green": Tone.GOOD}


class Rule(Struct, frozen=True):
    """After how many calendar months without progress a light turns."""

    yellow: int = 2
    red: int = 3


NO_PROGRESS = Rule()


class Light(Struct, frozen=True, kw_only=True):
    """The light of an agreement on a day, with the facts that made it.

    *days* have passed since the *last_progress*; *limit* is the number of them from which
    this colour shows, on green the number from which it will be yellow.  Without a dated
    fact nothing can be judged: no colour.
    """

    ref: str
    title: str
    colour: Colour | None = None
    last_progress: date | None = None
    days: int | None = None
    limit: int | None = None
    unit: str = ""
    owner: str = ""


class Lights(Struct, frozen=True, kw_only=True):
    """The lights of a ledger: the longest without progress first, and how many are green.

    *not_judged* are the refs of those without a dated fact.
    """

    red: tuple[Light, ...]
    yellow: tuple[Light, ...]
    green: int
    not_judged: tuple[str, ...]


def light(agreement: Agreement, day: date, rule: Rule = NO_PROGRESS) -> Light | None:
    """Return the light of *agreement* on *day*; None if it is not signed or not ongoing."""
    if not agreement.was_signed(day) or agreement.status(day) != "ongoing":
        return None
    who = agreement.assigned(day)
    last = agreement.last_progress(day)
    judged = _judged(last, day, rule) if last else (None, None)
    return _light((agreement.ref, agreement.title, who.unit, who.owner), last, judged, day)


def find_lights(ledger: Ledger, rule: Rule = NO_PROGRESS) -> Lights:
    """Find the lights of *ledger*."""
    shown = [deal for deal in ledger.signed if deal.status == "ongoing"]
    days = {deal.progress for deal in shown if deal.progress}
    judged = {last: _judged(last, ledger.as_of, rule) for last in days}
    warned = sorted(_warnings(ledger, judged), key=lambda one: -(one.days or 0))
    return Lights(
        red=tuple(one for one in warned if one.colour == "red"),
        yellow=tuple(one for one in warned if one.colour == "yellow"),
        green=sum(1 for d in shown if d.progress and judged[d.progress][0] == "green"),
        not_judged=tuple(deal.ref for deal in shown if not deal.progress),
    )


def _warnings(ledger: Ledger, judged: dict[date, tuple[Colour, int]]) -> Iterator[Light]:
    """Yield the lights that are not green, with what has to be told of them."""
    late = [last for last, (colour, _limit) in judged.items() if colour != "green"]
    if late:
        for told, last in _still_since(ledger.book, max(late), ledger.as_of):
            yield _light(told, last, judged[last], ledger.as_of)


def find_dormant(
    book: Book, day: date, rule: Rule = NO_PROGRESS, where: Expr = EVERYTHING
) -> Iterator[Light]:
    """Find the agreements that answer *where* whose light is not green on *day*.

    Unlike `find_lights` it asks after no others.
    """
    latest = day - timedelta(days=_SHORTEST_MONTH * min(rule.yellow, rule.red))
    for told, last in _still_since(book, latest, day, where):
        judged = _judged(last, day, rule)
        if judged[0] != "green":
            yield _light(told, last, judged, day)


def _still_since(
    book: Book, last: date, day: date, where: Expr = EVERYTHING
) -> Iterator[tuple[tuple[str, ...], date]]:
    """Yield what is to be told of the ongoing agreements without progress after *last*."""
    still = both(Term("progress", Op.LE, last), ONGOING, SIGNED, begun(day), where)
    fields = ("id", "title", "office", "keeper", "progress")
    for row in book.agreements.rows(fields, still, as_of=day):
        *told, progress = (values[0] if values else "" for values in row)
        if isinstance(progress, date):
            yield tuple(map(str, told)), progress


def _light(
    told: tuple[str, ...],
    last: date | None,
    judged: tuple[Colour, int] | tuple[None, None],
    day: date,
) -> Light:
    ref, title, unit, owner = told
    colour, limit = judged
    return Light(
        ref=ref,
        title=title,
        colour=colour,
        last_progress=last,
        days=(day - last).days if last else None,
        limit=limit,
        unit=unit,
        owner=owner,
    )


def say_colour(one: Light) -> Toned:
    """Say the colour of a light in a word."""
    if one.colour is None:
        return Toned(_("not judged"), Tone.QUIET)
    words = {"red": _("red"), "yellow": _("yellow"), "green": _("green")}
    return Toned(words[one.colour], _TONES[one.colour])


def say_reason(one: Light) -> str:
    """Say why a light has its colour: ``no progress for 94 days, limit 92``."""
    if one.days is None:
        return _("no dated fact to judge by")
    if one.colour == "green":
        if one.days == 0:
            return _("last progress today")
        return plural("last progress {n} day ago", "last progress {n} days ago", one.days)
    sentence = plural(
        "no progress for {n} day, limit {limit}",
        "no progress for {n} days, limit {limit}",
        one.days,
    )
    return sentence.format(limit=one.limit)


def _judged(last: date, day: date, rule: Rule) -> tuple[Colour, int]:
    red, yellow = months_after(last, rule.red), months_after(last, rule.yellow)
    if day >= red:
        return "red", (red - last).days
    return "yellow" if day >= yellow else "green", (yellow - last).days

"""How many lights of each colour there are, and which of them turned first."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct

from dealtrack.query.asked import Book
from dealtrack.query.expr import EVERYTHING, Expr, Not, Op, Term, both
from dealtrack.query.measures import Measure
from dealtrack.query.questions import ONGOING, SIGNED, begun, known
from dealtrack.report.lights import (
    Facts,
    Light,
    Lights,
    Rule,
    Verdict,
    goes_by_plan,
    lights_of,
    told_of,
    turn_of,
)


class LightCount(Struct, frozen=True, kw_only=True):
    """The refs of red and of yellow lights, those that turned first before others.

    *green* is how many there are, *not_judged* are the refs of those without a fact to
    judge by, *first* the first of the red ones, then of the yellow ones.
    """

    red: tuple[str, ...]
    yellow: tuple[str, ...]
    green: int
    not_judged: tuple[str, ...]
    first: tuple[Light, ...]


def count_lights(
    book: Book, day: date, rule: Rule, most: int, where: Expr = EVERYTHING
) -> LightCount:
    """Count the lights on *day* of what answers *where*, and tell the first, *most* of them.

    What has moved since another has no worse a light.  So it is enough to find the days of
    progress at which the colours part.
    """
    if goes_by_plan(rule):
        return _counted(lights_of(book, day, rule, where), most)
    shown = both(ONGOING, SIGNED, begun(day), where)
    verdict = cache(lambda ordinal: Verdict.of(Facts(date.fromordinal(ordinal)), rule, day))
    every = range(1, day.toordinal() + 1)
    warned = bisect_left(every, True, key=lambda one: verdict(one).colour == "green")
    lights = _by_turn(book, day, warned, shown)
    red = bisect_left(lights, True, key=lambda one: verdict(one[0].toordinal()).colour != "red")
    told = {id_: verdict(last.toordinal()) for last, id_ in lights[:most]}
    return LightCount(
        red=tuple(str(id_) for _last, id_ in lights[:red]),
        yellow=tuple(str(id_) for _last, id_ in lights[red:]),
        green=_moved(book, day, shown) - len(lights),
        not_judged=tuple(_never_moved(book, day, shown)),
        first=tuple(sorted(told_of(book, day, told), key=_place)),
    )


def _by_turn(book: Book, day: date, last: int, shown: Expr) -> list[tuple[date, int]]:
    """Return the last progress, until the ordinal *last*, and the id of those of *shown*.

    They come in the order of lights: what has moved later turned later, if at all.
    """
    if not last:
        return []
    still = both(Term("progress", Op.LE, date.fromordinal(last)), shown)
    rows: Iterator[Any] = book.agreements.rows(("progress", "id"), still, as_of=day)
    return sorted((moved, id_) for (moved,), (id_,) in rows)


def _moved(book: Book, day: date, shown: Expr) -> int:
    """Return of how many of *shown* a last progress is known."""
    asked = [Measure("moved", known("progress"))]
    found = book.agreements.tally(asked, as_of=day, where=shown).get("", {})
    return int(str(found.get("moved", 0)))


def _never_moved(book: Book, day: date, shown: Expr) -> Iterator[str]:
    asked = both(shown, Not(known("progress")))
    return (str(row[0][0]) for row in book.agreements.rows(("id",), asked, as_of=day))


def _place(one: Light) -> tuple[object, ...]:
    return (one.colour != "red", *turn_of(one), int(one.ref))


def _counted(lights: Lights, most: int) -> LightCount:
    return LightCount(
        red=tuple(one.ref for one in lights.red),
        yellow=tuple(one.ref for one in lights.yellow),
        green=lights.green,
        not_judged=lights.not_judged,
        first=(*lights.red, *lights.yellow)[:most],
    )

"""How many lights of each colour there are, and which of them turned first."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct

from dealtrack.query.asked import Book
from dealtrack.query.expr import EVERYTHING, NOTHING, Expr, Not, Op, Term, both
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

    What has moved since another has no worse a light.  So it is enough to find, among the
    days of progress, where the colours part.
    """
    if goes_by_plan(rule):
        return _counted(lights_of(book, day, rule, where), most)
    shown = both(ONGOING, SIGNED, begun(day), where)
    found = book.agreements.tally([Measure("n")], as_of=day, by="progress", where=shown)
    days = {date.fromisoformat(text): int(str(of["n"])) for text, of in found.items() if text}
    verdict = cache(lambda last: Verdict.of(Facts(last), rule, day))
    still = sorted(days)
    worse = bisect_left(still, True, key=lambda last: verdict(last).colour == "green")
    lights = _by_turn(book, day, still[:worse], shown)
    red = bisect_left(lights, True, key=lambda one: verdict(one[0]).colour != "red")
    unknown = both(shown, Not(known("progress"))) if "" in found else NOTHING
    told = {id_: verdict(last) for last, id_ in lights[:most]}
    return LightCount(
        red=tuple(str(id_) for _last, id_ in lights[:red]),
        yellow=tuple(str(id_) for _last, id_ in lights[red:]),
        green=sum(days[last] for last in still[worse:]),
        not_judged=tuple(
            str(row[0][0]) for row in book.agreements.rows(("id",), unknown, as_of=day)
        ),
        first=tuple(sorted(told_of(book, day, told), key=_place)),
    )


def _by_turn(
    book: Book, day: date, days: Sequence[date], shown: Expr
) -> list[tuple[date, int]]:
    """Return the last progress and the id of those of *shown* that last moved on *days*.

    They come in the order of lights: what has moved later turned later, if at all.
    """
    if not days:
        return []
    still = both(Term("progress", Op.LE, days[-1]), shown)
    rows: Iterator[Any] = book.agreements.rows(("progress", "id"), still, as_of=day)
    return sorted((last, id_) for (last,), (id_,) in rows)


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

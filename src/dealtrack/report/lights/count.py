"""How many lights of each colour there are, and which of them turned first."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from dealtrack.query.asked import Book
from dealtrack.query.expr import EVERYTHING, NOTHING, Expr, Not, Op, Term, both
from dealtrack.query.measures import Measure
from dealtrack.query.questions import ONGOING, SIGNED, begun, known
from dealtrack.report.lights import (
    Colour,
    Facts,
    Judged,
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
    """Count the lights on *day* of what answers *where*, and tell the first, *most* of them."""
    if goes_by_plan(rule):
        return _counted(lights_of(book, day, rule, where), most)
    shown = both(ONGOING, SIGNED, begun(day), where)
    found = book.agreements.tally([Measure("n")], as_of=day, by="progress", where=shown)
    days = {date.fromisoformat(text): int(str(of["n"])) for text, of in found.items() if text}
    judged = {last: Verdict.of(Facts(last), rule, day) for last in days}
    warned = {last: one for last, one in judged.items() if one.colour != "green"}
    lights = _by_turn(book, day, warned, shown)
    unknown = both(shown, Not(known("progress"))) if "" in found else NOTHING
    return LightCount(
        red=_refs(lights, "red"),
        yellow=_refs(lights, "yellow"),
        green=sum(n for last, n in days.items() if last not in warned),
        not_judged=tuple(
            str(row[0][0]) for row in book.agreements.rows(("id",), unknown, as_of=day)
        ),
        first=_first(book, day, lights, most),
    )


def _by_turn(book: Book, day: date, warned: dict[date, Verdict], shown: Expr) -> Judged:
    """Return those of *shown* that last moved on one of these days, in the order of lights.

    That is the order of these days: what has moved later turned later, if at all.
    """
    if not warned:
        return {}
    still = both(Term("progress", Op.LE, max(warned)), shown)
    rows: Iterator[Any] = book.agreements.rows(("progress", "id"), still, as_of=day)
    found = sorted((last, id_) for (last,), (id_,) in rows if last in warned)
    return {id_: warned[last] for last, id_ in found}


def _refs(lights: Judged, colour: Colour) -> tuple[str, ...]:
    return tuple(str(id_) for id_, one in lights.items() if one.colour == colour)


def _first(book: Book, day: date, lights: Judged, most: int) -> tuple[Light, ...]:
    chosen = (*_refs(lights, "red"), *_refs(lights, "yellow"))[:most]
    told = told_of(book, day, {int(ref): lights[int(ref)] for ref in chosen})
    return tuple(sorted(told, key=lambda one: (one.colour != "red", *turn_of(one))))


def _counted(lights: Lights, most: int) -> LightCount:
    return LightCount(
        red=tuple(one.ref for one in lights.red),
        yellow=tuple(one.ref for one in lights.yellow),
        green=lights.green,
        not_judged=lights.not_judged,
        first=(*lights.red, *lights.yellow)[:most],
    )

"""Figures on a terminal that follow one another: month by month, and step by step."""

from collections.abc import Sequence

from rich.console import RenderableType

from dealtrack.render.cells import folded, one_line, width
from dealtrack.render.console.figures import chart
from dealtrack.render.console.lines import Lines, words
from dealtrack.render.console.look import ACCENT, GREY, Look
from dealtrack.render.console.tables import titled
from dealtrack.render.series import in_words
from dealtrack.report.page import Bar, Chart, Figures, Funnel, Trend, bars_of

_LEAST = 3  # columns of a point whose figure stands below it


def drawn(block: Figures, room: int, look: Look) -> RenderableType:
    """Draw numbers as bars, or as a line of sparks if they are a trend."""
    match block:
        case Chart():
            return chart(block, room, look)
        case Funnel():
            return _funnel(block, room, look)
        case Trend():
            return trend(block, room, look)


def _funnel(block: Funnel, room: int, look: Look) -> RenderableType:
    """Draw the steps of *block* as bars against the first of them."""
    full = max((step.size for step in block.steps), default=0)
    return chart(Chart(bars_of(block), block.title, block.empty, full), room, look)


def trend(block: Trend, room: int, look: Look) -> Lines:
    """Draw *block* as a line of sparks, its figures below them if there is room."""
    if not block.points:
        return titled(block.title, words(one_line(block.empty), room, GREY), room)
    wide = max(_LEAST, 1 + max(width(one_line(point.says)) for point in block.points))
    if wide * len(block.points) <= room + 1:
        body = _with_figures(block.points, wide, look)
    else:
        sparks = "".join(_sparks(block.points, look.spark))
        body = words(sparks, room, ACCENT)
    said = (line for sentence in in_words(block) for line in folded(one_line(sentence), room))
    return titled(block.title, body + Lines([(line, GREY)] for line in said), room)


def _with_figures(points: Sequence[Bar], wide: int, look: Look) -> Lines:
    """Draw a spark as wide as its figure above each, both to the right of their columns."""
    sparks = (f" {spark * (wide - 1)}" for spark in _sparks(points, look.spark))
    figures = [one_line(point.says) for point in points]
    below = "".join(" " * (wide - width(figure)) + figure for figure in figures)
    return Lines([[("".join(sparks)[1:], ACCENT)], [(below[1:], "")]])


def _sparks(points: Sequence[Bar], signs: str) -> list[str]:
    """Return each of *points* as one of *signs*; something is never nothing."""
    highest = max(point.size for point in points)
    steps = len(signs) - 1
    return [
        signs[max(round(point.size / highest * steps), 1)] if point.size else signs[0]
        for point in points
    ]

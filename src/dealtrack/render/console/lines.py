"""Lines of coloured text: what tables, facts and notes are drawn as.

Their widths are settled and their texts folded, so that rich has nothing to do for
them: to load it takes 30 ms, and its tables would measure and wrap every cell again,
15 ms for 20 rows.  Inside of its frames they are what it can draw.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from dealtrack.render.cells import folded, padded

Line = list[tuple[str, str]]
"""Texts, each with its style: ``bold``, ``color(31)``, both or none."""

Folded = tuple[list[str], str]
"""The lines of a text, and the style of all of them."""


class Lines:
    """Lines that are no wider than the room for them."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = list(lines)

    def __add__(self, others: "Lines") -> "Lines":
        """Return these lines, and the others below them."""
        return Lines([*self.lines, *others.lines])

    def text(self, colour: bool) -> str:
        """Return them as a terminal wants them, with escapes only if it has *colour*."""
        return "".join(f"{_shown(line, colour)}\n" for line in self.lines)

    def __rich_console__(self, console: Any, options: Any) -> Iterator[Any]:
        from rich.segment import Segment  # noqa: PLC0415 -- asked by rich, which is there then

        for line in self.lines:
            for text, style in line:
                yield Segment(text, console.get_style(style) if style else None)
            yield Segment.line()


def words(text: str, columns: int, style: str = "") -> Lines:
    """Return *text* folded to *columns*."""
    return Lines([(line, style)] for line in folded(text, columns))


def row(
    cells: Sequence[Folded], widths: Sequence[int], gap: int, right: Sequence[bool] = ()
) -> Iterator[Line]:
    """Yield the lines of *cells* next to one another; some of them stand *right*."""
    sides = right or [False] * len(cells)
    for texts in zip_longest(*(lines for lines, _ in cells), fillvalue=""):
        line: Line = []
        for text, (_, style), wide, to_right in zip(texts, cells, widths, sides, strict=True):
            line += [(padded(text.rstrip(" "), wide, to_right), style), (" " * gap, "")]
        yield line[:-1]


def _shown(line: Line, colour: bool) -> str:
    if not colour:
        return "".join(text for text, _ in line).rstrip(" ")
    return "".join(_painted(text, style) for text, style in line).rstrip(" ")


def _painted(text: str, style: str) -> str:
    """Return *text* between the escapes for *style*: colours are those of a palette of 256."""
    if not style or not text:
        return text
    codes = ";".join("1" if word == "bold" else f"38;5;{word[6:-1]}" for word in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m"

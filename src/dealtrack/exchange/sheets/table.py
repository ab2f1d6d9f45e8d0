"""A stream of rows made a table: its heading found, its rows below."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from dealtrack.errors import WrongUse
from dealtrack.exchange.sheets.book import Cell, Row, Sheet
from dealtrack.exchange.sheets.heading import (
    SEARCHED,
    LooksLike,
    Spans,
    distinct,
    find_heading,
    letters,
)
from dealtrack.text import _


class Raw(NamedTuple):
    """What a file holds as it is: rows, empty ones too, each with the number it has there.

    *left* is how many columns stand before the first cell of a row; *width* is how many
    columns have something, if that is known.
    """

    name: str
    read: Callable[[], Iterator[Row]]
    spans: Spans = MappingProxyType({})
    width: int = 0
    left: int = 0
    total: int | None = None


def make_sheet(
    raw: Raw, header_row: int = 0, looks_like: LooksLike | None = None
) -> Sheet | None:
    """Return *raw* as a table; none if it is empty.

    Raises:
        WrongUse: if there is no row of the number *header_row*.
    """
    before, top = _top(raw, header_row)
    if not top:
        return None
    heading = find_heading(top, raw.spans, looks_like, _place(top, header_row))
    width = max(raw.width, _width(heading.names, top[heading.after :]))
    names = heading.names[:width] + ("",) * (width - len(heading.names))
    columns = tuple(letters(raw.left + n) for n in range(width))
    return Sheet(
        raw.name,
        distinct(names, columns),
        top[heading.first].number,
        columns,
        tuple(row for row in top[: heading.first] if _is_filled(row)),
        lambda: _stream(raw, before + heading.after, width),
        None if raw.total is None else max(0, raw.total - before - heading.after),
    )


def _top(raw: Raw, header_row: int) -> tuple[int, list[Row]]:
    """Return how many empty rows come first, and those that follow, to look at."""
    rows = raw.read()
    for before, row in enumerate(rows):
        if _is_filled(row):
            return before, [row, *islice(rows, max(SEARCHED, header_row - before))]
    return 0, []


def _place(top: list[Row], header_row: int) -> int | None:
    if not header_row:
        return None
    place = next((at for at, row in enumerate(top) if row.number == header_row), None)
    if place is None or not _is_filled(top[place]):
        raise WrongUse(_("There is nothing in row {n}.").format(n=header_row))
    return place


def _width(names: Sequence[str], below: Sequence[Row]) -> int:
    """Return how many columns have a name, or something in most rows of the sample."""
    filled = Counter(
        column for row in below for column, cell in enumerate(row.cells) if cell is not None
    )
    named = (column for column, name in enumerate(names) if name)
    usual = (column for column, times in filled.items() if times * 2 > len(below))
    return max((*named, *usual), default=0) + 1


def _stream(raw: Raw, after: int, width: int) -> Iterator[Row]:
    blank = (None,) * width
    for row in islice(raw.read(), after, None):
        cells = row.cells
        if len(cells) != width:
            cells = _fitted(cells, blank)
            row = row._replace(cells=cells)  # noqa: PLW2901
        if cells != blank or row.fault:
            yield row


def _fitted(cells: tuple[Cell, ...], blank: tuple[None, ...]) -> tuple[Cell, ...]:
    end = len(cells)
    while end > len(blank) and cells[end - 1] is None:
        end -= 1
    return cells[:end] + blank[end:]


def _is_filled(row: Row) -> bool:
    return any(cell is not None for cell in row.cells)

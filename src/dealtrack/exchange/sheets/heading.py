"""Which row of a table names its columns.

Titles, units and dates of a report stand above it and fill few cells.  Names are short,
different texts, and what stands below them is often of another sort.  Two rows are one
heading where the upper one names groups: ``签约`` above ``时间`` and ``地点``.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dealtrack.exchange.sheets.book import Cell, Row, Unreadable
from dealtrack.text import _

LooksLike = Callable[[str], bool]
Spans = Mapping[int, Sequence[tuple[int, int]]]
"""By the number of a row: the first and last column of each cell merged across columns."""

SEARCHED = 60
"""Rows that are looked at."""

_LONGEST = 60
_BELOW = 20
_NEARLY = 0.55


class Heading(NamedTuple):
    """The names of the columns, in the rows from *first* up to *after* of those looked at."""

    first: int
    after: int
    names: tuple[str, ...]


def find_heading(
    rows: Sequence[Row],
    spans: Spans,
    looks_like: LooksLike | None = None,
    chosen: int | None = None,
) -> Heading:
    """Return the heading among the first *rows* of a table; *chosen* is known to be its row."""
    first = _best(rows, looks_like or _nothing) if chosen is None else chosen
    pairs = (
        [(first, first + 1)] if chosen is not None else [(first, first + 1), (first - 1, first)]
    )
    for upper, lower in pairs:
        if upper >= 0 and lower < len(rows):
            names = _joined(rows[upper], rows[lower], spans.get(rows[upper].number, ()))
            if names:
                return Heading(upper, lower + 1, names)
    return Heading(first, first + 1, tuple(_name(cell) for cell in rows[first].cells))


def letters(column: int) -> str:
    """Return what a spreadsheet calls a *column*, counted from 0: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def distinct(names: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    """Return *names*, none empty and none twice; *columns* are what the columns are called."""
    given: dict[str, None] = {}
    for name, column in zip(names, columns, strict=True):
        place = _("(column {letters})").format(letters=column)
        told = place if not name else f"{name} {place}" if name in given else name
        while told in given:
            told += "′"
        given[told] = None
    return tuple(given)


def _best(rows: Sequence[Row], looks_like: LooksLike) -> int:
    """Return the first row that is nearly as good as the best."""
    width = max(sum(cell is not None for cell in row.cells) for row in rows)
    scores = [_score(at, rows, width, looks_like) for at in range(len(rows))]
    least = _NEARLY * max(scores)
    filled = (at for at, row in enumerate(rows) if any(cell is not None for cell in row.cells))
    return next(at for at in filled if scores[at] >= least)


def _score(at: int, rows: Sequence[Row], width: int, looks_like: LooksLike) -> float:
    there = {column: cell for column, cell in enumerate(rows[at].cells) if cell is not None}
    if not there or rows[at].fault or (len(there) == 1 and width > 1):
        return 0
    labels = [cell for cell in there.values() if _is_label(cell)]
    known = sum(looks_like(_name(cell)) for cell in labels)
    below = rows[at + 1 : at + 1 + _BELOW]
    differing = sum(
        _is_label(cell) and _differs(column, below) for column, cell in there.items()
    )
    apart = (1 + len(set(labels)) / max(1, len(labels))) / 2  # a name may come twice
    worth = len(there) + differing / 4 + 2 * known
    return len(labels) / len(there) * apart * worth / width


def _differs(column: int, below: Sequence[Row]) -> bool:
    """Whether most of what stands below in a *column* is no label."""
    cells = [row.cells[column] for row in below if column < len(row.cells)]
    there = [cell for cell in cells if cell is not None]
    return sum(not _is_label(cell) for cell in there) * 2 > len(there)


def _is_label(cell: Cell) -> bool:
    if not isinstance(cell, str) or isinstance(cell, Unreadable):
        return False
    digits = sum(character.isdigit() for character in cell)
    return 0 < len(cell.strip()) <= _LONGEST and digits * 2 <= len(cell.strip())


def _joined(upper: Row, lower: Row, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return the names of two rows that are one heading; none if they are not.

    Every cell of the lower row stands under a group of the upper one, whole groups are
    filled, and at least one column is named by the upper row alone.
    """
    above, under = _own(upper), _own(lower)
    if (
        len(above) < 2
        or not under
        or not all(map(_is_label, (*above.values(), *under.values())))
    ):
        return ()
    groups = _groups(above, spans, max(*above, *under) + 1)
    members = {column: group for group in groups for column in group}
    single = any(not set(group) & set(under) for group in groups)
    whole = all(set(group) <= set(under) for group in groups if set(group) & set(under))
    if not (single and whole and set(under) <= set(members)):
        return ()
    if all(len(members[column]) == 1 for column in under):
        return ()
    names = []
    for column in range(max(members) + 1):
        group = _name(above[members[column][0]]) if column in members else ""
        own = _name(under[column]) if column in under else ""
        names.append("/".join(dict.fromkeys(filter(None, (group, own)))))
    return tuple(names)


def _groups(
    above: Mapping[int, Cell], spans: Sequence[tuple[int, int]], width: int
) -> list[range]:
    """Return the columns under each cell of the upper row, up to the next one if not merged."""
    merged = dict(spans)
    starts = sorted(above)
    ends = [*starts[1:], width]
    if merged:
        return [range(at, merged.get(at, at) + 1) for at in starts]
    return [range(at, end) for at, end in zip(starts, ends, strict=True)]


def _own(row: Row) -> dict[int, Cell]:
    """Return the cells that do not only repeat the row above."""
    return {
        column: cell
        for column, cell in enumerate(row.cells)
        if cell is not None and column not in row.filled
    }


def _name(cell: Cell) -> str:
    """Return the name of a column as one line."""
    match cell:
        case None | Unreadable():
            return ""
        case date():
            return cell.isoformat()
    words = str(cell).split()
    name = words[0] if words else ""
    for word in words[1:]:
        apart = "" if name[-1] > "⺀" and word[0] > "⺀" else " "
        name += apart + word
    return name


def _nothing(_text: str) -> bool:
    return False

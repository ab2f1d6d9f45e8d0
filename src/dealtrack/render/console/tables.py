"""Tables on a terminal: light rules where there is room, cards where there is not."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from dealtrack.render import grid
from dealtrack.render.cells import folded, one_line, said, width
from dealtrack.render.console.lines import Folded, Line, Lines, row, words
from dealtrack.render.console.look import GREY, Look, cell_lines
from dealtrack.report.page import Column, Row, Table

NARROW = 60
"""Below this a table that would have to fold becomes cards."""


def titled(title: str, body: Lines, room: int) -> Lines:
    """Put *title*, if there is one, above *body*."""
    return words(one_line(title), room, "bold") + body if title else body


def table(block: Table, room: int, look: Look) -> Lines:
    """Draw *block* as a table, or as cards where a table would be squeezed."""
    if not block.rows:
        return titled(block.title, words(one_line(block.empty), room, GREY), room)
    every = block.rows if block.total is None else (*block.rows, block.total)
    wished = [max(wish, 1) for wish in grid.natural(block.columns, every)]
    least = grid.needed(block.columns, every)
    kept = grid.without_minor(block.columns, wished, room, least) if room >= NARROW else []
    if kept and len(kept) < len(block.columns):
        return table(_only(block, kept), room, look)
    widths = grid.fitted(block.columns, wished, room, least)
    if widths is None or (room < NARROW and widths != wished):
        body = Lines(_cards(block, room, look))
    else:
        body = _ruled(block, widths, look)
    if block.more:
        body += words(one_line(block.more), room, GREY)
    return titled(block.title, body, room)


def _only(block: Table, kept: list[int]) -> Table:
    """Return *block* with those of its columns that are *kept*."""
    return replace(
        block,
        columns=tuple(grid.picked(block.columns, kept)),
        rows=tuple(tuple(grid.picked(row, kept)) for row in block.rows),
        total=block.total and tuple(grid.picked(block.total, kept)),
    )


def _ruled(block: Table, widths: list[int], look: Look) -> Lines:
    right = [column.kind == "number" for column in block.columns]
    rule = [(look.rule * (sum(widths) + grid.GAP * (len(widths) - 1)), GREY)]

    def aligned(cells: Iterable[Folded]) -> Iterator[Line]:
        return row(list(cells), widths, grid.GAP, right)

    lines = [*aligned(_headings(block.columns, widths)), rule]
    for cells in block.rows:
        lines += aligned(_folded(block.columns, cells, widths, look))
    if block.total is not None:
        lines += [rule, *aligned(_totals(block.total, widths, look))]
    return Lines(lines)


def _headings(columns: tuple[Column, ...], widths: list[int]) -> list[Folded]:
    """Return the headings, the lower ones set down to the rule."""
    pairs = zip(columns, widths, strict=True)
    heads = [folded(one_line(column.heading), wide) for column, wide in pairs]
    high = max(map(len, heads))
    return [([""] * (high - len(head)) + head, GREY) for head in heads]


def _folded(
    columns: tuple[Column, ...], cells: Row, widths: list[int], look: Look
) -> Iterator[Folded]:
    for column, cell, wide in zip(columns, cells, widths, strict=True):
        yield cell_lines(cell, wide, look, GREY if column.kind == "ref" else "")


def _totals(cells: Row, widths: list[int], look: Look) -> Iterator[Folded]:
    for cell, wide in zip(cells, widths, strict=True):
        yield cell_lines(cell, wide, look, "bold") if said(cell) else ([""], "")


def _cards(block: Table, room: int, look: Look) -> Iterator[Line]:
    """Yield each row as a card, parted by rules: a bold line, then names with values."""
    heads = grid.heads(block.columns)
    rest = [at for at in range(len(block.columns)) if at not in heads]
    wide = max((width(one_line(block.columns[at].heading)) for at in rest), default=0)
    wide = min(wide, room * 2 // 5)
    rows = block.rows if block.total is None else (*block.rows, block.total)
    for number, cells in enumerate(rows):
        if number:
            yield [(look.rule * room, GREY)]
        yield from _head([shown for at in heads if (shown := said(cells[at]))], room, look)
        yield from _card(block.columns, cells, rest, (wide, room - wide - grid.GAP), look)


def _head(names: list[str], room: int, look: Look) -> Iterator[Line]:
    """Write a ref and a title beside it, the title in a column of its own if there is room."""
    *ref, title = names or [look.nothing]
    before = "".join(f"{name}  " for name in ref)
    if width(before) > room // 3:
        yield from words(before + title, room, "bold").lines
        return
    for number, line in enumerate(folded(title, room - width(before))):
        yield [((" " * width(before) if number else before) + line, "bold")]


def _card(
    columns: tuple[Column, ...],
    cells: Row,
    rest: list[int],
    widths: tuple[int, int],
    look: Look,
) -> Iterator[Line]:
    for at in rest:
        if said(cells[at]):
            label = folded(one_line(columns[at].heading), widths[0]), GREY
            yield from row([label, cell_lines(cells[at], widths[1], look)], widths, grid.GAP)

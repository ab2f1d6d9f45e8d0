"""Tables on a terminal: light rules where there is room, cards where there is not."""

from collections.abc import Iterator

from msgspec.structs import replace
from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from dealtrack.render import grid
from dealtrack.render.cells import folded, one_line, said, width
from dealtrack.render.console.look import GREY, Look, cell_text, words
from dealtrack.report.page import Column, Row, Table

NARROW = 60
"""Below this a table that would have to fold becomes cards."""


def titled(title: str, body: RenderableType, room: int) -> RenderableType:
    """Put *title*, if there is one, above *body*."""
    return Group(words(one_line(title), room, "bold"), body) if title else body


def table(block: Table, room: int, look: Look) -> RenderableType:
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
        body: RenderableType = Group(*_cards(block, room, look))
    else:
        body = _ruled(block, widths, look)
    if block.more:
        body = Group(body, words(one_line(block.more), room, GREY))
    return titled(block.title, body, room)


def _only(block: Table, kept: list[int]) -> Table:
    """Return *block* with those of its columns that are *kept*."""
    return replace(
        block,
        columns=tuple(grid.picked(block.columns, kept)),
        rows=tuple(tuple(grid.picked(row, kept)) for row in block.rows),
        total=block.total and tuple(grid.picked(block.total, kept)),
    )


def _ruled(block: Table, widths: list[int], look: Look) -> Grid:
    ruled = Grid(
        box=look.ruled,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        border_style=GREY,
        header_style="",
        footer_style="",
        show_footer=block.total is not None,
    )
    total = block.total or (None,) * len(block.columns)
    for column, cell, wide in zip(block.columns, total, widths, strict=True):
        ruled.add_column(
            words(one_line(column.heading), wide, GREY),
            footer=cell_text(cell, wide, look, "bold") if said(cell) else "",
            justify="right" if column.kind == "number" else "left",
            width=wide,
            overflow="fold",
        )
    for row in block.rows:
        ruled.add_row(*_texts(block.columns, row, widths, look))
    return ruled


def _texts(
    columns: tuple[Column, ...], row: Row, widths: list[int], look: Look
) -> Iterator[Text]:
    for column, cell, wide in zip(columns, row, widths, strict=True):
        yield cell_text(cell, wide, look, GREY if column.kind == "ref" else "")


def _cards(block: Table, room: int, look: Look) -> Iterator[RenderableType]:
    """Yield each row as a card, parted by rules: a bold line, then names with values."""
    heads = grid.heads(block.columns)
    rest = [at for at in range(len(block.columns)) if at not in heads]
    wide = max((width(one_line(block.columns[at].heading)) for at in rest), default=0)
    wide = min(wide, room * 2 // 5)
    rows = block.rows if block.total is None else (*block.rows, block.total)
    for number, row in enumerate(rows):
        if number:
            yield Text(look.rule * room, style=GREY)
        yield _head([shown for at in heads if (shown := said(row[at]))], room, look)
        yield _card(block.columns, row, rest, (wide, room - wide - grid.GAP), look)


def _head(names: list[str], room: int, look: Look) -> Text:
    """Write a ref and a title beside it, the title in a column of its own if there is room."""
    *ref, title = names or [look.nothing]
    before = "".join(f"{name}  " for name in ref)
    if width(before) > room // 3:
        return words(before + title, room, "bold")
    lines = folded(title, room - width(before))
    return Text(before + ("\n" + " " * width(before)).join(lines), "bold", overflow="fold")


def _card(
    columns: tuple[Column, ...], row: Row, rest: list[int], widths: tuple[int, int], look: Look
) -> Grid:
    card = Grid.grid(padding=(0, grid.GAP, 0, 0), pad_edge=False)
    for wide in widths:
        card.add_column(width=wide, overflow="fold")
    for at in rest:
        if said(row[at]):
            label = words(one_line(columns[at].heading), widths[0], GREY)
            card.add_row(label, cell_text(row[at], widths[1], look))
    return card

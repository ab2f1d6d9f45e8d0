"""Tables of a Word document: their columns as wide as their texts want them."""

from collections.abc import Iterator, Sequence

from dealtrack.render import grid
from dealtrack.render.cells import NOTHING, one_line, said, width
from dealtrack.render.pairs import pairs_of
from dealtrack.render.word.look import Look
from dealtrack.render.word.markup import cell, paragraph, row
from dealtrack.render.word.markup import table as written
from dealtrack.report.page import (
    Cell,
    Column,
    Facts,
    Row,
    Table,
    Tile,
    Tiles,
    Tone,
    Toned,
    unwrap,
)

_COLUMN = {"Cell": 108, "SmallCell": 94}
"""Twips that half a Chinese character takes in cells of 10.5 and of 9 points."""

_BOLD = 1  # half a character more for a head
_MANY = 7  # columns, which are better small than narrow
_SAMPLE = 400  # rows that are measured
_TOGETHER = "<w:keepNext/>"  # so that neither a head nor a total stands alone on a page
_WHOLE = 12  # facts, which so few of them no page parts
_RIGHT = '<w:jc w:val="right"/>'


def table(block: Table, look: Look) -> Iterator[str]:
    """Yield *block*, which has rows, and the note below it."""
    style, widths = _widths(block, look.room)
    head = row(
        (
            cell(
                paragraph(one_line(column.heading), style, more=_TOGETHER + _side(column)), wide
            )
            for column, wide in zip(block.columns, widths, strict=True)
        ),
        is_head=True,
    )
    stay = _staying(len(block.rows), has_total=block.total is not None)
    body = [
        _row(block.columns, each, widths, style, more=_TOGETHER * (number in stay))
        for number, each in enumerate(block.rows)
    ]
    if block.total is not None:
        total = tuple(map(_strong, block.total))
        body.append(_row(block.columns, total, widths, style, nothing=""))
    yield written(
        [head, *body], widths, "LedgerTable", has_head=True, has_total=block.total is not None
    )
    if block.more:
        yield paragraph(block.more, "Remark", Tone.QUIET)


def _staying(rows: int, *, has_total: bool) -> set[int]:
    """Return the rows that stay on a page with the next: the first two, and that of a total."""
    return {*range(min(rows - 1, 2)), *([rows - 1] if has_total else [])}


def facts(block: Facts, look: Look) -> str:
    """Return names with their values below one another."""
    pairs = pairs_of(block)
    label = max((width(one_line(name)) for name, _cells in pairs), default=0)
    first = min(max(label + 2, 12) * _COLUMN["Cell"], look.room * 2 // 5)
    widths = [first, look.room - first]
    stay = range(len(pairs) - 1) if len(pairs) <= _WHOLE else ()
    return written(
        (
            row(
                (
                    cell(
                        paragraph(
                            one_line(name), "Cell", Tone.QUIET, _TOGETHER * (number in stay)
                        ),
                        first,
                    ),
                    cell("".join(_said(one, "Cell") for one in cells or (None,)), widths[1]),
                )
            )
            for number, (name, cells) in enumerate(pairs)
        ),
        widths,
        "LedgerFacts",
    )


def tiles(block: Tiles, look: Look) -> str:
    """Return big figures in a row, three at a time."""
    several = min(len(block.tiles), 3) or 1
    widths = [look.room // several] * several
    rows = (block.tiles[at : at + several] for at in range(0, len(block.tiles), several))
    return written(
        (
            row(cell(content, widths[0]) for content in _padded(tiles, several))
            for tiles in rows
        ),
        widths,
        "LedgerFacts",
    )


def _padded(tiles: Sequence[Tile], several: int) -> Iterator[str]:
    """Yield what cells hold; a row that has fewer of them is filled up."""
    for tile in tiles:
        value = paragraph(one_line(tile.value), "Figure", tile.tone)
        hint = paragraph(one_line(tile.hint), "SmallCell", Tone.QUIET) if tile.hint else ""
        yield value + paragraph(one_line(tile.label), "Cell") + hint
    for _missing in range(several - len(tiles)):
        yield paragraph("", "Cell")


def _widths(block: Table, room: int) -> tuple[str, list[int]]:
    """Return a style of cells in which *block* fits into *room*, and its columns, in twips."""
    every = [*block.rows[:_SAMPLE], *(() if block.total is None else (block.total,))]
    wished, words = grid.natural(block.columns, every), grid.needed(block.columns, every)
    found, style = None, ""
    for style, unit in tuple(_COLUMN.items())[len(words) >= _MANY :]:  # noqa: B007 -- the last one is kept
        if found := grid.fitted(block.columns, wished, room // unit - len(words), words):
            break
    return style, _shared_out([wide + grid.GAP + _BOLD for wide in found or words], room)


def _shared_out(wishes: Sequence[int], room: int) -> list[int]:
    """Return *room* in shares as the *wishes* are."""
    widths = [room * wish // sum(wishes) for wish in wishes]
    widths[-1] += room - sum(widths)
    return widths


def _row(
    columns: Sequence[Column],
    cells: Row,
    widths: Sequence[int],
    style: str,
    nothing: str = NOTHING,
    more: str = "",
) -> str:
    return row(
        cell(_said(one, style, more + _side(column), nothing), wide)
        for column, one, wide in zip(columns, cells, widths, strict=True)
    )


def _strong(one: Cell) -> Cell:
    return one if isinstance(one, Toned) else Toned(one, Tone.STRONG)


def _said(one: Cell, style: str, more: str = "", nothing: str = NOTHING) -> str:
    return paragraph(said(one) or nothing, style, unwrap(one)[1], more)


def _side(column: Column) -> str:
    return _RIGHT if column.kind == "number" else ""

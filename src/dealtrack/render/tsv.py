"""The tables of a page as tab-separated lines, one record each.

A page without a table gives its facts and figures, name and value.
"""

from collections.abc import Iterable, Iterator, Sequence

from dealtrack.render.cells import exact
from dealtrack.report.page import (
    Beside,
    Block,
    Cell,
    Chart,
    Column,
    Facts,
    Funnel,
    Note,
    Page,
    Row,
    Section,
    Table,
    Tiles,
    Trend,
    bars_of,
)


def text(page: Page, heading: bool = True) -> Iterator[str]:
    """Yield the lines of *page*; several tables are parted by an empty line."""
    tables = list(_tables(page.blocks))
    for number, table in enumerate(tables):
        if number:
            yield "\n"
        yield from lines(table.columns, table.rows, heading)
    if not tables:
        yield from (_line(pair) for pair in _pairs(page.blocks))


def lines(
    columns: Sequence[Column], rows: Iterable[Row], heading: bool = True
) -> Iterator[str]:
    """Yield the *rows* as they come, below the keys of the *columns* if asked."""
    if heading:
        yield _line([column.key for column in columns])
    yield from map(_line, rows)


def _line(cells: Iterable[Cell]) -> str:
    return "\t".join(map(exact, cells)) + "\n"


def _tables(blocks: Iterable[Block]) -> Iterator[Table]:
    for block in blocks:
        match block:
            case Table():
                yield block
            case Section():
                yield from _tables(block.blocks)
            case Beside():
                for column in block.columns:
                    yield from _tables(column)
            case Facts() | Note() | Chart() | Trend() | Funnel() | Tiles():
                pass


def _pairs(blocks: Iterable[Block]) -> Iterator[Row]:
    for block in blocks:
        match block:
            case Facts():
                for label, cells in block.pairs:
                    several = cells if isinstance(cells, tuple) else (cells,)
                    yield from ((label, cell) for cell in several)
            case Tiles():
                yield from ((tile.label, tile.value) for tile in block.tiles)
            case Chart() | Trend() | Funnel():
                yield from ((bar.label, str(bar.value)) for bar in bars_of(block))
            case Section():
                yield from _pairs(block.blocks)
            case Beside():
                for column in block.columns:
                    yield from _pairs(column)
            case Table() | Note():
                pass

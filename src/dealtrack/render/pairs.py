"""Names with their values: what facts, tiles and charts come down to where nothing is drawn."""

from dealtrack.report.page import (
    Block,
    Cell,
    Chart,
    Facts,
    Figures,
    Funnel,
    Note,
    Table,
    Tile,
    Tiles,
    Tone,
    Toned,
    Trend,
    bars_of,
)

Pair = tuple[str, tuple[Cell, ...]]
"""A name with its values."""


def pairs_of(block: Facts | Tiles | Figures) -> list[Pair]:
    """Return what *block* says, line by line."""
    match block:
        case Facts():
            return [(k, v if isinstance(v, tuple) else (v,)) for k, v in block.pairs]
        case Tiles():
            return [(tile.label, (Toned(_said(tile), tile.tone),)) for tile in block.tiles]
        case Chart() | Trend() | Funnel():
            return [(bar.label, (Toned(bar.says, bar.tone),)) for bar in bars_of(block)]


def _said(tile: Tile) -> str:
    return f"{tile.value} ({tile.hint})" if tile.hint else tile.value


def title_of(block: Block) -> str:
    """Return the title of *block*, which need not have one."""
    match block:
        case Facts() | Table() | Chart() | Trend() | Funnel():
            return block.title
        case _:
            return ""


def instead_of(block: Block) -> Note | None:
    """Return what is said where *block* has nothing to show."""
    match block:
        case Table(rows=()) | Chart(bars=()) | Trend(points=()) | Funnel(steps=()):
            return Note(block.empty, Tone.QUIET)
        case _:
            return None

"""Figures on a terminal: big ones in tiles, many as bars."""

from rich.box import ASCII, ROUNDED
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from dealtrack.render.cells import folded, one_line, padded, width
from dealtrack.render.console.abreast import Abreast
from dealtrack.render.console.lines import Lines, words
from dealtrack.render.console.look import ACCENT, GREY, Look, ink
from dealtrack.render.console.tables import titled
from dealtrack.report.page import Bar, Chart, Tile, Tiles

_FRAME = 4  # columns that the frame of a tile takes
_GAP = 1
_ENOUGH = 19  # columns of a tile: four of them abreast on the commonest terminal
_SHORTEST, _LONGEST = 10, 48  # the room of a bar


def tiles(block: Tiles, room: int, look: Look) -> RenderableType:
    """Draw *block* in rows of equal tiles, as many as fit and two at the least."""
    wished = min(max(map(_wish, block.tiles), default=0), _ENOUGH)
    fitting = max(2, (room + _GAP) // (wished + _GAP))
    rows = -(-len(block.tiles) // fitting)
    several = -(-len(block.tiles) // max(rows, 1))
    return Group(
        *(
            _row(block.tiles[at : at + several], several, room, look)
            for at in range(0, len(block.tiles), max(several, 1))
        )
    )


def _wish(tile: Tile) -> int:
    """Return how wide *tile* would like to be."""
    return _FRAME + max(width(one_line(t)) for t in (tile.label, tile.value, tile.hint))


def _row(row: tuple[Tile, ...], several: int, room: int, look: Look) -> Abreast:
    """Draw a row of tiles that share *room* as *several* would, of one height."""
    share, spare = divmod(room - _GAP * (several - 1), several)
    widths = [share + (at < spare) for at in range(len(row))]
    insides = [_inside(tile, wide - _FRAME) for tile, wide in zip(row, widths, strict=True)]
    high = max(len(inside.lines) for inside in insides) + 2
    frames = [
        Panel(
            inside,
            box=ROUNDED if look.boxes else ASCII,
            border_style=GREY,
            width=wide,
            height=high,
        )
        for inside, wide in zip(insides, widths, strict=True)
    ]
    return Abreast(frames, widths, _GAP)


def _inside(tile: Tile, room: int) -> Lines:
    inside = words(one_line(tile.value), room, f"bold {ink(tile.tone)}".strip())
    inside += words(one_line(tile.label), room)
    return inside + words(one_line(tile.hint), room, GREY) if tile.hint else inside


def chart(block: Chart, room: int, look: Look) -> RenderableType:
    """Draw the bars of *block*, the value at the end of each."""
    if not block.bars:
        return titled(block.title, words(one_line(block.empty), room, GREY), room)
    shown = max(width(one_line(bar.says)) for bar in block.bars)
    most = room - 3 - shown - max(room // 3, _SHORTEST)
    if most < _SHORTEST:
        length, labels = 0, [folded(one_line(bar.label), room) for bar in block.bars]
    else:
        labels = [folded(one_line(bar.label), most) for bar in block.bars]
        length = max(width(line) for label in labels for line in label)
    scale = float(block.full) or max(bar.size for bar in block.bars)
    lines = [
        _bar(bar, label, (length, min(room - length - 3 - shown, _LONGEST)), scale, look)
        for bar, label in zip(block.bars, labels, strict=True)
    ]
    body = Group(*lines)
    return Group(words(one_line(block.title), room, "bold"), body) if block.title else body


def _bar(bar: Bar, label: list[str], widths: tuple[int, int], scale: float, look: Look) -> Text:
    """Draw one bar beside its label, or below that if labels have no width of their own."""
    blocks = _blocks(bar, scale, widths[1], look.bar)
    drawn = Text.assemble(
        (blocks, ink(bar.tone, ACCENT)),
        " " * bool(blocks),
        (one_line(bar.says), ink(bar.tone)),
        overflow="fold",
    )
    if not widths[0]:
        return Text("\n").join([Text("\n".join(label)), drawn])
    first, *more = label
    return Text("\n").join([Text(padded(first, widths[0]) + "  ") + drawn, *map(Text, more)])


def _blocks(bar: Bar, scale: float, length: int, signs: str) -> str:
    """Return *bar* in the *signs* of an empty to a full column; something is never nothing."""
    finest = len(signs) - 1
    share = min(bar.size / scale, 1) if scale > 0 else 0
    steps = max(round(share * length * finest), share > 0)
    whole, part = divmod(steps, finest)
    return signs[-1] * whole + (signs[part] if part else "")

"""The words of a page, drawn: each takes the room it is given and no more."""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.table import Table as Grid
from rich.text import Text

from dealtrack.render.cells import folded, lines_of, one_line, width
from dealtrack.render.console import figures, tables
from dealtrack.render.console.look import ACCENT, GREY, Look, cell_text, ink, words
from dealtrack.report.page import (
    Beside,
    Block,
    Cell,
    Chart,
    Facts,
    Note,
    Page,
    Section,
    Table,
    Tiles,
    Tone,
)

_GUTTER = 2
_COLUMN = 46  # columns of a terminal that blocks need to stand beside others


def heading(page: Page, room: int) -> RenderableType:
    """Draw the title of *page*, and its subtitle on the same line if it fits."""
    title, subtitle = one_line(page.title), one_line(page.subtitle)
    if not subtitle:
        return words(title, room, "bold")
    if width(title) + width(subtitle) + 2 <= room:
        return Text.assemble((title, "bold"), "  ", (subtitle, GREY))
    return Group(words(title, room, "bold"), words(subtitle, room, GREY))


def whole(page: Page, room: int, look: Look) -> Group:
    """Draw *page* in one piece."""
    return Group(heading(page, room), Text(), _run(page.blocks, room, look))


def drawn(  # noqa: PLR0911 -- one for each word
    block: Block, room: int, look: Look
) -> RenderableType:
    """Draw *block* in *room* columns."""
    match block:
        case Table():
            return tables.table(block, room, look)
        case Facts():
            return _facts(block, room, look)
        case Note():
            return _note(block, room)
        case Chart():
            return figures.chart(block, room, look)
        case Tiles():
            return figures.tiles(block, room, look)
        case Section():
            return _section(block, room, look)
        case Beside():
            return _beside(block, room, look)


def stands_apart(blocks: tuple[Block, ...], number: int, first: bool = True) -> bool:
    """Whether an empty line belongs before the block of that *number*."""
    if not number:
        return first
    return not (isinstance(blocks[number], Note) and isinstance(blocks[number - 1], Note))


def _run(blocks: tuple[Block, ...], room: int, look: Look) -> Group:
    """Draw *blocks* below one another."""
    return Group(*_spaced(blocks, room, look))


def _spaced(blocks: tuple[Block, ...], room: int, look: Look) -> Iterator[RenderableType]:
    for number, block in enumerate(blocks):
        if stands_apart(blocks, number, first=False):
            yield Text()
        yield drawn(block, room, look)


def _note(note: Note, room: int) -> Text:
    """Draw *note*; a warning carries a sign, because a colour alone says nothing to many."""
    sign = "! " if note.tone in {Tone.WARN, Tone.BAD} else ""
    lines = [part for line in lines_of(note.text) for part in folded(line, room - len(sign))]
    shown = sign + ("\n" + " " * len(sign)).join(lines)
    return Text(shown, style=ink(note.tone), overflow="fold")


def _facts(facts: Facts, room: int, look: Look) -> RenderableType:
    names = [folded(one_line(label), room * 9 // 20) for label, _ in facts.pairs]
    wide = max((width(line) for name in names for line in name), default=0)
    rest = room - wide - _GUTTER
    lines = Grid.grid(padding=(0, _GUTTER, 0, 0), pad_edge=False)
    lines.add_column(width=wide)
    lines.add_column(width=rest)
    for name, (_, cells) in zip(names, facts.pairs, strict=True):
        several: tuple[Cell, ...] = cells if isinstance(cells, tuple) else (cells,)
        values = [cell_text(cell, rest, look) for cell in several or (None,)]
        lines.add_row(Text("\n".join(name), style=GREY), Group(*values))
    return tables.titled(facts.title, lines, room)


def _section(section: Section, room: int, look: Look) -> Panel:
    """Frame the blocks of *section*; a title too long for the frame goes inside."""
    title, style = one_line(section.title), ink(section.tone, ACCENT)
    inside = _run(section.blocks, room - 4, look)
    fits = width(title) <= room - 6
    return Panel(
        inside if fits else Group(words(title, room - 4, "bold"), inside),
        title=Text(title, style=f"bold {style}") if fits and title else None,
        title_align="left",
        box=look.frame,
        border_style=ink(section.tone, GREY),
        width=room,
        padding=(0, 1),
    )


def _beside(beside: Beside, room: int, look: Look) -> RenderableType:
    """Draw the columns next to one another if each gets room enough, else stacked."""
    several = len(beside.columns)
    share = (room - _GUTTER * (several - 1)) // max(several, 1)
    if several < 2 or share < _COLUMN:
        return _run(tuple(b for column in beside.columns for b in column), room, look)
    spare = room - _GUTTER * (several - 1) - share * several
    widths = [share + (at < spare) for at in range(several)]
    pairs = zip(beside.columns, widths, strict=True)
    return _Abreast([_run(column, wide, look) for column, wide in pairs], widths)


class _Abreast:
    """Columns next to one another; frames at their feet end on the same line."""

    def __init__(self, columns: list[Group], widths: list[int]) -> None:
        self.columns = columns
        self.widths = widths

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pairs = list(zip(self.columns, self.widths, strict=True))
        high = [len(console.render_lines(c, options.update(width=w))) for c, w in pairs]
        row = Grid.grid(padding=(0, _GUTTER, 0, 0), pad_edge=False)
        for (column, wide), own in zip(pairs, high, strict=True):
            row.add_column(width=wide)
            foot = column.renderables[-1] if column.renderables else None
            if isinstance(foot, Panel):
                lines = len(console.render_lines(foot, options.update(width=wide)))
                foot.height = lines + max(high) - own
        row.add_row(*self.columns)
        yield row

"""What rich draws: frames with a title, blocks next to one another, tiles and charts."""

from collections.abc import Iterator
from io import StringIO

from rich.box import ASCII, ROUNDED
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.segment import Segment
from rich.text import Text

from dealtrack.render.cells import one_line, width
from dealtrack.render.console import blocks, figures, series
from dealtrack.render.console.abreast import Abreast
from dealtrack.render.console.lines import words
from dealtrack.render.console.look import ACCENT, GREY, Look, ink
from dealtrack.render.outline import spelled_out
from dealtrack.render.screen import Screen
from dealtrack.report.page import (
    Beside,
    Block,
    Chart,
    Facts,
    Funnel,
    Note,
    Page,
    Section,
    Table,
    Tiles,
    Trend,
)

_GUTTER = 2
_COLUMN = 46  # columns of a terminal that blocks need to stand beside others


def printed(block: Block, room: int, look: Look, screen: Screen) -> str:
    """Return *block* as it looks on *screen* in *room* columns."""
    console = _console(screen)
    with console.capture() as capture:
        console.print(_drawn(block, room, look))
    return "".join(f"{line.rstrip(' ')}\n" for line in capture.get().splitlines())


def segments(page: Page, screen: Screen, look: Look) -> list[list[Segment]]:
    """Return *page* in one piece, as lines of segments."""
    room = screen.width
    whole = Group(blocks.heading(page, room), Text(), _run(spelled_out(page), room, look))
    return _console(screen).render_lines(whole, pad=False)


def _drawn(block: Block, room: int, look: Look) -> RenderableType:
    match block:
        case Table() | Facts() | Note():
            return blocks.lines(block, room, look)
        case Chart() | Trend() | Funnel():
            return series.drawn(block, room, look)
        case Tiles():
            return figures.tiles(block, room, look)
        case Section():
            return _section(block, room, look)
        case Beside():
            return _beside(block, room, look)


def _run(several: tuple[Block, ...], room: int, look: Look) -> Group:
    """Draw *several* blocks below one another."""
    return Group(*_spaced(several, room, look))


def _spaced(several: tuple[Block, ...], room: int, look: Look) -> Iterator[RenderableType]:
    for number, block in enumerate(several):
        if blocks.stands_apart(several, number, first=False):
            yield Text()
        yield _drawn(block, room, look)


def _section(section: Section, room: int, look: Look) -> Panel:
    """Frame the blocks of *section*; a title too long for the frame goes inside."""
    title, style = one_line(section.title), ink(section.tone, ACCENT)
    inside = _run(section.blocks, room - 4, look)
    fits = width(title) <= room - 6
    return Panel(
        inside if fits else Group(words(title, room - 4, "bold"), inside),
        title=Text(title, style=f"bold {style}") if fits and title else None,
        title_align="left",
        box=ROUNDED if look.boxes else ASCII,
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
    columns = [
        _run(column, wide, look) for column, wide in zip(beside.columns, widths, strict=True)
    ]
    return _OnOneFoot(columns, widths, _GUTTER)


class _OnOneFoot(Abreast):
    """Columns next to one another; frames at their feet end on the same line."""

    def __init__(self, columns: list[Group], widths: list[int], gap: int) -> None:
        super().__init__(columns, widths, gap)
        self.feet = [
            column.renderables[-1] if column.renderables else None for column in columns
        ]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        high = [len(lines) for lines in self.drawn(console, options)]
        for foot, wide, own in zip(self.feet, self.widths, high, strict=True):
            if isinstance(foot, Panel):
                lines = console.render_lines(foot, options.update(width=wide))
                foot.height = len(lines) + max(high) - own
        yield from super().__rich_console__(console, options)


def _console(screen: Screen) -> Console:
    """Return a console that asks nobody but *screen* what it can do."""
    return Console(
        file=StringIO(),
        width=screen.width,
        height=screen.height,
        force_terminal=screen.colour,
        color_system="256" if screen.colour else None,
        no_color=not screen.colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )

"""Pages on a terminal, by rich.

Nothing here prints: a page becomes a string, so that a pager, a file and a test
can have it too.  Text is folded by `dealtrack.render.cells` before rich sees it,
because rich parts Chinese only where it must and then in front of a comma.
"""

from collections.abc import Iterator
from io import StringIO

from rich.console import Console, RenderableType

from dealtrack.render import grid
from dealtrack.render.console import blocks
from dealtrack.render.console.look import Look
from dealtrack.render.screen import Screen
from dealtrack.report.page import Note, Page, Table, Tone

WIDEST = 160
"""Wider than this no page is laid out: an eye loses the line."""

_LONG = 400  # rows; rich takes half a millisecond for each


def render(page: Page, screen: Screen) -> str:
    """Return *page* as it looks on *screen*, with escapes only if that has colour."""
    return "".join(pieces(page, screen))


def pieces(page: Page, screen: Screen) -> Iterator[str]:
    """Yield *page* bit by bit, very long tables line by line, without colour."""
    look = Look.on(screen)
    room = min(screen.width, WIDEST)
    yield _drawn(blocks.heading(page, room), screen)
    for number, block in enumerate(page.blocks):
        if blocks.stands_apart(page.blocks, number):
            yield "\n"
        if isinstance(block, Table) and len(block.rows) > _LONG:
            lines = grid.lines(block.columns, block.rows, room, look.rule)
            yield from (line + "\n" for line in lines)
            if block.more:
                yield _drawn(blocks.drawn(Note(block.more, Tone.QUIET), room, look), screen)
        else:
            yield _drawn(blocks.drawn(block, room, look), screen)
    if page.hint:
        yield "\n"
        yield _drawn(blocks.drawn(Note(page.hint, Tone.QUIET), room, look), screen)


def svg(page: Page, width: int = 100, title: str = "dealtrack") -> str:
    """Return *page* as a picture of a terminal *width* columns wide."""
    from dealtrack.render.console import picture  # noqa: PLC0415 -- 9 ms; pages need none

    screen = Screen(is_terminal=True, width=width, colour=True)
    console = _console(screen)
    lines = console.render_lines(blocks.whole(page, width, Look.on(screen)), pad=False)
    return picture.svg(lines, width, title)


def _drawn(renderable: RenderableType, screen: Screen) -> str:
    console = _console(screen)
    with console.capture() as capture:
        console.print(renderable)
    return "".join(f"{line.rstrip(' ')}\n" for line in capture.get().splitlines())


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

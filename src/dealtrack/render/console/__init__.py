"""Pages on a terminal: lines of our own, and what is framed by rich.

Nothing here prints: a page becomes a string, so that a pager, a file and a test
can have it too.  Text is folded by `dealtrack.render.cells` before rich sees it,
because rich parts Chinese only where it must and then in front of a comma.  Lists and
cards, which people look at all day, are lines already, and rich is not loaded for them.
"""

from collections.abc import Iterator

from dealtrack.render import grid
from dealtrack.render.console import blocks
from dealtrack.render.console.look import Look
from dealtrack.render.outline import spelled_out
from dealtrack.render.screen import Screen
from dealtrack.report.page import Block, Facts, Note, Page, Table, Tone

WIDEST = 160
"""Wider than this no page is laid out: an eye loses the line."""

_LONG = 400  # rows; so many are measured, and held, before the first is shown


def render(page: Page, screen: Screen) -> str:
    """Return *page* as it looks on *screen*, with escapes only if that has colour."""
    return "".join(pieces(page, screen))


def pieces(page: Page, screen: Screen) -> Iterator[str]:
    """Yield *page* bit by bit, very long tables line by line, without colour."""
    look, room = Look.on(screen), min(screen.width, WIDEST)
    yield blocks.heading(page, room).text(screen.colour)
    several = spelled_out(page)
    for number, block in enumerate(several):
        if blocks.stands_apart(several, number):
            yield "\n"
        if isinstance(block, Table) and len(block.rows) > _LONG:
            lines = grid.lines(block.columns, block.rows, room, look.rule)
            yield from (line + "\n" for line in lines)
            if block.more:
                yield _drawn(Note(block.more, Tone.QUIET), room, look, screen)
        else:
            yield _drawn(block, room, look, screen)
    if page.hint:
        yield "\n"
        yield _drawn(Note(page.hint, Tone.QUIET), room, look, screen)


def svg(page: Page, width: int = 100, title: str = "dealtrack") -> str:
    """Return *page* as a picture of a terminal *width* columns wide."""
    from dealtrack.render.console import frames, picture  # noqa: PLC0415 -- 40 ms; pages need none

    screen = Screen(is_terminal=True, width=width, colour=True)
    return picture.svg(frames.segments(page, screen, Look.on(screen)), width, title)


def _drawn(block: Block, room: int, look: Look, screen: Screen) -> str:
    match block:
        case Table() | Facts() | Note():
            return blocks.lines(block, room, look).text(screen.colour)
        case _:
            from dealtrack.render.console import frames  # noqa: PLC0415 -- rich: 30 ms

            return frames.printed(block, room, look, screen)

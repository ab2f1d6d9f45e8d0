"""How things look: the colour of a tone, and lines that every encoding can hold.

The colours are of a middle lightness, at least 3 : 1 against black and against white.
"""

from typing import NamedTuple

from rich.box import ASCII, ROUNDED, Box
from rich.text import Text

from dealtrack.render.cells import NOTHING, folded, said
from dealtrack.render.screen import Screen
from dealtrack.report.page import Cell, Tone, unwrap

GREY = "color(243)"
ACCENT = "color(31)"
STYLES = {
    Tone.PLAIN: "",
    Tone.GOOD: "color(28)",
    Tone.WARN: "color(136)",
    Tone.BAD: "bold color(160)",
    Tone.QUIET: GREY,
    Tone.STRONG: "bold",
}

_RULED = "    \n    \n {0}{0} \n    \n    \n {0}{0} \n    \n    \n"


class Look(NamedTuple):
    """The lines of frames and rules, and the signs of bars, from nothing to full."""

    frame: Box
    ruled: Box
    rule: str
    bar: str
    nothing: str

    @classmethod
    def on(cls, screen: Screen) -> "Look":
        """Return the look that suits *screen*."""
        if screen.boxes:
            return cls(ROUNDED, Box(_RULED.format("─")), "─", " ▏▎▍▌▋▊▉█", NOTHING)
        return cls(ASCII, Box(_RULED.format("-"), ascii=True), "-", " #", "-")


def ink(tone: Tone, otherwise: str = "") -> str:
    """Return the style of *tone*, or *otherwise* if it is plain."""
    return STYLES[tone] or otherwise


def words(text: str, columns: int, style: str = "") -> Text:
    """Return *text* folded to *columns*, as text and nothing but text."""
    return Text("\n".join(folded(text, columns)), style=style, overflow="fold")


def cell_text(cell: Cell, columns: int, look: Look, style: str = "") -> Text:
    """Return what *cell* says in its tone, folded to *columns*."""
    shown = said(cell)
    if not shown:
        return Text(look.nothing, style=GREY)
    return words(shown, columns, ink(unwrap(cell)[1], style))

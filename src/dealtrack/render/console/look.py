"""How things look: the colour of a tone, and lines that every encoding can hold.

The colours are of a middle lightness, at least 3 : 1 against black and against white.
"""

from typing import NamedTuple

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


class Look(NamedTuple):
    """Whether frames have lines, what rules are of; signs of bars and sparks, empty to full."""

    boxes: bool
    rule: str
    bar: str
    spark: str
    nothing: str

    @classmethod
    def on(cls, screen: Screen) -> "Look":
        """Return the look that suits *screen*."""
        if screen.boxes:
            return cls(True, "─", " ▏▎▍▌▋▊▉█", "·▁▂▃▄▅▆▇█", NOTHING)
        return cls(False, "-", " #", "._:-=+*#", "-")


def ink(tone: Tone, otherwise: str = "") -> str:
    """Return the style of *tone*, or *otherwise* if it is plain."""
    return STYLES[tone] or otherwise


def cell_lines(cell: Cell, columns: int, look: Look, style: str = "") -> tuple[list[str], str]:
    """Return what *cell* says, folded to *columns*, and the style of its tone."""
    shown = said(cell)
    if not shown:
        return [look.nothing], GREY
    return folded(shown, columns), ink(unwrap(cell)[1], style)

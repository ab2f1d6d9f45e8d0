"""How cells of a workbook look: each look is made once."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from dealtrack.report.page import Tone
from dealtrack.text import language

_TONES: dict[Tone, dict[str, Any]] = {
    Tone.PLAIN: {},
    Tone.GOOD: {"font_color": "#1A6B3A"},
    Tone.WARN: {"font_color": "#855000", "italic": True},
    Tone.BAD: {"font_color": "#B3261E", "bold": True},
    Tone.QUIET: {"font_color": "#586474"},
    Tone.STRONG: {"bold": True},
}
"""No tone is told by its colour alone, but that of what is well."""

_ROLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    "subtitle": {"font_color": "#586474", "valign": "vcenter"},
    "part": {"bold": True, "font_size": 13, "font_color": "#1D5F8F", "valign": "vcenter"},
    "heading": {"bold": True, "valign": "bottom"},
    "head": {
        "bold": True,
        "bg_color": "#E8EEF4",
        "text_wrap": True,
        "valign": "vcenter",
        "bottom": 1,
        "top": 1,
        "border_color": "#8496A9",
    },
    "cell": {"text_wrap": True, "valign": "vcenter", "bottom": 1, "border_color": "#D6DCE4"},
    "total": {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "top": 1,
        "bottom": 1,
        "border_color": "#8496A9",
    },
    "label": {"font_color": "#586474", "text_wrap": True},
    "value": {"text_wrap": True, "align": "left"},
    "note": {"text_wrap": True},
}
"""What a cell is for, and how it looks for that."""


class Styles:
    """The looks of a *book*."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, Tone, str, str], Format] = {}
        self._font = {"font_name": "宋体" if language() == "zh" else "Calibri", "font_size": 11}

    def of(self, role: str, tone: Tone = Tone.PLAIN, form: str = "", side: str = "") -> Format:
        """Return the look of a cell of that *role*, *tone*, number *form* and *side*."""
        key = (role, tone, form, side)
        if key not in self._made:
            look = {**self._font, "valign": "top", **_ROLES[role], **_TONES[tone]}
            if form:
                look["num_format"] = form
            if side:
                look["align"] = side
                look["indent"] = int(side == "left")
            self._made[key] = self._book.add_format(look)
        return self._made[key]

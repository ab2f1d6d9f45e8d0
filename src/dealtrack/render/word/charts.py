"""Charts of a Word document: shaded paragraphs between two indents are the bars.

They need no drawing, come out on every printer and in every program, and their figures
stand beside them as text.
"""

from collections.abc import Iterator

from dealtrack.render.cells import one_line, width
from dealtrack.render.word.look import Look
from dealtrack.render.word.markup import cell, paragraph, row, table
from dealtrack.report.page import Bar, Chart, Figures, Funnel, Tone, bars_of

_COLUMN = 108  # twips that half a Chinese character takes
_COLOURS = {Tone.GOOD: "1A6B3A", Tone.WARN: "B87A1F", Tone.BAD: "B3261E"}
_BLUE = "3F83B5"
_MARGINS = 180  # twips of a cell beside its text


def chart(block: Figures, look: Look) -> str:
    """Return the bars of *block* below one another, with names before and figures after."""
    bars = bars_of(block)
    label = max(width(one_line(bar.label)) for bar in bars) + 2
    figure = max(width(one_line(bar.says)) for bar in bars) + 2
    first = min(max(label, 8) * _COLUMN, look.room * 2 // 5)
    last = min(max(figure, 6) * _COLUMN, look.room * 2 // 5)
    widths = [first, look.room - first - last, last]
    return table(_rows(block, bars, widths), widths, "LedgerBars")


def _rows(block: Figures, bars: tuple[Bar, ...], widths: list[int]) -> Iterator[str]:
    full = float(block.full) if isinstance(block, Chart) else 0
    scale = full or max(bar.size for bar in bars)
    room = widths[1] - _MARGINS
    for number, bar in enumerate(bars, 1):
        share = min(bar.size / scale, 1) if scale > 0 else 0
        long = max(round(share * room), 40) if share else 0
        together = "<w:keepNext/>" if number < len(bars) else ""
        drawn = _bar(bar, long, room, in_middle=isinstance(block, Funnel))
        yield row(
            (
                cell(paragraph(one_line(bar.label), "Cell", more=together), widths[0]),
                cell(drawn, widths[1], '<w:vAlign w:val="center"/>'),
                cell(paragraph(one_line(bar.says), "Cell", bar.tone), widths[2]),
            )
        )


def _bar(bar: Bar, long: int, room: int, *, in_middle: bool) -> str:
    if not long:
        return paragraph("", "Bar")
    colour = _COLOURS.get(bar.tone, _BLUE)
    left = (room - long) // 2 if in_middle else 0
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'
    return paragraph(
        "", "Bar", more=f'{shade}<w:ind w:left="{left}" w:right="{room - long - left}"/>'
    )

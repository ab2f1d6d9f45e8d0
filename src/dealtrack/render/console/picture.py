"""A terminal as an SVG picture, for documents.

Rich can draw one too, but counts a Chinese character as one column and has a reader
fetch fonts from elsewhere.  Here every run of text stands at the column it belongs to,
bars are rectangles, and the picture is dark for who prefers it.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape

from rich.segment import Segment
from rich.style import Style

from dealtrack.render.cells import width

_CELL, _LINE, _SIZE = 8.4, 17, 14  # pixels: a column, a line, the height of type
_LEFT, _TOP = 16, 44
_BLOCKS = "▏▎▍▌▋▊▉█"
_WIDE = r"⺀-\uffef\U00020000-\U0003ffff"
_OTHER = rf"[^ {_BLOCKS}{_WIDE}]+"
_RUN = re.compile(rf"[{_BLOCKS}]+|[{_WIDE}]+|{_OTHER}(?: {_OTHER})*")
_SHEET = f"""\
text {{ font: {_SIZE}px Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", \
"PingFang SC", "Microsoft YaHei", monospace; fill: #1f2328; white-space: pre }}
.wide {{ letter-spacing: {2 * _CELL - _SIZE:.1f}px }}
.bold {{ font-weight: bold }}
.paper {{ fill: #ffffff; stroke: #d0d7de }}
@media (prefers-color-scheme: dark) {{
text {{ fill: #e6edf3 }}
.paper {{ fill: #0d1117; stroke: #3d444d }}
}}"""


def svg(lines: list[list[Segment]], columns: int, title: str) -> str:
    """Return *lines* as a picture of a window of so many *columns*."""
    wide = round(columns * _CELL + 2 * _LEFT)
    high = _TOP + len(lines) * _LINE + 10
    shapes = [shape for row, line in enumerate(lines) for shape in _shapes(line, row)]
    size = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    edge = f'x=".5" y=".5" width="{wide - 1}" height="{high - 1}" rx="8"'
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>\n{_SHEET}\n</style>",
        f'<rect class="paper" {edge}/>',
        *(f'<circle cx="{x}" cy="18" r="5" fill="#8c959f"/>' for x in (20, 38, 56)),
        f'<text x="{wide / 2:g}" y="23" text-anchor="middle">{escape(title)}</text>',
        *shapes,
        "</svg>\n",
    )
    return "\n".join(parts)


def _shapes(line: Iterable[Segment], row: int) -> Iterator[str]:
    """Yield the runs of text and the bars of a *line*."""
    column = 0
    for segment in line:
        style = segment.style or Style.null()
        for run in _RUN.finditer(segment.text):
            at = column + width(segment.text[: run.start()])
            if run.group()[0] in _BLOCKS:
                yield _bar(run.group(), at, row, _fill(style))
            else:
                yield _text(run.group(), at, row, style)
        column += width(segment.text)


def _bar(blocks: str, column: int, row: int, fill: str) -> str:
    eighths = sum(_BLOCKS.index(block) + 1 for block in blocks)
    return (
        f'<rect x="{_x(column)}" y="{_TOP + row * _LINE + 3}" height="{_LINE - 6}"'
        f' width="{eighths / 8 * _CELL:g}" rx="1.5"{fill}/>'
    )


def _text(text: str, column: int, row: int, style: Style) -> str:
    columns = width(text)
    is_wide = columns == 2 * len(text)
    names = " ".join(["wide"] * is_wide + ["bold"] * bool(style.bold))
    return (
        f'<text x="{_x(column)}" y="{_TOP + row * _LINE + _SIZE}"'
        + f' class="{names}"' * bool(names)
        + f' textLength="{columns * _CELL:.1f}"' * (not is_wide)
        + f"{_fill(style, 'style')}>{escape(text)}</text>"
    )


def _x(column: int) -> str:
    return f"{_LEFT + column * _CELL:.1f}"


def _fill(style: Style, how: str = "fill") -> str:
    """Return the colour of *style* as an attribute; as CSS where a sheet would win over it."""
    if style.color is None:
        return ""
    colour = style.color.get_truecolor().hex
    return f' style="fill: {colour}"' if how == "style" else f' fill="{colour}"'

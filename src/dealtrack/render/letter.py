"""A page as the HTML of a mail: tables and inline styles, all that mail programs agree on.

Outlook draws with the engine of Word, which knows neither style sheets nor grids; a phone
has 40 columns; a dark screen turns colours round by itself if none is forced on it.  So
every style stands in its element, widths are shares, and nothing sets a background but a
thin line.  No picture, no script, no link: nothing is fetched when it is read.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape

from dealtrack.render.cells import NOTHING, lines_of, one_line, said
from dealtrack.render.pairs import Pair, instead_of, pairs_of, title_of
from dealtrack.report.page import (
    Beside,
    Block,
    Cell,
    Chart,
    Column,
    Facts,
    Figures,
    Funnel,
    Note,
    Page,
    Section,
    Table,
    Tiles,
    Tone,
    Trend,
    unwrap,
)
from dealtrack.text import language

_FONT = "font-family:'Segoe UI','Microsoft YaHei','PingFang SC',Arial,sans-serif"
_LINE = "border-bottom:1px solid #9aa4b0"
_COLOURS = {
    Tone.PLAIN: "",
    Tone.GOOD: "color:#1f883d",
    Tone.WARN: "color:#bf6a02;font-weight:bold",
    Tone.BAD: "color:#d1242f;font-weight:bold",
    Tone.QUIET: "color:#7a828c",
    Tone.STRONG: "font-weight:bold",
}
"""Each can be read on white and on near black; the word says the same without it."""


def html(page: Page) -> str:
    """Return *page* as a whole HTML document."""
    spoken = "zh-CN" if language() == "zh" else "en"
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{spoken}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{_text(page.title)}</title>",
            "<style>:root{color-scheme:light dark}</style></head>",
            f'<body style="margin:0;padding:16px;{_FONT};font-size:15px;line-height:1.5">',
            '<div style="max-width:760px">',
            f'<h1 style="margin:0;font-size:21px;line-height:1.3">{_text(page.title)}</h1>',
            *_subtitle(page.subtitle),
            *_all(page.blocks),
            "</div></body></html>",
            "",
        )
    )


def _subtitle(text: str) -> Iterator[str]:
    if text:
        yield f'<p style="margin:4px 0 0;{_COLOURS[Tone.QUIET]}">{_text(text)}</p>'


def _all(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Section():
                yield _heading(block.title, 18)
                yield from _all(block.blocks)
            case Beside():
                for column in block.columns:
                    yield from _all(column)
            case Note():
                yield _note(block)
            case Table() | Facts() | Tiles() | Chart() | Trend() | Funnel():
                yield from _titled(title_of(block))
                yield from _shown(block)


def _shown(block: Table | Facts | Tiles | Figures) -> Iterator[str]:
    if empty := instead_of(block):
        yield _note(empty)
    elif isinstance(block, Table):
        yield from _table(block)
    else:
        yield from _pairs(pairs_of(block))


def _titled(title: str) -> Iterator[str]:
    if title:
        yield _heading(title, 16)


def _heading(title: str, size: int) -> str:
    return (
        f'<h2 style="margin:22px 0 6px;font-size:{size}px;line-height:1.3">{_text(title)}</h2>'
    )


def _note(note: Note) -> str:
    lines = "<br>".join(escape(line) for line in lines_of(note.text))
    return f'<p style="margin:14px 0 0;{_COLOURS[note.tone]}">{lines}</p>'


def _table(table: Table) -> Iterator[str]:
    yield (
        '<table role="table" width="100%" cellpadding="0" cellspacing="0" border="0" '
        'style="border-collapse:collapse;font-size:14px">'
    )
    yield f"<tr>{''.join(map(_head, table.columns))}</tr>"
    for row in (*table.rows, *(() if table.total is None else (table.total,))):
        cells = zip(table.columns, row, strict=True)
        yield f"<tr>{''.join(_cell(column, cell) for column, cell in cells)}</tr>"
    yield "</table>"
    if table.more:
        yield _note(Note(table.more, Tone.QUIET))


def _head(column: Column) -> str:
    style = f"{_side(column)};padding:4px 10px 4px 0;{_LINE};{_COLOURS[Tone.QUIET]}"
    return f'<th style="{style};font-weight:normal">{_text(column.heading)}</th>'


def _cell(column: Column, cell: Cell) -> str:
    is_short = column.kind in {"ref", "number"} or isinstance(unwrap(cell)[0], date)
    whole = ";white-space:nowrap" if is_short else ""
    style = f"{_side(column)};vertical-align:top;padding:6px 10px 6px 0;{_LINE}{whole}"
    tone = _COLOURS[unwrap(cell)[1]]
    return (
        f'<td style="{style}{";" if tone else ""}{tone}">{escape(said(cell)) or NOTHING}</td>'
    )


def _side(column: Column) -> str:
    return f"text-align:{'right' if column.kind == 'number' else 'left'}"


def _pairs(pairs: Iterable[Pair]) -> Iterator[str]:
    yield '<table cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse">'
    for label, cells in pairs:
        shown = "<br>".join(escape(said(cell)) or NOTHING for cell in cells or (None,))
        style = "vertical-align:top;padding:3px 14px 3px 0"
        yield (
            f'<tr><td style="{style};{_COLOURS[Tone.QUIET]}">{_text(label)}</td>'
            f'<td style="{style}">{shown}</td></tr>'
        )
    yield "</table>"


def _text(text: str) -> str:
    return escape(one_line(text))

"""Tables and facts in HTML: captions, heads, totals, and cards where a phone is too narrow."""

from collections.abc import Iterator
from datetime import date

from dealtrack.render import grid
from dealtrack.render.cells import NOTHING, longest_word, one_line, said, width
from dealtrack.render.characters import escaped
from dealtrack.render.html.markup import element
from dealtrack.report.page import Cell, Column, Facts, Row, Table, Tone, unwrap

_FEW = 3
"""So many columns stand beside one another on a phone."""

_HEAD, _SHORT, _WORD = 8, 14, 24
"""Columns of a heading and of a text that are not folded, and of a word that may be broken."""


def table(block: Table, title: str) -> Iterator[str]:
    """Write *block*, which has rows; its title is the caption."""
    stacks = _stacks(block.columns)
    label = f' aria-label="{escaped(title)}"' if title else ""
    yield f'<div class="scroll" role="region" tabindex="0"{label}>'
    yield f"<table{_role(stacks, 'table')}{' class=stack' if stacks else ''}>"
    if title:
        yield element("caption", title)
    yield f"<thead{_role(stacks, 'rowgroup')}><tr{_role(stacks, 'row')}>"
    yield from (_head(column, stacks) for column in block.columns)
    yield "</tr></thead>"
    yield f"<tbody{_role(stacks, 'rowgroup')}>"
    yield from (_row(block.columns, row, stacks) for row in block.rows)
    yield "</tbody>"
    if block.total is not None:
        total = _row(block.columns, block.total, stacks, nothing="")
        yield f"<tfoot{_role(stacks, 'rowgroup')}>{total}</tfoot>"
    yield "</table></div>"
    if block.more:
        yield element("p", one_line(block.more), "note quiet")


def facts(block: Facts) -> Iterator[str]:
    """Write names with their values."""
    yield '<dl class="facts">'
    for name, value in block.pairs:
        cells: tuple[Cell, ...] = value if isinstance(value, tuple) else (value,)
        shown = "".join(f"<dd>{_said(cell)}</dd>" for cell in cells or (None,))
        yield f"<div>{element('dt', one_line(name))}{shown}</div>"
    yield "</dl>"


def _stacks(columns: tuple[Column, ...]) -> bool:
    """Whether rows become cards on a phone: numbers are compared, so they scroll instead."""
    texts = sum(column.kind == "text" for column in columns)
    is_list = any(column.kind == "ref" for column in columns)
    return len(columns) > _FEW and (is_list or texts > _FEW)


def _role(stacks: bool, role: str) -> str:
    """Say what an element is: one that is not laid out as a table is no table for a reader."""
    return f' role="{role}"' if stacks else ""


def _head(column: Column, stacks: bool) -> str:
    heading = one_line(column.heading)
    sort = _sort(column, "short" if width(heading) <= _HEAD else "")
    return f'<th scope="col"{_role(stacks, "columnheader")}{sort}>{escaped(heading)}</th>'


def _sort(column: Column, more: str = "") -> str:
    names = " ".join(filter(None, ("" if column.kind == "text" else column.kind, more)))
    return f' class="{names}"' if names else ""


def _row(columns: tuple[Column, ...], row: Row, stacks: bool, nothing: str = NOTHING) -> str:
    naming = grid.heads(columns)[:1] or [0]
    cells = (
        _cell(column, cell, stacks, at in naming, nothing)
        for at, (column, cell) in enumerate(zip(columns, row, strict=True))
    )
    return f"<tr{_role(stacks, 'row')}>{''.join(cells)}</tr>"


def _cell(column: Column, cell: Cell, stacks: bool, names: bool, nothing: str) -> str:
    sort = _sort(column, _folding(said(cell)))
    label = f' data-label="{escaped(one_line(column.heading))}"' if stacks else ""
    if names:
        role = _role(stacks, "rowheader")
        return f'<th scope="row"{role}{sort}{label}>{_said(cell, nothing)}</th>'
    return f"<td{_role(stacks, 'cell')}{sort}{label}>{_said(cell, nothing)}</td>"


def _folding(shown: str) -> str:
    """Return how what a cell says may be folded; one that says nothing is ``none``."""
    if not shown:
        return "none"
    if width(shown) <= _SHORT:
        return "short"
    return "break" if longest_word(shown) > _WORD else ""


def _said(cell: Cell, nothing: str = NOTHING) -> str:
    """Return what *cell* says; a tone is told by a sign or by weight, never by colour alone."""
    value, tone = unwrap(cell)
    shown = escaped(said(cell)) or nothing
    if isinstance(value, date):
        shown = f'<time datetime="{value.isoformat()}">{shown}</time>'
    if tone is Tone.PLAIN:
        return shown
    name = "strong" if tone in {Tone.BAD, Tone.WARN, Tone.STRONG} else "span"
    return f'<{name} class="{tone.name.lower()}">{shown}</{name}>'

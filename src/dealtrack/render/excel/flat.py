"""A table as a bare sheet to go on with: heads in the first row, rows below, nothing else.

Rows are written while they are found, and none is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from itertools import chain, islice

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dealtrack.render.cells import exact, one_line, said, width
from dealtrack.render.excel.names import sheet_names
from dealtrack.render.excel.styles import Styles
from dealtrack.render.excel.values import MADE, OPTIONS, clean, written
from dealtrack.report.page import Cell, Column, Row, unwrap

_LEAST, _MOST, _WIDEST = 8, 28, 44  # characters: widths of a column
_ROOM = 1_048_575  # rows of a sheet below its head
_A_PIECE = 1 << 20


def workbook(
    title: str, columns: Sequence[Column], rows: Iterable[Row], room: int = _ROOM
) -> Iterator[bytes]:
    """Yield *rows* as a workbook, in pieces.

    What a sheet has no *room* for goes on the next one.
    """
    file = BytesIO()
    with Workbook(file, {**OPTIONS, "in_memory": False, "constant_memory": True}) as book:
        book.set_properties({"title": one_line(title)[:255], "created": MADE})
        styles, names = Styles(book), []
        left: Iterator[Row] | None = iter(rows)
        while left is not None:
            names.append(title)
            paper = book.add_worksheet(sheet_names(names)[-1])
            _Sheet(paper, styles, columns).fill(islice(left, room))
            first = next(left, None)
            left = None if first is None else chain([first], left)
    file.seek(0)
    while piece := file.read(_A_PIECE):
        yield piece


class _Sheet:
    """A sheet that is filled row by row."""

    def __init__(self, paper: Worksheet, styles: Styles, columns: Sequence[Column]) -> None:
        self._paper, self._styles, self._columns = paper, styles, columns
        self._widths = [min(width(one_line(c.heading)) + 4, _MOST) for c in columns]

    def fill(self, rows: Iterable[Row]) -> None:
        """Write the heads and the *rows*, then say how wide the columns are."""
        for at, column in enumerate(self._columns):
            look = self._styles.of("head", side=_side(column))
            self._paper.write_string(0, at, clean(one_line(column.heading)), look)
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                self._put(last, at, cell)
        self._settle(last)

    def _put(self, row: int, at: int, cell: Cell) -> None:
        value, form = written(cell)
        if isinstance(value, str):
            value = clean(exact(cell))  # to be read again: days in full, digits without commas
        if value == "":
            return
        side = "left" if isinstance(value, str) else _side(self._columns[at])
        look = self._styles.of("cell", unwrap(cell)[1], form, side)
        match value:
            case str():
                self._paper.write_string(row, at, value, look)
            case datetime():
                self._paper.write_datetime(row, at, value, look)
            case _:
                self._paper.write_number(row, at, value, look)
        self._widen(at, cell)

    def _widen(self, at: int, cell: Cell) -> None:
        most = _WIDEST if self._columns[at].grow else _MOST
        if (wide := self._widths[at]) < most:
            self._widths[at] = max(wide, min(width(said(cell)) + 3, most))

    def _settle(self, last: int) -> None:
        """Freeze, repeat and filter the heads, and say how the sheet comes out on paper."""
        paper = self._paper
        for at, wide in enumerate(self._widths):
            paper.set_column(at, at, max(wide, _LEAST))
        paper.freeze_panes(1, 0)
        paper.repeat_rows(0)
        paper.autofilter(0, 0, last, len(self._columns) - 1)
        paper.set_paper(9)
        paper.set_landscape()
        paper.fit_to_pages(1, 0)
        paper.set_footer("&C&P / &N")


def _side(column: Column) -> str:
    return "right" if column.kind == "number" else "left"

"""One sheet: its blocks below one another, its widths, and how it comes out on paper."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dealtrack.render.cells import folded, lines_of, one_line, said, width
from dealtrack.render.excel.charts import Charts
from dealtrack.render.excel.styles import Styles
from dealtrack.render.excel.values import clean, counted, written
from dealtrack.render.pairs import instead_of, pairs_of, title_of
from dealtrack.report.page import (
    Beside,
    Block,
    Cell,
    Chart,
    Column,
    Facts,
    Funnel,
    Note,
    Page,
    Row,
    Section,
    Table,
    Tiles,
    Tone,
    Trend,
    unwrap,
)

_LEAST, _MOST = 9, 36  # characters: widths of a column
_LINE = 15.5  # points: the height of a line
_A4 = 126  # characters in a line of an upright page, before it is turned
_LONGEST = {False: 64, True: 44}  # rows, upright and turned: with a chart one page, made small
_HIGHEST_HEAD = 8  # rows: heads further down are not frozen


class Sheet:
    """A sheet that is filled from top to bottom."""

    def __init__(
        self, paper: Worksheet, book: Workbook, styles: Styles, page: Page, heading: str
    ) -> None:
        self._paper, self._styles, self._page = paper, styles, page
        self._heading = heading
        self._row = 0
        self._widths: list[float] = []
        self._book = book
        self._heads: list[tuple[int, Table]] = []

    def fill(self, blocks: Sequence[Block]) -> None:
        """Write *blocks*, and settle widths and paper."""
        flat = list(_flat(blocks))
        self._widths = _widths(flat)
        self._charts = Charts(self._book, self._paper, self._widths)
        for column, wide in enumerate(self._widths):
            self._paper.set_column(column, column, wide)
        self._titles()
        for before, block in zip([None, *flat], flat, strict=False):
            if before is not None and not (
                isinstance(block, Note) and isinstance(before, Note)
            ):
                self._row += 1
            self._write(block)
        self._settle()

    @property
    def _last(self) -> int:
        return len(self._widths) - 1

    def _titles(self) -> None:
        self._across(self._page.title, "title", 24)
        if self._page.subtitle:
            self._across(self._page.subtitle, "subtitle")
        if self._heading:
            self._across(self._heading, "part", 22)
        self._row += 1

    def _across(
        self, text: str, role: str, height: float = _LINE, tone: Tone = Tone.PLAIN
    ) -> None:
        """Write *text* over all columns, as high as its lines are."""
        shown = clean("\n".join(lines_of(text)))
        look = self._styles.of(role, tone)
        self._paper.merge_range(self._row, 0, self._row, self._last, "", look)
        self._paper.write_string(self._row, 0, shown, look)
        room = int(sum(self._widths))
        lines = sum(len(folded(line, room)) for line in shown.split("\n")[:25])
        self._paper.set_row(self._row, max(height, min(lines, 25) * _LINE))
        self._row += 1

    def _write(self, block: Block) -> None:
        if isinstance(block, Section):
            self._across(block.title, "heading", 18)
            return
        if title := title_of(block):
            self._across(title, "heading", 18)
        if empty := instead_of(block):
            block = empty
        match block:
            case Note():
                self._across(block.text, "note", tone=block.tone)
            case Table():
                self._table(block)
            case Facts():
                self._pairs(pairs_of(block))
            case Tiles():
                for tile in block.tiles:
                    self._pair(tile.label, (counted(tile.value),), tile.tone, tile.hint)
            case Chart() | Trend() | Funnel():
                self._row = self._charts.add(block, self._row, self._styles)
            case Beside() | Section():
                pass

    def _table(self, table: Table) -> None:
        self._heads.append((self._row, table))
        for at, column in enumerate(table.columns):
            side = "right" if column.kind == "number" else "left"
            look = self._styles.of("head", side=side)
            self._paper.write_string(self._row, at, clean(one_line(column.heading)), look)
        self._row += 1
        for row in table.rows:
            self._cells(table.columns, row, "cell")
        if table.total is not None:
            self._cells(table.columns, table.total, "total")
        if table.more:
            self._across(table.more, "note", tone=Tone.QUIET)

    def _cells(self, columns: Sequence[Column], row: Row, role: str) -> None:
        high = 1
        for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
            self._put(at, cell, role, "right" if column.kind == "number" else "left")
            high = max(high, len(folded(said(cell)[:2_000], int(self._widths[at]))))
        self._paper.set_row(self._row, min(high * _LINE + 3, 400))
        self._row += 1

    def _put(
        self, at: int, cell: Cell, role: str, side: str = "", tone: Tone = Tone.PLAIN
    ) -> None:
        """Write *cell* in column *at*, as the number or the day that it is."""
        value, form = written(cell)
        own = unwrap(cell)[1]
        look = self._styles.of(role, tone if own is Tone.PLAIN else own, form, side)
        match value:
            case "":
                self._paper.write_blank(self._row, at, None, look)
            case str():
                self._paper.write_string(self._row, at, value, look)
            case datetime():
                self._paper.write_datetime(self._row, at, value, look)
            case _:
                self._paper.write_number(self._row, at, value, look)

    def _pairs(self, pairs: Sequence[tuple[str, tuple[Cell, ...]]]) -> None:
        for name, cells in pairs:
            self._pair(name, cells or (None,))

    def _pair(
        self, name: str, cells: Sequence[Cell], tone: Tone = Tone.PLAIN, hint: str = ""
    ) -> None:
        """Write a name with its values below one another; a long one goes over all columns."""
        for number, cell in enumerate(cells):
            label = "" if number else clean(one_line(name))
            self._paper.write_string(self._row, 0, label, self._styles.of("label"))
            high = len(folded(label[:2_000], int(self._widths[0])))
            shown = said(cell)
            if width(shown) > self._widths[1] and self._last > 1 and not hint:
                look = self._styles.of("value", unwrap(cell)[1])
                self._paper.merge_range(self._row, 1, self._row, self._last, "", look)
                high = max(high, len(folded(shown[:2_000], int(sum(self._widths[1:])))))
            else:
                high = max(high, len(folded(shown[:2_000], int(self._widths[1]))))
            self._put(1, cell, "value", tone=tone)
            if hint:
                quiet = self._styles.of("value", Tone.QUIET)
                self._paper.write_string(self._row, 2, clean(one_line(hint)), quiet)
            self._paper.set_row(self._row, min(high * _LINE + 3, 400))
            self._row += 1

    def _settle(self) -> None:
        """Freeze and repeat the heads, and say how the sheet comes out on paper."""
        paper = self._paper
        titles = 1 + bool(self._page.subtitle) + bool(self._heading)
        if len(self._heads) == 1 and self._heads[0][0] <= _HIGHEST_HEAD:
            head, table = self._heads[0]
            paper.freeze_panes(head + 1, 0)
            paper.repeat_rows(head)
            if self._page.is_list and table.total is None:
                paper.autofilter(head, 0, head + len(table.rows), len(table.columns) - 1)
        else:
            paper.freeze_panes(titles, 0)
            paper.repeat_rows(0, titles - 1)
        last = max(self._last, self._charts.last_column)
        paper.print_area(0, 0, max(self._row - 1, 0), last)
        paper.set_paper(9)
        turned = sum(self._widths) > _A4
        if turned:
            paper.set_landscape()
        whole = self._charts.last_column > 0 and self._row <= _LONGEST[turned]
        paper.fit_to_pages(1, int(whole))  # else a chart would be cut by the end of a page
        paper.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        paper.set_footer("&C&P / &N")
        paper.hide_gridlines(2)


def _flat(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield *blocks* one after another: an inner section as its title, then its blocks."""
    for block in blocks:
        match block:
            case Beside():
                for column in block.columns:
                    yield from _flat(column)
            case Section():
                yield block
                yield from _flat(block.blocks)
            case _:
                yield block


def _widths(blocks: Sequence[Block]) -> list[float]:
    """Return how wide the columns of a sheet with *blocks* are, in characters."""
    wide: list[float] = [16, 14, 14, 12, 12, 12]  # enough for facts and a chart
    for block in blocks:
        if isinstance(block, Facts | Tiles | Chart | Trend | Funnel):
            labels = [width(one_line(name)) for name, _cells in pairs_of(block)]
            wide[0] = max([wide[0], *(min(label + 2, 30) for label in labels)])
        if isinstance(block, Table):
            _widen(wide, block)
    return wide


def _widen(wide: list[float], table: Table) -> None:
    """Make columns as *wide* as the cells of *table* want them."""
    rows = table.rows if table.total is None else (*table.rows, table.total)
    for at, column in enumerate(table.columns):
        if at == len(wide):
            wide.append(_LEAST)
        wish = max((width(said(row[at])) for row in rows), default=0) + 3
        head = min(width(one_line(column.heading)) + 3, 16)
        wide[at] = max(wide[at], head, min(wish, _MOST))

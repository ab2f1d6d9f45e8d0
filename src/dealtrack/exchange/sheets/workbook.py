"""Sheets of Excel: the values that are stored in them, through python-calamine.

Nothing is calculated and no link is followed.  The library takes in a whole sheet at
once; what it takes in has been looked through.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from dealtrack.errors import TableRefused, WrongUse
from dealtrack.exchange.sheets.archive import Archive
from dealtrack.exchange.sheets.book import Cell, Row, Unreadable
from dealtrack.exchange.sheets.kinds import save_as_xlsx
from dealtrack.exchange.sheets.parts import look_through
from dealtrack.exchange.sheets.scan import Found
from dealtrack.exchange.sheets.table import Raw
from dealtrack.text import _, listed

_Read = TypeVar("_Read")

_EXACT = 10**15
"""From here on not every whole number is a number of Excel."""


def read_sheets(path: Path, wanted: str = "", *, hidden: bool = False) -> Iterator[Raw]:
    """Yield the sheets that are not *hidden*, or those that are, or the *wanted* one.

    Raises:
        TableRefused: if the file is no workbook, or not safe to read.
        WrongUse: if there is no sheet of the *wanted* name.
    """
    with Archive(path) as archive:
        found = look_through(archive)
    book = _safely(path, partial(CalamineWorkbook.from_path, path))
    for name in _chosen(book, wanted, hidden=hidden):
        sheet = _safely(path, partial(book.get_sheet_by_name, name))
        yield _raw(sheet, found.get(name, Found()))


def _chosen(book: CalamineWorkbook, wanted: str, *, hidden: bool) -> list[str]:
    sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    if not wanted:
        return [s.name for s in sheets if (s.visible != SheetVisibleEnum.Visible) == hidden]
    names = [s.name for s in sheets]
    chosen = [n for n in names if n.strip().casefold() == wanted.strip().casefold()]
    if not chosen:
        raise WrongUse(
            _("There is no sheet {name}.").format(name=wanted),
            _("There are: {names}.").format(names=listed(names)),
        )
    return [wanted] if wanted in chosen else chosen[:1]


def _safely(path: Path, call: Callable[[], _Read]) -> _Read:
    """Return what *call* reads, or refuse the file if the library cannot."""
    try:
        return call()
    except (CalamineError, OSError, ValueError) as fault:
        message = str(fault)
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # how Rust tells a fault of its own
            raise
        message = str(fault)
    why = _("it is damaged ({message})").format(message=message)
    raise TableRefused(str(path), why, save_as_xlsx())


def _raw(sheet: CalamineSheet, found: Found) -> Raw:
    """Return *sheet* from the first column that holds something."""
    shape = _Shape.of(sheet, found)
    return Raw(
        sheet.name,
        lambda: _rows(sheet, found, shape),
        _spans(sheet, shape.first),
        left=shape.first,
        width=shape.width,
        total=shape.height,
    )


class _Shape(NamedTuple):
    """The *first* column of a sheet that holds something, and how far it reaches.

    *missing* columns before those of the library hold formulas without a value alone.
    """

    first: int
    width: int
    height: int
    missing: int

    @classmethod
    def of(cls, sheet: CalamineSheet, found: Found) -> "_Shape":
        odd = [column for row in found.odd.values() for column in row]
        start, end = sheet.start, sheet.end
        columns = [*odd, *((start[1], end[1]) if start and end else ())]
        if not columns:
            return cls(0, 0, 0, 0)
        first = min(columns)
        height = max(end[0] + 1 if end else 0, *found.odd, 0)
        missing = start[1] - first if start else 0
        return cls(first, max(columns) - first + 1, height, missing)


def _rows(sheet: CalamineSheet, found: Found, shape: _Shape) -> Iterator[Row]:
    merged = _Merged(sheet, shape.first)
    blank = (None,) * shape.missing
    seen = 0
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = _cells(values)
        if blank:
            cells = blank + cells
        if number in found.odd:
            cells = _with_odd(cells, number, found, shape)
        yield merged.fill(Row(number, cells)) if merged else Row(number, cells)
        seen = number
    for number in range(seen + 1, shape.height + 1):
        yield Row(number, _with_odd((), number, found, shape))


def _cells(values: list[Any]) -> tuple[Cell, ...]:
    return tuple([v if (v and type(v) is str) or type(v) is date else _cell(v) for v in values])


def _with_odd(
    cells: tuple[Cell, ...], number: int, found: Found, shape: _Shape
) -> tuple[Cell, ...]:
    known = [*cells, *(None,) * (shape.width - len(cells))]
    for column, odd in found.odd.get(number, {}).items():
        known[column - shape.first] = odd
    return tuple(known)


def _cell(value: Any) -> Cell:
    """Return a value as people see it: a whole number as such, a time of day as text."""
    match value:
        case float():
            return _number(value)
        case datetime():
            return _moment(value)
        case time():
            return value.isoformat("seconds")
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return None if value == "" else value


def _number(value: float) -> Cell:
    if not isfinite(value):
        return Unreadable(_("it is no number"), str(value))
    return int(value) if abs(value) < _EXACT and value.is_integer() else value


def _moment(value: datetime) -> date | datetime:
    """Return it to the second: a fraction of a day is not exact; midnight is a day."""
    moment = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    return moment.date() if moment.time() == time() else moment


def _spans(sheet: CalamineSheet, first: int) -> dict[int, list[tuple[int, int]]]:
    """Return by row which columns are merged into one cell."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for (row, left), (_last, right) in sheet.merged_cell_ranges or ():
        if right > left:
            spans.setdefault(row + 1, []).append((left - first, right - first))
    return spans


class _Merged:
    """Cells merged over several rows, whose value is said again in each of them."""

    def __init__(self, sheet: CalamineSheet, first: int) -> None:
        self.starts: dict[int, list[tuple[int, int]]] = {}
        self.carried: dict[int, tuple[int, Cell]] = {}
        for (row, left), (last, _right) in sheet.merged_cell_ranges or ():
            if last > row and left >= first:
                self.starts.setdefault(row + 1, []).append((left - first, last + 1))

    def __bool__(self) -> bool:
        return bool(self.starts)

    def fill(self, row: Row) -> Row:
        """Fill *row* with what reaches down into it, unless it is empty."""
        filled = []
        cells = list(row.cells)
        is_empty = all(cell is None for cell in cells)
        for column, (last, value) in [*self.carried.items()]:
            if row.number > last:
                del self.carried[column]
            elif not is_empty and column < len(cells) and cells[column] is None:
                cells[column] = value
                filled.append(column)
        for column, last in self.starts.get(row.number, ()):
            if column < len(cells) and cells[column] is not None:
                self.carried[column] = last, cells[column]
        return row._replace(cells=tuple(cells), filled=tuple(filled)) if filled else row

"""Rows written to a new file, one after the other: as delimited text, or as a workbook."""

import csv
import os
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Protocol

from dealtrack.exchange.sheets.book import Cell
from dealtrack.text.cells import guarded

_LONGEST = 32_767
"""Characters that a cell of Excel can hold."""

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""What a workbook says of when it was made: the same rows make the same file."""


class Writing(Protocol):
    """A file that takes rows."""

    def write(self, cells: Iterable[Cell]) -> None:
        """Write a row."""

    def close(self) -> None:
        """Bring what was written to the disk."""


class Delimited:
    """Delimited text in UTF-8, as Excel reads it; *shown* says how a cell is written."""

    def __init__(self, path: Path, delimiter: str, shown: Callable[[Cell], str]) -> None:
        self._file = path.open("wb")
        self._file.write(b"\xef\xbb\xbf")
        self._delimiter = delimiter
        self._shown = shown

    def write(self, cells: Iterable[Cell]) -> None:
        """Write a row; a text that a spreadsheet takes for a formula is guarded."""
        line = StringIO()
        writer = csv.writer(line, delimiter=self._delimiter, lineterminator="\r\n")
        writer.writerow([guarded(self._shown(cell)) for cell in cells])
        self._file.write(line.getvalue().encode("utf-8", "replace"))

    def close(self) -> None:
        """Bring what was written to the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


class Paper:
    """A workbook of one sheet: numbers and days stay what they are, texts are no formulas."""

    def __init__(self, path: Path, sheet: str, shown: Callable[[Cell], str]) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415 -- 60 ms, where a workbook is wanted

        self._shown = shown
        options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
        self._book = Workbook(str(path), options)
        self._book.set_properties({"created": _MADE})
        self._sheet = self._book.add_worksheet(sheet)
        self._row = 0

    def write(self, cells: Iterable[Cell]) -> None:
        """Write a row."""
        for at, cell in enumerate(cells):
            match cell:
                case None | "":
                    continue
                case bool():
                    self._sheet.write_boolean(self._row, at, cell)
                case int() | float():
                    self._sheet.write_number(self._row, at, cell)
                case date() if not isinstance(cell, datetime):
                    self._sheet.write_datetime(self._row, at, cell)
                case _:
                    self._sheet.write_string(self._row, at, self._shown(cell)[:_LONGEST])
        self._row += 1

    def close(self) -> None:
        """Bring what was written to the disk."""
        self._book.close()

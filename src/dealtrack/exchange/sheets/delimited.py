"""Rows of delimited text, streamed; a row that cannot be read does not take others with it."""

import csv
from collections.abc import Iterator
from itertools import count
from typing import IO

from dealtrack.errors import TableRefused
from dealtrack.exchange.sheets.book import Cell, Row, Unreadable
from dealtrack.exchange.sheets.delimiter import Delimiter
from dealtrack.exchange.sheets.encoding import BAD, Text
from dealtrack.text import _
from dealtrack.text.hidden import visible

LONGEST = 1_000_000
"""Characters of a line."""

MOST_FAULTS = 1000
"""Rows whose quotation marks are wrong; each costs a look ahead."""

_SHOWN = 60


def read_rows(text: Text, delimiter: Delimiter) -> Iterator[Row]:
    """Yield every row of *text*, empty ones too, numbered as a spreadsheet does.

    Raises:
        TableRefused: if very many rows cannot be read.
    """
    rows = _read(text, delimiter)
    return rows if text.is_clean else map(_told, rows)


def _read(text: Text, delimiter: Delimiter) -> Iterator[Row]:
    with text.open() as file:
        reading = _Reading(_Lines(file), delimiter)
        for row in reading.rows():
            if reading.faults > MOST_FAULTS:
                raise TableRefused(str(text.path), _many_faults(), _("Save it as .xlsx."))
            if row.number > 1 or not delimiter.is_told:
                yield row


class _TooLong(Exception):  # noqa: N818 -- it is what the line is
    """A line that is longer than a line of a table can be."""


class _Lines:
    """The lines of a file; those in *again* are read before the next one.

    *taken* are the lines of the row that is read now.
    """

    def __init__(self, file: IO[str]) -> None:
        self._read = file.readline
        self.taken: list[str] = []
        self.again: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.again.pop() if self.again else self._read(LONGEST)
        if not line:
            raise StopIteration
        self.taken.append(line)
        if len(line) == LONGEST:
            raise _TooLong
        return line

    def skip(self) -> None:
        """Read on to the end of a line that is too long."""
        while len(self._read(LONGEST)) == LONGEST:
            pass

    def back(self) -> None:
        """Read the lines of this row, but for the first, once more."""
        self.again += reversed(self.taken[1:])


class _Reading:
    """A reading of lines as rows; *faults* counts those whose quotation marks are wrong."""

    def __init__(self, lines: _Lines, delimiter: Delimiter) -> None:
        self.lines = lines
        self.form = delimiter.form
        self.faults = 0
        self._width = 0

    def rows(self) -> Iterator[Row]:
        """Yield every row, with a fault where it cannot be read."""
        lines = self.lines
        rows = csv.reader(lines, strict=True, **self.form)
        for number in count(1):
            is_again = bool(lines.again)
            try:
                cells = next(rows)
            except StopIteration:
                return
            except _TooLong:
                row = self._too_long(number)
            except csv.Error:
                row = self._mended(number)
                self.faults += bool(row.fault)
            else:
                row = _row(number, cells)
                if is_again and len(cells) != self._width:  # it may belong to the row above
                    row = _refused(number, lines.taken[0], _unclosed())
                else:
                    self._width = len(cells)
            lines.taken.clear()
            yield row

    def _too_long(self, number: int) -> Row:
        first, *others = self.lines.taken
        if others:  # a cell is open that reaches down to the line
            self.lines.back()
            return _refused(number, first, _unclosed())
        self.lines.skip()
        return _refused(number, first, _("the line is far too long"))

    def _mended(self, number: int) -> Row:
        """Read the first line of a row alone, whose quotation marks stand where none may.

        ``"Tencent" Cloud`` is read as people mean it.  One that is never closed would
        swallow the rows that follow: those are read again.
        """
        first = self.lines.taken[0]
        self.lines.back()
        try:
            cells, *after = csv.reader([first, "x"], **self.form)
        except csv.Error:
            return _refused(number, first, _("a cell is far too long"))
        return _row(number, cells) if after else _refused(number, first, _unclosed())


def _row(number: int, cells: list[str]) -> Row:
    return Row(number, tuple([cell or None for cell in cells]))


def _unclosed() -> str:
    return _("a quotation mark is opened here and never closed")


def _many_faults() -> str:
    return _("more than {n} rows have quotation marks that are never closed").format(
        n=MOST_FAULTS
    )


def _refused(number: int, line: str, why: str) -> Row:
    return Row(number, (visible(line[:_SHOWN].rstrip()),), fault=why)


def _told(row: Row) -> Row:
    """Return *row* with every cell told that is no text."""
    return row._replace(cells=tuple(map(_tell, row.cells)))


def _tell(cell: Cell) -> Cell:
    if not isinstance(cell, str) or not (found := BAD.search(cell)):
        return cell
    byte = ord(found.group()) & 0xFF
    why = _("the byte {byte} in it is no text in this encoding").format(byte=f"0x{byte:02x}")
    return Unreadable(why, visible(cell[:_SHOWN]))

"""What a file of tables holds: a book of sheets, a sheet of rows, a row of cells."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple


class Unreadable(NamedTuple):
    """A cell whose content cannot be taken over; *shown* is what people see there."""

    why: str
    shown: str = ""


Cell = str | int | float | bool | date | datetime | Unreadable | None
"""A text stays as it is written; an empty one is None."""


class Row(NamedTuple):
    """A row; *number* is what people count from 1 in that file or sheet.

    *filled* are the positions of the cells that only repeat a merged cell above.  *fault*
    is why the row as a whole cannot be read: what *cells* hold then is only to be shown.
    """

    number: int
    cells: tuple[Cell, ...]
    filled: tuple[int, ...] = ()
    fault: str = ""


class Sheet(NamedTuple):
    """A table: names of columns, and the rows below them.

    *header_row* is the number of the (first) row that holds the names.  *letters* are
    what a spreadsheet calls the columns.  *total* counts the rows if that is known.
    """

    name: str
    header: tuple[str, ...]
    header_row: int
    letters: tuple[str, ...]
    preamble: tuple[Row, ...]
    stream: Callable[[], Iterator[Row]]
    total: int | None = None

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header that are not empty; may be asked again.

        No row has fewer cells than the header has names; one with more has a cell
        that stands under none of them.
        """
        return self.stream()


class Book(NamedTuple):
    """A file of tables; *encoding* and *delimiter* are empty where there is none."""

    path: Path
    format: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    delimiter: str = ""

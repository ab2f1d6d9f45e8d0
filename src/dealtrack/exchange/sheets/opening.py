"""Opening a file of tables, whatever it is."""

from pathlib import Path

from dealtrack.errors import TableRefused
from dealtrack.exchange.sheets.book import Book
from dealtrack.exchange.sheets.delimited import read_rows
from dealtrack.exchange.sheets.delimiter import find_delimiter
from dealtrack.exchange.sheets.encoding import find_encoding
from dealtrack.exchange.sheets.heading import LooksLike
from dealtrack.exchange.sheets.table import Raw, make_sheet
from dealtrack.text import _


def open_book(
    path: Path,
    *,
    sheet: str = "",
    header_row: int = 0,
    encoding: str = "",
    delimiter: str = "",
    looks_like: LooksLike | None = None,
) -> Book:
    """Return the tables of the file at *path*.

    What is not given is found: the *encoding*, the *delimiter*, the row of the names
    (*header_row*, counted from 1).  *sheet* is the name of the only one wanted.
    *looks_like* tells whether a text is the name of something that is known.

    Raises:
        CannotRead: if there is no such file.
        TableRefused: if it is no table, or one that is not safe to open.
        WrongUse: if there is no such encoding, sheet or row.
    """
    text = find_encoding(path, encoding)
    found = find_delimiter(text, delimiter)
    raw = Raw(path.stem, lambda: read_rows(text, found), total=text.lines)
    only = make_sheet(raw, header_row, looks_like)
    if only is None:
        raise TableRefused(str(path), _("it is empty"))
    return Book(path, "csv", (only,), text.encoding, found.mark)

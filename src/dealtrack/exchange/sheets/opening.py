"""Opening a file of tables, whatever it is."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from dealtrack.errors import TableRefused, WrongUse
from dealtrack.exchange.sheets.book import Book, Sheet
from dealtrack.exchange.sheets.delimited import read_rows
from dealtrack.exchange.sheets.delimiter import find_delimiter
from dealtrack.exchange.sheets.encoding import find_encoding
from dealtrack.exchange.sheets.heading import LooksLike
from dealtrack.exchange.sheets.kinds import find_kind
from dealtrack.exchange.sheets.table import Raw, make_sheet
from dealtrack.text import _, listed


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
    kind = find_kind(path)
    if kind == "xlsx":
        return _workbook(path, sheet, header_row, looks_like)
    if kind in {"json", "jsonl"}:
        from dealtrack.exchange.sheets.objects import read_objects  # noqa: PLC0415 -- 3 ms

        return read_objects(path, kind, encoding)
    text = find_encoding(path, encoding)
    found = find_delimiter(text, delimiter)
    raw = Raw(path.stem, lambda: read_rows(text, found), total=text.lines)
    sheets = _tables([raw], header_row, looks_like)
    name = "tsv" if found.mark == "\t" else "csv"
    return _book(Book(path, name, sheets, text.encoding, found.mark))


def _workbook(path: Path, sheet: str, header_row: int, looks_like: LooksLike | None) -> Book:
    if find_spec("python_calamine") is None:
        raise WrongUse(
            _("Reading Excel files needs a library that is not installed."),
            _('Install it: pip install "dealtrack[office]"'),
        )
    from dealtrack.exchange.sheets.workbook import (  # noqa: PLC0415 -- zip, XML: 15 ms
        read_sheets,
    )

    sheets = _tables(read_sheets(path, sheet), header_row, looks_like)
    if not (sheets or sheet):
        _tell_hidden(path, _tables(read_sheets(path, hidden=True), 0, looks_like))
    return _book(Book(path, "xlsx", sheets))


def _tell_hidden(path: Path, hidden: tuple[Sheet, ...]) -> None:
    """Refuse a workbook whose only tables are on *hidden* sheets, and name these."""
    if not hidden:
        return
    names = [one.name for one in hidden]
    why = _("the only table in it is on a hidden sheet: {names}").format(names=listed(names))
    remedy = _('If it is meant: --sheet "{name}"').format(name=names[0])
    raise TableRefused(str(path), why, remedy)


def _tables(
    raws: Iterable[Raw], header_row: int, looks_like: LooksLike | None
) -> tuple[Sheet, ...]:
    made = (make_sheet(raw, header_row, looks_like) for raw in raws)
    return tuple(sheet for sheet in made if sheet is not None)


def _book(book: Book) -> Book:
    if not book.sheets:
        raise TableRefused(str(book.path), _("there is no table in it"))
    return book

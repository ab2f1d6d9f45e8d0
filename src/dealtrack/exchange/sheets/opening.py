"""Opening a file of tables, whatever it is."""

import csv
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from dealtrack.exchange.sheets.book import Book, Row, Sheet


def open_book(
    path: Path,
    *,
    sheet: str = "",
    header_row: int = 0,
    encoding: str = "",
    delimiter: str = "",
    looks_like: Callable[[str], bool] | None = None,
) -> Book:
    """Return the tables of the file at *path*.

    What is not given is found: the *encoding*, the *delimiter*, the row of the names
    (*header_row*, counted from 1).  *sheet* is the name of the only one wanted.
    *looks_like* tells whether a text is the name of something that is known.
    """
    encoding = encoding or "utf-8-sig"
    with path.open(encoding=encoding, newline="") as file:
        sample = list(islice(file, 50))
    delimiter = delimiter or max(",;\t|，", key=lambda mark: sum(mark in line for line in sample))
    first = header_row or 1

    def read() -> Iterator[Row]:
        with path.open(encoding=encoding, newline="") as file:
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter), start=1):
                yield Row(number, tuple(cell or None for cell in cells))

    def stream() -> Iterator[Row]:
        for row in islice(read(), first, None):
            if any(row.cells):
                missing = len(header) - len(row.cells)
                yield row._replace(cells=row.cells + (None,) * missing)

    top = list(islice(read(), first))
    header = tuple(str(cell or "") for cell in top[-1].cells)
    letters = tuple(map(str, range(len(header))))
    only = Sheet(path.stem, header, first, letters, tuple(top[:-1]), stream)
    return Book(path, "csv", (only,), encoding, delimiter)

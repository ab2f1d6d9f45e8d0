"""Rows as a CSV file that Excel opens as it is: UTF-8 with a mark, lines ending in CR LF.

Source: RFC 4180; the mark, U+FEFF, is what Excel takes for a sign of UTF-8.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from dealtrack.render.cells import exact
from dealtrack.report.page import Cell, Column, Row, unwrap
from dealtrack.text.cells import guarded

_MARK = "\ufeff"


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def lines(
    columns: Sequence[Column], rows: Iterable[Row], *, raw: bool = False, mark: bool = True
) -> Iterator[str]:
    """Yield the headings of *columns* and the *rows* below, after the *mark* of UTF-8.

    A text that a spreadsheet would reckon with is guarded, unless *raw*.
    """
    writer: Any = csv.writer(cast("Any", _Echo()), lineterminator="\r\n")
    say = exact if raw else _guarded
    yield (_MARK if mark else "") + writer.writerow([column.heading for column in columns])
    for row in rows:
        yield writer.writerow([say(cell) for cell in row])


def _guarded(cell: Cell) -> str:
    value, _tone = unwrap(cell)
    return guarded(exact(value)) if isinstance(value, str) else exact(value)

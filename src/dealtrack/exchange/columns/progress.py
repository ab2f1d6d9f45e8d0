"""A line of progress in a cell, and the day that it begins with."""

import re
from typing import NamedTuple

from dealtrack.days import PartialDay
from dealtrack.exchange.columns.cells import Unfit
from dealtrack.exchange.columns.days import Order, Reading, read_day

_DATED = re.compile(
    r"(\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?)\s*[:：,，、 ]?\s*(\S.*)"
)


class Line(NamedTuple):
    """A line of progress in a cell, with the day that it begins with, if it does."""

    on: PartialDay | None
    text: str


def read_line(text: str, header: str) -> Line:
    """Read a line of progress; 2026-03-05：选址完成 begins with its day."""
    dated = _DATED.fullmatch(text)
    if dated:
        try:
            day = read_day("".join(dated[1].split()), Reading(), Order()).day
            return Line(day, f"{header}: {dated[2]}" if header else dated[2])
        except Unfit:
            pass
    return Line(None, f"{header}: {text}" if header else text)

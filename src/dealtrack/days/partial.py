"""Days that may be known only in part, written as ISO 8601-2 (EDTF) does."""

import re
from datetime import date
from typing import Self

from dealtrack.days.span import Month


class PartialDay:
    """A day, a month, a year or an interval of these.

    ``2021-07-29``, ``2021-07``, ``2021`` and ``2021-07-29/2021-07-30``.  It is
    a plain class, for msgspec would take a tuple or a dataclass apart where
    the ledger wants the one text.
    """

    __slots__ = ("_earliest", "_latest", "_text")

    def __init__(self, text: str, earliest: date, latest: date) -> None:
        self._text = text
        self._earliest = earliest
        self._latest = latest

    @classmethod
    def of(cls, day: date) -> Self:
        """Return *day* as a day that is fully known."""
        return cls(day.isoformat(), day, day)

    @classmethod
    def read(cls, edtf: str) -> Self:
        """Read the canonical form, and nothing else.

        Raises:
            ValueError: if *edtf* is no such form, or an interval is empty or runs backwards.
        """
        begin, stroke, end = edtf.partition("/")
        earliest, latest = _bounds(begin)
        if stroke:
            second, last = _bounds(end)
            if begin == end or second < earliest or last < latest:
                raise ValueError(repr(edtf))
            latest = last
        return cls(edtf, earliest, latest)

    @property
    def text(self) -> str:
        """The canonical EDTF text."""
        return self._text

    @property
    def earliest(self) -> date:
        """The first day that it may be: the one that counts."""
        return self._earliest

    @property
    def latest(self) -> date:
        """The last day that it may be: the one that deadlines are counted from."""
        return self._latest

    @property
    def is_exact(self) -> bool:
        """Whether the very day is known."""
        return self._earliest == self._latest

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDay) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return f"PartialDay.read({self._text!r})"

    def __str__(self) -> str:
        return self._text


def _bounds(point: str) -> tuple[date, date]:
    """Return the first and the last day of ``2021-07-29``, ``2021-07`` or ``2021``."""
    match len(point):
        case 10:
            day = date.fromisoformat(point)
            if day.isoformat() != point:  # since 3.11 it reads 2021-W30-4 too
                raise ValueError(repr(point))
            return day, day
        case 7 if re.fullmatch(r"\d{4}-\d\d", point, re.ASCII):
            month = Month(int(point[:4]), int(point[5:]))
            return month.first, month.last
        case 4 if re.fullmatch(r"\d{4}", point, re.ASCII):
            return date(int(point), 1, 1), date(int(point), 12, 31)
        case _:
            raise ValueError(repr(point))

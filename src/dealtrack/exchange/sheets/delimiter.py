"""What stands between the cells of delimited text."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from dealtrack.errors import WrongUse
from dealtrack.exchange.sheets.encoding import Text
from dealtrack.text import _

MARKS = (",", ";", "\t", "|")
TYPED = "，"
"""The comma of Chinese prose, which separates cells only if nothing else does."""

_LINES = 200
_LINE = 100_000
_LEAST, _MOST = 0.3, 0.5
_TOLD = re.compile(r'"?sep=([^\r\n])"?[\r\n]*')
_NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "bar": "|"}


class Delimiter(NamedTuple):
    """A delimiter; after it, blanks before a quotation mark may be no part of the cell.

    *is_told*: the first line is only there to name it, as spreadsheets write ``sep=;``.
    """

    mark: str
    skips_blanks: bool = False
    is_told: bool = False

    @property
    def form(self) -> dict[str, Any]:
        """What the reader of the standard library wants to know."""
        return {"delimiter": self.mark, "skipinitialspace": self.skips_blanks}


def find_delimiter(text: Text, wanted: str = "") -> Delimiter:
    """Return what stands between the cells of *text*: what is *wanted*, or fits most rows.

    Raises:
        WrongUse: if it cannot be a delimiter.
    """
    lines = list(_sample(text))
    told = _TOLD.fullmatch(lines[0]) if lines else None
    mark = _named(wanted) if wanted else told.group(1) if told else _found(text, lines)
    if mark:
        return Delimiter(mark, _skips_blanks(lines, mark), bool(told))
    return Delimiter(next(m for m in (*MARKS, "\x1f") if not any(m in line for line in lines)))


def _named(wanted: str) -> str:
    mark = _NAMES.get(wanted.lower(), wanted)
    if len(mark) != 1 or mark in '"\r\n ':
        raise WrongUse(
            _("{mark} cannot stand between cells.").format(mark=wanted),
            _("One character, such as ; or |, or the word tab."),
        )
    return mark


def _sample(text: Text) -> Iterator[str]:
    with text.open() as file:
        for _number in range(_LINES):
            if not (line := file.readline(_LINE)):
                return
            yield line


def _found(text: Text, lines: list[str]) -> str:
    """Return the mark by which most rows have the same number of cells; none: ""."""
    own = "\t" if text.path.suffix.lower() in {".tsv", ".tab"} else ","
    fits = {mark: _fit(lines, mark, mark == own) for mark in MARKS}
    best = max(fits, key=fits.__getitem__)
    if fits[best].is_good:
        return best
    return TYPED if _fit(lines, TYPED).is_good else ""


class _Fit(NamedTuple):
    """How well a mark fits, the better the greater.

    *share* of the rows have the same number of cells, *parted* have more than one.
    """

    share: float = 0
    parted: float = 0
    width: int = 0
    is_own: bool = False

    @property
    def is_good(self) -> bool:
        """Whether it is more than a character of some texts."""
        return self.share >= _LEAST or self.parted >= _MOST


def _fit(lines: list[str], mark: str, is_own: bool = False) -> _Fit:
    try:
        rows = [row for row in csv.reader(lines, delimiter=mark) if row]
    except csv.Error:  # a quotation mark opened and never closed
        rows = [line.rstrip("\r\n").split(mark) for line in lines if line.strip()]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return _Fit()
    width, times = widths.most_common(1)[0]
    torn = sum(any(cell.count('"') % 2 for cell in row) for row in rows)
    share = max(0, times - torn) / len(rows)
    return _Fit(round(share, 3), widths.total() / len(rows), width, is_own)


def _skips_blanks(lines: list[str], mark: str) -> bool:
    quoted = re.compile(re.escape(mark) + ' +"')
    plain = re.compile(re.escape(mark) + '"')
    return any(map(quoted.search, lines)) and not any(map(plain.search, lines))

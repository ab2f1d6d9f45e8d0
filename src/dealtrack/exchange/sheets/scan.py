"""What the cells of a workbook's part are, looked at before another reader takes it in.

That reader lays a sheet out as one rectangle, so that two cells at its far corners would
take all memory; and it is silent about errors and about formulas without a value.

A part in which only plain cells occur is measured by expressions, in a third of the time
that a parser of XML takes; every other one is parsed.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from dealtrack.exchange.sheets.archive import Archive
from dealtrack.exchange.sheets.book import Unreadable
from dealtrack.text import _

ROWS, COLUMNS = 1 << 20, 1 << 14
"""What a sheet of Excel has."""

LONGEST = 1 << 20
"""Bytes between two tags; a cell of Excel holds 32,767 characters."""

MOST_ODD = 200_000
"""Cells without a value that are told one by one."""

ROOMY = 4_000_000
"""Cells of a rectangle that may be empty all but a few."""

_DENSE = 10
_ODD = (b"<!", b't="e"', b"t='", b":c", b":row")
_OTHERWISE = re.compile(rb"<c[\t\n\r/>]"), re.compile(rb"<row[\t\n\r/>]")
_WITHOUT_VALUE = re.compile(rb"<f(?: [^>]*)?(?:/>|>[^<]*</f>)(?!<v>[^<])")
_ROW = re.compile(rb'<row r="([0-9]{1,9})"')
_CELL = re.compile(rb'<c r="([A-Z]{1,9}[0-9]{1,9})"')
_DIGITS, _LETTERS = b"0123456789", bytes(range(ord("A"), ord("Z") + 1))
_REF = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


class Found(NamedTuple):
    """How far the cells of a part reach, how many they are, and those that are odd, by row."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    odd: dict[int, dict[int, Unreadable]] = {}  # noqa: RUF012 -- never changed

    @property
    def is_vast(self) -> bool:
        """Whether a rectangle around the cells would be empty nearly everywhere."""
        room = self.rows * self.columns
        return room > ROOMY and room > _DENSE * self.cells


def scan(archive: Archive, part: str) -> Found:
    """Look through a *part*, which is XML.

    Raises:
        TableRefused: if it is damaged, declares entities, or reaches beyond any sheet.
    """
    found = _measure(archive, part)
    if found is None or found.is_vast:
        found = _Walk(archive, part).found()
    if found.rows > ROWS or found.columns > COLUMNS:
        raise archive.refusal(_("it has cells beyond the edge of any sheet"))
    if found.is_vast:
        raise archive.refusal(
            _("its cells are scattered over {rows} rows and {columns} columns").format(
                rows=found.rows, columns=found.columns
            ),
            _("Copy the table alone into a new file, as values."),
        )
    return found


def _measure(archive: Archive, part: str) -> Found | None:
    """Return how far plain cells reach; None if there are others."""
    names: set[bytes] = set()
    rows = cells = 0
    for piece in _whole_cells(archive, part):
        if any(odd in piece for odd in _ODD) or any(p.search(piece) for p in _OTHERWISE):
            return None
        if b"<f" in piece and _WITHOUT_VALUE.search(piece):
            return None
        lines, refs = _ROW.findall(piece), _CELL.findall(piece)
        if len(lines) != piece.count(b"<row ") or len(refs) != piece.count(b"<c "):
            return None
        if refs:  # parted all at once, which is much faster than one by one
            together = b" ".join(refs)
            names.update(together.translate(None, _DIGITS).split(b" "))
            lines += together.translate(None, _LETTERS).split(b" ")
        rows = max(rows, max(map(int, {*lines}), default=0))
        cells += len(refs)
    return Found(rows, max(map(_column, names), default=0), cells)


def _whole_cells(archive: Archive, part: str) -> Iterator[bytes]:
    """Yield *part* in pieces that end before a cell, or at least before a tag."""
    rest = b""
    for piece in archive.read(part):
        whole = rest + piece
        end = whole.rfind(b"<c ", 1)
        end = end if end > 0 else max(whole.rfind(b"<", 1), 0)
        rest = whole[end:]
        if len(rest) > LONGEST:
            raise archive.refusal(_("a text in it is far too long"))
        yield whole[:end]
    yield rest


def _column(letters: bytes) -> int:
    """Return the number of a column, counted from 1."""
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number


class _Walk:
    """A walk through a part; *row* and *column* count from 1."""

    def __init__(self, archive: Archive, part: str) -> None:
        self.archive, self.part = archive, part
        self.row = self.column = 0
        self.rows = self.columns = self.cells = self.odds = 0
        self.odd: dict[int, dict[int, Unreadable]] = {}
        self.sort = ""
        self.has_formula = self.has_value = self.is_value = False
        self.text: list[str] = []

    def found(self) -> Found:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.doctype
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        try:
            for piece in self.archive.read(self.part):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError):
            raise self.archive.refusal(_("it is damaged")) from None
        return Found(self.rows, self.columns, self.cells, self.odd)

    def doctype(self, *_about: object) -> None:
        raise self.archive.refusal(_("it declares entities, which no spreadsheet needs"))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "c":
                self.has_formula = self.has_value = False
                self.text.clear()
                self.sort = attributes.get("t", "")
                self.place(attributes.get("r"))
            case "row":
                number = attributes.get("r", "")
                self.row = int(number) if number.isdecimal() else self.row + 1
                self.column = 0
            case "f":
                self.has_formula = True
            case "v":
                self.is_value = True
            case "is":
                self.has_value = True

    def place(self, ref: str | None) -> None:
        if ref is None:
            self.column += 1
        elif found := _REF.fullmatch(ref):
            self.column, self.row = _column(found[1].encode()), int(found[2])
        else:
            raise self.archive.refusal(_("it has cells beyond the edge of any sheet"))

    def characters(self, text: str) -> None:
        if self.is_value:
            self.text.append(text[:100])

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v":
                self.is_value = False
            case "c":
                self.cell("".join(self.text))

    def cell(self, value: str) -> None:
        if self.sort == "e":
            self.keep(Unreadable(_("it shows an error"), value))
        elif self.has_formula and not (value or self.has_value or self.sort == "str"):
            self.keep(Unreadable(_uncalculated(), "="))
        elif value or self.has_value:
            self.reach()

    def reach(self) -> None:
        self.cells += 1
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)

    def keep(self, odd: Unreadable) -> None:
        self.reach()
        self.odds += 1
        if self.odds > MOST_ODD:
            raise self.archive.refusal(
                _("more than {n} of its cells have errors or were never calculated").format(
                    n=MOST_ODD
                ),
                _("Open it in a spreadsheet program, mend it and save it."),
            )
        self.odd.setdefault(self.row, {})[self.column - 1] = odd


def _uncalculated() -> str:
    return _("its formula was never calculated: open the file in Excel or WPS and save it")

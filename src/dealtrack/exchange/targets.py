"""Targets out of a table: a workbook of Excel, or CSV and TSV as spreadsheets write them.

Two shapes are read.  One row for each target::

    year, unit, measure, target
    2026, Development Zone, signed, 60

or one row for each unit with a column for each measure, its unit of money in brackets::

    单位, 签约项目, 签约金额（亿元）
    开发区, 60, 50
"""

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple, cast

from dealtrack.errors import CannotRead, FileProblem, FileRefused, Unreadable
from dealtrack.exchange.files import LARGEST, read_bytes
from dealtrack.exchange.sheets.book import Cell
from dealtrack.model import Amount
from dealtrack.model.target import OF_MONEY, Measured
from dealtrack.model.vocabulary import MEASURES
from dealtrack.model.words import folded
from dealtrack.money import parse_amount
from dealtrack.text import _, listed
from dealtrack.text.hidden import find_hidden, spelled

_HEADINGS = {
    "year": ("year", "年份", "年度", "年"),
    "unit": ("unit", "responsible unit", "单位", "责任单位", "地区", "县区", "板块"),
    "measure": ("measure", "指标", "指标名称", "项目指标"),
    "target": ("target", "value", "goal", "目标", "目标值", "目标任务", "年度目标", "任务"),
    "": ("no", "number", "#", "rank", "序号", "备注", "remark", "remarks", "note"),
}
_BY_HEADING = {folded(name): key for key, names in _HEADINGS.items() for name in names}
_WHOLE = {
    folded(one) for one in ("total", "all", "the whole", "合计", "总计", "全部", "全市", "全区")
}
_HEAD = re.compile(r"(?P<name>[^(（]+)(?:[(（](?P<of>[^)）]*)[)）])?")
_YEAR = re.compile(r"([12]\d{3})\s*年?")
_COUNTED = ("个", "家", "项", "件", "projects", "agreements", "number")


class Row(NamedTuple):
    """A target as a row of the table tells it."""

    year: int
    measure: Measured
    unit: str
    value: Decimal | Amount
    row: int


class _Head(NamedTuple):
    """What a column holds: one of the plain headings, or a measure; *of* is its unit."""

    key: str
    name: str
    of: str = ""


class _Refused(Exception):  # noqa: N818 -- it never leaves this module
    """A cell that cannot be read: why."""


def read_targets(path: Path, year: int | None = None) -> list[Row]:
    """Return the targets that the table at *path* holds; *year* is that of rows without one.

    Raises:
        CannotRead, TableRefused: if it is no table.
        WrongUse: if it is a workbook, and what reads one is not installed.
        FileRefused: if anything in it is wrong: all of it is told.
    """
    rows = _rows(path)
    problems: list[FileProblem] = []
    found: list[Row] = []
    if rows:
        line, names = rows[0]
        heads = _heads(names, line, problems)
        for number, cells in rows[1:]:
            found += _targets(heads, cells, number, year, problems)
        problems += _twice(found)
    if not (found or problems):
        problems.append(FileProblem("", 0, _("there is no target in it")))
    if problems:
        raise FileRefused(path.name, tuple(sorted(problems, key=lambda one: one.line)))
    return found


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty, each with its line, the headings first."""
    if path.suffix.lower() == ".xlsx":
        return _rows_of_workbook(path)
    if path.suffix.lower() in {".xls", ".ods", ".et"}:
        raise CannotRead(str(path), _("it is a spreadsheet. Save it as xlsx or CSV"))
    text = _text(path)
    first = text.partition("\n")[0]
    delimiter = max("\t,;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as fault:
        raise CannotRead(str(path), str(fault)) from None
    return [(line, cells) for line, cells in rows if any(cells)]


def _rows_of_workbook(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of the first sheet whose headings are known, or of the first."""
    from dealtrack.exchange.sheets import open_book  # noqa: PLC0415 -- zip, XML: 15 ms

    sheets = open_book(path, looks_like=_is_known).sheets
    sheet = next((one for one in sheets if any(map(_is_known, one.header))), sheets[0])
    rows = ((row.number, list(map(_said, row.cells))) for row in sheet.rows())
    return [(sheet.header_row, list(sheet.header)), *rows]


def _said(cell: Cell) -> str:
    """Return what a cell of a workbook holds as somebody would type it."""
    match cell:
        case None:
            return ""
        case float():
            return f"{Decimal(repr(cell)).normalize():f}"
        case str():
            return cell.strip()
        case _:
            return str(getattr(cell, "shown", cell))


def _is_known(heading: str) -> bool:
    """Whether *heading* names a column that is read here."""
    found = _HEAD.fullmatch(heading)
    name = found["name"] if found else heading
    return bool(_BY_HEADING.get(folded(name)) or MEASURES.find(name.removesuffix("目标")))


def _text(path: Path) -> str:
    """Return the text of a table in UTF-8, or in GB 18030 as Chinese spreadsheets write."""
    content = read_bytes(path)
    if len(content) > LARGEST:
        raise CannotRead(
            str(path), _("it is larger than {n} MB").format(n=LARGEST // 1_000_000)
        )
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CannotRead(str(path), _("it is neither UTF-8 nor GB 18030. Save it as UTF-8"))


def _heads(cells: list[str], line: int, problems: list[FileProblem]) -> list[_Head]:
    heads = [_head(cell, line, problems) for cell in cells]
    keys = [head.key for head in heads if head.key]
    for name in dict.fromkeys(key for key in keys if keys.count(key) > 1):
        problems.append(FileProblem(name, line, _("there are two such columns")))
    is_long = "measure" in keys or "target" in keys
    for name in ("measure", "target") if is_long else ():
        if name not in keys:
            why = _("the column is missing; it is called {names}")
            names = listed(_HEADINGS[name][:3])
            problems.append(FileProblem(name, line, why.format(names=names)))
    if not is_long and not set(keys) & set(MEASURES.keys):
        why = _("no column is a measure: {names}").format(names=listed(MEASURES.choices))
        problems.append(FileProblem("", line, why))
    return heads


def _head(cell: str, line: int, problems: list[FileProblem]) -> _Head:
    parts = _HEAD.fullmatch(cell)
    name, of = (parts["name"], parts["of"] or "") if parts else (cell, "")
    plain = folded(name)
    if plain in _BY_HEADING or not cell:
        return _Head(_BY_HEADING.get(plain, ""), cell, of)
    if key := MEASURES.find(name.removesuffix("目标")):
        return _Head(key, cell, of)
    problems.append(FileProblem(cell, line, _("no such column is known")))
    return _Head("", cell)


def _targets(
    heads: list[_Head],
    cells: list[str],
    line: int,
    year: int | None,
    problems: list[FileProblem],
) -> Iterator[Row]:
    """Yield the targets of one row; a cell that is empty or a dash is no target."""
    row = dict(zip((head.key for head in heads), cells, strict=False))

    def refuse(column: str, value: str, why: object) -> None:
        words = _("“{value}”: {why}").format(value=value, why=why) if value else str(why)
        problems.append(FileProblem(column, line, words))

    unit = row.get("unit", "")
    if hidden := find_hidden(unit):
        refuse(
            "unit",
            "",
            _("contains the hidden character {escape}").format(escape=spelled(hidden)),
        )
        return
    try:
        when = _read_year(row.get("year", ""), year)
    except _Refused as why:
        refuse("year", row.get("year", ""), why)
        return
    unit = "" if folded(unit) in _WHOLE else unit
    for head, cell in zip(heads, cells, strict=False):
        if head.key in MEASURES or head.key == "target":
            if cell in {"", "-", "–", "—", "/"}:
                continue
            try:
                measure = head.key if head.key in MEASURES else _read_measure(row)
                value = _read_value(cell, measure, head.of)
            except _Refused as why:
                refuse(head.name, cell, why)
            else:
                yield Row(when, cast("Measured", measure), unit, value, line)


def _read_year(text: str, usual: int | None) -> int:
    found = _YEAR.fullmatch(text)
    if found and 1800 <= int(found[1]) <= 2200:
        return int(found[1])
    if text:
        raise _Refused(_("is no year"))
    if usual is None:
        raise _Refused(_("is missing; give --year for rows without one"))
    return usual


def _read_measure(row: dict[str, str]) -> str:
    text = row.get("measure", "")
    if key := MEASURES.find(text):
        return key
    names = listed(MEASURES.choices)
    if not text:
        raise _Refused(_("its measure is missing"))
    raise _Refused(_("{name} is no measure; known are: {names}").format(name=text, names=names))


def _read_value(text: str, measure: str, of: str) -> Decimal | Amount:
    """Read a count, or an amount in the unit of money that the heading names."""
    if measure in OF_MONEY:
        is_bare = re.fullmatch(r"[\d.,]+", text) is not None
        try:
            value, currency = parse_amount(f"{text}{of}" if is_bare else text)
        except Unreadable:
            raise _Refused(_("is no amount of money")) from None
        if not value:
            raise _Refused(_("must be more than nothing"))
        return Amount(value=value, currency=currency)
    bare = text
    for word in _COUNTED:
        bare = bare.removesuffix(word).strip()
    try:
        number = Decimal(bare.replace(",", ""))
    except InvalidOperation:
        raise _Refused(_("is no number")) from None
    if not number.is_finite() or number <= 0 or number != number.to_integral_value():
        raise _Refused(_("must be a whole number, 1 or more"))
    return Decimal(int(number))


def _twice(found: list[Row]) -> Iterator[FileProblem]:
    seen: dict[tuple[int, str, str, str], int] = {}
    for one in found:
        currency = one.value.currency if isinstance(one.value, Amount) else ""
        key = (one.year, one.measure, folded(one.unit), currency)
        if key in seen:
            why = _("the same target as in line {line}").format(line=seen[key])
            yield FileProblem(MEASURES.name(one.measure), one.row, why)
        seen.setdefault(key, one.row)

"""Files of tables, made as other programs make them, and as nobody should."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from dealtrack.exchange.sheets import Book, Cell, Row, Unreadable, open_book

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/package/2006/content-types"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'

_RELS = "application/vnd.openxmlformats-package.relationships+xml"

TYPES = f"""{DECLARED}<Types xmlns="{_KINDS}">
<Default Extension="rels" ContentType="{_RELS}"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""

LINKS = f"""{DECLARED}<Relationships xmlns="{_PACKAGE}">
<Relationship Id="r1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="r2" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>"""

START = f"""{DECLARED}<Relationships xmlns="{_PACKAGE}">
<Relationship Id="r1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>"""

WORKBOOK = f"""{DECLARED}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">
<sheets><sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>"""

STYLES = f"""{DECLARED}<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/>
<xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="57"/></cellXfs></styleSheet>"""


def sheet(rows: str, after: str = "", before: str = "") -> str:
    """Return the XML of a sheet; style 1 is a day, 2 and 3 are days as written in China."""
    return (
        f'{DECLARED}<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>'
        f"{after}</worksheet>"
    )


def text(ref: str, value: str) -> str:
    """Return the XML of a cell that holds a text."""
    return f'<c r="{ref}" t="inlineStr"><is><t>{value}</t></is></c>'


def row(number: int, *cells: str) -> str:
    """Return the XML of a row."""
    return f'<row r="{number}">{"".join(cells)}</row>'


HEADER = row(1, text("A1", "名称"), text("B1", "金额"))


def workbook(path: Path, rows: str, parts: Mapping[str, str | bytes] | None = None) -> Path:
    """Write a workbook whose only sheet holds *rows*, with other *parts* added or replaced."""
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": START,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": LINKS,
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": rows if rows.startswith("<?xml") else sheet(rows),
        **(parts or {}),
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return path


def written(
    folder: Path, content: str | bytes, name: str = "t.csv", encoding: str = "utf-8"
) -> Path:
    """Write a file of text."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def only(book: Book) -> list[tuple[Cell, ...]]:
    """Return the rows of the only sheet."""
    (found,) = book.sheets
    return [row.cells for row in found.rows()]


def read(folder: Path, content: str | bytes, name: str = "t.csv") -> list[Row]:
    """Return the rows of a text that is written first."""
    (found,) = open_book(written(folder, content, name)).sheets
    return list(found.rows())


def why(cell: Cell) -> str:
    """Return why a cell cannot be taken over."""
    assert isinstance(cell, Unreadable)
    return cell.why

"""Files that are made to harm, or are something else than they say."""

import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from dealtrack.errors import TableRefused
from dealtrack.exchange.sheets import archive, open_book, scan
from tests.exchange.sheets.made import (
    DECLARED,
    HEADER,
    LINKS,
    row,
    sheet,
    text,
    workbook,
    written,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_HEAD = OLE[:30] + (9).to_bytes(2, "little") + bytes(16) + (200).to_bytes(4, "little")
OLD_WORKBOOK = _HEAD.ljust(201 * 512, b"\x00") + bytes(128) + "Workbook\0".encode("utf-16-le")
"""An .xls whose directory lies in its sector 200, behind all that it holds."""


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("t.xls", OLE, "older office program"),
        ("t.et", OLE, "older office program"),
        ("t.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("t.xlsx", OLE, "password"),
        ("t.xlsx", OLD_WORKBOOK, "older office program"),
        ("t.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "HTML"),
        ("t.xls", b"\xef\xbb\xbf\r\n<TABLE border=1>", "HTML"),
        ("t.xls", "<html>".encode("utf-16"), "HTML"),
        ("t.xls", b'<?xml version="1.0"?><Workbook/>', "XML"),
        ("t.xls", b"MIME-Version: 1.0\r\n", "HTML"),
        ("t.csv", b"%PDF-1.7\n", "PDF"),
        ("t.csv.gz", b"\x1f\x8b\x08\x00", "gzip"),
        ("t.xlsx", b"PK\x03\x04 and nothing more", "damaged"),
    ],
)
def test_what_it_is_instead_is_told_with_a_remedy(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    with pytest.raises(TableRefused, match=told) as fault:
        open_book(written(tmp_path, content, name))

    assert ".xlsx" in fault.value.remedy


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (["mimetype", "content.xml"], "OpenDocument"),
        (["word/document.xml"], "Word"),
        (["xl/workbook.bin"], "xlsb"),
        (["a.csv"], "without a workbook"),
        ([], "damaged|without a workbook"),
    ],
)
def test_other_zips_are_told_apart(tmp_path: Path, parts: list[str], told: str) -> None:
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        for part in parts:
            file.writestr(part, "x")
    if not parts:
        path.write_bytes(b"PK\x03\x04" + path.read_bytes())

    with pytest.raises(TableRefused, match=told):
        open_book(path)


def test_a_text_of_three_hundred_megabytes_is_refused_by_what_the_zip_says(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path / "t.xlsx", HEADER, {"xl/sharedStrings.xml": b"A" * (1 << 26)})

    with pytest.raises(TableRefused, match="67 MB"):
        open_book(path)


def lying(path: Path, part: str, size: int) -> Path:
    """Make the zip at *path* say that *part* has so many bytes."""
    content = path.read_bytes()
    at = content.rindex(part.encode())  # in the directory at the end
    path.write_bytes(content[: at - 22] + struct.pack("<I", size) + content[at - 18 :])
    return path


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    bomb = {"xl/sharedStrings.xml": b"<a/>" * (1 << 24)}
    path = lying(workbook(tmp_path / "t.xlsx", HEADER, bomb), "xl/sharedStrings.xml", 100)

    with pytest.raises(TableRefused, match="unpacked it has"):
        open_book(path)


def test_a_zip_that_lies_a_little_is_refused_too(tmp_path: Path) -> None:
    path = lying(workbook(tmp_path / "t.xlsx", HEADER), "xl/styles.xml", 100)

    with pytest.raises(TableRefused, match="how large it is"):
        open_book(path)


def test_a_text_without_end_is_refused(tmp_path: Path) -> None:
    import random

    words = random.Random(1).randbytes(1 << 20).hex()
    path = workbook(tmp_path / "t.xlsx", HEADER + row(2, text("A2", words)))

    with pytest.raises(TableRefused, match="far too long"):
        open_book(path)


def test_very_many_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_PARTS", 4)

    with pytest.raises(TableRefused, match="very many files"):
        open_book(workbook(tmp_path / "t.xlsx", HEADER))


def test_parts_that_are_large_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LARGEST", 500)

    with pytest.raises(TableRefused, match="unpacked"):
        open_book(workbook(tmp_path / "t.xlsx", HEADER))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", HEADER)
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("xl/worksheets/sheet1.xml", sheet(HEADER))

    with pytest.raises(TableRefused, match="twice"):
        open_book(path)


ENTITIES = f'{DECLARED}<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "part",
    [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
    ],
)
def test_entities_are_refused_wherever_they_are_declared(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path / "t.xlsx", HEADER, {part: f"{ENTITIES}<a>&c;</a>"})

    with pytest.raises(TableRefused, match="entities"):
        open_book(path)


def test_entities_in_utf_16_are_refused(tmp_path: Path) -> None:
    content = ENTITIES.replace("UTF-8", "UTF-16") + "<a>&c;</a>"
    path = workbook(
        tmp_path / "t.xlsx", HEADER, {"xl/worksheets/sheet1.xml": content.encode("utf-16")}
    )

    with pytest.raises(TableRefused):
        open_book(path)


CORNERS = [
    row(1, text("A1", "x")) + row(1_048_576, text("XFD1048576", "x")),
    row(1, text("A1", "x"), text("A1048576", "x"), text("XFD1", "x")),
    row(1, text("A1", "x")) + '<row\tr="1048576"><c\nr="XFD1048576"><v>1</v></c></row>',
    row(1, text("A1", "x")) + "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    row(1, text("A1", "x")) + '<row><c s="0" r="XFD1048576"><v>1</v></c></row>',
    row(1, text("A1", "x"))
    + '<x:row xmlns:x="u"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    row(1, text("A1", "x")) + '<!-- --><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    row(1, text("A1", 'x <![CDATA[<c r="A1"]]>'))
    + '<row r="1048576"><c  r="XFD1048576"><v>1</v></c></row>',
]


@pytest.mark.parametrize("rows", CORNERS)
def test_cells_at_far_corners_are_refused_before_they_cost_anything(
    tmp_path: Path, rows: str
) -> None:
    with pytest.raises(TableRefused, match="scattered over 1048576 rows and 16384 columns"):
        open_book(workbook(tmp_path / "t.xlsx", rows))


@pytest.mark.parametrize(
    "ref", ["A99999999999", "A1048577", "XFE1", "ZZZZZZZ1", "ZZZZZZZZZZZZZZ1", "A" + "9" * 5000]
)
def test_cells_beyond_the_edge_are_refused(tmp_path: Path, ref: str) -> None:
    with pytest.raises(TableRefused, match="beyond the edge"):
        open_book(workbook(tmp_path / "t.xlsx", HEADER + row(2, text(ref, "x"))))


def test_another_sheet_cannot_hide_behind_a_link(tmp_path: Path) -> None:
    links = LINKS.replace("worksheets/sheet1.xml", "/docProps/../xl/media/image.png")
    parts = {"xl/_rels/workbook.xml.rels": links, "xl/media/image.png": sheet(CORNERS[0])}

    with pytest.raises(TableRefused):
        open_book(workbook(tmp_path / "t.xlsx", HEADER, parts))


@pytest.mark.parametrize(
    "rows",
    [
        sheet(HEADER)[:-20],
        sheet(HEADER + row(2, '<c r="A2" t="s"><v>7</v></c>')),
        sheet(HEADER, after='<mergeCells><mergeCell ref="zz"/></mergeCells>'),
        sheet(HEADER + row(2, '<c r="??"><v>7</v></c>')),
        DECLARED + "no xml",
    ],
)
def test_a_damaged_sheet_is_told(tmp_path: Path, rows: str) -> None:
    with pytest.raises(TableRefused, match=r"damaged|beyond|no table"):
        open_book(workbook(tmp_path / "t.xlsx", rows))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_damaged_workbook_is_told(tmp_path: Path, part: str) -> None:
    with pytest.raises(TableRefused, match="damaged"):
        open_book(workbook(tmp_path / "t.xlsx", HEADER, {part: "<a"}))


def test_a_byte_changed_anywhere_is_no_crash(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", HEADER + row(2, text("A2", "x")))
    content = path.read_bytes()

    for at in range(0, len(content), 7):
        path.write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
        with suppress(TableRefused):
            assert sum(1 for found in open_book(path).sheets for _ in found.rows()) < 10


def test_a_workbook_cut_off_anywhere_is_no_crash(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", HEADER + row(2, text("A2", "x")))
    content = path.read_bytes()

    for end in range(4, len(content) - 22, 40):
        path.write_bytes(content[:end])
        with pytest.raises(TableRefused):
            open_book(path)


def test_very_many_cells_without_a_value_end_the_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "MOST_ODD", 3)
    cells = "".join(
        row(n, text(f"A{n}", "x"), f'<c r="B{n}"><f>1</f></c>') for n in range(2, 9)
    )

    with pytest.raises(TableRefused, match="never calculated"):
        open_book(workbook(tmp_path / "t.xlsx", HEADER + cells))


def test_merged_cells_without_number_cost_little(tmp_path: Path) -> None:
    merged = "".join(f'<mergeCell ref="A1:B{n}"/>' for n in range(2, 20_000))
    rows = sheet(
        HEADER + "".join(row(n, text(f"B{n}", "x")) for n in range(2, 2000)),
        f"<mergeCells>{merged}</mergeCells>",
    )

    (found,) = open_book(workbook(tmp_path / "t.xlsx", rows)).sheets

    assert sum(1 for _ in found.rows()) == 1998

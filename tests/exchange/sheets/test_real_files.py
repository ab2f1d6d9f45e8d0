"""Tables that other people made, which are not part of this project."""

from pathlib import Path

import pytest

from dealtrack.exchange.sheets import Unreadable, open_book

TABLES = Path(__file__).parents[3].parent / "shared" / "data" / "import"


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "columns", "rows"),
    [
        ("GPTAD.csv", "utf-8", ",", 8, 352),
        ("DESTA.csv", "utf-8", ";", 194, 1217),
        ("HUGGO_clean.csv", "utf-8", ",", 25, 4532),
        ("heidi_dataset.xlsx", "", "", 18, 2280),
    ],
)
def test_every_row_is_read(
    name: str, encoding: str, delimiter: str, columns: int, rows: int
) -> None:
    if not (TABLES / name).exists():
        pytest.skip(f"{name} is not beside this project")

    book = open_book(TABLES / name)
    (sheet,) = book.sheets
    read = list(sheet.rows())

    assert (book.encoding, book.delimiter, sheet.header_row) == (encoding, delimiter, 1)
    assert (len(sheet.header), len(read)) == (columns, rows)
    assert {len(row.cells) for row in read} == {columns}
    assert not any(row.fault for row in read)
    assert not any(isinstance(cell, Unreadable) for row in read for cell in row.cells)

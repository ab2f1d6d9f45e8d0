"""Word, Excel and HTML at the command line: where they go, and what no terminal gets."""

import importlib.util
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.cli import hostile
from tests.cli.conftest import MakeHome
from tests.cli.home import Home
from tests.cli.test_hostile import COMMANDS
from tests.render.test_html import INERT, Reader

BINARY = ("docx", "xlsx")
VIEWS = COMMANDS | {
    "promises": ("promises",),
    "history": ("history",),
    "history-one": ("history", "1"),
    "remind": ("remind", "--dry-run"),
    "why": ("show", "1.1", "--why"),
}


@pytest.mark.parametrize("ending", BINARY)
def test_a_terminal_is_not_written_full_of_bytes(reader: MakeHome, ending: str) -> None:
    answer = reader("en").run("month", "2026-10", "-F", ending, screen=80)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines() == [
        f"Error: --format {ending} makes a file that no terminal can show.",
        f"  Write it to a file: -o FILE.{ending}",
    ]


@pytest.mark.parametrize("ending", BINARY)
def test_a_pipe_gets_the_bytes_that_a_file_would(
    reader: MakeHome, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"month.{ending}"

    piped = reader("zh").child("month", "2026-10", "-F", ending, encoding="latin-1").raw
    saved = reader("zh").run("month", "2026-10", "-o", path)

    assert (saved.code, saved.out) == (0, "")
    assert path.read_bytes() == piped
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("ending", [*BINARY, "html"])
def test_a_file_that_is_there_is_kept_unless_forced(
    reader: MakeHome, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"status.{ending}"
    path.write_text("mine", encoding="utf-8")

    assert reader("en").run("status", "-o", path).code == 4
    assert path.read_text(encoding="utf-8") == "mine"

    assert reader("en").run("status", "-o", path, "--force").code == 0
    assert path.read_bytes() != b"mine"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", BINARY)
def test_without_its_library_it_says_how_to_get_it(
    reader: MakeHome, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    find: Callable[..., Any] = importlib.util.find_spec
    missing = {"docx", "xlsxwriter"}
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *a: None if name in missing else find(name, *a),
    )

    answer = reader("en").run("status", "-o", tmp_path / f"x.{ending}")

    assert answer.code == 2
    assert 'pip install "dealtrack[office]"' in answer.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_bulletin_has_its_parts_as_sheets_and_as_headings(
    reader: MakeHome, language: str
) -> None:
    home = reader(language)

    parts = home.run("month", "2026-10", "-F", "md").out
    counted = [line[3:] for line in parts.splitlines() if line.startswith("## ")]
    titles = [re.sub(r"^(\d+\\?\. |[一二三四五六七八九十]+、)", "", line) for line in counted]
    sheets = load_workbook(BytesIO(home.run("month", "2026-10", "-F", "xlsx").raw)).sheetnames
    document = Document(BytesIO(home.run("month", "2026-10", "-F", "docx").raw))

    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert sheets == headings == titles


def test_the_same_figures_stand_in_every_format(reader: MakeHome) -> None:
    home = reader("en")
    book = CalamineWorkbook.from_filelike(BytesIO(home.run("sectors", "-F", "xlsx").raw))
    rows = book.get_sheet_by_index(0).to_python()
    records = [line.split("\t") for line in home.run("sectors", "-F", "tsv").lines]

    keys = records[0]
    named = {row[0]: row for row in rows if row and row[0]}
    for record in records[1:]:
        row = named[record[0]]
        for at, key in enumerate(keys):
            if key in {"agreements", "open", "overdue"}:
                assert row[at] == int(record[at])


@pytest.fixture(scope="module")
def den(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("hostile"))
    with home.store() as store:
        hostile.fill(store)
    return home


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", VIEWS)
class TestAHostileLedger:
    def test_is_text_in_a_workbook(self, den: Home, command: str, language: str) -> None:
        data = den.speaking(language).run(*VIEWS[command], "-F", "xlsx").raw

        book = load_workbook(BytesIO(data))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
        assert not [cell for cell in cells if cell.hyperlink]
        assert CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names == book.sheetnames

    def test_is_text_in_a_document(self, den: Home, command: str, language: str) -> None:
        data = den.speaking(language).run(*VIEWS[command], "-F", "docx").raw

        document = Document(BytesIO(data))
        assert document.paragraphs[0].style is not None
        assert document.paragraphs[0].style.name == "Title"

    def test_is_text_in_html(self, den: Home, command: str, language: str) -> None:
        page = den.speaking(language).run(*VIEWS[command], "-F", "html").out

        assert {one.name for one in Reader(page).elements} <= INERT

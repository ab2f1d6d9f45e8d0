"""Targets out of tables: both shapes, the encodings, and every fault with its place."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealtrack.errors import CannotRead, FileRefused, TableRefused
from dealtrack.exchange.targets import Row, read_targets
from dealtrack.model import Amount
from dealtrack.model.vocabulary import MEASURES
from tests.report.records import cny, usd

LONG = "year,unit,measure,target\n2026,Zone A,signed,60\n2026,,amount,50亿\n"
WIDE = (
    "单位\t签约项目\t签约金额（亿元）\t到位资金(万元)\n"
    "开发区\t60\t50\t1,200\n高新区\t\t—\t3\n合计\t100\t80\t\n"
)
KNOWN = "signed, amount, registered, started, completed, produced, funds"


def table(folder: Path, content: str | bytes, name: str = "targets.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def faults(folder: Path, content: str, year: int | None = None) -> list[str]:
    with pytest.raises(FileRefused) as refused:
        read_targets(table(folder, content), year)
    return [str(one) for one in refused.value.problems]


def test_a_row_for_each_target(tmp_path: Path) -> None:
    assert read_targets(table(tmp_path, LONG)) == [
        Row(2026, "signed", "Zone A", Decimal(60), 2),
        Row(2026, "amount", "", cny("5000000000"), 3),
    ]


def test_a_column_for_each_measure_with_its_unit_of_money_in_the_heading(
    tmp_path: Path,
) -> None:
    assert read_targets(table(tmp_path, WIDE), 2026) == [
        Row(2026, "signed", "开发区", Decimal(60), 2),
        Row(2026, "amount", "开发区", cny("5000000000"), 2),
        Row(2026, "funds", "开发区", cny("12000000"), 2),
        Row(2026, "funds", "高新区", cny("30000"), 3),
        Row(2026, "signed", "", Decimal(100), 4),
        Row(2026, "amount", "", cny("8000000000"), 4),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spreadsheets_of_either_encoding_are_read(
    tmp_path: Path, encoding: str, end: str
) -> None:
    plain = read_targets(table(tmp_path, WIDE), 2026)

    text = WIDE.replace("\n", end).encode(encoding)

    assert read_targets(table(tmp_path, text, "other.tsv"), 2026) == plain


def test_a_quoted_cell_may_hold_a_comma_and_a_currency(tmp_path: Path) -> None:
    text = 'Unit,Amount signed\n"Zone A, North","20 million USD"\n'

    (row,) = read_targets(table(tmp_path, text), 2026)

    assert (row.unit, row.value) == ("Zone A, North", usd("20000000"))
    assert isinstance(row.value, Amount)


def test_every_fault_is_told_with_its_line_its_column_its_value_and_why(tmp_path: Path) -> None:
    text = (
        "year,unit,measure,target\n"
        "26,A,signed,60\n"
        "2026,B,happiness,60\n"
        "2026,C,signed,many\n"
        "2026,D,amount,5 apples\n"
        "2026,E,signed,1.5\n"
        "2026,F,signed,0\n"
        "2026,G,signed,3\n"
        "2026,g,signed,4\n"
        "2026,H,,4\n"
    )

    assert faults(tmp_path, text) == [
        "line 2, year: “26”: is no year",
        f"line 3, target: “60”: happiness is no measure; known are: {KNOWN}",
        "line 4, target: “many”: is no number",
        "line 5, target: “5 apples”: is no amount of money",
        "line 6, target: “1.5”: must be a whole number, 1 or more",
        "line 7, target: “0”: must be a whole number, 1 or more",
        "line 9, agreements signed: the same target as in line 8",
        "line 10, target: “4”: its measure is missing",
    ]


def test_headings_that_say_nothing_are_told(tmp_path: Path) -> None:
    assert faults(tmp_path, "unit,weather\nA,sunny\n", 2026) == [
        "line 1, weather: no such column is known",
        f"line 1: no column is a measure: {KNOWN}",
    ]
    assert faults(tmp_path, "unit,measure\nA,signed\n", 2026)[0].startswith(
        "line 1, target: the column is missing"
    )
    assert faults(tmp_path, "unit,signed,签约数\nA,1,2\n", 2026) == [
        "line 1, signed: there are two such columns",
        "line 2, agreements signed: the same target as in line 2",
    ]


def test_a_year_that_nobody_names_is_asked_for(tmp_path: Path) -> None:
    assert faults(tmp_path, "unit,signed\nA,1\n") == [
        "line 2, year: is missing; give --year for rows without one"
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "unit,signed\n", "unit,signed\nA,-\n"])
def test_a_table_without_a_target_is_refused(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text, 2026) == ["there is no target in it"]


def test_a_cell_that_could_repaint_the_screen_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, "unit,signed\nA\x1b[2J,1\n", 2026) == [
        r"line 2, unit: contains the hidden character \x1b"
    ]


def workbook(folder: Path, *sheets: list[list[object]]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    for at, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {at}")
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(folder / "targets.xlsx")
    return folder / "targets.xlsx"


def test_a_workbook_is_read_below_its_title_from_the_sheet_that_holds_targets(
    tmp_path: Path,
) -> None:
    remarks: list[list[object]] = [["填报人", "电话"], ["李某", "123"]]
    targets: list[list[object]] = [
        ["2026年招商引资目标任务", None, None],
        ["单位", "签约项目", "签约金额（亿元）"],
        ["开发区", 60, 50.5],
        ["高新区", None, "—"],
        ["合计", 100, 80],
    ]

    assert read_targets(workbook(tmp_path, remarks, targets), 2026) == [
        Row(2026, "signed", "开发区", Decimal(60), 3),
        Row(2026, "amount", "开发区", cny("5050000000"), 3),
        Row(2026, "signed", "", Decimal(100), 5),
        Row(2026, "amount", "", cny("8000000000"), 5),
    ]


def test_a_fault_in_a_workbook_is_told_with_its_row(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["Targets"], ["unit", "signed", "mood"], ["A", 1.5, "good"]])

    with pytest.raises(FileRefused) as refused:
        read_targets(path, 2026)

    assert [str(one) for one in refused.value.problems] == [
        "line 2, mood: no such column is known",
        "line 3, signed: “1.5”: must be a whole number, 1 or more",
    ]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="Save it as xlsx or CSV"):
        read_targets(table(tmp_path, b"", "targets.xls"))
    with pytest.raises(TableRefused):
        read_targets(table(tmp_path, b"PK\x03\x04 and nothing", "targets.xlsx"))
    with pytest.raises(CannotRead, match="neither UTF-8"):
        read_targets(table(tmp_path, "unit,signed\n".encode("utf-16")))
    with pytest.raises(CannotRead):
        read_targets(tmp_path / "nowhere.csv")


tables = st.dictionaries(
    st.tuples(
        st.sampled_from(["", "开发区", "Zone, North", '"高新"区']),
        st.sampled_from(MEASURES.keys),
    ),
    st.integers(1, 10**9),
    min_size=1,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cells=tables,
    is_wide=st.booleans(),
    language=st.sampled_from(["en", "zh", "key"]),
    delimiter=st.sampled_from(",\t;"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_any_table_comes_back_as_it_was_written(
    tmp_path: Path,
    cells: dict[tuple[str, str], int],
    is_wide: bool,
    language: str,
    delimiter: str,
    encoding: str,
) -> None:
    names = {w.key: {"en": w.en, "zh": w.zh, "key": w.key}[language] for w in MEASURES}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    if is_wide:
        used = [key for key in MEASURES.keys if any(m == key for _unit, m in cells)]
        writer.writerow(["unit", *(names[key] for key in used)])
        for unit in dict.fromkeys(unit for unit, _m in cells):
            writer.writerow([unit or "合计", *(cells.get((unit, key), "") for key in used)])
    else:
        writer.writerow(["单位", "指标", "目标"])
        for (unit, measure), n in cells.items():
            writer.writerow([unit, names[measure], n])

    found = read_targets(table(tmp_path, out.getvalue().encode(encoding)), 2026)

    told = {
        (one.unit, one.measure): one.value.value if isinstance(one.value, Amount) else one.value
        for one in found
    }
    assert told == cells
    assert len(found) == len(cells)

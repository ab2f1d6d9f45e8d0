import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dealtrack.errors import TableRefused, WrongUse
from dealtrack.exchange.sheets import Cell, open_book
from tests.exchange.sheets.made import HEADER, only, row, sheet, text, why, workbook


def saved(book: Workbook, folder: Path) -> Path:
    path = folder / "t.xlsx"
    book.save(path)
    return path


def filled(*rows: tuple[Any, ...]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    for cells in rows:
        page.append(cells)
    return book, page


def test_values_come_as_people_see_them(tmp_path: Path) -> None:
    values: list[tuple[Any, Cell]] = [
        ("文本", "文本"),
        ("00123", "00123"),
        ("=a", "=a"),
        (2021, 2021),
        (2021.0, 2021),
        (0.25, 0.25),
        (True, True),
        (date(2021, 3, 4), date(2021, 3, 4)),
        (datetime(2021, 3, 4, 5, 6), datetime(2021, 3, 4, 5, 6)),
        (datetime(2021, 3, 4, 23, 59, 59, 700_000), date(2021, 3, 5)),
        (time(14, 30), "14:30:00"),
        (timedelta(hours=30, minutes=5), "30:05:00"),
        ("a\nb", "a\nb"),
        (None, None),
    ]
    book, page = filled(("名称", "值"))
    for n, (value, _seen) in enumerate(values, start=2):
        page.cell(n, 1, "x")
        page.cell(n, 2, value)
        if value == "=a":
            page.cell(n, 2).data_type = "s"

    rows = only(open_book(saved(book, tmp_path)))

    assert [cells[1] for cells in rows] == [seen for _value, seen in values]
    assert [type(cells[1]) for cells in rows] == [type(seen) for _value, seen in values]


def test_days_are_days_in_the_formats_that_only_chinese_programs_use(tmp_path: Path) -> None:
    days = row(
        2,
        text("A2", "x"),
        *(f'<c r="{c}2" s="{s}"><v>44259</v></c>' for c, s in zip("BCD", "123", strict=True)),
    )
    header = row(1, *(text(f"{c}1", c) for c in "ABCD"))

    assert only(open_book(workbook(tmp_path / "t.xlsx", header + days))) == [
        ("x", *(date(2021, 3, 4),) * 3)
    ]


def test_days_may_be_counted_from_1904(tmp_path: Path) -> None:
    book, _page = filled(("名称", "日期"), ("x", date(2021, 3, 4)))
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book.epoch = CALENDAR_MAC_1904

    assert only(open_book(saved(book, tmp_path))) == [("x", date(2021, 3, 4))]


def test_errors_and_formulas_without_a_value_are_told(tmp_path: Path) -> None:
    cells = (
        text("A2", "x") + '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        text("A3", "x") + '<c r="B3"><f>SUM(1,2)</f></c>',
        text("A4", "x") + '<c r="B4"><f>SUM(1,2)</f><v></v></c>',
        text("A5", "x") + '<c r="B5"><f>SUM(1,2)</f><v>3</v></c>',
        text("A6", "x") + '<c r="B6" t="str"><f>""</f><v></v></c>',
    )
    rows = "".join(row(n, part) for n, part in enumerate(cells, start=2))

    read = [cells[1] for cells in only(open_book(workbook(tmp_path / "t.xlsx", HEADER + rows)))]

    assert ("error" in why(read[0]), "never calculated" in why(read[1])) == (True, True)
    assert getattr(read[0], "shown", "") == "#DIV/0!"
    assert why(read[1]) == why(read[2])
    assert read[3:] == [3, None]


@pytest.mark.parametrize("value", ["NaN", "inf", "1e999"])
def test_a_number_that_is_none_is_told(tmp_path: Path, value: str) -> None:
    rows = HEADER + row(2, text("A2", "x"), f'<c r="B2"><v>{value}</v></c>')

    ((name, number),) = only(open_book(workbook(tmp_path / "t.xlsx", rows)))

    assert (name, why(number)) == ("x", "it is no number")


def test_formulas_without_a_value_are_told_where_nothing_else_stands(tmp_path: Path) -> None:
    rows = HEADER + row(2, '<c r="A2"><f>1</f></c>') + row(9, '<c r="D9"><f>1</f></c>')

    (found,) = open_book(workbook(tmp_path / "t.xlsx", rows)).sheets

    assert found.letters == ("A", "B", "C", "D")
    assert [(r.number, [cell is None for cell in r.cells]) for r in found.rows()] == [
        (2, [False, True, True, True]),
        (9, [True, True, True, False]),
    ]


def test_empty_rows_and_columns_before_the_table_do_not_count_as_columns(
    tmp_path: Path,
) -> None:
    rows = row(4, text("C4", "名称"), text("D4", "地点")) + row(
        6, text("C6", "a"), text("D6", "b")
    )

    (found,) = open_book(workbook(tmp_path / "t.xlsx", rows)).sheets

    assert (found.header_row, found.letters, found.header) == (4, ("C", "D"), ("名称", "地点"))
    assert [(r.number, r.cells) for r in found.rows()] == [(6, ("a", "b"))]


def test_a_table_may_begin_far_down(tmp_path: Path) -> None:
    rows = row(500, text("A500", "名称"), text("B500", "地点")) + row(501, text("A501", "a"))

    (found,) = open_book(workbook(tmp_path / "t.xlsx", rows)).sheets

    assert (found.header_row, found.total) == (500, 1)
    assert [(r.number, r.cells) for r in found.rows()] == [(501, ("a", None))]


def test_cells_merged_down_are_said_again_and_marked(tmp_path: Path) -> None:
    book, page = filled(
        ("区县", "项目", "备注"),
        ("南山", "一", "x"),
        (None, "二", None),
        (None, "三", None),
        ("福田", "四", None),
    )
    page.merge_cells("A2:A4")
    page.merge_cells("B5:C5")

    (found,) = open_book(saved(book, tmp_path)).sheets

    assert [(r.cells, r.filled) for r in found.rows()] == [
        (("南山", "一", "x"), ()),
        (("南山", "二", None), (0,)),
        (("南山", "三", None), (0,)),
        (("福田", "四", None), ()),
    ]


def test_a_merged_cell_alone_makes_no_row(tmp_path: Path) -> None:
    cells = (text("A2", "南山") + text("B2", "一"), "", text("B4", "二"))
    rows = HEADER + "".join(row(n, part) for n, part in enumerate(cells, start=2))
    merged = '<mergeCells><mergeCell ref="A2:A1048576"/></mergeCells>'

    book = open_book(workbook(tmp_path / "t.xlsx", sheet(rows, merged)))

    assert only(book) == [("南山", "一"), ("南山", "二")]


def test_a_real_ledger_of_an_office_is_understood(tmp_path: Path) -> None:
    book, page = filled(
        ("深圳市南山区2026年招商引资项目台账", *(None,) * 6),
        (None, None, None, None, None, None, "单位：万元"),
        ("序号", "项目名称", "签约", None, "进展情况", None, "备注"),
        (None, None, "时间", "地点", "阶段", "日期", None),
        (1, "示例一", date(2026, 3, 1), "深圳", "已开工", date(2026, 5, 1), None),
        (2, "示例二", "2026年4月", "上海", "洽谈", None, "待定"),
    )
    for merged in ("A1:G1", "A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:G4"):
        page.merge_cells(merged)

    (found,) = open_book(saved(book, tmp_path)).sheets

    assert found.header == (
        "序号",
        "项目名称",
        "签约/时间",
        "签约/地点",
        "进展情况/阶段",
        "进展情况/日期",
        "备注",
    )
    assert (found.header_row, [r.number for r in found.preamble]) == (3, [1, 2])
    assert [r.cells[:3] for r in found.rows()] == [
        (1, "示例一", date(2026, 3, 1)),
        (2, "示例二", "2026年4月"),
    ]


def test_every_sheet_that_is_shown_and_holds_something_is_read(tmp_path: Path) -> None:
    book, page = filled(("名称", "地点"), ("a", "b"))
    page.title = "一季度"
    book.create_sheet("空")
    hidden = book.create_sheet("隐藏")
    hidden.append(("x", "y"))
    hidden.append((1, 2))
    hidden.sheet_state = "hidden"
    book.create_chartsheet("图")
    second = book.create_sheet("二季度")
    second.append(("名称", "地点"))
    path = saved(book, tmp_path)

    assert [found.name for found in open_book(path).sheets] == ["一季度", "二季度"]
    assert only(open_book(path, sheet="隐藏")) == [(1, 2)]
    with pytest.raises(WrongUse, match="一季度"):
        open_book(path, sheet="三季度")


def test_where_the_only_table_is_hidden_its_sheet_and_the_option_are_named(
    tmp_path: Path,
) -> None:
    book, page = filled(("名称", "地点"), ("a", "b"))
    page.title = "台 账"
    page.sheet_state = "hidden"
    book.create_sheet("空")
    path = saved(book, tmp_path)

    with pytest.raises(TableRefused) as refused:
        open_book(path)

    assert "hidden sheet: 台 账" in str(refused.value)
    assert '--sheet "台 账"' in str(refused.value)
    assert only(open_book(path, sheet="台 账")) == [("a", "b")]


def test_sheets_of_other_programs_are_read(tmp_path: Path) -> None:
    main = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    rows = (
        f'<?xml version="1.0"?>\n<x:worksheet xmlns:x="{main}"><x:sheetData>'
        '<x:row><x:c t="inlineStr"><x:is><x:t>名称</x:t></x:is></x:c>'
        '<x:c t="inlineStr"><x:is><x:t>金额</x:t></x:is></x:c></x:row>'
        "<x:row><x:c t='inlineStr'><x:is><x:r><x:t>a</x:t></x:r><x:r><x:t>b</x:t></x:r>"
        "</x:is></x:c>"
        "<x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )

    assert only(open_book(workbook(tmp_path / "t.xlsx", rows))) == [("ab", 5)]


def test_a_sheet_said_to_be_as_large_as_can_be_is_as_large_as_its_cells(tmp_path: Path) -> None:
    rows = sheet(
        HEADER
        + row(2, text("A2", "x"), '<c r="XFD2" s="1"/>')
        + row(1_048_576, '<c r="A1048576" s="1"/>'),
        before='<dimension ref="A1:XFD1048576"/>',
    )

    (found,) = open_book(workbook(tmp_path / "t.xlsx", rows)).sheets

    assert (len(found.header), found.total) == (2, 1)
    assert [r.cells for r in found.rows()] == [("x", None)]


def test_a_macro_beside_the_sheets_is_of_no_interest(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "t.xlsm", HEADER + row(2, text("A2", "x")), {"xl/vbaProject.bin": b"\x00"}
    )

    assert only(open_book(path)) == [("x", None)]


def test_a_csv_is_read_whatever_its_name_says(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_text("a,b\n1,2\n")

    assert only(open_book(path)) == [("1", "2")]


def test_without_the_library_a_sentence_says_how_to_get_it(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", HEADER)
    hidden = (
        "import sys\nsys.modules['python_calamine'] = None\n"
        "from pathlib import Path\nfrom dealtrack.exchange.sheets import open_book\n"
        f"try: open_book(Path({str(path)!r}))\nexcept Exception as fault: print(fault)"
    )

    done = subprocess.run(
        [sys.executable, "-c", hidden], capture_output=True, text=True, check=True
    )

    assert 'pip install "dealtrack[office]"' in done.stdout


LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
CELLS: st.SearchStrategy[object] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-(10.0**9), 10.0**9).map(lambda f: round(f, 6)),
    st.text(LETTERS, min_size=1, max_size=12),
    st.dates(date(1900, 3, 1), date(2999, 12, 31)),
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_what_was_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, ...]]
) -> None:
    import xlsxwriter

    path = tmp_path_factory.mktemp("xlsx") / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("台账")
        a_day = book.add_format({"num_format": "yyyy-mm-dd"})
        for n, cells in enumerate([("甲", "乙", "丙"), *rows]):
            for column, value in enumerate(cells):
                if isinstance(value, str):
                    page.write_string(n, column, value)
                elif isinstance(value, date):
                    page.write_datetime(n, column, datetime.combine(value, time()), a_day)
                elif value is not None:
                    page.write(n, column, value)

    read = only(open_book(path, header_row=1))

    assert read == [cells for cells in rows if any(cell is not None for cell in cells)]

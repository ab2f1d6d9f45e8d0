"""Pages as workbooks, read back with two other libraries."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from dealtrack.days import PartialDay
from dealtrack.model import Amount
from dealtrack.money import format_amount
from dealtrack.render import excel
from dealtrack.render.excel.names import sheet_names
from dealtrack.render.excel.values import written
from dealtrack.report.page import (
    Bar,
    Block,
    Cell,
    Chart,
    Column,
    Facts,
    Funnel,
    Note,
    Page,
    Quantity,
    Section,
    Table,
    Tile,
    Tiles,
    Tone,
    Toned,
    Trend,
)
from dealtrack.text import language, speak
from tests.render.sample import CHINESE, ENGLISH, HOSTILE, page_of

HEADS = (
    Column("ref", "Ref", "ref"),
    Column("n", "Signed", "number"),
    Column("on", "Day", "day"),
    Column("money", "Amount", "number"),
)


def opened(*blocks: Block, title: str = "P", is_list: bool = False) -> Workbook:
    page = Page(title, blocks, is_list=is_list)
    return load_workbook(BytesIO(excel.workbook(page)))


def cells(book: Workbook) -> Iterator[Any]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from row


def values(book: Workbook) -> list[object]:
    return [cell.value for cell in cells(book) if cell.value is not None]


def of(book: Workbook, value: object) -> Any:
    """Return the first cell that holds *value*."""
    return next(cell for cell in cells(book) if cell.value == value)


def test_a_part_is_a_sheet_and_what_stands_before_them_another() -> None:
    book = opened(
        Tiles((Tile("signed", "1,074"),)),
        Section("Overall", (Note("x"),)),
        Section("By unit", (Note("y"),)),
        title="October",
    )

    assert book.sheetnames == ["October", "Overall", "By unit"]
    assert of(book, "2. By unit").coordinate == "A2"
    assert of(book, 1_074).data_type == "n"


def test_a_note_before_the_parts_stands_on_top_of_the_first() -> None:
    book = opened(Note("Still running."), Section("A", ()), Section("B", ()))

    assert book.sheetnames == ["A", "B"]
    assert of(book, "Still running.").parent.title == "A"


def test_numbers_and_days_are_true_ones() -> None:
    row = ("17.2", 1_074, date(2026, 10, 31), Decimal("2.50"))
    book = opened(Table(HEADS, (row, ("18", 3, PartialDay.read("2026-10"), None))))

    assert of(book, 1_074).number_format == "#,##0"
    assert of(book, datetime(2026, 10, 31)).number_format == "yyyy-mm-dd"
    assert of(book, 2.5).number_format == "#,##0.00"
    assert of(book, "17.2").data_type == "s"
    assert "2026-10" in values(book)


@pytest.mark.parametrize(
    ("language_", "amount", "form"),
    [
        ("zh", "350000000", '0\\.00,,"亿元"'),
        ("zh", "96000000", '0\\.00,,"亿元"'),
        ("zh", "35000", '0\\.0,"万元"'),
        ("zh", "12.5", '#,##0.0"元"'),
        ("en", "2058000000", '"CNY "#,##0.000,,," billion"'),
        ("en", "350000000", '"CNY "#,##0,," million"'),
        ("en", "12.50", '"CNY "#,##0.00'),
    ],
)
def test_money_is_the_whole_sum_and_shown_as_people_say_it(
    language_: str, amount: str, form: str
) -> None:
    value = Decimal(amount)
    cell = Quantity(value, "CNY", format_amount(value, "CNY", language_))

    assert written(cell) == (float(value), form)


@given(
    st.decimals(0, 10**12, places=2).map(lambda d: d.quantize(Decimal("0.01"))),
    st.sampled_from(["CNY", "USD", "XTS"]),
    st.sampled_from(["en", "zh"]),
)
def test_no_sum_is_rounded(value: Decimal, currency: str, spoken: str) -> None:
    amount = Amount(value=value, currency=currency)
    cell = Quantity(value, currency, format_amount(amount.value, currency, spoken))

    found, _form = written(cell)

    assert found == cell.shown or Decimal(repr(found)) == value


@pytest.mark.parametrize(
    ("percent", "shown", "value", "form"),
    [
        ("66.7", "66.7%", 0.667, "#,##0.0%"),
        ("16.4", "+16.4%", 0.164, "+#,##0.0%;-#,##0.0%;#,##0.0%"),
        ("99.65", "99.65%", 0.9965, "#,##0.00%"),
    ],
)
def test_a_percentage_is_a_number(percent: str, shown: str, value: float, form: str) -> None:
    assert written(Quantity(Decimal(percent), "%", shown)) == (value, form)


@pytest.mark.parametrize(
    "cell",
    [
        10**17 + 1,
        Decimal("0.1234567890123456789"),
        date(1899, 12, 31),
        Decimal("NaN"),
        Decimal("Infinity"),
        Quantity(Decimal(3), "X", '"&A1&"'),
    ],
)
def test_what_excel_would_change_stays_a_text(cell: Cell) -> None:
    assert isinstance(written(cell).value, str)


@pytest.mark.parametrize("page", [ENGLISH, CHINESE, page_of(HOSTILE)], ids=["en", "zh", "bad"])
def test_the_same_page_makes_the_same_bytes_and_no_clock_is_in_them(page: Page) -> None:
    first, second = excel.workbook(page), excel.workbook(page)

    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r">(\d{4})-\d\d-\d\dT", about)) == {"2000"}
    assert "<dc:creator></dc:creator>" in about


def test_a_head_stays_in_sight_and_on_every_page() -> None:
    book = opened(Table(HEADS, (("1", 1, None, None),)), title="List", is_list=True)
    sheet = book.worksheets[0]

    head = of(book, "Ref").row
    assert sheet.freeze_panes == f"A{head + 1}"
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.auto_filter.ref == f"A{head}:D{head + 1}"


def test_a_sheet_is_printed_on_a4_as_wide_as_the_paper_with_page_numbers() -> None:
    sheet = opened(Table(HEADS, (("1", 1, None, None),)), Note("x")).worksheets[0]

    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes, each as wide
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center is not None
    assert sheet.oddFooter.center.text == "&P / &N"
    assert sheet.print_area.startswith("'P'!$A$1:$F$")


@pytest.mark.parametrize(("rows", "pages"), [(1, None), (45, None), (100, 0)])
def test_a_chart_that_a_smaller_print_saves_is_not_cut_by_the_end_of_a_page(
    rows: int, pages: int | None
) -> None:
    table = Table(HEADS, tuple((str(n), n, None, None) for n in range(rows)))
    trend = Trend(tuple(Bar(f"2026-{n:02}", n) for n in range(1, 13)), "T")

    sheet = opened(table, trend).worksheets[0]

    assert sheet.page_setup.fitToHeight == pages  # one where it is not said, any number if 0


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        (Chart((Bar("energy", 3), Bar("food", 1, tone=Tone.BAD)), "C"), "barChart"),
        (Trend((Bar("2026-09", 9), Bar("2026-10", 13)), "T"), "barChart"),
        (
            Funnel((Bar("signed", 4), Bar("started", 1)), "F", shares=("100%", "25%")),
            "barChart",
        ),
    ],
    ids=["chart", "trend", "funnel"],
)
def test_figures_are_numbers_with_a_native_chart(
    block: Chart | Trend | Funnel, kind: str
) -> None:
    data = excel.workbook(Page("P", (block,)))
    book = load_workbook(BytesIO(data))

    with ZipFile(BytesIO(data)) as archive:
        drawn = archive.read("xl/charts/chart1.xml").decode()
    assert f"<c:{kind}>" in drawn
    assert ('<c:barDir val="col"/>' in drawn) is isinstance(block, Trend)
    series = re.findall(r"<c:f>(.*?)</c:f>", drawn)
    first = of(book, {"C": 3, "T": 9, "F": 4}[block.title])
    assert series == [
        f"P!$A${first.row}:$A${first.row + 1}",
        f"P!$B${first.row}:$B${first.row + 1}",
    ]


ATTACKS = (
    "=1+1",
    "=cmd|' /C calc'!A1",
    "+1",
    "@SUM(A1)",
    "-2",
    "{=1}",
    "https://example.com",
    "'x",
)


def test_no_text_becomes_a_formula_or_a_link() -> None:
    columns = (Column("a", "A"), Column("b", "=1+1", "number"))
    data = excel.workbook(
        Page(
            "=1+1",
            (
                Table(
                    columns, tuple((text, text) for text in ATTACKS), "=2+2", total=("=3", "=4")
                ),
                Facts(tuple((text, text) for text in ATTACKS)),
                Chart((Bar("=5", 1, "=6"),)),
                Tiles((Tile("=7", "=8", hint="=9"),)),
                Note("=10"),
            ),
        )
    )
    book = load_workbook(BytesIO(data))

    assert {cell.data_type for cell in cells(book)} <= {"s", "n"}
    assert not [cell for cell in cells(book) if cell.hyperlink]
    assert set(ATTACKS) <= set(values(book))
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name), name


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_written_and_two_libraries_read_it(text: str) -> None:
    data = excel.workbook(page_of((text,)))

    names = load_workbook(BytesIO(data)).sheetnames
    assert CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names == names


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    book = opened(Facts((("long", "w" * 40_000),)))

    long = max((str(value) for value in values(book)), key=len)
    assert (len(long), long[-1]) == (32_767, "…")


def test_what_looks_like_an_escape_of_excel_is_read_as_it_was() -> None:
    data = excel.workbook(Page("P", (Facts((("a", "_x0041_ and _x000D_"),)),)))

    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert any("_x0041_ and _x000D_" in row for row in rows)


@given(st.lists(st.text(st.characters(exclude_categories=())), max_size=8))
def test_names_of_sheets_are_what_excel_allows(titles: list[str]) -> None:
    names = sheet_names(titles)

    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


def test_names_that_are_the_same_get_a_number() -> None:
    assert sheet_names(["A" * 40, "a" * 40, "x/y", "", "History"]) == [
        "A" * 31,
        "a" * 29 + " 2",
        "x y",
        "Sheet",
        "History 2",
    ]


def test_a_tone_is_told_by_more_than_its_colour() -> None:
    book = opened(Facts((("late", Toned(21, Tone.BAD)), ("soon", Toned(7, Tone.WARN)))))

    assert of(book, 21).font.bold
    assert of(book, 7).font.italic


def test_chinese_has_a_chinese_font() -> None:
    before = language()
    speak("zh")
    book = opened(*CHINESE.blocks, title="总体情况")
    speak(before)

    assert {cell.font.name for cell in cells(book) if cell.value is not None} == {"宋体"}

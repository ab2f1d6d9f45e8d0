from collections.abc import Iterator
from pathlib import Path

import pytest

from dealtrack.errors import WrongUse
from dealtrack.exchange.sheets import Cell, Row, open_book
from dealtrack.exchange.sheets.heading import find_heading, letters
from tests.exchange.sheets.made import only, written


def rows(*of: tuple[Cell, ...]) -> list[Row]:
    return [Row(number, cells) for number, cells in enumerate(of, start=1)]


def test_the_first_row_is_the_heading_of_a_plain_table() -> None:
    heading = find_heading(rows(("Name", "Place"), ("Accord", "Paris"), ("Pact", "Rome")), {})

    assert (heading.first, heading.names) == (0, ("Name", "Place"))


def test_a_table_of_nothing_but_figures_has_its_first_row_for_a_heading() -> None:
    found = find_heading(rows((None, None), (0, 0), (0, 1)), {})

    assert (found.first, found.names) == (1, ("0", "0"))


def test_titles_units_and_blank_rows_stand_above_it() -> None:
    found = find_heading(
        rows(
            ("深圳市南山区招商引资项目台账（2026年）", None, None, None, None),
            (None, None, None, None, None),
            ("填报单位：南山区", None, None, None, "单位：万元"),
            ("序号", "项目名称", "签约时间", "投资额", "责任单位"),
            (1, "示例一", "2026.3.1", 3000, "投促局"),
            (2, "示例二", "2026.3.2", 200, "商务局"),
        ),
        {},
    )

    assert (found.first, found.after) == (3, 4)
    assert found.names == ("序号", "项目名称", "签约时间", "投资额", "责任单位")


def test_a_row_of_questions_and_answers_above_it_is_no_heading() -> None:
    found = find_heading(
        rows(
            ("Office", "North", "Date", "2026-11-02", None, None),
            ("No", "Title", "Signed", "Party", "Amount", "Unit"),
            (1, "Accord", "2026-01-02", "Acme", 5, "Trade"),
        ),
        {},
    )

    assert found.first == 1


def test_words_that_are_known_decide_between_rows_of_text() -> None:
    table = rows(
        ("alpha", "beta", "gamma"),
        ("Title", "Party", "Place"),
        ("Accord", "Acme", "Rome"),
    )

    assert find_heading(table, {}).first == 0
    assert find_heading(table, {}, {"Title", "Party", "Place"}.__contains__).first == 1


def test_two_rows_are_one_heading_where_the_upper_names_groups() -> None:
    found = find_heading(
        rows(
            ("序号", "项目名称", "签约", None, "进展", None, "备注"),
            (None, None, "时间", "地点", "阶段", "日期", None),
            (1, "示例", "2026-03-01", "深圳", "开工", "2026-05-01", None),
        ),
        {},
    )

    assert (found.first, found.after) == (0, 2)
    assert found.names == (
        "序号", "项目名称", "签约/时间", "签约/地点", "进展/阶段", "进展/日期", "备注",
    )  # fmt: skip


def test_the_lower_row_may_be_the_fuller_one() -> None:
    found = find_heading(
        rows(
            ("项目台账", None, None, None, None, None, None, None),
            ("序号", "签约", None, None, "进展", None, None, None),
            (None, "时间", "地点", "金额", "阶段", "日期", "说明", "问题"),
            (1, "2026-03-01", "深圳", 5, "开工", "2026-05-01", "好", "无"),
        ),
        {},
    )

    assert (found.first, found.after) == (1, 3)
    assert found.names[3:5] == ("签约/金额", "进展/阶段")


def test_merged_cells_tell_how_far_a_group_reaches() -> None:
    table = rows(
        ("序号", "签约", None, None, "备注"),
        (None, "时间", "地点", None, None),
        (1, "2026-03-01", "深圳", "x", None),
    )

    found = find_heading(table, {1: [(1, 2)]})

    assert found.names == ("序号", "签约/时间", "签约/地点", "", "备注")


@pytest.mark.parametrize(
    "table",
    [
        rows(("Name", None, "City"), ("Accord", "x", "Rome"), ("Pact", "y", "Oslo")),
        rows(("Name", "Note", None), ("Accord", None, None), ("Pact", None, None)),
        rows(("甲", "乙", None, "丙"), ("一", None, None, "二"), ("三", None, None, "四")),
        rows(
            ("填报单位：南山区", None, None, "单位：万元"),
            ("序号", "名称", "时间", "金额"),
            (1, "示例", "2026-03-01", 5),
        ),
    ],
)
def test_a_gap_alone_does_not_make_two_rows_one_heading(table: list[Row]) -> None:
    found = find_heading(table, {})

    assert found.after - found.first == 1


def test_a_heading_is_told_as_one_line() -> None:
    found = find_heading(rows(("签约\n时间", " Due\n date ", 2021), ("a", "b", 1)), {})

    assert found.names == ("签约时间", "Due date", "2021")


def test_columns_without_a_name_or_with_one_there_already_get_one(tmp_path: Path) -> None:
    content = "Name,,Name,Place,Note,\nAccord,x,Pact,Rome,,y\nTreaty,x,Pact,Oslo,z,y\n"

    (sheet,) = open_book(written(tmp_path, content)).sheets

    assert sheet.header[:3] == ("Name", "(column B)", "Name (column C)")
    assert sheet.header[3:] == ("Place", "Note", "(column F)")
    assert sheet.letters == ("A", "B", "C", "D", "E", "F")


def test_an_empty_column_at_the_end_is_no_column(tmp_path: Path) -> None:
    book = open_book(written(tmp_path, "Name,Place,,\nAccord,Rome,,\n"))

    assert book.sheets[0].header == ("Name", "Place")
    assert only(book) == [("Accord", "Rome")]


def test_the_row_that_is_chosen_is_the_heading(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Place\nTitre,Lieu\nAccord,Rome\n")

    (sheet,) = open_book(path, header_row=2).sheets

    assert (sheet.header, sheet.header_row) == (("Titre", "Lieu"), 2)
    assert [row.cells for row in sheet.preamble] == [("Name", "Place")]
    with pytest.raises(WrongUse, match="row 9"):
        open_book(path, header_row=9)


def names() -> Iterator[str]:
    yield from (letters(column) for column in (0, 25, 26, 51, 52, 701, 702, 16_383))


def test_columns_are_called_as_a_spreadsheet_calls_them() -> None:
    assert list(names()) == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]

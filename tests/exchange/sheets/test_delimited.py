import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.errors import TableRefused, WrongUse
from dealtrack.exchange.sheets import open_book
from dealtrack.exchange.sheets.delimited import LONGEST, MOST_FAULTS
from tests.exchange.sheets.made import only, read, written

TABLE = [
    ["Name", "Place", "Amount"],
    ["Accord, first", "Paris; France", "1,5"],
    ['The "new" one', "Rome\tItaly", "2,5"],
    ["Line\nbreak", "深圳，南山", "3|5"],
]


def as_csv(rows: list[list[str]], delimiter: str) -> str:
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    book = open_book(written(tmp_path, as_csv(TABLE, delimiter)))

    assert book.delimiter == delimiter
    assert book.sheets[0].header == tuple(TABLE[0])
    assert only(book) == [tuple(row) for row in TABLE[1:]]


def test_the_comma_of_prose_parts_cells_if_nothing_else_does(tmp_path: Path) -> None:
    book = open_book(written(tmp_path, "名称，地点\n合作协议，深圳\n投资合同，广州\n"))

    assert book.delimiter == "，"
    assert only(book) == [("合作协议", "深圳"), ("投资合同", "广州")]


def test_the_delimiter_is_found_below_rows_of_another_width(tmp_path: Path) -> None:
    preamble = "项目台账\n填报单位：南山区，2026年\n\n"
    book = open_book(written(tmp_path, preamble + as_csv(TABLE, ";")))

    assert (book.delimiter, book.sheets[0].header_row) == (";", 4)
    assert [row.cells[0] for row in book.sheets[0].preamble] == [
        "项目台账",
        "填报单位：南山区，2026年",
    ]


def test_decimal_commas_do_not_make_a_delimiter(tmp_path: Path) -> None:
    book = open_book(written(tmp_path, "Name;Amount\nA;1,5\nB;2,5\nC;3,5\n"))

    assert book.delimiter == ";"


def test_a_delimiter_within_quotes_does_not_count(tmp_path: Path) -> None:
    book = open_book(written(tmp_path, 'Name,Tags\nA,"a;b;c;d"\nB,"a;b;c;d"\nC,"a;b;c;d"\n'))

    assert book.delimiter == ","


def test_a_spreadsheet_may_name_the_delimiter_itself(tmp_path: Path) -> None:
    book = open_book(written(tmp_path, "sep=;\r\nName;Place,Region\r\nA;x,y\r\n"))

    assert book.delimiter == ";"
    assert (book.sheets[0].header, book.sheets[0].header_row) == (("Name", "Place,Region"), 2)
    assert [row.number for row in book.sheets[0].rows()] == [3]


def test_a_delimiter_that_is_given_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b#c\n1,2#3\n")

    assert only(open_book(path, delimiter="#")) == [("1,2", "3")]
    assert open_book(written(tmp_path, "a,b\tc\n1,2\t3\n"), delimiter="tab").delimiter == "\t"
    with pytest.raises(WrongUse, match="cannot stand between cells"):
        open_book(path, delimiter="##")


def test_one_column_is_not_parted_by_a_comma_in_it(tmp_path: Path) -> None:
    assert [row.cells for row in read(tmp_path, "Name\nA\nB\nC, Ltd.\nD\nE\nF\n")] == [
        ("A",), ("B",), ("C, Ltd.",), ("D",), ("E",), ("F",),
    ]  # fmt: skip


def test_blanks_before_quotation_marks_are_no_part_of_the_cell(tmp_path: Path) -> None:
    rows = read(tmp_path, '"Name", "Place"\n"A, first", "x"\n"B", "y"\n')

    assert [row.cells for row in rows] == [("A, first", "x"), ("B", "y")]


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    rows = read(tmp_path, 'a,b\n1,"x\ny"\n\n,\n2,z\n')

    assert [(row.number, row.cells) for row in rows] == [(2, ("1", "x\ny")), (5, ("2", "z"))]


def test_a_short_row_is_filled_and_a_long_one_keeps_its_cells(tmp_path: Path) -> None:
    rows = read(tmp_path, "a,b,c\n1\n1,2,3,,\n1,2,3,4\n")

    assert [row.cells for row in rows] == [
        ("1", None, None),
        ("1", "2", "3"),
        ("1", "2", "3", "4"),
    ]


def test_quotation_marks_within_a_cell_are_read_as_meant(tmp_path: Path) -> None:
    rows = read(tmp_path, 'a,b\n"Tencent" Cloud,5" pipe\n"x "y" z",2\n')

    assert [row.cells[0] for row in rows] == ["Tencent Cloud", 'x y" z"']
    assert rows[0].cells[1] == '5" pipe'


def test_a_quotation_mark_never_closed_refuses_its_own_row_alone(tmp_path: Path) -> None:
    lines = [f"{n},text {n}\n" for n in range(50_000)]
    lines[20] = '20,"never closed\n'

    rows = read(tmp_path, "a,b\n" + "".join(lines))

    assert [row.number for row in rows if row.fault] == [22]
    assert "quotation mark" in rows[20].fault
    assert rows[20].cells == ('20,"never closed', None)
    assert rows[21].cells == ("21", "text 21")
    assert len(rows) == 50_000


def test_a_quotation_mark_that_the_next_one_seems_to_close_swallows_no_row(
    tmp_path: Path,
) -> None:
    rows = read(tmp_path, 'a,b,c\n1,"open,x\n2,y,z\n3,"fine",z\n4,y,z\n')

    assert [(row.cells[0], bool(row.fault)) for row in rows[1:]] == [
        ("2", False),
        ("3", False),
        ("4", False),
    ]
    assert rows[0].fault


def test_what_may_belong_to_a_row_that_cannot_be_read_is_not_taken_for_another(
    tmp_path: Path,
) -> None:
    rows = read(tmp_path, 'a,b,c\n0,y,z\n1,"open\nmiddle\nend" x,z\n4,y,z\n')

    assert [bool(row.fault) for row in rows] == [False, True, True, True, False]


def test_very_many_open_quotation_marks_end_the_reading(tmp_path: Path) -> None:
    with pytest.raises(TableRefused, match="quotation marks"):
        read(
            tmp_path,
            "a,b\n"
            + f'1,"{"x" * 200_000}\n' * (MOST_FAULTS // 100)
            + '1,"x\n' * (MOST_FAULTS + 1),
        )


def test_a_line_far_too_long_is_told_and_the_next_one_read(tmp_path: Path) -> None:
    rows = read(tmp_path, "a,b\n1,x\n2," + "y" * (3 * LONGEST) + "\n3,z\n")

    assert [(row.number, bool(row.fault)) for row in rows] == [
        (2, False),
        (3, True),
        (4, False),
    ]
    assert len(str(rows[1].cells[0])) < 100


def test_an_open_quotation_mark_before_such_a_line_swallows_no_row(tmp_path: Path) -> None:
    rows = read(tmp_path, 'a,b\n0,x\n1,"open\n2,y\n3,' + "y" * LONGEST + "\n4,z\n")

    assert [(row.number, bool(row.fault)) for row in rows] == [
        (2, False), (3, True), (4, False), (5, True), (6, False),
    ]  # fmt: skip


def test_a_cell_far_too_long_is_told(tmp_path: Path) -> None:
    rows = read(tmp_path, "a,b\n1," + "y" * 200_000 + "\n3,z\n")

    assert [bool(row.fault) for row in rows] == [True, False]


def test_rows_can_be_asked_for_again(tmp_path: Path) -> None:
    (sheet,) = open_book(written(tmp_path, as_csv(TABLE, ","))).sheets

    assert list(sheet.rows()) == list(sheet.rows())


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n,,\n", "\ufeff"])
def test_a_file_without_a_table_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(TableRefused, match=r"empty|no table"):
        open_book(written(tmp_path, content))


LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")
CELLS = st.text(LETTERS, max_size=12)


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|，"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-32"]),
)
def test_what_was_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str, str]],
    delimiter: str,
    encoding: str,
) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    header = ["甲", "乙", "丙"]
    text = as_csv([header, *map(list, rows)], delimiter)
    path.write_bytes(text.encode(encoding))

    book = open_book(path, header_row=1, encoding=encoding, delimiter=delimiter)

    wanted = [tuple(cell or None for cell in row) for row in rows]
    assert only(book) == [row for row in wanted if any(row)]


def test_twenty_thousand_rows_take_no_memory_of_their_own(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "t.csv"
    with path.open("w") as file:
        file.write("a,b,c\n")
        file.writelines(f"{n},some text of row {n},2021-03-04\n" for n in range(20_000))
    (sheet,) = open_book(path).sheets

    tracemalloc.start()
    count = sum(1 for _ in sheet.rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 20_000
    assert peak < 300_000

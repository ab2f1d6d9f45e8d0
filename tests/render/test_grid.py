"""Tables as lines of text."""

from collections.abc import Iterator
from itertools import count, islice

from hypothesis import given
from hypothesis import strategies as st

from dealtrack.render import grid
from dealtrack.report.page import Column, Kind, Row

COLUMNS = (
    Column("ref", "Ref", "ref"),
    Column("task", "Task", grow=True),
    Column("sum", "Sum", "number"),
)
KINDS: list[Kind] = ["text", "number", "day", "ref"]


def test_columns_are_aligned_by_what_a_terminal_shows() -> None:
    rows: tuple[Row, ...] = (("17.2", "报送附件", 1_000), ("3", "Call", 7))

    assert list(grid.lines(COLUMNS, rows)) == [
        "Ref   Task        Sum",
        "17.2  报送附件  1,000",
        "3     Call          7",
    ]


def test_rows_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def endless() -> Iterator[Row]:
        for n in count():
            taken.append(n)
            yield (str(n), "Call", n)

    list(islice(grid.lines(COLUMNS, endless()), 1_000))

    assert len(taken) < 1_100


def test_the_widths_of_a_whole_table_are_known_before_its_first_line() -> None:
    rows: tuple[Row, ...] = tuple((str(n), "Call", n) for n in range(20_000))

    assert {len(line) for line in grid.lines(COLUMNS, rows)} == {19}


def test_only_text_is_folded() -> None:
    rows: tuple[Row, ...] = (("17.2", "Send the signed annex over", 1_000_000),)

    assert list(grid.lines(COLUMNS, rows, room=34)) == [
        "Ref   Task                     Sum",
        "17.2  Send the signed    1,000,000",
        "      annex over",
    ]


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.booleans(), st.integers(0, 90)), min_size=1),
    st.integers(20, 200),
)
def test_widths_fit_or_are_refused(made: list[tuple[Kind, bool, int]], room: int) -> None:
    columns = [Column("k", "", kind, grow) for kind, grow, _ in made]
    wished = [wish for _, _, wish in made]

    widths = grid.fitted(columns, wished, room)

    if widths is not None:
        assert sum(widths) + grid.GAP * (len(widths) - 1) <= room
        assert all(
            wide == wish or (column.kind == "text" and 8 <= wide < wish)
            for column, wide, wish in zip(columns, widths, wished, strict=True)
        )


def test_no_word_of_a_usual_length_is_broken() -> None:
    columns = (Column("sector", "Sector"), Column("task", "Task", grow=True))
    rows: tuple[Row, ...] = (("agriculture and food", "Send the signed annex over today"),)

    words = {word for line in grid.lines(columns, rows, room=34) for word in line.split()}

    assert {"agriculture", "Send", "signed", "annex"} <= words


def test_a_minor_column_is_left_out_where_the_rest_is_read_with_ease() -> None:
    columns = (COLUMNS[0], COLUMNS[1], Column("unit", "Unit", minor=True))
    rows: tuple[Row, ...] = (("17.2", "Send the signed annex over", "Bureau of Finance"),)

    wide, narrow = (list(grid.lines(columns, rows, room)) for room in (60, 30))

    assert wide[0].split() == ["Ref", "Task", "Unit"]
    assert narrow[0].split() == ["Ref", "Task"]


def test_a_heading_folds_before_texts_get_too_tight() -> None:
    columns = (COLUMNS[1], Column("n", "Month on month", "number"))
    rows: tuple[Row, ...] = (("Send the signed annex over", 7),)

    assert list(grid.lines(columns, rows, room=26))[:2] == [
        "Task              Month on",
        "                     month",
    ]


def test_what_names_a_card_is_the_ref_and_what_may_grow_or_else_the_first_text() -> None:
    assert grid.heads(COLUMNS) == [0, 1]
    assert grid.heads((Column("sector", "Sector"), Column("sums", "Sums", grow=True))) == [0]

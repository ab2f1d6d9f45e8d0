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

"""The vocabulary of a page."""

from decimal import Decimal

import pytest

from dealtrack.report.page import Bar, Cell, Column, Table, Tone, Toned, unwrap


@pytest.mark.parametrize(
    ("cell", "value", "tone"),
    [("x", "x", Tone.PLAIN), (None, None, Tone.PLAIN), (Toned(3, Tone.BAD), 3, Tone.BAD)],
)
def test_a_cell_is_a_value_with_or_without_a_tone(cell: Cell, value: Cell, tone: Tone) -> None:
    assert unwrap(cell) == (value, tone)


@pytest.mark.parametrize(
    ("bar", "says"),
    [
        (Bar("a", 1_074), "1,074"),
        (Bar("a", Decimal("0.50")), "0.50"),
        (Bar("a", 3, "3 %"), "3 %"),
    ],
)
def test_a_bar_says_its_value_unless_told_otherwise(bar: Bar, says: str) -> None:
    assert bar.says == says


def test_the_words_of_a_page_are_values() -> None:
    one, other = (Table((Column("ref", "Ref", "ref"),), (("17",),)) for _ in range(2))

    assert one == other
    assert len({one, other}) == 1

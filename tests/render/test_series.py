"""Trends and funnels, in every voice that speaks in text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dealtrack.render import console, letter, plain, tsv
from dealtrack.render.screen import Screen
from dealtrack.report.page import Bar, Funnel, Page, Trend
from dealtrack.text import language, speak

MONTHS = tuple(
    Bar(f"2026-{month:02}", n)
    for month, n in enumerate((0, 1, 4, 2, 8, 3, 5, 7, 6, 8, 2, 4), 1)
)
SIGNED = Page("", (Trend(MONTHS, "Signed month by month"),))
STEPS = Funnel(
    (Bar("signed", 40), Bar("registered", 20), Bar("started", 10)),
    "How far they came",
    shares=("100.0%", "50.0%", "25.0%"),
)


def drawn(page: Page, width: int, *, boxes: bool = True) -> list[str]:
    text = console.render(page, Screen(is_terminal=True, width=width, boxes=boxes))
    return text.strip("\n").split("\n")


def test_a_trend_is_a_line_of_sparks_above_its_figures() -> None:
    assert drawn(SIGNED, 80) == [
        "Signed month by month",
        "·· ▁▁ ▄▄ ▂▂ ██ ▃▃ ▅▅ ▇▇ ▆▆ ██ ▂▂ ▄▄",
        " 0  1  4  2  8  3  5  7  6  8  2  4",
        "From 2026-01 (0) to 2026-12 (4)",
        "Highest: 2026-05 (8)",
    ]


def test_a_trend_without_room_for_its_figures_is_sparks_alone() -> None:
    assert drawn(SIGNED, 24)[1:3] == ["·▁▄▂█▃▅▇▆█▂▄", "From 2026-01 (0) to"]


def test_a_trend_without_box_characters_has_sparks_of_ascii() -> None:
    lines = drawn(SIGNED, 40, boxes=False)

    assert lines[1] == ".. __ == :: ## -- == ** ++ ## :: =="
    assert "".join(lines).isascii()


def test_a_trend_speaks_chinese() -> None:
    before = language()
    speak("zh")
    lines = drawn(SIGNED, 80)
    speak(before)

    assert lines[-2:] == ["由2026-01（0）到2026-12（4）", "最高：2026-05（8）"]


def test_nothing_at_all_has_no_highest_point() -> None:
    lines = drawn(Page("", (Trend((Bar("2026-01", 0), Bar("2026-02", 0))),)), 80)

    assert lines == ["·· ··", " 0  0", "From 2026-01 (0) to 2026-02 (0)"]


def test_a_trend_without_points_says_so() -> None:
    assert drawn(Page("", (Trend((), "Signed", "No month yet."),)), 80) == [
        "Signed",
        "No month yet.",
    ]


def test_a_funnel_shows_numbers_and_what_they_are_of_the_first() -> None:
    lines = drawn(Page("", (STEPS,)), 60)

    assert [line.split()[-3:] for line in lines[1:]] == [
        ["40", "·", "100.0%"],
        ["20", "·", "50.0%"],
        ["10", "·", "25.0%"],
    ]
    bars = [line.count("█") for line in lines[1:]]
    assert bars == [bars[0], bars[0] // 2, bars[0] // 4]


@pytest.mark.parametrize("speaks", [plain.text, plain.markdown])
def test_in_text_every_point_is_told(speaks: object) -> None:
    assert callable(speaks)
    text = "".join(speaks(Page("P", (*SIGNED.blocks, STEPS))))

    assert all(point.label in text for point in MONTHS)
    assert "20 · 50.0%" in text


def test_records_of_figures_are_bare_numbers() -> None:
    assert list(tsv.text(Page("", (STEPS,)))) == [
        "signed\t40\n",
        "registered\t20\n",
        "started\t10\n",
    ]


def test_a_letter_tells_every_point() -> None:
    text = letter.html(Page("P", (*SIGNED.blocks, STEPS)))

    assert all(f">{point.label}</td>" in text for point in MONTHS)
    assert "20 · 50.0%" in text


NUMBERS = st.one_of(st.integers(-5, 10**9), st.decimals(allow_nan=False), st.floats())


@given(st.lists(NUMBERS, min_size=1, max_size=40), st.integers(20, 100))
def test_any_numbers_can_be_drawn_and_something_is_never_nothing(
    numbers: list[int | float | Decimal], width: int
) -> None:
    points = tuple(Bar(str(at), number, "x") for at, number in enumerate(numbers))

    lines = drawn(Page("", (Trend(points), Funnel(points))), width)

    assert max(map(cell_len, lines)) <= width
    if width > 3 * len(points):
        shown = lines[0].split()
        assert [spark in {"··", "·"} for spark in shown] == [not point.size for point in points]

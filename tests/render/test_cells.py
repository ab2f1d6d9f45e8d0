"""What cells say, and how wide that is."""

import re
import sys
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dealtrack.days import PartialDay
from dealtrack.render.cells import exact, folded, one_line, padded, pieces, said, width
from dealtrack.report.page import Cell, Tone, Toned
from dealtrack.text.hidden import HIDDEN, find_hidden

MIXED = st.text("ab ,-中文字，。“”（）é1")


@pytest.mark.parametrize(
    ("cell", "shown", "bare"),
    [
        (None, "", ""),
        (1_234_567, "1,234,567", "1234567"),
        (Decimal("-1234.50"), "-1,234.50", "-1234.50"),
        (Decimal("1E+3"), "1,000", "1000"),
        (date(2026, 11, 1), "2026-11-01", "2026-11-01"),
        ("a\tb\r\nc\x1b", "a b c\\x1b", "a b c\\x1b"),
        (Toned(1_000, Tone.BAD), "1,000", "1000"),
    ],
)
def test_a_cell_speaks_to_people_and_to_programs(cell: Cell, shown: str, bare: str) -> None:
    assert (said(cell), exact(cell)) == (shown, bare)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2021-07-29/2021-07-30", "2021-07-29/30"),
        ("2021-07-29/2021-08-02", "2021-07-29/08-02"),
        ("2021-12-29/2022-01-02", "2021-12-29/2022-01-02"),
        ("2021-07/2021-08", "2021-07/2021-08"),
        ("2021-07", "2021-07"),
    ],
)
def test_people_read_an_interval_in_short_and_programs_in_full(day: str, shown: str) -> None:
    cell = PartialDay.read(day)

    assert (said(cell), exact(cell)) == (shown, day)


@pytest.mark.parametrize("text", ["abc", "中文，“好”", "1／2", "é", "😀", "─│█", "ｱｲｳ", "한글"])
def test_widths_are_those_of_a_terminal(text: str) -> None:
    assert width(text) == cell_len(text)


def test_padding_counts_columns_not_characters() -> None:
    assert padded("中文", 6) == "中文  "
    assert padded("中文", 6, right=True) == "  中文"


def test_chinese_breaks_anywhere_but_before_a_closing_sign() -> None:
    assert folded("向云帆机器人报送附件，请确认", 20) == ["向云帆机器人报送附", "件，请确认"]


def test_chinese_does_not_break_after_an_opening_sign() -> None:
    assert folded("云帆机器人（滨湖）公司", 12) == ["云帆机器人", "（滨湖）公司"]


def test_words_stay_whole_unless_they_are_too_long() -> None:
    assert folded("send the annexes", 9) == ["send the", "annexes"]
    assert folded("see supercalifragilistic", 10) == ["see", "supercalif", "ragilistic"]


@given(MIXED, st.integers(2, 30))
def test_folding_loses_nothing_but_spaces(text: str, columns: int) -> None:
    lines = folded(one_line(text), columns)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(MIXED, st.integers(2, 30))
def test_folded_lines_fit(text: str, columns: int) -> None:
    assert max(map(width, folded(text, columns))) <= columns


WIDE = r"⺀-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
OPEN, CLOSE = "（《〈「『【〔［｛“", "，。、；：？！）》〉」』】〕］｝”…·％"
PIECE = rf"[{OPEN}]*(?:[{WIDE}]|[^ {WIDE}{OPEN}{CLOSE}]+)?[{CLOSE}]*(?:[ ][·–/](?=[ ]))?[ ]*"
"""What `pieces` finds, as an expression of the characters themselves."""


@given(
    st.text("（“，”·–/ab \t中\u2e7f\u2e80\ua4cf\ua4d0\uffef\U0001ffff\U00020000") | st.text()
)
def test_the_pieces_of_a_text_are_those_of_the_expression(text: str) -> None:
    assert list(pieces(text)) == re.findall(PIECE, text)


def test_no_sign_is_narrower_than_a_terminal_may_show_it() -> None:
    every = map(chr, range(sys.maxunicode + 1))

    assert not [c for c in every if not find_hidden(c) and width(c) < cell_len(c)]


def test_whatever_is_hidden_is_not_printable() -> None:
    """The short way past the expression in `dealtrack.text.hidden`."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))

    hidden = re.findall(HIDDEN, every)

    assert len(hidden) > 2_000
    assert not [character for character in hidden if character.isprintable()]


@pytest.mark.parametrize(
    "total", ["1,500万欧元", "2.06亿美元", "3亿元", "12.5亿新加坡元", "6000 万元", "800元"]
)
@given(before=st.text("中文字 ", max_size=12), columns=st.integers(14, 30))
def test_a_sum_in_chinese_is_never_parted(total: str, before: str, columns: int) -> None:
    lines = folded(f"{before}{total} · 中文{total}，共 3 项", columns)

    assert sum(line.count(total) for line in lines) == 2
    assert max(map(width, lines)) <= columns


def test_only_a_number_holds_its_unit() -> None:
    assert list(filter(None, pieces("欧美万3元比5年"))) == [
        "欧",
        "美",
        "万",
        "3元比",
        "5",
        "年",
    ]


def test_a_tight_sum_in_english_is_never_parted() -> None:
    assert folded("CNY 2.904 bn · EUR 9 m · USD 150 m", 14) == [
        "CNY 2.904 bn ·",
        "EUR 9 m ·",
        "USD 150 m",
    ]

"""Chinese numbers and the plain form of what is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.days.lexicon import MONTHS, WEEKDAYS, month_number, weekday_number
from dealtrack.days.numerals import plain, read_number

_DIGITS = "零一二三四五六七八九"


def chinese(n: int) -> str:
    """Write 1 to 999 the way it is said."""
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


@given(st.integers(1, 999))
def test_a_number_is_read_as_it_is_said(n: int) -> None:
    assert read_number(chinese(n)) == n
    assert plain(f"{chinese(n)}天后") == f"{n}天后"


@pytest.mark.parametrize("run", ["", "三五", "十十", "百", "二百五", "零"])
def test_what_is_no_number_is_left_alone(run: str) -> None:
    assert read_number(run) is None
    assert plain(run) == run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("２０２６－０３－０１", "2026-03-01"),
        ("二〇二六年三月一日", "2026年3月1日"),
        ("二○二六年", "2026年"),
        ("  Next   Monday ", "next monday"),
        ("3 個月 後", "3个月后"),
        ("禮拜五", "礼拜5"),
        ("−3d", "-3d"),
        ("3⽉1⽇", "3月1日"),
        ("一二月", "一二月"),
        ("3十", "3十"),
    ],
)
def test_typing_is_made_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text())
def test_plain_text_has_single_spaces_and_none_around_it(text: str) -> None:
    assert plain(text) == " ".join(plain(text).split())


def test_every_month_and_weekday_has_its_number() -> None:
    months = (
        "january february march april may june july august september october november december"
    )
    weekdays = "monday tuesday wednesday thursday friday saturday sunday"

    assert [month_number(name) for name in months.split()] == list(range(1, 13))
    assert [weekday_number(name) for name in weekdays.split()] == list(range(7))
    assert len(MONTHS.split("|")) == 12
    assert len(WEEKDAYS.split("|")) == 7

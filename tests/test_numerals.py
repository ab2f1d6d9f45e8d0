"""Numbers in Chinese characters: read as they are written, refused where heard in two ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.text.numerals import in_digits, read_chinese

DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """Write *number* in full, with 零 for what is left out, as a teacher would."""
    for mark, worth in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        if number >= worth:
            many, rest = divmod(number, worth)
            gap = "零" if 0 < rest < worth // 10 else ""
            return written(many) + mark + (gap + written(rest) if rest else "")
    return DIGITS[number]


@given(st.integers(0, 10**13))
def test_what_is_written_is_read_again(number: int) -> None:
    assert read_chinese(written(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("两百", 200), ("一百零五", 105), ("十五万", 150000), ("壹佰贰拾", 120)],
)
def test_it_is_read_as_people_write_it(text: str, number: int) -> None:
    assert read_chinese(text) == number


@pytest.mark.parametrize(
    "text", ["", "三五", "一百二", "两万五", "一亿五万", "百", "万", "一万零", "百万", "一千千"]
)
def test_what_can_be_heard_in_two_ways_is_none(text: str) -> None:
    assert read_chinese(text) is None


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("一百亿元", "10000000000元"),
        ("十二点五亿", "12.5亿"),
        ("5千万", "5千万"),
        ("三五个", "三五个"),
        ("sixty", "sixty"),
        ("", ""),
    ],
)
def test_a_number_in_a_text_becomes_digits(text: str, digits: str) -> None:
    assert in_digits(text) == digits

"""Texts in the cells of a spreadsheet: joined, guarded, and found again."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dealtrack.text.cells import guarded, joined, parted, unguarded

awkward = st.text(st.sampled_from("a ;；、\\'=+-@＝－\t\r中")) | st.text()


@given(st.lists(awkward).filter(lambda texts: texts != [""]))
@example(["", ""])
@example([" a", "b "])
def test_what_was_joined_is_parted_again(texts: list[str]) -> None:
    assert list(parted(joined(texts))) == texts


def test_only_a_semicolon_parts_texts() -> None:
    assert parted("甲、乙; a/b, c; d\\;e") == ("甲、乙", "a/b, c", "d;e")
    assert parted("甲;乙") == ("甲", "乙")
    assert parted("") == ()


@given(awkward)
@example("'=1")
@example("''  =1")
def test_a_guarded_text_is_found_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(awkward)
def test_no_guarded_text_begins_a_formula(text: str) -> None:
    assert not guarded(text).lstrip().startswith(tuple("=+-@\t\r＝＋－＠"))


@pytest.mark.parametrize("text", ["-5", "+86 10", "=1", "  @a", "＝SUM(A1)", "\t=1"])
def test_what_a_spreadsheet_would_reckon_with_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", "'quoted'", "5 - 3", "'tis"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text

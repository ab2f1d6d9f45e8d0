"""The heads of columns: every field has one, and each is found again."""

import pytest

from dealtrack.query.fields import FIELDS
from dealtrack.query.headings import HEADINGS, NOT_COLUMNS, TOLD, heading, is_own
from dealtrack.text import speaking


def test_every_field_is_a_column_or_only_for_search() -> None:
    assert {*HEADINGS.keys} | NOT_COLUMNS == {*FIELDS}
    assert not {*HEADINGS.keys} & NOT_COLUMNS
    assert {*HEADINGS.keys} > TOLD


@pytest.mark.parametrize("field", HEADINGS.keys)
def test_a_heading_finds_its_field_in_whatever_language(field: str) -> None:
    for language in ("en", "zh"):
        with speaking(language):
            assert HEADINGS.find(heading(field)) == field
            assert is_own([heading(field)])
            if FIELDS[field].kind.name == "MONEY":
                assert HEADINGS.find(heading(field, in_yuan=True)) == field
                assert is_own([heading(field, in_yuan=True)])


def test_no_two_columns_are_headed_alike() -> None:
    for language in ("en", "zh"):
        with speaking(language):
            heads = [heading(field) for field in HEADINGS.keys]

        assert len({*heads}) == len(heads)


def test_a_field_is_found_by_all_of_its_names() -> None:
    lost = [
        (field.name, name)
        for field in FIELDS.values()
        if field.name not in NOT_COLUMNS
        for name in (field.name, *field.aliases)
        if HEADINGS.find(name) != field.name
    ]

    assert lost == []


def test_a_head_that_people_wrote_is_not_our_own() -> None:
    assert is_own(["Title", "签约日期", "Amount (CNY)", "金额（元）"])
    assert not is_own(["Title", "signing date"])
    assert not is_own(["title"])

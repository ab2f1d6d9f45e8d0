"""Tables as tab-separated lines."""

from collections.abc import Iterator
from itertools import count, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.render import tsv
from dealtrack.render.cells import exact
from dealtrack.report.page import Column, Facts, Page, Row, Table
from dealtrack.text.hidden import find_hidden
from tests.render.sample import CHINESE, ENGLISH, HOSTILE, page_of

COLUMNS = (Column("ref", "编号", "ref"), Column("task", "跟进事项"))


def lines(page: Page, heading: bool = True) -> list[list[str]]:
    return [line.rstrip("\n").split("\t") for line in tsv.text(page, heading)]


def test_a_list_is_its_keys_and_one_line_for_each_record() -> None:
    page = Page("逾期", (Table(COLUMNS, (("17.2", "报送"), ("18.1", None))),), is_list=True)

    assert lines(page) == [["ref", "task"], ["17.2", "报送"], ["18.1", ""]]
    assert lines(page, heading=False) == [["17.2", "报送"], ["18.1", ""]]


def test_several_tables_are_parted_by_an_empty_line() -> None:
    found = lines(ENGLISH)

    assert found[0] == ["ref", "days_late", "due", "task", "owner", "agreement"]
    assert found[1][:3] == ["17.2", "21", "2026-11-01"]
    assert found[4:6] == [[""], ["unit", "signed", "started"]]
    assert ["Harbour Zone", "1074", "80"] in found
    assert len(lines(CHINESE)) == len(found)


def test_a_page_without_tables_gives_its_facts() -> None:
    page = Page("17", (Facts((("Title", "Annex"), ("Party", ("A", "B")))),))

    assert lines(page) == [["Title", "Annex"], ["Party", "A"], ["Party", "B"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_is_one_cell_whatever_it_holds(text: str) -> None:
    rows: tuple[Row, ...] = ((text, text), ("17.2", text))

    assert lines(Page("", (Table(COLUMNS, rows),))) == [
        ["ref", "task"],
        [exact(text), exact(text)],
        ["17.2", exact(text)],
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_written_and_hides_nothing(text: str) -> None:
    for line in tsv.text(page_of((text,))):
        assert find_hidden(line.rstrip("\n").replace("\t", "")) is None
        assert line.count("\n") == 1


def test_rows_are_taken_as_they_are_needed() -> None:
    def endless() -> Iterator[Row]:
        yield from ((str(n), "x") for n in count())

    assert list(islice(tsv.lines(COLUMNS, endless()), 3)) == ["ref\ttask\n", "0\tx\n", "1\tx\n"]

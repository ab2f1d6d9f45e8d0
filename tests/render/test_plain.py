"""Pages as Markdown and as plain text."""

from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dealtrack.render import plain
from dealtrack.render.cells import one_line, said
from dealtrack.report.page import Column, Facts, Note, Page, Row, Table, Tone
from dealtrack.text.hidden import find_hidden
from tests import golden
from tests.render.sample import CHINESE, ENGLISH, HOSTILE, page_of

GOLDEN = Path(__file__).parent / "golden"
ANY = st.text(st.characters(exclude_categories=()))
COLUMNS = (Column("a", "A"), Column("b", "B"))


def parsed(page: Page) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse("".join(plain.markdown(page)))


def heard(token: Token) -> str:
    """What a reader of the rendered Markdown sees of *token*."""
    return "".join(child.content for child in token.children or ())


def cells(page: Page) -> list[list[str]]:
    rows: list[list[str]] = []
    for before, token in zip([None, *parsed(page)], parsed(page), strict=False):
        if token.type == "tr_open":
            rows.append([])
        if token.type == "inline" and before and before.type in {"td_open", "th_open"}:
            rows[-1].append(heard(token))
    return rows


@pytest.mark.parametrize(("page", "name"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_plain_text_reads_as_it_did(page: Page, name: str) -> None:
    golden.check(GOLDEN / f"plain-{name}.txt", "".join(plain.text(page)))


@pytest.mark.parametrize(("page", "name"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_markdown_reads_as_it_did(page: Page, name: str) -> None:
    golden.check(GOLDEN / f"page-{name}.md", "".join(plain.markdown(page)))


def test_markdown_of_a_hostile_ledger_reads_as_it_did() -> None:
    rows = tuple((str(n), text) for n, text in enumerate(HOSTILE))
    page = Page("# <b>", (Table(COLUMNS, rows), *map(Note, HOSTILE)))

    golden.check(GOLDEN / "hostile.md", "".join(plain.markdown(page)))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_of_markdown_reads_as_the_ledger_holds_it(text: str) -> None:
    assert cells(Page("", (Table(COLUMNS, ((text, "x"),)),)))[1] == [
        one_line(text).strip(),
        "x",
    ]


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_any_cell_of_markdown_reads_as_the_ledger_holds_it(text: str) -> None:
    shown = cells(Page("", (Table(COLUMNS, ((text, "x"),)),)))[1]

    # a reader's program trims and joins what is blank, and has its own idea of U+0000
    assert [" ".join(cell.split()) for cell in shown] == [" ".join(one_line(text).split()), "x"]


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_no_markup_of_the_ledger_survives(text: str) -> None:
    page = Page(
        text, (Facts(((text, (text, text)),)), Note(text), Table(COLUMNS, ((text, text),)))
    )

    kinds = {child.type for token in parsed(page) for child in [token, *(token.children or ())]}

    allowed = {"heading", "paragraph", "bullet_list", "list_item", "table", "thead", "tbody"}
    allowed |= {"tr", "th", "td", "strong", "inline", "text", "text_special", "hardbreak"}
    assert {kind.removesuffix("_open").removesuffix("_close") for kind in kinds} <= allowed


def test_strong_marks_what_is_bad_and_the_total() -> None:
    table = Table(COLUMNS, (("x", "y"),), total=("Total", "2"))

    text = "".join(plain.markdown(Page("T", (table, Note("Late", Tone.BAD)))))

    assert text.endswith("| x | y |\n| **Total** | **2** |\n\n**Late**\n")


@settings(max_examples=60, deadline=None)
@given(ANY)
def test_any_text_can_be_said_and_hides_nothing(text: str) -> None:
    page = page_of((text,))

    for spoken in (plain.text(page), plain.markdown(page)):
        assert find_hidden("".join(spoken).replace("\n", "")) is None


def test_plain_text_is_not_cut_however_long() -> None:
    page = Page("T", (Table(COLUMNS, (("长" * 500, "x" * 500),)),))

    assert "长" * 500 + "  " + "x" * 500 in "".join(plain.text(page))


def test_nothing_ends_in_blanks_or_has_two_empty_lines() -> None:
    for page in (ENGLISH, CHINESE):
        lines = "".join(plain.text(page)).split("\n")

        assert all(line == line.rstrip() for line in lines)
        assert all(len(list(run)) == 1 for line, run in groupby(lines) if not line)


def test_a_row_says_what_its_cells_say() -> None:
    row: Row = ("17.2", 1_000)

    assert list(plain.text(Page("T", (Table(COLUMNS, (row,)),))))[-1].split() == list(
        map(said, row)
    )

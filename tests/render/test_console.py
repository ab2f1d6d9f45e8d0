"""Pages on a terminal."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from dealtrack.render import console
from dealtrack.render.console.lines import Lines
from dealtrack.render.console.look import ACCENT, GREY, STYLES
from dealtrack.render.screen import Screen
from dealtrack.report.page import (
    Bar,
    Beside,
    Block,
    Chart,
    Column,
    Facts,
    Note,
    Page,
    Section,
    Table,
    Tile,
    Tiles,
)
from dealtrack.text.hidden import find_hidden
from tests import golden
from tests.render.sample import CHINESE, ENGLISH, HOSTILE, page_of

GOLDEN = Path(__file__).parent / "golden"
WIDTHS = (40, 60, 80, 120, 160)
TALKS = {"en": ENGLISH, "zh": CHINESE}


def terminal(width: int = 80, colour: bool = False, boxes: bool = True) -> Screen:
    return Screen(is_terminal=True, width=width, colour=colour, boxes=boxes)


def drawn(*blocks: Block, width: int = 80, boxes: bool = True) -> str:
    page = Page("", blocks)
    return console.render(page, terminal(width, boxes=boxes)).lstrip("\n")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", TALKS)
def test_a_page_looks_as_it_did(language: str, width: int) -> None:
    text = console.render(TALKS[language], terminal(width))

    golden.check(GOLDEN / f"page-{language}-{width}.txt", text)


def test_a_coloured_page_looks_as_it_did() -> None:
    text = console.render(CHINESE, terminal(100, colour=True))

    golden.check(GOLDEN / "page-zh-100-colour.txt", text.replace("\x1b", "␛"))


def test_a_page_without_box_characters_looks_as_it_did() -> None:
    text = console.render(ENGLISH, terminal(80, boxes=False))

    golden.check(GOLDEN / "page-en-80-ascii.txt", text)


@pytest.mark.parametrize("width", [*range(20, 64), 79, 100, 159])
@pytest.mark.parametrize("page", [ENGLISH, CHINESE, page_of(HOSTILE)], ids=["en", "zh", "bad"])
def test_no_line_is_wider_than_the_screen(page: Page, width: int) -> None:
    lines = console.render(page, terminal(width)).splitlines()

    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_chinese_is_never_cut(width: int) -> None:
    text = console.render(CHINESE, terminal(width))

    table = CHINESE.blocks[1]
    assert isinstance(table, Table)
    assert set(re.findall("[\u4e00-\u9fff]", repr(table.rows))) <= set(text)
    assert "…" not in text.replace("--reason …", "")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", TALKS.values(), ids=TALKS)
def test_days_and_refs_are_never_wrapped(page: Page, width: int) -> None:
    text = console.render(page, terminal(width))

    assert all(word in text for word in ("17.2", "104.1", "T3.1", "2026-11-01", "2026-11-20"))


@pytest.mark.parametrize("width", WIDTHS)
def test_colour_adds_escapes_and_nothing_else(width: int) -> None:
    plain = console.render(CHINESE, terminal(width))
    coloured = console.render(CHINESE, terminal(width, colour=True))

    stripped = re.sub("\x1b\\[[0-9;]*m", "", coloured)
    assert coloured != plain
    assert [line.rstrip() for line in stripped.split("\n")] == plain.split("\n")


@pytest.mark.parametrize("style", [ACCENT, GREY, *filter(None, STYLES.values())])
def test_every_colour_can_be_read_on_black_and_on_white(style: str) -> None:
    """By the contrast of WCAG 2.2, 1.4.11, at least 3 to 1."""
    if (colour := Style.parse(style).color) is None:
        return
    linear = [((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour.get_truecolor()]
    light = sum(part * of for part, of in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))

    assert (light + 0.05) / 0.05 >= 3
    assert 1.05 / (light + 0.05) >= 3


@pytest.mark.parametrize("style", [ACCENT, GREY, *STYLES.values()])
def test_escapes_are_those_that_rich_writes(style: str) -> None:
    own = Lines([[("中文", style)]]).text(colour=True)

    assert own == Style.parse(style).render("中文", color_system=ColorSystem.EIGHT_BIT) + "\n"


def test_no_colour_means_no_escape() -> None:
    assert "\x1b" not in console.render(ENGLISH, terminal(80))


@pytest.mark.parametrize("colour", [True, False])
def test_text_of_the_ledger_cannot_steer_the_terminal(colour: bool) -> None:
    text = console.render(page_of(HOSTILE), terminal(100, colour=colour))

    bare = re.sub("\x1b\\[[0-9;]*m", "", text) if colour else text
    assert find_hidden(bare.replace("\n", "")) is None


def test_text_of_the_ledger_is_no_markup() -> None:
    text = drawn(Note("[red]x[/red] [/foo] :smile: \x1b[31m"))

    assert text == "[red]x[/red] [/foo] :smile: \\x1b[31m\n"


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=())), st.integers(20, 120))
def test_any_text_can_be_drawn_anywhere(text: str, width: int) -> None:
    shown = console.render(page_of((text,)), terminal(width))

    assert find_hidden(shown.replace("\n", "")) is None
    assert max(map(cell_len, shown.split("\n"))) <= width


TASKS = Table(
    (
        Column("ref", "Ref", "ref"),
        Column("due", "Due", "day"),
        Column("task", "Task", grow=True),
        Column("owner", "Owner"),
    ),
    (("17.2", date(2026, 11, 1), "Send the signed annex to the other side", None),),
)


def test_a_table_that_would_be_squeezed_becomes_cards() -> None:
    assert drawn(TASKS, width=40) == (
        "17.2  Send the signed annex to the other\n      side\nDue    2026-11-01\n"
    )


def test_a_small_table_stays_a_table_on_a_small_screen() -> None:
    table = Table((Column("a", "Unit"), Column("b", "N", "number")), (("Lakeside", 7),))

    assert drawn(table, width=40) == "Unit      N\n───────────\nLakeside  7\n"


def test_numbers_stand_right_and_the_total_below_a_rule() -> None:
    table = Table(
        (Column("a", "Unit"), Column("b", "Signed", "number")),
        (("Lakeside", 7), ("Harbour", 1_074)),
        total=("Total", 1_081),
    )

    assert drawn(table).splitlines() == [
        "Unit      Signed",
        "────────────────",
        "Lakeside       7",
        "Harbour    1,074",
        "────────────────",
        "Total      1,081",
    ]


def test_an_unknown_value_is_a_dash() -> None:
    assert drawn(Facts((("Owner", None),))) == "Owner  –\n"
    assert drawn(Facts((("Owner", None),)), boxes=False) == "Owner  -\n"


def test_bars_grow_by_eighths_of_a_column() -> None:
    bars = Chart((Bar("a", 80), Bar("b", 1), Bar("c", 0), Bar("d", -5)), full=80)

    lines = drawn(bars, width=40).splitlines()

    assert lines[0] == f"a  {'█' * 34} 80"
    assert lines[1:] == ["b  ▍ 1", "c  0", "d  -5"]


def test_something_is_never_drawn_as_nothing() -> None:
    bars = Chart((Bar("a", 1_000_000), Bar("b", 1)))

    assert "b  ▏ 1" in drawn(bars)
    assert "b  # 1" in drawn(bars, boxes=False)


def test_two_tiles_stand_abreast_on_a_narrow_screen() -> None:
    tiles = Tiles(tuple(Tile("a rather long label", "1") for _ in range(4)))

    assert [line.count("╭") for line in drawn(tiles, width=40).splitlines()].count(2) == 2


def test_blocks_stand_abreast_where_there_is_room() -> None:
    pair = Beside(
        ((Section("Left", (Note("l"),)),), (Section("Right", (Note("r"), Note("s"))),))
    )

    assert drawn(pair, width=100).count("╰") == 2
    assert len(drawn(pair, width=100).splitlines()) == 4
    assert len(drawn(pair, width=80).splitlines()) == 8


def test_a_warning_carries_a_sign() -> None:
    page = console.render(ENGLISH, terminal(80))

    assert "! Two agreements have no signing day" in page


def test_a_very_long_table_comes_line_by_line() -> None:
    rows = tuple((str(n), "Send the annex " * 9) for n in range(2_000))
    page = Page("", (Table((Column("ref", "Ref", "ref"), Column("task", "Task")), rows),))

    pieces = list(console.pieces(page, terminal(60)))

    assert len(pieces) > 4_000
    assert max(cell_len(piece.rstrip("\n")) for piece in pieces) <= 60


def test_a_very_long_table_becomes_cards_too() -> None:
    rows = tuple(
        (str(n), date(2026, 11, 1), "报送补充协议附件" * 9, "章小梅") for n in range(999)
    )
    page = Page("", (Table(TASKS.columns, rows),))

    lines = console.render(page, terminal(30)).splitlines()

    assert lines.count("Due: 2026-11-01") == 999
    assert max(map(cell_len, lines)) <= 30


def test_a_picture_gives_every_chinese_character_two_columns() -> None:
    picture = console.svg(Page("台账 312", ()), 40, "<dealtrack>")

    assert "&lt;dealtrack&gt;" in picture
    assert '<text x="16.0" y="58" class="wide bold">台账</text>' in picture
    assert '<text x="58.0" y="58" class="bold" textLength="25.2">312</text>' in picture


def test_a_picture_fetches_nothing() -> None:
    picture = console.svg(page_of(HOSTILE), 80)

    assert "url(" not in picture
    assert picture.count("http") == 1 + picture.count("https://example.com")
    assert "<script" not in picture

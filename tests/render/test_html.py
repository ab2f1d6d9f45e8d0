"""Pages as HTML: one file, whose markup is whole and whose texts are only texts."""

import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.render import html
from dealtrack.render.html.sheet import SHEET
from dealtrack.report.page import (
    Bar,
    Block,
    Chart,
    Column,
    Facts,
    Note,
    Page,
    Section,
    Table,
    Tone,
    Toned,
    Trend,
)
from dealtrack.text import language, speak
from dealtrack.text.hidden import find_hidden
from tests.render.sample import CHINESE, ENGLISH, HOSTILE, page_of

VOID = {"meta", "br", "rect", "path", "!doctype"}
INERT = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "nav", "section"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "div", "span", "strong", "time", "a"),
    *("ul", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr"),
    *("th", "td", "figure", "figcaption", "svg", "desc", "rect", "path", "text"),
}
"""Elements that neither fetch nor run anything."""


class Element(NamedTuple):
    name: str
    attributes: dict[str, str | None]
    parents: tuple[str, ...]


class Reader(HTMLParser):
    """A reader that holds every end against its beginning."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[Element] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)

    def all(self, name: str) -> list[Element]:
        return [one for one in self.elements if one.name == name]


def read(*blocks: Block, title: str = "P") -> Reader:
    return Reader(html.text(Page(title, blocks)))


@pytest.mark.parametrize("page", [ENGLISH, CHINESE, page_of(HOSTILE)], ids=["en", "zh", "bad"])
def test_a_page_is_whole_and_asks_for_nothing(page: Page) -> None:
    text = html.text(page)
    reader = Reader(text)

    assert {one.name for one in reader.elements} <= INERT
    for one in reader.elements:
        assert not {name for name in one.attributes if name.startswith("on")}
        assert not {"src", "srcset", "data", "action"} & one.attributes.keys()
        assert (one.attributes.get("href") or "#").startswith("#")
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_a_page_says_its_language_and_its_title(spoken: str) -> None:
    before = language()
    speak(spoken)
    reader = read(title="Where things stand")
    speak(before)

    assert reader.all("html")[0].attributes["lang"] == {"en": "en", "zh": "zh-CN"}[spoken]
    assert reader.texts.count("Where things stand") == 2  # the title of the window, and h1


def test_parts_are_numbered_in_the_way_of_the_language() -> None:
    page = Page("P", tuple(Section(f"Part {n}", ()) for n in range(1, 13)))
    before = language()
    told = {}
    for spoken in ("en", "zh"):
        speak(spoken)
        told[spoken] = Reader(html.text(page)).texts
    speak(before)

    assert "2. Part 2" in told["en"]
    assert {"一、Part 1", "十、Part 10", "十二、Part 12"} <= set(told["zh"])


def test_one_part_alone_has_no_number() -> None:
    assert "Rates" in read(Section("Rates", (Note("x"),))).texts


def test_headings_go_down_one_step_at_a_time() -> None:
    reader = read(
        Section("A", (Facts((("x", 1),), "Facts"), Section("B", (Facts((("y", 2),), "F"),)))),
    )

    levels = [int(one.name[1]) for one in reader.elements if re.fullmatch("h[1-6]", one.name)]
    assert levels == [1, 2, 3, 3, 4]


TABLE = Table(
    (Column("unit", "Unit"), Column("n", "Signed", "number"), Column("on", "Day", "day")),
    (("Lakeside", 1_074, date(2026, 11, 1)),),
    title="By unit",
    total=("Total", 1_074, None),
)


def test_a_table_has_a_caption_heads_and_a_foot() -> None:
    reader = read(TABLE)

    scopes = [(one.attributes["scope"], one.parents[-2]) for one in reader.all("th")]
    assert scopes == [("col", "thead")] * 3 + [("row", "tbody"), ("row", "tfoot")]
    assert len(reader.all("caption")) == len(reader.all("tfoot")) == 1
    assert reader.all("time")[0].attributes["datetime"] == "2026-11-01"
    assert reader.texts.count("1,074") == 2


def test_a_tone_is_told_by_more_than_its_colour() -> None:
    for tone in (Tone.BAD, Tone.WARN, Tone.GOOD):
        rule = re.search(rf"\.{tone.name.lower()}::before {{ content: \"(.+?)\"", SHEET)

        assert rule is not None
        assert f'class="{tone.name.lower()}">21<' in html.text(
            Page("P", (Facts((("late", Toned(21, tone)),)),))
        )


def test_a_drawing_tells_its_numbers() -> None:
    points = (Bar("2026-09", 9), Bar("2026-10", 13))
    reader = read(Trend(points, "Signed"), Chart((Bar("energy", Decimal("2.5")),), "By sector"))

    assert "2026-09: 9; 2026-10: 13" in reader.texts
    assert "energy: 2.5" in reader.texts
    assert all(one.attributes["role"] == "img" for one in reader.all("svg"))
    assert len(reader.all("title")) == 3


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_only_a_text(text: str) -> None:
    shown = html.text(page_of((text,)))
    plain = re.sub(r"<[^<>]*>", "", shown)

    assert Reader(shown).all("script") == []
    assert find_hidden(plain.replace("\n", "")) is None


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_stand_anywhere(text: str) -> None:
    names = {one.name for one in Reader(html.text(page_of((text,)))).elements}

    assert names <= INERT


def test_in_another_encoding_it_is_the_same_document() -> None:
    text = html.text(CHINESE, "gbk")

    assert text.isascii()
    assert Reader(text).texts == Reader(html.text(CHINESE)).texts


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, by WCAG 2.2."""
    lights = []
    for colour in (one, other):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        lights.append(sum(a * b for a, b in zip(linear, (0.2126, 0.7152, 0.0722), strict=True)))
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("block", [0, 1, 2], ids=["light", "dark", "print"])
def test_every_colour_can_be_read_on_its_paper(block: int) -> None:
    parts = SHEET.split("--paper:")[1:]
    colours = dict(
        re.findall(r"--(\w+): (#[0-9a-f]{6})", "--paper:" + parts[block].split("}")[0])
    )

    for name in ("ink", "quiet", "accent", "good", "warn", "bad"):
        assert _contrast(colours[name], colours["paper"]) >= 4.5, name
    assert _contrast(colours["bar"], colours["paper"]) >= 3

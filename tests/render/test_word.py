"""Pages as Word documents, read back."""

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.render import word
from dealtrack.report.page import (
    Bar,
    Block,
    Chart,
    Column,
    Facts,
    Funnel,
    Note,
    Page,
    Section,
    Table,
    Tone,
    Toned,
    Trend,
)
from dealtrack.text import language, speak
from tests.render.sample import CHINESE, ENGLISH, HOSTILE, page_of

TABLE = Table(
    (Column("unit", "Unit"), Column("n", "Signed", "number"), Column("on", "Day", "day")),
    (("Lakeside", 1_074, date(2026, 11, 1)), ("Harbour", Toned(3, Tone.BAD), None)),
    title="By unit",
    total=("Total", 1_077, None),
    more="2 of 12",
)
PARTS = (Section("Overall", (TABLE,)), Section("Trips", (Note("None."),)))


@pytest.fixture
def chinese() -> Iterator[None]:
    before = language()
    speak("zh")
    yield
    speak(before)


def opened(*blocks: Block, title: str = "P", is_list: bool = False) -> Docx:
    return Document(BytesIO(word.document(Page(title, blocks, "as of today", is_list))))


def millimetres(length: Length | None) -> int:
    return round(float((length or Mm(0)).mm))


def outline(document: Docx) -> list[tuple[str, str]]:
    return [
        (str(one.style.name), one.text)
        for one in document.paragraphs
        if one.style is not None and one.text
    ]


def test_titles_are_real_headings() -> None:
    assert outline(opened(*PARTS, title="October")) == [
        ("Title", "October"),
        ("Subtitle", "as of today"),
        ("Heading 1", "Overall"),
        ("Heading 2", "By unit"),
        ("Remark", "2 of 12"),
        ("Heading 1", "Trips"),
        ("Note", "None."),
    ]


def forms(document: Docx) -> list[tuple[str, str]]:
    """Return how headings are counted: the kind of numbers, and what stands around them."""
    lists = document.part.numbering_part.element
    own = next(one for one in lists if one.get(qn("w:abstractNumId")) == "90")
    return [
        (
            level.find(qn("w:numFmt")).get(qn("w:val")),
            level.find(qn("w:lvlText")).get(qn("w:val")),
        )
        for level in own.iter(qn("w:lvl"))
    ]


def numbering(document: Docx, style: str) -> int | None:
    properties = document.styles[style].element.pPr
    return None if properties.numPr is None else properties.numPr.numId.val


def test_word_counts_the_parts() -> None:
    document = opened(*PARTS)

    assert forms(document) == [("decimal", "%1."), ("decimal", "%1.%2")]
    assert numbering(document, "Heading 1") == numbering(document, "Heading 2") == 90


@pytest.mark.usefixtures("chinese")
def test_word_counts_the_parts_of_a_chinese_document_as_officials_do() -> None:
    assert forms(opened(*PARTS)) == [("chineseCounting", "%1、"), ("chineseCounting", "（%2）")]


def test_a_page_without_parts_has_no_numbers() -> None:
    assert numbering(opened(TABLE), "Heading 2") is None


def test_a_table_repeats_its_head_and_parts_no_row() -> None:
    table = opened(TABLE).tables[0]

    assert table.style is not None
    assert table.style.name == "Ledger Table"
    heads = [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows]
    assert heads == [True, False, False, False]
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in table.rows)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Unit", "Signed", "Day"],
        ["Lakeside", "1,074", "2026-11-01"],
        ["Harbour", "3", "–"],
        ["Total", "1,077", ""],
    ]


@pytest.mark.parametrize("page", [ENGLISH, CHINESE, page_of(HOSTILE)], ids=["en", "zh", "bad"])
def test_every_table_is_as_wide_as_the_text_at_the_most(page: Page) -> None:
    document = Document(BytesIO(word.document(page)))
    section = document.sections[0]
    sides = (section.page_width, section.left_margin, section.right_margin)
    assert None not in sides
    room = (sides[0] or 0) - (sides[1] or 0) - (sides[2] or 0)

    for table in document.tables:
        assert sum(column.width or 0 for column in table.columns) <= room + Mm(0.1)


def test_pages_have_numbers_that_word_fills_in() -> None:
    foot = opened(TABLE).sections[0].footer._element

    fields = [one.text.strip() for one in foot.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_paper_is_a4_and_lies_for_a_wide_list() -> None:
    upright = opened(TABLE).sections[0]
    wide = Table((Column("a", "A"), Column("b", "B")), (("w " * 30, "x " * 30),))
    lying = opened(wide, is_list=True).sections[0]

    assert (millimetres(upright.page_width), millimetres(upright.page_height)) == (210, 297)
    assert (millimetres(lying.page_width), lying.orientation) == (297, WD_ORIENT.LANDSCAPE)


@pytest.mark.usefixtures("chinese")
def test_a_chinese_document_has_the_fonts_of_official_ones_by_name() -> None:
    document = opened(*PARTS)

    fonts = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Title", "Heading 1", "Heading 2", "Normal", "Cell")
    }
    assert fonts == {
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体",
        "Normal": "仿宋",
        "Cell": "仿宋",
    }
    assert millimetres(document.sections[0].top_margin) == 37


def test_a_document_says_what_it_is_and_nothing_of_who_made_it() -> None:
    about = opened(TABLE, title="October").core_properties

    assert about.title == "October"
    assert {about.author, about.last_modified_by, about.comments, about.keywords} == {""}
    assert about.created is not None
    assert about.created.year == 2000


@pytest.mark.parametrize("page", [ENGLISH, CHINESE, page_of(HOSTILE)], ids=["en", "zh", "bad"])
def test_the_same_page_makes_the_same_bytes_and_no_clock_is_in_them(page: Page) -> None:
    first, second = word.document(page), word.document(page)

    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]


def bars(document: Docx) -> list[tuple[int, int, int]]:
    """Return where bars begin and end, and the width of their cells, in twips."""
    found = []
    for paragraph in document.element.body.iter(qn("w:p")):
        if shade := paragraph.xpath("w:pPr/w:shd"):
            indent = shade[0].getnext()
            cell = paragraph.getparent().xpath("w:tcPr/w:tcW")[0]
            sides = (int(indent.get(qn(f"w:{side}"))) for side in ("left", "right"))
            left, right = sides
            found.append((left, right, int(cell.get(qn("w:w"))) - 180))
    return found


def test_bars_are_as_long_as_their_figures() -> None:
    document = opened(Chart((Bar("energy", 40), Bar("food", 10), Bar("textiles", 0)), "C"))

    (left, right, room), (_left, more, _room) = bars(document)
    assert (left, right) == (0, 0)
    assert more == pytest.approx(room * 0.75, abs=1)
    assert [row.cells[2].text for row in document.tables[0].rows] == ["40", "10", "0"]


def test_the_steps_of_a_funnel_stand_in_the_middle() -> None:
    steps = (Bar("signed", 40), Bar("started", 10))
    document = opened(Funnel(steps, shares=("100%", "25%")))

    left, right, room = bars(document)[1]
    assert abs(left - right) <= 1
    assert left == pytest.approx(room * 0.375, abs=1)
    assert document.tables[0].rows[1].cells[2].text == "10 · 25%"


def test_a_trend_tells_every_point() -> None:
    points = (Bar("2026-09", 9), Bar("2026-10", 13))
    rows = opened(Trend(points)).tables[0].rows

    assert [(row.cells[0].text, row.cells[2].text) for row in rows] == [
        ("2026-09", "9"),
        ("2026-10", "13"),
    ]


def test_a_tone_is_told_by_more_than_its_colour() -> None:
    pairs = (("late", Toned(21, Tone.BAD)), ("soon", Toned(7, Tone.WARN)))
    table = opened(Facts(pairs)).tables[0]

    runs = [row.cells[1].paragraphs[0].runs[0] for row in table.rows]
    assert [(run.font.bold, run.font.italic) for run in runs] == [(True, None), (None, True)]


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_written_and_is_read_back(text: str) -> None:
    document = Document(BytesIO(word.document(page_of((text,)))))

    assert document.paragraphs[0].style is not None
    assert document.paragraphs[0].style.name == "Title"


def test_a_long_text_is_there_to_its_end() -> None:
    document = opened(Note("w" * 10_000 + " end"), Facts((("a", "长" * 10_000 + "完"),)))

    assert any(one.text.endswith(" end") for one in document.paragraphs)
    assert document.tables[0].rows[0].cells[1].text.endswith("完")


def test_markup_is_text() -> None:
    data = word.document(page_of(("<w:p/>&amp;", "]]>")))

    with ZipFile(BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    assert "&lt;w:p/&gt;&amp;amp;" in body
    assert re.search(r"<w:t[^>]*>\]\]&gt;</w:t>", body)

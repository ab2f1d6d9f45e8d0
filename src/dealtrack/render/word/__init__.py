"""A page as a Word document: real headings with numbers, real tables, page numbers.

In Chinese it has the fonts, sizes and margins of official documents (GB/T 9704—2012).
The same page makes the same bytes.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dealtrack.render.cells import lines_of, one_line
from dealtrack.render.characters import writable
from dealtrack.render.outline import numbered
from dealtrack.render.pairs import instead_of, title_of
from dealtrack.render.word import charts, tables
from dealtrack.render.word.look import Look, prepare
from dealtrack.render.word.markup import paragraph
from dealtrack.render.zipped import steady
from dealtrack.report.page import (
    Beside,
    Block,
    Chart,
    Facts,
    Funnel,
    Note,
    Page,
    Section,
    Table,
    Tiles,
    Tone,
    Trend,
)

_DEEPEST = 3
_MADE = datetime(2000, 1, 1)
"""Stands where the format wants a time: a clock would make other bytes every time."""


def document(page: Page) -> bytes:
    """Return *page* as a document."""
    whole = Document()
    look = Look.of(page)
    prepare(whole, look, is_numbered=any(number for number, _block in numbered(page)))
    _describe(whole, page)
    end = whole.element.body[-1]  # the properties of the section
    for markup in _page(page, look):
        end.addprevious(parse_xml(markup.replace(">", f" {nsdecls('w')}>", 1)))
    written = BytesIO()
    whole.save(written)
    return steady(written.getvalue())


def _describe(whole: Docx, page: Page) -> None:
    """Say what the document is, and nothing of who made it, where and when."""
    about = whole.core_properties
    about.title = writable(one_line(page.title))[:255]
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = _MADE
    about.revision = 1
    relations = whole.part.package.rels  # the template has a picture of its own first page
    for name in [n for n, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[name]


def _page(page: Page, look: Look) -> Iterator[str]:
    yield paragraph(page.title, "Title")
    if page.subtitle:
        yield paragraph(page.subtitle, "Subtitle")
    yield from _all(page.blocks, 1, look)


def _all(blocks: Iterable[Block], level: int, look: Look) -> Iterator[str]:
    for block in blocks:
        match block:
            case Section():
                yield _heading(block.title, level)
                yield from _all(block.blocks, level + 1, look)
            case Beside():
                for column in block.columns:
                    yield from _all(column, level, look)
            case Note():
                yield from _note(block)
            case Table() | Facts() | Chart() | Trend() | Funnel() | Tiles():
                if title := title_of(block):
                    yield _heading(title, max(level, 2))
                yield from _shown(block, look)


def _shown(block: Table | Facts | Chart | Trend | Funnel | Tiles, look: Look) -> Iterator[str]:
    if empty := instead_of(block):
        yield from _note(empty)
        return
    match block:
        case Table():
            yield from tables.table(block, look)
        case Facts():
            yield tables.facts(block, look)
        case Tiles():
            yield tables.tiles(block, look)
        case Chart() | Trend() | Funnel():
            yield charts.chart(block, look)
    yield paragraph("", "Gap")  # Word joins two tables that nothing parts


def _heading(title: str, level: int) -> str:
    return paragraph(title, f"Heading{min(level, _DEEPEST)}")


def _note(note: Note) -> Iterator[str]:
    """Yield each line of *note* as a paragraph: its lines are sentences of their own."""
    style = "Remark" if note.tone is Tone.QUIET else "Note"
    return (paragraph(line, style, note.tone) for line in lines_of(note.text))

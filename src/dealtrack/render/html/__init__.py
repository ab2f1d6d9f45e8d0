"""A page as one HTML file that needs nothing else: no script, no font, no picture.

It is read on a screen, on a phone, in the dark and on A4 paper, and by those who listen:
headings are headings, tables have captions and heads, drawings tell their numbers.  Every
text is escaped, and a policy forbids the browser to fetch or to run anything all the same.
"""

from collections.abc import Iterable, Iterator

from dealtrack.render.cells import lines_of, one_line
from dealtrack.render.characters import escaped
from dealtrack.render.html import charts, tables
from dealtrack.render.html.markup import element
from dealtrack.render.html.sheet import SHEET
from dealtrack.render.outline import numbered
from dealtrack.render.pairs import instead_of, title_of
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
    Tile,
    Tiles,
    Trend,
)
from dealtrack.text import _, language

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MANY = 4  # parts, from which on a list of them is worth its room
_DEEPEST = 6


def text(page: Page, encoding: str = "utf-8") -> str:
    """Return *page* as a whole document, for a stream or a file of that *encoding*.

    Beyond UTF-8 what is not ASCII becomes a reference: the document is the same.
    """
    whole = "\n".join(_document(page))
    if encoding.lower().replace("_", "-") in {"utf-8", "utf8"}:
        return whole
    return whole.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _document(page: Page) -> Iterator[str]:
    spoken = "zh-CN" if language() == "zh" else "en"
    title = escaped(one_line(page.title)) or "dealtrack"
    yield "<!DOCTYPE html>"
    yield f'<html lang="{spoken}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{title}</title>"
    yield f"<style>\n{SHEET}</style>"
    yield "</head>"
    yield "<body>"
    yield "<main>"
    yield from _header(page)
    for place, (number, block) in enumerate(numbered(page)):
        yield from _part(block, number, place)
    yield "</main>"
    yield "</body>"
    yield "</html>"
    yield ""


def _header(page: Page) -> Iterator[str]:
    yield "<header>"
    yield element("h1", one_line(page.title))
    if page.subtitle:
        yield element("p", one_line(page.subtitle), "subtitle")
    yield "</header>"
    parts = [
        (number, block, place)
        for place, (number, block) in enumerate(numbered(page))
        if isinstance(block, Section)
    ]
    if len(parts) >= _MANY:
        contents = escaped(_("Contents"))
        yield f'<nav aria-label="{contents}"><ul>'
        for number, block, place in parts:
            name = escaped(number + one_line(block.title))
            yield f'<li><a href="#part-{place}">{name}</a></li>'
        yield "</ul></nav>"


def _part(block: Block, number: str, place: int) -> Iterator[str]:
    """Yield a block of the page itself, whose sections are its parts."""
    if isinstance(block, Section):
        yield from _section(block, 2, number, f' id="part-{place}"')
    else:
        yield from _block(block, 2)


def _all(blocks: Iterable[Block], level: int) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, level)


def _block(block: Block, level: int) -> Iterator[str]:
    """Yield *block*; its title is a heading of that *level*."""
    match block:
        case Section():
            yield from _section(block, level)
        case Beside():
            yield '<div class="beside">'
            for column in block.columns:
                yield "<div>"
                yield from _all(column, level)
                yield "</div>"
            yield "</div>"
        case Note():
            yield _note(block)
        case Tiles():
            yield from _tiles(block)
        case Table() | Facts() | Chart() | Trend() | Funnel():
            yield from _titled(block, level)


def _section(section: Section, level: int, number: str = "", name: str = "") -> Iterator[str]:
    yield f"<section{name}>"
    yield element(f"h{min(level, _DEEPEST)}", number + one_line(section.title))
    yield from _all(section.blocks, level + 1)
    yield "</section>"


def _titled(block: Table | Facts | Chart | Trend | Funnel, level: int) -> Iterator[str]:
    title = one_line(title_of(block))
    heading = f"h{min(level, _DEEPEST)}"
    sort = "block" if level == 2 else ""
    if empty := instead_of(block):
        if title:
            yield element(heading, title, sort)
        yield _note(empty)
        return
    match block:
        case Table():
            yield from tables.table(block, title)
        case Facts():
            if title:
                yield element(heading, title, sort)
            yield from tables.facts(block)
        case Chart() | Trend() | Funnel():
            yield from charts.figure(block, title)


def _note(note: Note) -> str:
    lines = "<br>".join(escaped(line) for line in lines_of(note.text))
    return f'<p class="note {note.tone.name.lower()}">{lines}</p>'


def _tiles(tiles: Tiles) -> Iterator[str]:
    yield '<dl class="tiles">'
    yield from map(_tile, tiles.tiles)
    yield "</dl>"


def _tile(tile: Tile) -> str:
    hint = element("dd", one_line(tile.hint), "hint") if tile.hint else ""
    value = element("dd", one_line(tile.value), f"value {tile.tone.name.lower()}")
    return f"<div>{element('dt', one_line(tile.label))}{value}{hint}</div>"

"""A page as an Excel workbook: a sheet for each part, with true numbers, true days and charts.

No text becomes a formula or a link, and the same page makes the same bytes.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from xlsxwriter import Workbook

from dealtrack.render.cells import one_line
from dealtrack.render.excel.names import sheet_names
from dealtrack.render.excel.sheet import Sheet
from dealtrack.render.excel.styles import Styles
from dealtrack.render.excel.values import MADE, OPTIONS
from dealtrack.render.outline import numbered
from dealtrack.report.page import Block, Note, Page, Section


class Part(NamedTuple):
    """What goes on one sheet; the *heading* is that of the part, the page has its own."""

    name: str
    heading: str
    blocks: tuple[Block, ...]


def workbook(page: Page) -> bytes:
    """Return *page* as a workbook."""
    parts = _parts(page)
    written = BytesIO()
    with Workbook(written, OPTIONS) as book:
        book.set_properties({"title": one_line(page.title)[:255], "created": MADE})
        book.set_calc_mode("auto")
        styles = Styles(book)
        for name, part in zip(sheet_names([p.name for p in parts]), parts, strict=True):
            Sheet(book.add_worksheet(name), book, styles, page, part.heading).fill(part.blocks)
    return written.getvalue()


def _parts(page: Page) -> list[Part]:
    """Return the sheets of *page*: each of its parts, and what stands between these.

    A note that stands alone goes on top of the part that follows it.
    """
    parts: list[Part] = []
    waiting: list[Block] = []
    for number, block in numbered(page):
        if not isinstance(block, Section):
            waiting.append(block)
            continue
        if not _only_notes(waiting):
            parts.append(Part(page.title, "", tuple(waiting)))
            waiting = []
        heading = number + one_line(block.title)
        parts.append(Part(block.title, heading, (*waiting, *block.blocks)))
        waiting = []
    if waiting or not parts:
        parts.append(Part(page.title, "", tuple(waiting)))
    return parts


def _only_notes(blocks: Sequence[Block]) -> bool:
    return all(isinstance(block, Note) for block in blocks)

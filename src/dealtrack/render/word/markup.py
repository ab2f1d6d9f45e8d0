"""Paragraphs and cells in the XML of Word (ISO/IEC 29500, WordprocessingML)."""

from collections.abc import Iterable

from dealtrack.render.cells import lines_of
from dealtrack.render.characters import escaped
from dealtrack.report.page import Tone

_TONES = {
    Tone.PLAIN: "",
    Tone.GOOD: '<w:color w:val="1A6B3A"/>',
    Tone.WARN: '<w:i/><w:color w:val="855000"/>',
    Tone.BAD: '<w:b/><w:color w:val="B3261E"/>',
    Tone.QUIET: '<w:color w:val="586474"/>',
    Tone.STRONG: "<w:b/>",
}
"""No tone is told by its colour alone, but that of what is well."""


def paragraph(text: str, style: str, tone: Tone = Tone.PLAIN, more: str = "") -> str:
    """Return *text*, whose lines stay lines, as a paragraph; *more* are its properties."""
    break_ = "<w:r><w:br/></w:r>"
    runs = break_.join(_run(line, _TONES[tone]) for line in lines_of(text) if line or text)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def _run(line: str, look: str) -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escaped(line)}</w:t></w:r>'


def cell(content: str, wide: int, more: str = "") -> str:
    """Return paragraphs as a cell *wide* twips; *more* are its properties."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{more}</w:tcPr>{content}</w:tc>'


def row(cells: Iterable[str], *, is_head: bool = False) -> str:
    """Return *cells* as a row that no page parts; a head stands on every page."""
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def table(
    rows: Iterable[str],
    widths: Iterable[int],
    style: str,
    *,
    has_head: bool = False,
    has_total: bool = False,
) -> str:
    """Return *rows* as a table in that *style*, its columns as wide as *widths*, in twips."""
    each = list(widths)
    look = (
        f'<w:tblLook w:firstRow="{has_head:d}" w:lastRow="{has_total:d}" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )
    columns = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in each)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(each)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{look}'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )

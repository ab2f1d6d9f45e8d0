"""How a Word document looks: its paper, fonts and styles, in English and in Chinese."""

from typing import NamedTuple

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from dealtrack.render import grid
from dealtrack.render.word import numbers
from dealtrack.report.page import Page, Table
from dealtrack.text import language

_SHORT, _LONG = Mm(210), Mm(297)
_SENTENCES = ("Note", "Remark")
"""The styles of sentences: of what has to be read, and of what only explains."""
_MOST = 86  # columns of a terminal that a table has on upright paper


class Fonts(NamedTuple):
    """Names of fonts, for Latin and for Chinese, and sizes in points."""

    latin: str
    title: str
    heading: str
    second: str
    body: str
    sizes: tuple[float, float, float, float]


_ENGLISH = Fonts("Arial", "黑体", "黑体", "黑体", "宋体", (20, 14, 11, 10))
_CHINESE = Fonts("Times New Roman", "方正小标宋简体", "黑体", "楷体", "仿宋", (22, 16, 14, 14))
"""The title in 小标宋 of 二号, parts in 黑体 of 三号, the text in 仿宋, here of 四号."""


class Look(NamedTuple):
    """The paper, in millimetres: whether it lies, and its margins; and the fonts."""

    lies: bool
    margins: tuple[int, int, int, int]
    fonts: Fonts

    @classmethod
    def of(cls, page: Page) -> "Look":
        """Return the look of *page* in the language spoken now; a wide list lies."""
        lies = page.is_list and any(
            sum(grid.natural(block.columns, block.rows)) > _MOST
            for block in page.blocks
            if isinstance(block, Table)
        )
        if language() == "zh":
            return cls(lies, (28, 26, 28, 26) if lies else (37, 26, 35, 28), _CHINESE)
        return cls(lies, (22, 20, 22, 20), _ENGLISH)

    @property
    def room(self) -> int:
        """The width of the text, in twips."""
        wide = 297 if self.lies else 210
        return round((wide - self.margins[1] - self.margins[3]) / 25.4 * 1440)


def prepare(document: Document, look: Look, *, is_numbered: bool) -> None:
    """Give *document* its paper and styles; headings get numbers if it has parts."""
    _paper(document, look)
    _styles(document, look)
    _speak(document)
    if is_numbered:
        numbers.count_headings(document, is_chinese=look.fonts is _CHINESE)
    numbers.number_pages(document)


def _paper(document: Document, look: Look) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if look.lies else WD_ORIENT.PORTRAIT
    sides = (_LONG, _SHORT) if look.lies else (_SHORT, _LONG)
    section.page_width, section.page_height = sides
    top, right, bottom, left = map(Mm, look.margins)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left


def _styles(document: Document, look: Look) -> None:
    fonts = look.fonts
    title, first, second, body = fonts.sizes
    is_chinese = fonts is _CHINESE
    _style(document, "Normal", fonts.latin, fonts.body, body)
    _style(document, "Title", fonts.latin, fonts.title, title, bold=not is_chinese, after=6)
    _style(document, "Subtitle", fonts.latin, fonts.second, body, after=12)
    _style(document, "Heading 1", fonts.latin, fonts.heading, first, before=18, after=6)
    _style(document, "Heading 2", fonts.latin, fonts.second, second, before=10, after=4)
    _style(document, "Heading 3", fonts.latin, fonts.body, second, before=8, after=4)
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        document.styles[name].font.bold = not is_chinese or name == "Heading 3"
    if is_chinese:
        for name in ("Title", "Subtitle"):
            document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    cell = 10.5 if is_chinese else 9.5
    added = {
        "Note": body,
        "Remark": cell,
        "Cell": cell,
        "Small Cell": cell - 1.5,
        "Figure": 20,
        "Bar": 7,
        "Gap": 5,
    }
    for name, size in added.items():
        style = document.styles.add_style(name, 1)
        style.base_style = document.styles["Normal"]
        _style(document, name, fonts.latin, fonts.body, size, after=4 * (name in _SENTENCES))
    if is_chinese:
        for name in _SENTENCES:
            note = document.styles[name].element.get_or_add_pPr()
            first = round(40 * added[name])  # twips: two characters
            indent = f'<w:ind {nsdecls("w")} w:firstLineChars="200" w:firstLine="{first}"/>'
            note.append(parse_xml(indent))
    for markup in (_TABLE, _FACTS, _BARS):
        document.styles.element.append(parse_xml(markup.replace(">", f" {nsdecls('w')}>", 1)))


def _style(
    document: Document,
    name: str,
    latin: str,
    chinese: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    """Set a style of *document*: its fonts by name, and black, whatever the template says."""
    style: ParagraphStyle = document.styles[name]
    properties = style.element.get_or_add_rPr()
    for old in list(properties):
        properties.remove(old)
    style.font.name = latin
    properties.rFonts.set(qn("w:eastAsia"), chinese)
    properties.rFonts.set(qn("w:cs"), latin)
    style.font.size, style.font.bold = Pt(size), bold or None
    space = style.paragraph_format
    space.space_before, space.space_after, space.line_spacing = Pt(before), Pt(after), 1.15
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        border.getparent().remove(border)


def _speak(document: Document) -> None:
    """Say in which language the text is, for spelling and for those who listen."""
    spoken = "zh-CN" if language() == "zh" else "en-GB"
    for tag in document.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), "en-GB")
        tag.set(qn("w:eastAsia"), "zh-CN")
    document.core_properties.language = spoken


_LINE = 'w:val="single" w:sz="4" w:space="0" w:color="A9B4C0"'
_RULE = 'w:val="single" w:sz="8" w:space="0" w:color="4A5663"'
_MARGINS = '<w:left w:w="90" w:type="dxa"/><w:right w:w="90" w:type="dxa"/>'
_TABLE = f"""\
<w:style w:type="table" w:customStyle="1" w:styleId="LedgerTable">
<w:name w:val="Ledger Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
<w:tblPr><w:tblBorders><w:top {_RULE}/><w:bottom {_RULE}/><w:insideH {_LINE}/></w:tblBorders>
<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>
<w:bottom w:w="30" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
<w:bottom {_RULE}/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="EEF2F6"/>
<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>
<w:tblStylePr w:type="lastRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
<w:top {_RULE}/></w:tcBorders></w:tcPr></w:tblStylePr>
</w:style>"""
_FACTS = f"""\
<w:style w:type="table" w:customStyle="1" w:styleId="LedgerFacts">
<w:name w:val="Ledger Facts"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
<w:tblPr><w:tblBorders><w:bottom {_LINE}/><w:insideH {_LINE}/></w:tblBorders>
<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>
<w:bottom w:w="20" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>
</w:style>"""
_BARS = f"""\
<w:style w:type="table" w:customStyle="1" w:styleId="LedgerBars">
<w:name w:val="Ledger Bars"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
<w:tblPr><w:tblCellMar>{_MARGINS}</w:tblCellMar></w:tblPr>
</w:style>"""

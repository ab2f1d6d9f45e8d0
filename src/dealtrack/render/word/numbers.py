"""The numbers in a Word document, which Word itself counts: of its parts and its pages."""

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

_ABSTRACT, _LIST = "90", "90"
"""Names of the list, which the template does not use."""

_CHINESE = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"))
_ENGLISH = (("decimal", "%1."), ("decimal", "%1.%2"))


def count_headings(document: Document, *, is_chinese: bool) -> None:
    """Give headings numbers: 一、 and （一） in Chinese, 1. and 1.1 in English."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="Heading{level + 1}"/><w:suff w:val="{_after(is_chinese)}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for level, (form, text) in enumerate(_CHINESE if is_chinese else _ENGLISH)
    )
    lists = document.part.numbering_part.element
    lists.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_ABSTRACT}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        ),
    )
    lists.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{_LIST}">'
            f'<w:abstractNumId w:val="{_ABSTRACT}"/></w:num>'
        )
    )
    for level in range(2):
        _count(document, level)


def _after(is_chinese: bool) -> str:
    """Return what follows a number: a Chinese one brings its sign, others a space."""
    return "nothing" if is_chinese else "space"


def _count(document: Document, level: int) -> None:
    properties = document.styles[f"Heading {level + 1}"].element.get_or_add_pPr()
    numbering = properties.get_or_add_numPr()
    numbering.get_or_add_ilvl().val = level
    numbering.get_or_add_numId().val = int(_LIST)


def number_pages(document: Document) -> None:
    """Write the number of the page, and of all pages, at its foot."""
    foot: Paragraph = document.sections[0].footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(foot, "PAGE")
    foot.add_run(" / ").font.size = Pt(9)
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    """Add a field that Word fills in."""
    for sort in ("begin", "instruction", "separate", "text", "end"):
        run = paragraph.add_run("1" if sort == "text" else None)
        run.font.size = Pt(9)
        if sort == "text":
            continue
        if sort == "instruction":
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = f" {name} "
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), sort)
        run._r.append(mark)

"""The cells of a table as plain text: what is empty, what is a number, what cannot be read."""

import re
from datetime import date, datetime
from unicodedata import normalize

from dealtrack.exchange.sheets import Cell, Unreadable
from dealtrack.text import _

_EMPTY = {
    *("", "n/a", "na", "#n/a", "none", "null", "nil", "nan", "-", "--", "---", "—", "——", "–"),
    *("/", "//", "\\", "tbd", "tbc", "unknown", "not known", "*"),
    *(
        "无",
        "暂无",
        "没有",
        "未定",
        "待定",
        "未知",
        "不详",
        "空",
        "未填",
        "待确定",
        "待补充",
        "尚未确定",
        "面议",
        "另行商定",
    ),
}
"""What people write into a cell that they have nothing to write into."""

_ERRORS = {"#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#spill!", "#calc!"}


class Unfit(Exception):  # noqa: N818 -- it is what it says
    """A cell cannot be taken over: *why*, and what was in it."""

    def __init__(self, why: str, value: str = "", column: str = "") -> None:
        super().__init__(why, value, column)
        self.why = why
        self.value = value
        self.column = column


def shown(cell: Cell) -> str:  # noqa: PLR0911 -- one for each sort of cell
    """Return what a cell holds as its reader sees it."""
    match cell:
        case None:
            return ""
        case Unreadable(shown=text):
            return text
        case bool():
            return "TRUE" if cell else "FALSE"
        case datetime():
            return cell.isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case float():
            return plain_number(cell)
        case _:
            return str(cell)


def plain_number(number: float) -> str:
    """Return a number as it was typed: the 15 digits that a spreadsheet keeps, no exponent."""
    text = f"{number:.15g}"
    if "e" not in text:
        return text
    return f"{number:.20f}".rstrip("0").rstrip(".") if abs(number) < 1 else f"{number:.0f}"


def text_of(cell: Cell) -> str:
    """Return a cell as a text on one line.

    Raises:
        Unfit: if it cannot be read, or is an error of the spreadsheet.
    """
    if isinstance(cell, str):
        text = cell if cell.isprintable() else " ".join(cell.split())
        text = text.strip()
    else:
        check(cell)
        text = shown(cell)
    if text[:1] == "#" and text.lower() in _ERRORS:
        raise Unfit(_("is an error of the spreadsheet"), text)
    return text


def check(cell: Cell) -> None:
    """Raise `Unfit` for a cell that cannot be read."""
    if isinstance(cell, Unreadable):
        raise Unfit(cell.why, cell.shown)


def is_blank(text: str) -> bool:
    """Whether *text* stands for nothing: not known, not decided, not applicable."""
    if len(text) > 10 or text in _EMPTY:
        return len(text) <= 10
    return normalize("NFKC", text).strip().lower() in _EMPTY


_TOTAL = re.compile(
    r"(?:合\s*计|小\s*计|总\s*计|累\s*计|共\s*计|(?:sub|grand )?\s*total|sum)\s*[:：]?"
    r"(?:\s*[（(].*[)）])?|[^\s]{1,12}(?:合计|小计)[:：]?",
    re.IGNORECASE,
)
_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．:： ].*")
_REMARK = re.compile(
    r"(?:注|备注|说明|填表|制表|审核|单位|填报|联系电话|notes?\b|source\b).*", re.IGNORECASE
)

_SIGNED_OFF = re.compile(
    r"(?:填表|制表|填报|编制|统计|审核|复核|审批|审签|联系|经办|分管|主管|单位负责|负责)"
    r"[^\s:：]{0,6}\s*[:：].*"
)
_NUMBERED = re.compile(r"[（(]?\d{1,2}\s*[)）.．、].*")


def is_total(texts: list[str]) -> bool:
    """Whether a row, of which *texts* are the first that are not empty, adds others up."""
    may_be = [text for text in texts if "计" in text or text[:1].isascii()]
    return any(_TOTAL.fullmatch(text) for text in may_be) if may_be else False


def is_heading(text: str) -> bool:
    """Whether a text that stands alone in its row is the heading of those below."""
    return bool(_HEADING.fullmatch(text))


def is_remark(text: str) -> bool:
    """Whether a text that stands alone in its row tells of the table."""
    return bool(_REMARK.fullmatch(text))


def is_more_of_remark(text: str) -> bool:
    """Whether a text that stands alone below a remark goes on with it: *2. …*."""
    return bool(_NUMBERED.fullmatch(text))


def is_signed_off(texts: list[str]) -> bool:
    """Whether a row only says who made and checked the table: 填表人：…, 审核人：…."""
    return bool(texts) and all(_SIGNED_OFF.fullmatch(text) for text in texts)

"""Several names in one cell, parted only where that is safe."""

import re
from collections.abc import Iterable
from functools import lru_cache

from dealtrack.exchange.columns.mapping import OWN
from dealtrack.exchange.people import parse_party, parse_person
from dealtrack.model import Party, Person
from dealtrack.model.values import Side
from dealtrack.text.cells import parted

USUAL = "；;、|"
"""What parts names wherever it stands outside brackets, unless the mapping says otherwise."""

_OPEN, _CLOSE = "(（[【《", ")）]】》"
_SAME = {",": ",，", ";": ";；", "/": "/／", "、": "、", "|": "|｜"}

_ENDS_CHINESE = (
    "公司|集团|大学|学院|学校|医院|研究院|研究所|政府|委员会|管委会|局|厅|部|处|中心|银行|协会|商会|"
    "联合会|厂|合作社|事务所|基金|工作室|院|园区|开发区|新区|街道|镇|乡|社区|有限合伙|基金会|联盟|"
    "[（(][^（）()]{1,12}[)）]"
)
_ENDS_ENGLISH = (
    r"ltd|limited|inc|incorporated|corp|corporation|co|company|group|plc|llc|llp|gmbh|ag|sa|"
    r"nv|bv|university|college|institute|government|committee|commission|council|bureau|"
    r"department|ministry|bank|zone|hospital|association|foundation|authority|agency|centre|center"
)
# 和 and 与 inside of names: places, and 发展和改革委员会, whose left side is no organisation
_NOT_AFTER = "[平谐顺田县合硕静龙美记]"
_AND_CHINESE = re.compile(
    rf"(?<=[\u4e00-\u9fff)）])(?<!同)[与和及](?!{_NOT_AFTER})(?=[\u4e00-\u9fffA-Za-z])"
)
_AND_ENGLISH = re.compile(r"\s+(?:and|with)\s+", re.IGNORECASE)
_MAY_JOIN = re.compile(r"[与和及]|and|with", re.IGNORECASE)
_STROKE = re.compile(r"[/／&＆](?=\s*\w\w)")
_SHORT = "[省市区县州旗镇乡](?:政府|委|府)"  # 市政府, as an office calls its own
_IS_CHINESE = re.compile(rf".{{2,}}?(?:{_ENDS_CHINESE})|{_SHORT}")
_IS_ENGLISH = re.compile(rf".*\b(?:{_ENDS_ENGLISH})\.?", re.IGNORECASE)
_POST = re.compile(r"(?P<name>[^（）()]+?)\s*[（(](?P<post>[^（）()]+)[)）]")
_COMPANY_TAIL = re.compile(
    r"\s*(?:co\.?|inc\.?|ltd\.?|llc\.?|l\.l\.c\.?|limited|corp\.?|s\.a\.?|gmbh|plc\.?|jr\.?)\b.*",
    re.IGNORECASE,
)


def split_names(cell: str, rule: str = "") -> list[str]:
    """Return the names in a cell; *rule* are the marks that part them, "" the usual ones.

    Nothing inside brackets is parted.  Without a rule, 与, 和 and ``and`` part two names
    if what stands on either side is called like an organisation.
    """
    if rule == OWN:
        return list(dict.fromkeys(parted(cell)))
    marks = "".join(_SAME.get(mark, mark) for mark in rule or USUAL)
    parts = [part for line in cell.splitlines() for part in _parted(line, marks)]
    if not rule:
        parts = [name for part in parts for name in _around_and(part)]
    elif len(parts) > 1:
        parts[-1] = re.sub(r"^and\s+", "", parts[-1].strip(), flags=re.IGNORECASE)
    return list(dict.fromkeys(bare for part in parts if (bare := " ".join(part.split()))))


def is_safe_comma(cell: str) -> bool:
    """Whether commas part names in *cell*: none stands before the tail of a company's name."""
    _first, *others = _parted(cell, ",，")
    return bool(others) and not any(_COMPANY_TAIL.fullmatch(one) for one in others)


@lru_cache(20_000)
def may_be_several(name: str) -> bool:
    """Whether two may stand in *name*: an organisation, then 与, 和, ``and`` or a stroke."""
    for pattern, is_one in (
        (_AND_CHINESE, _IS_CHINESE),
        (_AND_ENGLISH, _IS_ENGLISH),
        (_STROKE, _IS_CHINESE),
        (_STROKE, _IS_ENGLISH),
    ):
        if any(is_one.fullmatch(name[: at.start()].strip()) for at in pattern.finditer(name)):
            return True
    return False


def parties_in(
    cell: str, rule: str = "", *, role: str = "", side: Side | None = None
) -> list[Party]:
    """Return the parties that a cell names."""
    found = []
    for name in split_names(cell, rule):
        party = Party(name=name) if rule == OWN else parse_party(name)
        found.append(Party(name=party.name, role=role, side=party.side or side))
    return found


def once_each(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Return *parties*, of those with one name the one that says more."""
    kept: dict[str, Party] = {}
    for index, one in enumerate(parties):
        name = one.name if one.is_named else f"?{index}"
        old = kept.get(name)
        if old is None or (one.side and not old.side):
            kept[name] = one
    return tuple(kept.values())


def people_in(cell: str, rule: str = "") -> list[Person]:
    """Return the people that a cell names, each with a post if that stands in brackets."""
    if rule == OWN:
        return [_own_person(text) for text in parted(cell)]
    found = []
    for name in split_names(cell, rule or f"{USUAL},"):
        named = _POST.fullmatch(name)
        found.append(
            Person(name=named["name"], post=named["post"]) if named else Person(name=name)
        )
    return found


def _own_person(text: str) -> Person:
    """Read a person that dealtrack wrote; commas that stand otherwise are in the name."""
    person = parse_person(text)
    return person if str(person) == text else Person(name=text)


def _parted(text: str, marks: str) -> list[str]:
    """Part *text* at *marks* that stand outside of brackets."""
    if not any(mark in text for mark in marks):
        return [text]
    parts, depth, begin = [], 0, 0
    for at, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(depth - 1, 0)
        elif character in marks and not depth:
            parts.append(text[begin:at])
            begin = at + 1
    return [*parts, text[begin:]]


def _around_and(text: str) -> list[str]:
    """Part *text* at the first 与, 和 or ``and`` between two organisations."""
    if not _MAY_JOIN.search(text):
        return [text]
    for pattern, is_one in ((_AND_CHINESE, _IS_CHINESE), (_AND_ENGLISH, _IS_ENGLISH)):
        for found in pattern.finditer(text):
            left, right = text[: found.start()].strip(), text[found.end() :].strip()
            rest = _around_and(right)
            if is_one.fullmatch(left) and all(is_one.fullmatch(one) for one in rest):
                return [left, *rest]
    return [text]

"""A name taken apart: what is its own, and what may be left out or written otherwise."""

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from dealtrack.report.alike import forms, places

_SIGNS = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"\w+")
_APOSTROPHES = str.maketrans("", "", "'’.")

_LEAST_CORE = 4
"""Characters that a company is called by at least, if the city before may be left out."""


class Shape(NamedTuple):
    """A name without case, width, signs, and in simplified characters: *bare*, and its parts.

    *core* is what is its own: no legal form, no brackets, no seat in front; *words* are those
    of a core in Latin letters.  *form* is the family of the legal form, "" if it has none.
    """

    bare: str
    core: str
    words: tuple[str, ...] = ()
    form: str = ""
    is_company: bool = False
    is_group: bool = False
    seat: str = ""
    branches: frozenset[str] = frozenset()

    @property
    def is_chinese(self) -> bool:
        """Whether it is written in Chinese."""
        return not self.words


@lru_cache(maxsize=65_536)  # the same names are compared with one another
def shape(name: str) -> Shape:
    """Return *name* taken apart."""
    text = normalize("NFKC", name).casefold().translate(forms.SIMPLER)
    return _chinese(text) if _CHINESE.search(text) else _latin(text)


def _chinese(text: str) -> Shape:
    own, branches = _without_brackets(text)
    for long, short in forms.SAME:
        own = own.replace(long, short)
    own = places.plainer(forms.with_digits(own.removeprefix("中共").translate(forms.FILLERS)))
    bare = _SIGNS.sub("", own)
    core, form = _cut(bare, forms.CHINESE_FORM)
    core, group = _cut(core, forms.GROUP)
    core = forms.COMMITTEE.sub("", core)
    seat = places.seat_of(core)
    rest = core[len(seat) :]
    if not seat or len(rest) < _LEAST_CORE or not forms.USUAL.sub("", rest):
        seat, rest = "", core
    return Shape(
        bare=bare + "".join(sorted(branches)),
        core=rest or bare,
        form="公司" if form else "",
        is_company=bool(form),
        is_group=bool(group),
        seat=seat,
        branches=branches,
    )


def _without_brackets(text: str) -> tuple[str, frozenset[str]]:
    """Return *text* without places in brackets or a name in Latin letters; and these places."""
    found: list[str] = []

    def kept(match: re.Match[str]) -> str:
        inside = _SIGNS.sub("", match[1])
        if places.is_place(inside):
            found.append(inside.rstrip(places.ENDS) or inside)
            return ""
        return match[1] if _CHINESE.search(inside) else ""

    return _BRACKETS.sub(kept, text), frozenset(found)


def _cut(text: str, end: re.Pattern[str]) -> tuple[str, str]:
    """Return *text* without what stands at its *end* again and again, and that, if not all."""
    cut = text
    while (found := end.search(cut)) and found.start():
        cut = cut[: found.start()]
    return cut, text[len(cut) :]


def _latin(text: str) -> Shape:
    text = text.replace("&", " and ").translate(_APOSTROPHES)
    branches = frozenset(
        _SIGNS.sub("", inside)
        for inside in _BRACKETS.findall(text)
        if places.is_place(_SIGNS.sub("", inside))
    )
    text = _BRACKETS.sub(
        lambda found: " " if _SIGNS.sub("", found[1]) in branches else f" {found[1]} ", text
    )
    every = tuple(_WORD.findall(text))
    words = [word for word in every if word not in forms.SKIPPED]
    tail = list[str]()
    while len(words) > 1 and words[-1] in forms.LATIN_FORMS:
        tail.append(forms.LATIN_FORMS[words.pop()])
    is_group = len(words) > 1 and words[-1] in forms.GROUPS
    if is_group:
        words.pop()
    own = tuple(words) or every or (text,)
    if forms.is_official(own):
        own = forms.shortened(own)
    return Shape(
        bare="".join(every) or text,
        core="".join(own),
        words=own,
        form=next((one for one in reversed(tail) if one), ""),
        is_company=bool(tail),
        is_group=is_group,
        branches=branches,
    )

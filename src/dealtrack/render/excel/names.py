"""The names of sheets: what Excel allows, each of them once."""

import re
from collections.abc import Sequence

from dealtrack.render.cells import one_line
from dealtrack.render.excel.values import clean
from dealtrack.text import _

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]+")
_RESERVED = {"history"}


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Return a name for each of *titles*: at most 31 characters, and none it forbids."""
    taken = set(_RESERVED)
    names = []
    for title in titles:
        name = _free(_allowed(title) or _("Sheet"), taken)
        taken.add(name.casefold())
        names.append(name)
    return names


def _allowed(title: str) -> str:
    name = _FORBIDDEN.sub(" ", clean(one_line(title)))
    return _cut(" ".join(name.split()), _LONGEST).strip("' ")


def _free(name: str, taken: set[str]) -> str:
    """Return *name*, with a number behind it if it is taken; case makes no difference."""
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        tail = f" {number}"
        found = _cut(name, _LONGEST - len(tail)) + tail
    return found


def _cut(name: str, most: int) -> str:
    """Return *name* with at most so many units of UTF-16, which is how Excel counts."""
    while len(name.encode("utf-16-le")) > 2 * most:
        name = name[:-1]
    return name

"""What a cell says, how wide that is on a screen, and where its line may break.

A terminal gives a Chinese character two columns.  Chinese text breaks anywhere
but before a closing sign or after an opening one; other text breaks at spaces.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from unicodedata import category, east_asian_width

from dealtrack.days import PartialDay
from dealtrack.report.page import Cell, Quantity, Toned
from dealtrack.text.hidden import visible

NOTHING = "–"
"""Stands where a value is not known."""

_BLANKS = r"[\t\r\n]+"
_CHINESE = (
    *("\u2e80\ua4cf", "\uac00\ud7a3", "\uf900\ufaff", "\ufe30\ufe4f", "\uff00\uffef"),
    "\U00020000\U0003ffff",
)
"""Chinese, Japanese and Korean signs: the first and the last of each range."""
_WIDE_SINCE = ("\u2630\u2637", "\u268a\u268f", "\u4dc0\u4dff", "\U0001d300\U0001d376")
"""What Unicode 16 made wide; Python knows that from 3.14 on."""
_SEEN = (
    "\xad\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Format characters that take a column: the soft hyphen, and signs before a number."""
_OPEN = frozenset("（《〈「『【〔［｛“")
_CLOSE = frozenset("，。、；：？！）》〉」』】〕］｝”…％")
_OF_SUMS = frozenset("十百千万亿元美欧英镑港澳台日韩新加坡币瑞士法郎卢布比")
"""Characters that stay with a number before them: 1,500万欧元 is no good on two lines."""
_TIGHT_SUM = r"\b[A-Z]{3} [0-9.,]+(?: (?:bn|m))?\b"
_PIECE = r"\(*(?:[a1/]*1\s?u+|[wu]|[a1/]+)?[)·]*(?: [·/](?= ))? *"
"""A word, a sum or a Chinese character with its signs, in the letters of `_kind`.  An
expression of the characters themselves would take 4 ms to compile."""


def said(cell: Cell) -> str:
    """Return what *cell* says to a person, on one line, with nothing hidden in it."""
    value = cell.value if isinstance(cell, Toned) else cell
    if isinstance(value, Quantity):
        value = value.shown
    if isinstance(value, str):
        return one_line(value)
    match value:
        case None:
            return ""
        case int():
            return f"{value:,}"
        case Decimal():
            return f"{value:,f}"
        case date():
            return value.isoformat()
        case PartialDay():
            return _in_short(value.text)


def exact(cell: Cell) -> str:
    """Return what *cell* says to a program: digits without commas, days in full."""
    value = cell.value if isinstance(cell, Toned) else cell
    match value:
        case int():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case PartialDay():
            return value.text
        case _:
            return said(value)


def _in_short(day: str) -> str:
    """Return *day* with the end of an interval within a year cut to what differs."""
    begin, stroke, end = day.partition("/")
    if not stroke or len(begin) != len(end) or len(end) != 10 or begin[:4] != end[:4]:
        return day
    return f"{begin}/{end[8:] if begin[:7] == end[:7] else end[5:]}"


def one_line(text: str) -> str:
    """Return *text* with line breaks and tabs as spaces and the hidden spelled out."""
    return text if text.isprintable() else visible(re.sub(_BLANKS, " ", text))


def lines_of(text: str) -> list[str]:
    """Return the lines of *text*, with the hidden spelled out."""
    return [one_line(line) for line in text.split("\n")]


@lru_cache(8192)
def width(text: str) -> int:
    """Return how many columns *text* takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(character: str) -> int:
    if character == "\ufe0f":  # makes the sign before it an emoji, and so one wider
        return 1
    if category(character) in {"Mn", "Me", "Cf"} and character not in _SEEN:
        return 0
    return 2 if east_asian_width(character) in "WF" or _within(character, _WIDE_SINCE) else 1


def _within(character: str, ranges: Iterable[str]) -> bool:
    return any(ends[0] <= character <= ends[1] for ends in ranges)


def padded(text: str, columns: int, right: bool = False) -> str:
    """Return *text* filled up with spaces to *columns*, behind it or, if *right*, before."""
    room = " " * (columns - width(text))
    return room + text if right else text + room


def folded(text: str, columns: int) -> list[str]:
    """Return *text* as lines of at most *columns* (2 or more), nothing cut."""
    if width(text) <= columns:
        return [text]
    lines = [""]
    used = 0
    for piece in _pieces(text, columns):
        wide = width(piece.rstrip(" "))
        if used + wide > columns:
            lines.append("")
            used = 0
        lines[-1] += piece
        used += width(piece)
    return [line.rstrip(" ") for line in lines]


def longest_word(text: str) -> int:
    """Return the width of the longest part of *text* that a line break must not part."""
    return max((width(piece.rstrip(" ")) for piece in pieces(text)), default=0)


def pieces(text: str) -> Iterator[str]:
    """Yield the words and the Chinese characters of *text*, each with its signs and blanks.

    A sum is one word, with unit and currency: 1,500万欧元, CNY 9 m.  Its signs are those that
    open before it and that close behind it; a dot or a stroke between blanks stays with what
    it follows.
    """
    kinds = "".join(map(_kind, text))
    for found in re.finditer(_TIGHT_SUM, text):
        kinds = f"{kinds[: found.start()]}{'a' * len(found[0])}{kinds[found.end() :]}"
    return (text[found.start() : found.end()] for found in re.finditer(_PIECE, kinds))


@cache
def _kind(character: str) -> str:
    """Return a letter for how *character* may stand at the break of a line."""
    if character in " ·":
        return character
    if character in _OPEN:
        return "("
    if character in _CLOSE:
        return ")"
    if _within(character, _CHINESE):
        return "u" if character in _OF_SUMS else "w"
    if character in "0123456789":
        return "1"
    return "/" if character in "–/" else "a"


def _pieces(text: str, columns: int) -> Iterator[str]:
    """Yield the parts of *text* that a line break must not part, unless they are too wide."""
    for piece in pieces(text):
        if width(piece.rstrip(" ")) <= columns:
            yield piece
        else:
            yield from _chopped(piece, columns)


def _chopped(word: str, columns: int) -> Iterator[str]:
    start = used = 0
    for at, character in enumerate(word):
        wide = _columns(character)
        if used + wide > columns:
            yield word[start:at]
            start, used = at, 0
        used += wide
    yield word[start:]

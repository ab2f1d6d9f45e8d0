"""What a cell says, how wide that is on a screen, and where its line may break.

A terminal gives a Chinese character two columns.  Chinese text breaks anywhere
but before a closing sign or after an opening one; other text breaks at spaces.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from unicodedata import category, east_asian_width

from dealtrack.days import PartialDay
from dealtrack.report.page import Cell, unwrap
from dealtrack.text.hidden import visible

NOTHING = "–"
"""Stands where a value is not known."""

_BLANKS = re.compile(r"[\t\r\n]+")
_WIDE = "\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_OPEN = "（《〈「『【〔［｛“"
_CLOSE = "，。、；：？！）》〉」』】〕］｝”…·％"
_PIECE = (
    rf"[{_OPEN}]*(?:[{_WIDE}]|[^ {_WIDE}{_OPEN}{_CLOSE}]+)?[{_CLOSE}]*(?:[ ][·–/](?=[ ]))?[ ]*"
)
"""A word or a Chinese character with its signs.  It takes 4 ms to compile, and in a
pipe nothing is folded: left to the cache of `re`, which compiles at the first use."""


def said(cell: Cell) -> str:
    """Return what *cell* says to a person, on one line, with nothing hidden in it."""
    match unwrap(cell)[0]:
        case None:
            return ""
        case int() | Decimal() as number:
            return f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
        case date() as day:
            return day.isoformat()
        case PartialDay() as day:
            return _in_short(day.text)
        case text:
            return one_line(text)


def exact(cell: Cell) -> str:
    """Return what *cell* says to a program: digits without commas, days in full."""
    value = unwrap(cell)[0]
    if isinstance(value, PartialDay):
        return value.text
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, int) else said(value)


def _in_short(day: str) -> str:
    """Return *day* with the end of an interval within a year cut to what differs."""
    begin, stroke, end = day.partition("/")
    if not stroke or len(begin) != len(end) or len(end) != 10 or begin[:4] != end[:4]:
        return day
    return f"{begin}/{end[8:] if begin[:7] == end[:7] else end[5:]}"


def one_line(text: str) -> str:
    """Return *text* with line breaks and tabs as spaces and the hidden spelled out."""
    return visible(_BLANKS.sub(" ", text))


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
    if category(character) in {"Mn", "Me", "Cf"} and character != "\xad":
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


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
    return max((width(piece.rstrip(" ")) for piece in re.findall(_PIECE, text)), default=0)


def _pieces(text: str, columns: int) -> Iterator[str]:
    """Yield the parts of *text* that a line break must not part, unless they are too wide."""
    for piece in re.findall(_PIECE, text):
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

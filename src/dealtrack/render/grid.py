"""A table as lines of text: how wide each column is, and its rows one by one.

Rows come in as an iterator and go out as one, so that a long list costs no memory.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import TypeVar

from dealtrack.render.cells import folded, longest_word, one_line, padded, said, width
from dealtrack.report.page import Column, Row

T = TypeVar("T")

GAP = 2
"""Blank columns between two columns."""

_SAMPLE = 200
_LEAST = 8  # what a long text needs
_TIGHT, _EASY = 6, 9  # half of what one that may grow needs, and is read with ease at
_SHORT = 12  # what is no wider than this is not folded
_WORD = 14  # a longer word may be broken


def natural(columns: Sequence[Column], rows: Iterable[Row]) -> list[int]:
    """Return how wide each column would like to be."""
    wide = [width(said(column.heading)) for column in columns]
    for row in rows:
        for at, cell in enumerate(row):
            wide[at] = max(wide[at], width(said(cell)))
    return wide


def needed(columns: Sequence[Column], rows: Iterable[Row]) -> list[int]:
    """Return how wide each column has to be: what must not wrap fits, no word is broken."""
    wide = [_heading_folded(said(column.heading)) for column in columns]
    for row in rows:
        for at, column in enumerate(columns):
            if column.kind == "text":
                wide[at] = max(wide[at], min(longest_word(said(row[at])), _WORD))
            else:
                wide[at] = max(wide[at], width(said(row[at])))
    return wide


def _heading_folded(heading: str) -> int:
    """Return how wide *heading* is when it stands on two lines; a short one does not."""
    wide = width(heading)
    if wide <= _LEAST:
        return wide
    least = max(longest_word(heading), _LEAST)
    return next(w for w in range(least, wide + 1) if len(folded(heading, w)) <= 2)


def fitted(
    columns: Sequence[Column],
    wished: list[int],
    room: int,
    words: Sequence[int] = (),
    least: int = _TIGHT,
) -> list[int] | None:
    """Return *wished* shrunk to *room*, taking only from text; None if that is too tight.

    *words* tell what each column needs at the least (`needed`): headings that are wider
    than what they head fold then as well.  One that may grow gets twice the *least*.
    """
    room -= GAP * (len(columns) - 1)
    if sum(wished) <= room:
        return wished
    folded_heads = [
        word if words and column.kind != "text" else wish
        for column, wish, word in zip(columns, wished, words or wished, strict=True)
    ]
    return _shared_out(columns, wished, words, room, max(least, _EASY)) or _shared_out(
        columns, folded_heads, words, room, least
    )


def _shared_out(
    columns: Sequence[Column], wished: list[int], words: Sequence[int], room: int, least: int
) -> list[int] | None:
    """Return *wished* with the texts cut to shares that fill *room*; None if too tight."""
    shares = [_share(column, wish) for column, wish in zip(columns, wished, strict=True)]
    floors = words or [0] * len(columns)

    def shrunk(level: float) -> list[int]:
        """Return the widths when text gets *level* columns for each of its shares."""
        return [
            min(wish, max(int(level * share), floor, _LEAST)) if share else wish
            for wish, share, floor in zip(wished, shares, floors, strict=True)
        ]

    levels = [half / 2 for half in range(2 * least, 2 * max(least, *wished) + 1)]
    fitting = bisect_right(levels, room, key=lambda level: sum(shrunk(level)))
    return shrunk(levels[fitting - 1]) if fitting else None


def without_minor(
    columns: Sequence[Column], wished: list[int], room: int, words: Sequence[int]
) -> list[int]:
    """Return which columns a table shows in *room*: minor ones go, the last one first.

    All of them if they are read with ease, or if it would be too tight all the same.
    """
    kept = list(range(len(columns)))
    minor = [at for at in kept if columns[at].minor]

    def fits(least: int) -> bool:
        some = [picked(each, kept) for each in (wished, words)]
        return fitted(picked(columns, kept), some[0], room, some[1], least) is not None

    while minor and not fits(_EASY):
        kept.remove(minor.pop())
    return kept if fits(_TIGHT) else list(range(len(columns)))


def picked(items: Sequence[T], kept: Iterable[int]) -> list[T]:
    """Return those of *items* whose numbers are *kept*."""
    return [items[at] for at in kept]


def _share(column: Column, wish: int) -> int:
    """Return the parts of the room that *column* claims; none if it must not wrap."""
    if column.kind != "text" or (wish <= _SHORT and not column.grow):
        return 0
    return 2 if column.grow else 1


def lines(
    columns: Sequence[Column], rows: Iterable[Row], room: int | None = None, rule: str = "-"
) -> Iterator[str]:
    """Yield a heading line and the *rows*, aligned; folded if there is only so much *room*.

    If a fold would be too tight, they are cards, parted by lines of the *rule*.  The
    widths are those of the first rows of an iterator: a later one may push its neighbours.
    """
    coming = iter(rows)
    first = list(islice(coming, None if isinstance(rows, tuple) else _SAMPLE))
    wished = natural(columns, first)
    heading: Row = tuple(column.heading for column in columns)
    if room is None:
        for row in chain([heading], first, coming):
            yield _joined(columns, list(map(said, row)), wished)
        return
    words = needed(columns, first[:_SAMPLE])
    kept = without_minor(columns, wished, room, words)
    shown = picked(columns, kept)
    widths = fitted(shown, picked(wished, kept), room, picked(words, kept))
    for row in chain([heading] if widths else [], first, coming):
        if widths is None:
            yield from _card(columns, row, room, rule)
        else:
            cells = list(map(said, picked(row, kept)))
            yield from _stacked(shown, cells, widths, whole=row is not heading)


def heads(columns: Sequence[Column]) -> list[int]:
    """Return which columns name a row: the first ref with the text that may grow, or text."""
    refs = [at for at, column in enumerate(columns) if column.kind == "ref"]
    texts = [at for at, column in enumerate(columns) if column.kind == "text"]
    grown = [at for at in texts if columns[at].grow]
    return [*refs[:1], *(grown or texts)[:1]] if refs else texts[:1]


def _card(columns: Sequence[Column], row: Row, room: int, rule: str) -> Iterator[str]:
    titles = heads(columns)
    yield rule * room
    yield from folded("  ".join(filter(None, (said(row[at]) for at in titles))), room)
    for at, cell in enumerate(row):
        if at not in titles and (shown := said(cell)):
            yield from folded(f"{one_line(columns[at].heading)}: {shown}", room)


def _stacked(
    columns: Sequence[Column], texts: list[str], widths: list[int], *, whole: bool
) -> Iterator[str]:
    """Yield the lines of a row, its texts folded; the rest of it is left *whole*."""
    folds = (
        [text] if whole and column.kind != "text" else folded(text, wide)
        for column, text, wide in zip(columns, texts, widths, strict=True)
    )
    for parts in zip_longest(*folds, fillvalue=""):
        yield _joined(columns, parts, widths)


def _joined(columns: Sequence[Column], texts: Sequence[str], widths: list[int]) -> str:
    return (
        (" " * GAP)
        .join(
            padded(text, wide, column.kind == "number")
            for column, text, wide in zip(columns, texts, widths, strict=True)
        )
        .rstrip(" ")
    )

"""A table as lines of text: how wide each column is, and its rows one by one.

Rows come in as an iterator and go out as one, so that a long list costs no memory.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest

from dealtrack.render.cells import folded, one_line, padded, said, width
from dealtrack.report.page import Column, Row

GAP = 2
"""Blank columns between two columns."""

_SAMPLE = 200
_LEAST = 8  # what a long text needs, and the double of it if it may grow
_SHORT = 12  # what is no wider than this is not folded


def natural(columns: Sequence[Column], rows: Iterable[Row]) -> list[int]:
    """Return how wide each column would like to be."""
    wide = [width(said(column.heading)) for column in columns]
    for row in rows:
        for at, cell in enumerate(row):
            wide[at] = max(wide[at], width(said(cell)))
    return wide


def fitted(columns: Sequence[Column], wished: list[int], room: int) -> list[int] | None:
    """Return *wished* shrunk to *room*, taking only from text; None if that is too tight."""
    room -= GAP * (len(columns) - 1)
    if sum(wished) <= room:
        return wished
    shares = [_share(column, wish) for column, wish in zip(columns, wished, strict=True)]
    fixed = sum(wish for wish, share in zip(wished, shares, strict=True) if not share)
    if (level := _level(wished, shares, room - fixed)) < _LEAST:
        return None
    return [
        min(wish, int(level * share)) if share else wish
        for wish, share in zip(wished, shares, strict=True)
    ]


def _share(column: Column, wish: int) -> int:
    """Return the parts of the room that *column* claims; none if it must not wrap."""
    if column.kind != "text" or (wish <= _SHORT and not column.grow):
        return 0
    return 2 if column.grow else 1


def _level(wished: list[int], shares: list[int], room: int) -> float:
    """Return the width of one part at which all text columns together fill *room*."""
    text = sorted(
        (wish / share, wish, share) for wish, share in zip(wished, shares, strict=True) if share
    )
    claims = sum(shares)
    for ratio, wish, share in text:
        if ratio * claims > room:
            return room / claims
        room -= wish
        claims -= share
    return 0  # there is no text


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
    widths = fitted(columns, wished, room) if room else wished
    heading: Row = tuple(column.heading for column in columns)
    for row in chain([heading] if widths else [], first, coming):
        if not room:
            yield _joined(columns, list(map(said, row)), wished)
        elif widths is None:
            yield from _card(columns, row, room, rule)
        else:
            yield from _stacked(columns, list(map(said, row)), widths)


def heads(columns: Sequence[Column]) -> list[int]:
    """Return which columns name a row: the first ref, and the text that may grow."""
    refs = [at for at, column in enumerate(columns) if column.kind == "ref"]
    texts = [at for at, column in enumerate(columns) if column.kind == "text"]
    grown = [at for at in texts if columns[at].grow]
    return [*refs[:1], *(grown or texts)[:1]]


def _card(columns: Sequence[Column], row: Row, room: int, rule: str) -> Iterator[str]:
    titles = heads(columns)
    yield rule * room
    yield from folded("  ".join(filter(None, (said(row[at]) for at in titles))), room)
    for at, cell in enumerate(row):
        if at not in titles and (shown := said(cell)):
            yield from folded(f"{one_line(columns[at].heading)}: {shown}", room)


def _stacked(columns: Sequence[Column], texts: list[str], widths: list[int]) -> Iterator[str]:
    folds = (
        folded(text, wide) if column.kind == "text" else [text]
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

"""Pages as text, in two voices: Markdown, and plain text for a pipe.

One walk turns a page into headings, notes, pairs and tables; a voice says these.
Nothing is cut, framed or coloured.  In Markdown every sign of the text that could
be markup is escaped, so that a reader sees what the ledger holds and nothing else.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Protocol

from dealtrack.render import grid
from dealtrack.render.cells import NOTHING, lines_of, one_line, padded, said, width
from dealtrack.render.outline import spelled_out
from dealtrack.render.pairs import Pair, instead_of, pairs_of, title_of
from dealtrack.report.page import (
    Beside,
    Block,
    Cell,
    Chart,
    Facts,
    Figures,
    Funnel,
    Note,
    Page,
    Section,
    Table,
    Tiles,
    Tone,
    Trend,
    unwrap,
)


class Voice(Protocol):
    """How the four things that a page comes down to are said, line by line."""

    def heading(self, text: str, level: int) -> Iterator[str]:
        """Say a heading; level 1 is the page's."""

    def notes(self, notes: Sequence[Note]) -> Iterator[str]:
        """Say some sentences."""

    def pairs(self, pairs: Sequence[Pair]) -> Iterator[str]:
        """Say names with their values."""

    def table(self, table: Table) -> Iterator[str]:
        """Say a table that has rows."""


def text(page: Page) -> Iterator[str]:
    """Yield the lines of *page* as plain text."""
    return _spoken(page, Text())


def markdown(page: Page) -> Iterator[str]:
    """Yield the lines of *page* as Markdown (CommonMark with GitHub's tables)."""
    return _spoken(page, Markdown())


def _spoken(page: Page, voice: Voice) -> Iterator[str]:
    parts: list[Iterator[str]] = [voice.heading(page.title, 1)]
    if page.subtitle:
        parts.append(voice.notes([Note(page.subtitle)]))
    for number, part in enumerate(chain(parts, _walk(spelled_out(page), voice, 2))):
        if number:
            yield "\n"
        yield from (line + "\n" for line in part)


def _walk(blocks: Sequence[Block], voice: Voice, level: int) -> Iterator[Iterator[str]]:
    """Yield *blocks* as what a voice can say, one after another."""
    waiting: list[Note] = []
    for block in blocks:
        if waiting and not isinstance(block, Note):
            yield voice.notes(waiting)
            waiting = []
        match block:
            case Section():
                yield voice.heading(block.title, level)
                yield from _walk(block.blocks, voice, level + 1)
            case Beside():
                for column in block.columns:
                    yield from _walk(column, voice, level)
            case Note():
                waiting.append(block)
            case Facts() | Tiles() | Chart() | Trend() | Funnel() | Table():
                if title := title_of(block):
                    yield voice.heading(title, level)
                yield from _figures(block, voice)
    if waiting:
        yield voice.notes(waiting)


def _figures(block: Facts | Tiles | Figures | Table, voice: Voice) -> Iterator[Iterator[str]]:
    if empty := instead_of(block):
        yield voice.notes([empty])
    elif not isinstance(block, Table):
        yield voice.pairs(pairs_of(block))
    else:
        yield voice.table(block)
        if block.more:
            yield voice.notes([Note(block.more, Tone.QUIET)])


class Text:
    """Plain text: titles underlined, columns aligned."""

    def heading(self, text: str, level: int) -> Iterator[str]:
        """Underline what is of level 1 or 2."""
        title = one_line(text)
        yield title
        if level <= 2:
            yield "=-"[level - 1] * width(title)

    def notes(self, notes: Sequence[Note]) -> Iterator[str]:
        """Mark a warning with a sign."""
        for note in notes:
            sign = "! " if note.tone in {Tone.WARN, Tone.BAD} else ""
            yield from (sign + line for line in lines_of(note.text))

    def pairs(self, pairs: Sequence[Pair]) -> Iterator[str]:
        """Align the values, several of a name below one another."""
        labels = [one_line(label) for label, _ in pairs]
        wide = max(map(width, labels), default=0) + grid.GAP
        for label, (_, cells) in zip(labels, pairs, strict=True):
            names = chain([label], [""] * len(cells))
            for name, cell in zip(names, cells or (None,), strict=False):
                yield padded(name, wide) + (said(cell) or NOTHING)

    def table(self, table: Table) -> Iterator[str]:
        """Align the columns; a dash stands where a row has nothing to say."""
        rows = (tuple(c if said(c) else NOTHING for c in row) for row in table.rows)
        totals = () if table.total is None else (table.total,)
        return grid.lines(table.columns, chain(rows, totals))


class Markdown:
    """Markdown: lists for pairs, pipes for tables, strong for what is strong or bad."""

    def heading(self, text: str, level: int) -> Iterator[str]:
        """Begin a heading with as many signs as its level."""
        yield f"{'#' * min(level, 6)} {escaped(one_line(text))}".rstrip(" ")

    def notes(self, notes: Sequence[Note]) -> Iterator[str]:
        """Make a paragraph of each, its lines kept apart by hard breaks."""
        for number, note in enumerate(notes):
            lines = [_strong(escaped(line), note.tone) for line in lines_of(note.text)]
            yield from [""] * bool(number)
            yield "\\\n".join(filter(None, lines))

    def pairs(self, pairs: Sequence[Pair]) -> Iterator[str]:
        """Make a list; several values of a name are a list in it."""
        for label, cells in pairs:
            name = f"- {_strong(escaped(one_line(label)) + ':', Tone.STRONG)}"
            if len(cells) < 2:
                yield f"{name} {_shown(cells[0] if cells else None) or NOTHING}"
            else:
                yield name
                yield from (f"  - {_shown(cell) or NOTHING}" for cell in cells)

    def table(self, table: Table) -> Iterator[str]:
        """Write one line a row."""
        yield _piped([escaped(one_line(column.heading)) for column in table.columns])
        yield _piped(["---:" if c.kind == "number" else "---" for c in table.columns])
        for row in table.rows:
            yield _piped([_shown(cell) for cell in row])
        if table.total is not None:
            yield _piped([_strong(escaped(said(cell)), Tone.STRONG) for cell in table.total])


_MARKS = re.compile(r"[\\`*_\[\]{}<>|~&#$]|:(?=[a-zA-Z+-][\w+-]*:)")
_STARTS = re.compile(r"^(?:(\d{1,9})(?=[.)](?: |$))|(?=[-+](?: |$)|--|=))")


def escaped(line: str) -> str:
    """Return *line* as Markdown that reads as exactly that line."""
    return _STARTS.sub(r"\1\\", _MARKS.sub(r"\\\g<0>", line.strip()))


def _shown(cell: Cell) -> str:
    return _strong(escaped(said(cell)), unwrap(cell)[1])


def _strong(markup: str, tone: Tone) -> str:
    return f"**{markup}**" if markup and tone in {Tone.STRONG, Tone.BAD} else markup


def _piped(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"

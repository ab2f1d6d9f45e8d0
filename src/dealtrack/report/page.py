"""The vocabulary of a printed page.

Reports are laid out in these words and every renderer speaks all of them:
*n* reports and *m* formats cost *n* + *m* functions.  All words are plain frozen
values; none knows a screen, a file or a language.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from math import isfinite
from typing import Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from dealtrack.days import PartialDay


class Tone(Enum):
    """How something should feel; each renderer has its own way to show it."""

    PLAIN = auto()
    GOOD = auto()
    WARN = auto()
    BAD = auto()
    QUIET = auto()
    STRONG = auto()


class Quantity(Struct, frozen=True):
    """A *number* of a *unit*, a currency or ``%``, and how it is *shown*: ``3.5亿元``."""

    number: Decimal
    unit: str
    shown: str


Value = str | int | Decimal | date | PartialDay | Quantity | None


class Toned(Struct, frozen=True):
    """A value with a tone."""

    value: Value
    tone: Tone


Cell = Value | Toned
Row = tuple[Cell, ...]
Kind = Literal["text", "number", "day", "ref"]


class Column(Struct, frozen=True):
    """A column: its stable English *key*, and the *heading* that people read.

    Only text may wrap.  A column that may *grow* gets twice the room when room is short;
    a *minor* one is left out of a table on a terminal that has no room for it.
    """

    key: str
    heading: str
    kind: Kind = "text"
    grow: bool = False
    minor: bool = False


class Table(Struct, frozen=True):
    """Rows under headings.

    *empty* is said if there are none, *more* below them ("50 of 20,000 – use --all").
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    empty: str = ""
    total: Row | None = None
    more: str = ""


class Facts(Struct, frozen=True):
    """Names with values, one a line; several values of a name stand below one another."""

    pairs: tuple[tuple[str, Cell | tuple[Cell, ...]], ...]
    title: str = ""


class Note(Struct, frozen=True):
    """A sentence, or a few lines of them."""

    text: str
    tone: Tone = Tone.PLAIN


class Bar(Struct, frozen=True):
    """One bar of a chart; *shown* stands at its end instead of the bare *value*."""

    label: str
    value: int | float | Decimal
    shown: str = ""
    tone: Tone = Tone.PLAIN

    @property
    def says(self) -> str:
        """What stands at the end of the bar."""
        return self.shown or f"{self.value:,}"

    @property
    def size(self) -> float:
        """The length it stands for; nothing for what is below zero or no number."""
        size = float(self.value)
        return max(size, 0.0) if isfinite(size) else 0.0


class Chart(Struct, frozen=True):
    """Bars to compare; *full* is what the longest possible bar means, or the largest value."""

    bars: tuple[Bar, ...]
    title: str = ""
    empty: str = ""
    full: int | float | Decimal = 0


class Trend(Struct, frozen=True):
    """A figure at one time after another, the oldest first."""

    points: tuple[Bar, ...]
    title: str = ""
    empty: str = ""


class Funnel(Struct, frozen=True):
    """How many came how far: a *step* holds those that went on to the next, and others.

    *shares* stand beside the steps and tell what each is of the first, if they are given.
    """

    steps: tuple[Bar, ...]
    title: str = ""
    empty: str = ""
    shares: tuple[str, ...] = ()


class Tile(Struct, frozen=True):
    """A big figure with its label, and a hint below."""

    label: str
    value: str
    tone: Tone = Tone.PLAIN
    hint: str = ""


class Tiles(Struct, frozen=True):
    """Big figures in a row."""

    tiles: tuple[Tile, ...]


class Section(Struct, frozen=True):
    """A headed group of blocks."""

    title: str
    blocks: "tuple[Block, ...]"
    tone: Tone = Tone.PLAIN


class Beside(Struct, frozen=True):
    """Columns of blocks: next to one another where there is room, else stacked."""

    columns: "tuple[tuple[Block, ...], ...]"


Figures = Chart | Trend | Funnel
"""Numbers to be drawn."""

Block = Table | Facts | Note | Figures | Tiles | Section | Beside


class Page(Struct, frozen=True):
    """A titled run of blocks; a *list* is one whose point is its one table.

    *hint* says what to do next; it is talk, and only a terminal gets it.  The parts of a
    document are always counted; those of one that *counts* are so on a screen as well.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    is_list: bool = False
    hint: str = ""
    counts: bool = False


class Report(Protocol):
    """A finding that can be laid out.  Every report is a frozen struct."""

    def page(self) -> Page:
        """Lay the report out."""


class Running(Protocol):
    """A list that is told while it is found, in formats that can do that."""

    def head(self) -> Report:
        """Return the report without its lines."""

    def lines(self) -> Iterator[Struct]:
        """Yield the lines of the report."""

    def rows(self) -> Iterator[Row]:
        """Yield the rows of its one table."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of that table."""


def bars_of(block: Figures) -> tuple[Bar, ...]:
    """Return the numbers of *block* with their labels; those of a funnel say the share too."""
    match block:
        case Chart():
            return block.bars
        case Trend():
            return block.points
        case Funnel(shares=()):
            return block.steps
        case Funnel():
            pairs = zip(block.steps, block.shares, strict=True)
            return tuple(replace(step, shown=f"{step.says} · {share}") for step, share in pairs)


def unwrap(cell: Cell) -> tuple[Value, Tone]:
    """Return the value and the tone of *cell*."""
    if isinstance(cell, Toned):
        return cell.value, cell.tone
    return cell, Tone.PLAIN

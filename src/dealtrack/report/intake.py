"""What became of a table that was imported, row by row where that is of interest."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from dealtrack.report.page import Block, Column, Facts, Note, Page, Row, Table, Tone, Toned
from dealtrack.text import _, later, plural

MOST = 50
"""How many rows a screen is shown of each sort."""

_LIKE = 5
"""How many names that are like others are shown."""

PASSED = {
    "total": later("adds others up"),
    "heading": later("a heading"),
    "remark": later("a remark on the table"),
    "header": later("the names of the columns again"),
    "chosen": later("the mapping skips it"),
    "trip": later("a follow-up of a trip, which only whole records (export json) bring back"),
}
"""Why a row is no agreement."""


class Mapped(Struct, frozen=True, kw_only=True):
    """A column of a table: an example of what it holds, its field ("" none), and why.

    One that *surprises* is called like a field, and is none all the same.
    """

    column: str
    example: str
    field: str
    name: str
    why: str
    surprises: bool = False


class Columns(Struct, frozen=True, kw_only=True):
    """What the columns of a table are taken for."""

    file: str
    sheet: str
    header_row: int
    encoding: str
    rows: Literal["agreement", "follow-up", "trip"]
    mapped: tuple[Mapped, ...]

    def page(self) -> Page:
        """Lay it out: the columns that are taken, and the names of those that are not."""
        taken = [one for one in self.mapped if one.field]
        left = [one.column for one in self.mapped if not (one.field or one.surprises)]
        blocks: list[Block] = [
            Table(
                columns=(
                    Column("column", _("Column"), grow=True),
                    Column("example", _("Example"), grow=True),
                    Column("field", _("Field")),
                    Column("why", _("Why"), minor=True),
                ),
                rows=tuple((one.column, one.example, one.name, one.why) for one in taken),
            )
        ]
        if left:
            more = " …" if len(left) > 12 else ""
            names = " · ".join(left[:12]) + more
            blocks.append(Note(_("Left out: {names}").format(names=names), Tone.QUIET))
        for one in self.mapped:
            if one.surprises:
                words = _("{column} is left out: {why} ({example})")
                said = words.format(column=one.column, why=one.why, example=one.example)
                blocks.append(Note(said, Tone.WARN))
        if self.rows == "follow-up":
            words = _("Each row is a follow-up; rows with one title are one agreement.")
            blocks.append(Note(words, Tone.QUIET))
        if self.rows == "trip":
            blocks.append(Note(_("Each row is a trip."), Tone.QUIET))
        return Page(_("Columns of {file}").format(file=self.file), tuple(blocks), self._where())

    def _where(self) -> str:
        row = _("names in row {n}").format(n=self.header_row) if self.header_row else ""
        return " · ".join(one for one in (self.sheet, self.encoding, row) if one)


class RefusedCell(Struct, frozen=True, kw_only=True):
    """Why a row is not taken over: the column, what stands there, and what is wrong."""

    row: int
    column: str
    value: str
    why: str


class ChangedFact(Struct, frozen=True, kw_only=True):
    """A fact that a row tells otherwise than the ledger."""

    ref: str
    title: str
    fact: str
    before: str
    after: str


class PassedRow(Struct, frozen=True, kw_only=True):
    """A row that is no agreement, and why."""

    row: int
    text: str
    why: str


class AlikeName(Struct, frozen=True, kw_only=True):
    """A party that is new to the ledger, and the *other* one that its name is much like."""

    name: str
    other: str


class RepeatedRow(Struct, frozen=True, kw_only=True):
    """A row that says no more than an earlier one, the *first*."""

    row: int
    first: int


class UnknownSector(Struct, frozen=True, kw_only=True):
    """What a column of sectors calls one that is none, in how many rows; the *nearest* ones."""

    name: str
    rows: int
    nearest: tuple[str, ...] = ()


class Intake(Struct, frozen=True, kw_only=True):
    """What importing a table did, or would do.

    *new*, *changed*, *known*, *repeated* and *refused* count agreements or trips, or rows
    that would have been one; *first* and *last* are the refs of the new ones.  *odd* counts
    those that something is odd about, *loose* the links that lead nowhere; *alike* are new
    names that seem to mean an organisation with another one, *sectors* names of sectors that
    are none.
    """

    schema: Literal["dealtrack/intake/1"] = "dealtrack/intake/1"
    file: str
    rows: int
    new: int
    changed: int
    known: int
    repeated: int
    refused: int
    first: str = ""
    last: str = ""
    changes: tuple[ChangedFact, ...] = ()
    cells: tuple[RefusedCell, ...] = ()
    passed: tuple[PassedRow, ...] = ()
    repeats: tuple[RepeatedRow, ...] = ()
    refused_file: str = ""
    odd: int = 0
    oddities: tuple[str, ...] = ()
    alike: tuple[AlikeName, ...] = ()
    sectors: tuple[UnknownSector, ...] = ()
    loose: int = 0
    saved: bool = False
    most: int | None = None

    def page(self) -> Page:
        """Lay it out: the counts, then what is changed, refused, left out and odd."""
        found = (*self._changes(), *self._refusals(), *self._unknown(), *self._others())
        blocks = (Facts(self._counts()), *found)
        return Page(self._title(), blocks)

    def _title(self) -> str:
        words = _("Imported from {file}") if self.saved else _("To be imported from {file}")
        return words.format(file=self.file)

    def _counts(self) -> tuple[tuple[str, str], ...]:
        refs = f"{self.first}–{self.last}" if self.first != self.last else self.first
        new = (
            _("{n} ({refs})").format(n=f"{self.new:,}", refs=refs) if refs else f"{self.new:,}"
        )
        found: tuple[tuple[str, str | int], ...] = (
            (_("rows"), self.rows),
            (_("new"), new if self.new else 0),
            (_("changed"), self.changed),
            (_("known"), self.known),
            (_("told twice"), self.repeated),
            (_("left out"), len(self.passed)),
            (_("refused"), self.refused),
        )
        return tuple((name, f"{n:,}" if isinstance(n, int) else n) for name, n in found if n)

    def _changes(self) -> Iterator[Block]:
        if not self.changes:
            return
        columns = (
            Column("ref", _("Ref"), "ref"),
            Column("title", _("Title"), grow=True),
            Column("fact", _("Fact")),
            Column("before", _("Ledger"), grow=True),
            Column("after", _("File"), grow=True),
        )
        rows = tuple(
            (c.ref, c.title, c.fact, c.before or "–", c.after or "–") for c in self.changes
        )
        yield self._table(columns, rows, _("Changed"))

    def _refusals(self) -> Iterator[Block]:
        if not self.cells:
            return
        columns = (
            Column("row", _("Row"), "ref"),
            Column("column", _("Column")),
            Column("value", _("Value"), grow=True),
            Column("why", _("Why"), grow=True),
        )
        rows = tuple(
            (str(c.row), c.column, c.value, Toned(c.why, Tone.BAD)) for c in self.cells
        )
        yield self._table(columns, rows, _("Refused"))

    def _unknown(self) -> Iterator[Block]:
        """Yield which sectors are none, and what to do about them, for all rows at once."""
        if not self.sectors:
            return
        lines = [
            plural(
                "{n} name in the column of sectors is none:",
                "{n} names in the column of sectors are none:",
                len(self.sectors),
            )
        ]
        for one in self.sectors[: self.most]:
            near = _("perhaps {names}").format(names=" / ".join(one.nearest))
            rows = plural("{n} row", "{n} rows", one.rows)
            lines.append("  " + " · ".join((one.name, rows, *((near,) if one.nearest else ()))))
        lines.append(
            _(
                "New ones: dealtrack sector add NAME. If they mean others: --save-map NAME, "
                'and "name" = "sector" below [values.sectors] there'
            )
        )
        yield Note("\n".join(lines), Tone.WARN)

    def _table(self, columns: tuple[Column, ...], rows: tuple[Row, ...], title: str) -> Table:
        shown = rows[: self.most]
        more = ""
        if len(shown) < len(rows):
            more = _("{n} of {total}").format(n=f"{len(shown):,}", total=f"{len(rows):,}")
        return Table(columns, shown, title=title, more=more)

    def _others(self) -> Iterator[Block]:
        for one in self.passed[: self.most]:
            words = _("Row {row} is left out: {why}. {text}")
            said = words.format(row=one.row, why=_(PASSED[one.why]), text=one.text)
            yield Note(said.strip(), Tone.QUIET)
        for again in self.repeats[: self.most]:
            words = _("Row {row} says no more than row {first} in the columns that are taken.")
            yield Note(words.format(row=again.row, first=again.first), Tone.QUIET)
        if self.loose:
            words = plural(
                "{n} agreement is named that is neither here nor in the ledger.",
                "{n} agreements are named that are neither here nor in the ledger.",
                self.loose,
            )
            yield Note(words, Tone.WARN)
        if self.odd:
            words = plural(
                "Something is odd about {n} agreement:",
                "Something is odd about {n} agreements:",
                self.odd,
            )
            yield Note("\n".join((words, *(f"  {one}" for one in self.oddities))), Tone.WARN)
        if self.alike:
            yield Note("\n".join(self._likenesses()), Tone.WARN)

    def _likenesses(self) -> Iterator[str]:
        """Yield how many new names are like others, the first of them, and what to do."""
        yield plural(
            "{n} name that is new is much like another one:",
            "{n} names that are new are much like others:",
            len(self.alike),
        )
        for one in self.alike[:_LIKE]:
            yield "  " + _("“{new}” – “{known}”").format(new=one.name, known=one.other)
        yield _("Which are one: dealtrack party duplicates, party merge NAME OTHER")

"""Part 5 of the monthly summary: what was signed, by sector and by size."""

from msgspec import Struct

from dealtrack.model.vocabulary import SECTORS
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.report.answers import Answer, answer
from dealtrack.report.figures import Sum, sums_of
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import questions
from dealtrack.report.page import Bar, Block, Cell, Chart, Column, Row, Section, Table, unwrap
from dealtrack.report.sectors import note_on_several, say_sector
from dealtrack.report.terms import Terms
from dealtrack.report.words import quiet
from dealtrack.text import _

_BARS = 8


class Part(Struct, frozen=True):
    """One row: what was signed this month and this year."""

    key: str
    month: Sum
    year: Sum


class Breakdown(Struct, frozen=True, kw_only=True):
    """Sectors and sizes; *several* agreements of the year are in more than one sector.

    The key of a sector is empty where none is given.  *surplus* is by how much the
    sectors together exceed the year's agreements.
    """

    sectors: tuple[Part, ...]
    sizes: tuple[Part, ...]
    total: Part
    several: int
    surplus: int

    def section(self) -> Section:
        """Lay the part out."""
        named = [(part, say_sector(part.key)) for part in self.sectors]
        bars = tuple(Bar(str(unwrap(name)[0]), part.year.n) for part, name in named if part.key)
        blocks: tuple[Block, ...] = (
            self._table(_("By sector"), Column("sector", _("Sector"), grow=True), named),
            *note_on_several(self.several),
            *([Chart(bars[:_BARS], title=_("Signed this year, by sector"))] if bars else []),
            self._table(
                _("By size"),
                Column("size", _("Amount"), grow=True),
                [(part, _say_size(part.key)) for part in self.sizes],
            ),
        )
        return Section(_("By sector and size"), blocks)

    def _table(self, title: str, first: Column, named: list[tuple[Part, Cell]]) -> Table:
        columns = (
            first,
            Column("month", _("This month"), "number"),
            Column("month_amounts", _("Amount")),
            Column("year", _("This year"), "number"),
            Column("year_amounts", _("Amount")),
        )
        rows = tuple(_row(part, name) for part, name in named)
        return Table(columns, rows, title=title, total=_row(self.total, _("Total")))


def sum_breakdown(ledger: Ledger, terms: Terms) -> Breakdown:
    """Sum up what was signed by sector and size; rows are those of the year."""
    recent = questions.signed_in_year(terms)
    by_sector = parts_by(ledger, terms, "sector", recent)
    rows = [*(part for part in by_sector if part.year.n or part.month.n)]
    if all(part.key for part in rows):
        rows.append(Part("", Sum(0), Sum(0)))
    sizes = answer(ledger, [*questions.sizes(terms)], where=recent)[""]
    total = answer(ledger, questions.of_groups(terms), where=recent)[""]
    sectors = _numbers_of_sectors(ledger, terms)
    return Breakdown(
        sectors=tuple(sorted(rows, key=_place)),
        sizes=tuple(_sized(key, sizes) for key in questions.SIZES),
        total=part_of("", total),
        several=sum(n > 1 for n in sectors),
        surplus=sum(n - 1 for n in sectors if n),
    )


def _place(part: Part) -> tuple[object, ...]:
    """Return where a sector stands: most signed first, then as sectors are listed."""
    listed = SECTORS.keys
    order = listed.index(part.key) if part.key in listed else len(listed)
    return (not part.key, -part.year.n, order, part.key)


def parts_by(ledger: Ledger, terms: Terms, field: str, where: Expr = EVERYTHING) -> list[Part]:
    """Return what was signed in the month and in the year, by the values of *field*.

    A group is there if anything signed that answers *where* belongs to it.
    """
    found = answer(ledger, questions.of_groups(terms), field, where)
    return [part_of(key, figures) for key, figures in found.items()]


def part_of(key: str, found: dict[str, Answer]) -> Part:
    """Return one row from the answers to what is asked of every group."""
    month, year = (
        Sum.of(found[f"signed.{name}"].n, found[f"amount.{name}"].n) for name in _SPANS
    )
    return Part(key, month, year)


_SPANS = ("month", "year")


def _sized(size: str, found: dict[str, Answer]) -> Part:
    month, year = (
        Sum.of(found[f"size.{size}.signed.{name}"].n, found[f"size.{size}.amount.{name}"].n)
        for name in _SPANS
    )
    return Part(size, month, year)


def _numbers_of_sectors(ledger: Ledger, terms: Terms) -> list[int]:
    """Return in how many sectors each of the year's agreements is."""
    signed = questions.signed_in_year(terms)
    rows = ledger.among("agreements").rows(("sector",), signed, as_of=ledger.as_of)
    return [len(sectors) for (sectors,) in rows]


def _say_size(key: str) -> Cell:
    said = questions.say_size(key)
    return quiet(said) if key == "not-given" else said


def _row(part: Part, name: Cell) -> Row:
    return (
        name,
        part.month.n,
        sums_of(part.month.amounts),
        part.year.n,
        sums_of(part.year.amounts),
    )

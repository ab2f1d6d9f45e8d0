"""Part 5 of the monthly summary: what was signed, by sector and by size."""

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from dealtrack.model import Amount
from dealtrack.report.figures import Group, sums_of
from dealtrack.report.ledger import Deal, Ledger
from dealtrack.report.monthly.terms import Terms
from dealtrack.report.page import Bar, Block, Cell, Chart, Column, Row, Section, Table, unwrap
from dealtrack.report.sectors import by_sector, in_several, note_on_several, say_sector
from dealtrack.report.words import money, quiet
from dealtrack.text import _

_BARS = 8
_M = Decimal(1_000_000)
_CLASSES = (  # key, from, below; in CNY
    ("1b-up", 1000 * _M, None),
    ("100m-1b", 100 * _M, 1000 * _M),
    ("50m-100m", 50 * _M, 100 * _M),
    ("below-50m", Decimal(0), 50 * _M),
)
_SIZES = (*(key for key, _from, _below in _CLASSES), "other-currency", "not-given")


class Part(Struct, frozen=True):
    """One row: what was signed this month and this year."""

    key: str
    month: Group
    year: Group


class Breakdown(Struct, frozen=True, kw_only=True):
    """Sectors and sizes; *several* agreements of the year are in more than one sector.

    The key of a sector is empty where none is given.
    """

    sectors: tuple[Part, ...]
    sizes: tuple[Part, ...]
    total: Part
    several: int

    def section(self) -> Section:
        """Lay the part out."""
        named = [(part, say_sector(part.key)) for part in self.sectors]
        bars = tuple(Bar(str(unwrap(name)[0]), part.year.n) for part, name in named if part.key)
        blocks: tuple[Block, ...] = (
            self._table(_("By sector"), Column("sector", _("Sector"), grow=True), named),
            *note_on_several(self.several),
            Chart(bars[:_BARS], title=_("Signed this year, by sector")),
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
    year, recent = ledger.signed_in(terms.year), {a.id for a in ledger.signed_in(terms.days)}
    sectors, sizes = by_sector(year), _by_size(year)
    sectors.setdefault("", [])

    def part(key: str, deals: Iterable[Deal]) -> Part:
        chosen = tuple(deals)
        month = ledger.group(a for a in chosen if a.id in recent)
        return Part(key, month, ledger.group(chosen))

    rows = (part(key, sectors[key]) for key in sectors)
    return Breakdown(
        sectors=tuple(sorted(rows, key=lambda row: (not row.key, -row.year.n))),
        sizes=tuple(part(key, sizes[key]) for key in _SIZES),
        total=part("", year),
        several=in_several(year),
    )


def _by_size(deals: Iterable[Deal]) -> dict[str, list[Deal]]:
    found: dict[str, list[Deal]] = {key: [] for key in _SIZES}
    for deal in deals:
        found[_size(deal.amount)].append(deal)
    return found


def _size(amount: Amount | None) -> str:
    if amount is None:
        return "not-given"
    if amount.currency != "CNY":
        return "other-currency"
    return next(key for key, least, _below in _CLASSES if amount.value >= least)


def _say_size(key: str) -> Cell:
    if key == "not-given":
        return quiet(_("not given"))
    if key == "other-currency":
        return _("in another currency")
    least, below = next((a, b) for name, a, b in _CLASSES if name == key)
    if below is None:
        return _("{amount} or more").format(amount=_cny(least))
    if not least:
        return _("below {amount}").format(amount=_cny(below))
    return _("{least} – {most}").format(least=_cny(least), most=_cny(below))


def _cny(value: Decimal) -> str:
    return money(Amount(value=value))


def _row(part: Part, name: Cell) -> Row:
    return (
        name,
        part.month.n,
        sums_of(part.month.amounts),
        part.year.n,
        sums_of(part.year.amounts),
    )

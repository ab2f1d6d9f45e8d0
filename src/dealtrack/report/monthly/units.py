"""Part 4 of the monthly summary: the units, ranked by what they signed this year."""

from collections.abc import Iterable

from msgspec import Struct

from dealtrack.report.answers import answer
from dealtrack.report.figures import Rounding, Share, Sum, added, percent_cell, sums_of
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import questions
from dealtrack.report.monthly.breakdown import Part, parts_by
from dealtrack.report.page import Bar, Cell, Chart, Column, Row, Section, Table
from dealtrack.report.terms import Terms
from dealtrack.report.words import quiet, say_overdue
from dealtrack.text import _

_BARS = 8


class UnitLine(Struct, frozen=True, kw_only=True):
    """A unit; *unit* is empty for what no unit answers for, which has no *rank*.

    *share* is its part of all that was signed this year.
    """

    rank: int | None
    unit: str
    month: Sum
    year: Sum
    share: Share
    overdue: int


class Units(Struct, frozen=True, kw_only=True):
    """The units that answer for an agreement or a follow-up, those without signings too.

    An agreement is its unit's as of the day: a handover takes it along.
    """

    units: tuple[UnitLine, ...]
    total: UnitLine

    def section(self) -> Section:
        """Lay the part out."""
        columns = (
            Column("rank", _("Rank"), "number"),
            Column("unit", _("Unit"), grow=True),
            Column("month", _("This month"), "number"),
            Column("year", _("This year"), "number"),
            Column("share", _("Of all"), "number"),
            Column("amounts", _("Amount")),
            Column("overdue", _("Overdue"), "number"),
        )
        rows = tuple(_row(line, line.unit or quiet(_("not given"))) for line in self.units)
        bars = tuple(Bar(line.unit, line.year.n) for line in self.units if line.unit)
        table = Table(columns, rows, empty=_("No units."), total=_row(self.total, _("Total")))
        chart = Chart(bars[:_BARS], title=_("Signed this year, by unit"))
        return Section(_("By unit"), (table, chart) if bars else (table,))


def sum_units(ledger: Ledger, terms: Terms, rounding: Rounding) -> Units:
    """Sum up what the units signed, and what is late with them."""
    parts = {part.key: part for part in parts_by(ledger, terms, "office")}
    late = _late(ledger, terms)
    for key in late:
        parts.setdefault(key, Part(key, Sum(0), Sum(0)))
    ordered = sorted(parts.values(), key=_place)
    total = sum(part.year.n for part in ordered)
    places = ranks([part.year.n for part in ordered if part.key])
    return Units(
        units=tuple(
            _line(part, late, Share.of(part.year.n, total, rounding), place)
            for part, place in zip(ordered, [*places, None], strict=False)
        ),
        total=_line(
            Part("", _all(part.month for part in ordered), _all(p.year for p in ordered)),
            {"": sum(late.values())},
            Share.of(total, total, rounding),
            None,
        ),
    )


def ranks(values: Iterable[int]) -> list[int]:
    """Return the rank of each of *values*, which fall: ties share one, as 1, 2, 2, 4."""
    found: list[int] = []
    last: int | None = None
    for place, value in enumerate(values, start=1):
        found.append(found[-1] if value == last else place)
        last = value
    return found


def _late(ledger: Ledger, terms: Terms) -> dict[str, int]:
    """Return how many follow-ups are overdue, by the unit that answers for each."""
    asked = [one for one in questions.tasks(terms) if one.name == "overdue"]
    found = answer(ledger, asked, "unit")
    late = {unit: figures["overdue"].n for unit, figures in found.items()}
    return {unit: n for unit, n in late.items() if isinstance(n, int) and n}


def _place(part: Part) -> tuple[object, ...]:
    return (not part.key, -part.year.n, -part.year.value("CNY"), part.key)


def _line(part: Part, late: dict[str, int], share: Share, rank: int | None) -> UnitLine:
    return UnitLine(
        rank=rank,
        unit=part.key,
        month=part.month,
        year=part.year,
        share=share,
        overdue=late.get(part.key, 0),
    )


def _all(sums: Iterable[Sum]) -> Sum:
    found = tuple(sums)
    return Sum(
        sum(one.n for one in found), added(amount for one in found for amount in one.amounts)
    )


def _row(line: UnitLine, name: Cell) -> Row:
    return (
        line.rank,
        name,
        line.month.n,
        line.year.n,
        percent_cell(line.share.percent),
        sums_of(line.year.amounts),
        say_overdue(line.overdue),
    )

"""Part 3 of the monthly summary: the five rates, of the year's projects and of earlier ones."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from msgspec import Struct

from dealtrack.days import Span
from dealtrack.query.figure import Figure
from dealtrack.query.questions import signed_in
from dealtrack.query.rates import FIVE, rates
from dealtrack.report.answers import Answer, answer, together
from dealtrack.report.figures import Rounding, say_points
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import questions
from dealtrack.report.page import Block, Column, Note, Row, Section, Table, Tone
from dealtrack.report.rate import Rate, funnel_of, name_of, rates_of, say_left_out_of
from dealtrack.report.terms import Terms
from dealtrack.text import _

COHORTS = 3
"""How many years are told apart: this one, and those before."""


class RateLine(Struct, frozen=True, kw_only=True):
    """A rate of the projects signed this *year*, of those of *earlier* years, and of *all*.

    *points* is by how many percentage points it moved since the end of last month, by the
    percentages as they are printed; None where there was nothing to divide by.
    """

    key: str
    currency: str
    year: Rate
    points: Decimal | None
    earlier: tuple[Rate, ...]
    all: Rate


class FiveRates(Struct, frozen=True, kw_only=True):
    """The five rates; *years* are those of the cohorts, this one first."""

    years: tuple[int, ...]
    lines: tuple[RateLine, ...]

    def section(self) -> Section:
        """Lay the part out."""
        blocks: tuple[Block, ...] = (
            self._now(),
            *self._earlier(),
            funnel_of(line.all for line in self.lines),
            Note(self._left_out(), Tone.QUIET),
        )
        return Section(_("The five rates"), blocks)

    def _now(self) -> Table:
        columns = (
            Column("rate", _("Rate"), grow=True),
            Column("year", _("Signed in {year}").format(year=self.years[0]), "number"),
            Column("points", _("Since last month"), "number"),
            Column("all", _("All signed"), "number"),
        )
        return Table(columns, tuple(map(_row, self.lines)))

    def _earlier(self) -> Iterator[Table]:
        """Yield the rates of the earlier years in which anything was signed."""
        told = [
            at
            for at, _year in enumerate(self.years[1:])
            if any(line.earlier[at].d for line in self.lines)
        ]
        if not told:
            return
        columns = (
            Column("rate", _("Rate"), grow=True),
            *(
                Column(f"year_{year}", _("Signed in {year}").format(year=year), "number")
                for year in (self.years[1 + at] for at in told)
            ),
        )
        rows = tuple(
            (_name(line), *(line.earlier[at].cell for at in told)) for line in self.lines
        )
        yield Table(columns, rows, title=_("Earlier years"))

    def _left_out(self) -> str:
        return say_left_out_of(line.all for line in self.lines)


def sum_rates(ledger: Ledger, terms: Terms, rounding: Rounding) -> FiveRates:
    """Sum up the rates, cohort by cohort, and how far they moved in the month."""
    asked = figures(terms)
    cohorts = answer(ledger, asked, "year")
    whole = together(cohorts.values()) if cohorts else answer(ledger, asked)[""]
    years = tuple(terms.month.year - n for n in range(COHORTS))
    by_year = [_rates(cohorts.get(str(year), {}), rounding) for year in years]
    before = _rates(_a_month_before(ledger, terms), rounding)
    everything = _rates(whole, rounding)
    return FiveRates(
        years=years,
        lines=tuple(
            RateLine(
                key=key,
                currency=currency,
                year=_of(by_year[0], key, currency),
                points=_points(_of(by_year[0], key, currency), before.get((key, currency))),
                earlier=tuple(_of(found, key, currency) for found in by_year[1:]),
                all=rate,
            )
            for (key, currency), rate in everything.items()
        ),
    )


def figures(terms: Terms) -> tuple[Figure, ...]:
    """Return the five rates of everything signed so far."""
    return tuple(one for one in rates(terms.as_of) if one.name in FIVE)


def named_figures(terms: Terms, *, earlier: bool = True) -> Iterator[Figure]:
    """Yield all rates under the names that they are explained by: ``start.2025``."""
    this = terms.month.year
    for one in rates(terms.as_of, signed_in(terms.year)):
        yield _of_cohort(one, one.name, _signed_in(this))
    if not earlier:
        return
    for year in range(this - COHORTS + 1, this):
        days = Span(date(year, 1, 1), date(year + 1, 1, 1))
        for one in rates(terms.as_of, signed_in(days)):
            yield _of_cohort(one, f"{one.name}.{year}", _signed_in(year))
    for one in rates(terms.as_of):
        yield _of_cohort(one, f"{one.name}.all", _("all signed so far"))


def _of_cohort(rate: Figure, name: str, only: str) -> Figure:
    return rate._replace(name=name, about=questions.narrowed(rate.about, only))


def _signed_in(year: int) -> str:
    return _("signed in {year}").format(year=year)


def _a_month_before(ledger: Ledger, terms: Terms) -> dict[str, Answer]:
    """Return the rates of this year's projects as they stood at the end of last month."""
    then = Ledger.on(terms.eve, ledger.book)
    asked = [one for one in rates(terms.eve, signed_in(terms.year)) if one.name in FIVE]
    return answer(then, asked)[""]


def _rates(found: dict[str, Answer], rounding: Rounding) -> dict[tuple[str, str], Rate]:
    return {
        (rate.key, rate.currency): rate
        for key in FIVE
        if key in found
        for rate in rates_of(key, found[key], rounding)
    }


def _of(found: dict[tuple[str, str], Rate], key: str, currency: str) -> Rate:
    none = Rate(key=key, currency=currency, n=0, d=0, percent=None)
    return found.get((key, currency), none)


def _points(now: Rate, before: Rate | None) -> Decimal | None:
    if now.percent is None or before is None or before.percent is None:
        return None
    return now.percent - before.percent


def _name(line: RateLine) -> str:
    name = name_of(line.key)
    if not line.currency:
        return name
    return _("{rate}, {currency}").format(rate=name, currency=line.currency)


def _row(line: RateLine) -> Row:
    return (_name(line), line.year.cell, say_points(line.points), line.all.cell)

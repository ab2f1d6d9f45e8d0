"""Part 1 of the monthly summary: what was signed, against earlier months and years."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from operator import methodcaller
from typing import Generic, NamedTuple

from msgspec import Struct

from dealtrack.days import Span
from dealtrack.model import Amount
from dealtrack.model.vocabulary import BINDINGS, STATUSES
from dealtrack.report.answers import Answer, answer
from dealtrack.report.figures import (
    Change,
    N,
    Rounding,
    Sum,
    in_order,
    say_amounts,
    say_change,
)
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import questions
from dealtrack.report.page import (
    Bar,
    Beside,
    Block,
    Cell,
    Column,
    Facts,
    Row,
    Section,
    Table,
    Trend,
)
from dealtrack.report.terms import Terms
from dealtrack.report.words import sum_of
from dealtrack.text import _


class Line(Struct, Generic[N], frozen=True, kw_only=True):
    """A figure of a period against the *previous* one and that of the *year_before*."""

    key: str
    this: N
    previous: Change[N] | None = None
    year_before: Change[N]


class Period(Struct, frozen=True, kw_only=True):
    """What was signed from *first* to *last*: numbers, and money in each currency.

    The keys of *counts*: ``all``, the binding classes, ``unknown`` where the kind is not
    given, and ``first`` for those that follow no earlier agreement.
    """

    first: date
    last: date
    counts: tuple[Line[int], ...]
    amounts: tuple[Line[Decimal], ...]


class Count(Struct, frozen=True):
    """A number, under a key."""

    key: str
    n: int


class Overall(Struct, frozen=True, kw_only=True):
    """Everything signed so far, this month, this year, and month by month.

    *statuses* share out *signed*; *negotiating* are not signed yet.
    """

    signed: Sum
    statuses: tuple[Count, ...]
    negotiating: int
    month: Period
    year: Period
    trend: tuple[Count, ...]

    def section(self) -> Section:
        """Lay the part out."""
        blocks: tuple[Block, ...] = (
            _table(_("Signed this month"), _("This month"), self.month, with_previous=True),
            _table(_("Signed this year"), _("This year"), self.year, with_previous=False),
            Beside(((self._standing(),), (self._trend(),))),
        )
        return Section(_("Overall"), blocks)

    def _standing(self) -> Facts:
        pairs: list[tuple[str, Cell]] = [
            (_("Signed in all"), self.signed.n),
            (_("Amount"), say_amounts(self.signed.amounts)),
        ]
        pairs += [(STATUSES.name(count.key), count.n) for count in self.statuses]
        pairs.append((_("Not signed yet"), self.negotiating))
        return Facts(tuple(pairs), title=_("In the ledger"))

    def _trend(self) -> Trend:
        points = tuple(Bar(count.key, count.n) for count in self.trend)
        return Trend(points, title=_("Signed month by month"))


def sum_overall(ledger: Ledger, terms: Terms, rounding: Rounding) -> Overall:
    """Sum up what was signed."""
    found = answer(ledger, [*questions.signings(terms), *questions.standing(terms)])[""]
    periods = {name: _Period(name, days, found) for name, days in questions.periods(terms)}
    return Overall(
        signed=Sum.of(found["signed"].n, found["amount"].n),
        statuses=tuple(Count(key, _count(found[f"status.{key}"])) for key in STATUSES.keys),
        negotiating=_count(found["unsigned"]),
        month=_compared(
            periods["month"],
            periods["month-before"],
            periods["month-a-year-before"],
            rounding,
        ),
        year=_compared(periods["year"], None, periods["year-before"], rounding),
        trend=tuple(
            Count(str(month), _count(found[f"signed.{month}"]))
            for month in questions.months_of_trend(terms)
        ),
    )


class _Period(NamedTuple):
    """A period, with what was signed in it."""

    name: str
    days: Span
    found: dict[str, Answer]

    def count(self, key: str) -> int:
        """Return how many were signed of a kind of them."""
        return _count(self.found[questions.count_name(self.name, key)])

    def value(self, currency: str) -> Decimal:
        """Return what was signed for in *currency*."""
        return self.money.get(currency, Decimal(0))

    @property
    def money(self) -> dict[str, Decimal]:
        """Return what was signed for, by currency."""
        n = self.found[f"amount.{self.name}"].n
        return n if isinstance(n, dict) else {}


def _compared(
    this: _Period, before: _Period | None, earlier: _Period, rounding: Rounding
) -> Period:
    """Return the figures of a period against those of the one before and a year earlier."""

    def line(key: str, figure: Callable[[_Period], N]) -> Line[N]:
        now = figure(this)
        return Line(
            key=key,
            this=now,
            previous=Change.of(now, figure(before), rounding) if before else None,
            year_before=Change.of(now, figure(earlier), rounding),
        )

    codes = in_order(code for one in (this, before, earlier) if one for code in one.money)
    return Period(
        first=this.days.begin,
        last=this.days.last,
        counts=tuple(line(key, methodcaller("count", key)) for key in questions.KEYS),
        amounts=tuple(line(code, methodcaller("value", code)) for code in codes),
    )


def _count(found: Answer) -> int:
    return found.n if isinstance(found.n, int) else 0


def _table(title: str, heading: str, period: Period, *, with_previous: bool) -> Table:
    columns = [Column("figure", _("Figure"), grow=True), Column("this", heading, "number")]
    if with_previous:
        columns += [
            Column("previous", _("Last month"), "number"),
            Column("month_on_month", _("Month on month"), "number"),
        ]
    columns += [
        Column("year_before", _("A year before"), "number", minor=True),
        Column("year_on_year", _("Year on year"), "number"),
    ]
    rows = [_row(_named(line.key), line, lambda n: n) for line in period.counts]
    rows += [
        _row(_("Amount, {currency}").format(currency=line.key), line, _money_in(line.key))
        for line in period.amounts
    ]
    return Table(tuple(columns), tuple(rows), title=title)


def _row(label: Cell, line: Line[N], say: Callable[[N], Cell]) -> Row:
    row: Row = (label, say(line.this))
    for change in (line.previous, line.year_before):
        if change:
            row += (say(change.that), say_change(change))
    return row


def _money_in(currency: str) -> Callable[[Decimal], Cell]:
    return lambda value: sum_of(Amount(value=value, currency=currency))


def _named(key: str) -> str:
    match key:
        case "all":
            return _("Agreements")
        case "first":
            return _("New projects among them")
        case "unknown":
            return _("of these: {name}").format(name=_("kind not given"))
        case _:
            return _("of these: {name}").format(name=BINDINGS.name(key))

"""Part 1 of the monthly summary: what was signed, against earlier months and years."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Generic, NamedTuple

from msgspec import Struct

from dealtrack.days import Month, Span
from dealtrack.model import Amount
from dealtrack.model.vocabulary import BINDINGS, STATUSES
from dealtrack.report.figures import (
    Change,
    Group,
    N,
    Rounding,
    in_order,
    say_amounts,
    say_change,
)
from dealtrack.report.ledger import Deal, Ledger
from dealtrack.report.monthly.terms import Terms
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
from dealtrack.report.words import sum_of
from dealtrack.text import _

_MONTHS = 12


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
    refs: tuple[str, ...]
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

    signed: Group
    statuses: tuple[Count, ...]
    negotiating: tuple[str, ...]
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
        pairs.append((_("Not signed yet"), len(self.negotiating)))
        return Facts(tuple(pairs), title=_("In the ledger"))

    def _trend(self) -> Trend:
        points = tuple(Bar(count.key, count.n) for count in self.trend)
        return Trend(points, title=_("Signed month by month"))


class _Spans(NamedTuple):
    this: Span
    previous: Span | None
    year_before: Span


def sum_overall(ledger: Ledger, terms: Terms, rounding: Rounding) -> Overall:
    """Sum up what was signed."""
    status = Counter(deal.status for deal in ledger.signed)
    return Overall(
        signed=ledger.group(ledger.signed),
        statuses=tuple(Count(key, status[key]) for key in STATUSES.keys),
        negotiating=tuple(deal.ref for deal in ledger.deals if not deal.is_signed),
        month=_period(ledger, _Spans(terms.days, terms.previous, terms.year_before), rounding),
        year=_period(ledger, _Spans(terms.year, None, terms.last_year), rounding),
        trend=tuple(_trend(ledger, terms)),
    )


def _trend(ledger: Ledger, terms: Terms) -> Iterable[Count]:
    for n in range(1 - _MONTHS, 1):
        month: Month = terms.month.shifted(n)
        yield Count(str(month), len(ledger.signed_in(month.span)))


def _period(ledger: Ledger, spans: _Spans, rounding: Rounding) -> Period:
    this, before, earlier = (ledger.signed_in(s) if s else () for s in spans)
    groups = [ledger.group(part) for part in (this, before, earlier)]
    has_previous = spans.previous is not None

    def line(key: str, figure: Callable[[Sequence[Deal]], N]) -> Line[N]:
        now = figure(this)
        return Line(
            key=key,
            this=now,
            previous=Change.of(now, figure(before), rounding) if has_previous else None,
            year_before=Change.of(now, figure(earlier), rounding),
        )

    currencies = in_order(a.currency for group in groups for a in group.amounts)
    return Period(
        first=spans.this.begin,
        last=spans.this.last,
        refs=groups[0].refs,
        counts=tuple(line(key, _counting(key, ledger)) for key in _KEYS),
        amounts=tuple(line(code, _summing(code, ledger)) for code in currencies),
    )


_KEYS = ("all", *BINDINGS.keys, "unknown", "first")


def _counting(key: str, ledger: Ledger) -> Callable[[Sequence[Deal]], int]:
    match key:
        case "all":
            return len
        case "first":
            return lambda part: sum(a.id not in ledger.following for a in part)
        case "unknown":
            return lambda part: sum(not a.binding for a in part)
        case _:
            return lambda part: sum(a.binding == key for a in part)


def _summing(currency: str, ledger: Ledger) -> Callable[[Sequence[Deal]], Decimal]:
    return lambda part: ledger.group(part).value(currency)


def _table(title: str, heading: str, period: Period, *, with_previous: bool) -> Table:
    columns = [Column("figure", _("Figure"), grow=True), Column("this", heading, "number")]
    if with_previous:
        columns += [
            Column("previous", _("Last month"), "number"),
            Column("month_on_month", _("Month on month"), "number"),
        ]
    columns += [
        Column("year_before", _("A year before"), "number"),
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

"""The figures of the monthly summary, each a question under its own name.

A part prints what the questions of this module answer; ``--explain`` asks the same ones
for the records behind them.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from dealtrack.days import Month, Span
from dealtrack.model import Amount
from dealtrack.model.vocabulary import BINDINGS, STATUSES
from dealtrack.query.expr import Expr, Not, Op, Term, both
from dealtrack.query.figure import Figure
from dealtrack.query.questions import (
    AGREEMENT,
    SIGNED,
    begun,
    due_within,
    known,
    overdue,
    signed_in,
)
from dealtrack.report.terms import Terms
from dealtrack.report.words import money
from dealtrack.text import _

KEYS = ("all", *BINDINGS.keys, "unknown", "first")
"""What is counted of a period: all, each binding class, those of no kind, new projects."""
SIZES = ("1b-up", "100m-1b", "50m-100m", "below-50m", "other-currency", "not-given")
"""The classes of size."""
BY_GROUP = ("signed.month", "signed.year", "amount.month", "amount.year")
"""The figures that are told of each unit, sector, class of size and trip."""
TREND = 12
"""How many months the trend shows."""

_M = Decimal(1_000_000)
BOUNDS: dict[str, tuple[Decimal, Decimal | None]] = {
    "1b-up": (1000 * _M, None),
    "100m-1b": (100 * _M, 1000 * _M),
    "50m-100m": (50 * _M, 100 * _M),
    "below-50m": (Decimal(0), 50 * _M),
}
"""From which amount on, and below which, in CNY."""


class Asked(NamedTuple):
    """A period that signings are counted in, and how its figures are called."""

    name: str
    days: Span


def periods(terms: Terms) -> tuple[Asked, ...]:
    """Return the periods that the summary speaks of."""
    return (
        Asked("month", terms.days),
        Asked("month-before", terms.previous),
        Asked("month-a-year-before", terms.year_before),
        Asked("year", terms.year),
        Asked("year-before", terms.last_year),
    )


def signings(terms: Terms) -> Iterator[Figure]:
    """Yield what was signed, period by period and month by month."""
    for name, days in periods(terms):
        for key in KEYS:
            yield Figure(
                count_name(name, key),
                _said(key, days),
                both(_signed_on(terms, days), *_of(key)),
                among="new" if key == "first" else "agreements",
            )
        yield Figure(
            f"amount.{name}",
            _("amounts of agreements signed from {first} to {last}").format(
                first=days.begin, last=days.last
            ),
            _signed_on(terms, days),
            of="amount",
            among="money",
        )
    for month in months_of_trend(terms):
        days = terms.days if month == terms.month else month.span
        yield Figure(
            f"signed.{month}",
            _("agreements signed in {month}").format(month=month),
            _signed_on(terms, days),
        )


def months_of_trend(terms: Terms) -> Iterator[Month]:
    """Yield the twelve months of the trend, the one that is summed up last."""
    return (terms.month.shifted(n) for n in range(1 - TREND, 1))


def standing(terms: Terms) -> Iterator[Figure]:
    """Yield how everything signed so far stands, and how much there is besides."""
    here = begun(terms.as_of)
    signed = both(SIGNED, here)
    yield Figure("signed", _("agreements signed so far"), signed)
    yield Figure(
        "amount", _("amounts of agreements signed so far"), signed, of="amount", among="money"
    )
    for key in STATUSES.keys:
        about = _("agreements signed so far that are: {status}").format(
            status=STATUSES.name(key)
        )
        yield Figure(f"status.{key}", about, both(signed, Term("status", Op.EQ, key)))
    yield Figure(
        "unsigned",
        _("agreements not signed yet"),
        both(here, AGREEMENT, Not(SIGNED)),
    )


def sizes(terms: Terms) -> Iterator[Figure]:
    """Yield the numbers and amounts of each class of size, in the month and in the year."""
    for size in SIZES:
        for name, days in _month_and_year(terms):
            asked = both(_signed_on(terms, days), *_sized(size))
            about = _("agreements signed from {first} to {last}, amount {size}").format(
                first=days.begin, last=days.last, size=say_size(size)
            )
            yield Figure(f"size.{size}.signed.{name}", about, asked)
            yield Figure(f"size.{size}.amount.{name}", about, asked, of="amount", among="money")


def exceptions(terms: Terms) -> Iterator[Figure]:
    """Yield what has to be known to read the figures rightly."""
    signed = both(SIGNED, begun(terms.as_of))
    one_paper = Term("count", Op.EQ, 1)
    said: dict[str, tuple[str, Expr]] = {
        "imprecise": (_("Signed on a day known in part"), Term("precise", Op.EQ, False)),
        "unknown-day": (_("Signed on an unknown day"), Not(known("signed"))),
        "unknown-papers": (_("Unknown number of papers"), Not(known("count"))),
        "several-papers": (
            _("Several papers in one record"),
            both(known("count"), Not(one_paper)),
        ),
        "without-amount": (_("Signed without an amount"), Not(known("amount"))),
    }
    for name, (about, expr) in said.items():
        yield Figure(f"counted.{name}", about, both(signed, expr))


def tasks(terms: Terms) -> Iterator[Figure]:
    """Yield what is late, and what falls due by the end of next month."""
    day, last = terms.as_of, terms.month.shifted(1).last
    here = begun(day)
    yield Figure("overdue", _("follow-ups overdue"), both(here, overdue(day)), among="tasks")
    yield Figure(
        "due",
        _("open follow-ups due from {first} to {last}").format(first=day, last=last),
        both(here, due_within(day, last)),
        among="tasks",
    )


def groups(
    terms: Terms, field: str, prefix: str, keys: Iterable[str], say: Callable[[str], str]
) -> Iterator[Figure]:
    """Yield what is asked of each group by *field*, under the names of the groups.

    *say* says which group a key is; "" is the one of what has no value of the field.
    """
    for key in keys:
        own = Term(field, Op.EQ, key) if key else Not(known(field))
        for one in of_groups(terms):
            yield one._replace(
                name=f"{group_name(prefix, key)}.{one.name}",
                about=narrowed(one.about, say(key)),
                n=both(own, one.n),
            )


def group_name(prefix: str, key: str) -> str:
    """Return what the figures of a group begin with; no unit can be called ``no-unit``."""
    return f"{prefix}.{key}" if key else f"no-{prefix}"


def narrowed(about: str, to: str) -> str:
    """Return a formula in words with what it is narrowed *to*."""
    return _("{formula}; {only}").format(formula=_(about), only=to)


def of_groups(terms: Terms) -> tuple[Figure, ...]:
    """Return what is asked of each sector, unit and trip, in the month and in the year."""
    return tuple(figure for figure in signings(terms) if figure.name in BY_GROUP)


def signed_in_year(terms: Terms) -> Expr:
    """Ask for what was signed in the year so far."""
    return _signed_on(terms, terms.year)


def signed_in_month(terms: Terms) -> Expr:
    """Ask for what was signed in the month so far."""
    return _signed_on(terms, terms.days)


def count_name(period: str, key: str) -> str:
    """Return the name of a number of signings in a period."""
    return f"signed.{period}" if key == "all" else f"signed.{period}.{key}"


def _month_and_year(terms: Terms) -> tuple[Asked, ...]:
    return tuple(asked for asked in periods(terms) if asked.name in {"month", "year"})


def _signed_on(terms: Terms, days: Span) -> Expr:
    return both(signed_in(days), SIGNED, begun(terms.as_of))  # the quickest to tell first


def _of(key: str) -> tuple[Expr, ...]:
    match key:
        case "all" | "first":
            return ()
        case "unknown":
            return (Not(known("binding")),)
        case _:
            return (Term("binding", Op.EQ, key),)


def _said(key: str, days: Span) -> str:
    match key:
        case "all":
            said = _("agreements signed from {first} to {last}")
        case "first":
            said = _("agreements signed from {first} to {last} that follow no earlier one")
        case "unknown":
            said = _("agreements of no known kind, signed from {first} to {last}")
        case _:
            said = _("agreements counted as {binding}, signed from {first} to {last}")
    return said.format(binding=BINDINGS.name(key), first=days.begin, last=days.last)


def say_size(key: str) -> str:
    """Say a class of size."""
    if key == "not-given":
        return _("not given")
    if key == "other-currency":
        return _("in another currency")
    least, below = BOUNDS[key]
    if below is None:
        return _("{amount} or more").format(amount=_cny(least))
    if not least:
        return _("below {amount}").format(amount=_cny(below))
    return _("{least} – {most}").format(least=_cny(least), most=_cny(below))


def _cny(value: Decimal) -> str:
    return money(Amount(value=value))


def _sized(size: str) -> tuple[Expr, ...]:
    match size:
        case "not-given":
            return (Not(known("amount")),)
        case "other-currency":
            return (known("amount"), Not(Term("currency", Op.EQ, "CNY")))
        case _:
            least, below = BOUNDS[size]
            low = Term("amount", Op.GE, Amount(value=least))
            return (
                (low,) if below is None else (low, Term("amount", Op.LT, Amount(value=below)))
            )

"""What a year has brought, record by record, so that each sum is that of its parts."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from dealtrack.model import Amount
from dealtrack.query.achieved import achieved
from dealtrack.query.asked import Book
from dealtrack.query.figure import Figure
from dealtrack.query.words import fold
from dealtrack.report.ledger import Ledger

ALL = ""
"""The currency of a count: none."""


Number = int | Decimal
"""A count, or an amount of money."""


class Part(NamedTuple):
    """What one record added: to which unit that answers for it, in which currency."""

    ref: str
    unit: str
    currency: str
    number: Decimal


class Attained(NamedTuple):
    """What was attained of one measure by a day."""

    parts: tuple[Part, ...]

    def of(self, unit: str, currency: str) -> tuple[Part, ...]:
        """Return the parts in *currency*: those of *unit*, of the whole if that is ""."""
        if unit:
            return self.by(unit, currency)
        return tuple(one for one in self.parts if one.currency == currency)

    def by(self, unit: str, currency: str) -> tuple[Part, ...]:
        """Return the parts in *currency* that *unit* answers for; ``""`` is no unit."""
        own = (currency, fold(unit))
        return tuple(one for one in self.parts if (one.currency, fold(one.unit)) == own)

    def units(self, currency: str) -> tuple[str, ...]:
        """Return the units that have any part in *currency*, each once."""
        return tuple(dict.fromkeys(p.unit for p in self.parts if p.currency == currency))


def attain(ledger: Ledger, measure: str, year: int) -> Attained:
    """Return what was attained of *measure* in *year* by the day of *ledger*."""
    figure = achieved(measure, year, ledger.as_of)
    if measure == "funds":
        return Attained(tuple(_arrived(ledger, figure, year)))
    return Attained(tuple(_parts(ledger, figure)))


def total(parts: Iterable[Part]) -> Number:
    """Return the sum of *parts*, which are of one currency, or counts."""
    known = tuple(parts)
    added = sum((one.number for one in known), Decimal(0))
    return as_number(added, known[0].currency if known else ALL)


def as_number(value: Decimal, currency: str) -> Number:
    """Return money as the decimal that it is, and a count as a whole number."""
    return value if currency else int(value)


def _parts(ledger: Ledger, figure: Figure) -> Iterator[Part]:
    fields = ("id", "office", *([figure.of] if figure.of else []))
    rows = ledger.among(figure.among).rows(fields, figure.n, as_of=ledger.as_of)
    for id_, unit, *sums in rows:
        ref, office = str(id_[0]), str(unit[0]) if unit else ""
        if not figure.of:
            yield Part(ref, office, ALL, Decimal(1))
        for amount in _amounts(sums):
            yield Part(ref, office, amount.currency, amount.value)


def _arrived(ledger: Ledger, figure: Figure, year: int) -> Iterator[Part]:
    """Yield what arrived in *year*: what had by the day, less what had the year before."""
    before = _funds(ledger.book, date(year - 1, 12, 31))
    for part in _parts(ledger, figure):
        number = part.number - before.get((part.ref, part.currency), Decimal(0))
        if number:
            yield part._replace(number=number)


def _funds(book: Book, day: date) -> dict[tuple[str, str], Decimal]:
    earlier = _parts(Ledger.on(day, book), achieved("funds", day.year, day))
    return {(one.ref, one.currency): one.number for one in earlier}


def _amounts(sums: list[Any]) -> Iterator[Amount]:
    return (amount for values in sums for amount in values if isinstance(amount, Amount))

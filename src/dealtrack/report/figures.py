"""Figures that leaders read: sums, shares and changes, each with what it is made of."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from msgspec import Struct

from dealtrack.model import Amount
from dealtrack.report.page import Quantity, Tone, Toned
from dealtrack.report.words import money, tight_money
from dealtrack.text import _

N = TypeVar("N", int, Decimal)

NONE = "—"
"""Stands for a percentage of nothing."""


class Rounding(Struct, frozen=True):
    """How percentages are rounded; offices differ."""

    mode: Literal["half-up", "truncate"] = "half-up"
    decimals: int = 1

    def percent(self, n: int | Decimal, d: int | Decimal) -> Decimal | None:
        """Return *n* / *d* in percent; None of nothing.

        A half goes away from zero, what is cut goes towards it.
        """
        if not d:
            return None
        (above, below), (over, under) = n.as_integer_ratio(), d.as_integer_ratio()
        part, of = above * under * 100 * 10**self.decimals, below * over
        whole, rest = divmod(abs(part), abs(of))
        whole += self.mode == "half-up" and 2 * rest >= abs(of)
        return Decimal(-whole if (part < 0) != (of < 0) else whole).scaleb(-self.decimals)


HALF_UP = Rounding()


class Share(Struct, frozen=True):
    """*n* of *d*."""

    n: int
    d: int
    percent: Decimal | None

    @classmethod
    def of(cls, n: int, d: int, rounding: Rounding) -> "Share":
        """Return the share that *n* is of *d*."""
        return cls(n, d, rounding.percent(n, d))


class Change(Struct, Generic[N], frozen=True):
    """A figure against an earlier one, *that*.

    Formula: (this − that) / that.
    """

    that: N
    percent: Decimal | None

    @classmethod
    def of(cls, this: N, that: N, rounding: Rounding) -> "Change[N]":
        """Return the change from *that* to *this*."""
        return cls(that, rounding.percent(this - that, that))


class Group(Struct, frozen=True):
    """How many agreements, which ones, and their money per currency.

    Currencies are never mixed.  An amount that was counted with an earlier
    agreement of the same project is not in *amounts* again.
    """

    n: int
    amounts: tuple[Amount, ...]
    refs: tuple[str, ...]

    def value(self, currency: str) -> Decimal:
        """Return the money in *currency*."""
        return next((a.value for a in self.amounts if a.currency == currency), Decimal(0))


class Sum(Struct, frozen=True):
    """How many agreements, and their money per currency."""

    n: int
    amounts: tuple[Amount, ...] = ()

    @classmethod
    def of(cls, n: int | dict[str, Decimal], money: int | dict[str, Decimal]) -> "Sum":
        """Return the two numbers that figures answered."""
        return cls(n if isinstance(n, int) else 0, sums(money))

    def value(self, currency: str) -> Decimal:
        """Return the money in *currency*."""
        return next((a.value for a in self.amounts if a.currency == currency), Decimal(0))


def sums(money: int | dict[str, Decimal]) -> tuple[Amount, ...]:
    """Return sums of money in their order."""
    found = {} if isinstance(money, int) else money
    return added(Amount(value=value, currency=code) for code, value in found.items())


def added(amounts: Iterable[Amount]) -> tuple[Amount, ...]:
    """Return the sum of *amounts* per currency, CNY first."""
    sums: dict[str, Decimal] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Decimal(0)) + amount.value
    return tuple(Amount(value=sums[c], currency=_named(c)) for c in in_order(sums))


def _named(currency: str) -> str:
    """Return *currency* as JSON names it: the very text that is the default is left out."""
    return currency.encode().decode()


def in_order(currencies: Iterable[str]) -> tuple[str, ...]:
    """Return each of *currencies* once: CNY first, then by their codes."""
    return tuple(sorted(set(currencies), key=lambda code: (code != "CNY", code)))


def say_percent(percent: Decimal | None, sign: str = "") -> str:
    """Say a percentage: ``66.7%``, ``—`` of nothing; with its sign if *sign* is ``+``."""
    return NONE if percent is None else _("{percent}%").format(percent=f"{percent:{sign},f}")


def percent_cell(percent: Decimal | None) -> Quantity | Toned:
    """Return a percentage as a cell whose numbers stand beside it."""
    if percent is None:
        return Toned(NONE, Tone.QUIET)
    return Quantity(percent, "%", say_percent(percent))


def say_points(points: Decimal | None) -> str:
    """Say by how many percentage points something differs: ``+2.5``, ``—`` of nothing."""
    return NONE if points is None else f"{points:{'+' if points else ''},f}"


def say_share(share: Share) -> str:
    """Say a share with what it is made of: ``66.7% (2/3)``."""
    return _("{percent} ({n}/{d})").format(
        percent=say_percent(share.percent), n=f"{share.n:,}", d=f"{share.d:,}"
    )


def say_change(change: Change[int] | Change[Decimal]) -> Quantity | Toned:
    """Say by how much a figure went up or down: ``+16.4%``; the figures stand beside it."""
    if change.percent is None:
        return Toned(NONE, Tone.QUIET)
    said = say_percent(change.percent, "+" if change.percent else "")
    return Quantity(change.percent, "%", said)


def sums_of(amounts: Sequence[Amount]) -> Quantity | str | None:
    """Return sums of money as a cell: one can be reckoned with, several are only said."""
    said = " · ".join(map(tight_money, amounts)) or None
    if said is None or len(amounts) > 1:
        return said
    return Quantity(amounts[0].value, amounts[0].currency, said)


def say_amounts(amounts: Iterable[Amount]) -> str | None:
    """Say sums of money, a currency after the other; nothing if there are none."""
    return " · ".join(money(a) for a in amounts) or None

"""Targets: what a year is to bring, for the whole or for one unit."""

from datetime import date
from decimal import Decimal
from typing import Literal

from dealtrack.errors import BrokenRule
from dealtrack.model.beside import Beside
from dealtrack.model.rules import find_part_problems
from dealtrack.model.values import Amount, Value, last_by
from dealtrack.text import _

Measured = Literal[
    "signed", "amount", "registered", "started", "completed", "produced", "funds"
]

OF_MONEY: frozenset[str] = frozenset({"amount", "funds"})
"""The measures that are sums of money; all others are counts."""


class Aim(Value, frozen=True, kw_only=True):
    """What a target was set to on a day: a count, or an amount of money."""

    on: date
    value: Decimal | Amount


class Target(Beside, frozen=True, kw_only=True):
    """What *year* is to bring of a *measure*; without a *unit* it is that of the whole.

    It may be revised: *aims* is a log, so that any past day finds the target of its time.
    """

    year: int
    measure: Measured
    unit: str = ""
    aims: tuple[Aim, ...]

    @property
    def ref(self) -> str:
        """How the history of the ledger names it: ``G4``."""
        return f"G{self.id}"

    @property
    def currency(self) -> str:
        """The currency of a target for money, "" of a count."""
        value = self.aims[-1].value
        return value.currency if isinstance(value, Amount) else ""

    @property
    def key(self) -> tuple[int, str, str, str]:
        """What there can be only one target for: year, measure, unit and currency."""
        return (self.year, self.measure, self.unit, self.currency)

    def value(self, day: date) -> Decimal | Amount | None:
        """Return what the target was on *day*; None if it was not set yet."""
        aim = last_by(self.aims, day)
        return aim.value if aim else None

    def check(self) -> None:
        """See `Beside.check`."""
        for problem in find_part_problems(self):
            raise problem
        if not 1800 <= self.year <= 2200:
            raise BrokenRule("year", _("years run from 1800 to 2200"))
        if not self.aims:
            raise BrokenRule("aims", _("is missing"))
        for number, aim in enumerate(self.aims, start=1):
            _check_aim(self.measure, aim, f"aims[{number}].value")
        if len({_currency(aim) for aim in self.aims}) > 1:
            raise BrokenRule("aims", _("are in two currencies"))


def _check_aim(measure: str, aim: Aim, field: str) -> None:
    is_money = isinstance(aim.value, Amount)
    if is_money != (measure in OF_MONEY):
        raise BrokenRule(
            field, _("must be a count") if is_money else _("must be an amount of money")
        )
    value = aim.value.value if isinstance(aim.value, Amount) else aim.value
    if not value.is_finite() or value <= 0:
        raise BrokenRule(field, _("must be more than nothing"))
    if not is_money and value != value.to_integral_value():
        raise BrokenRule(field, _("must be a whole number"))


def _currency(aim: Aim) -> str:
    return aim.value.currency if isinstance(aim.value, Amount) else ""

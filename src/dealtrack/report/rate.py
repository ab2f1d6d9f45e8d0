"""One rate: how many of how many, in percent, and what was left out of it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct

from dealtrack.model import Amount
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import PROMISE_STATES
from dealtrack.money import format_part
from dealtrack.query.rates import BUILT
from dealtrack.report.answers import Answer, Number
from dealtrack.report.figures import Rounding, in_order, say_percent
from dealtrack.report.page import Bar, Cell, Funnel, Tone, Toned
from dealtrack.report.words import money
from dealtrack.text import _, language, listed


class LeftOut(Struct, frozen=True):
    """How many are not in a rate although they are in question, under the reason why."""

    key: str
    n: int


class Rate(Struct, frozen=True, kw_only=True):
    """*n* of *d* in percent, None of nothing; of money in one *currency*, else ""."""

    key: str
    currency: str = ""
    n: int | Decimal
    d: int | Decimal
    percent: Decimal | None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def cell(self) -> Cell:
        """The rate with what it is made of, as it stands in a table: ``67.8% (198/292)``."""
        percent = say_percent(self.percent)
        if not self.d:
            return Toned(percent, Tone.QUIET)
        return _("{percent} ({part})").format(percent=percent, part=self._part)

    @property
    def _part(self) -> str:
        if self.currency:
            return format_part(Decimal(self.n), Decimal(self.d), language())
        return f"{self.n:,}/{self.d:,}"

    def said(self, number: int | Decimal) -> str:
        """Say one of the two numbers."""
        if self.currency:
            return money(Amount(value=Decimal(number), currency=self.currency))
        return f"{number:,}"


def rates_of(key: str, found: Answer, rounding: Rounding) -> tuple[Rate, ...]:
    """Return the rate that an answer makes; of money one for each currency, if any."""
    left_out = tuple(LeftOut(k, n) for k, n in found.left_out if isinstance(n, int))
    return tuple(
        Rate(
            key=key,
            currency=currency,
            n=n,
            d=d,
            percent=rounding.percent(n, d),
            left_out=left_out,
        )
        for currency, n, d in _pairs(found.n, found.d)
    )


def _pairs(n: Number, d: Number | None) -> Iterator[tuple[str, int | Decimal, int | Decimal]]:
    if isinstance(n, int):
        yield "", n, d if isinstance(d, int) else 0
        return
    of = d if isinstance(d, dict) else {}
    for code in in_order([*of, *n]) or ("CNY",):
        yield code, n.get(code, Decimal(0)), of.get(code, Decimal(0))


def find_rate(rates: Iterable[Rate], key: str) -> Rate:
    """Return the first of *rates* that is called *key*: of money, in the first currency."""
    return next(rate for rate in rates if rate.key == key)


def funnel_of(rates: Iterable[Rate]) -> Funnel:
    """Return how far building projects came, by those of *rates* that are of their stages."""
    stages = {rate.key: rate for rate in rates if rate.key in BUILT}
    first = next(iter(stages.values()), None)
    title = _("How far the building projects have come")
    if first is None or not first.d:
        return Funnel((), title, _("No building projects."))
    return Funnel(
        (
            Bar(STAGES.name("signed"), first.d),
            *(Bar(STAGES.name(BUILT[key]), rate.n) for key, rate in stages.items()),
        ),
        title,
        shares=("100%", *(say_percent(rate.percent) for rate in stages.values())),
    )


def name_of(key: str) -> str:
    """Say what a rate is called."""
    names = {
        "fulfilment": _("Fulfilment rate"),
        "registration": _("Registration rate"),
        "start": _("Start rate"),
        "completion": _("Completed rate"),
        "production": _("Production rate"),
        "funds": _("Funds in place rate"),
        "conversion": _("Conversion rate"),
    }
    return names.get(key, key)


def say_left_out(key: str) -> str:
    """Say why something is left out of a rate."""
    reasons = {
        "no-building": _("no building project"),
        "no-amount": _("no amount given"),
        "no-agreement": _("a contract, or a letter of intent"),
        "no-day": _("signed on an unknown day"),
        "pending": _("due on the as-of day itself"),
    }
    if key in PROMISE_STATES:
        return PROMISE_STATES.name(key)
    return reasons.get(key, key)


def say_left_out_of(rates: Iterable[Rate]) -> str:
    """Say what *rates* do not count, and why not; each reason once."""
    found: dict[tuple[str, int], list[str]] = {}
    for rate in rates:
        for one in rate.left_out:
            if one.n:
                names = found.setdefault((one.key, one.n), [])
                names += [] if name_of(rate.key) in names else [name_of(rate.key)]
    if not found:
        return _("All are counted.")
    said = (
        _("{n} – {reason} ({names})").format(
            n=f"{n:,}", reason=say_left_out(key), names=listed(names)
        )
        for (key, n), names in found.items()
    )
    return _("Not counted: {what}.").format(what=_("; ").join(said))

"""The self-audit of the monthly summary: whether its numbers agree with one another."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec import Struct

from dealtrack.report.figures import Change, Rounding, Share, Sum
from dealtrack.report.monthly.breakdown import Breakdown
from dealtrack.report.monthly.overall import Line, Overall, Period
from dealtrack.report.monthly.travel import Travel
from dealtrack.report.monthly.units import Units, ranks
from dealtrack.report.rate import Rate
from dealtrack.text import _, plural


class Fault(Struct, frozen=True):
    """A check that failed, by its *key*: what is printed, and what it should be."""

    key: str
    printed: str
    expected: str


class Audit(Struct, frozen=True):
    """How many checks were made, and which of them failed."""

    checks: int
    faults: tuple[Fault, ...] = ()


class Check(NamedTuple):
    """Two values that must be the same."""

    key: str
    printed: object
    expected: object

    @property
    def is_right(self) -> bool:
        """Whether they are."""
        return self.printed == self.expected


def audited(checks: Iterator[Check]) -> Audit:
    """Carry out *checks*."""
    made = list(checks)
    wrong = (Fault(c.key, str(c.printed), str(c.expected)) for c in made if not c.is_right)
    return Audit(len(made), tuple(wrong))


def of_overall(overall: Overall) -> Iterator[Check]:
    """Check part 1: classes and statuses share out what was signed; the trend ends here."""
    statuses = sum(count.n for count in overall.statuses)
    yield Check("overall.statuses", statuses, overall.signed.n)
    for name, period in (("month", overall.month), ("year", overall.year)):
        counts = _counts(period)
        classes = sum(n for key, n in counts.items() if key not in {"all", "first"})
        yield Check(f"overall.{name}.classes", classes, counts["all"])
        yield Check(f"overall.{name}.new", counts["first"] <= counts["all"], True)
    year = str(overall.year.first.year)
    so_far = sum(count.n for count in overall.trend if count.key.startswith(year))
    yield Check("overall.trend", so_far, _counts(overall.year)["all"])
    yield Check("overall.trend.last", overall.trend[-1].n, _counts(overall.month)["all"])


def of_breakdown(breakdown: Breakdown, overall: Overall) -> Iterator[Check]:
    """Check part 5: sectors and sizes make their totals, and these are those of part 1."""
    for name, total in (("month", overall.month), ("year", overall.year)):
        said: Sum = getattr(breakdown.total, name)
        yield Check(f"breakdown.{name}", said.n, _counts(total)["all"])
        yield from _money(f"breakdown.{name}", said, total)
        yield from _adds_up(f"sizes.{name}", breakdown.sizes, name, said)
    sectors = sum(part.year.n for part in breakdown.sectors) - breakdown.surplus
    yield Check("sectors.year", sectors, breakdown.total.year.n)


def of_units(units: Units, overall: Overall, rounding: Rounding) -> Iterator[Check]:
    """Check part 4: units make their totals, ties share a rank, shares make the whole."""
    for name, total in (("month", overall.month), ("year", overall.year)):
        said: Sum = getattr(units.total, name)
        yield Check(f"units.{name}", said.n, _counts(total)["all"])
        yield from _money(f"units.{name}", said, total)
        yield from _adds_up(f"units.{name}", units.units, name, said)
    named = [line for line in units.units if line.unit]
    printed = [line.rank for line in named]
    yield Check("units.ranks", printed, list(ranks(line.year.n for line in named)))
    shares = [line.share for line in units.units]
    yield Check("units.shares", sum(share.n for share in shares), units.total.year.n)
    yield Check("units.shares.percent", _is_whole(shares, rounding), True)


def of_travel(travel: Travel) -> Iterator[Check]:
    """Check part 6: the trips make their totals."""
    for name in ("visits", "people", "intentions", "begun"):
        parts = sum(int(getattr(line, name)) for line in travel.trips)
        yield Check(f"trips.{name}", parts, getattr(travel, name))
    yield Check("trips.signed", sum(line.signed.n for line in travel.trips), travel.signed.n)


def of_percentages(report: object, rounding: Rounding) -> Iterator[Check]:
    """Check that each percentage anywhere in *report* follows from what it is made of."""
    for one in _structs(report):
        match one:
            case Share(n, d, percent):
                yield Check("share", percent, rounding.percent(n, d))
            case Rate():
                yield Check(f"rate.{one.key}", one.percent, rounding.percent(one.n, one.d))
                if not one.currency:
                    yield Check(f"rate.{one.key}.part", one.n <= one.d, True)
            case Line():
                for change in (one.previous, one.year_before):
                    if change:
                        yield _changed(one, change, rounding)


def _changed(line: Line[Any], change: Change[Any], rounding: Rounding) -> Check:
    expected = rounding.percent(line.this - change.that, change.that)
    return Check(f"change.{line.key}", change.percent, expected)


def _counts(period: Period) -> dict[str, int]:
    return {line.key: line.this for line in period.counts}


def _money(key: str, said: Sum, period: Period) -> Iterator[Check]:
    for line in period.amounts:
        yield Check(f"{key}.{line.key}", said.value(line.key), line.this)


def _adds_up(key: str, parts: tuple[Any, ...], name: str, total: Sum) -> Iterator[Check]:
    """Check that *parts* make *total*, in number and in money."""
    sums: list[Sum] = [getattr(part, name) for part in parts]
    yield Check(f"{key}.parts", sum(one.n for one in sums), total.n)
    for amount in total.amounts:
        code = amount.currency
        found = sum((one.value(code) for one in sums), Decimal(0))
        yield Check(f"{key}.parts.{code}", found, amount.value)


def _is_whole(shares: list[Share], rounding: Rounding) -> bool:
    """Whether shares make 100 %, as nearly as rounding each of them by itself allows."""
    known = [share.percent for share in shares if share.percent is not None]
    unit = Decimal(1).scaleb(-rounding.decimals)
    return not known or abs(sum(known, Decimal(-100))) <= unit * len(known)


def _structs(found: object) -> Iterator[Struct]:
    """Yield every struct in *found*, itself too."""
    if isinstance(found, Struct):
        yield found
        for name in found.__struct_fields__:
            yield from _structs(getattr(found, name))
    elif isinstance(found, tuple):
        for one in found:
            yield from _structs(one)


def say_fault(fault: Fault) -> str:
    """Say a fault in a sentence."""
    return _("{check}: printed {printed}, should be {expected}").format(
        check=fault.key, printed=fault.printed, expected=fault.expected
    )


def say_audit(audit: Audit) -> str:
    """Say what the self-audit found."""
    if audit.faults:
        return plural(
            "Self-audit: {n} check failed.", "Self-audit: {n} checks failed.", len(audit.faults)
        )
    return plural(
        "Self-audit: {n} check, and it holds.",
        "Self-audit: {n} checks, and all of them hold.",
        audit.checks,
    )

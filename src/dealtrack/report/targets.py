"""Targets against what was attained: completion, and how far ahead or behind of the months."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from dealtrack.model import Amount
from dealtrack.model.target import Target
from dealtrack.model.vocabulary import MEASURES
from dealtrack.query.achieved import ABOUT, months_elapsed
from dealtrack.query.asked import Book
from dealtrack.query.words import fold
from dealtrack.report.attained import Attained, Number, attain, total
from dealtrack.report.explained import Explained
from dealtrack.report.figures import HALF_UP, Rounding, in_order, say_percent
from dealtrack.report.ledger import Ledger
from dealtrack.report.page import (
    Block,
    Column,
    Note,
    Page,
    Section,
    Table,
    Tone,
)
from dealtrack.report.rate import Rate
from dealtrack.report.target_lines import Line, columns, figures, said, summed, unit_table
from dealtrack.text import _


class Targets(Struct, frozen=True, kw_only=True):
    """The targets of a year, and how they stand as of a day: *months* of 12 are over.

    Lines come by measure, the whole first, then the units by rank.  *apart* names the
    measures for which the targets of the units do not add up to that of the whole.
    """

    schema: Literal["dealtrack/targets/1"] = "dealtrack/targets/1"
    year: int
    as_of: date
    months: int
    elapsed: Decimal | None
    lines: tuple[Line, ...]
    apart: tuple["Apart", ...] = ()

    def page(self) -> Page:
        """Lay the report out."""
        section = self.section()
        return Page(
            _("Targets of {year}").format(year=self.year),
            section.blocks,
            subtitle=self._when(),
            hint=""
            if self.lines
            else _("Set one: dealtrack target set {year} signed 60").format(year=self.year),
        )

    def section(self) -> Section:
        """Lay it out as a part of a bulletin."""
        whole = [one for one in self.lines if one.is_whole]
        table = Table(
            columns=(Column("measure", _("Measure"), grow=True), *columns()),
            rows=tuple((MEASURES.name(one.measure), *figures(one)) for one in whole),
            empty=_("No targets are set for {year}.").format(year=self.year),
        )
        return Section(_("Targets"), (table, *self._by_unit(whole), *self._notes()))

    def _by_unit(self, whole: Iterable[Line]) -> Iterator[Table]:
        """Yield a table of the units for each measure of which any has a target."""
        for one in whole:
            own = (one.measure, one.currency)
            units = [o for o in self.lines if (o.measure, o.currency) == own and not o.is_whole]
            if units:
                yield unit_table(one, units)

    def _when(self) -> str:
        return _("as of {day} · {n} of 12 months elapsed: {percent}").format(
            day=self.as_of, n=self.months, percent=say_percent(self.elapsed)
        )

    def _notes(self) -> Iterator[Block]:
        for one in self.apart:
            sentence = _("{measure}: the targets of the units add up to {sum}, not to {whole}.")
            yield Note(
                sentence.format(
                    measure=MEASURES.name(one.measure),
                    sum=said(one.units, one.currency),
                    whole=said(one.whole, one.currency),
                ),
                Tone.WARN,
            )
        if self.lines:
            words = _(
                "Points ahead, or behind with a minus: completion less the months elapsed."
            )
            yield Note(words, Tone.QUIET)


class Apart(Struct, frozen=True, kw_only=True):
    """A measure whose *whole* is not what the targets of its *units* add up to."""

    measure: str
    currency: str
    whole: Number
    units: Number


def find_targets(
    book: Book,
    targets: Iterable[Target],
    year: int,
    as_of: date,
    rounding: Rounding = HALF_UP,
) -> Targets:
    """Find how the *targets* of *year* stood on *as_of*, at the latest on the year's last day.

    Source: 完成率 = actual / target; 超欠进度 = completion % − months elapsed / 12.
    """
    day = min(as_of, date(year, 12, 31))
    ledger, months = Ledger.on(day, book), months_elapsed(year, as_of)
    elapsed = rounding.percent(months, 12)
    known = [one for one in targets if one.year == year and one.value(day) is not None]
    lines: list[Line] = []
    apart: list[Apart] = []
    for measure, currency in _kinds(known):
        own = [one for one in known if (one.measure, one.currency) == (measure, currency)]
        attained = attain(ledger, measure, year)
        found = [
            _line(attained, one, _number(one.value(day)), elapsed, rounding) for one in own
        ]
        units = [line for line in found if not line.is_whole]
        whole = [line for line in found if line.is_whole]
        apart += _apart(whole, units)
        if not whole:
            every = replace(own[0], id=0, unit="")
            line = _line(attained, every, summed(units), elapsed, rounding)
            whole = [replace(line, first=None)]
        lines += [*whole, *_ranked([*units, *_without(attained, units, measure, currency)])]
    return Targets(
        year=year,
        as_of=as_of,
        months=months,
        elapsed=elapsed,
        lines=tuple(lines),
        apart=tuple(apart),
    )


def explain_target(found: Targets, measure: str, unit: str = "") -> Explained:
    """Tell what is behind the figures of *measure*, for the whole or for one *unit*."""
    lines = [
        one
        for one in found.lines
        if (one.measure, one.is_whole) == (measure, not unit) and fold(one.unit) == fold(unit)
    ]
    rates = tuple(
        Rate(
            key=measure,
            currency=one.currency,
            n=one.actual,
            d=one.target or Decimal(0),
            percent=one.percent,
        )
        for one in lines
    )
    return Explained(
        as_of=found.as_of,
        figure=" · ".join(part for part in (MEASURES.name(measure), unit) if part),
        formula=_("{actual} / target of the year").format(actual=_(ABOUT[measure])),
        numbers=rates,
        is_share=any(one.target for one in lines),
        counted=measure,
        numerator="",
        denominator="",
        counting=tuple(dict.fromkeys(ref for one in lines for ref in one.refs)),
        others=(),
        left_out=(),
    )


def _kinds(targets: Sequence[Target]) -> Iterator[tuple[str, str]]:
    """Yield the measures there are targets of, in their order, money by its currencies."""
    for measure in MEASURES.keys:
        for currency in in_order({one.currency for one in targets if one.measure == measure}):
            yield measure, currency


def _line(
    attained: Attained,
    target: Target,
    wanted: Number,
    elapsed: Decimal | None,
    rounding: Rounding,
) -> Line:
    parts = attained.of(target.unit, target.currency)
    actual = total(parts)
    percent = rounding.percent(actual, wanted)
    return Line(
        ref=target.ref if target.id else "",
        measure=target.measure,
        is_whole=not target.unit,
        unit=target.unit,
        currency=target.currency,
        target=wanted,
        actual=actual,
        percent=percent,
        points=None if percent is None or elapsed is None else percent - elapsed,
        first=_first(target, wanted),
        refs=tuple(dict.fromkeys(one.ref for one in parts)),
    )


def _without(
    attained: Attained, lines: Sequence[Line], measure: str, currency: str
) -> Iterator[Line]:
    """Yield what units attained that have no target, if others have one."""
    known = {fold(line.unit) for line in lines}
    for unit in attained.units(currency) if lines else ():
        if fold(unit) not in known:
            known.add(fold(unit))
            parts = attained.by(unit, currency)
            yield Line(
                measure=measure,
                is_whole=False,
                unit=unit,
                currency=currency,
                target=None,
                actual=total(parts),
                refs=tuple(dict.fromkeys(one.ref for one in parts)),
            )


def _ranked(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines of units by their completion; those without one come last, unranked."""
    known = sorted(lines, key=_turn)
    for line in known:
        if line.percent is None:
            yield line
        else:
            better = sum(1 for o in known if o.percent is not None and o.percent > line.percent)
            yield replace(line, rank=better + 1)


def _turn(line: Line) -> tuple[bool, Decimal, bool, str]:
    return (line.percent is None, -(line.percent or Decimal(0)), not line.unit, line.unit)


def _apart(whole: Sequence[Line], units: Sequence[Line]) -> Iterator[Apart]:
    for line in whole:
        added = summed(units)
        if units and line.target is not None and added != line.target:
            yield Apart(
                measure=line.measure, currency=line.currency, whole=line.target, units=added
            )


def _number(value: Decimal | Amount | None) -> Number:
    if isinstance(value, Amount):
        return value.value
    return 0 if value is None else int(value)


def _first(target: Target, wanted: Number) -> Number | None:
    """Return what the target was at first, if it was revised since."""
    first = _number(target.aims[0].value)
    return None if first == wanted else first

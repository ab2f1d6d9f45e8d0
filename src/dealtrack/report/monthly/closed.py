"""Closed months: a summary frozen with the records behind it, and what it tells of them."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model.closing import Closing, closing_of
from dealtrack.query.figure import Figure
from dealtrack.report.answers import answer, behind
from dealtrack.report.explained import Explained, Reason
from dealtrack.report.figures import Rounding
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import Monthly, fiverates, promised, questions
from dealtrack.report.monthly import figures as named
from dealtrack.report.page import Column, Page, Table
from dealtrack.report.rate import Rate, rates_of
from dealtrack.report.terms import Terms
from dealtrack.text import _


class Frozen(Struct, frozen=True, kw_only=True):
    """What is kept of a closed month: the summary, and its figures by their names."""

    schema: Literal["dealtrack/frozen/1"] = "dealtrack/frozen/1"
    month: Monthly
    numbers: dict[str, tuple[Rate, ...]]


class ClosedMonth(Struct, frozen=True, kw_only=True):
    """A closed month: when, by whom, and whether it is still what was closed."""

    month: str
    on: date
    by: str
    is_as_closed: bool


class ClosedMonths(Struct, frozen=True, kw_only=True):
    """The closed months, the latest first."""

    schema: Literal["dealtrack/closed/1"] = "dealtrack/closed/1"
    months: tuple[ClosedMonth, ...]

    def page(self) -> Page:
        """Lay the report out."""
        columns = (
            Column("month", _("Month")),
            Column("on", _("Frozen on"), "day"),
            Column("by", _("Frozen by"), grow=True),
            Column("digest", _("Unaltered")),
        )
        rows = tuple(
            (one.month, one.on, one.by, _("yes") if one.is_as_closed else _("no"))
            for one in self.months
        )
        table = Table(columns, rows, empty=_("No month is closed."))
        hint = _("Close one: dealtrack month 2026-10 --close")
        return Page(_("Closed months"), (table,), is_list=True, hint=hint)


def find_closing(closings: Sequence[Closing], month: str) -> Closing | None:
    """Return the closing of *month*, if it is closed."""
    return next((one for one in closings if one.month == month), None)


def list_closed(closings: Sequence[Closing]) -> ClosedMonths:
    """List the closed months."""
    months = (
        ClosedMonth(month=one.month, on=one.on, by=one.by, is_as_closed=one.is_as_closed)
        for one in closings
    )
    return ClosedMonths(months=tuple(sorted(months, key=lambda one: one.month, reverse=True)))


def freeze(
    ledger: Ledger, terms: Terms, month: Monthly, rounding: Rounding, on: date, by: str
) -> Closing:
    """Return *month* as it is closed *on* a day: figures, and the records behind them.

    Of the units, sectors and sizes it is kept which records of the year they have: what is
    counted of one of them is what it has of the whole.
    """
    own = own_figures(terms)
    asked = (*own, *named.of_groups(terms, month))
    frozen = Frozen(month=month, numbers=numbers_of(ledger, asked, rounding))
    return closing_of(month.month, on, by, frozen, behind_all(ledger, terms, own))


def behind_all(
    ledger: Ledger, terms: Terms, own: Sequence[Figure]
) -> dict[str, tuple[str, ...]]:
    """Return the refs behind the figures *own*, and those of each unit, sector and size."""
    refs = {key: found for one in own for key, found in _kept(ledger, one).items()}
    return {**refs, **_members(ledger, terms)}


def _members(ledger: Ledger, terms: Terms) -> dict[str, tuple[str, ...]]:
    """Return the refs of the year's agreements in each unit, sector and class of size."""
    found: dict[str, list[str]] = {}
    rows = ledger.among("agreements").rows(
        ("id", "office", "sector"), questions.signed_in_year(terms), as_of=ledger.as_of
    )
    for (id_,), units, sectors in rows:
        for prefix, keys in (("unit", units), ("sector", sectors)):
            for key in keys or ("",):
                name = questions.group_name(prefix, str(key))
                found.setdefault(name, []).append(str(id_))
    sizes = {
        one.name.removesuffix(".signed.year"): behind(ledger, one).n
        for one in questions.sizes(terms)
        if one.name.endswith(".signed.year")
    }
    return {**{name: tuple(refs) for name, refs in found.items()}, **sizes}


def _kept(ledger: Ledger, figure: Figure) -> dict[str, tuple[str, ...]]:
    """Return the refs behind *figure*: under its name, and what else it is made of."""
    found = behind(ledger, figure)
    left_out = {f"{figure.name} {key}": refs for key, refs in found.left_out}
    return {figure.name: found.n, f"{figure.name} of": found.rest, **left_out}


def explain_closed(closing: Closing, figure: Figure) -> Explained | None:
    """Explain *figure* as the month was closed; None if it was not kept."""
    frozen = closing.reported(Frozen)
    if figure.name not in frozen.numbers:
        return None
    kept = closing.behind
    return Explained(
        as_of=frozen.month.as_of,
        figure=figure.name,
        formula=_(figure.about),
        numbers=frozen.numbers[figure.name],
        is_share=figure.d is not None,
        counted=figure.among,
        numerator="",
        denominator="",
        counting=counting(kept, figure.name),
        others=kept.get(f"{figure.name} of", ()),
        left_out=tuple(
            Reason(one.key, kept.get(f"{figure.name} {one.key}", ())) for one in figure.left_out
        ),
        as_closed=True,
    )


def counting(kept: dict[str, tuple[str, ...]], name: str) -> tuple[str, ...]:
    """Return the refs behind the figure *name*; of a group those that it has of the whole."""
    if name in kept:
        return kept[name]
    group, base = next(
        (name.removesuffix(f".{one}"), one)
        for one in questions.BY_GROUP
        if name.endswith(f".{one}")
    )
    members = set(kept.get(group, ()))
    return tuple(ref for ref in kept[base] if ref in members)


def own_figures(terms: Terms) -> tuple[Figure, ...]:
    """Return the figures of a closed month whose records are kept one by one."""
    return (*kept_figures(terms), *promised.figures(terms), *questions.exceptions(terms))


def kept_figures(terms: Terms) -> tuple[Figure, ...]:
    """Return the figures that a closed month keeps: of the month, of the year, its rates."""
    signings = (
        one for one in questions.signings(terms) if "before" not in one.name.split(".")[1]
    )
    return (
        *signings,
        *fiverates.named_figures(terms, earlier=False),
        *questions.tasks(terms),
    )


def numbers_of(
    ledger: Ledger, asked: Sequence[Figure], rounding: Rounding
) -> dict[str, tuple[Rate, ...]]:
    """Return the numbers of the figures that are *asked*, by their names."""
    found = answer(ledger, asked)[""]
    return {one.name: rates_of(one.name, found[one.name], rounding) for one in asked}

"""What has been entered since a month was closed that would change its figures."""

from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.report.figures import say_percent
from dealtrack.report.page import Block, Column, Note, Page, Row, Table, Tone
from dealtrack.report.rate import Rate
from dealtrack.text import _, listed

_SHOWN = 12


class Difference(Struct, frozen=True, kw_only=True):
    """A figure that would be another one now, and which records make the difference.

    *added* and *gone* are counted in it; *added_of* and *gone_of* only in its denominator.
    """

    figure: str
    formula: str
    was: tuple[Rate, ...]
    now: tuple[Rate, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    added_of: tuple[str, ...] = ()
    gone_of: tuple[str, ...] = ()


class Restated(Struct, frozen=True, kw_only=True):
    """What has been entered since *month* was closed that would change its figures."""

    schema: Literal["dealtrack/restated/1"] = "dealtrack/restated/1"
    month: str
    closed_on: date
    closed_by: str
    differences: tuple[Difference, ...]

    def page(self) -> Page:
        """Lay the report out."""
        return Page(
            _("What changed since {month} was closed").format(month=self.month),
            (self._table(), self._note()),
            subtitle=say_closed(self.closed_on, self.closed_by),
        )

    def _table(self) -> Table:
        columns = (
            Column("figure", _("Figure"), "ref"),
            Column("formula", _("Formula"), grow=True),
            Column("was", _("As closed"), "number"),
            Column("now", _("Now"), "number"),
            Column("added", _("Come in")),
            Column("gone", _("Gone")),
        )
        rows = tuple(_row(one) for one in self.differences)
        return Table(columns, rows, empty=_("Nothing: the figures are as they were closed."))

    def _note(self) -> Block:
        return Note(
            _(
                "The closed month stays as it is. "
                "The summary of the next month names what differs."
            ),
            Tone.QUIET,
        )


def notes_on(found: Restated) -> tuple[Block, ...]:
    """Return what the next month's summary says of a closed one that would change."""
    head = _("{month} was {closed}. Since then these figures of it have changed:").format(
        month=found.month, closed=say_closed(found.closed_on, found.closed_by)
    )
    shown = [one for one in found.differences if one.figure in _NAMED] or found.differences
    lines = (
        _("{formula}: {was} → {now}").format(
            formula=one.formula, was=say_rates(one.was), now=say_rates(one.now)
        )
        for one in shown
    )
    return (Note("\n".join((head, *lines)), Tone.WARN),)


_NAMED = ("signed.month", "amount.month", "signed.year", "amount.year")
"""The figures that are named of a month that was closed; the others follow from them."""


def say_closed(on: date, by: str) -> str:
    """Say when a month was closed, and by whom."""
    if by:
        return _("closed on {day} by {who}").format(day=on, who=by)
    return _("closed on {day}").format(day=on)


def _row(one: Difference) -> Row:
    return (
        one.figure,
        one.formula,
        say_rates(one.was),
        say_rates(one.now),
        _moved(one.added, one.added_of),
        _moved(one.gone, one.gone_of),
    )


def differ(was: tuple[Rate, ...], now: tuple[Rate, ...]) -> bool:
    """Whether two figures are not made of the same numbers, however they are rounded."""
    before, after = (
        [(rate.currency, rate.n, rate.d) for rate in rates if rate.n or rate.d]
        for rates in (was, now)
    )
    return before != after


def say_rates(rates: tuple[Rate, ...]) -> str:
    """Say the numbers of a figure, of money those of each currency."""
    return " · ".join(_number(rate) for rate in rates)


def _number(rate: Rate) -> str:
    if not rate.d:
        return rate.said(rate.n)
    return _("{percent} ({part})").format(
        percent=say_percent(rate.percent), part=f"{rate.said(rate.n)}/{rate.said(rate.d)}"
    )


def _moved(counted: tuple[str, ...], below: tuple[str, ...]) -> str | None:
    """Say which records moved, those that are only in the denominator apart."""
    if not below:
        return _refs(counted)
    only = _("only in the denominator: {refs}").format(refs=_refs(below))
    return f"{_refs(counted)} · {only}" if counted else only


def _refs(refs: tuple[str, ...]) -> str | None:
    return listed(refs[:_SHOWN]) + (" …" if len(refs) > _SHOWN else "") if refs else None

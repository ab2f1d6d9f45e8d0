"""The check of a closed month: what was closed beside what the ledger would say now."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model.closing import Closing
from dealtrack.query.figure import Figure
from dealtrack.report.figures import Rounding
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import figures as named
from dealtrack.report.monthly.audit import Audit, Check, audited, say_audit, say_fault
from dealtrack.report.monthly.closed import Frozen, numbers_of
from dealtrack.report.monthly.restated import differ, say_closed, say_rates
from dealtrack.report.page import Block, Column, Note, Page, Row, Table, Tone, Toned
from dealtrack.report.rate import Rate
from dealtrack.text import _, plural


class Beside(Struct, frozen=True, kw_only=True):
    """A figure as it was closed, and as it would be *now*."""

    figure: str
    formula: str
    was: tuple[Rate, ...]
    now: tuple[Rate, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing that was entered since has changed it."""
        return not differ(self.was, self.now)


class CheckedMonth(Struct, frozen=True, kw_only=True):
    """A closed month, figure by figure, what has changed first.

    *audit* is of what was closed and of what is now.
    """

    schema: Literal["dealtrack/checked/1"] = "dealtrack/checked/1"
    month: str
    as_of: date
    closed_on: date
    closed_by: str
    is_as_closed: bool
    figures: tuple[Beside, ...]
    audit: Audit

    def page(self) -> Page:
        """Lay the report out."""
        return Page(
            _("Check of the closed month {month}").format(month=self.month),
            (*self._warnings(), self._table(), *self._notes()),
            subtitle=say_closed(self.closed_on, self.closed_by),
        )

    def _warnings(self) -> Iterator[Block]:
        if self.audit.faults:
            said = "\n".join(map(say_fault, self.audit.faults))
            yield Note(_("The figures do not agree with one another:") + "\n" + said, Tone.BAD)

    def _table(self) -> Table:
        columns = (
            Column("figure", _("Figure"), "ref"),
            Column("formula", _("Formula"), grow=True),
            Column("was", _("As closed"), "number"),
            Column("now", _("Now"), "number"),
        )
        return Table(columns, tuple(map(_row, self.figures)), empty=_("No figure was kept."))

    def _notes(self) -> Iterator[Block]:
        n = sum(not one.is_same for one in self.figures)
        if n:
            words = plural(
                "{n} figure would be otherwise now. Because of which records: "
                "dealtrack month {month} --diff",
                "{n} figures would be otherwise now. Because of which records: "
                "dealtrack month {month} --diff",
                n,
            )
            yield Note(words.format(month=self.month), Tone.WARN)
        yield Note(say_audit(self.audit), Tone.QUIET)


def check_closed(
    closing: Closing, ledger: Ledger, asked: tuple[Figure, ...], rounding: Rounding, now: Audit
) -> CheckedMonth:
    """Hold what was closed against itself, and against *asked* on the *ledger* of now.

    *now* is the audit of the month as it would be now, without its records.
    """
    frozen = closing.reported(Frozen)
    kept = tuple(one for one in asked if one.name in frozen.numbers)
    found = numbers_of(ledger, kept, rounding)
    more = audited(
        check
        for part in (_of_closing(closing, kept), named.of_refs(ledger, asked))
        for check in part
    )
    beside = (
        Beside(
            figure=one.name,
            formula=_(one.about),
            was=frozen.numbers[one.name],
            now=found[one.name],
        )
        for one in kept
    )
    return CheckedMonth(
        month=closing.month,
        as_of=frozen.month.as_of,
        closed_on=closing.on,
        closed_by=closing.by,
        is_as_closed=closing.is_as_closed,
        figures=tuple(sorted(beside, key=lambda one: one.is_same)),
        audit=Audit(now.checks + more.checks, now.faults + more.faults),
    )


def _of_closing(closing: Closing, kept: tuple[Figure, ...]) -> Iterator[Check]:
    """Check that what was closed is unaltered, and counts the records kept behind it."""
    numbers, behind = closing.reported(Frozen).numbers, closing.behind
    yield Check("closed.digest", closing.is_as_closed, True)
    for figure in kept:
        name = figure.name
        if figure.of or name not in behind:
            continue
        (number,) = numbers[name]
        yield Check(f"closed.{name}", number.n, len(behind[name]))
        if figure.d is not None:
            every = len(behind[name]) + len(behind.get(f"{name} of", ()))
            yield Check(f"closed.{name}.of", number.d, every)


def _row(one: Beside) -> Row:
    now = say_rates(one.now)
    return (
        one.figure,
        one.formula,
        say_rates(one.was),
        now if one.is_same else Toned(now, Tone.WARN),
    )

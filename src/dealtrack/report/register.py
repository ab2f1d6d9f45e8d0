"""The ledger as a list of agreements, whole or while it is read."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Literal

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Amount
from dealtrack.report.known import follow_ups_by
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Cell, Column, Page, Row, Table, Tone, Toned
from dealtrack.report.words import (
    counterparts,
    say_names,
    say_sectors,
    say_stage,
    say_standing,
    say_status,
    short_day,
    sum_of,
)
from dealtrack.text import _, plural


class Line(Struct, frozen=True, kw_only=True):
    """One agreement in a line; *open* and *late* count its follow-ups."""

    ref: str
    signed: PartialDay | None
    title: str
    parties: tuple[str, ...]
    counterparts: tuple[str, ...]
    kind: str
    sectors: tuple[str, ...]
    amount: Amount | None
    stage: str
    status: str
    unit: str
    owner: str
    open: int
    late: int


class Register(Struct, frozen=True, kw_only=True):
    """Agreements, and how many there are in *total* where a limit left some out."""

    schema: Literal["dealtrack/list/1"] = "dealtrack/list/1"
    as_of: date
    total: int
    agreements: tuple[Line, ...]

    def page(self) -> Page:
        """Lay the report out."""
        return Page(
            plural("{n} agreement", "{n} agreements", self.total),
            (
                Table(
                    columns=_columns(),
                    rows=tuple(_row(line) for line in self.agreements),
                    empty=_("No agreement answers this."),
                    more=rows_left_out(len(self.agreements), self.total),
                ),
            ),
            subtitle=_("as of {day}").format(day=self.as_of),
            is_list=True,
            hint=_("Look at one: dealtrack show {ref}").format(ref=self.agreements[0].ref)
            if self.agreements
            else "",
        )


class Roll:
    """Agreements that come one by one, at most *limit* of them; *count* counts them all.

    They can be told only once: by `whole`, `lines` or `rows`.
    """

    def __init__(
        self,
        found: Iterator[Agreement],
        count: Callable[[], int],
        as_of: date,
        limit: int | None = None,
    ) -> None:
        self._found = found
        self._count = count
        self._as_of = as_of
        self._limit = limit

    def whole(self) -> Register:
        """Return the report with all of its lines."""
        lines = tuple(self.lines())
        total = self._count() if len(lines) == self._limit else len(lines)
        return Register(as_of=self._as_of, total=total, agreements=lines)

    def head(self) -> Register:
        """Return the report without its lines."""
        return Register(as_of=self._as_of, total=self._count(), agreements=())

    def lines(self) -> Iterator[Line]:
        """Yield the lines of the report."""
        return (_line(one, self._as_of) for one in islice(self._found, self._limit))

    def rows(self) -> Iterator[Row]:
        """Yield the rows of its table."""
        return map(_row, self.lines())

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its table."""
        return _columns()


def _columns() -> tuple[Column, ...]:
    return (
        Column("ref", _("Ref"), "ref"),
        Column("signed", _("Signed"), "day"),
        Column("title", _("Agreement"), grow=True),
        Column("party", _("With")),
        Column("sector", _("Sector"), minor=True),
        Column("amount", _("Amount"), "number"),
        Column("stage", _("Stage")),
        Column("open", _("Open"), "number", minor=True),
        Column("late", _("Late"), "number"),
    )


def _line(one: Agreement, as_of: date) -> Line:
    responsible = one.assigned(as_of)
    still_open = [f for f in follow_ups_by(one, as_of) if f.is_open(as_of)]
    return Line(
        ref=one.ref,
        signed=one.signed,
        title=one.title,
        parties=tuple(p.name for p in one.parties),
        counterparts=counterparts(one),
        kind=one.kind,
        sectors=one.sectors,
        amount=one.amount,
        stage=one.stage(as_of),
        status=one.status(as_of),
        unit=responsible.unit,
        owner=responsible.owner,
        open=len(still_open),
        late=sum(f.is_overdue(as_of) for f in still_open),
    )


def _row(line: Line) -> Row:
    return (
        line.ref,
        short_day(line.signed) if line.signed else None,
        line.title,
        say_names(line.counterparts),
        say_sectors(line.sectors),
        sum_of(line.amount) if line.amount else None,
        _standing(line),
        line.open,
        Toned(line.late, Tone.BAD) if line.late else 0,
    )


def _standing(line: Line) -> Cell:
    """Say the stage, or the status where it is more to the point."""
    if line.status == "delayed":
        return say_standing(line.stage, line.status)
    return say_stage(line.stage) if line.status == "ongoing" else say_status(line.status)

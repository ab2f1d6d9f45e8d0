"""The ledger as a list of agreements: ``list`` and ``find``."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Amount
from dealtrack.report.known import follow_ups_by
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Cell, Column, Page, Row, Table, Tone, Toned
from dealtrack.report.words import (
    counterparts,
    money,
    say_names,
    say_sectors,
    say_stage,
    say_status,
    short_day,
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
                    columns=(
                        Column("ref", _("Ref"), "ref"),
                        Column("signed", _("Signed"), "day"),
                        Column("title", _("Agreement"), grow=True),
                        Column("party", _("With")),
                        Column("sector", _("Sector"), minor=True),
                        Column("amount", _("Amount"), "number"),
                        Column("stage", _("Stage")),
                        Column("open", _("Open"), "number", minor=True),
                        Column("late", _("Late"), "number"),
                    ),
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


def list_agreements(
    agreements: Iterable[Agreement], as_of: date, limit: int | None = None
) -> Register:
    """List *agreements* in their order, at most *limit* of them."""
    found = list(agreements)
    lines = tuple(_line(a, as_of) for a in found[:limit])
    return Register(as_of=as_of, total=len(found), agreements=lines)


def _line(one: Agreement, as_of: date) -> Line:
    responsible = one.assigned(as_of)
    follow_ups = follow_ups_by(one, as_of)
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
        open=sum(f.is_open(as_of) for f in follow_ups),
        late=sum(f.is_overdue(as_of) for f in follow_ups),
    )


def _row(line: Line) -> Row:
    return (
        line.ref,
        short_day(line.signed) if line.signed else None,
        line.title,
        say_names(line.counterparts),
        say_sectors(line.sectors),
        money(line.amount) if line.amount else None,
        _standing(line),
        line.open,
        Toned(line.late, Tone.BAD) if line.late else 0,
    )


def _standing(line: Line) -> Cell:
    """Say the stage, or the status where it is more to the point."""
    return say_stage(line.stage) if line.status == "ongoing" else say_status(line.status)

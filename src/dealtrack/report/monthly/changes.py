"""Part 9 of the monthly summary: what was signed, advanced and terminated."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Amount
from dealtrack.model.stages import rank
from dealtrack.model.vocabulary import BINDINGS
from dealtrack.query.expr import Expr, Not, Op, Or, Term, both
from dealtrack.query.questions import SIGNED, begun, called, known, signed_in, terminated_in
from dealtrack.report.known import signed_day
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly.lists import first, more
from dealtrack.report.page import Column, Section, Table
from dealtrack.report.terms import Terms
from dealtrack.report.words import (
    counterparts,
    money,
    say_day,
    say_names,
    say_sectors,
    say_stage,
    short_day,
)
from dealtrack.text import _


class Signing(Struct, frozen=True, kw_only=True):
    """An agreement signed in the month."""

    ref: str
    title: str
    signed: PartialDay
    kind: str
    binding: str
    parties: tuple[str, ...]
    sectors: tuple[str, ...]
    amount: Amount | None


class Advance(Struct, frozen=True, kw_only=True):
    """An agreement that came further in the month; *before* is empty if it is new."""

    ref: str
    title: str
    on: PartialDay | None
    before: str
    stage: str


class Ending(Struct, frozen=True, kw_only=True):
    """An agreement that was terminated in the month."""

    ref: str
    title: str
    on: date
    reason: str


class Changes(Struct, frozen=True, kw_only=True):
    """What the month changed."""

    signed: tuple[Signing, ...]
    advanced: tuple[Advance, ...]
    terminated: tuple[Ending, ...]

    def section(self) -> Section:
        """Lay the part out."""
        blocks = (self._signed(), self._advanced(), self._terminated())
        return Section(_("New, advanced, terminated"), blocks)

    def _signed(self) -> Table:
        columns = (
            Column("ref", _("Ref"), "ref"),
            Column("signed", _("Signed"), "day"),
            Column("agreement", _("Agreement"), grow=True),
            Column("parties", _("Parties"), grow=True),
            Column("binding", _("Class"), minor=True),
            Column("sectors", _("Sector"), minor=True),
            Column("amount", _("Amount"), "number"),
        )
        rows = tuple(
            (
                s.ref,
                short_day(s.signed),
                s.title,
                say_names(s.parties),
                BINDINGS.name(s.binding),
                say_sectors(s.sectors),
                money(s.amount) if s.amount else None,
            )
            for s in first(self.signed)
        )
        title = _("New: {n}").format(n=f"{len(self.signed):,}")
        rest = more(len(self.signed), "signed.month")
        return Table(columns, rows, title=title, empty=_("Nothing was signed."), more=rest)

    def _advanced(self) -> Table:
        columns = (
            Column("ref", _("Ref"), "ref"),
            Column("day", _("Day"), "day"),
            Column("agreement", _("Agreement"), grow=True),
            Column("before", _("Before")),
            Column("stage", _("Stage")),
        )
        rows = tuple(
            (
                a.ref,
                say_day(a.on),
                a.title,
                say_stage(a.before) if a.before else None,
                say_stage(a.stage),
            )
            for a in first(self.advanced)
        )
        title = _("Advanced: {n}").format(n=f"{len(self.advanced):,}")
        empty = _("Nothing reached a further stage.")
        rest = more(len(self.advanced), "advanced")
        return Table(columns, rows, title=title, empty=empty, more=rest)

    def _terminated(self) -> Table:
        columns = (
            Column("ref", _("Ref"), "ref"),
            Column("day", _("Day"), "day"),
            Column("agreement", _("Agreement"), grow=True),
            Column("reason", _("Reason"), grow=True),
        )
        rows = tuple((t.ref, t.on, t.title, t.reason) for t in first(self.terminated))
        title = _("Terminated: {n}").format(n=f"{len(self.terminated):,}")
        rest = more(len(self.terminated), "terminated")
        return Table(columns, rows, title=title, empty=_("Nothing was terminated."), more=rest)


def sum_changes(ledger: Ledger, terms: Terms) -> Changes:
    """Sum up what changed in the month, each in the order of days."""
    return Changes(
        signed=tuple(sorted(_signings(ledger, terms), key=lambda s: s.signed.earliest)),
        advanced=tuple(
            sorted(_advances(ledger, terms), key=lambda a: a.on.earliest if a.on else date.min)
        ),
        terminated=tuple(sorted(_endings(ledger, terms), key=lambda t: t.on)),
    )


def _signings(ledger: Ledger, terms: Terms) -> Iterator[Signing]:
    for a in ledger.agreements(both(signed_in(terms.days), SIGNED)):
        if signed := signed_day(a, ledger.as_of):
            yield Signing(
                ref=a.ref,
                title=a.title,
                signed=signed,
                kind=a.kind,
                binding=a.binding,
                parties=counterparts(a),
                sectors=a.sectors,
                amount=a.amount,
            )


def _advances(ledger: Ledger, terms: Terms) -> Iterator[Advance]:
    moved = Or((Term("progress", Op.GT, terms.eve), Not(known("stage"))))
    now = dict(_stages(ledger, both(moved, Not(Term("stage", Op.EQ, "signed")))))
    then = Ledger.on(terms.eve, ledger.book)
    before = {id_: one for these in called("id", now) for id_, one in _stages(then, these)}
    further = {id_: one for id_, one in now.items() if _is_further(one, before.get(id_))}
    for a in ledger.called(further):
        stage, earlier = further[a.id], before.get(a.id, "")
        on = _reached(a, stage, terms)
        yield Advance(ref=a.ref, title=a.title, on=on, before=earlier, stage=stage)


def _is_further(stage: str, before: str | None) -> bool:
    return not before or rank(stage) > rank(before)


def _stages(ledger: Ledger, where: Expr) -> Iterator[tuple[int, str]]:
    """Yield the stage that each agreement has reached, by id; "" for none."""
    asked = both(where, begun(ledger.as_of))
    rows: Iterator[Any] = ledger.book.agreements.rows(
        ("id", "stage"), asked, as_of=ledger.as_of
    )
    return ((id_, stage[0] if stage else "") for (id_,), stage in rows)


def _reached(agreement: Agreement, stage: str, terms: Terms) -> PartialDay | None:
    days = (r.on for r in agreement.stages if r.stage == stage and r.on)
    return next((on for on in days if on.earliest in terms.days), None)


def _endings(ledger: Ledger, terms: Terms) -> Iterator[Ending]:
    for a in ledger.agreements(terminated_in(terms.days)):
        on = a.terminated_on(ledger.as_of)
        if on and on in terms.days:
            reason = next(c.reason for c in reversed(a.statuses) if c.on == on)
            yield Ending(ref=a.ref, title=a.title, on=on, reason=reason)

"""The red and yellow lights of a day, and which of them have turned by then."""

from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.query.asked import Book
from dealtrack.report.ledger import Ledger
from dealtrack.report.lights import (
    NO_PROGRESS,
    Colour,
    Light,
    Rule,
    colours,
    find_lights,
    say_colour,
    say_reason,
)
from dealtrack.report.lights.words import say_hue
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Block, Column, Facts, Page, Row, Table, Toned
from dealtrack.text import _, plural


class Turn(Struct, frozen=True, kw_only=True):
    """A light that has another colour on the day looked at: what it *was* before.

    None: there was no colour yet.
    """

    ref: str
    was: Colour | None
    colour: Colour


class Board(Struct, frozen=True, kw_only=True):
    """The lights *on* a day, red ones first; *turned* are those that were otherwise *as_of*.

    Where it is asked what will have turned, these come before the others.

    *red* and *yellow* count those that a limit left out too.
    """

    schema: Literal["dealtrack/lights/1"] = "dealtrack/lights/1"
    as_of: date
    on: date
    rule: Rule
    red: int
    yellow: int
    green: int
    not_judged: tuple[str, ...]
    turned: tuple[Turn, ...]
    lights: tuple[Light, ...]

    def page(self) -> Page:
        """Lay the report out."""
        return Page(
            self._title(),
            (self._table(), *self._figures()),
            subtitle=self._subtitle(),
            is_list=True,
            hint=_("Why, and what would change it: dealtrack light explain {ref}").format(
                ref=self.lights[0].ref
            )
            if self.lights
            else "",
        )

    @property
    def _looks_ahead(self) -> bool:
        return self.on != self.as_of

    def _title(self) -> str:
        red = plural("{n} red light", "{n} red lights", self.red)
        return _("{red}, {yellow} yellow, {green} green").format(
            red=red, yellow=f"{self.yellow:,}", green=f"{self.green:,}"
        )

    def _subtitle(self) -> str:
        if not self._looks_ahead:
            return _("as of {day}").format(day=self.as_of)
        return _("on {day}, if nothing happens until then; as of {as_of}").format(
            day=self.on, as_of=self.as_of
        )

    def _table(self) -> Table:
        then = (Column("was", _("Now")),) if self._looks_ahead else ()
        columns = (
            Column("ref", _("Ref"), "ref"),
            *then,
            Column("light", _("Then") if self._looks_ahead else _("Light")),
            Column("reason", _("Reason"), grow=True),
            Column("agreement", _("Agreement"), grow=True),
            Column("owner", _("Owner")),
            Column("unit", _("Unit"), minor=True),
        )
        turned = {one.ref: one for one in self.turned}
        return Table(
            columns,
            tuple(self._row(one, turned.get(one.ref)) for one in self.lights),
            empty=_("No light is red or yellow."),
            more=rows_left_out(len(self.lights), self.red + self.yellow),
        )

    def _row(self, one: Light, turn: Turn | None) -> Row:
        colour = say_colour(one)
        if turn:
            colour = Toned(f"→ {colour.value}", colour.tone)
        before = (say_hue(turn.was if turn else one.colour),) if self._looks_ahead else ()
        return (one.ref, *before, colour, say_reason(one), one.title, one.owner, one.unit)

    def _figures(self) -> tuple[Block, ...]:
        """Say what the table does not: what turned, and what could not be judged."""
        pairs = (
            *(((_("Turned by then"), len(self.turned)),) if self._looks_ahead else ()),
            *(((_("Not judged"), len(self.not_judged)),) if self.not_judged else ()),
        )
        return (Facts(pairs),) if pairs else ()


def find_board(
    book: Book,
    as_of: date,
    rule: Rule = NO_PROGRESS,
    on: date | None = None,
    limit: int | None = None,
) -> Board:
    """Find the lights of *book* on the day *on*, and which of them were otherwise *as_of*.

    What the ledger knows of the days between is taken into account: a note of tomorrow,
    a term that ends.
    """
    day = on or as_of
    found = find_lights(Ledger.on(day, book), rule)
    every = (*found.red, *found.yellow)
    turned = _turned(every, colours(Ledger.on(as_of, book), rule)) if day != as_of else ()
    new = {one.ref for one in turned}
    return Board(
        as_of=as_of,
        on=day,
        rule=rule,
        red=len(found.red),
        yellow=len(found.yellow),
        green=found.green,
        not_judged=found.not_judged,
        turned=turned,
        lights=tuple(sorted(every, key=lambda one: one.ref not in new))[:limit],
    )


def _turned(those: tuple[Light, ...], before: dict[str, Colour | None]) -> tuple[Turn, ...]:
    return tuple(
        Turn(ref=one.ref, was=before.get(one.ref), colour=one.colour)
        for one in those
        if one.colour and one.colour != before.get(one.ref)
    )

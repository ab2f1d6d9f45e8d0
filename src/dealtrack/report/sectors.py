"""Agreements by sector: how many, for how much, and what is open on them."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, TypeVar

from msgspec import Struct

from dealtrack.model import Agreement
from dealtrack.model.vocabulary import SECTORS
from dealtrack.report.figures import Group, say_amounts
from dealtrack.report.known import follow_ups_by
from dealtrack.report.ledger import Ledger
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Block, Cell, Column, Note, Page, Row, Table, Tone, Toned
from dealtrack.report.words import quiet
from dealtrack.text import _, plural

T = TypeVar("T")


class SectorLine(Struct, frozen=True):
    """A sector: its signed agreements, and the follow-ups of all its agreements.

    The *key* is empty where no sector is given, and on the total.
    """

    key: str
    agreements: Group
    open: int
    overdue: int


class Sectors(Struct, frozen=True, kw_only=True):
    """The sectors, those with most agreements first, and how many there are (*sectors*).

    *several* counts the agreements that are in more than one.
    """

    schema: Literal["dealtrack/sectors/1"] = "dealtrack/sectors/1"
    as_of: date
    sectors: int
    rows: tuple[SectorLine, ...]
    total: SectorLine
    several: int

    def page(self) -> Page:
        """Lay the report out."""
        table = Table(
            (
                Column("sector", _("Sector")),
                Column("agreements", _("Agreements"), "number"),
                Column("amounts", _("Amount"), grow=True),
                Column("open", _("Open follow-ups"), "number"),
                Column("overdue", _("Overdue"), "number"),
            ),
            tuple(_row(line, say_sector(line.key)) for line in self.rows),
            empty=_("No agreements."),
            total=_row(self.total, _("Total")) if self.rows else None,
            more=rows_left_out(len(self.rows), self.sectors),
        )
        return Page(
            _("Agreements by sector"),
            (table, *note_on_several(self.several)),
            subtitle=_("as of {day}").format(day=self.as_of),
            is_list=True,
        )


def find_sectors(
    agreements: Iterable[Agreement], as_of: date, limit: int | None = None
) -> Sectors:
    """Find the sectors of *agreements*; an agreement in several counts in each of them."""
    ledger = Ledger.on(as_of, agreements)
    lines = [_line(ledger, key, part) for key, part in by_sector(ledger.agreements).items()]
    lines.sort(key=lambda line: (not line.key, -line.agreements.n))
    return Sectors(
        as_of=as_of,
        sectors=len(lines),
        rows=tuple(lines[:limit]),
        total=_line(ledger, "", ledger.agreements),
        several=in_several(ledger.agreements),
    )


def by_sector(agreements: Iterable[Agreement]) -> dict[str, list[Agreement]]:
    """Return *agreements* by the keys of their sectors, in the order of the vocabulary.

    Those without one come last, under an empty key.
    """
    found: dict[str, list[Agreement]] = {}
    for agreement in agreements:
        for key in dict.fromkeys(agreement.sectors) or ("",):
            found.setdefault(key, []).append(agreement)
    known = SECTORS.keys
    order = {key: at for at, key in enumerate(known)}
    return {
        k: found[k] for k in sorted(found, key=lambda k: (not k, order.get(k, len(order)), k))
    }


def in_several(agreements: Iterable[Agreement]) -> int:
    """Return how many of *agreements* are in more than one sector."""
    return sum(len(set(a.sectors)) > 1 for a in agreements)


def note_on_several(n: int) -> tuple[Block, ...]:
    """Say that *n* agreements count in several sectors, if there are any."""
    if not n:
        return ()
    sentence = plural(
        "{n} agreement is in several sectors: it counts in each of them, in the total once.",
        "{n} agreements are in several sectors: "
        "each counts in all of its sectors, in the total once.",
        n,
    )
    return (Note(sentence, Tone.QUIET),)


def say_sector(key: str) -> Cell:
    """Say a sector, or that none is given."""
    return SECTORS.name(key) if key else quiet(_("not given"))


def _line(ledger: Ledger, key: str, agreements: Iterable[Agreement]) -> SectorLine:
    part, day = tuple(agreements), ledger.as_of
    tasks = [task for a in part for task in follow_ups_by(a, day)]
    return SectorLine(
        key,
        ledger.group(a for a in part if a.was_signed(day)),
        sum(t.is_open(day) for t in tasks),
        sum(t.is_overdue(day) for t in tasks),
    )


def _row(line: SectorLine, name: Cell) -> Row:
    overdue = Toned(line.overdue, Tone.BAD if line.overdue else Tone.PLAIN)
    return (name, line.agreements.n, say_amounts(line.agreements.amounts), line.open, overdue)

"""Agreements by sector: how many, for how much, and what is open on them."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model.vocabulary import SECTORS
from dealtrack.query.asked import Book
from dealtrack.query.measures import Figure, Measure
from dealtrack.query.questions import OPEN, begun, overdue
from dealtrack.report.figures import Group, sums_of
from dealtrack.report.ledger import Deal, Ledger
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Block, Cell, Column, Note, Page, Row, Table, Tone, Toned
from dealtrack.report.words import quiet
from dealtrack.text import _, plural


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


def find_sectors(book: Book, as_of: date, limit: int | None = None) -> Sectors:
    """Find the sectors of the agreements; one in several counts in each of them."""
    ledger = Ledger.on(as_of, book)
    lines = sector_lines(ledger)
    return Sectors(
        as_of=as_of,
        sectors=len(lines),
        rows=lines[:limit],
        total=_line(ledger, "", ledger.signed, _waiting(ledger)[""]),
        several=in_several(ledger.deals),
    )


def sector_lines(ledger: Ledger) -> tuple[SectorLine, ...]:
    """Return a line for each sector, those with most agreements first."""
    waiting, parts = _waiting(ledger, "sector"), by_sector(ledger.deals)
    lines = [
        _line(ledger, key, (d for d in part if d.is_signed), waiting[key])
        for key, part in parts.items()
    ]
    return tuple(sorted(lines, key=lambda line: (not line.key, -line.agreements.n)))


def by_sector(deals: Iterable[Deal]) -> dict[str, list[Deal]]:
    """Return *deals* by the keys of their sectors, in the order of the vocabulary.

    Those without one come last, under an empty key.
    """
    found: dict[str, list[Deal]] = {}
    for deal in deals:
        for key in deal.sectors or ("",):
            found.setdefault(key, []).append(deal)
    known = SECTORS.keys
    order = {key: at for at, key in enumerate(known)}
    return {
        k: found[k] for k in sorted(found, key=lambda k: (not k, order.get(k, len(order)), k))
    }


def in_several(deals: Iterable[Deal]) -> int:
    """Return how many of *deals* are in more than one sector."""
    return sum(len(deal.sectors) > 1 for deal in deals)


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


def _waiting(ledger: Ledger, by: str = "") -> dict[str, dict[str, Figure]]:
    """Return how many follow-ups are open and overdue in each group."""
    day = ledger.as_of
    measures = (
        Measure("open", OPEN, unit="entries"),
        Measure("overdue", overdue(day), unit="entries"),
    )
    return ledger.book.agreements.tally(measures, as_of=day, by=by, where=begun(day))


def _line(
    ledger: Ledger, key: str, signed: Iterable[Deal], waiting: dict[str, Figure]
) -> SectorLine:
    numbers = {name: n for name, n in waiting.items() if isinstance(n, int)}
    return SectorLine(key, ledger.group(signed), numbers["open"], numbers["overdue"])


def _row(line: SectorLine, name: Cell) -> Row:
    overdue = Toned(line.overdue, Tone.BAD if line.overdue else Tone.PLAIN)
    return (name, line.agreements.n, sums_of(line.agreements.amounts), line.open, overdue)

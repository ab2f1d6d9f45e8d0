"""An extract: some columns of the ledger, for people who will never see a terminal."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from dealtrack.model import Agreement, Entry, Trip, entries
from dealtrack.query.asked import Asked, Book
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.fields import FIELDS
from dealtrack.query.headings import HEADINGS, NOT_COLUMNS
from dealtrack.query.match import answering
from dealtrack.query.order import Order, arrange
from dealtrack.report.columns import columns_of, writers_of
from dealtrack.report.page import Column, Page, Row, Section, Table
from dealtrack.text import _

Rows = Literal["agreements", "follow-ups", "trips"]
"""What makes a row."""

USUAL: dict[Rows, tuple[str, ...]] = {
    "agreements": (
        *("ref", "title", "kind", "signed", "expires", "ours", "theirs", "third", "party"),
        *("sector", "amount", "currency", "place", "witness", "stage", "plan", "status"),
        *("unit", "owner", "tag"),
    ),
    "follow-ups": (
        *("ref", "title", "theirs", "task", "due", "state", "done", "late", "priority"),
        *("unit", "owner", "partner", "promise"),
    ),
    "trips": ("ref", "title", "start", "end", "place", "lead", "visit", "met", "intention"),
}
"""The columns of a table for which nobody chose any."""


class Wanted(NamedTuple):
    """What somebody wants to hand over: which rows and columns, in which order."""

    rows: Rows
    fields: tuple[str, ...]
    where: Expr = EVERYTHING
    order: Order = ()


class Extract:
    """The rows that are *wanted* of a *book* on a day, which is read while they are told."""

    def __init__(self, book: Book, wanted: Wanted, as_of: date) -> None:
        self._book, self._wanted, self._as_of = book, wanted, as_of

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns, headed in the language spoken now."""
        return columns_of(self._wanted.fields)

    def rows(self) -> Iterator[Row]:
        """Yield its rows; none is kept, unless they have to be put in an order."""
        by_task = self._wanted.rows == "follow-ups"
        writers = writers_of(self._wanted.fields, by_task=by_task)
        found = self._tasks() if by_task else self._records()
        for entry in found:
            yield tuple(write(entry) for write in writers)

    def page(self) -> Page:
        """Lay it out, for formats that are made of a page."""
        rows = tuple(self.rows())
        return Page(
            self.name,
            (Table(self.columns, rows, empty=_("Nothing answers this.")),),
            subtitle=_("as of {day}").format(day=self._as_of),
            is_list=True,
        )

    @property
    def name(self) -> str:
        """What its rows are."""
        match self._wanted.rows:
            case "agreements":
                return _("Agreements")
            case "follow-ups":
                return _("Follow-ups")
            case "trips":
                return _("Trips")

    def _records(self) -> Iterator[Entry]:
        wanted = self._wanted
        register: Asked[Agreement] | Asked[Trip] = self._book.trips
        if wanted.rows == "agreements":
            register = self._book.agreements
        found = register.each(wanted.where, as_of=self._as_of, order=wanted.order)
        return (Entry(record, None, self._as_of) for record in found)

    def _tasks(self) -> Iterator[Entry]:
        """Yield the follow-ups of agreements, then of trips, or in the order asked for."""
        found = self._each_task()
        return iter(arrange(found, self._wanted.order)) if self._wanted.order else found

    def _each_task(self) -> Iterator[Entry]:
        where, day = self._wanted.where, self._as_of
        answers = answering(where)
        for register in (self._book.agreements, self._book.trips):
            for record in register.each(where, as_of=day):
                found = (entry for entry in entries(record, day) if entry.follow_up)
                yield from filter(answers, found)


class Choice(NamedTuple):
    """A view that the settings name: what it is called, its rows, columns and query."""

    name: str
    rows: Rows
    fields: tuple[str, ...]
    query: str


def column_guide(views: Sequence[Choice] = ()) -> Page:
    """Say which columns there are, and which views the office has named."""
    blocks = (_every_column(), *((Section(_("Views"), (_views(views),)),) if views else ()))
    return Page(
        _("Columns"),
        blocks,
        is_list=not views,
        hint=_("Choose some: dealtrack export csv --columns title,signed,theirs,amount"),
    )


def _every_column() -> Table:
    columns = (
        Column("field", _("Field")),
        Column("heading", _("Heading")),
        Column("chinese", _("In Chinese"), minor=True),
        Column("kind", _("Kind"), minor=True),
        Column("about", _("Meaning"), grow=True),
    )
    rows = tuple(
        (f.name, HEADINGS.name(f.name), " ".join(f.aliases), _(f.kind.value), _(f.about))
        for f in FIELDS.values()
        if f.name not in NOT_COLUMNS
    )
    return Table(columns, rows)


def _views(views: Sequence[Choice]) -> Table:
    columns = (
        Column("view", _("View")),
        Column("rows", _("Rows")),
        Column("columns", _("Columns"), grow=True),
        Column("query", _("Query")),
    )
    rows = tuple((v.name, v.rows, ", ".join(v.fields or USUAL[v.rows]), v.query) for v in views)
    return Table(columns, rows)

"""Agreements as the lines of a report."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Amount, Note, Party, Person
from dealtrack.report.known import notes_by, signed_day
from dealtrack.report.page import Cell, Column, Row, Table
from dealtrack.report.tasks import tasks_of
from dealtrack.report.words import quiet, say_name, say_overdue, say_standing, short_day
from dealtrack.text import _, listed


class Paper(Struct, frozen=True, kw_only=True):
    """An agreement on a day: what it is, who is in it, and where it stands.

    *signed* is None where the day of signing is not known, or not yet there:
    *is_signed* tells these apart.  *latest* is the last line of progress.
    """

    ref: str
    title: str
    kind: str = ""
    is_signed: bool
    signed: PartialDay | None = None
    stage: str = ""
    status: str
    amount: Amount | None = None
    parties: tuple[Party, ...] = ()
    witnesses: tuple[Person, ...] = ()
    trip: str = ""
    open: int = 0
    overdue: int = 0
    latest: Note | None = None


def paper_of(agreement: Agreement, as_of: date) -> Paper:
    """Return *agreement* as it stood on *as_of*; nobody had witnessed what was not signed."""
    tasks = tasks_of(agreement, as_of)
    is_signed = agreement.was_signed(as_of)
    return Paper(
        ref=agreement.ref,
        title=agreement.title,
        kind=agreement.kind,
        is_signed=is_signed,
        signed=signed_day(agreement, as_of),
        stage=agreement.stage(as_of),
        status=agreement.status(as_of),
        amount=agreement.amount,
        parties=agreement.parties,
        witnesses=agreement.witnesses if is_signed else (),
        trip="" if agreement.trip is None else f"T{agreement.trip}",
        open=sum(t.is_open for t in tasks),
        overdue=sum(t.days_late > 0 for t in tasks),
        latest=next((note for _ref, note in reversed(notes_by(agreement, as_of))), None),
    )


def paper_table(papers: Iterable[Paper], title: str = "", empty: str = "") -> Table:
    """Lay *papers* out in a line each."""
    columns = (
        Column("ref", _("Ref"), "ref"),
        Column("signed", _("Signed"), "day"),
        Column("title", _("Agreement"), grow=True),
        Column("parties", _("Parties"), grow=True),
        Column("witnesses", _("Witnesses")),
        Column("standing", _("Stands")),
        Column("open", _("Open"), "number"),
        Column("overdue", _("Late"), "number"),
    )
    return Table(columns, tuple(_row(p) for p in papers), title=title, empty=empty)


def latest_table(papers: Iterable[Paper]) -> Table:
    """Lay out the last line of progress of each of *papers* that has one."""
    noted = ((p.ref, p.latest) for p in papers)
    return note_table(((ref, n) for ref, n in noted if n), _("Latest progress"))


def note_table(notes: Iterable[tuple[str, Note]], title: str) -> Table:
    """Lay notes out, each with the ref of what it is on."""
    columns = (
        Column("ref", _("Ref"), "ref"),
        Column("day", _("Day"), "day"),
        Column("note", _("Progress"), grow=True),
        Column("author", _("Author")),
    )
    rows = tuple((ref, n.on, n.text, n.author) for ref, n in notes)
    return Table(columns, rows, title=title)


def say_signed(paper: Paper) -> Cell:
    """Say when *paper* was signed, that nobody knows when, or that it is not signed."""
    return short_day(paper.signed) if paper.is_signed else quiet(_("not signed"))


def say_witnesses(paper: Paper) -> Cell:
    """Say who witnessed the signing of *paper*, by name alone."""
    if not paper.is_signed:
        return None
    return listed(w.name for w in paper.witnesses) or quiet(_("none named"))


def _row(paper: Paper) -> Row:
    return (
        paper.ref,
        say_signed(paper),
        paper.title,
        listed(say_name(p.name) for p in paper.parties),
        say_witnesses(paper),
        say_standing(paper.stage, paper.status),
        paper.open,
        say_overdue(paper.overdue),
    )

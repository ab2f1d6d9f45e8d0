"""Part 10 of the monthly summary: the problems that stand unsolved."""

from datetime import date

from msgspec import Struct

from dealtrack.model import Kept
from dealtrack.query.questions import known
from dealtrack.report.known import problems_by
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly.lists import first, more
from dealtrack.report.page import Column, Section, Table, Tone, Toned
from dealtrack.text import _


class Obstacle(Struct, frozen=True, kw_only=True):
    """An open problem, under the *ref* that `solve` takes; *days* how long it has been open."""

    ref: str
    title: str
    text: str
    noted: date
    days: int
    solver: str
    by: date | None
    is_late: bool


class Obstacles(Struct, frozen=True, kw_only=True):
    """The open problems, the oldest first."""

    problems: tuple[Obstacle, ...]

    def section(self) -> Section:
        """Lay the part out."""
        columns = (
            Column("ref", _("Ref"), "ref"),
            Column("noted", _("Noted"), "day", minor=True),
            Column("days", _("Days open"), "number"),
            Column("problem", _("Problem"), grow=True),
            Column("record", _("Agreement or trip"), grow=True, minor=True),
            Column("solver", _("To be solved by")),
            Column("by", _("Until"), "day"),
        )
        rows = tuple(
            (
                p.ref,
                p.noted,
                p.days,
                p.text,
                p.title,
                p.solver,
                Toned(p.by, Tone.BAD) if p.is_late else p.by,
            )
            for p in first(self.problems)
        )
        title = _("Open problems: {n}").format(n=f"{len(self.problems):,}")
        rest = more(len(self.problems), "problems")
        table = Table(columns, rows, title=title, empty=_("None."), more=rest)
        return Section(_("Problems"), (table,))


def sum_obstacles(ledger: Ledger) -> Obstacles:
    """Sum up what is in the way."""
    day, blocked = ledger.as_of, known("problem")
    records: list[Kept] = [*ledger.agreements(blocked), *ledger.trips(blocked)]
    found = (
        Obstacle(
            ref=ref,
            title=record.title,
            text=p.text,
            noted=p.noted,
            days=(day - p.noted).days,
            solver=p.solver,
            by=p.by,
            is_late=p.by is not None and p.by < day,
        )
        for record in records
        for ref, p in problems_by(record, day)
    )
    return Obstacles(problems=tuple(sorted(found, key=lambda p: p.noted)))

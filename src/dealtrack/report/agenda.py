"""What falls due in the days ahead, and what waits without a day."""

from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from dealtrack.days import distance, weekday_name
from dealtrack.query.asked import Book, numbers_of
from dealtrack.query.expr import EVERYTHING, Expr, Not, Op, Term, both
from dealtrack.query.questions import CONDITIONAL, OPEN, UNDATED, due_within, overdue
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Cell, Column, Page, Row, Table, Tone, Toned
from dealtrack.report.tasks import Task, task_text, tasks_due
from dealtrack.report.words import quiet, say_late, say_state, titled
from dealtrack.text import _, plural


class Agenda(Struct, frozen=True, kw_only=True):
    """Open follow-ups: late ones, those due within *days* of *as_of*, undated ones.

    *late*, *soon* and *undated* count, those that a limit left out too; *conditional*
    counts promises whose condition is not met, which are not owed and not listed.
    """

    schema: Literal["dealtrack/agenda/1"] = "dealtrack/agenda/1"
    as_of: date
    days: int
    late: int
    soon: int
    undated: int
    conditional: int
    follow_ups: tuple[Task, ...]

    def page(self) -> Page:
        """Lay the report out."""
        return Page(
            _("Agenda of {day}, {weekday}").format(
                day=self.as_of, weekday=weekday_name(self.as_of)
            ),
            (
                Table(
                    columns=(
                        Column("ref", _("Ref"), "ref"),
                        Column("when", _("When"), "day"),
                        Column("due", _("Due"), "day", minor=True),
                        Column("task", _("Task"), grow=True),
                        Column("owner", _("Owner")),
                        Column("state", _("State"), minor=True),
                        Column("record", _("Agreement or trip"), grow=True),
                    ),
                    rows=tuple(_row(t, self.as_of) for t in self.follow_ups),
                    empty=_("Nothing is due."),
                    more=rows_left_out(
                        len(self.follow_ups), self.late + self.soon + self.undated
                    ),
                ),
            ),
            subtitle=self._counts(),
            is_list=True,
        )

    def _counts(self) -> str:
        parts = [
            plural("{n} overdue", "{n} overdue", self.late),
            _("{count} due by {day}").format(
                count=self.soon, day=self.as_of + timedelta(days=self.days)
            ),
        ]
        if self.undated:
            parts.append(_("{count} without a day").format(count=self.undated))
        if self.conditional:
            parts.append(_("{count} not owed yet").format(count=self.conditional))
        return " · ".join(parts)


def find_agenda(
    book: Book, as_of: date, days: int, where: Expr = EVERYTHING, limit: int | None = None
) -> Agenda:
    """Find what is open of what answers *where*: late, due within *days*, or without a day."""
    end = as_of + timedelta(days=days)
    owed = both(OPEN, Not(CONDITIONAL), where)
    found = tasks_due(book, both(owed, Term("due", Op.LE, end)), as_of, limit)
    if limit is None or len(found) < limit:
        left = None if limit is None else limit - len(found)
        found += tasks_due(book, both(owed, UNDATED), as_of, left)
    late, soon, undated, conditional = numbers_of(
        book,
        (
            overdue(as_of),
            both(Not(CONDITIONAL), due_within(as_of, end)),
            both(Not(CONDITIONAL), UNDATED),
            CONDITIONAL,
        ),
        both(OPEN, where),
        as_of=as_of,
    )
    return Agenda(
        as_of=as_of,
        days=days,
        late=late,
        soon=soon,
        undated=undated,
        conditional=conditional,
        follow_ups=found,
    )


def _row(task: Task, as_of: date) -> Row:
    return (
        task.ref,
        _when(task, as_of),
        task.due or (quiet(task.due_text) if task.due_text else None),
        task_text(task),
        task.owner or task.unit,
        say_state(task.state),
        titled(task.title, task.names),
    )


def _when(task: Task, as_of: date) -> Cell:
    if task.days_late:
        return say_late(task.days_late)
    if task.due is None:
        return None
    return Toned(distance(task.due, as_of), Tone.WARN if task.due == as_of else Tone.PLAIN)

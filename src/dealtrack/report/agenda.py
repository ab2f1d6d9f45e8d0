"""What falls due in the days ahead, and what waits without a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from heapq import nsmallest
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from dealtrack.days import distance, weekday_name
from dealtrack.query.asked import Book, count_of, entries_of
from dealtrack.query.expr import EVERYTHING, Expr, Not, Op, Or, Term, both
from dealtrack.query.questions import CONDITIONAL, OPEN, UNDATED, called
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Cell, Column, Page, Row, Table, Tone, Toned
from dealtrack.report.tasks import Task, say_waiting, task_of, task_text
from dealtrack.report.urgency import USUAL, Scale, Signs, signs_of
from dealtrack.report.waiting import become_possible
from dealtrack.report.words import quiet, say_late, titled
from dealtrack.settings.urgency import Urgency
from dealtrack.text import _, plural


class Agenda(Struct, frozen=True, kw_only=True):
    """Open follow-ups: late ones, those due within *days* of *as_of*, undated ones.

    *late*, *soon* and *undated* count, those that a limit left out too; *freed* counts the
    others that are listed, since what they had to wait for was closed within as many days;
    *conditional* counts promises whose condition is not met: not owed, and not listed.
    """

    schema: Literal["dealtrack/agenda/1"] = "dealtrack/agenda/1"
    as_of: date
    days: int
    late: int
    soon: int
    undated: int
    freed: int = 0
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
                        Column("urgency", _("Urgency"), "number", minor=True),
                    ),
                    rows=tuple(_row(t, self.as_of) for t in self.follow_ups),
                    empty=_("Nothing is due."),
                    more=rows_left_out(
                        len(self.follow_ups),
                        self.late + self.soon + self.undated + self.freed,
                    ),
                ),
            ),
            subtitle=self._counts(),
            is_list=True,
            hint=_hint(self.follow_ups),
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
        if self.freed:
            parts.append(plural("{n} became possible", "{n} became possible", self.freed))
        if self.conditional:
            parts.append(_("{count} not owed yet").format(count=self.conditional))
        return " · ".join(parts)


def find_agenda(
    book: Book,
    as_of: date,
    days: int,
    where: Expr = EVERYTHING,
    limit: int | None = None,
    *,
    weights: Urgency = USUAL,
    by: Literal["urgency", "due"] = "urgency",
) -> Agenda:
    """Find what is open of what answers *where*, the most urgent first, or as it falls due.

    It is late, due within *days*, without a day, or has been possible for as many days.
    """
    end, since = as_of + timedelta(days=days), as_of - timedelta(days=days)
    owed = both(OPEN, Not(CONDITIONAL), where)
    # Two questions, for an index finds what answers each, but not what answers either
    dated = signs_of(book, both(owed, Term("due", Op.LE, end)), as_of)
    undated = signs_of(book, both(owed, UNDATED), as_of)
    listed = {one.ref: one for one in (*dated, *undated)}
    freed = [t for t in become_possible(book, owed, since, as_of) if t.ref not in listed]
    if freed:
        listed |= {one.ref: one for one in signs_of(book, _called(freed), as_of)}
    scale = Scale(as_of, weights)
    urgency = {one.ref: scale.weigh(one) for one in listed.values()}

    def place(one: Signs) -> tuple[float, date]:
        return (-urgency[one.ref] if by == "urgency" else 0, one.due or date.max)

    most = len(listed) if limit is None else limit
    chosen = nsmallest(most, listed.values(), key=place)
    late = sum(one.late > 0 for one in dated)
    return Agenda(
        as_of=as_of,
        days=days,
        late=late,
        soon=len(dated) - late,
        undated=len(undated),
        freed=len(freed),
        conditional=count_of(book, both(OPEN, CONDITIONAL, where), as_of=as_of),
        follow_ups=tuple(_told(book, chosen, urgency, as_of)),
    )


def _called(tasks: Sequence[Task]) -> Expr:
    return Or(tuple(Term("ref", Op.EQ, task.ref) for task in tasks))


def _told(
    book: Book, chosen: Sequence[Signs], urgency: Mapping[str, float], as_of: date
) -> Iterator[Task]:
    """Yield the follow-ups in the order *chosen*, decoded only now."""
    by_ref = {}
    for asked in called("ref", (one.ref for one in chosen)):
        for entry in entries_of(book, asked, as_of=as_of):
            if entry.follow_up:
                by_ref[entry.ref] = task_of(entry.record, entry.follow_up, as_of)
    for one in chosen:
        yield replace(
            by_ref[one.ref],
            urgency=urgency[one.ref],
            blocked_by=one.blocked_by,
            possible_since=one.possible_since,
        )


def _row(task: Task, as_of: date) -> Row:
    return (
        task.ref,
        _when(task, as_of),
        task.due or (quiet(task.due_text) if task.due_text else None),
        task_text(task),
        task.owner or task.unit,
        say_waiting(task),
        titled(task.title, task.names),
        None if task.urgency is None else quiet(f"{task.urgency:.1f}"),
    )


def _hint(tasks: tuple[Task, ...]) -> str:
    if not tasks:
        return ""
    return _("Why it comes first: dealtrack show {ref} --why").format(ref=tasks[0].ref)


def _when(task: Task, as_of: date) -> Cell:
    if task.days_late:
        return say_late(task.days_late)
    if task.due is None:
        return None
    return Toned(distance(task.due, as_of), Tone.WARN if task.due == as_of else Tone.PLAIN)

"""Which follow-ups should have been done by now."""

from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.query.asked import Book, count_of
from dealtrack.query.expr import EVERYTHING, Expr, both
from dealtrack.query.questions import overdue
from dealtrack.report.page import Column, Page, Row, Table
from dealtrack.report.tasks import Task, say_series, task_text, tasks_due
from dealtrack.report.words import say_overdue_by, titled
from dealtrack.text import _, listed, plural


class Overdue(Struct, frozen=True, kw_only=True):
    """Overdue follow-ups, the longest late first; *total* counts those a limit left out too."""

    schema: Literal["dealtrack/overdue/1"] = "dealtrack/overdue/1"
    as_of: date
    total: int
    follow_ups: tuple[Task, ...]

    def page(self) -> Page:
        """Lay the report out."""
        count = plural("{n} follow-up is overdue", "{n} follow-ups are overdue", self.total)
        return Page(
            _("{count} on {day}").format(count=count, day=self.as_of),
            (
                Table(
                    columns=(
                        Column("ref", _("Ref"), "ref"),
                        Column("late", _("Late"), "day"),
                        Column("due", _("Due"), "day", minor=True),
                        Column("task", _("Task"), grow=True),
                        Column("owner", _("Owner")),
                        Column("record", _("Agreement or trip"), grow=True),
                        Column("workdays", _("Workdays"), "number", minor=True),
                    ),
                    rows=tuple(_row(t) for t in self.follow_ups),
                    empty=_("Nothing is overdue."),
                    more=rows_left_out(len(self.follow_ups), self.total),
                ),
            ),
            is_list=True,
            hint=_hint(self.follow_ups),
        )


def find_overdue(
    book: Book, as_of: date, where: Expr = EVERYTHING, limit: int | None = None
) -> Overdue:
    """Find what is late among the follow-ups that answer *where*."""
    late = both(overdue(as_of), where)
    tasks = tasks_due(book, late, as_of, limit)
    if any(task.waits_for for task in tasks):
        from dealtrack.report.waiting import with_blockers  # noqa: PLC0415 -- few tasks wait

        tasks = with_blockers(book, tasks, as_of)
    total = count_of(book, late, as_of=as_of) if len(tasks) == limit else len(tasks)
    return Overdue(as_of=as_of, total=total, follow_ups=tasks)


def rows_left_out(shown: int, total: int) -> str:
    """Say how many rows of a table are shown, if a limit left some out."""
    if shown >= total:
        return ""
    return _("{shown} of {total} – use --all").format(shown=f"{shown:,}", total=f"{total:,}")


def _row(task: Task) -> Row:
    return (
        task.ref,
        say_overdue_by(task.days_late),
        task.due,
        say_series(task, _with_blockers(task)),
        task.owner or task.unit,
        titled(task.title, task.names),
        task.working_days_late,
    )


def _with_blockers(task: Task) -> str:
    """Say what has to be done, and what has to be closed before: being late is being late."""
    if not task.blocked_by:
        return task_text(task)
    after = _("after {refs}").format(refs=listed(task.blocked_by))
    return f"{task_text(task)} · {after}"


def _hint(tasks: tuple[Task, ...]) -> str:
    if not tasks:
        return ""
    return _(
        "Close one: dealtrack done {ref} · "
        'Move it: dealtrack postpone {ref} --to +1w --reason "…"'
    ).format(ref=tasks[0].ref)

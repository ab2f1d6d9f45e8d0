"""Which follow-ups should have been done by now."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model import Entry
from dealtrack.report.page import Column, Page, Row, Table
from dealtrack.report.tasks import Task, task_of, task_text
from dealtrack.report.words import say_overdue_by, titled
from dealtrack.text import _, plural


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
                    ),
                    rows=tuple(_row(t) for t in self.follow_ups),
                    empty=_("Nothing is overdue."),
                    more=rows_left_out(len(self.follow_ups), self.total),
                ),
            ),
            is_list=True,
            hint=_hint(self.follow_ups),
        )


def find_overdue(entries: Iterable[Entry], as_of: date, limit: int | None = None) -> Overdue:
    """Find what is late among *entries*, whichever follow-ups they are."""
    late = [
        task_of(e.record, e.follow_up, as_of)
        for e in entries
        if e.follow_up and e.follow_up.is_overdue(as_of)
    ]
    late.sort(key=lambda t: -t.days_late)
    return Overdue(as_of=as_of, total=len(late), follow_ups=tuple(late[:limit]))


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
        task_text(task),
        task.owner or task.unit,
        titled(task.title, task.names),
    )


def _hint(tasks: tuple[Task, ...]) -> str:
    if not tasks:
        return ""
    return _(
        "Close one: dealtrack done {ref} · "
        'Move it: dealtrack postpone {ref} --to +1w --reason "…"'
    ).format(ref=tasks[0].ref)

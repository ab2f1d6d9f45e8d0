"""Part 11 of the monthly summary: what falls due next."""

from datetime import date

from msgspec import Struct

from dealtrack.query.questions import due_within
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly.lists import MOST, more
from dealtrack.report.page import Column, Section, Table
from dealtrack.report.tasks import Task, task_text
from dealtrack.report.terms import Terms
from dealtrack.report.words import say_state, titled
from dealtrack.text import _


class Ahead(Struct, frozen=True, kw_only=True):
    """What is open and falls due from the as-of day, *first*, to the *last* of next month.

    Of all *n* of them, *tasks* are the first ones.
    """

    first: date
    last: date
    n: int
    tasks: tuple[Task, ...]

    def section(self) -> Section:
        """Lay the part out."""
        columns = (
            Column("due", _("Due"), "day"),
            Column("ref", _("Ref"), "ref"),
            Column("task", _("Task"), grow=True),
            Column("owner", _("Owner")),
            Column("unit", _("Unit"), minor=True),
            Column("state", _("State")),
            Column("record", _("Agreement or trip"), grow=True, minor=True),
        )
        rows = tuple(
            (
                t.due,
                t.ref,
                task_text(t),
                t.owner,
                t.unit,
                say_state(t.state),
                titled(t.title, t.names),
            )
            for t in self.tasks
        )
        title = _("Due from {first} to {last}: {n}").format(
            first=self.first, last=self.last, n=f"{self.n:,}"
        )
        table = Table(
            columns,
            rows,
            title=title,
            empty=_("Nothing falls due."),
            more=more(self.n, "due"),
        )
        return Section(_("Next month"), (table,))


def sum_ahead(ledger: Ledger, terms: Terms) -> Ahead:
    """Sum up what falls due, beginning with what is due on the as-of day itself."""
    first, last = ledger.as_of, terms.month.shifted(1).last
    asked = due_within(first, last)
    return Ahead(first=first, last=last, n=ledger.count(asked), tasks=ledger.tasks(asked, MOST))

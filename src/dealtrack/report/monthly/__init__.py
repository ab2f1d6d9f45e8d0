"""The monthly summary: the report that leaders read and question."""

from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.days import Month
from dealtrack.query.asked import Book
from dealtrack.report.figures import HALF_UP, Rounding
from dealtrack.report.ledger import Ledger
from dealtrack.report.lights import NO_PROGRESS, Rule
from dealtrack.report.monthly.ahead import Ahead, sum_ahead
from dealtrack.report.monthly.breakdown import Breakdown, sum_breakdown
from dealtrack.report.monthly.changes import Changes, sum_changes
from dealtrack.report.monthly.counting import Counting, sum_counting
from dealtrack.report.monthly.obstacles import Obstacles, sum_obstacles
from dealtrack.report.monthly.overall import Overall, sum_overall
from dealtrack.report.monthly.supervision import Supervision, sum_supervision
from dealtrack.report.monthly.terms import Terms
from dealtrack.report.monthly.travel import Travel, sum_travel
from dealtrack.report.page import Block, Note, Page, Tone
from dealtrack.text import _

__all__ = ["Monthly", "sum_up"]


class Monthly(Struct, frozen=True, kw_only=True):
    """One month as it stood on a day: its parts in the order of the printed bulletin."""

    schema: Literal["dealtrack/month/1"] = "dealtrack/month/1"
    month: str
    as_of: date
    office: str = ""
    is_running: bool
    overall: Overall
    breakdown: Breakdown
    travel: Travel
    supervision: Supervision
    changes: Changes
    obstacles: Obstacles
    ahead: Ahead
    counting: Counting

    def page(self) -> Page:
        """Lay the report out."""
        year, number = self.month.split("-")
        return Page(
            _("Monthly summary {year}-{month:02}").format(year=year, month=int(number)),
            (*self._warnings(), *(part.section() for part in self._parts())),
            subtitle=" · ".join(
                part for part in (self.office, _("as of {day}").format(day=self.as_of)) if part
            ),
        )

    def _parts(
        self,
    ) -> tuple[
        Overall | Breakdown | Travel | Supervision | Changes | Obstacles | Ahead | Counting, ...
    ]:
        return (
            self.overall,
            self.breakdown,
            self.travel,
            self.supervision,
            self.changes,
            self.obstacles,
            self.ahead,
            self.counting,
        )

    def _warnings(self) -> tuple[Block, ...]:
        if not self.is_running:
            return ()
        if self.month > str(Month.of(self.as_of)):
            sentence = _("The month has not begun: it is counted up to {day}.")
        else:
            sentence = _(
                "The month is still running: it is counted up to {day}, "
                "and compared with the same days of earlier months."
            )
        return (Note(sentence.format(day=self.as_of), Tone.WARN),)


def sum_up(
    book: Book,
    month: Month,
    as_of: date,
    *,
    rounding: Rounding = HALF_UP,
    rule: Rule = NO_PROGRESS,
    office: str = "",
) -> Monthly:
    """Sum up *month* of an office's *book* as it stood on *as_of*: its last day at the latest.

    Asked later, a month is what it was when it ended.
    """
    as_of = min(as_of, month.last)
    ledger = Ledger.on(as_of, book)
    terms = Terms(month, as_of)
    return Monthly(
        month=str(month),
        as_of=as_of,
        office=office,
        is_running=terms.is_running,
        overall=sum_overall(ledger, terms, rounding),
        breakdown=sum_breakdown(ledger, terms),
        travel=sum_travel(ledger, terms),
        supervision=sum_supervision(ledger, terms, rounding, rule),
        changes=sum_changes(ledger, terms),
        obstacles=sum_obstacles(ledger),
        ahead=sum_ahead(ledger, terms),
        counting=sum_counting(ledger, rounding, rule),
    )

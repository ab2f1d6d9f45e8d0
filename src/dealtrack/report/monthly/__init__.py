"""The monthly summary: the report that leaders read and question."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple, get_args

from msgspec import Struct
from msgspec.structs import replace

from dealtrack.days import Month
from dealtrack.model.slip import Slip
from dealtrack.model.target import Target
from dealtrack.report.figures import HALF_UP, Rounding
from dealtrack.report.ledger import Ledger
from dealtrack.report.lights import NO_PROGRESS, Rule
from dealtrack.report.monthly.ahead import Ahead, sum_ahead
from dealtrack.report.monthly.audit import (
    Audit,
    Check,
    audited,
    of_breakdown,
    of_overall,
    of_percentages,
    of_travel,
    of_units,
    say_audit,
    say_fault,
)
from dealtrack.report.monthly.breakdown import Breakdown, sum_breakdown
from dealtrack.report.monthly.changes import Changes, sum_changes
from dealtrack.report.monthly.counting import Counting, sum_counting
from dealtrack.report.monthly.fiverates import FiveRates, sum_rates
from dealtrack.report.monthly.obstacles import Obstacles, sum_obstacles
from dealtrack.report.monthly.overall import Overall, sum_overall
from dealtrack.report.monthly.promised import Promised, sum_promised
from dealtrack.report.monthly.restated import Restated, notes_on, say_closed
from dealtrack.report.monthly.supervision import Supervision, sum_supervision
from dealtrack.report.monthly.travel import Travel, sum_travel
from dealtrack.report.monthly.units import Units, sum_units
from dealtrack.report.page import Block, Note, Page, Section, Tone
from dealtrack.report.targets import Targets, find_targets
from dealtrack.report.terms import Terms
from dealtrack.settings.values import MonthPart
from dealtrack.text import _

__all__ = ["PARTS", "Aside", "Closed", "Monthly", "checks", "sum_up"]


PARTS: tuple[MonthPart, ...] = get_args(MonthPart)


class Aside(NamedTuple):
    """What the ledger keeps beside its records, and a summary tells too.

    *restated* is what would change the month before, which is closed.
    """

    targets: tuple[Target, ...] = ()
    slips: tuple[Slip, ...] = ()
    restated: Restated | None = None


NOTHING_BESIDE = Aside()


class Closed(Struct, frozen=True):
    """When a month was closed and by whom, and whether it is still what was closed."""

    on: date
    by: str
    is_as_closed: bool


class Monthly(Struct, frozen=True, kw_only=True):
    """One month as it stood on a day: its parts in the order of the printed bulletin.

    *without* names those that are not printed.
    """

    schema: Literal["dealtrack/month/1"] = "dealtrack/month/1"
    month: str
    as_of: date
    office: str = ""
    scope: str = ""
    is_running: bool
    overall: Overall
    targets: Targets
    rates: FiveRates
    units: Units
    breakdown: Breakdown
    travel: Travel
    promises: Promised
    supervision: Supervision
    changes: Changes
    obstacles: Obstacles
    ahead: Ahead
    counting: Counting
    audit: Audit = Audit(0)
    restated: Restated | None = None
    closed: Closed | None = None
    without: tuple[MonthPart, ...] = ()

    def page(self) -> Page:
        """Lay the report out."""
        year, number = self.month.split("-")
        head = (self.office, self._when(), self._scope())
        return Page(
            _("Monthly summary {year}-{month:02}").format(year=year, month=int(number)),
            (*self._warnings(), *self._sections()),
            subtitle=" · ".join(part for part in head if part),
            counts=True,
        )

    def _when(self) -> str:
        day = _("as of {day}").format(day=self.as_of)
        return f"{day} · {say_closed(self.closed.on, self.closed.by)}" if self.closed else day

    def _scope(self) -> str:
        return _("only {query}").format(query=self.scope) if self.scope else ""

    def _sections(self) -> Iterator[Section]:
        for part in (part for part in PARTS if part not in self.without):
            section = getattr(self, part).section()
            if part == "counting":
                said = Note(say_audit(self.audit), Tone.QUIET)
                section = replace(section, blocks=(*section.blocks, said))
            yield section

    def _warnings(self) -> tuple[Block, ...]:
        return (*self._altered(), *self._faults(), *self._running(), *self._corrected())

    def _altered(self) -> Iterator[Block]:
        if self.closed and not self.closed.is_as_closed:
            words = _(
                "This is not what was closed: somebody changed it in the file. "
                "dealtrack doctor tells more."
            )
            yield Note(words, Tone.BAD)

    def _faults(self) -> Iterator[Block]:
        if self.audit.faults:
            said = "\n".join(map(say_fault, self.audit.faults))
            yield Note(_("The figures do not agree with one another:") + "\n" + said, Tone.BAD)

    def _corrected(self) -> tuple[Block, ...]:
        found = self.restated
        return notes_on(found) if found and found.differences else ()

    def _running(self) -> tuple[Block, ...]:
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
    ledger: Ledger,
    terms: Terms,
    *,
    rounding: Rounding = HALF_UP,
    rule: Rule = NO_PROGRESS,
    office: str = "",
    scope: str = "",
    without: tuple[MonthPart, ...] = (),
    beside: Aside = NOTHING_BESIDE,
) -> Monthly:
    """Sum up the month of *terms*, of a *ledger* on their day: the month's last at the latest.

    Asked later, a month is what it was when it ended.
    """
    report = Monthly(
        month=str(terms.month),
        as_of=terms.as_of,
        office=office,
        scope=scope,
        is_running=terms.is_running,
        overall=sum_overall(ledger, terms, rounding),
        targets=find_targets(
            ledger.book, beside.targets, terms.month.year, terms.as_of, rounding
        ),
        rates=sum_rates(ledger, terms, rounding),
        units=sum_units(ledger, terms, rounding),
        breakdown=sum_breakdown(ledger, terms),
        travel=sum_travel(ledger, terms),
        promises=sum_promised(ledger, rounding),
        supervision=sum_supervision(ledger, terms, rounding, rule, beside.slips),
        changes=sum_changes(ledger, terms),
        obstacles=sum_obstacles(ledger),
        ahead=sum_ahead(ledger, terms),
        counting=sum_counting(ledger, terms, rounding, rule),
        restated=beside.restated,
        without=without,
    )
    return replace(report, audit=audited(checks(report, rounding)))


def checks(month: Monthly, rounding: Rounding) -> Iterator[Check]:
    """Yield what must agree in *month*."""
    yield from of_overall(month.overall)
    yield from of_units(month.units, month.overall, rounding)
    yield from of_breakdown(month.breakdown, month.overall)
    yield from of_travel(month.travel)
    counts = {line.key: line.this for line in month.overall.month.counts}
    yield Check("changes.signed", len(month.changes.signed), counts["all"])
    yield Check("overdue", month.units.total.overdue, month.supervision.late)
    figures = (month.overall, month.rates, month.units, month.promises)
    yield from of_percentages((*figures, month.supervision.on_time.share), rounding)

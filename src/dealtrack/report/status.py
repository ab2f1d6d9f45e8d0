"""How things stand: one screen that an office head takes in within ten seconds."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from heapq import nlargest
from typing import Literal

from msgspec import Struct

from dealtrack.days import Month, PartialDay
from dealtrack.model import Agreement, Amount
from dealtrack.model.agreement import GOING_ON
from dealtrack.model.stages import STAGES
from dealtrack.query.asked import Book, count_of
from dealtrack.query.expr import Expr, Not, Op, Or, Term, both
from dealtrack.query.questions import OPEN, begun, due_within, overdue
from dealtrack.report.known import signed_day
from dealtrack.report.ledger import Ledger
from dealtrack.report.lights import NO_PROGRESS, Light, Rule, find_lights
from dealtrack.report.page import (
    Bar,
    Beside,
    Block,
    Cell,
    Chart,
    Facts,
    Page,
    Tile,
    Tiles,
    Tone,
    unwrap,
)
from dealtrack.report.sectors import SectorLine, say_sector, sector_lines
from dealtrack.report.tasks import Task
from dealtrack.report.terms import Terms
from dealtrack.report.words import counterparts, day_text, quiet, titled
from dealtrack.text import _, plural

_SHOWN = 5
_MOST_BEHIND = 3


class New(Struct, frozen=True, kw_only=True):
    """An agreement signed lately; *signed* is None where the day is not known."""

    ref: str
    title: str
    names: tuple[str, ...]
    signed: PartialDay | None
    amount: Amount | None


class Behind(Struct, frozen=True, kw_only=True):
    """Who has overdue follow-ups: a person, a unit if no person is named, or nobody."""

    who: str
    overdue: int
    days_late: int
    refs: tuple[str, ...]


class StageLine(Struct, frozen=True):
    """How many agreements have come to a stage, and no further."""

    key: str
    n: int


class Status(Struct, frozen=True, kw_only=True):
    """The ledger in figures, the worst and the newest of it.

    *soon* is the number of days ahead that *due_soon* looks.  *stages* leave out what was
    terminated.  *not_judged* agreements have no fact to judge their light by.
    """

    schema: Literal["dealtrack/status/1"] = "dealtrack/status/1"
    as_of: date
    soon: int
    signed: int
    ongoing: int
    this_year: int
    last_year: int
    open: int
    overdue: tuple[Task, ...]
    due_soon: tuple[Task, ...]
    red: tuple[Light, ...]
    yellow: tuple[Light, ...]
    not_judged: int
    newest: tuple[New, ...]
    behind: tuple[Behind, ...]
    sectors: tuple[SectorLine, ...]
    stages: tuple[StageLine, ...]

    def page(self) -> Page:
        """Lay the report out."""
        blocks: tuple[Block, ...] = (
            Tiles(self._tiles()),
            Beside(((self._overdue(),), (self._due_soon(),))),
            self._newest(),
            Beside(((self._behind(), self._sectors()), (self._stages(),))),
        )
        return Page(
            _("How things stand"),
            blocks,
            subtitle=_("as of {day}").format(day=self.as_of),
            hint=_("More: dealtrack overdue · dealtrack agenda · dealtrack month"),
        )

    def _tiles(self) -> tuple[Tile, ...]:
        worst = max((t.days_late for t in self.overdue), default=0)
        late = _("up to {n} d") if worst else _("all in time")
        return (
            _tile(_("signed"), self.signed, _("{n} ongoing"), self.ongoing),
            _tile(_("this year"), self.this_year, _("last yr {n}"), self.last_year),
            _tile(_("open"), self.open, _("follow-ups")),
            _tile(_("overdue"), len(self.overdue), late, worst, Tone.BAD),
            _tile(_("due soon"), len(self.due_soon), _("in {n} d"), self.soon, Tone.WARN),
            _tile(_("red lights"), len(self.red), _("{n} yellow"), len(self.yellow), Tone.BAD),
        )

    def _overdue(self) -> Facts:
        lines = [
            (
                t.ref,
                _joined(plural("{n} day", "{n} days", t.days_late), t.task, t.owner or t.unit),
            )
            for t in self.overdue
        ]
        return _facts(_("Longest overdue"), lines, _("Nothing is overdue."))

    def _due_soon(self) -> Facts:
        lines = [(t.ref, _joined(str(t.due), t.task, t.owner or t.unit)) for t in self.due_soon]
        return _facts(_("Due soon"), lines, _("Nothing is due soon."))

    def _newest(self) -> Facts:
        lines = [
            (n.ref, _joined(day_text(n.signed), titled(n.title, n.names))) for n in self.newest
        ]
        return _facts(_("Newest"), lines, _("No agreements."))

    def _behind(self) -> Chart:
        bars = tuple(
            Bar(
                b.who or _("nobody named"),
                b.overdue,
                _("{n}, up to {days} d").format(n=f"{b.overdue:,}", days=f"{b.days_late:,}"),
                Tone.BAD,
            )
            for b in self.behind[:_MOST_BEHIND]
        )
        return Chart(bars, title=_("Who is behind"), empty=_("Nobody."))

    def _sectors(self) -> Chart:
        shown = [line for line in self.sectors if line.agreements.n]
        bars = [
            Bar(str(unwrap(say_sector(line.key))[0]), line.agreements.n)
            for line in shown[:_SHOWN]
        ]
        return Chart(tuple(bars), title=_("By sector"), empty=_("No agreements."))

    def _stages(self) -> Chart:
        bars = tuple(Bar(STAGES.name(line.key), line.n) for line in self.stages)
        return Chart(
            bars, title=_("By stage, terminated ones left out"), empty=_("No agreements.")
        )


def sum_status(book: Book, as_of: date, soon: int = 7, rule: Rule = NO_PROGRESS) -> Status:
    """Sum up how things stand on *as_of*; due soon is what falls due within *soon* days."""
    ledger, terms = Ledger.on(as_of, book), Terms(Month.of(as_of), as_of)
    late, shown = ledger.tasks(overdue(as_of)), find_lights(ledger, rule)
    return Status(
        as_of=as_of,
        soon=soon,
        signed=len(ledger.signed),
        ongoing=sum(deal.status in GOING_ON for deal in ledger.signed),
        this_year=len(ledger.signed_in(terms.year)),
        last_year=len(ledger.signed_in(terms.last_year)),
        open=count_of(book, both(OPEN, begun(as_of)), as_of=as_of),
        overdue=late,
        due_soon=ledger.tasks(_due_soon(as_of, soon)),
        red=shown.red,
        yellow=shown.yellow,
        not_judged=len(shown.not_judged),
        newest=_newest(ledger),
        behind=_behind(late),
        sectors=sector_lines(ledger),
        stages=_stages(ledger),
    )


def _due_soon(day: date, soon: int) -> Expr:
    """Ask for what falls due within *soon* days; what waits for a condition does not."""
    unmet = Term("promised", Op.EQ, "unmet")
    return both(due_within(day, day + timedelta(days=soon)), Not(unmet))


def _newest(ledger: Ledger) -> tuple[New, ...]:
    """Return what was signed last, and after that what was signed on an unknown day."""
    last = nlargest(_SHOWN, ledger.signed, key=lambda d: (d.signed or date.min, d.id))
    found = ledger.agreements(Or(tuple(Term("id", Op.EQ, deal.id) for deal in last)))
    by_id = {one.id: one for one in found}
    return tuple(_new(by_id[deal.id], ledger.as_of) for deal in last)


def _new(one: Agreement, day: date) -> New:
    return New(
        ref=one.ref,
        title=one.title,
        names=counterparts(one),
        signed=signed_day(one, day),
        amount=one.amount,
    )


def _behind(overdue: Iterable[Task]) -> tuple[Behind, ...]:
    by_owner: dict[str, list[Task]] = {}
    for task in overdue:
        by_owner.setdefault(task.owner or task.unit, []).append(task)
    found = (
        Behind(
            who=who,
            overdue=len(tasks),
            days_late=max(t.days_late for t in tasks),
            refs=tuple(t.ref for t in tasks),
        )
        for who, tasks in by_owner.items()
    )
    return tuple(sorted(found, key=lambda b: (-b.overdue, -b.days_late, b.who)))


def _stages(ledger: Ledger) -> tuple[StageLine, ...]:
    reached = Counter(deal.stage for deal in ledger.deals if deal.status != "terminated")
    return tuple(StageLine(key, reached[key]) for key in STAGES.keys if reached[key])


def _tile(label: str, n: int, hint: str, figure: int = 0, tone: Tone = Tone.PLAIN) -> Tile:
    """Return a tile; its words are short, so that six of them stand in a row."""
    return Tile(label, f"{n:,}", tone if n else Tone.PLAIN, hint.format(n=f"{figure:,}"))


def _facts(title: str, lines: list[tuple[str, str]], empty: str) -> Facts:
    """Lay out the first of *lines*, and say in the title how many there are."""
    if len(lines) > _SHOWN:
        counted = _("{title}: {shown} of {n}")
        title = counted.format(title=title, shown=_SHOWN, n=f"{len(lines):,}")
    pairs: list[tuple[str, Cell]] = [*lines[:_SHOWN]]
    return Facts(tuple(pairs) or (("–", quiet(empty)),), title=title)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)

"""Part 8 of the monthly summary: lights, what is overdue, and what was closed on time."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from msgspec import Struct

from dealtrack.days import Span
from dealtrack.model.slip import Slip
from dealtrack.query.asked import entries_of
from dealtrack.query.expr import Expr
from dealtrack.query.questions import called, overdue, within
from dealtrack.report.figures import Rounding, Share, say_share
from dealtrack.report.known import is_by
from dealtrack.report.ledger import Ledger
from dealtrack.report.lights import (
    NO_PROGRESS,
    Light,
    Rule,
    say_colour,
    say_reason,
)
from dealtrack.report.lights.count import count_lights
from dealtrack.report.monthly.lists import MOST, more
from dealtrack.report.page import Block, Column, Facts, Note, Section, Table, Tone, Toned
from dealtrack.report.slips import SlipLine, is_open, lines_of, slip_table
from dealtrack.report.tasks import Task, task_text
from dealtrack.report.terms import Terms
from dealtrack.text import _, plural


class OnTime(Struct, frozen=True, kw_only=True):
    """What fell due in the month by its original due day, and was it done by then.

    *share* is *on_time* of all judged.  What is due on the as-of day and not done is
    *pending*; so the late ones may hold *carried* ones, pending when the month began.
    """

    share: Share
    on_time: tuple[str, ...]
    late: tuple[str, ...]
    pending: tuple[str, ...]
    carried: tuple[str, ...]


class Supervision(Struct, frozen=True, kw_only=True):
    """How things move on the as-of day, and the on-time rate of the month.

    *lights* are the first of the red ones, then of the yellow ones; the refs name all.
    Of all *late* follow-ups, *overdue* are those that are so the longest.  *slips* are
    those issued in the month, and earlier ones that are still open.
    """

    red: tuple[str, ...]
    yellow: tuple[str, ...]
    green: int
    not_judged: tuple[str, ...]
    lights: tuple[Light, ...]
    late: int
    overdue: tuple[Task, ...]
    on_time: OnTime
    slips: tuple[SlipLine, ...] = ()

    def section(self) -> Section:
        """Lay the part out."""
        blocks: tuple[Block, ...] = (
            self._figures(),
            self._lights(),
            self._overdue(),
            *_note_on(self.on_time),
            *self._slips(),
        )
        return Section(_("Supervision"), blocks)

    def _slips(self) -> Iterator[Table]:
        if self.slips:
            yield slip_table(self.slips, _("Supervision slips of the month, and open ones"))

    def _figures(self) -> Facts:
        red, yellow = len(self.red), len(self.yellow)
        return Facts(
            (
                (_("Red lights"), Toned(red, Tone.BAD if red else Tone.PLAIN)),
                (_("Yellow lights"), Toned(yellow, Tone.WARN if yellow else Tone.PLAIN)),
                (_("Green lights"), self.green),
                (_("Not judged, too little known"), len(self.not_judged)),
                (_("Overdue follow-ups"), self.late),
                (_("Closed on time"), say_share(self.on_time.share)),
            )
        )

    def _lights(self) -> Table:
        columns = (
            Column("light", _("Light")),
            Column("ref", _("Ref"), "ref"),
            Column("agreement", _("Agreement"), grow=True),
            Column("reason", _("Reason"), grow=True),
            Column("owner", _("Owner")),
            Column("unit", _("Unit"), minor=True),
        )
        rows = tuple(
            (say_colour(one), one.ref, one.title, say_reason(one), one.owner, one.unit)
            for one in self.lights
        )
        return Table(
            columns,
            rows,
            title=_("Red and yellow lights"),
            empty=_("None."),
            more=more(len(self.red) + len(self.yellow), "lights.red", "lights.yellow"),
        )

    def _overdue(self) -> Table:
        columns = (
            Column("ref", _("Ref"), "ref"),
            Column("days_late", _("Days late"), "number"),
            Column("due", _("Due"), "day"),
            Column("task", _("Task"), grow=True),
            Column("owner", _("Owner")),
            Column("unit", _("Unit"), minor=True),
            Column("postponed", _("Postponed"), "number", minor=True),
        )
        rows = tuple(
            (
                t.ref,
                Toned(t.days_late, Tone.BAD),
                t.due,
                task_text(t),
                t.owner,
                t.unit,
                t.times_postponed,
            )
            for t in self.overdue
        )
        return Table(
            columns,
            rows,
            title=_("Overdue"),
            empty=_("Nothing is overdue."),
            more=more(self.late, "overdue"),
        )


def sum_supervision(
    ledger: Ledger,
    terms: Terms,
    rounding: Rounding,
    rule: Rule = NO_PROGRESS,
    slips: Iterable[Slip] = (),
) -> Supervision:
    """Sum up how things move."""
    shown = count_lights(ledger.book, ledger.as_of, rule, MOST)
    return Supervision(
        red=shown.red,
        yellow=shown.yellow,
        green=shown.green,
        not_judged=shown.not_judged,
        lights=shown.first,
        late=ledger.count(overdue(ledger.as_of)),
        overdue=ledger.tasks(overdue(ledger.as_of), MOST),
        on_time=_on_time(ledger, terms, rounding),
        slips=tuple(
            line
            for line in lines_of(slips, ledger.as_of)
            if line.issued in terms.days or is_open(line)
        ),
    )


class _Due(NamedTuple):
    """A follow-up by its original due day, and what had become of it by the as-of day."""

    ref: str
    due: date
    done: date | None
    closed: date | None
    is_conditional: bool
    is_open: bool

    def is_pending(self, day: date) -> bool:
        """Whether it is due on *day* itself, the as-of day, and neither done nor late."""
        return self.due == day and self.is_open and not self.is_conditional

    def was_on_time(self, day: date) -> bool | None:
        """Whether it was done by its due day; None if it cannot or need not be judged.

        What was cancelled or waived before it was late never fell due, nor did a promise
        whose condition was not met.  The rule is that of `FollowUp.was_on_time`.
        """
        if self.done is None and self.is_conditional:
            return None
        if self.closed is None:
            return None if self.due >= day else False
        if self.closed <= self.due:
            return True if self.done else None
        return None if self.is_conditional else False


def _on_time(ledger: Ledger, terms: Terms, rounding: Rounding) -> OnTime:
    day = ledger.as_of
    found = list(_dues(ledger, within("original", Span(terms.eve, terms.days.end))))
    fell_due = [one for one in found if one.due in terms.days]
    late_since = [d.ref for d in found if d.due == terms.eve and d.was_on_time(day) is False]
    waited = set(_pending_on(terms.eve, ledger, late_since))
    carried = [ref for ref in late_since if ref in waited]
    verdicts = [(one.ref, one.was_on_time(day)) for one in fell_due]
    on_time = tuple(ref for ref, good in verdicts if good)
    late = (*carried, *(ref for ref, good in verdicts if good is False))
    return OnTime(
        share=Share.of(len(on_time), len(on_time) + len(late), rounding),
        on_time=on_time,
        late=late,
        pending=tuple(one.ref for one in fell_due if one.is_pending(day)),
        carried=tuple(carried),
    )


def _dues(ledger: Ledger, where: Expr) -> Iterator[_Due]:
    fields = ("ref", "original", "done", "closed", "conditional", "open")
    for row in ledger.rows(fields, where):
        told: list[Any] = [values[0] if values else None for values in row]
        yield _Due(*told)


def _pending_on(eve: date, ledger: Ledger, refs: Iterable[str]) -> Iterator[str]:
    """Yield those of *refs*, due on *eve*, that were neither done nor late that day."""
    for these in called("ref", refs):
        for entry in entries_of(ledger.book, these, as_of=ledger.as_of):
            one = entry.follow_up
            if (
                one
                and is_by(one.since, eve)
                and one.is_open(eve)
                and not one.is_conditional(eve)
            ):
                yield entry.ref


def _note_on(on_time: OnTime) -> Iterable[Note]:
    if on_time.carried:
        yield Note(
            plural(
                "{n} of those not closed on time was due on the last day of the month before, "
                "and not late then.",
                "{n} of those not closed on time were due on the last day of the month before, "
                "and not late then.",
                len(on_time.carried),
            ),
            Tone.QUIET,
        )
    if on_time.pending:
        yield Note(
            plural(
                "{n} follow-up is due on the as-of day itself: not late, not judged yet.",
                "{n} follow-ups are due on the as-of day itself: not late, not judged yet.",
                len(on_time.pending),
            ),
            Tone.QUIET,
        )

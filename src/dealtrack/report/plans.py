"""How a plan stands: by when each stage is to be reached, was it, and how late."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import Agreement
from dealtrack.model.plan import planned_on
from dealtrack.report.page import Cell, Column, Row, Table, Tone, Toned
from dealtrack.report.words import say_day, say_stage
from dealtrack.text import _, plural


class Milestone(Struct, frozen=True, kw_only=True):
    """A planned stage: *by* when, when it was *reached*, and by how many days it is *late*.

    Negative days are those it was early, or that are left.  They count from the last day
    of the plan to the first on which the stage may have been reached; None: it was, but
    nobody knows when.  *first* is what was planned at first, if that was another day, and
    *changes* is how often it was changed.
    """

    stage: str
    by: PartialDay
    is_reached: bool
    reached: PartialDay | None = None
    late: int | None = None
    first: PartialDay | None = None
    changes: int = 0


def milestones(one: Agreement, day: date) -> tuple[Milestone, ...]:
    """Return how the plan of *one* stood on *day*."""
    return tuple(_milestones(one, day))


def _milestones(one: Agreement, day: date) -> Iterator[Milestone]:
    for stage, by in one.planned(day).items():
        log = [p for p in one.plan if p.stage == stage and planned_on(p) <= day]
        days = [p.by for p in sorted(log, key=planned_on) if p.by]
        is_reached = one.has_reached(stage, day)
        on = one.reached_on(stage) if is_reached else None
        on = on if on and on.earliest <= day else None
        end = on.earliest if on else None if is_reached else day
        yield Milestone(
            stage=stage,
            by=by,
            is_reached=is_reached,
            reached=on,
            late=(end - by.latest).days if end else None,
            first=days[0] if days[0] != by else None,
            changes=len(log) - 1,
        )


def plan_table(plan: tuple[Milestone, ...]) -> Table:
    """Lay a plan out, what is planned beside what was reached."""
    columns = (
        Column("stage", _("Stage")),
        Column("planned", _("Planned"), "day"),
        Column("reached", _("Reached"), "day"),
        Column("delay", _("Delay"), grow=True),
        Column("first", _("First planned"), "day"),
    )
    return Table(columns, tuple(map(_row, plan)), title=_("Plan"))


def _row(one: Milestone) -> Row:
    reached = say_day(one.reached) if one.is_reached else None
    return (say_stage(one.stage), say_day(one.by), reached, _delay(one), _first(one))


def _delay(one: Milestone) -> Cell:
    if one.late is None:
        return None
    if one.is_reached:
        if one.late <= 0:
            return Toned(_("as planned"), Tone.GOOD)
        return Toned(plural("{n} day later", "{n} days later", one.late), Tone.WARN)
    if one.late > 0:
        return Toned(plural("{n} day behind", "{n} days behind", one.late), Tone.BAD)
    if one.late == 0:
        return Toned(_("today"), Tone.WARN)
    return Toned(plural("in {n} day", "in {n} days", -one.late), Tone.QUIET)


def _first(one: Milestone) -> Cell:
    if one.first is None:
        return None
    times = plural("changed {n} time", "changed {n} times", one.changes)
    return f"{one.first} · {times}"

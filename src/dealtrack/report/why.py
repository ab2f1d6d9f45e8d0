"""Why a follow-up is as urgent as it is: the parts of its urgency, in words."""

from collections.abc import Callable
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from dealtrack.model import Entry
from dealtrack.model.vocabulary import PRIORITIES, STATES
from dealtrack.query.asked import Book
from dealtrack.query.expr import Op, Term
from dealtrack.report.page import Column, Note, Page, Row, Table, Tone
from dealtrack.report.tasks import Task, task_of, task_text
from dealtrack.report.urgency import (
    AGE_IN_FULL,
    LATE_IN_FULL,
    SOON,
    Part,
    parts_of,
    signs_of,
    total,
)
from dealtrack.report.waiting import with_waits
from dealtrack.report.words import money, titled
from dealtrack.settings.urgency import Urgency
from dealtrack.text import _, later, listed, plural

_NAMES = {
    "late": later("overdue"),
    "soon": later("due day"),
    "age": later("age"),
    "priority": later("priority"),
    "leader": later("leader"),
    "witness": later("witness"),
    "ours": later("our commitment"),
    "theirs": later("their commitment"),
    "amount": later("amount"),
    "blocks": later("others wait for it"),
    "blocked": later("has to wait"),
    "possible": later("possible now"),
    "waiting": later("state"),
    "started": later("begun"),
    "postponed": later("postponed"),
    "problem": later("problem"),
}


class Why(Struct, frozen=True, kw_only=True):
    """The urgency of a follow-up on a day, and the *parts* that it is the sum of.

    What is closed is not urgent, nor what *was_set* only later: it has no parts.
    """

    schema: Literal["dealtrack/why/1"] = "dealtrack/why/1"
    as_of: date
    task: Task
    was_set: bool
    urgency: float
    parts: tuple[Part, ...]

    def page(self) -> Page:
        """Lay the report out."""
        columns = (
            Column("part", _("Part")),
            Column("fact", _("Fact"), grow=True),
            Column("weight", _("Weight"), "number"),
            Column("share", _("Share"), "number"),
            Column("points", _("Points"), "number"),
        )
        table = Table(
            columns,
            tuple(map(_row, self.parts)),
            empty=self._nothing(),
            total=("", _("Urgency"), None, None, _points(self.urgency)) if self.parts else None,
        )
        task = titled(task_text(self.task), (self.task.title,))
        about = _("Each part is its weight times its share. Weights are settings: urgency.*")
        return Page(
            f"{self.task.ref}  {task}",
            (table, Note(about, Tone.QUIET)),
            subtitle=_("as of {day}").format(day=self.as_of),
        )

    def _nothing(self) -> str:
        if not self.was_set:
            return _("It had not been set by then.")
        return _("Nothing makes it urgent.") if self.task.is_open else _("It is closed.")


def why_urgent(book: Book, entry: Entry, weights: Urgency) -> Why:
    """Explain the urgency of the follow-up of *entry*, which has one."""
    one, day = entry.follow_up, entry.as_of
    assert one is not None  # whoever asks has found one
    (task,) = with_waits(book, [task_of(entry.record, one, day)], day)
    was_set = one.since is None or one.since <= day
    asked = Term("ref", Op.EQ, entry.ref)
    found = signs_of(book, asked, day) if task.is_open and was_set else []
    parts = parts_of(found[0], day, weights) if found else ()
    urgency = total(parts)
    return Why(
        as_of=day,
        task=replace(task, urgency=urgency),
        was_set=was_set,
        urgency=urgency,
        parts=parts,
    )


def _row(part: Part) -> Row:
    return (
        _(_NAMES[part.key]),
        _SAID[part.key](part) if part.key in _SAID else None,
        f"{part.weight:g}",
        f"{part.value:.0%}",
        _points(part.points),
    )


def _points(points: float) -> str:
    return f"{points:+.1f}" if points < 0 else f"{points:.1f}"


def _say_soon(part: Part) -> str:
    if part.n < 0:
        return _("the due day is past")
    said = plural("due in {n} day", "due in {n} days", part.n) if part.n else _("due today")
    return _("{said}; counts within {most} days").format(said=said, most=SOON)


def _say_late(part: Part) -> str:
    said = plural("{n} day late", "{n} days late", part.n)
    return _("{said}; in full from {most} on").format(said=said, most=LATE_IN_FULL)


def _say_age(part: Part) -> str:
    said = plural("set {n} day ago", "set {n} days ago", part.n)
    return _("{said}; in full from {most} on").format(said=said, most=AGE_IN_FULL)


def _say_times(part: Part) -> str:
    return plural("{n} time", "{n} times", part.n)


_SAID: dict[str, Callable[[Part], str]] = {
    "late": _say_late,
    "soon": _say_soon,
    "age": _say_age,
    "priority": lambda part: PRIORITIES.name(part.words[0]),
    "leader": lambda part: listed(part.words),
    "witness": lambda part: listed(part.words),
    "amount": lambda part: money(part.amount) if part.amount else "",
    "blocks": lambda part: listed(part.words),
    "blocked": lambda part: _("after {refs}").format(refs=listed(part.words)),
    "possible": lambda part: plural("for {n} day", "for {n} days", part.n),
    "waiting": lambda part: STATES.name(part.words[0]),
    "postponed": _say_times,
    "problem": lambda part: plural("{n} open problem", "{n} open problems", part.n),
}
"""How the fact behind each part is said; the others say all by their name."""

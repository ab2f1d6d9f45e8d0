"""Follow-ups and commitments as the lines of a report."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from dealtrack.days import working_days
from dealtrack.days.recurrence import Recurrence
from dealtrack.days.rhythm import say_recurrence
from dealtrack.model import Agreement, Amount, Entry, FollowUp, Kept
from dealtrack.query.asked import Book, entries_of
from dealtrack.query.expr import Expr
from dealtrack.report.known import follow_ups_by
from dealtrack.report.page import Cell, Column, Row, Table, Tone, Toned, unwrap
from dealtrack.report.words import (
    counterparts,
    money,
    say_due,
    say_overdue_by,
    say_state,
    titled,
)
from dealtrack.text import _, listed, plural

_BY_DUE = (("due", False),)
_SHOWN = 3


class Task(Struct, frozen=True, kw_only=True):
    """A follow-up on a day; a commitment if it has a *side*.

    *state* is a key of the states of follow-ups or, on a commitment, of promises.  Of what
    it *waits_for*, it is *blocked_by* what is still open; *possible_since* is the day on
    which the last of it was closed; it is *awaited_by* open ones.  These three are found
    where they are asked for, and so is its *urgency*, which is left out elsewhere.  Days
    late are those of the calendar; *missed* are the days on which more of its series have
    fallen due since.
    """

    ref: str
    task: str
    side: str = ""
    condition: str = ""
    amount: Amount | None = None
    owner: str = ""
    unit: str = ""
    due: date | None = None
    due_text: str = ""
    state: str
    is_open: bool
    days_late: int = 0
    working_days_late: int = 0
    times_postponed: int = 0
    done: date | None = None
    repeats: Recurrence | None = None
    missed: tuple[date, ...] = ()
    waits_for: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ()
    possible_since: date | None = None
    awaited_by: tuple[str, ...] = ()
    urgency: float | None = None
    title: str = ""
    names: tuple[str, ...] = ()


def tasks_of(record: Kept, as_of: date) -> tuple[Task, ...]:
    """Return every follow-up of *record* that had been set by *as_of*."""
    return tuple(task_of(record, f, as_of) for f in follow_ups_by(record, as_of))


def tasks_due(
    book: Book, where: Expr, as_of: date, limit: int | None = None
) -> tuple[Task, ...]:
    """Return the follow-ups that answer *where* as they fall due, ones without a day last."""
    found = entries_of(book, where, as_of=as_of, order=_BY_DUE, limit=limit)
    return tuple(task_of(e.record, e.follow_up, as_of) for e in found if e.follow_up)


def open_tasks(records: Iterable[Kept], as_of: date) -> tuple[Task, ...]:
    """Return what was open on *as_of*: the longest late first, then as it falls due."""
    found = (t for record in records for t in tasks_of(record, as_of) if t.is_open)
    return tuple(sorted(found, key=urgency))


def urgency(task: Task) -> tuple[int, date]:
    """Return what to sort tasks by: late ones, dated ones, ones without a day."""
    return (-task.days_late, task.due or date.max)


def task_table(
    tasks: Iterable[Task], title: str = "", empty: str = "", *, with_record: bool = True
) -> Table:
    """Lay *tasks* out; without the column of their records on a record's own card."""
    columns: tuple[Column, ...] = (
        Column("ref", _("Ref"), "ref"),
        Column("late", _("Late")),
        Column("due", _("Due"), "day"),
        Column("task", _("Task"), grow=True),
        Column("owner", _("Owner")),
        Column("unit", _("Unit")),
        Column("state", _("State")),
    )
    if with_record:
        columns += (Column("record", _("Agreement or trip"), grow=True),)
    rows = tuple(_row(t)[: len(columns)] for t in tasks)
    return Table(columns, rows, title=title, empty=empty)


def _row(task: Task) -> Row:
    return (
        task.ref,
        say_overdue_by(task.days_late),
        say_due(task.due, task.due_text),
        _with_series(task),
        task.owner,
        task.unit,
        say_waiting(task),
        titled(task.title, task.names),
    )


def _with_series(task: Task) -> str:
    """Say what has to be done, and how often it comes again, if it still does."""
    if task.repeats is None or not task.is_open:
        return task_text(task)
    return say_series(task, f"{task_text(task)} · {say_recurrence(task.repeats)}")


def say_waiting(task: Task) -> Cell:
    """Say the state of *task*, what it waits for or no longer does, and what waits for it."""
    state = _say_wait(task)
    if not (task.awaited_by and task.is_open):
        return state
    value, tone = unwrap(state)
    after = _("{state}, then {refs}").format(state=value, refs=listed(task.awaited_by))
    return Toned(after, tone)


def _say_wait(task: Task) -> Cell:
    if task.blocked_by:
        return Toned(_("after {refs}").format(refs=listed(task.blocked_by)), Tone.WARN)
    if task.possible_since:
        day = _("possible since {day}").format(day=task.possible_since)
        return Toned(day, Tone.GOOD)
    return say_state(task.state)


def say_series(task: Task, text: str) -> str:
    """Return *text*, and how many more of its series have fallen due since, if any have."""
    if not task.missed:
        return text
    count = plural("{n} more due since", "{n} more due since", len(task.missed))
    days = listed(map(str, task.missed[-_SHOWN:]))
    return f"{text} · " + _("{count}: {days}").format(count=count, days=days)


def task_text(task: Task) -> str:
    """Say what has to be done, with what is promised and on which condition."""
    return promise_text(task.task, task.amount, task.condition)


def promise_text(text: str, amount: Amount | None, condition: str) -> str:
    """Say what *text* promises: how much, and on which condition."""
    promised = f"{text} · {money(amount)}" if amount else text
    if not condition:
        return promised
    return _("{task} (if: {condition})").format(task=promised, condition=condition)


def task_of(record: Kept, one: FollowUp, as_of: date) -> Task:
    """Return the follow-up *one* of *record* as it stood on *as_of*."""
    entry = Entry(record, one, as_of)
    due = one.due_day(as_of)
    return Task(
        ref=entry.ref,
        task=one.task,
        side=one.promise.side if one.promise else "",
        condition=one.promise.condition if one.promise else "",
        amount=one.promise.amount if one.promise else None,
        owner=entry.owner,
        unit=entry.unit,
        due=due,
        due_text="" if due else one.due_text,
        state=one.promise_state(as_of) or one.state(as_of),
        is_open=one.is_open(as_of),
        days_late=one.days_late(as_of),
        working_days_late=working_days(due, as_of) if due and one.is_overdue(as_of) else 0,
        times_postponed=one.times_postponed(as_of),
        done=one.done_on(as_of),
        repeats=one.repeats,
        missed=one.missed(as_of),
        waits_for=entry.waits_for,
        title=record.title,
        names=counterparts(record) if isinstance(record, Agreement) else (),
    )

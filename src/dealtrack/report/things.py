"""What somebody should hear of today: late, due soon, waiting, or not moving."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from dealtrack.model import Agreement, Entry, Kept, Problem
from dealtrack.model.telling import Matter, Reason
from dealtrack.query.asked import Book, Row, entries_of
from dealtrack.query.expr import EVERYTHING, Expr, Not, Op, Or, Term, both
from dealtrack.query.questions import CONDITIONAL, OPEN, known
from dealtrack.report.known import follow_ups_by
from dealtrack.report.lights import NO_PROGRESS, Rule, find_dormant
from dealtrack.report.words import counterparts

Group = Literal["overdue", "soon", "waiting", "dormant"]

GROUP_OF: dict[Reason, Group] = {
    "overdue": "overdue",
    "soon": "soon",
    "waiting": "waiting",
    "submitted": "waiting",
    "problem": "waiting",
    "late-problem": "waiting",
    "yellow": "dormant",
    "red": "dormant",
}
"""Under which heading a reason is told."""

_FIELDS = ("ref", "owner", "unit", "task", "due", "state", "title", "party", "ours", "waits")
_HELD_UP = Or((Term("state", Op.EQ, "waiting"), Term("state", Op.EQ, "submitted")))


class Thing(Struct, frozen=True, kw_only=True):
    """One thing to hear of, and whose it is: the *owner*, or else the unit.

    *text* is the task, or the problem that *solver* must solve.  *days* are those it is
    late, those until it is due, or, of what does not move, those since *day*; *limit* is
    the number of them from which its light shows.  It cannot begin before those called
    *after* are closed.
    """

    ref: str
    reason: Reason
    day: date | None = None
    days: int = 0
    limit: int = 0
    text: str = ""
    state: str = ""
    solver: str = ""
    owner: str = ""
    title: str = ""
    names: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def matter(self) -> Matter:
        """What of it is remembered once it is told."""
        return Matter(self.ref, self.reason, self.day)

    @property
    def group(self) -> Group:
        """The heading that it is told under."""
        return GROUP_OF[self.reason]

    @property
    def recipients(self) -> tuple[str, ...]:
        """Who hears of it: its owner, and who must solve it.  "" stands for nobody."""
        return tuple(dict.fromkeys(filter(None, (self.owner, self.solver)))) or ("",)


def find_things(
    book: Book, today: date, days: int, rule: Rule = NO_PROGRESS, name: str = ""
) -> tuple[Thing, ...]:
    """Find what there is to hear of on *today*; due soon is what is due within *days*.

    With a *name*, only what that person or unit hears is looked for.
    """
    found = (
        *_held_up(book, today, _tasks(book, today, days, _of(name, "owner", "unit"))),
        *_problems(book, today, _of(name, "owner", "unit", "keeper", "office", "solver")),
        *_dormant(book, today, rule, _of(name, "keeper", "office")),
    )
    heard = (one for one in found if not name or name in one.recipients)
    return tuple(sorted(heard, key=_urgency))


def _of(name: str, *fields: str) -> Expr:
    """Ask for what may be *name*'s by one of *fields*; for everything if there is no name."""
    if not name:
        return EVERYTHING
    return Or(tuple(Term(field, Op.EQ, name) for field in fields))


def _urgency(thing: Thing) -> tuple[int, int, date]:
    """Return what to sort by: the longest late first, then as things fall due."""
    place = list(GROUP_OF.values()).index(thing.group)
    is_late = thing.group in {"overdue", "dormant"}
    return place, -thing.days if is_late else 0, thing.day or date.max


def _tasks(book: Book, today: date, days: int, mine: Expr) -> Iterator[Thing]:
    end = today + timedelta(days=days)
    owed = both(OPEN, Not(CONDITIONAL))
    # Two questions, as each has an index of its own to be answered from
    for where in (Term("due", Op.LE, end), both(_HELD_UP, Not(Term("due", Op.LE, end)))):
        for row in _rows(book, both(owed, where, mine), today):
            yield _task(row, today, end)


def _rows(book: Book, where: Expr, today: date) -> Iterator[Row]:
    for register in (book.agreements, book.trips):
        yield from register.rows(_FIELDS, where, as_of=today, unit="entries")


def _task(row: Row, today: date, end: date) -> Thing:
    ref, owner, unit, task, due, state, title = (v[0] if v else None for v in row[:7])
    day = due if isinstance(due, date) else None
    reason: Any = state
    if day and day <= end:
        reason = "overdue" if day < today else "soon"
    return Thing(
        ref=str(ref),
        reason=reason,
        day=day,
        days=abs((day - today).days) if day else 0,
        text=str(task),
        state=str(state),
        owner=str(owner or unit or ""),
        title=str(title),
        names=_others(*map(_texts, row[7:9])),
        after=_texts(row[9]),
    )


def _held_up(book: Book, today: date, tasks: Iterable[Thing]) -> list[Thing]:
    """Return *tasks*, of what each has to wait for only what is still open."""
    found = list(tasks)
    wanted = {ref for one in found for ref in one.after}
    if not wanted:
        return found
    from dealtrack.report.waiting import awaited  # noqa: PLC0415 -- 8 ms, where something waits

    there = {ref for ref, one in awaited(book, wanted, today).items() if one.is_open}
    return [replace(one, after=tuple(r for r in one.after if r in there)) for one in found]


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(map(str, values))


def _others(parties: tuple[str, ...], ours: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parties that are not ours; all if every one is."""
    return tuple(name for name in parties if name not in ours) or parties


def _problems(book: Book, today: date, mine: Expr) -> Iterator[Thing]:
    found = entries_of(book, both(known("solver"), mine), as_of=today)
    records = {entry.record.ref: entry.record for entry in found}
    for record in records.values():
        for ref, problem, entry in _open_problems(record, today):
            if problem.solver:
                yield _problem(ref, problem, entry, today)


def _open_problems(record: Kept, today: date) -> Iterator[tuple[str, Problem, Entry]]:
    """Yield the open problems with their refs, but those of tasks that are done with."""
    tasks = [one for one in follow_ups_by(record, today) if one.is_open(today)]
    for part, number in ((record, 0), *((one, one.number) for one in tasks)):
        entry = Entry(record, None if part is record else record.follow_up(number), today)
        for problem in part.problems:
            if problem.is_open(today):
                yield f"{record.ref}.{number}.{problem.number}", problem, entry


def _problem(ref: str, problem: Problem, entry: Entry, today: date) -> Thing:
    late = (today - problem.by).days if problem.by else 0
    record = entry.record
    return Thing(
        ref=ref,
        reason="late-problem" if late > 0 else "problem",
        day=problem.by,
        days=abs(late),
        text=problem.text,
        solver=problem.solver,
        owner=entry.owner or entry.unit,
        title=record.title,
        names=counterparts(record) if isinstance(record, Agreement) else (),
    )


def _dormant(book: Book, today: date, rule: Rule, mine: Expr) -> Iterator[Thing]:
    for one in find_dormant(book, today, rule, mine):
        yield Thing(
            ref=one.ref,
            reason="red" if one.colour == "red" else "yellow",
            day=one.last_progress,
            days=one.days or 0,
            limit=one.judgements[0].limit or 0,
            owner=one.owner or one.unit,
            title=one.title,
        )

"""What follow-ups wait for, and what becomes possible when that is closed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from dealtrack.query.asked import Book, entries_of
from dealtrack.query.expr import Expr, Op, Or, Term, both
from dealtrack.query.questions import AT_ONCE, OPEN, known
from dealtrack.report.tasks import Task, task_of

WAITING = both(OPEN, known("waits"))


class Awaited(Struct, frozen=True, kw_only=True):
    """A follow-up that others wait for, and the day it was *closed*, if it is."""

    ref: str
    task: str
    owner: str
    is_open: bool
    closed: date | None


def awaited(book: Book, refs: Iterable[str], as_of: date) -> dict[str, Awaited]:
    """Return those of the follow-ups called *refs* that there are, by their refs."""
    found, wanted = {}, sorted(set(refs))
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        asked = Or(tuple(Term("ref", Op.EQ, ref) for ref in some))
        for entry in entries_of(book, asked, as_of=as_of):
            if one := entry.follow_up:
                found[entry.ref] = Awaited(
                    ref=entry.ref,
                    task=one.task,
                    owner=entry.owner or entry.unit,
                    is_open=one.is_open(as_of),
                    closed=one.closed_on(as_of),
                )
    return found


def with_blockers(book: Book, tasks: Sequence[Task], as_of: date) -> tuple[Task, ...]:
    """Return *tasks*, each open one with what still blocks it, and since when nothing does.

    What was removed blocks nothing.
    """
    wanted = {ref for task in tasks if task.is_open for ref in task.waits_for}
    if not wanted:
        return tuple(tasks)
    there = awaited(book, wanted, as_of)
    return tuple(_blocked(task, there) if task.is_open else task for task in tasks)


def with_waits(book: Book, tasks: Sequence[Task], as_of: date) -> tuple[Task, ...]:
    """Return the *tasks* of a card with what blocks each, and what waits for each."""
    if not tasks:
        return ()
    asked = Or(tuple(Term("waits", Op.EQ, task.ref) for task in tasks))
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries_of(book, both(OPEN, asked), as_of=as_of):
        for ref in entry.waits_for:
            found[ref] = (*found.get(ref, ()), entry.ref)
    return tuple(
        replace(task, awaited_by=found.get(task.ref, ()))
        for task in with_blockers(book, tasks, as_of)
    )


def become_possible(book: Book, where: Expr, since: date, as_of: date) -> tuple[Task, ...]:
    """Return what is open, had to wait, and has had nothing to wait for from *since* on."""
    found = entries_of(book, both(WAITING, where), as_of=as_of)
    tasks = [task_of(e.record, e.follow_up, as_of) for e in found if e.follow_up]
    return tuple(
        task
        for task in with_blockers(book, tasks, as_of)
        if task.possible_since and task.possible_since >= since
    )


def waiting_for(book: Book, ref: str, as_of: date) -> tuple[Task, ...]:
    """Return what is open and waits for the follow-up *ref*, closed or not."""
    asked = both(OPEN, Term("waits", Op.EQ, ref))
    found = entries_of(book, asked, as_of=as_of, order=(("due", False),))
    tasks = [task_of(e.record, e.follow_up, as_of) for e in found if e.follow_up]
    return with_blockers(book, tasks, as_of)


def waited_for(book: Book, as_of: date) -> dict[str, tuple[str, ...]]:
    """Return what open follow-ups wait for, with the refs of those that do."""
    found: dict[str, tuple[str, ...]] = {}
    for register in (book.agreements, book.trips):
        for own, waits in register.rows(("ref", "waits"), WAITING, as_of=as_of, unit="entries"):
            for ref in map(str, waits):
                found[ref] = (*found.get(ref, ()), str(own[0]))
    return found


def _blocked(task: Task, there: dict[str, Awaited]) -> Task:
    those = list(_found(task.waits_for, there))
    blockers = tuple(one.ref for one in those if one.is_open)
    closed = [one.closed for one in those if one.closed]
    possible = max(closed, default=None) if not blockers else None
    return replace(task, blocked_by=blockers, possible_since=possible)


def _found(refs: Iterable[str], there: dict[str, Awaited]) -> Iterator[Awaited]:
    return (there[ref] for ref in refs if ref in there)

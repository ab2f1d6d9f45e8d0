"""What follow-ups wait for, and what becomes possible when that is closed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from dealtrack.model import Entry
from dealtrack.query.asked import Book, count_of, entries_of
from dealtrack.query.expr import Expr, Op, Or, Term, both
from dealtrack.query.questions import called, known
from dealtrack.report.tasks import Task, task_of

WAITING = known("waits")
"""What waits, open or not: few do, and an index finds them; whoever asks looks who is open."""


class Awaited(Struct, frozen=True, kw_only=True):
    """A follow-up that others wait for, and the day it was *closed*, if it is."""

    ref: str
    task: str
    owner: str
    is_open: bool
    closed: date | None


def awaited(book: Book, refs: Iterable[str], as_of: date) -> dict[str, Awaited]:
    """Return those of the follow-ups called *refs* that there are, by their refs."""
    found = {}
    for asked in called("ref", sorted(set(refs))):
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
    asked = _waiting_for(task.ref for task in tasks)
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries_of(book, asked, as_of=as_of):
        for ref in (
            entry.waits_for if entry.follow_up and entry.follow_up.is_open(as_of) else ()
        ):
            found[ref] = (*found.get(ref, ()), entry.ref)
    return tuple(
        replace(task, awaited_by=found.get(task.ref, ()))
        for task in with_blockers(book, tasks, as_of)
    )


def become_possible(book: Book, where: Expr, since: date, as_of: date) -> tuple[Task, ...]:
    """Return what is open, had to wait, and has had nothing to wait for from *since* on."""
    if not count_of(book, WAITING, as_of=as_of):
        return ()  # on most ledgers nothing waits, and counting that is quick
    found = entries_of(book, both(WAITING, where), as_of=as_of)
    tasks = list(_open(found, as_of))
    return tuple(
        task
        for task in with_blockers(book, tasks, as_of)
        if task.possible_since and task.possible_since >= since
    )


def waiting_for(book: Book, ref: str, as_of: date) -> tuple[Task, ...]:
    """Return what is open and waits for the follow-up *ref*, closed or not."""
    found = entries_of(book, _waiting_for([ref]), as_of=as_of, order=(("due", False),))
    return with_blockers(book, list(_open(found, as_of)), as_of)


def waited_for(book: Book, as_of: date) -> dict[str, tuple[str, ...]]:
    """Return what open follow-ups wait for, with the refs of those that do."""
    found: dict[str, tuple[str, ...]] = {}
    if not count_of(book, WAITING, as_of=as_of):
        return found
    for register in (book.agreements, book.trips):
        fields = ("ref", "waits", "open")
        for own, waits, is_open in register.rows(fields, WAITING, as_of=as_of, unit="entries"):
            for ref in map(str, waits) if is_open == (True,) else ():
                found[ref] = (*found.get(ref, ()), str(own[0]))
    return found


def _waiting_for(refs: Iterable[str]) -> Expr:
    """Ask for what waits for one of *refs*: first for what waits at all, found by an index."""
    return both(WAITING, Or(tuple(Term("waits", Op.EQ, ref) for ref in refs)))


def _open(entries: Iterable[Entry], as_of: date) -> Iterator[Task]:
    for entry in entries:
        if entry.follow_up and entry.follow_up.is_open(as_of):
            yield task_of(entry.record, entry.follow_up, as_of)


def _blocked(task: Task, there: dict[str, Awaited]) -> Task:
    those = list(_found(task.waits_for, there))
    blockers = tuple(one.ref for one in those if one.is_open)
    closed = [one.closed for one in those if one.closed]
    possible = max(closed, default=None) if not blockers else None
    return replace(task, blocked_by=blockers, possible_since=possible)


def _found(refs: Iterable[str], there: dict[str, Awaited]) -> Iterator[Awaited]:
    return (there[ref] for ref in refs if ref in there)

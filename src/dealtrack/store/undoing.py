"""Undo and redo: a step is taken back by a change that is its opposite.

Nothing goes out of the journal.  Its lines tell which steps stand and which were taken
back: a line that *undoes* takes back every step that stands from that revision on, one
that *redoes* brings back those that were taken back up to there, and any other line is
a step of its own, after which nothing can be brought back any more.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Literal

import msgspec
from msgspec.structs import replace

from dealtrack.errors import NoSuchStep, NotYours, Overtaken, WrongUse
from dealtrack.model import Agreement, Trip
from dealtrack.model.changes import Step
from dealtrack.model.codec import decode, encode
from dealtrack.model.held import Held, name_of
from dealtrack.model.rules import check
from dealtrack.model.vocabulary import SECTORS
from dealtrack.store.disk.journal import NOTHING, Line, RecordChange, Transaction
from dealtrack.store.journalled import Journalled
from dealtrack.store.kinds import KINDS
from dealtrack.text import _

Command = Literal["undo", "redo"]
Last = dict[tuple[str, int], msgspec.Raw]
"""What records that are gone were like at the end."""


def standing(lines: Iterator[Line]) -> tuple[list[Line], Iterator[Line]]:
    """Return the steps that were taken back, and those that stand; what comes next is first.

    *lines* are those of the journal, the last one first.  Of the steps that stand only
    as many are read as are asked for.
    """
    marks: list[Line] = []
    for line in lines:
        if _is_mark(line):
            marks.append(line)
        elif line.says.changes:
            lines = chain((line,), lines)
            break
    steps = _steps(lines)
    if not marks:
        return [], steps
    lowest = min(mark.says.undoes or mark.says.revision for mark in marks)
    touched, first = [], None
    for line in steps:
        if line.says.revision < lowest:
            first = line
            break
        touched.append(line)
    undone, done = _sorted(marks, touched)
    return undone, chain(done, (first,) if first else (), steps)


def _sorted(marks: list[Line], touched: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return which of the steps *touched* by *marks* are undone, and which are done."""
    done, undone = touched[::-1], list[Line]()
    for mark in reversed(marks):
        if first := mark.says.undoes:
            while done and done[-1].says.revision >= first:
                undone.append(done.pop())
        else:
            while undone and undone[-1].says.revision <= mark.says.redoes:
                done.append(undone.pop())
    return undone[::-1], done[::-1]


def _steps(lines: Iterator[Line]) -> Iterator[Line]:
    """Yield the steps that stood after the first of *lines*.

    What a mark says of earlier lines holds for all of them: nothing between it and the
    revision it names is a step that stands.
    """
    last: int | None = None
    for line in lines:
        says = line.says
        if last is not None and says.revision > last:
            continue
        if _is_mark(line):
            last = says.undoes - 1 if says.undoes else says.redoes
        elif says.changes:
            yield line


def _is_mark(line: Line) -> bool:
    return bool(line.says.undoes or line.says.redoes)


def undo(
    ledger: Journalled, count: int = 1, seen: int | None = None, *, force: bool = False
) -> list[Line]:
    """Take back the last *count* steps in one change; return them, the last one first.

    *seen* is the revision that whoever asks for it has looked at.  Where the ledger knows
    who is at work, only *force* touches what others did.

    Raises:
        NoSuchStep: if there are not so many.
        NotYours: if one of them is somebody else's.
        Overtaken: if a record is no longer as a step left it, or the ledger not as seen.
        BrokenRule: if a record that would come back breaks a rule.
    """
    return _revert(ledger, "undo", count, seen, force)


def redo(
    ledger: Journalled, count: int = 1, seen: int | None = None, *, force: bool = False
) -> list[Line]:
    """Bring back the last *count* steps that were taken back; return them in their order.

    Raises: as `undo`.
    """
    return _revert(ledger, "redo", count, seen, force)


def _revert(
    ledger: Journalled, command: Command, count: int, seen: int | None, force: bool
) -> list[Line]:
    last: Last = {}

    def chosen(lines: Iterator[Line]) -> list[Line]:
        last.clear()
        undone, done = standing(_noting(lines, last))
        return list(islice(undone if command == "redo" else done, count))

    with ledger.transaction():
        if seen not in (None, ledger.revision):
            raise ledger.ask(overtaken)
        steps = ledger.ask(chosen)
        if len(steps) < count:
            raise NoSuchStep(command, count, len(steps))
        if not force:
            check_own(ledger.person, (step.says for step in steps))
        revision = steps[-1].says.revision
        marks = {"undoes": revision} if command == "undo" else {"redoes": revision}
        with ledger.transaction(**marks):
            for step in steps:
                for change in _opposite(step) if command == "undo" else step.says.changes:
                    _make(ledger, change, last)
    return steps


def check_own(person: str, steps: Iterable[Step | Transaction]) -> None:
    """Raise `NotYours` for the first of *steps* that somebody else than *person* made."""
    for says in steps:
        if person not in ("", says.by):
            raise NotYours(says.by, f"{says.at:%Y-%m-%d %H:%M}", says.what)


def _noting(lines: Iterator[Line], last: Last) -> Iterator[Line]:
    """Yield *lines*, and note of each record that is gone what it was like at the end."""
    for line in lines:
        for change in reversed(line.says.changes):
            last.setdefault((change.table, change.id), change.before)
        yield line


def _opposite(step: Line) -> Iterator[RecordChange]:
    for change in reversed(step.says.changes):
        yield replace(change, before=change.after, after=change.before)


def _make(ledger: Journalled, change: RecordChange, last: Last) -> None:
    """Make *change* again, under a version of its own."""
    table, id_ = change.table, change.id
    if table not in KINDS:
        raise _unknown()
    now = ledger.get(table, id_) or NOTHING
    if not _is_same(table, now, change.before):
        raise Overtaken(name_of(table, id_))
    if change.after == NOTHING:
        ledger.put(table, id_, None)
        return
    record = decode(change.after, KINDS[table])
    before = now if now != NOTHING else last[table, id_]
    fresh = _later(record, before if before != NOTHING else change.after)
    _check(fresh)
    ledger.put(table, id_, encode(fresh))


def _later(record: Held, before: msgspec.Raw) -> Held:
    """Return *record* as what comes after *before*: versions and numbers only grow."""
    known = decode(before, type(record))
    fresh = replace(record, version=known.version + 1)
    if isinstance(fresh, Agreement | Trip) and isinstance(known, Agreement | Trip):
        return replace(fresh, last_number=max(fresh.last_number, known.last_number))
    return fresh


def _check(record: Held) -> None:
    """Raise `BrokenRule` if *record* breaks a rule; the sectors that it has it keeps."""
    if isinstance(record, Agreement | Trip):
        own = record.sectors if isinstance(record, Agreement) else ()
        check(record, (*SECTORS.keys, *own))
    else:
        record.check()


def _is_same(table: str, one: msgspec.Raw, other: msgspec.Raw) -> bool:
    """Whether two states of a record say the same, versions and counters apart."""
    if NOTHING in (one, other):
        return one == other
    kind = KINDS[table]
    first, second = (_bare(decode(raw, kind)) for raw in (one, other))
    return first == second


def _bare(record: Held) -> Held:
    if isinstance(record, Agreement | Trip):
        return replace(record, version=0, last_number=0)
    return replace(record, version=0)


def _unknown() -> WrongUse:
    return WrongUse(
        _("This change was made by a newer dealtrack; this one does not know what it is of."),
        _("Nothing was changed. Install the newer dealtrack to go on."),
    )


def overtaken(lines: Iterator[Line], look: str = "") -> Overtaken:
    """Return the error that the ledger has gone on: by whom, its last line tells."""
    says = next(lines).says
    return Overtaken("", says.by, f"{says.at:%Y-%m-%d %H:%M}", look)

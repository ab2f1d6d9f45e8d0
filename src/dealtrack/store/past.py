"""What the journal tells: steps, the history of a record, what was known on a day."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

import msgspec

from dealtrack.errors import NotEntered, NotFound
from dealtrack.model import Agreement, Kept, Trip
from dealtrack.model.changes import Change, Entered, Step, Touched
from dealtrack.model.codec import decode
from dealtrack.model.held import Address, Held, name_of
from dealtrack.store.disk.journal import NOTHING, Line, RecordChange, Transaction
from dealtrack.store.journalled import Journalled
from dealtrack.store.kinds import KINDS, RECORDS
from dealtrack.store.undoing import redo, standing, undo

Overlay = dict[tuple[str, int], msgspec.Raw]
"""What records were like that have changed since."""


class Past:
    """The past of a ledger.  See `Store`, whose methods these are."""

    def __init__(self, ledger: Journalled) -> None:
        self._ledger = ledger

    def steps(self, limit: int | None, *, undone: bool) -> list[Step]:
        """See `Store.steps`."""

        def found(lines: Iterator[Line]) -> list[Line]:
            taken_back, done = standing(lines)
            return list(islice(taken_back if undone else done, limit))

        return [step_of(line) for line in self._ledger.ask(found)]

    def lately(self, limit: int | None) -> list[Step]:
        """See `Store.lately`."""
        found = self._ledger.ask(lambda lines: list(islice(lines, limit)))
        return [step_of(line) for line in found]

    def undo(self, count: int, seen: int | None, *, force: bool = False) -> list[Step]:
        """See `Store.undo`."""
        return [step_of(line) for line in undo(self._ledger, count, seen, force=force)]

    def redo(self, count: int, seen: int | None, *, force: bool = False) -> list[Step]:
        """See `Store.redo`."""
        return [step_of(line) for line in redo(self._ledger, count, seen, force=force)]

    def history(self, ref: str) -> list[Change]:
        """See `Store.history`."""
        table, id_ = _address(ref)
        found = self._ledger.changes(table, id_)
        if not found and self._ledger.get(table, id_) is None:
            raise NotFound(ref)
        return [_change(says, change) for says, change in reversed(found)]

    def as_entered(self, ref: str, day: date) -> Entered:
        """See `Store.as_entered`.

        What counts is the last line, in the order of the journal, that was written on
        *day* or before by the clock of its writer.
        """
        table, id_ = _address(ref)
        if table not in RECORDS:
            raise NotFound(ref)
        now, last = self._ledger, self._ledger.revision
        overlay, forgotten = now.ask(lambda lines: _since(lines, day, last))
        raw = overlay.get((table, id_)) or now.get(table, id_) or NOTHING
        if raw == NOTHING:
            raise _not_there(self.history(ref), ref, day)
        if forgotten:
            raise NotEntered(ref, day, "forgotten", forgotten)
        record = decode(raw, RECORDS[table])
        return Entered(record=record, tied=tuple(_tied(now, record, overlay)))


def step_of(line: Line) -> Step:
    """Return what *line* says, its records decoded."""
    says = line.says
    return Step(
        revision=says.revision,
        at=says.at,
        by=says.by,
        what=says.what,
        undoes=says.undoes,
        redoes=says.redoes,
        changes=tuple(map(_touched, says.changes)),
    )


def _since(lines: Iterator[Line], day: date, last: int) -> tuple[Overlay, date | None]:
    """Return what was otherwise at the end of *day* than at revision *last*.

    With it comes the day on which the journal begins, if that is later.
    """
    overlay: Overlay = {}
    first: Transaction | None = None
    for line in lines:
        if line.says.revision > last:
            continue
        if line.says.at.date() <= day:
            return overlay, None
        for change in line.says.changes:
            overlay[change.table, change.id] = change.before
        first = line.says
    is_whole = first is None or first.revision == 1
    return overlay, None if is_whole or first is None else first.at.date()


def _not_there(changes: list[Change], ref: str, day: date) -> NotEntered:
    before = [change for change in changes if change.at.date() <= day]
    if before:
        return NotEntered(ref, day, "struck", before[-1].at.date())
    return NotEntered(ref, day, "later", changes[0].at.date())


def _tied(now: Journalled, record: Kept, overlay: Overlay) -> Iterator[Kept]:
    """Yield the records that *record* names, or that name it, as they were in *overlay*."""
    if isinstance(record, Agreement) and record.trip:
        raw = overlay.get(("trips", record.trip)) or now.get("trips", record.trip)
        if raw and raw != NOTHING:
            yield decode(raw, Trip)
    named = {link.to for link in record.links} if isinstance(record, Agreement) else set()
    may_name_it = b'"trip":' if isinstance(record, Trip) else b'"links":'
    for id_, raw in _agreements(now, record, overlay):
        if id_ in named or may_name_it in bytes(raw):
            other = decode(raw, Agreement)
            if id_ in named or _names(other, record):
                yield other


def _names(other: Agreement, record: Kept) -> bool:
    if isinstance(record, Trip):
        return other.trip == record.id
    return any(link.to == record.id for link in other.links)


def _agreements(
    now: Journalled, record: Kept, overlay: Overlay
) -> Iterator[tuple[int, msgspec.Raw]]:
    for id_, raw in now.tied(record):
        if ("agreements", id_) not in overlay:
            yield id_, raw
    for (table, id_), raw in overlay.items():
        if table == "agreements" and raw != NOTHING:
            yield id_, raw


def _address(ref: str) -> Address:
    """Return where that is kept which is called *ref*, or the record of the follow-up *ref*."""
    found = Address.read(ref)
    if found is None:
        raise NotFound(ref)
    return found


def _touched(change: RecordChange) -> Touched:
    before, after = _records(change)
    return Touched(ref=name_of(change.table, change.id), before=before, after=after)


def _change(says: Transaction, change: RecordChange) -> Change:
    before, after = _records(change)
    return Change(
        revision=says.revision,
        at=says.at,
        by=says.by,
        what=says.what,
        undoes=says.undoes,
        redoes=says.redoes,
        before=before,
        after=after,
    )


def _records(change: RecordChange) -> tuple[Held | None, Held | None]:
    """Return what was changed, decoded; nothing of what a later dealtrack has put there."""
    if change.table not in KINDS:
        return None, None
    kind = KINDS[change.table]
    before, after = (
        None if raw == NOTHING else decode(raw, kind) for raw in (change.before, change.after)
    )
    return before, after

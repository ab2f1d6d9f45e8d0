"""Bringing a ledger back: a damaged one to its newest good state, a sound one to an earlier.

Nothing is destroyed.  Damaged files stay under another name; a sound ledger only
changes by a transaction, which can be undone.
"""

from pathlib import Path
from typing import Literal, NamedTuple

from dealtrack.errors import CannotRead, LedgerDamaged, NothingToRestore, OtherLedger, reason
from dealtrack.model.codec import decode
from dealtrack.model.held import name_of
from dealtrack.store.disk import attached
from dealtrack.store.disk.attachments import FOLDER
from dealtrack.store.disk.files import Files, make_folder
from dealtrack.store.kinds import KINDS
from dealtrack.store.ledger import Ledger
from dealtrack.store.safety import archive, backups, copies, rescue
from dealtrack.store.safety.mending import Author, check_seen, locked
from dealtrack.store.safety.states import Findings, State
from dealtrack.store.safety.versions import Count, above, is_same, past_counts

Standing = Literal["sound", "damaged", "behind", "missing"]


class Outlook(NamedTuple):
    """How a ledger stands, and what restoring it would come to.

    *now* is what can be read as it is, *found* the newest good state of it, and *then*
    the earlier state that was asked for, None for the newest.  *more* are the backups
    that the newest good state needs beside the ledger's own.
    """

    standing: Standing
    now: State | None
    found: Findings
    then: State | None
    more: tuple[Path, ...] = ()


def look(files: Files, backup: Path | None = None) -> Outlook:
    """Look how a ledger stands, and what *backup*, or without one anything, brings back.

    Raises: `NothingToRestore`, `OtherLedger`, `BackupDamaged`, `CannotRead`, `LedgerTooNew`.
    """
    now = _readable(files)
    found = rescue.search(files, whole=now is None)
    standing = _standing(files, now, found)
    if backup is None:
        if found.best is None:
            raise NothingToRestore(files.checkpoint.parent)
        return Outlook(standing, now, found, None)
    then = rescue.kept_in(backup)
    if found.best is None or then.goes_on_from(found.best):
        found = rescue.search(files, (backup,), whole=True)
        if standing != "damaged":  # a ledger that moved here: nothing of it was lost here
            found = found._replace(is_end_known=True)
            standing = "behind" if now else standing
        return Outlook(standing, now, found, None, (backup,))
    check_same(found.best, then, backup)
    is_newest = (then.revision, then.last) == (found.best.revision, found.best.last)
    return Outlook(standing, now, found, None if is_newest else then)


def _readable(files: Files) -> State | None:
    """Return the ledger if it is sound, None if it is damaged or not there."""
    try:
        found = copies.checked(files)
    except LedgerDamaged:
        return None
    except OSError as fault:
        raise CannotRead(str(fault.filename or files.checkpoint), reason(fault)) from None
    return rescue.live(files) if found.revision else None


def _standing(files: Files, now: State | None, found: Findings) -> Standing:
    if now is None:
        is_there = files.checkpoint.exists() or files.journal.exists()
        return "damaged" if is_there else "missing"
    return "behind" if found.best and found.best.revision > now.revision else "sound"


def turn_back(files: Files, then: State, author: Author, seen: State | None = None) -> str:
    """Make the records of a sound ledger those of an earlier state, in one transaction.

    What was not known *then* is struck, what was struck comes back under its own id.
    Returns a sentence about what was mended or could not be backed up, "" mostly.

    Raises: `OtherLedger`, `Locked`, `CannotWrite`, `LedgerDamaged`, and `Overtaken` if the
        ledger is no longer as it was *seen*.
    """
    ledger = Ledger(files, author.name, author.words, author.clock)
    with ledger.transaction():
        note = backups.before_writing(files, author.clock(), backups.RESTORE)
        now = rescue.live(files)
        if seen is not None:
            check_seen(now, seen)
        check_same(now, then, files.backups / then.source)
        past = past_counts(now)
        for table in KINDS:
            _turn_back(ledger, table, now, then, past)
        counters = ledger.now.counters
        for name, number in then.counters.items():
            counters[name] = max(counters.get(name, 0), number)
    return "\n".join(filter(None, (note, ledger.note)))


def _turn_back(
    ledger: Ledger, table: str, now: State, then: State, past: dict[tuple[str, str], Count]
) -> None:
    there, wanted = now.tables.get(table, {}), then.tables.get(table, {})
    for key, raw in wanted.items():
        if key not in there or not is_same(there[key], raw):
            ledger.put(table, int(key), above(raw, past.get((table, key), Count())))
    for key in there.keys() - wanted.keys():
        ledger.put(table, int(key), None)


def check_same(now: State, then: State, backup: Path) -> None:
    """Raise `OtherLedger` if a ref means another record *then* than it does, or did, *now*.

    *then* is the state that *backup* holds.
    """
    known = past_counts(now)
    for table in KINDS:
        for key, raw in then.tables.get(table, {}).items():
            mine = known.get((table, key))
            if mine and mine.uid != decode(raw, Count).uid:
                raise OtherLedger(backup, name_of(table, int(key)))


def put_back(files: Files, backup: Path, author: Author) -> list[str]:
    """Put the attachments of a complete *backup* back that are missing; return their names.

    Raises: `BackupDamaged`, `CannotRead`, `CannotWrite`, `Locked`.
    """
    folder = files.checkpoint.parent / FOLDER
    with archive.opened(backup) as found:
        missing = sorted(set(found.attached) - set(attached.lying_in(folder)))
        if missing:
            with locked(files, author):
                make_folder(folder)
                for name in missing:
                    found.unpack(name, folder / name)
    return missing

"""What can still be read of a ledger: the newest good state that any of its files tells."""

from collections.abc import Callable, Iterable
from pathlib import Path

from dealtrack.errors import BackupDamaged, DealtrackError, LedgerDamaged, Newest
from dealtrack.store.disk import checkpoint, years
from dealtrack.store.disk.files import Files
from dealtrack.store.safety import archive, backups
from dealtrack.store.safety.states import NOTHING_YET, Bag, Findings, Source, State
from dealtrack.text import _


def search(files: Files, more: Iterable[Path] = (), *, whole: bool = False) -> Findings:
    """Return the newest state of a ledger that its files, its backups and *more* tell.

    Backups are read from the newest on, which is always read: it may tell that the ledger
    is another one now.  No more of them are read when nothing newer can come, and, with
    *whole*, when the history is unbroken.  One that does not say what it holds is read
    anyway; what cannot be read is passed over.
    """
    bag = Bag()
    for source in (_live(files), *map(_in_backup, more)):
        bag.take(source)
    known = backups.list_backups(files)
    promised = max((one.revision for one in known), default=0)
    found = bag.findings()
    for number, one in enumerate(known):
        best = found.best
        is_newest = best is not None and best.revision >= max(bag.claimed, promised)
        is_enough = is_newest and best and (best.first == 1 or not whole)
        if one.fault or not (number and is_enough):
            bag.take(_in_backup(one.path))
            found = bag.findings()
    return found


def live(files: Files) -> State:
    """Return the state that a ledger's own files tell, empty if there are none."""
    bag = Bag()
    bag.take(_live(files))
    return bag.findings().best or State(NOTHING_YET, [], [])


def newest(files: Files, command: str) -> Newest | None:
    """Return what to tell of the newest good state, None if there is none."""
    found = search(files)
    best = found.best
    if best is None:
        return None
    return Newest(
        revision=best.revision,
        saved=f"{best.saved:%Y-%m-%d %H:%M}" if best.saved else "",
        agreements=len(best.tables["agreements"]),
        trips=len(best.tables["trips"]),
        lost=tuple(one.revision for one in found.lost),
        is_end_known=found.is_end_known,
        apart=found.apart,
        command=command,
    )


def informed(damage: LedgerDamaged, ledger: Path, command: str) -> LedgerDamaged:
    """Return *damage* with what can be brought back by *command*, as far as that is found.

    Whatever goes wrong in the search of *ledger*, the damage itself is told.
    """
    try:
        found = newest(Files.of(ledger), command)
    except Exception:  # noqa: BLE001 -- a search among ruins must not hide that they are
        return damage
    return damage.knowing(found) if found else damage


def _live(files: Files) -> Source:
    journals = [*years.known(files).values(), files.journal]
    texts = tuple(map(_bytes, journals))
    text = _bytes(files.checkpoint)
    return Source(files.checkpoint.name, text, texts, journal=files.journal.name)


def _bytes(path: Path) -> bytes:
    """Return what the file at *path* holds: nothing, if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def kept_in(path: Path) -> State:
    """Return the state that the backup at *path* holds.

    Raises: `BackupDamaged`, `CannotRead`, `LedgerTooNew`.
    """
    with archive.opened(path) as found:
        about = found.about
        source = Source(path.name, *(_texts(found, archive.Archive.text)))
    try:
        if source.checkpoint:
            checkpoint.parse(source.checkpoint, path)
    except LedgerDamaged:
        raise BackupDamaged(path, _("its checksum differs")) from None
    bag = Bag()
    bag.take(source)
    best = bag.findings().best
    if best is None or best.revision != about.revision:
        raise BackupDamaged(path, _("its files do not fit together"))
    try:
        best.records()
    except LedgerDamaged as damage:
        why = _("the record {ref} in it cannot be read").format(ref=damage.place)
        raise BackupDamaged(path, why) from None
    return best


def _in_backup(path: Path) -> Source:
    try:
        with archive.opened(path) as found:
            return Source(path.name, *_texts(found, _readable))
    except (DealtrackError, OSError):
        return Source(path.name, b"", ())


def _texts(
    found: archive.Archive, read: Callable[[archive.Archive, str], bytes]
) -> tuple[bytes, tuple[bytes, ...]]:
    """Return the checkpoint and the journals of a backup, read with *read*."""
    names = (*map(archive.year_member, found.years), archive.JOURNAL)
    first, *journals = (
        read(found, name) if found.has(name) else b"" for name in (archive.CHECKPOINT, *names)
    )
    return first, tuple(journals)


def _readable(found: archive.Archive, name: str) -> bytes:
    try:
        return found.text(name)
    except (DealtrackError, OSError):
        return b""

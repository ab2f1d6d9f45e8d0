"""How far a ledger once went: what its backups know of it that its own files have lost.

A journal that was cut at the end of a line is sound in itself.  Only who has seen more
of it can tell.
"""

from datetime import datetime
from pathlib import Path

from dealtrack.errors import DealtrackError, LedgerDamaged
from dealtrack.store.disk.files import Files


def look(files: Files, revision: int, saved: datetime | None) -> None:
    """Raise `LedgerDamaged` if a backup holds more than a ledger at *revision*, *saved* then.

    Only one that is named after that moment can, so that mostly a look at the names tells.
    (One of that very second is not opened: it would be before each reading of a morning.)
    """
    known = f"{saved:%Y-%m-%dT%H%M%S}" if saved else ""
    own = f"{files.name}-"
    try:
        names = [path.name for path in files.backups.iterdir()]
    except OSError:
        return
    moments = (
        name.removeprefix(own)[: len(known) or None] for name in names if name.startswith(own)
    )
    if any(moment > known for moment in moments):
        check(files, revision)


def check(files: Files, revision: int) -> None:
    """Raise `LedgerDamaged` if any backup of the ledger holds more than *revision*."""
    from dealtrack.store.safety import backups  # noqa: PLC0415 -- zipfile: 20 ms, seldom wanted

    further = (one for one in backups.list_backups(files) if one.revision > revision)
    held = next((one for one in further if _is_held(one.path)), None)
    if held is None:
        return
    if files.checkpoint.exists() or files.journal.exists():
        raise LedgerDamaged(files.journal, "behind", held.path.name)
    raise LedgerDamaged(files.checkpoint, "gone")


def _is_held(path: Path) -> bool:
    """Whether the backup at *path* holds what it says: then `restore` brings that back."""
    from dealtrack.store.safety import rescue  # noqa: PLC0415 -- as above

    try:
        rescue.kept_in(path)
    except (DealtrackError, OSError):
        return False
    return True

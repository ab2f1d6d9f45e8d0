"""Ledgers to damage, and ways to do it."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from msgspec.structs import replace

from dealtrack.errors import LedgerDamaged
from dealtrack.model import Draft
from dealtrack.store.disk.files import Files
from dealtrack.store.safety import backups, copies, rescue
from dealtrack.store.safety.mending import Author, mend
from dealtrack.store.safety.states import Findings
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=8)))

AUTHOR = Author("Li", "restore", lambda: NOW + timedelta(hours=5))


def clock() -> datetime:
    """Return the moment at which everything in these tests is written."""
    return NOW


def opened(files: Files) -> TinyStore:
    """Open the ledger at *files*."""
    return TinyStore(files.checkpoint, author="Li", words="note 1 'draft sent'", clock=clock)


def begun(folder: Path, count: int = 6) -> Files:
    """Make a ledger of *count* changes, the first two of which add an agreement."""
    files = Files.of(folder / "ledger.json")
    grow(files, count)
    return files


def grow(files: Files, count: int) -> None:
    """Change the ledger *count* times more."""
    store = opened(files)
    for _ in range(count):
        if store.agreements.last_id < 2:
            store.agreements.add(Draft(title=f"协议 {store.agreements.last_id + 1}"))
        else:
            old = store.agreements.get(1)
            store.agreements.save(replace(old, place=f"place {store.revision + 1}"))


def checkpointed(files: Files) -> None:
    """Write a checkpoint of the ledger as it stands."""
    store = opened(files)
    with store.transaction():
        store._ledger.write_checkpoint(store._ledger.whole().tables)


def backed_up(files: Files, day: int = 22) -> backups.Backup:
    """Make a backup of that day."""
    moment = NOW.replace(day=day)
    return backups.back_up(files, backups.name_for(files, files.backups, moment), moment)


def flip(path: Path, at: int, bit: int = 1) -> None:
    """Change one bit of the byte *at* in the file at *path*."""
    text = bytearray(path.read_bytes())
    text[at] ^= bit
    path.write_bytes(text)


def flip_line(files: Files, revision: int, path: Path | None = None) -> None:
    """Damage the journal's line of one *revision*, in the author's name."""
    path = path or files.journal
    line = b'{"revision":%d,' % revision
    start = path.read_bytes().index(line)
    flip(path, path.read_bytes().index(b'"by":"', start) + 7)


def restored(files: Files) -> Findings:
    """Restore the ledger; check that it is whole, and return what was found before."""
    found = rescue.search(files, whole=True)
    mend(files, (), AUTHOR)
    check_whole(files)
    return found


def check_whole(files: Files) -> None:
    """Check that a ledger reads, verifies and goes on."""
    before = copies.checked(files)
    store = opened(files)
    last = store.agreements.last_id
    assert store.revision == before.revision
    assert len(store.agreements.search(as_of=TODAY)) == before.agreements
    assert store.agreements.add(Draft(title="after")).id == last + 1
    assert copies.checked(files).revision == before.revision + 1


def is_damaged(files: Files) -> bool:
    """Whether the ledger at *files* is found damaged, down to its last byte."""
    try:
        copies.checked(files)
    except LedgerDamaged:
        return True
    return False

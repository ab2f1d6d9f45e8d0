"""A ledger read whole, down to the first line of its history, and every byte checked."""

from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from dealtrack.errors import LedgerDamaged
from dealtrack.store.disk import checkpoint, snapshot, years
from dealtrack.store.disk.checkpoint import Meta
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.journal import NOTHING, Line
from dealtrack.store.disk.snapshot import Stamps
from dealtrack.store.safety import archive

_TRIES = 10


class Copy(NamedTuple):
    """A ledger that was read whole and found sound: its files, and what they tell."""

    texts: dict[str, bytes]
    revision: int
    last: str
    saved: datetime | None
    agreements: int
    trips: int


def checked(files: Files) -> Copy:
    """Read a ledger whole, down to the first line of its history, and check every byte.

    Needs no lock: what was written meanwhile is read again.

    Raises: `LedgerDamaged`, `LedgerTooNew`, `OSError`.
    """
    for _try in range(_TRIES):
        before = Stamps.of(files)
        try:
            found = _checked(files)
        except LedgerDamaged:
            if Stamps.of(files) == before:
                raise
        else:
            if Stamps.of(files) == before:
                return found
    return _checked(files)


def _checked(files: Files) -> Copy:
    texts = _texts(files)
    text = texts.get(archive.CHECKPOINT)
    meta, tables = checkpoint.parse(text, files.checkpoint) if text else (Meta(), {})
    lines = snapshot.read_journal(files)
    counts = {name: set(tables.get(name, ())) for name in checkpoint.TABLES}
    for line in _following(files, meta, lines):
        for change in line.says.changes:
            ids = counts.setdefault(change.table, set())
            (ids.discard if change.after == NOTHING else ids.add)(str(change.id))
    end = lines[-1] if lines else None
    return Copy(
        texts=texts,
        revision=end.says.revision if end else meta.revision,
        last=end.sum if end else meta.journal.last,
        saved=end.says.at if end else meta.written,
        agreements=len(counts["agreements"]),
        trips=len(counts["trips"]),
    )


def _following(files: Files, meta: Meta, lines: list[Line]) -> list[Line]:
    """Return the lines after the checkpoint.  Raises `LedgerDamaged` if they do not fit it."""
    if meta.revision and not lines:
        raise LedgerDamaged(files.journal, "seam")
    if not lines:
        return []
    skipped = meta.revision - lines[0].says.revision + 1
    before = lines[skipped - 1].sum if 0 < skipped <= len(lines) else lines[0].says.previous
    if not 0 <= skipped <= len(lines) or before != meta.journal.last:
        raise LedgerDamaged(files.journal, "seam")
    return lines[skipped:]


def _texts(files: Files) -> dict[str, bytes]:
    """Return the files of a ledger, under the names they have in a backup."""
    named = {
        archive.CHECKPOINT: files.checkpoint,
        **{archive.year_member(year): path for year, path in years.known(files).items()},
        archive.JOURNAL: files.journal,
    }
    texts = {}
    for name, path in named.items():
        with suppress(FileNotFoundError):
            texts[name] = path.read_bytes()
    return texts

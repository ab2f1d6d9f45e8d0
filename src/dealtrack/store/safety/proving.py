"""Proofs of what lies beside a ledger: its backups and its attachments."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

import msgspec

from dealtrack.errors import BackupDamaged, DealtrackError
from dealtrack.store import index, indexing
from dealtrack.store.disk import attached, checkpoint
from dealtrack.store.disk.attached import Named
from dealtrack.store.disk.attachments import FOLDER
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.snapshot import Snapshot
from dealtrack.store.safety import archive
from dealtrack.store.safety.archive import Archive
from dealtrack.store.safety.backups import Backup
from dealtrack.store.safety.rescue import kept_in
from dealtrack.text import _

Part = Literal[
    "checkpoint",
    "year",
    "journal",
    "replay",
    "records",
    "entries",
    "counters",
    "backup",
    "attachments",
    "index",
]
Condition = Literal["sound", "absent", "stale", "damaged"]


class Proof(NamedTuple):
    """What came out for one *part* of a ledger, kept in *file*.

    *counts* tell what was read.  *cases* are the records or files that are at fault, each
    with what more there is to say of it.
    """

    part: Part
    file: Path
    condition: Condition
    counts: Mapping[str, int] = MappingProxyType({})
    fault: DealtrackError | None = None
    cases: tuple[tuple[str, str], ...] = ()


def prove_backup(backup: Backup) -> Proof:
    """Read all of a backup, and hold it against what it says of itself."""
    path = backup.path
    try:
        state = kept_in(path)
        counts = {name: len(state.tables.get(name, {})) for name in checkpoint.TABLES}
        with archive.opened(path) as found:
            about = found.about
            for name in found.attached:
                _compare(found, name)
        if counts != {"agreements": about.agreements, "trips": about.trips}:
            raise BackupDamaged(path, _("it does not hold what it says it holds"))
        state.records()
    except msgspec.MsgspecError:
        fault = BackupDamaged(path, _("a record in it cannot be read"))
        return Proof("backup", path, "damaged", {}, fault)
    except DealtrackError as error:
        return Proof("backup", path, "damaged", {}, error)
    return Proof("backup", path, "sound", {**counts, "revision": state.revision})


def _compare(found: Archive, name: str) -> None:
    """Compare an attachment in a backup with the digest in its name."""
    content = found.text(archive.FOLDER + name)
    if hashlib.sha256(content).hexdigest()[:16] != name[:16]:
        raise BackupDamaged(found.path, _("{name} in it is altered").format(name=name))


def prove_attachments(folder: Path, named: list[Named]) -> Proof:
    """Compare every attachment that a record names with the digest it was kept under."""
    digests = {one.file: attached.digest(folder / one.file) for one in named}
    cases = tuple((one.file, one.ref) for one in named if digests[one.file] != one.sha256)
    condition: Condition = "damaged" if cases else "sound" if named else "absent"
    counts = {"files": len(digests)}
    return Proof("attachments", folder / FOLDER, condition, counts, None, cases)


def prove_index(files: Files, now: Snapshot) -> Proof:
    """Compare a fresh index with the ledger *now*; an old one is not believed by anybody."""
    if not files.index.exists():
        return Proof("index", files.index, "absent")
    found = index.opened(files)
    if found is None:
        return Proof("index", files.index, "stale")
    found.close()
    is_right = indexing.is_right(files, now)
    return Proof("index", files.index, "sound" if is_right else "damaged")

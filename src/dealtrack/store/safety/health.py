"""What the file system tells of a ledger: who may read it, what lies about, how much room."""

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from dealtrack.store.disk import attached, years
from dealtrack.store.disk.attachments import FOLDER
from dealtrack.store.disk.files import Files, stray
from dealtrack.store.index import side_file
from dealtrack.store.safety import backups

NETWORK = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "9p", "fuse.sshfs", "fuse.davfs"),
    *("davfs", "fuse.rclone", "fuse.gvfsd-fuse", "vboxsf", "prl_fs", "drvfs", "ceph", "lustre"),
}
"""File systems on another machine: some lock or sync less than they say."""

_PRIVATE = stat.S_IRWXG | stat.S_IRWXO
_ESCAPE = re.compile(r"\\(\d{3})")
_DAMAGED = ".damaged-"


class Access(NamedTuple):
    """Who may get at a file or folder: its mode, and its owner if that is somebody else."""

    path: Path
    mode: int
    owner: str = ""

    @property
    def is_open(self) -> bool:
        """Whether anybody but the owner may do anything with it."""
        return bool(self.mode & _PRIVATE)


def files_of(files: Files) -> list[Path]:
    """Return every file that belongs to the ledger and is there."""
    own = (files.checkpoint, files.journal, files.lock, files.index, files.reminded)
    beside = (*years.known(files).values(), *(one.path for one in backups.list_backups(files)))
    lying = attached.lying_in(files.checkpoint.parent / FOLDER).values()
    return [path for path in (*own, *beside, *lying) if path.is_file()]


def access(files: Files) -> list[Access]:
    """Return who may get at the ledger's files, and at the folders that are all its own."""
    there = files_of(files)
    folder = files.checkpoint.parent
    folders = [path for path in (files.backups, folder / FOLDER) if path.is_dir()]
    own = [folder] if there and is_own(folder, files) else []
    owner, _group = owner_of(files)
    return [_access(path, owner) for path in (*own, *folders, *there)]


def owner_of(files: Files) -> tuple[int, int]:
    """Return the user and the group that the ledger should belong to.

    That is whoever asks; if that is root, whoever has the folder.
    """
    if os.geteuid():
        return os.geteuid(), os.getegid()
    folder = existing(files.checkpoint.parent).stat()
    return folder.st_uid, folder.st_gid


def is_own(folder: Path, files: Files) -> bool:
    """Whether nothing but ledgers lies in *folder*: then it is theirs to close."""
    known = {files.backups.name, FOLDER}
    endings = (".json", ".journal", ".lock", ".index", ".new")
    return all(
        path.name in known or path.name.endswith(endings) or _DAMAGED in path.name
        for path in folder.iterdir()
    )


def close(path: Path) -> None:
    """Take all rights at *path* from everybody but its owner.  Raises: `OSError`."""
    path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_PRIVATE)


def _access(path: Path, owner: int) -> Access:
    found = path.stat()
    name = "" if found.st_uid == owner else _name(found.st_uid)
    return Access(path, stat.S_IMODE(found.st_mode), name)


def _name(uid: int) -> str:
    import pwd  # noqa: PLC0415 -- not on Windows, where nobody asks

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def strays(files: Files) -> list[Path]:
    """Return what processes that were killed left beside the ledger."""
    live = (files.checkpoint, files.journal, files.index, files.reminded)
    own = (*live, *years.known(files).values())
    left = [stray(path) for path in own]
    for folder, begin in ((files.backups, files.name), (files.checkpoint.parent / FOLDER, "")):
        if folder.is_dir():
            left += sorted(folder.glob(f"{begin}*.new"))
    left += [files.checkpoint.with_name(f"{files.name}.restoring"), side_file(files.index)]
    return [path for path in left if path.exists()]


def set_aside(files: Files) -> list[Path]:
    """Return the damaged files that a restore has set aside."""
    folder = files.checkpoint.parent
    if not folder.is_dir():
        return []
    own = f"{files.name}."
    return sorted(p for p in folder.iterdir() if _DAMAGED in p.name and p.name.startswith(own))


def size(paths: Iterable[Path]) -> int:
    """Return how many bytes *paths* have together, those in folders too."""
    return sum(size(path.iterdir()) if path.is_dir() else path.stat().st_size for path in paths)


def existing(path: Path) -> Path:
    """Return *path*, or the nearest folder above it that is there."""
    return next((one for one in (path, *path.parents) if one.exists()), path)


def filesystem(path: Path) -> str:
    """Return the kind of the file system that *path* is on, "" if the system does not say."""
    if not sys.platform.startswith("linux"):
        return ""
    try:
        text = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    real = existing(path).resolve()
    fitting = [(m, kind) for m, kind in mounts(text) if real.is_relative_to(m)]
    # Of several on one place the last one hides the others
    return max(reversed(fitting), key=lambda one: len(one[0].parts), default=(real, ""))[1]


def mounts(text: str) -> Iterator[tuple[Path, str]]:
    """Yield the places and the kinds in what Linux tells of its mounts."""
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        if dash and len(before.split()) > 4:
            place = _ESCAPE.sub(lambda found: chr(int(found[1], 8)), before.split()[4])
            yield Path(place), after.split()[0]


def spelled(size: int) -> str:
    """Return a number of bytes as people read it: ``12.3 MB``."""
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"

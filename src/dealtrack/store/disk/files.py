"""Files that survive a crash: written beside, brought to the disk, then put in place."""

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dealtrack.errors import CannotWrite, reason

_BINARY = getattr(os, "O_BINARY", 0)
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_SHARING_TRIES = 10


class Files(NamedTuple):
    """The files of one ledger, all in one folder."""

    checkpoint: Path
    journal: Path
    lock: Path
    index: Path  # type: ignore[assignment]  # of a tuple nobody asks the index

    @classmethod
    def of(cls, path: Path) -> "Files":
        """Return the files of the ledger at *path*.

        Symbolic links are followed first: replacing a link would leave its target
        behind, and two names of one ledger must share a journal and a lock.
        """
        real = Path(os.path.realpath(path.expanduser()))
        return cls(real, *(_beside(real, what) for what in ("journal", "lock", "index")))

    @property
    def backups(self) -> Path:
        """The folder of the backups; other ledgers of the same folder share it."""
        return self.checkpoint.parent / "backups"

    @property
    def name(self) -> str:
        """What the names of the ledger's other files begin with: ``ledger``."""
        real = self.checkpoint
        return real.stem if real.suffix == ".json" else real.name

    @property
    def reminded(self) -> Path:
        """What was told to whom: no part of the ledger, see `store.disk.reminded`."""
        real = self.checkpoint
        return real.with_name(
            f"{self.name}{'.' if real.suffix == '.json' else '-'}reminded.json"
        )

    def agreed(self, url: str) -> Path:
        """Where is kept what was agreed with the calendar at *url*; no part of the ledger."""
        from hashlib import sha256  # noqa: PLC0415 -- 3 ms, where a calendar is shared

        digest = sha256(url.encode()).hexdigest()[:16]
        return self.checkpoint.parent / "calendars" / f"{self.name}-{digest}.json"

    @property
    def replaced(self) -> Iterator[Path]:
        """The files that are written anew beside themselves: a kill may leave these."""
        yield from (self.checkpoint, self.journal, self.index)
        for path in self.journal.parent.glob(f"{self.name}-[0-9][0-9][0-9][0-9].journal.new"):
            yield path.with_suffix("")

    def year(self, year: int) -> Path:
        """Return where the journal of a finished *year* is kept."""
        return self.checkpoint.with_name(f"{self.name}-{year}.journal")


def _beside(real: Path, what: str) -> Path:
    if real.suffix == ".json":
        return real.with_suffix(f".{what}")
    return real.with_name(f"{real.name}-{what}")


class Stamp(NamedTuple):
    """What tells one state of a file from another without reading it."""

    inode: int
    changed: int
    size: int


def stamp(path: Path) -> Stamp | None:
    """Return the stamp of the file at *path*, None if there is no file."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Stamp(found.st_ino, found.st_mtime_ns, found.st_size)


def make_folder(folder: Path) -> None:
    """Make *folder* and what is missing above it, readable by nobody else."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    sync_folder(folder.parent)


def open_private(path: Path, flags: int) -> int:
    """Open *path* with the *flags* of `os.open`; a new file is readable by nobody else."""
    return os.open(path, flags | _BINARY, _PRIVATE_FILE)


def sync_folder(folder: Path) -> None:
    """Bring the names in *folder* to the disk, where the system knows how."""
    if os.name == "nt":  # a folder cannot be opened there; NTFS keeps a journal of names
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:  # network shares may not know fsync of a folder
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def write_all(descriptor: int, text: bytes) -> None:
    """Write the whole of *text*: one call may stop half way on a disk that fills up."""
    rest = memoryview(text)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Yield a new file that takes the place of *path*, whole and on the disk, at the end.

    On an error the old file stays and the new one goes.
    """
    fresh = stray(path)
    sweep(path)
    descriptor = open_private(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        with os.fdopen(descriptor, "wb") as file:
            take_after(path, descriptor)
            yield file
            file.flush()
            os.fsync(descriptor)
        put_in_place(fresh, path)
        sync_folder(path.parent)
    except BaseException:
        sweep(path)
        raise


def stray(path: Path) -> Path:
    """Return where the file that is to replace *path* is written.

    Always the same name: only the holder of the lock writes it, so whatever lies
    there was left by a process that was killed.
    """
    return path.with_name(f"{path.name}.new")


def sweep(path: Path) -> None:
    """Take away what a killed process may have left beside *path*."""
    with suppress(OSError):
        stray(path).unlink()


def take_after(path: Path, descriptor: int) -> None:
    """Give the open file the mode and, if possible, the owner of *path*."""
    if os.name == "nt" or not path.exists():
        return
    old = path.stat()
    if (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(OSError):  # only root may; without it the ledger is still whole
            os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def put_in_place(fresh: Path, path: Path) -> None:
    """Rename *fresh* to *path*, patiently.

    On Windows this fails while a reader, an indexer or a virus scanner has the old
    file open (errors 5 and 32); they let go within moments.
    """
    for left in reversed(range(_SHARING_TRIES)):
        try:
            fresh.replace(path)
        except PermissionError:
            if os.name != "nt" or not left:
                raise
            time.sleep(0.02)
        else:
            return


@contextmanager
def saving(path: Path) -> Iterator[None]:
    """Tell that nothing was saved where the disk, or the rights on it, refuse.

    Raises: `CannotWrite`, for the file that the system names, else for *path*.
    """
    try:
        yield
    except OSError as error:
        where = Path(error.filename) if isinstance(error.filename, str) else path
        raise CannotWrite(where, reason(error)) from None

"""A backup as one file: a zip of the ledger's files, read back before it gets its name.

A zip may come from anywhere.  So its members have fixed names, what it claims to
hold is bounded before it is read, and nothing is unpacked under a name of its own.
"""

import hashlib
import os
import re
import shutil
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Literal, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import msgspec

from dealtrack.errors import BackupDamaged, CannotRead, reason
from dealtrack.store.disk.files import replacing, stray
from dealtrack.text import _

T = TypeVar("T")

Progress = Callable[[float], None]
"""Told how much is done, from 0 to 1."""

ABOUT = "about.json"
CHECKPOINT = "ledger.json"
JOURNAL = "ledger.journal"
LIST = "attachments.json"
FOLDER = "attachments/"

_YEAR = re.compile(r"ledger-(\d{4})\.journal")
_ATTACHMENT = re.compile(r"[0-9a-f]{16}-[\w.-]{1,60}")
_SMALL = 64 * 1024
_FREE = 64 * 1024**2
_RATIO = 100
_MOST = 8 * 1024**3
"""Bytes that a member may have: so many anyway, beyond that so many times its packed size."""

_PIECE = 1024**2
_FAULTS = (BadZipFile, EOFError, ValueError, RuntimeError, zlib.error, msgspec.MsgspecError)
"""What zipfile, and then msgspec, say of a file that is not what it claims to be."""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself: why it was made and what it holds, up to *revision*.

    *last* is the checksum of the journal's last line; *is_complete* if the attached
    files are in it too.
    """

    schema: Literal["dealtrack/backup/1"] = "dealtrack/backup/1"
    program: str
    made: datetime
    reason: str
    revision: int
    last: str
    saved: datetime | None
    agreements: int
    trips: int
    is_complete: bool = False


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file that lay beside the ledger; its name begins with the digest of its content."""

    name: str
    size: int


def year_member(year: int) -> str:
    """Return the name of the journal of a finished *year* in a backup."""
    return f"ledger-{year:04}.journal"


def write(
    path: Path,
    about: About,
    texts: Mapping[str, bytes],
    attached: Mapping[str, Path],
    progress: Progress = lambda _done: None,
) -> None:
    """Write the backup *path*: it gets its name once it was read back and found whole.

    *texts* are its members; *attached* are files by the name they have as attachments.

    Raises: `OSError`; then there is no file.
    """
    sizes = [len(text) for text in texts.values()] + [
        p.stat().st_size for p in attached.values()
    ]
    told = _Share(progress, 2 * sum(sizes))
    with replacing(path) as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(ABOUT, msgspec.json.encode(about))
            for name, text in texts.items():
                archive.writestr(name, text)
                told.more(len(text))
            for name, source in attached.items():
                _store(archive, name, source, told)
        file.flush()
        os.fsync(file.fileno())
        _read_back(stray(path), texts, attached, told)


class _Share:
    """How much of some work is done, told as it grows."""

    def __init__(self, tell: Progress, whole: int) -> None:
        self._tell, self._whole, self._done = tell, max(whole, 1), 0

    def more(self, size: int) -> None:
        self._done += size
        self._tell(min(1.0, self._done / self._whole))


def _store(archive: ZipFile, name: str, source: Path, told: _Share) -> None:
    """Add an attachment as it is: pictures and scans do not get smaller."""
    with source.open("rb") as file, archive.open(ZipInfo(FOLDER + name), "w") as member:
        shutil.copyfileobj(file, member, _PIECE)
    told.more(source.stat().st_size)


def _read_back(
    path: Path, texts: Mapping[str, bytes], attached: Mapping[str, Path], told: _Share
) -> None:
    try:
        with ZipFile(path) as archive:
            for name, text in texts.items():
                if archive.read(name) != text:
                    raise BadZipFile(name)
                told.more(len(text))
            for name, source in attached.items():
                with archive.open(FOLDER + name) as member:
                    _exhaust(member)
                told.more(source.stat().st_size)
    except _FAULTS as fault:
        raise OSError(0, _("what was written cannot be read back")) from fault


def _exhaust(member: IO[bytes]) -> None:
    """Read a member to its end, where its checksum is compared."""
    while member.read(_PIECE):
        pass


class Archive:
    """A backup that was opened and looks like one; its members are read when asked for."""

    def __init__(self, path: Path, opened: ZipFile) -> None:
        self.path = path
        self._zip = opened
        self._members = {info.filename: info for info in opened.infolist()}
        if len(self._members) != len(opened.infolist()):
            raise BackupDamaged(path, _("two of its parts have the same name"))
        for info in self._members.values():
            self._look_at(info)

    @property
    def about(self) -> About:
        """What the backup says of itself.  Raises: `BackupDamaged`."""
        return self._decoded(ABOUT, About)

    @property
    def years(self) -> list[int]:
        """The finished years whose journals are in it."""
        found = (_YEAR.fullmatch(name) for name in self._members)
        return sorted(int(match[1]) for match in found if match)

    @property
    def attached(self) -> list[str]:
        """The names of the attachments whose content is in it."""
        return [n.removeprefix(FOLDER) for n in self._members if n.startswith(FOLDER)]

    def has(self, name: str) -> bool:
        """Whether there is a member called *name*."""
        return name in self._members

    def text(self, name: str) -> bytes:
        """Return the member *name*.  Raises: `BackupDamaged`."""
        try:
            with self._told():
                return self._zip.read(self._members[name])
        except OSError as fault:  # a place in the file that cannot be, or a bad disk
            raise BackupDamaged(self.path, reason(fault)) from None

    def attachments(self) -> list[Attachment]:
        """Return what lay beside the ledger, in the backup or not.  Raises: `BackupDamaged`."""
        if not self.has(LIST):
            return []
        listed = self._decoded(LIST, list[Attachment])
        return [one for one in listed if _ATTACHMENT.fullmatch(one.name)]

    def unpack(self, name: str, target: Path) -> None:
        """Write the attachment *name* to *target*, if its content is what the name says.

        Raises: `BackupDamaged`, `OSError`.
        """
        digest = hashlib.sha256()
        with self._told(), replacing(target) as file:
            with self._zip.open(self._members[FOLDER + name]) as member:
                while piece := member.read(_PIECE):
                    digest.update(piece)
                    file.write(piece)
            if digest.hexdigest()[:16] != name[:16]:
                raise BadZipFile(name)

    def _decoded(self, name: str, kind: type[T]) -> T:
        if not self.has(name):
            raise BackupDamaged(self.path, _("{name} is missing in it").format(name=name))
        text = self.text(name)
        with self._told():
            return msgspec.json.decode(text, type=kind)

    def _look_at(self, info: ZipInfo) -> None:
        name = info.filename
        is_known = name in (ABOUT, CHECKPOINT, JOURNAL, LIST) or _YEAR.fullmatch(name)
        if not is_known and not (
            name.startswith(FOLDER) and _ATTACHMENT.fullmatch(name.removeprefix(FOLDER))
        ):
            raise BackupDamaged(self.path, _("it holds what no backup of dealtrack holds"))
        most = _SMALL if name == ABOUT else min(_MOST, _FREE + _RATIO * info.compress_size)
        if info.file_size > most:
            raise BackupDamaged(self.path, _("it would unpack to more than it can hold"))
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or info.flag_bits & 1:
            raise BackupDamaged(
                self.path, _("it is packed in a way that dealtrack does not use")
            )

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except _FAULTS:
            raise BackupDamaged(self.path, _("its checksum differs")) from None


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open the backup at *path*.  Raises: `BackupDamaged`, `CannotRead`."""
    if path.exists() and not path.is_file():
        raise BackupDamaged(path, _("it is no plain file"))
    try:
        archive = ZipFile(path)
    except OSError as fault:
        raise CannotRead(str(path), reason(fault)) from None
    except _FAULTS:
        raise BackupDamaged(path, _("it is no zip file, or was cut off")) from None
    with archive:
        yield Archive(path, archive)

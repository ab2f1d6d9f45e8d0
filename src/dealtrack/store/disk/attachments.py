"""Evidence: copies of files, kept in a folder beside the ledger under their digest."""

import hashlib
import os
import re
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from dealtrack.errors import CannotRead, CannotWrite, WrongUse, reason
from dealtrack.model import Evidence
from dealtrack.store.disk.files import make_folder, replacing
from dealtrack.text import _

LARGEST = 100_000_000
"""Bytes; what is larger belongs into an archive, not beside a ledger."""

FOLDER = "attachments"

_LONGEST_NAME = 60
"""Characters: of three bytes each they still fit into any file system, digest included."""


class Copied(NamedTuple):
    """A file that was read: its content, the digest of that, and a name to keep it under."""

    content: bytes
    digest: str
    name: str

    def evidence(self, name: str = "") -> Evidence:
        """Return what to note of it if it is kept, under another *name* perhaps."""
        return Evidence(file=f"{FOLDER}/{name or self.name}", sha256=self.digest)


def keep(path: Path, ledger: Path) -> Evidence:
    """Copy the file at *path* beside *ledger* and return what to note of it.

    The copy is on the disk before this returns; the same content is kept once.
    Whoever calls this holds the lock of the ledger.

    Raises:
        WrongUse: if *path* is no plain file (a link, a folder, a device), or too large.
        CannotRead: if there is no such file, or it may not be read.
        CannotWrite: if the copy cannot be made.
    """
    found = copied(path)
    folder = ledger.parent / FOLDER
    name = _known(folder, found.digest)
    if not name:
        _write(folder / found.name, found.content)
    return found.evidence(name)


def copied(path: Path, largest: int = LARGEST) -> Copied:
    """Return a copy of the file at *path*, which has *largest* bytes at most.

    Raises: as `keep`.
    """
    content = _read(path, largest)
    digest = hashlib.sha256(content).hexdigest()
    return Copied(content, digest, f"{digest[:16]}-{_clean(path.name)}")


def content_of(file: str, ledger: Path) -> bytes:
    """Return the content of an attachment of *ledger*, which names it *file*.

    Raises: `CannotRead`.
    """
    try:
        return (ledger.parent / FOLDER / Path(file).name).read_bytes()
    except OSError as error:
        raise CannotRead(file, reason(error)) from None


def _read(path: Path, largest: int) -> bytes:
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise _no_plain_file(path)
    # Should a link take the file's place just now, it is not followed
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            about = os.fstat(file.fileno())
            if not S_ISREG(about.st_mode):
                raise _no_plain_file(path)
            if about.st_size > largest:
                raise _too_large(path, largest)
            return file.read()
    except FileNotFoundError:
        raise CannotRead(str(path), _("there is no such file")) from None
    except OSError as error:
        raise CannotRead(str(path), reason(error)) from None


def _no_plain_file(path: Path) -> WrongUse:
    return WrongUse(
        _("{path} is no plain file.").format(path=path),
        _("Give the file itself, not a link to it or its folder."),
    )


def _too_large(path: Path, largest: int) -> WrongUse:
    sentence = _("{path} is larger than {n} MB.").format(path=path, n=largest // 1_000_000)
    return WrongUse(sentence, _("Keep it where large files are kept, and note where that is."))


def _known(folder: Path, digest: str) -> str:
    """Return the name under which content of this *digest* is kept already, "" if it is not."""
    for file in sorted(folder.glob(f"{digest[:16]}-*")):
        if hashlib.sha256(file.read_bytes()).hexdigest() == digest:
            return file.name
    return ""


def _clean(name: str) -> str:
    """Return *name* without what could lead out of the folder or confuse a shell."""
    kept = re.sub(r"[^\w.-]+", "-", name).strip(".-")
    return kept[-_LONGEST_NAME:] or "file"


def _write(target: Path, content: bytes) -> None:
    try:
        make_folder(target.parent)
        with replacing(target) as file:
            file.write(content)
    except OSError as error:
        raise CannotWrite(target, reason(error)) from error

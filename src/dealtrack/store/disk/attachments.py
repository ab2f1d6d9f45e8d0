"""Evidence: copies of files, kept in a folder beside the ledger under their digest."""

import hashlib
import os
import re
from pathlib import Path
from stat import S_ISREG

from dealtrack.errors import CannotRead, CannotWrite, WrongUse, reason
from dealtrack.model import Evidence
from dealtrack.store.disk.files import make_folder, replacing
from dealtrack.text import _

LARGEST = 100_000_000
"""Bytes; what is larger belongs into an archive, not beside a ledger."""

FOLDER = "attachments"

_LONGEST_NAME = 60
"""Characters: of three bytes each they still fit into any file system, digest included."""


def keep(path: Path, ledger: Path) -> Evidence:
    """Copy the file at *path* beside *ledger* and return what to note of it.

    The copy is on the disk before this returns; the same content is kept once.
    Whoever calls this holds the lock of the ledger.

    Raises:
        WrongUse: if *path* is no plain file (a link, a folder, a device), or too large.
        CannotRead: if there is no such file, or it may not be read.
        CannotWrite: if the copy cannot be made.
    """
    content = _read(path)
    digest = hashlib.sha256(content).hexdigest()
    folder = ledger.parent / FOLDER
    name = _known(folder, digest)
    if not name:
        name = f"{digest[:16]}-{_clean(path.name)}"
        _write(folder / name, content)
    return Evidence(file=f"{FOLDER}/{name}", sha256=digest)


def _read(path: Path) -> bytes:
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise _no_plain_file(path)
    # Should a link take the file's place just now, it is not followed
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            about = os.fstat(file.fileno())
            if not S_ISREG(about.st_mode):
                raise _no_plain_file(path)
            if about.st_size > LARGEST:
                raise _too_large(path)
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


def _too_large(path: Path) -> WrongUse:
    megabytes = LARGEST // 1_000_000
    return WrongUse(_("{path} is larger than {n} MB.").format(path=path, n=megabytes))


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

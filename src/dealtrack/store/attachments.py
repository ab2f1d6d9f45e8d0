"""Evidence: copies of files, kept in a folder beside the ledger under their digest."""

import hashlib
import os
import re
from pathlib import Path

from dealtrack.errors import CannotWrite, WrongUse
from dealtrack.model import Evidence
from dealtrack.text import _

LARGEST = 100_000_000
"""Bytes; what is larger belongs into an archive, not beside a ledger."""

FOLDER = "attachments"


def keep(path: Path, ledger: Path) -> Evidence:
    """Copy the file at *path* beside *ledger* and return what to note of it.

    The copy is on the disk before this returns; the same content is kept once.

    Raises:
        WrongUse: if *path* is no plain file (a link, a folder, a device), or too large.
        CannotWrite: if the copy cannot be made.
    """
    content = _read(path)
    digest = hashlib.sha256(content).hexdigest()
    name = f"{FOLDER}/{digest[:16]}-{_clean(path.name)}"
    target = ledger.parent / name
    if not target.exists():
        _write(target, content)
    return Evidence(file=name, sha256=digest)


def _read(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file():
        raise WrongUse(_("{path} is no plain file.").format(path=path), _("Nothing was saved."))
    if path.stat().st_size > LARGEST:
        raise WrongUse(
            _("{path} is larger than {n} MB.").format(path=path, n=LARGEST // 1_000_000),
            _("Nothing was saved."),
        )
    return path.read_bytes()


def _clean(name: str) -> str:
    """Return *name* without what could lead out of the folder or confuse a shell."""
    kept = re.sub(r"[^\w.-]+", "-", name).strip(".-")
    return kept[-80:] or "file"


def _write(target: Path, content: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = target.with_name(f".{target.name}.{os.getpid()}")
        with os.fdopen(
            os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        ) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except OSError as error:
        raise CannotWrite(target, error.strerror or str(error)) from error

"""A file for a report: written whole or not at all, for nobody's eyes but the owner's."""

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE
from tempfile import NamedTemporaryFile

from dealtrack.errors import CannotWrite, FileExists, reason
from dealtrack.text import _

_ATTEMPTS = 10


Pieces = Iterable[str] | Iterable[bytes]
"""Texts, which are written as UTF-8, or what is bytes already."""


def save(path: Path, pieces: Pieces, *, force: bool = False) -> None:
    """Write *pieces* to *path*, with mode 0600 or the mode of the file it replaces.

    Raises `FileExists` unless *force*, and `CannotWrite`.
    """
    refuse(path, force=force)
    target = path.resolve()  # a link stays a link
    try:
        temporary = _written(target, pieces)
        try:
            if target.exists():
                temporary.chmod(S_IMODE(target.stat().st_mode))
            _replace(temporary, target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWrite(path, reason(error)) from error


def refuse(path: Path, *, force: bool = False) -> None:
    """Raise if *path* must not be written: it is there already, or is no plain file."""
    try:
        is_there, is_plain = path.exists(), path.is_file()
    except OSError as error:
        raise CannotWrite(path, reason(error)) from error
    if is_there and not is_plain:
        raise CannotWrite(path, _("it is not a plain file"))
    if is_there and not force:
        raise FileExists(path)


def _written(target: Path, pieces: Pieces) -> Path:
    """Write *pieces* to a new file beside *target*, down to the disk."""
    with NamedTemporaryFile(
        dir=target.parent,
        prefix=f".{target.name[:40]}.",
        delete=False,
    ) as file:
        temporary = Path(file.name)
        try:
            file.writelines(p.encode() if isinstance(p, str) else p for p in pieces)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    return temporary


def _replace(temporary: Path, target: Path) -> None:
    """Put *temporary* in place; on Windows a virus scanner may hold the file for a moment."""
    for _attempt in range(_ATTEMPTS):
        with suppress(PermissionError):
            temporary.replace(target)
            return
        time.sleep(0.01)
    temporary.replace(target)

"""Small files beside a ledger that are no part of it: what may be lost without losing facts.

No backup holds them, no checksum guards them.
"""

from pathlib import Path
from typing import TypeVar

import msgspec

from dealtrack.errors import CannotWrite, reason
from dealtrack.store.disk.files import make_folder, replacing

T = TypeVar("T", bound=msgspec.Struct)


def read(path: Path, kind: type[T]) -> tuple[T, bool]:
    """Return what stands at *path*, and whether it can be read: else it is nothing.

    Readers need no lock: the file is replaced in one step.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind), True
    except (FileNotFoundError, NotADirectoryError):
        return kind(), True
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return kind(), False


def write(path: Path, value: msgspec.Struct) -> None:
    """Put *value* at *path*, on the disk when this returns.

    Raises: `CannotWrite`.
    """
    try:
        make_folder(path.parent)
        with replacing(path) as file:
            file.write(msgspec.json.encode(value) + b"\n")
    except OSError as fault:
        raise CannotWrite(path, reason(fault)) from None

"""The lock that a writer holds from reading until its change is on the disk.

The lock file also says who holds it, since when, so that a waiting writer can be
told.  Readers never wait and never look at it.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import NamedTuple

import msgspec

from dealtrack.errors import Locked
from dealtrack.store.disk.files import open_private

PATIENCE = 10.0
"""Seconds to wait for another writer."""


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds the lock."""

    who: str = ""
    process: int = 0
    since: datetime | None = None

    def refusal(self, path: Path, patience: float) -> Locked:
        """Return the error for whoever waited in vain."""
        since = self.since.strftime("%Y-%m-%d %H:%M:%S") if self.since else ""
        who = self.who or (f"process {self.process}" if self.process else "")
        return Locked(path, patience, who, since)


class _Turn:
    """The turn of one thread of this process, for one lock file."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.holder = Holder()


# The system's lock belongs to the process, not to the open file: it would let a
# second thread in, and be lost as soon as that one closed the lock file.
_TURNS: dict[Path, _Turn] = {}


@contextmanager
def held(path: Path, holder: Holder, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock at *path* as *holder*.

    Raises: `Locked` after *patience* seconds; `OSError` if there can be no lock.
    """
    turn = _TURNS.setdefault(path, _Turn())
    if not turn.lock.acquire(timeout=patience):
        raise turn.holder.refusal(path, patience)
    try:
        turn.holder = holder
        with _held_by_process(path, holder, patience):
            yield
    finally:
        turn.lock.release()


@contextmanager
def _held_by_process(path: Path, holder: Holder, patience: float) -> Iterator[None]:
    import fasteners  # type: ignore[import-untyped]  # noqa: PLC0415 -- 3 ms; reading needs none

    lock = fasteners.InterProcessLock(path)
    # Opened here: private, and standing at the first byte, the one that is locked on Windows.
    with FileIO(open_private(path, os.O_RDWR | os.O_CREAT), "r+b") as file:
        lock.lockfile = file
        try:
            is_ours = lock.acquire(timeout=patience, delay=0.005, max_delay=0.05)
        except threading.ThreadError as error:  # what fasteners makes of an `OSError`
            raise error.__context__ or error from None
        if not is_ours:
            raise _read(file).refusal(path, patience)
        try:
            _sign(file, holder)
            yield
        finally:
            # By now the change is saved or refused: what fails here is no failure of it,
            # and closing the file lets go of the lock as well.
            with suppress(OSError):
                file.truncate(0)
            with suppress(OSError):
                file.seek(0)
                lock.unlock()


def _sign(file: FileIO, holder: Holder) -> None:
    """Write *holder* behind the first byte, which nobody else can read on Windows."""
    file.truncate(0)
    file.write(b" " + msgspec.json.encode(holder) + b"\n")
    file.seek(0)


def _read(file: FileIO) -> Holder:
    try:
        file.seek(1)
        return msgspec.json.decode(file.read(), type=Holder)
    except (OSError, msgspec.MsgspecError):  # it was just letting go
        return Holder()


class Look(NamedTuple):
    """What a lock file shows: whether it is held now, and whom it names."""

    is_held: bool
    holder: Holder


def look(path: Path) -> Look:
    """Look at the lock at *path* without waiting; free if there is no such file.

    What it names though nobody holds it was left by a process that was killed.

    Raises: `OSError`, if the file cannot be opened.
    """
    with _tried(path) as (file, is_ours):
        return Look(not is_ours, _read(file) if file else Holder())


@contextmanager
def _tried(path: Path) -> Iterator[tuple[FileIO | None, bool]]:
    """Try to hold the lock for a blink; yield the open file, and whether it worked."""
    import fasteners  # noqa: PLC0415 -- 3 ms; reading needs none

    if not path.exists():
        yield None, True
        return
    lock = fasteners.InterProcessLock(path)
    with FileIO(path, "r+b") as file:
        lock.lockfile = file
        is_ours = lock.acquire(blocking=False)
        try:
            yield file, is_ours
        finally:
            if is_ours:
                file.seek(0)
                lock.release()

"""The memory of reminders beside the ledger: a small file that may be lost.

It is no part of the ledger: no backup holds it, no checksum guards it.  Without it
everything is told once more, and nothing is forgotten.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from dealtrack.errors import Locked, RemindersBusy
from dealtrack.model.telling import Memory
from dealtrack.store.disk import aside
from dealtrack.store.disk.files import Files, make_folder, saving

PATIENCE = 10.0
"""Seconds to wait for another who reminds."""


def read(files: Files) -> tuple[Memory, bool]:
    """Return what is remembered, and whether it can be read: else it is nothing."""
    return aside.read(files.reminded, Memory)


def write(files: Files, memory: Memory) -> None:
    """Remember *memory*; only under the lock.  Raises: `CannotWrite`."""
    aside.write(files.reminded, memory)


@contextmanager
def held(
    files: Files, who: str, moment: datetime, patience: float = PATIENCE
) -> Iterator[None]:
    """Hold the memory's own lock, so that two who remind at once do not tell twice.

    Raises: `RemindersBusy` after *patience* seconds; `CannotWrite`.
    """
    from dealtrack.store.disk import lock  # noqa: PLC0415 -- reading needs none

    holder = lock.Holder(who=who, process=os.getpid(), since=moment)
    path = files.reminded.with_suffix(".lock")
    try:
        with saving(path):
            make_folder(path.parent)
            # An error inside is not one of the lock: only entering it is tried here
            turn = lock.held(path, holder, patience)
            turn.__enter__()
    except Locked as busy:
        raise RemindersBusy(busy.who, busy.since) from None
    try:
        yield
    finally:
        turn.__exit__(None, None, None)

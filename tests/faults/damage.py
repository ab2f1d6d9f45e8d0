"""Files damaged on purpose, byte by byte, and what is read of the ledger then."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from dealtrack.errors import LedgerDamaged, LedgerTooNew, NotFound
from dealtrack.model import Draft
from dealtrack.model.changes import Change
from dealtrack.query.measures import Measure
from dealtrack.query.parse import parse
from dealtrack.store.base import Store
from dealtrack.store.opening import open_store
from tests.builders import TODAY
from tests.faults.truth import Truth, told

T = TypeVar("T")

FOUND = (LedgerDamaged, LedgerTooNew)
"""What says that a file is not as it was written."""


REFS = ("1", "2", "3", "T1")
"""Records that a ledger to be damaged has."""


class Seen(NamedTuple):
    """All that can be read of a ledger; None where reading found the damage."""

    truth: Truth | None
    history: list[list[Change]] | None
    answers: list[Any] | None


def see(ledger: Path) -> Seen:
    """Read the ledger, the history of `REFS`, and some answers to questions."""

    def found(read: Callable[[Store], T]) -> T | None:
        try:
            with open_store(str(ledger)) as store:
                return read(store)
        except FOUND:
            return None

    return Seen(
        found(lambda _: told(ledger)),
        found(lambda store: [_history(store, ref) for ref in REFS]),
        found(_answers),
    )


def _answers(store: Store) -> list[Any]:
    late = parse(["due:..2026-12-31"], TODAY)
    found: list[Any] = []
    for table in (store.agreements, store.trips):
        answers = table.entries(late, as_of=TODAY)
        found.append([entry.ref for entry in answers])
        found.append(table.tally([Measure("all")], as_of=TODAY))
    return found


def _history(store: Store, ref: str) -> list[Change]:
    try:
        return store.history(ref)
    except NotFound:
        return []


def is_refused(ledger: Path) -> bool:
    """Whether a change is refused because of damage; it is made if not."""
    try:
        with open_store(str(ledger)) as store:
            store.agreements.add(Draft(title="afterwards"))
    except FOUND:
        return True
    return False


@contextmanager
def damaged(path: Path, text: bytes, *, silently: bool) -> Iterator[None]:
    """Let *path* hold *text* for a while; *silently*, as rot does it: its time stays."""
    whole, about = path.read_bytes(), path.stat()
    path.write_bytes(text)
    if silently:
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    try:
        yield
    finally:
        path.write_bytes(whole)
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


def flipped(text: bytes, place: int, bits: int) -> bytes:
    """Return *text* with *bits* of the byte at *place* turned over."""
    changed = bytearray(text)
    changed[place] ^= bits
    return bytes(changed)


def contents(folder: Path) -> dict[str, bytes]:
    """Return what is in the files of *folder*, but for the lock."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(p.relative_to(folder)): p.read_bytes() for p in paths if p.suffix != ".lock"}

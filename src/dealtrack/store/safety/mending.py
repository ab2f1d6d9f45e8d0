"""A damaged ledger brought back to its newest good state; what is damaged stays beside it."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from dealtrack import __version__
from dealtrack.errors import LedgerDamaged, Overtaken
from dealtrack.store.disk import checkpoint, journal, years
from dealtrack.store.disk.checkpoint import Meta, Place, Tables
from dealtrack.store.disk.files import (
    Files,
    make_folder,
    put_in_place,
    replacing,
    saving,
    sync_folder,
    take_after,
)
from dealtrack.store.disk.journal import RecordChange, Transaction
from dealtrack.store.disk.lock import Holder, held
from dealtrack.store.ledger import Clock
from dealtrack.store.safety import backups, rescue, salvage
from dealtrack.store.safety.states import Findings, State
from dealtrack.store.safety.versions import raised
from dealtrack.text.hidden import visible


class Author(NamedTuple):
    """Who brings a ledger back, with which words, and the clock that tells when."""

    name: str
    words: str
    clock: Clock


def mend(
    files: Files, more: Iterable[Path], author: Author, seen: State | None = None
) -> tuple[str, ...]:
    """Put the newest good state of a ledger in place of its damaged files.

    *more* are backups to look into beside its own.  The ledger is one revision on then:
    its journal tells of this too.  Returns the names that the damaged files have now.

    Killed at any point, the ledger is as damaged as it was, or whole.

    Raises: `LedgerDamaged` if there is no good state, `Locked`, `CannotWrite`,
        `Overtaken` if that state is not, or no longer, the one that was *seen*.
    """
    with locked(files, author) as moment:
        found = rescue.search(files, more, whole=True)
        if found.best is None:
            raise LedgerDamaged(files.checkpoint, "gone")
        if seen is not None:
            check_seen(found.best, seen)
        with _staging(files) as folder:
            kept = _years_in(files, found.best)
            staged = _stage(folder, files, found, kept, author, moment)
            target = backups.own_name(files, moment)
            backups.back_up(staged, target, moment, backups.RESTORE)
            return _exchange(files, staged, kept, found.apart, moment)


def check_seen(now: State, seen: State) -> None:
    """Raise `Overtaken` if the ledger is *now* another than the one that was *seen*."""
    if (now.revision, now.last) != (seen.revision, seen.last):
        says = now.lines[-1].says if now.lines else None
        who, when = (says.by, f"{says.at:%Y-%m-%d %H:%M}") if says else ("", "–")
        raise Overtaken("", who, when, "dealtrack restore --dry-run")


@contextmanager
def locked(files: Files, author: Author) -> Iterator[datetime]:
    """Hold the lock of the ledger; yield the moment.  Raises: `Locked`, `CannotWrite`."""
    moment = author.clock()
    holder = Holder(who=visible(author.name), process=os.getpid(), since=moment)
    with saving(files.checkpoint), ExitStack() as stack:
        make_folder(files.lock.parent)
        stack.enter_context(held(files.lock, holder))
        yield moment


@contextmanager
def _staging(files: Files) -> Iterator[Path]:
    """Yield an empty folder beside the ledger; take it away afterwards."""
    folder = files.checkpoint.with_name(f"{files.name}.restoring")
    shutil.rmtree(folder, ignore_errors=True)  # what a killed process left
    try:
        make_folder(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _years_in(files: Files, state: State) -> list[Path]:
    """Return the year files if they are sound and the state's history begins with them."""
    paths = list(years.known(files).values())
    pieces = [piece for path in paths for piece in salvage.pieces(_bytes(path))]
    sums = [piece.line.sum if piece.line else "" for piece in pieces]
    return paths if sums == [line.sum for line in state.lines[: len(sums)]] else []


def _stage(
    folder: Path,
    files: Files,
    found: Findings,
    kept: list[Path],
    author: Author,
    moment: datetime,
) -> Files:
    """Write the state that was found, and the line that tells of it, into *folder*."""
    state = found.best
    assert state is not None
    staged = Files.of(folder / files.checkpoint.name)
    for path in kept:
        shutil.copyfile(path, folder / path.name)
    moved = sum(_bytes(path).count(b"\n") for path in kept)
    text = b"".join(line.body + b"\n" for line in state.lines[moved:])
    with replacing(staged.journal) as file:
        file.write(text)
    says = Transaction(
        revision=state.revision + 1,
        at=moment,
        by=visible(author.name),
        what=visible(author.words),
        changes=tuple(raised(state, found.unused)),
        counters=state.counters,
        previous=state.last,
    )
    line = journal.append(staged.journal, says, len(text), len(text))
    meta = Meta(
        revision=says.revision,
        counters=says.counters,
        journal=Place(line.end, line.sum),
        written=moment,
        program=f"dealtrack {__version__}",
    )
    checkpoint.write(staged.checkpoint, meta, _with(state.tables, says.changes))
    return staged


def _exchange(
    files: Files, staged: Files, kept: list[Path], apart: tuple[str, ...], moment: datetime
) -> tuple[str, ...]:
    """Put the staged files in place; return the names under which the damaged ones stay."""
    aside = []
    if files.checkpoint.name in apart or not _is_sound(files.checkpoint):
        aside.append(_set_aside(files.checkpoint, moment))
    if not staged.journal.read_bytes().startswith(_bytes(files.journal)):
        aside.append(_set_aside(files.journal, moment))
    for path in (files.checkpoint, files.journal):
        with staged.checkpoint.with_name(path.name).open("rb") as file:
            take_after(path, file.fileno())
    # One after the other: an old checkpoint has its place in the new journal, or none, and
    # then it is damage. What is replaced is there until the moment it is.
    put_in_place(staged.journal, files.journal)
    sync_folder(files.journal.parent)
    put_in_place(staged.checkpoint, files.checkpoint)
    for path in years.known(files).values():
        if path not in kept:
            aside.append(_set_aside(path, moment))
            path.unlink()
    with suppress(OSError):
        files.index.unlink(missing_ok=True)
    sync_folder(files.checkpoint.parent)
    return tuple(filter(None, aside))


def _is_sound(path: Path) -> bool:
    """Whether the checkpoint at *path* says nothing that would be lost with it."""
    text = _bytes(path)
    if not text:
        return True
    try:
        checkpoint.parse(text, path)
    except LedgerDamaged:
        return False
    return True


def _set_aside(path: Path, moment: datetime) -> str:
    """Give the file at *path* a second name, and return it; it stays where it is, too."""
    if not path.exists():
        return ""
    for other in path.parent.glob(f"{path.name}.damaged-*"):
        if other.samefile(path):
            return other.name
    name = f"{path.name}.damaged-{moment:%Y%m%dT%H%M%S}"
    target, number = path.with_name(name), 2
    while target.exists():
        target, number = path.with_name(f"{name}-{number}"), number + 1
    try:
        target.hardlink_to(path)
    except OSError:  # a file system without links
        shutil.copy2(path, target)
    return target.name


def _with(tables: Tables, changes: Iterable[RecordChange]) -> Tables:
    made = {name: dict(table) for name, table in tables.items()}
    for change in changes:
        made[change.table][str(change.id)] = change.after
    return made


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""

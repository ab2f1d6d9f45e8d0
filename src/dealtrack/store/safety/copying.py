"""Copying a whole ledger to another place: records, history, attachments; read back."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from dealtrack.errors import CannotRead, WrongUse
from dealtrack.store.disk import attached, snapshot, years
from dealtrack.store.disk.attachments import FOLDER
from dealtrack.store.disk.files import Files, make_folder, replacing, saving, sync_folder
from dealtrack.store.opening import open_store
from dealtrack.store.safety import archive, copies
from dealtrack.store.safety.archive import Progress
from dealtrack.store.safety.copies import Copy
from dealtrack.text import _

_DAY = 86_400


class Copied(NamedTuple):
    """What was copied, and to where."""

    target: Path
    revision: int
    agreements: int
    trips: int
    changes: int
    attachments: int


def copy(source: str, target: str, progress: Progress = lambda _done: None) -> Copied:
    """Copy the ledger *source* to *target*, where there must be none yet.

    Needs no lock: what is copied is the ledger at one moment, whoever writes meanwhile.
    The copy is made in a folder beside, read back record by record and line by line, and
    gets its name as the last step: it is there whole, or not at all.

    Raises: `CannotRead`, `WrongUse`, `CannotWrite`, and what reading raises.
    """
    for address in (source, target):
        open_store(address).close()  # refuses what no store keeps
    here = Files.of(Path(source))
    if not (here.checkpoint.exists() or here.journal.exists()):
        raise CannotRead(source, _("there is no ledger"))
    there = vacant(target)
    with building(there) as made:
        found = _write(here, made, progress)
        count = _compare(here, found, made)
        return Copied(there.checkpoint, found.revision, found.agreements, found.trips, *count)


def vacant(target: str) -> Files:
    """Return the files of a new ledger at *target*; in a folder it gets its usual name.

    Raises: `WrongUse` if there is anything already.
    """
    path = Path(target)
    found = Files.of(path / "ledger.json" if path.is_dir() else path)
    if _is_taken(found.checkpoint.parent):
        raise WrongUse(
            _("{path} is not empty.").format(path=found.checkpoint.parent),
            _("A ledger needs a folder of its own: name one that is new, or empty."),
        )
    return found


@contextmanager
def building(there: Files) -> Iterator[Files]:
    """Yield files in a folder beside that takes its place at the end, on an error none.

    Raises: `CannotWrite`.
    """
    with saving(there.checkpoint), _building(there.checkpoint.parent) as folder:
        yield Files.of(folder / there.checkpoint.name)


def _is_taken(folder: Path) -> bool:
    """Whether anything is in *folder* already: a ledger has a folder of its own."""
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


@contextmanager
def _building(folder: Path) -> Iterator[Path]:
    """Yield a folder that takes the place of *folder* at the end, on an error none."""
    make_folder(folder.parent)
    begin = f".{folder.name}.copying-"
    _sweep(folder.parent, begin)
    fresh = Path(tempfile.mkdtemp(prefix=begin, dir=folder.parent))
    try:
        yield fresh
        if os.name == "nt" and folder.exists():
            folder.rmdir()  # there nothing takes the place of a folder, even of an empty one
        fresh.replace(folder)
        sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _sweep(folder: Path, begin: str) -> None:
    """Take away what copies left in *folder* that were killed, more than a day ago."""
    for left in folder.glob(f"{begin}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _DAY:
                shutil.rmtree(left)


def _write(here: Files, made: Files, progress: Progress) -> Copy:
    found = copies.checked(here)
    progress(0.1)
    lying = _named(here, found)
    whole = sum(map(len, found.texts.values())) + sum(p.stat().st_size for p in lying.values())
    done = 0
    for name, text in found.texts.items():
        _put(_place(made, name), text)
        done += len(text)
        progress(0.1 + 0.6 * done / max(whole, 1))
    for name, path in lying.items():
        make_folder(made.checkpoint.parent / FOLDER)
        _put(made.checkpoint.parent / FOLDER / name, path.read_bytes())
        done += path.stat().st_size
        progress(0.1 + 0.6 * done / max(whole, 1))
    return found


def _named(here: Files, found: Copy) -> dict[str, Path]:
    """Return the attachments that the ledger names, or once named, as far as they are there."""
    known = {name for text in found.texts.values() for name in attached.named_in(text)}
    lying = attached.lying_in(here.checkpoint.parent / FOLDER)
    return {name: path for name, path in lying.items() if name in known}


def _put(path: Path, content: bytes) -> None:
    with replacing(path) as file:
        file.write(content)


def _place(made: Files, name: str) -> Path:
    """Return where the part that backups call *name* lies in the ledger *made*."""
    if name == archive.CHECKPOINT:
        return made.checkpoint
    if name == archive.JOURNAL:
        return made.journal
    return made.year(int(name.removeprefix("ledger-").removesuffix(".journal")))


def _compare(here: Files, found: Copy, made: Files) -> tuple[int, int]:
    """Read the copy back; return how many changes and attachments it has.

    Its files have to be those that were read and checked, byte for byte; and they have to
    tell the same ledger, each line of the journal following from the one before.
    """
    if any(_place(made, name).read_bytes() != text for name, text in found.texts.items()):
        raise _not_the_same()
    copied, lines = snapshot.read(made), list(years.lines(made))
    counts = {name: len(table) for name, table in copied.tables.items()}
    if (copied.revision, counts.get("agreements"), counts.get("trips")) != (
        *(found.revision, found.agreements),
        found.trips,
    ):
        raise _not_the_same()
    lying = attached.lying_in(made.checkpoint.parent / FOLDER)
    for name, path in lying.items():
        if attached.digest(path) != attached.digest(here.checkpoint.parent / FOLDER / name):
            raise _not_the_same()
    return len(lines), len(lying)


def _not_the_same() -> OSError:
    return OSError(errno.EIO, os.strerror(errno.EIO))

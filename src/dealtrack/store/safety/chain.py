"""The whole chain of changes that a ledger still keeps, and what it begins with."""

from pathlib import Path
from typing import NamedTuple

from dealtrack.errors import CannotRead, DealtrackError, LedgerDamaged, reason
from dealtrack.store.disk import years
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.journal import Flawed, Line
from dealtrack.store.disk.snapshot import flawed
from dealtrack.store.safety import backups
from dealtrack.store.safety.rescue import kept_in
from dealtrack.store.safety.states import NOTHING_YET, Base


class Chain(NamedTuple):
    """The *lines* up to the first *fault*.  *lengths* are the lines of each file."""

    lines: list[Line]
    lengths: dict[Path, int]
    fault: LedgerDamaged | CannotRead | None

    @property
    def first(self) -> int:
        """The revision that the oldest line makes, 1 if there is none."""
        return self.lines[0].says.revision if self.lines else 1


def read_chain(files: Files) -> Chain:
    """Read all years and the journal; what is wrong with them is told, not raised."""
    lines: list[Line] = []
    fault: LedgerDamaged | CannotRead | None = None
    try:
        lines.extend(years.lines(files))
    except Flawed as error:
        fault = flawed(error, lines[-1] if lines else None)
    except OSError as error:
        fault = CannotRead(str(error.filename or files.journal), reason(error))
    return Chain(
        lines, {p: _length(p) for p in (*years.known(files).values(), files.journal)}, fault
    )


def base_of(files: Files, chain: Chain) -> Base | None:
    """Return the oldest state that *chain* goes on from, None if no file holds one.

    That is the empty ledger, or, if the first years were dropped, the oldest backup that
    the first line kept, or a later one, follows.
    """
    if chain.first == 1:
        return NOTHING_YET
    known = {line.says.revision - 1: line.says.previous for line in chain.lines}
    for backup in reversed(backups.list_backups(files)):
        if backup.revision in known:
            found = _in_backup(backup.path)
            if found and known[backup.revision] == found.last:
                return found
    return None


def _in_backup(path: Path) -> Base | None:
    try:
        state = kept_in(path)
    except (DealtrackError, OSError):
        return None
    return Base(state.revision, state.last, state.saved, state.tables, path.name)


def _length(path: Path) -> int:
    try:
        return path.read_bytes().count(b"\n")
    except OSError:
        return 0

"""Putting right what can be put right without guessing: nothing here touches a record."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from dealtrack.report.doctor import Check
from dealtrack.store.disk.files import Files
from dealtrack.store.index import discard
from dealtrack.store.safety import backups, health
from dealtrack.store.safety.mending import Author, locked

WHY = "doctor --fix"
"""The reason that stands in the backup which is made first."""


def fix(files: Files, checks: Iterable[Check], author: Author) -> None:
    """Back the ledger up, then put right what *checks* found fixable.

    Raises: `Locked`; `LedgerDamaged`, for then there can be no backup; `CannotWrite`.
    """
    wanted = [check for check in checks if check.status == "fixable"]
    # Whoever holds the lock writes over the name of a dead process, and takes it out again
    with locked(files, author) as moment:
        if files.checkpoint.exists() or files.journal.exists():
            backups.back_up(files, backups.name_for(files, files.backups, moment), moment, WHY)
        for check in wanted:
            for finding in check.findings:
                _DEEDS[check.key](files, Path(finding.facts.get("file", "")))


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _nothing_more(_files: Files, _path: Path) -> None:
    """Do nothing: having held the lock, and made the backup, was all."""


_DEEDS: dict[str, Callable[[Files, Path], None]] = {
    "access": lambda _files, path: health.close(path),
    "strays": lambda _files, path: _delete(path),
    "index": lambda files, _path: discard(files),
    "lock": _nothing_more,
    "backup": _nothing_more,
}
"""How the checks that can be fixable are put right."""

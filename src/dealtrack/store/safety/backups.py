"""Backups: whole copies of a ledger, checked before they are made and after.

They lie in ``backups/`` beside it, named by the moment: ``ledger-2026-11-22T090000.zip``.
The first of a day is made before that day's first change.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from dealtrack import __version__
from dealtrack.errors import (
    BackupDamaged,
    CannotRead,
    DealtrackError,
    NoSuchBackup,
    SeveralBackups,
    reason,
)
from dealtrack.store.disk import attached
from dealtrack.store.disk.attachments import FOLDER
from dealtrack.store.disk.files import Files, make_folder
from dealtrack.store.safety import archive, copies, retention
from dealtrack.store.safety.archive import About, Attachment, Progress
from dealtrack.text import _

DAILY = "first write of the day"
ASKED = "asked for"
RESTORE = "restore"
IMPORT = "import"
UPGRADE = "upgrade"

NEWEST = "newest"
"""What stands for the newest backup where one is asked for."""

_MOMENT = re.compile(r"-(\d{4}-\d{2}-\d{2}T\d{6})(?:-(\d+))?\.zip")
_DAY = len("20261122")


class Backup(NamedTuple):
    """A backup as it lies there; *fault* says why it cannot be used, "" if it can.

    *moment* is local time, as in its name, *last* the checksum of its journal's last line.
    """

    path: Path
    moment: datetime
    reason: str = ""
    revision: int = 0
    last: str = ""
    saved: datetime | None = None
    agreements: int = 0
    trips: int = 0
    size: int = 0
    is_complete: bool = False
    fault: str = ""

    @property
    def name(self) -> str:
        """The moment as people type it to choose this backup: ``2026-11-22T09:00:00``."""
        again = self.path.stem.rpartition("T")[2].partition("-")[2]
        return f"{self.moment:%Y-%m-%dT%H:%M:%S}{again and '-'}{again}"


def list_backups(files: Files) -> list[Backup]:
    """Return the backups of a ledger, the newest first."""
    named = [
        (*found, path)
        for path in files.backups.glob("*.zip")
        if (found := _named(path.name.removeprefix(files.name)))
    ]
    return [look_at(path, moment) for moment, _again, path in sorted(named, reverse=True)]


def look_at(path: Path, moment: datetime | None = None) -> Backup:
    """Return what the backup at *path* says of itself; made at *moment*, as its name says."""
    try:
        size = path.stat().st_size
        with archive.opened(path) as found:
            about = found.about
    except DealtrackError as error:
        fault = error.why if isinstance(error, BackupDamaged | CannotRead) else str(error)
        return Backup(path, moment or datetime.min, fault=fault)
    except OSError as error:
        return Backup(path, moment or datetime.min, fault=reason(error))
    return Backup(
        path=path,
        moment=moment or about.made.replace(tzinfo=None),
        reason=about.reason,
        revision=about.revision,
        last=about.last,
        saved=about.saved,
        agreements=about.agreements,
        trips=about.trips,
        size=size,
        is_complete=about.is_complete,
    )


def choose(known: list[Backup], wanted: str) -> Backup:
    """Return the one of the *known* backups that *wanted* means.

    That is a moment, or the beginning of one if it fits one backup only; a whole day
    means the newest backup of that day.

    Raises: `NoSuchBackup`, `SeveralBackups`.
    """
    if wanted == NEWEST and known:
        return known[0]
    typed = _digits(wanted)
    fitting = [one for one in known if typed and _digits(one.name).startswith(typed)]
    if not fitting:
        raise NoSuchBackup(wanted, tuple(one.name for one in known))
    exact = [one for one in fitting if _digits(one.name) == typed]
    if len(fitting) > 1 and not exact and len(typed) != _DAY:
        raise SeveralBackups(wanted, tuple(one.name for one in fitting))
    return (exact or fitting)[0]


def back_up(
    files: Files,
    target: Path,
    moment: datetime,
    why: str = ASKED,
    *,
    is_complete: bool = False,
    progress: Progress = lambda _done: None,
) -> Backup:
    """Write a backup to *target*, read it back, and return it.

    A complete one holds the attached files too, any other only their names and sizes.

    Raises: `LedgerDamaged`, `OSError`.
    """
    return _write(files, copies.checked(files), target, moment, why, is_complete, progress)


def keep(files: Files, moment: datetime, progress: Progress) -> Backup:
    """Make a backup among the ledger's own; whoever calls this holds the lock.

    Raises: `LedgerDamaged`, `OSError`.
    """
    known = [one for one in list_backups(files) if not one.fault]
    made = back_up(files, own_name(files, moment), moment, progress=progress)
    _rotate([made, *known], moment)
    return made


def own_name(files: Files, moment: datetime) -> Path:
    """Return a free name among the ledger's own backups; only the holder of the lock asks.

    What a killed process left half written there is taken away.
    """
    for path in files.backups.glob("*.zip.new"):
        if _named(path.name.removeprefix(files.name).removesuffix(".new")):
            path.unlink(missing_ok=True)
    return name_for(files, files.backups, moment)


def name_for(files: Files, folder: Path, moment: datetime) -> Path:
    """Return a free name for the backup of *moment* in *folder*."""
    name = f"{files.name}-{moment:%Y-%m-%dT%H%M%S}"
    number = 1
    while (path := folder / f"{name}{f'-{number}' if number > 1 else ''}.zip").exists():
        number += 1
    return path


def before_writing(files: Files, moment: datetime, why: str = DAILY) -> str:
    """Back a ledger up that is about to be changed, unless that was done this day already.

    Whoever calls this holds the lock.  Returns a sentence if no backup could be made:
    the disk may be full, and the change itself still fit.

    Raises: `LedgerDamaged` if what is there is damaged.
    """
    if not (files.checkpoint.exists() or files.journal.exists()):
        return ""
    sound = [one for one in list_backups(files) if not one.fault]
    if why == DAILY and any(one.moment.date() == moment.date() for one in sound):
        return ""
    try:
        copy = copies.checked(files)
        if copy.revision:
            target = own_name(files, moment)
            _rotate([_write(files, copy, target, moment, why), *sound], moment)
    except (OSError, CannotRead) as fault:
        return _("No backup could be made in {folder}: {why}.").format(
            folder=files.backups,
            why=fault.why if isinstance(fault, CannotRead) else reason(fault),
        )
    return ""


def _write(
    files: Files,
    copy: copies.Copy,
    target: Path,
    moment: datetime,
    why: str,
    is_complete: bool = False,
    progress: Progress = lambda _done: None,
) -> Backup:
    about = About(
        program=f"dealtrack {__version__}",
        made=moment,
        reason=why,
        revision=copy.revision,
        last=copy.last,
        saved=copy.saved,
        agreements=copy.agreements,
        trips=copy.trips,
        is_complete=is_complete,
    )
    lying = attached.lying_in(files.checkpoint.parent / FOLDER)
    texts = copy.texts | {archive.LIST: _listed(lying)}
    make_folder(target.parent)
    archive.write(target, about, texts, lying if is_complete else {}, progress)
    return look_at(target, moment.replace(tzinfo=None))


def _rotate(known: list[Backup], moment: datetime) -> None:
    """Take away what is not worth keeping of *known*, sound ones; never what holds most."""
    stay = retention.kept((one.moment for one in known), moment.replace(tzinfo=None))
    newest = max(one.revision for one in known)
    for one in known:
        if one.moment not in stay and one.revision != newest:
            one.path.unlink(missing_ok=True)


def _listed(lying: Mapping[str, Path]) -> bytes:
    return msgspec.json.encode(
        [Attachment(name=name, size=path.stat().st_size) for name, path in lying.items()]
    )


def _named(rest: str) -> tuple[datetime, int] | None:
    """Return the moment in a name of which the *rest* is given, and the how manieth of it."""
    match = _MOMENT.fullmatch(rest)
    with suppress(ValueError):
        if match:
            return datetime.strptime(match[1], "%Y-%m-%dT%H%M%S"), int(match[2] or 1)
    return None


def _digits(name: str) -> str:
    """Return a moment, as it is typed or told, without its signs, but for that of a second."""
    day, _sign, clock = name.strip().replace(" ", "T").partition("T")
    time, sign, again = clock.partition("-")
    return day.replace("-", "") + time.replace(":", "") + sign + again

"""Which backups of a ledger there are."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from dealtrack.report.page import Column, Page, Row, Table, Tone, Toned
from dealtrack.text import _, later, plural

_REASONS = {
    "first write of the day": later("first change of the day"),
    "asked for": later("asked for"),
    "restore": later("restoring"),
    "import": later("before an import"),
    "upgrade": later("before an upgrade"),
    "doctor --fix": later("before the doctor"),
}


class BackupLine(Struct, frozen=True, kw_only=True):
    """One backup; *size* in bytes.  Of one that is not sound only the name is known.

    A complete one holds the attached files too.
    """

    name: str
    file: str
    is_sound: bool
    made: datetime | None = None
    reason: str = ""
    revision: int = 0
    agreements: int = 0
    trips: int = 0
    size: int = 0
    is_complete: bool = False


class Backups(Struct, frozen=True, kw_only=True):
    """The backups in *folder*, the newest first."""

    schema: Literal["dealtrack/backups/1"] = "dealtrack/backups/1"
    folder: str
    backups: tuple[BackupLine, ...]

    def page(self) -> Page:
        """Lay the report out."""
        count = plural("{n} backup", "{n} backups", len(self.backups))
        columns = (
            Column("backup", _("Backup"), "ref"),
            Column("reason", _("Made"), grow=True),
            Column("revision", _("Revision"), "number"),
            Column("agreements", _("Agreements"), "number"),
            Column("trips", _("Trips"), "number", minor=True),
            Column("size", _("Size"), "number"),
        )
        table = Table(
            columns,
            rows=tuple(map(_row, self.backups)),
            empty=_("There is no backup yet."),
        )
        return Page(
            _("{count} in {folder}").format(count=count, folder=self.folder),
            (table,),
            is_list=True,
            hint=_hint(self.backups),
        )


def list_up(folder: str, backups: Iterable[BackupLine]) -> Backups:
    """List the *backups* that lie in *folder*."""
    return Backups(folder=folder, backups=tuple(backups))


def say_size(size: int) -> str:
    """Say how large a file of *size* bytes is."""
    if size < 1000:
        return plural("{n} byte", "{n} bytes", size)
    number, unit = size / 1000, "kB"
    for larger in ("MB", "GB", "TB"):
        if number < 999.5:
            break
        number, unit = number / 1000, larger
    return f"{number:.0f} {unit}" if number >= 10 else f"{number:.1f} {unit}"


def _row(one: BackupLine) -> Row:
    if not one.is_sound:
        return (one.name, Toned(_("cannot be used"), Tone.BAD), None, None, None, None)
    made = _(_REASONS[one.reason]) if one.reason in _REASONS else one.reason
    return (one.name, made, one.revision, one.agreements, one.trips, say_size(one.size))


def _hint(backups: tuple[BackupLine, ...]) -> str:
    if not backups:
        return _("Make one: dealtrack backup")
    return _("What it would bring back: dealtrack restore --from {name} --dry-run").format(
        name=backups[0].name
    )

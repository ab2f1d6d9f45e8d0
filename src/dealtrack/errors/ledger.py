"""A ledger that is damaged, too new, or in use."""

from pathlib import Path
from typing import Literal, NamedTuple

from dealtrack.errors.base import DealtrackError
from dealtrack.text import _, listed, plural, run_on
from dealtrack.text.hidden import visible

LedgerFault = Literal[
    "checksum", "layout", "line", "order", "seam", "record", "behind", "other", "gone"
]


class Newest(NamedTuple):
    """The newest state of a damaged ledger that can be brought back, and with which *command*.

    *lost* are the revisions after it that were saved once and are not to be found; there
    may be more of them unless *is_end_known*.  The files that are *apart* are sound, but
    are of another ledger, or of a copy that went on by itself.
    """

    revision: int
    saved: str
    agreements: int
    trips: int
    lost: tuple[int, ...]
    is_end_known: bool
    command: str
    apart: tuple[str, ...] = ()


class LedgerDamaged(DealtrackError):  # noqa: N818
    """A file of the ledger is not as dealtrack wrote it.  Nothing is written over it.

    *place* is the line of the journal, or the record, that is at fault.  *good*
    names the files that can still be read, up to *revision*, saved at *when*: as far
    as whoever found the damage can tell.  `knowing` adds what a search has found.
    """

    exit_code = 5

    def __init__(
        self,
        file: Path,
        fault: LedgerFault,
        place: str = "",
        good: str = "",
        revision: int = 0,
        when: str = "",
        newest: Newest | None = None,
    ) -> None:
        super().__init__(file, fault, place, good, revision, when, newest)
        self.file = file
        self.fault: LedgerFault = fault
        self.place = place
        self.good = good
        self.revision = revision
        self.when = when
        self.newest = newest

    def knowing(self, newest: Newest) -> "LedgerDamaged":
        """Return the same error, with the *newest* good state of the ledger."""
        return LedgerDamaged(
            self.file, self.fault, self.place, self.good, self.revision, self.when, newest
        )

    def __str__(self) -> str:
        if self.fault == "other":
            return f"{self._fault()}\n{self._apart()}"
        return f"{self._fault()}\n{self._good()}\n{self._remedy()}"

    def _fault(self) -> str:
        faults: dict[LedgerFault, str] = {
            "checksum": _("The ledger is damaged: the checksum of {file} differs."),
            "layout": _(
                "The ledger is damaged: {file} is not laid out as dealtrack writes it."
            ),
            "line": _("The ledger is damaged: the checksum of line {place} of {file} differs."),
            "order": _(
                "The ledger is damaged: line {place} of {file} does not follow the one before."
            ),
            "seam": _(
                "The ledger is damaged: {file} is missing, older than ledger.json, or changed."
            ),
            "record": _("The ledger is damaged: {place} in {file} cannot be read."),
            "behind": _("The ledger is damaged: {file} is older than the backup {place}."),
            "other": _(
                "The ledger is damaged: {file} lacks changes that the backup {place} holds."
            ),
            "gone": _("The ledger is gone: there is no {file}, but there are backups of it."),
        }
        return faults[self.fault].format(file=self.file.name, place=self.place)

    def _good(self) -> str:
        if self.newest:
            is_whole = (
                self.newest.is_end_known and not self.newest.lost and not self.newest.apart
            )
            joined = run_on if is_whole else "\n".join
            return joined((_newest(self.newest), _lost(self.newest)))
        if not self.revision:
            return _("What it held cannot be told from this file alone.")
        return _("Still good: {files}, up to revision {revision}, saved {when}.").format(
            files=self.good, revision=self.revision, when=self.when
        )

    def _apart(self) -> str:
        from shlex import quote  # noqa: PLC0415 -- wanted after damage only

        backup = quote(str(self.file.parent / "backups" / self.place))
        command = f"dealtrack restore --from {backup} --ledger PATH"
        return _("Look at both, the backup in a place of its own: {command}").format(
            command=command
        )

    def _remedy(self) -> str:
        keep = _("Nothing was written. Keep a copy of {folder} before you do anything else.")
        look = _("See what can be brought back: {command} --dry-run")
        command = self.newest.command if self.newest else "dealtrack restore"
        return "\n".join((keep.format(folder=self.file.parent), look.format(command=command)))


def _newest(found: Newest) -> str:
    agreements = plural("{n} agreement", "{n} agreements", found.agreements)
    trips = plural("{n} trip", "{n} trips", found.trips)
    return _("Newest good state: revision {revision}, {when}, {agreements}, {trips}.").format(
        revision=found.revision, when=found.saved, agreements=agreements, trips=trips
    )


def say_apart(names: tuple[str, ...]) -> str:
    """Say that the files called *names* are sound, but of another ledger."""
    return _(
        "Not part of it: {names} – of another ledger, or of a copy that went on by itself."
    ).format(names=listed(names))


def _lost(found: Newest) -> str:
    if not found.is_end_known:
        return _("What was saved after it, if anything, is lost.")
    if found.apart and not found.lost:
        return say_apart(found.apart)
    if not found.lost:
        return _("Nothing is lost.")
    if len(found.lost) == 1:
        return _("Revision {first} is lost.").format(first=found.lost[0])
    first, last = found.lost[0], found.lost[-1]
    return _("Revisions {first} to {last} are lost.").format(first=first, last=last)


class LedgerTooNew(DealtrackError):  # noqa: N818
    """A later dealtrack wrote the ledger, in a *format* that this one does not know."""

    exit_code = 5

    def __init__(self, file: Path, format: int, program: str = "") -> None:  # noqa: A002
        super().__init__(file, format, program)
        self.file = file
        self.format = format
        self.program = program

    def __str__(self) -> str:
        return _(
            "{file} was written by {program}, in format {format}, which is newer than this "
            "program.\nNothing was written. Install the newer dealtrack to go on."
        ).format(
            file=self.file, program=self.program or _("a newer dealtrack"), format=self.format
        )


class Locked(DealtrackError):  # noqa: N818
    """Another process went on writing; *who*, and *since* when, as far as it said."""

    exit_code = 6

    def __init__(self, file: Path, seconds: float, who: str = "", since: str = "") -> None:
        super().__init__(file, seconds, who, since)
        self.file = file
        self.seconds = seconds
        self.who = who
        self.since = since

    def __str__(self) -> str:
        who = self.who or _("another process")
        if self.since:
            words = _("The ledger is being changed by {who} since {since}.")
        else:
            words = _("The ledger is being changed by {who}.")
        waited = _("Waited {seconds} s; nothing was saved. Try again in a moment.")
        return "\n".join(
            (
                words.format(who=visible(who), since=self.since),
                waited.format(seconds=f"{self.seconds:g}"),
            )
        )

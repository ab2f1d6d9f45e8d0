"""A ledger that is damaged, too new, or in use."""

from pathlib import Path
from typing import Literal

from dealtrack.errors.base import DealtrackError
from dealtrack.text import _
from dealtrack.text.hidden import visible

LedgerFault = Literal["checksum", "layout", "line", "order", "seam", "record"]


class LedgerDamaged(DealtrackError):  # noqa: N818
    """A file of the ledger is not as dealtrack wrote it.  Nothing is written over it.

    *place* is the line of the journal, or the record, that is at fault.  *good*
    names the files that can still be read, up to *revision*, saved at *when*.
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
    ) -> None:
        super().__init__(file, fault, place, good, revision, when)
        self.file = file
        self.fault: LedgerFault = fault
        self.place = place
        self.good = good
        self.revision = revision
        self.when = when

    def __str__(self) -> str:
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
        }
        return faults[self.fault].format(file=self.file.name, place=self.place)

    def _good(self) -> str:
        if not self.revision:
            return _("What it held cannot be told from this file alone.")
        return _("Still good: {files}, up to revision {revision}, saved {when}.").format(
            files=self.good, revision=self.revision, when=self.when
        )

    def _remedy(self) -> str:
        return _(
            "Nothing was written. Keep a copy of {folder} before you do anything else."
        ).format(folder=self.file.parent)


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

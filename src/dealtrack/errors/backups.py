"""Backups that cannot be used, or found."""

from pathlib import Path

from dealtrack.errors.base import DealtrackError
from dealtrack.text import _, listed
from dealtrack.text.hidden import visible


class BackupDamaged(DealtrackError):  # noqa: N818
    """A file that is no sound backup of dealtrack; nothing of it is used."""

    exit_code = 5

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(file, why)
        self.file = file
        self.why = why

    def __str__(self) -> str:
        sentence = _("{file} cannot be used as a backup: {why}.").format(
            file=visible(str(self.file)), why=self.why
        )
        return "\n".join((sentence, _("See which there are: dealtrack backup --list")))


class NoSuchBackup(DealtrackError):  # noqa: N818
    """No backup is of the moment, or has the name, that was *wanted*; *known* are there."""

    exit_code = 3

    def __init__(self, wanted: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(wanted, known)
        self.wanted = wanted
        self.known = known

    def __str__(self) -> str:
        if not self.known:
            return "\n".join((_("There is no backup yet."), _("Make one: dealtrack backup")))
        sentence = _("There is no backup of {wanted}.").format(wanted=visible(self.wanted))
        return "\n".join((sentence, _("There are: {names}.").format(names=listed(self.known))))


class SeveralBackups(DealtrackError):  # noqa: N818
    """What was *wanted* fits several backups; none is guessed."""

    exit_code = 2

    def __init__(self, wanted: str, fitting: tuple[str, ...]) -> None:
        super().__init__(wanted, fitting)
        self.wanted = wanted
        self.fitting = fitting

    def __str__(self) -> str:
        return _(
            "{wanted} fits several backups: {names}.\nWrite more of the one you mean."
        ).format(wanted=visible(self.wanted), names=listed(self.fitting))


class NothingToRestore(DealtrackError):  # noqa: N818
    """There is no state of a ledger in *folder* that could be brought back."""

    exit_code = 3

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder

    def __str__(self) -> str:
        return _(
            "Nothing in {folder} can be brought back: no ledger, and no backup of one.\n"
            "With a backup that is kept elsewhere: dealtrack restore --from FILE"
        ).format(folder=visible(str(self.folder)))


class OtherLedger(DealtrackError):  # noqa: N818
    """A backup of another ledger, in which the same refs mean other records."""

    exit_code = 4

    def __init__(self, file: Path, ref: str = "") -> None:
        super().__init__(file, ref)
        self.file = file
        self.ref = ref

    def __str__(self) -> str:
        return _(
            "{file} is a backup of another ledger: its {ref} is another record than yours.\n"
            "Bring it back to a place of its own: dealtrack restore --from {file} --ledger PATH"
        ).format(file=visible(str(self.file)), ref=self.ref)

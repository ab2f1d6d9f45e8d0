"""Files that cannot be read, taken over or written."""

import errno
from pathlib import Path
from typing import NamedTuple

from dealtrack.errors.base import DealtrackError
from dealtrack.text import _, plural
from dealtrack.text.hidden import visible


class FileProblem(NamedTuple):
    """One thing that is wrong in a file: its path in there, its line (0: none), and why."""

    path: str
    line: int
    why: str

    def __str__(self) -> str:
        place, why = self._place(), visible(self.why)
        return _("{place}: {why}").format(place=place, why=why) if place else why

    def _place(self) -> str:
        path = visible(self.path)
        if not self.line:
            return path
        words = _("line {line}, {path}") if path else _("line {line}")
        return words.format(line=self.line, path=path)


class FileRefused(DealtrackError):  # noqa: N818
    """A file holds problems, all of them told; nothing of it was taken over."""

    exit_code = 4

    def __init__(self, name: str, problems: tuple[FileProblem, ...]) -> None:
        super().__init__(name, problems)
        self.name = name
        self.problems = problems

    def __str__(self) -> str:
        sentence = plural(
            "{name} has {n} problem. Nothing was saved.",
            "{name} has {n} problems. Nothing was saved.",
            len(self.problems),
        ).format(name=visible(self.name))
        return "\n".join((sentence, *(f"  {problem}" for problem in self.problems)))


class CannotRead(DealtrackError):  # noqa: N818
    """A file that cannot be read, or is no text that dealtrack reads."""

    exit_code = 3

    def __init__(self, path: str, why: str) -> None:
        super().__init__(path, why)
        self.path = path
        self.why = why

    def __str__(self) -> str:
        return _("{path} cannot be read: {why}.").format(path=visible(self.path), why=self.why)


class TableRefused(DealtrackError):  # noqa: N818
    """A file is no table that dealtrack takes over, or one that it had better not open."""

    exit_code = 4

    def __init__(self, path: str, why: str, remedy: str = "") -> None:
        super().__init__(path, why, remedy)
        self.path = path
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        sentence = _("{path} cannot be imported: {why}.").format(
            path=visible(self.path), why=visible(self.why)
        )
        return "\n".join(filter(None, (sentence, visible(self.remedy))))


class FileExists(DealtrackError):  # noqa: N818
    """A report would take the place of a file that is there already; *option* allows it."""

    exit_code = 4

    def __init__(self, path: Path, option: str = "--force") -> None:
        super().__init__(path, option)
        self.path = path
        self.option = option

    def __str__(self) -> str:
        words = _("{path} exists. Use {option} to overwrite it.")
        return words.format(path=self.path, option=self.option)


class CannotWrite(DealtrackError):  # noqa: N818
    """The disk, or the rights on it, do not let a file be written."""

    exit_code = 7

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return _("{path} cannot be written: {reason}.").format(
            path=self.path, reason=self.reason
        )


def reason(fault: OSError) -> str:
    """Return why the system would not read or write, in the reader's language if we know it."""
    reasons = {
        errno.ENOENT: _("there is no such file or folder"),
        errno.EACCES: _("there is no permission"),
        errno.EPERM: _("there is no permission"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOTDIR: _("a part of the path is no folder"),
        errno.EEXIST: _("something else lies there"),
        errno.ELOOP: _("its links lead in a circle"),
        errno.ENAMETOOLONG: _("the name is too long"),
        errno.EROFS: _("the disk is read-only"),
        errno.ENOSPC: _("the disk is full"),
        errno.EDQUOT: _("no more of the disk is granted to you"),
        errno.EIO: _("the disk reports a fault"),
    }
    return reasons.get(fault.errno or 0) or fault.strerror or type(fault).__name__


class SaveUncertain(DealtrackError):  # noqa: N818
    """A change could neither be brought to the disk nor be taken away again."""

    exit_code = 7

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(path, why)
        self.path = path
        self.why = why

    def __str__(self) -> str:
        return _(
            "It is not certain whether the change was saved: {path} cannot be written: {why}.\n"
            "Look before you repeat it: dealtrack history"
        ).format(path=self.path, why=self.why)


class OutputLost(DealtrackError):  # noqa: N818
    """Something was saved, but stdout did not take the answer."""

    exit_code = 7

    def __init__(self, saved: str, why: str) -> None:
        super().__init__(saved, why)
        self.saved = saved
        self.why = why

    def __str__(self) -> str:
        return _(
            "{saved} is saved, though the answer cannot be written: {why}.\n"
            "Do not repeat the command."
        ).format(saved=self.saved, why=self.why)

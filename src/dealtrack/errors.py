"""Everything that can go wrong and is worth a sentence.

An error carries the facts.  Its ``str()`` is the sentence, made only when it
is shown, so that it comes out in the reader's language: what happened, why,
and, on lines of their own, what to do.
"""

import errno
from datetime import date
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple, Self
from unicodedata import category, east_asian_width

from dealtrack.text import _, language, plural
from dealtrack.text.hidden import visible


class DealtrackError(Exception):
    """The base of every error that dealtrack raises on purpose."""

    exit_code: ClassVar[int] = 2


class WrongUse(DealtrackError):  # noqa: N818 -- it is what it says
    """The words on the command line cannot be followed."""

    exit_code = 2

    def __init__(self, why: str, remedy: str = "") -> None:
        super().__init__(why, remedy)
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        return "\n".join(line for line in (self.why, self.remedy) if line)


class BrokenRule(DealtrackError):  # noqa: N818
    """A record breaks one of its own rules; *field* is its path, as ``parties[2].name``."""

    exit_code = 4

    def __init__(self, field: str, why: str) -> None:
        super().__init__(field, why)
        self.field = field
        self.why = why

    def __str__(self) -> str:
        return _("{field}: {why}").format(field=self.field, why=self.why)


class NotFound(DealtrackError):  # noqa: N818
    """The ledger holds nothing of that name; *nearest* are close ones to offer."""

    exit_code = 3

    def __init__(self, wanted: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(wanted, nearest)
        self.wanted = wanted
        self.nearest = nearest

    def __str__(self) -> str:
        sentence = _("Nothing in the ledger is called {wanted}.").format(wanted=self.wanted)
        if not self.nearest:
            return sentence
        return "\n".join((sentence, _("The nearest:"), *(f"  {n}" for n in self.nearest)))


class Conflict(DealtrackError):  # noqa: N818
    """Someone else changed the record first."""

    exit_code = 4

    def __init__(self, ref: str, who: str = "", when: str = "") -> None:
        super().__init__(ref, who, when)
        self.ref = ref
        self.who = who
        self.when = when

    def __str__(self) -> str:
        if self.who:
            return _(
                "{ref} was changed meanwhile by {who} at {when}. Nothing was saved.\n"
                "Look at it again (dealtrack show {ref}), then repeat your change."
            ).format(ref=self.ref, who=self.who, when=self.when)
        return _(
            "{ref} was changed meanwhile. Nothing was saved.\n"
            "Look at it again (dealtrack show {ref}), then repeat your change."
        ).format(ref=self.ref)


class Unreadable(DealtrackError):  # noqa: N818
    """What was typed cannot be read as what is asked for; *option* is where it was typed."""

    exit_code = 2
    text: str
    option: str = ""

    def under(self, option: str) -> Self:
        """Return the same fault, told of *option*: ``--due 03/04/2021 can be read …``."""
        fault = type(self)(*self.args)
        fault.option = option
        return fault

    @property
    def what(self) -> str:
        """The text as a sentence begins with it: quoted, or after its option."""
        shown = visible(self.text.strip())
        shown = shown if len(shown) <= 40 else shown[:37] + "..."
        if not shown:
            return self.option or _("The text")
        if not self.option:
            return _('"{text}"').format(text=shown)
        return _("{option} {text}").format(option=self.option, text=shown)


DayFault = Literal[
    "empty", "two ways", "order", "year", "calendar", "wide", "range", "backwards", "unknown"
]


class NotADay(Unreadable):
    """No day, or no single day; *readings* are the days that may have been meant."""

    def __init__(
        self, text: str, why: DayFault = "unknown", readings: tuple[date, ...] = ()
    ) -> None:
        super().__init__(text, why, readings)
        self.text = text
        self.why: DayFault = why
        self.readings = readings

    def __str__(self) -> str:
        return f"{self._fault()}\n{self._remedy()}"

    def _fault(self) -> str:
        faults: dict[DayFault, str] = {
            "empty": _("{what} is empty."),
            "two ways": _("{what} can be read two ways: {first} or {second}."),
            "order": _("{what} does not begin with the year."),
            "year": _("{what} needs a year of four digits."),
            "calendar": _("{what} is not in the calendar."),
            "wide": _("{what} is more than one day."),
            "range": _("{what} is too far away: years run from 1800 to 2200."),
            "backwards": _("{what} ends before it begins."),
            "unknown": _("{what} is not a day that dealtrack can read."),
        }
        first, second = (*map(_written_out, self.readings), "", "")[:2]
        return faults[self.why].format(what=self.what, first=first, second=second)

    def _remedy(self) -> str:
        day = self.readings[0] if self.readings else date(2026, 3, 1)
        chinese = f"{day.year}年{day.month}月{day.day}日"
        if self.why == "unknown":
            words = _("Write {iso} or {chinese}, or count: +2w, in 3 days, 月底.")
        else:
            words = _("Write {iso} or {chinese}.")
        return words.format(iso=day.isoformat(), chinese=chinese)


class UnanchoredDay(DealtrackError):  # noqa: N818
    """A day is counted from another one, *anchor*, that is not known."""

    exit_code = 2

    def __init__(self, text: str, anchor: str) -> None:
        super().__init__(text, anchor)
        self.text = text
        self.anchor = anchor

    def __str__(self) -> str:
        return _(
            '"{text}" is counted from a day that is not known: {anchor}.\n'
            "Write the day itself, such as 2026-03-01, or record that one first."
        ).format(text=visible(self.text), anchor=self.anchor)


class NotAPeriod(Unreadable):
    """No month, or no period of time."""

    def __init__(self, text: str, wanted: Literal["month", "period"] = "period") -> None:
        super().__init__(text, wanted)
        self.text = text
        self.wanted = wanted

    def __str__(self) -> str:
        if self.wanted == "month":
            words = _("{what} is not a month.\nWrite 2026-10 or 2026年10月.")
        else:
            words = _(
                "{what} is not a period.\nWrite 2026-10, 2026Q1, 2026 or 2026-01..2026-03."
            )
        return words.format(what=self.what)


AmountFault = Literal[
    "empty", "two ways", "not finite", "negative", "too large", "currencies", "unknown"
]


class NotAnAmount(Unreadable):
    """No amount of money, or none that can be read in one way only."""

    def __init__(self, text: str, why: AmountFault = "unknown") -> None:
        super().__init__(text, why)
        self.text = text
        self.why: AmountFault = why

    def __str__(self) -> str:
        faults: dict[AmountFault, str] = {
            "empty": _("{what} is empty."),
            "two ways": _("{what} mixes up its commas: thousands 1,234 and decimals 0.5."),
            "not finite": _("{what} is not a finite amount."),
            "negative": _("{what} is negative."),
            "too large": _("{what} is too large or has too many decimals."),
            "currencies": _("{what} names two currencies."),
            "unknown": _("{what} is not an amount that dealtrack can read."),
        }
        remedy = _("Write 3.5亿, 350万元, 20 million USD or 1,200.50 CNY.")
        return "\n".join((faults[self.why].format(what=self.what), remedy))


class QueryError(DealtrackError):
    """A query cannot be read at *position*; *why* is a sentence, *hint* what to write."""

    exit_code = 2

    def __init__(self, query: str, position: int, why: str, hint: str = "") -> None:
        super().__init__(query, position, why, hint)
        self.query = query
        self.position = position
        self.why = why
        self.hint = hint

    def __str__(self) -> str:
        caret = " " * _columns(visible(self.query[: self.position])) + "^"
        lines = (self.why, f"  {visible(self.query)}", f"  {caret}", self.hint)
        return "\n".join(line for line in lines if line)


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


def reason(fault: OSError) -> str:
    """Return why the system would not read or write, in the reader's language if we know it."""
    reasons = {
        errno.ENOENT: _("there is no such file or folder"),
        errno.EACCES: _("there is no permission"),
        errno.EPERM: _("there is no permission"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOTDIR: _("a part of the path is no folder"),
        errno.ENAMETOOLONG: _("the name is too long"),
        errno.EROFS: _("the disk is read-only"),
        errno.ENOSPC: _("the disk is full"),
        errno.EDQUOT: _("no more of the disk is granted to you"),
        errno.EIO: _("the disk reports a fault"),
    }
    return reasons.get(fault.errno or 0) or fault.strerror or type(fault).__name__


def _columns(text: str) -> int:
    """Return how many columns of a terminal *text* takes: Chinese characters take two."""
    unseen = {"Mn", "Me", "Cf"}
    return sum(
        (2 if east_asian_width(c) in "WF" else 1) for c in text if category(c) not in unseen
    )


def _written_out(day: date) -> str:
    """Write *day* so that nobody takes the day for the month: ``3 April 2021``."""
    if language() == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B} {day.year}"


class FileExists(DealtrackError):  # noqa: N818
    """A report would take the place of a file that is there already."""

    exit_code = 4

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return _("{path} exists. Use --force to overwrite it.").format(path=self.path)


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

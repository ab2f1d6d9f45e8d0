"""What a verification of the ledger has read, and what came out; copies and their files."""

from typing import Literal

from msgspec import Struct

from dealtrack.report.homely import shortened
from dealtrack.report.page import Cell, Column, Facts, Page, Row, Table, Tone, Toned
from dealtrack.text import _, listed, plural

Condition = Literal["sound", "absent", "stale", "damaged"]

_TONES = {
    "sound": Tone.GOOD,
    "absent": Tone.QUIET,
    "stale": Tone.WARN,
    "damaged": Tone.BAD,
}
_MOST = 10


class Part(Struct, frozen=True, kw_only=True):
    """A part of the ledger, what was read of it, and why it is damaged, if it is.

    *file* counts from the folder of the ledger.

    *counts* go by what is counted: agreements, trips, lines, files; *from* is the revision
    that a replay began with.  *cases* are the records or files at fault.
    """

    part: str
    file: str
    condition: Condition
    counts: dict[str, int] = {}
    why: str = ""
    cases: tuple[str, ...] = ()


class Verified(Struct, frozen=True, kw_only=True):
    """Everything that was read of the ledger at *path*, part by part."""

    schema: Literal["dealtrack/verified/1"] = "dealtrack/verified/1"
    path: str
    parts: tuple[Part, ...]

    @property
    def damaged(self) -> tuple[Part, ...]:
        """The parts that are not as they were written."""
        return tuple(part for part in self.parts if part.condition == "damaged")

    def page(self) -> Page:
        """Lay the parts out, one a line."""
        columns = (
            Column("part", _("Part"), "ref"),
            Column("file", _("File"), grow=True),
            Column("condition", _("Is")),
            Column("read", _("What was read"), grow=True),
        )
        rows = tuple(_row(part) for part in self.parts)
        return Page(
            _("Verification of the ledger"),
            (Table(columns, rows),),
            subtitle=self._summary(),
            is_list=True,
        )

    def _summary(self) -> str:
        if not self.damaged:
            return _("everything is as it was written")
        return plural("{n} part is damaged", "{n} parts are damaged", len(self.damaged))


def _row(part: Part) -> Row:
    return (_say_part(part.part), part.file, _say(part.condition), _told(part))


def _say_part(part: str) -> str:
    names = {
        "checkpoint": _("Checkpoint"),
        "year": _("Journal of a year"),
        "journal": _("Journal"),
        "replay": _("History"),
        "records": _("Records"),
        "entries": _("Tables to ask"),
        "counters": _("Counters"),
        "backup": _("Backup"),
        "attachments": _("Attachments"),
        "index": _("Index"),
    }
    return names[part]


def _say(condition: Condition) -> Cell:
    words = {
        "sound": _("sound"),
        "absent": _("absent"),
        "stale": _("stale"),
        "damaged": _("damaged"),
    }
    return Toned(words[condition], _TONES[condition])


def _told(part: Part) -> str:
    """Say what was read of *part*, and what is wrong with it."""
    read = listed(_counted(name, n) for name, n in part.counts.items())
    cases = listed(part.cases[:_MOST]) + (" …" if len(part.cases) > _MOST else "")
    wrong = _("wrong: {cases}").format(cases=cases) if cases else ""
    return " · ".join(text for text in (read, part.why, wrong) if text)


def _counted(name: str, n: int) -> str:
    """Say a count of a part by its *name*."""
    plurals = {
        "agreements": plural("{n} agreement", "{n} agreements", n),
        "trips": plural("{n} trip", "{n} trips", n),
        "targets": plural("{n} target", "{n} targets", n),
        "slips": plural("{n} slip", "{n} slips", n),
        "closings": plural("{n} closed month", "{n} closed months", n),
        "organisations": plural("{n} organisation", "{n} organisations", n),
        "people": plural("{n} person", "{n} people", n),
        "lines": plural("{n} change", "{n} changes", n),
        "changes": plural("{n} change", "{n} changes", n),
        "rows": plural("{n} row", "{n} rows", n),
        "files": plural("{n} file", "{n} files", n),
        "torn": plural("{n} byte never saved", "{n} bytes never saved", n),
        "revision": _("revision {n}").format(n=f"{n:,}"),
        "from": _("replayed from revision {n}").format(n=f"{n:,}"),
        "first": _("nothing is left to replay it from: it begins with revision {n}").format(
            n=f"{n:,}"
        ),
    }
    return plurals[name]


class LedgerFile(Struct, frozen=True, kw_only=True):
    """A file: what it is, where it is, its size in bytes, none if it is not there."""

    sort: str
    path: str
    size: int | None = None


class LedgerFiles(Struct, frozen=True, kw_only=True):
    """Every file that a ledger has, or may have."""

    schema: Literal["dealtrack/files/1"] = "dealtrack/files/1"
    path: str
    files: tuple[LedgerFile, ...]

    def page(self) -> Page:
        """Lay the files out, one a line."""
        columns = (Column("path", _("File"), grow=True), Column("size", _("Size"), "number"))
        rows = tuple((one.path, one.size) for one in self.files)
        return Page(_("Files of the ledger"), (Table(columns, rows),), is_list=True)


class Copied(Struct, frozen=True, kw_only=True):
    """A ledger that was copied, and found to be the same on reading it back.

    Paths below *home* are printed with a ``~``.
    """

    schema: Literal["dealtrack/copy/1"] = "dealtrack/copy/1"
    home: str = ""
    source: str
    target: str
    revision: int
    agreements: int
    trips: int
    changes: int
    attachments: int

    def page(self) -> Page:
        """Lay out what was copied."""
        pairs = (
            (_("From"), shortened(self.source, self.home)),
            (_("To"), shortened(self.target, self.home)),
            (_("Agreements"), self.agreements),
            (_("Trips"), self.trips),
            (_("Changes in the journal"), self.changes),
            (_("Attachments"), self.attachments),
        )
        return Page(_("Copied, read back and found the same"), (Facts(pairs),))


class Compacted(Struct, frozen=True, kw_only=True):
    """What was tidied up: the journal's size in bytes before and after, and the year files.

    *written* are the years whose files were made or grew, *dropped* those that went.
    """

    schema: Literal["dealtrack/compact/1"] = "dealtrack/compact/1"
    before: int
    after: int
    written: tuple[int, ...]
    dropped: tuple[int, ...]

    def page(self) -> Page:
        """Lay out what was done."""
        pairs: tuple[tuple[str, Cell], ...] = (
            (_("Bytes of the journal before"), self.before),
            (_("Bytes of the journal now"), self.after),
            (_("Years in files of their own"), _years(self.written)),
            (_("Years deleted"), _years(self.dropped)),
        )
        return Page(_("The ledger is tidied up"), (Facts(pairs),))


def _years(years: tuple[int, ...]) -> Cell:
    return listed(map(str, years)) or None

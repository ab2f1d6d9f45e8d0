"""What restoring a ledger changes, or would change."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from dealtrack.errors import say_apart
from dealtrack.model import Kept
from dealtrack.report.page import Block, Column, Facts, Note, Page, Table, Tone
from dealtrack.text import _, plural

Standing = Literal["sound", "damaged", "behind", "missing"]
"""How the ledger stands: it may be whole, yet older than one of its backups."""

What = Literal["new", "changed", "gone"]

_OURS = {"version", "last_number", "uid"}


class Told(Struct, frozen=True, kw_only=True):
    """A state of the ledger."""

    revision: int
    saved: datetime | None
    agreements: int
    trips: int

    @property
    def said(self) -> str:
        """The state in words."""
        agreements = plural("{n} agreement", "{n} agreements", self.agreements)
        trips = plural("{n} trip", "{n} trips", self.trips)
        saved = f"{self.saved:%Y-%m-%d %H:%M}" if self.saved else "–"
        return _("revision {n} · {saved} · {agreements} · {trips}").format(
            n=self.revision, saved=saved, agreements=agreements, trips=trips
        )


class Difference(Struct, frozen=True, kw_only=True):
    """A record that is not the same afterwards; *fields* are those that change."""

    what: What
    ref: str
    title: str
    fields: tuple[str, ...] = ()


class LostChange(Struct, frozen=True, kw_only=True):
    """A change that was saved and cannot be brought back.

    *at*, *by* and *what* are read off a damaged line unless it *is_certain*.
    """

    revision: int
    at: str = ""
    by: str = ""
    what: str = ""
    is_certain: bool = False

    @property
    def command(self) -> str:
        """The command that made the change, as far as it is known."""
        if not self.what:
            return _("not known")
        if self.is_certain:
            return f"dealtrack {self.what}"
        return _("dealtrack {what} (from a damaged line)").format(what=self.what)


class Restoring(Struct, frozen=True, kw_only=True):
    """What restoring does: from the state *now*, none if it cannot be read, to *then*.

    *source* is the backup that was asked for, "" for the newest good state.  Unless
    *is_end_known* more may be *lost* than is told.  The history goes back to
    *first_revision*.  The files that are *apart* are of another ledger, or of a copy that
    went on by itself.  *missing* are attachments that no longer lie there.
    """

    schema: Literal["dealtrack/restoring/1"] = "dealtrack/restoring/1"
    standing: Standing
    now: Told | None
    then: Told
    source: str = ""
    differences: tuple[Difference, ...] = ()
    lost: tuple[LostChange, ...] = ()
    is_end_known: bool = True
    first_revision: int = 1
    apart: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def page(self) -> Page:
        """Lay the report out."""
        blocks: list[Block] = [Facts(tuple(self._facts()))]
        if self.lost:
            blocks += [Note(self.saying_lost, Tone.BAD), _lost_table(self.lost)]
        if not self.is_end_known and self.standing != "sound":
            blocks.append(Note(self.saying_unknown, Tone.BAD))
        elif not (self.lost or self.apart or self.standing == "sound"):
            blocks.append(Note(_("Nothing that was saved is lost."), Tone.GOOD))
        if self.apart and self.standing != "sound":
            blocks.append(Note(self.saying_apart, Tone.BAD))
        if self.first_revision > 1:
            blocks.append(Note(_saying_first(self.first_revision), Tone.WARN))
        if self.now is not None:
            blocks.append(_difference_table(self.differences))
        if self.missing:
            blocks.append(Note("\n".join((self.saying_missing, *self.missing)), Tone.WARN))
        return Page(self._title(), tuple(blocks))

    @property
    def saying_lost(self) -> str:
        """That changes are lost."""
        return plural(
            "{n} change was saved and cannot be brought back:",
            "{n} changes were saved and cannot be brought back:",
            len(self.lost),
        )

    @property
    def saying_unknown(self) -> str:
        """That changes of which nothing tells may be lost."""
        return _("The journal's end is gone: what was saved after this, if anything, is lost.")

    @property
    def saying_apart(self) -> str:
        """Which files do not belong to the state."""
        return say_apart(self.apart)

    @property
    def saying_missing(self) -> str:
        """That attachments are missing."""
        return plural(
            "{n} attachment is missing:", "{n} attachments are missing:", len(self.missing)
        )

    def _title(self) -> str:
        titles: dict[Standing, str] = {
            "sound": _("The ledger is sound"),
            "damaged": _("The ledger is damaged"),
            "behind": _("The ledger is older than one of its backups"),
            "missing": _("There is no ledger"),
        }
        return titles[self.standing]

    def _facts(self) -> Iterable[tuple[str, str]]:
        if self.now is not None:
            yield _("Now"), self.now.said
        yield _("After restoring"), self.then.said
        if self.source:
            yield _("From"), self.source


def compare(now: Iterable[Kept], then: Iterable[Kept]) -> tuple[Difference, ...]:
    """Return what becomes of the records of *now* when they are made those of *then*."""
    before = {record.ref: record for record in now}
    after = {record.ref: record for record in then}
    return (
        *(_of("new", after[ref]) for ref in after if ref not in before),
        *(
            _of("changed", after[ref], fields)
            for ref in after
            if ref in before and (fields := _differing(before[ref], after[ref]))
        ),
        *(_of("gone", before[ref]) for ref in before if ref not in after),
    )


def count(revision: int, saved: datetime | None, records: Sequence[Kept]) -> Told:
    """Return a state, told in figures."""
    trips = sum(record.ref.startswith("T") for record in records)
    return Told(revision=revision, saved=saved, agreements=len(records) - trips, trips=trips)


def _of(what: What, record: Kept, fields: tuple[str, ...] = ()) -> Difference:
    return Difference(what=what, ref=record.ref, title=record.title, fields=fields)


def _differing(one: Kept, other: Kept) -> tuple[str, ...]:
    names = (name for name in one.__struct_fields__ if name not in _OURS)
    return tuple(name for name in names if getattr(one, name) != getattr(other, name, None))


def _saying_first(revision: int) -> str:
    return _("The history begins with revision {n}: the changes before are not known.").format(
        n=revision
    )


def _lost_table(lost: Iterable[LostChange]) -> Table:
    columns = (
        Column("revision", _("Revision"), "number"),
        Column("at", _("Saved")),
        Column("by", _("By")),
        Column("what", _("Command"), grow=True),
    )
    return Table(
        columns,
        tuple((one.revision, one.at, one.by, one.command) for one in lost),
    )


def _difference_table(differences: Iterable[Difference]) -> Table:
    words: dict[What, str] = {
        "new": _("comes back"),
        "changed": _("changes"),
        "gone": _("goes"),
    }
    columns = (
        Column("ref", _("Ref"), "ref"),
        Column("what", _("What")),
        Column("record", _("Agreement or trip"), grow=True),
    )
    rows = tuple((one.ref, words[one.what], one.title) for one in differences)
    return Table(columns, rows, empty=_("No record changes."))

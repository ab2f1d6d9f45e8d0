"""The states of a ledger that its surviving lines and checkpoints tell.

A state begins with a checkpoint that is sound, of the ledger or of a backup, or with
nothing, and follows the lines of whatever journal still has them.  A line names the
checksum of the one before it, so that no line gets into a state that it was not
written for.
"""

import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from dealtrack.errors import DealtrackError, LedgerDamaged
from dealtrack.model import Agreement, Kept, Trip
from dealtrack.model.codec import decode
from dealtrack.model.held import Held, name_of
from dealtrack.store.disk import checkpoint
from dealtrack.store.disk.checkpoint import Meta, Tables
from dealtrack.store.disk.journal import NOTHING
from dealtrack.store.kinds import ASIDE, KINDS
from dealtrack.store.safety import salvage
from dealtrack.store.safety.salvage import Piece, Sound

H = TypeVar("H", bound=Held)

_FAR = 100_000

Point = tuple[int, str]
"""A revision, and the checksum of the line that made it."""


class Source(NamedTuple):
    """What one copy of the ledger still holds; *journals* are those of years, then the last.

    The one that has a *journal*, the name of the last, is the ledger itself, all others
    are backups.
    """

    name: str
    checkpoint: bytes
    journals: tuple[bytes, ...]
    journal: str = ""


class Base(NamedTuple):
    """A sound checkpoint to begin with; *last* is the checksum of the line before it."""

    revision: int
    last: str
    saved: datetime | None
    tables: Tables
    source: str


NOTHING_YET = Base(0, "", None, {name: {} for name in checkpoint.TABLES}, "")
"""A ledger before its first change."""


class Lost(NamedTuple):
    """A transaction that was saved and cannot be brought back, as far as anything tells of it.

    *at*, *by* and *what* come from a damaged line unless it *is_certain*.
    """

    revision: int
    at: str = ""
    by: str = ""
    what: str = ""
    is_certain: bool = False


class State:
    """The ledger at one revision, with as much of its history as is unbroken.

    *counters* are the highest ids seen anywhere, in whatever can be read.
    """

    def __init__(self, base: Base, past: list[Sound], tail: list[Sound]) -> None:
        self.base = base
        self.lines = [*past, *tail]
        self._tail = tail
        self.revision = tail[-1].says.revision if tail else base.revision
        self.last = tail[-1].sum if tail else base.last
        self.saved = tail[-1].says.at if tail else base.saved
        self.counters: dict[str, int] = {}

    @property
    def first(self) -> int:
        """The first revision whose change is known: 1 if nothing of the history is missing."""
        return self.lines[0].says.revision if self.lines else self.revision + 1

    def goes_on_from(self, other: "State") -> bool:
        """Whether *other* is an earlier state of the same ledger, on the way to this one."""
        return other.revision < self.revision and (other.revision, other.last) in self.points

    @cached_property
    def points(self) -> set[Point]:
        """The revisions that the state went through, each with the checksum of its line."""
        own = {(line.says.revision, line.sum) for line in self.lines}
        before = {(line.says.revision - 1, line.says.previous) for line in self.lines[:1]}
        return own | before | {(self.base.revision, self.base.last)}

    @property
    def source(self) -> str:
        """The file that the state begins with, "" if that is the journal."""
        return self.base.source

    @cached_property
    def tables(self) -> Tables:
        """The records, not decoded, in the order of their ids."""
        tables: Tables = {name: dict(table) for name, table in self.base.tables.items()}
        for line in self._tail:
            for change in line.says.changes:
                table = tables.setdefault(change.table, {})
                if change.after == NOTHING:
                    table.pop(str(change.id), None)
                else:
                    table[str(change.id)] = change.after
        return {
            name: dict(sorted(table.items(), key=lambda item: (len(item[0]), item[0])))
            for name, table in tables.items()
        }

    def records(self) -> list[Kept]:
        """Return the agreements, then the trips; what lies beside them is read as well.

        Raises: `LedgerDamaged` if one cannot be read, or stands under a wrong id.
        """
        for table in ASIDE:
            deque(self._decoded(table, ASIDE[table]), maxlen=0)
        return [*self._decoded("agreements", Agreement), *self._decoded("trips", Trip)]

    def _decoded(self, table: str, kind: type[H]) -> Iterator[H]:
        for key, raw in self.tables.get(table, {}).items():
            try:
                record = decode(raw, kind)
            except msgspec.MsgspecError:
                record = None
            if record is None or str(record.id) != key:
                ref = name_of(table, int(key)) if key.isdigit() else key
                raise LedgerDamaged(Path(self.source or "ledger.journal"), "record", ref)
            yield record


class Findings(NamedTuple):
    """The *best* state, None if there is none; what is *lost* after it; *unused* lines.

    With *is_end_known* the journal itself ends with that state, or with what is lost.
    Without, its end is gone, and changes of which nothing tells may be lost too.  The
    files that are *apart* are sound, and do not lead to that state: they are of another
    ledger, or of a copy that went on by itself.
    """

    best: State | None
    lost: tuple[Lost, ...]
    unused: tuple[Sound, ...] = ()
    is_end_known: bool = True
    apart: tuple[str, ...] = ()


def _is_cut(journal: bytes) -> bool:
    """Whether a journal ends in half a line: never finished, or cut off, nobody can tell."""
    rest = journal.rpartition(b"\n")[2]
    return bool(rest) and salvage.read(rest) is None


def _is_counter(name: str) -> bool:
    """Whether ids are counted under *name*: those of a table, or a year's slips."""
    return name in KINDS or re.fullmatch(r"slips_\d{4}", name) is not None


class Bag:
    """Everything that could be read so far, from whatever sources."""

    def __init__(self) -> None:
        self._bases = [NOTHING_YET]
        self._next: dict[Point, Sound] = {}
        self._known: dict[Point, Sound] = {}
        self._counters: dict[str, int] = {}
        self._broken: dict[int, Piece] = {}
        self._live: dict[Point, str] = {}
        self._end = 0
        self._is_cut = False

    def take(self, source: Source) -> None:
        """Take in what *source* holds.  Of two ways to go on, the first taken counts."""
        with suppress(DealtrackError):
            if source.checkpoint:
                meta, tables = checkpoint.parse(source.checkpoint, Path(source.name))
                self._begin(meta, tables, source.name)
        for text in source.journals:
            end, points = self._take_lines(text)
            if source.journal:
                self._end = end
                self._is_cut = _is_cut(text)
                self._live |= dict.fromkeys(points, source.journal)

    def _begin(self, meta: Meta, tables: Tables, name: str) -> None:
        self._count(meta.counters)
        last = meta.journal.last
        self._bases.append(Base(meta.revision, last, meta.written, tables, name))

    def _take_lines(self, text: bytes) -> tuple[int, list[Point]]:
        """Take in the lines of *text*; return the revision it ends with, and its points."""
        points = []
        expected = 1
        was_begun = False
        for piece in salvage.pieces(text):
            found = [piece.line] if piece.line else salvage.within(piece)
            for line in found:
                self._next.setdefault((line.says.revision, line.says.previous), line)
                self._known.setdefault((line.says.revision, line.sum), line)
                self._count(line.says.counters)
                points.append((line.says.revision, line.sum))
            if found:
                expected = found[-1].says.revision + 1
            elif salvage.begins(piece) or (salvage.ends(piece) and not was_begun):
                self._broken.setdefault(expected, piece)
                expected += 1
            was_begun = salvage.begins(piece) and not found
        return expected - 1, points

    def _count(self, counters: dict[str, int]) -> None:
        for table, number in counters.items():
            self._counters[table] = max(number, self._counters.get(table, 0))

    @property
    def claimed(self) -> int:
        """The highest revision that anything in here speaks of."""
        known = [revision for revision, _sum in self._known]
        return max([*known, *self._broken, *(base.revision for base in self._bases)])

    def findings(self) -> Findings:
        """Return the newest state, and what came after it."""
        tails = [(base, self._after(base)) for base in self._bases]
        base, tail = max(
            tails, key=lambda one: (one[0].revision + len(one[1]), one[0].revision)
        )
        if base.revision + len(tail) == 0:
            return Findings(None, tuple(self._lost(0)), is_end_known=False)
        state = State(base, self._before(base), tail)
        state.counters = self._all_counters(state.revision)
        unused = [line for (r, _sum), line in self._known.items() if r > state.revision]
        lost = tuple(self._lost(state.revision))
        apart = tuple(self._apart(state))
        is_end_known = self._end >= self.claimed and not self._is_cut
        return Findings(state, lost, tuple(unused), is_end_known, apart)

    def _apart(self, state: State) -> dict[str, None]:
        """Return the names of the sound files that do not lead to *state*."""
        points = [((base.revision, base.last), base.source) for base in self._bases[1:]]
        return {
            name: None
            for point, name in (*points, *self._live.items())
            if state.first - 1 <= point[0] <= state.revision and point not in state.points
        }

    def _all_counters(self, revision: int) -> dict[str, int]:
        """Return the highest ids given, with those that lost lines seem to have given.

        To skip an id does no harm, to give one again would.  A number far beyond the
        others is a damaged one.
        """
        counters = dict.fromkeys(checkpoint.TABLES, 0) | self._counters
        for number, piece in self._broken.items():
            if number > revision:
                for table, id_ in salvage.said_in(piece).counters.items():
                    before = counters.get(table, 0 if _is_counter(table) else id_)
                    if before < id_ < before + _FAR:
                        counters[table] = id_
        return counters

    def _after(self, base: Base) -> list[Sound]:
        lines: list[Sound] = []
        revision, last = base.revision, base.last
        while line := self._next.get((revision + 1, last)):
            lines.append(line)
            revision, last = revision + 1, line.sum
        return lines

    def _before(self, base: Base) -> list[Sound]:
        lines: list[Sound] = []
        revision, last = base.revision, base.last
        while line := self._known.get((revision, last)):
            lines.append(line)
            revision, last = revision - 1, line.says.previous
        return lines[::-1]

    def _lost(self, revision: int) -> Iterator[Lost]:
        sound = {r: line.says for (r, _sum), line in self._known.items()}
        for number in range(revision + 1, self.claimed + 1):
            if says := sound.get(number):
                yield Lost(number, f"{says.at:%Y-%m-%d %H:%M}", says.by, says.what, True)
            elif piece := self._broken.get(number):
                said = salvage.said_in(piece)
                yield Lost(number, said.at, said.by, said.what)
            else:
                yield Lost(number)

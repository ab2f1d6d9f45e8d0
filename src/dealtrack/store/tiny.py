"""The ledger as one file, kept by TinyDB on a storage that survives a crash.

A large one has an index beside it, and is not read whole as long as that is fresh.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

from dealtrack.model import Agreement, Draft, Record, Trip, TripDraft
from dealtrack.model.changes import Change, Entered, Step
from dealtrack.model.closing import Closing
from dealtrack.model.registered import Individual, Organisation
from dealtrack.model.slip import Slip
from dealtrack.model.target import Target
from dealtrack.store.asking import Asking
from dealtrack.store.collection import Changing
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.lock import PATIENCE
from dealtrack.store.disk.years import Compacted
from dealtrack.store.latest import INDEXED_FROM, Watch, unseen
from dealtrack.store.ledger import Clock, Ledger, wall_clock
from dealtrack.store.past import Past
from dealtrack.store.register import Register
from dealtrack.store.shelf import LedgerShelf

D = TypeVar("D", bound=Record)
T = TypeVar("T", Agreement, Trip)


class FileCollection(Asking[T], Changing[D, T], Generic[D, T]):
    """The agreements or the trips of a ledger in its files.  See `Collection`."""

    def __init__(self, ledger: Ledger, name: str, draft: type[D], kind: type[T]) -> None:
        register: Register[T] = Register(name, kind, ledger.unreadable)
        Asking.__init__(self, ledger, register)
        Changing.__init__(self, ledger, register, draft)


class TinyStore:
    """A `Store` in a file and its journal.

    *patience* is for how many seconds to wait for another writer, *indexed_from* how many
    records a ledger has that gets an index; None: no index is made, nor is one believed.
    *watch* is told while a large one is made.
    """

    def __init__(
        self,
        path: Path,
        *,
        author: str = "",
        words: str = "",
        clock: Clock = wall_clock,
        patience: float = PATIENCE,
        indexed_from: int | None = INDEXED_FROM,
        watch: Watch = unseen,
    ) -> None:
        self._ledger = Ledger(
            Files.of(path), author, words, clock, patience, indexed_from, watch
        )
        self._past = Past(self._ledger)
        self.agreements = FileCollection(self._ledger, "agreements", Draft, Agreement)
        self.trips = FileCollection(self._ledger, "trips", TripDraft, Trip)
        self.targets = LedgerShelf(self._ledger, "targets", Target)
        self.slips = LedgerShelf(self._ledger, "slips", Slip)
        self.closings = LedgerShelf(self._ledger, "closings", Closing)
        self.organisations = LedgerShelf(self._ledger, "organisations", Organisation)
        self.people = LedgerShelf(self._ledger, "people", Individual)

    @property
    def revision(self) -> int:
        """See `Store.revision`."""
        return self._ledger.revision

    @property
    def counters(self) -> Mapping[str, int]:
        """See `Store.counters`."""
        return self._ledger.counters

    def count_from(self, counters: Mapping[str, int]) -> None:
        """See `Store.count_from`."""
        with self._ledger.transaction():
            for name, number in counters.items():
                self._ledger.take_id(name, number)

    @property
    def note_about_recovery(self) -> str:
        """See `Store.note_about_recovery`."""
        return self._ledger.note

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """See `Store.transaction`."""
        with self._ledger.transaction():
            yield

    def history(self, ref: str) -> list[Change]:
        """See `Store.history`."""
        return self._past.history(ref)

    def lately(self, limit: int | None = None) -> list[Step]:
        """See `Store.lately`."""
        return self._past.lately(limit)

    def steps(self, limit: int | None = None, *, undone: bool = False) -> list[Step]:
        """See `Store.steps`."""
        return self._past.steps(limit, undone=undone)

    def undo(self, count: int = 1, *, seen: int | None = None) -> list[Step]:
        """See `Store.undo`."""
        return self._past.undo(count, seen)

    def redo(self, count: int = 1, *, seen: int | None = None) -> list[Step]:
        """See `Store.redo`."""
        return self._past.redo(count, seen)

    def as_entered(self, ref: str, day: date) -> Entered:
        """See `Store.as_entered`."""
        return self._past.as_entered(ref, day)

    def compact(self, keep_years: int | None = None) -> Compacted:
        """Move the lines of finished years out of the journal; see `years.compact`.

        With *keep_years*, the files of years further back than so many are dropped.
        """
        return self._ledger.compact(keep_years)

    def close(self) -> None:
        """See `Store.close`."""
        self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

"""The ledger as one file, kept by TinyDB on a storage that survives a crash.

A large one has an index beside it, and is not read whole as long as that is fresh.
"""

from pathlib import Path
from typing import Generic, TypeVar

from dealtrack.errors import WrongUse
from dealtrack.model import Agreement, Draft, Evidence, Record, Trip, TripDraft
from dealtrack.model.changes import Step
from dealtrack.store.asking import Asking
from dealtrack.store.collection import Changing
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.lock import PATIENCE
from dealtrack.store.disk.years import Compacted
from dealtrack.store.latest import INDEXED_FROM, Watch, unseen
from dealtrack.store.ledger import Clock, Ledger, wall_clock
from dealtrack.store.register import Register
from dealtrack.store.whole import WholeStore
from dealtrack.text import _

D = TypeVar("D", bound=Record)
T = TypeVar("T", Agreement, Trip)


class FileCollection(Asking[T], Changing[D, T], Generic[D, T]):
    """The agreements or the trips of a ledger in its files.  See `Collection`."""

    def __init__(self, ledger: Ledger, name: str, draft: type[D], kind: type[T]) -> None:
        register: Register[T] = Register(name, kind, ledger.unreadable)
        Asking.__init__(self, ledger, register)
        Changing.__init__(self, ledger, register, draft)


class TinyStore(WholeStore):
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
        super().__init__(self._ledger)
        self.agreements = FileCollection(self._ledger, "agreements", Draft, Agreement)
        self.trips = FileCollection(self._ledger, "trips", TripDraft, Trip)

    @property
    def note_about_recovery(self) -> str:
        """See `Store.note_about_recovery`."""
        return self._ledger.note

    def saved(self, _key: str) -> Step | None:
        """See `Store.saved`: what is saved in a file is known at once."""
        raise WrongUse(
            _("Only changes of a ledger on a server have a key."),
            _("What was saved here last: dealtrack history --limit 1"),
        )

    def attach(self, path: Path) -> Evidence:
        """See `Store.attach`."""
        from dealtrack.store.disk.attachments import keep  # noqa: PLC0415 -- hashlib: 3 ms

        return keep(path, self._ledger.files.checkpoint)

    def attached(self, file: str) -> bytes:
        """See `Store.attached`."""
        from dealtrack.store.disk.attachments import content_of  # noqa: PLC0415

        return content_of(file, self._ledger.files.checkpoint)

    def compact(self, keep_years: int | None = None) -> Compacted:
        """Move the lines of finished years out of the journal; see `years.compact`.

        With *keep_years*, the files of years further back than so many are dropped.
        """
        return self._ledger.compact(keep_years)

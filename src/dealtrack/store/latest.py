"""The ledger as it is now: told by its index, or read whole, and anew when it has changed."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext

from dealtrack.errors import LedgerDamaged
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.journal import RecordChange
from dealtrack.store.disk.snapshot import Snapshot, State, is_sealed, read
from dealtrack.store.safety import reach

INDEXED_FROM = 300
"""How many records a ledger has that gets an index.

Measured: with so many, a list takes as long with an index as without, a change 3 ms more,
and the three hundred figures of a month half the time; with 1,000 a third of it.
"""

_TRIES = 10


Tell = Callable[[float], None]
"""Hears how much is done, from 0 to 1."""
Watch = Callable[[], AbstractContextManager[Tell]]
"""Opens what hears it, when work begins that lasts."""


def unheard(_done: float) -> None:
    """Hear nothing."""


def unseen() -> AbstractContextManager[Tell]:
    """Open nothing."""
    return nullcontext(unheard)


class Latest:
    """What was last known of the ledger in *files*.

    *indexed_from* is how many records it has for an index; None: no index is believed.
    *watch* is told while a large one is made.
    """

    def __init__(self, files: Files, indexed_from: int | None, watch: Watch = unseen) -> None:
        self._watch = watch
        self._files = files
        self._indexed_from = indexed_from
        self._distrusts_index = False
        self._known: State | None = None

    def state(self, *, is_held: bool) -> State:
        """Return the ledger as it is; for who holds it, as it was when it was last read.

        Raises: what reading raises.
        """
        if self._known and (is_held or self._known.is_fresh(self._files)):
            return self._known
        found = self._read()
        self.set(found)
        return found

    def _read(self) -> State:
        for _ in range(_TRIES):
            found = self._indexed() or read(self._files)
            try:
                reach.look(self._files, found.revision, found.saved)
            except LedgerDamaged:
                if found.is_fresh(self._files):  # else somebody wrote, and backed up, meanwhile
                    raise
                found.close()
            else:
                break
        return found

    def set(self, state: State | None) -> None:
        """Go on with *state*; with None, look again when somebody asks."""
        if self._known and self._known is not state:
            self._known.close()
        self._known = state

    def whole(self, changes: Iterable[RecordChange] | None) -> Snapshot:
        """Return the ledger read whole and verified, and go on with that.

        Whoever has made *changes* to it holds it, and finds them made.

        Raises: what reading raises.
        """
        now = self.state(is_held=changes is not None)
        if isinstance(now, Snapshot):
            return now
        found = read(self._files)
        if changes is not None:
            found.counters = now.counters
            for change in changes:
                found.put(change)
        self.set(found)
        return found

    def distrust_index(self) -> None:
        """Believe no index any more, until the next one is made."""
        self._distrusts_index = True

    def keep_index(self, changes: Iterable[RecordChange] | None) -> None:
        """Bring the index to where the files are; only under the lock, and best effort.

        What goes wrong leaves no index, or one that shows by itself that it is old.
        """
        now = self._known
        if self._indexed_from is None or now is None:
            return
        if isinstance(now, Snapshot) and now.count() < self._indexed_from:
            self._files.index.unlink(missing_ok=True)
            return
        from dealtrack.store import indexing  # noqa: PLC0415 -- sqlite3: 5 ms

        anew = self._distrusts_index
        indexing.keep(
            self._files, now, lambda: self.whole(changes), anew=anew, watch=self._watch
        )
        self._distrusts_index = False
        self.set(None)

    def _indexed(self) -> State | None:
        """Return the ledger as its index tells it, None if there is no fresh one."""
        if self._indexed_from is None or self._distrusts_index or not is_sealed(self._files):
            return None
        try:
            from dealtrack.store import index  # noqa: PLC0415 -- sqlite3: 5 ms
        except ImportError:  # a Python without SQLite
            return None
        return index.opened(self._files)

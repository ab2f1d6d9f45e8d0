"""A ledger in its files: read it fresh, change it under the lock, all or nothing."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from dealtrack import __version__
from dealtrack.errors import CannotWrite, reason
from dealtrack.store import checkpoint, journal
from dealtrack.store.checkpoint import Meta
from dealtrack.store.files import Files, make_folder, sweep
from dealtrack.store.journal import NOTHING, RecordChange, Transaction
from dealtrack.store.lock import PATIENCE, Holder, held
from dealtrack.store.snapshot import Snapshot, Stamps, read, read_journal
from dealtrack.text import plural
from dealtrack.text.hidden import visible

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """Return the moment, with its distance from UTC: when a change enters the journal."""
    return datetime.now().astimezone().replace(microsecond=0)


class Ledger:
    """The files of a ledger, as tables of records that are not decoded."""

    def __init__(
        self, files: Files, author: str, words: str, clock: Clock, patience: float = PATIENCE
    ) -> None:
        self.files = files
        self.note = ""
        self._author = author
        self._words = words
        self._clock = clock
        self._patience = patience
        self._known: Snapshot | None = None
        self._changes: dict[tuple[str, int], RecordChange] | None = None

    @property
    def now(self) -> Snapshot:
        """The ledger as it is: read again if its files have changed."""
        if self._known and (self._changes is not None or self._is_fresh(self._known)):
            return self._known
        self._known = read(self.files)
        return self._known

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the lock, and write what was `put` as one line of the journal at the end.

        Raises: `Locked`, `CannotWrite`, and what reading raises.
        """
        if self._changes is not None:
            yield
            return
        with self._locked():
            self._known = self.now
            self._changes = {}
            try:
                yield
                self._commit(self._known, tuple(self._changes.values()))
            except BaseException:
                self._known = None
                raise
            finally:
                self._changes = None

    def next_id(self, table: str) -> int:
        """Give out an id of *table*; only inside a transaction."""
        counters = self.now.counters
        counters[table] = counters.get(table, 0) + 1
        return counters[table]

    def put(self, table: str, id_: int, record: bytes | None) -> None:
        """Enter, replace or, with None, strike a record; only inside a transaction."""
        assert self._changes is not None, "a change needs a transaction"
        first = self._changes.get((table, id_))
        old = self.now.tables.get(table, {}).get(str(id_), NOTHING)
        after = NOTHING if record is None else msgspec.Raw(record)
        change = RecordChange(
            table=table, id=id_, before=first.before if first else old, after=after
        )
        self.now.put(change)
        self._changes[table, id_] = change

    def changes(self, table: str, id_: int) -> list[tuple[Transaction, RecordChange]]:
        """Return what the journal tells of one record, oldest first."""
        return [
            (line.says, change)
            for line in read_journal(self.files)
            for change in line.says.changes
            if (change.table, change.id) == (table, id_)
        ]

    def write_checkpoint(self, tables: Mapping[str, Mapping[str, object]]) -> None:
        """Write a checkpoint of *tables*; only inside a transaction.  Raises: `OSError`."""
        assert self._changes is not None, "a checkpoint needs the lock"
        now = self.now
        meta = Meta(
            revision=now.revision,
            counters=now.counters,
            journal=now.place,
            written=now.saved,
            program=f"dealtrack {__version__}",
        )
        checkpoint.write(self.files.checkpoint, meta, tables)
        now.checkpointed(Stamps.of(self.files))

    def _is_fresh(self, known: Snapshot) -> bool:
        return known.stamps == Stamps.of(self.files)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        holder = Holder(who=visible(self._author), process=os.getpid(), since=self._clock())
        with ExitStack() as stack:
            with _told(self.files.lock):
                make_folder(self.files.lock.parent)
                stack.enter_context(held(self.files.lock, holder, self._patience))
            sweep(self.files.checkpoint)
            yield

    def _commit(self, now: Snapshot, changes: tuple[RecordChange, ...]) -> None:
        if not changes:
            return
        says = Transaction(
            revision=now.revision + 1,
            at=self._clock(),
            by=visible(self._author),
            what=visible(self._words),
            changes=changes,
            counters=now.counters,
            previous=now.place.last,
        )
        with _told(self.files.journal):
            line = journal.append(self.files.journal, says, now.place.offset, now.size)
        if now.torn:
            self.note = _note(now.torn)
        now.follow(line, Stamps.of(self.files))
        # The change is saved: a checkpoint that fails, or Ctrl-C while it is written, is
        # no failure of it. The journal has the line, the next writer tries again.
        with suppress(OSError, KeyboardInterrupt):
            if now.is_checkpoint_due:
                self.write_checkpoint(now.tables)


def _note(torn: int) -> str:
    return plural(
        "The last change before this one had been cut off while it was written, and was never "
        "saved; {n} byte of it was taken away.",
        "The last change before this one had been cut off while it was written, and was never "
        "saved; {n} bytes of it were taken away.",
        torn,
    )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell that nothing was saved where the disk, or the rights on it, refuse."""
    try:
        yield
    except OSError as error:
        where = Path(error.filename) if isinstance(error.filename, str) else path
        raise CannotWrite(where, reason(error)) from None

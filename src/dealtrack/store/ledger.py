"""A ledger in its files: read it fresh, change it under the lock, all or nothing.

What is large is not read whole: its index tells where each record lies, as long as it
is fresh.  The index is never the truth, and no change fails because of it.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from typing import TypeVar

import msgspec

from dealtrack import __version__
from dealtrack.errors import DealtrackError, LedgerDamaged
from dealtrack.model import Kept
from dealtrack.store.disk import checkpoint, journal, years
from dealtrack.store.disk.checkpoint import Meta, Place
from dealtrack.store.disk.files import Files, make_folder, saving, sweep
from dealtrack.store.disk.journal import NOTHING, Flawed, Line, RecordChange, Transaction
from dealtrack.store.disk.lock import PATIENCE, Holder, held
from dealtrack.store.disk.snapshot import (
    Snapshot,
    Stamps,
    State,
    Unusable,
    flawed,
)
from dealtrack.store.disk.years import Compacted
from dealtrack.store.latest import INDEXED_FROM, Latest, Watch, unseen
from dealtrack.text.hidden import visible

T = TypeVar("T")

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """Return the moment, with its distance from UTC: when a change enters the journal."""
    return datetime.now().astimezone().replace(microsecond=0)


class Ledger:
    """The files of a ledger, as tables of records that are not decoded."""

    def __init__(
        self,
        files: Files,
        author: str,
        words: str,
        clock: Clock,
        patience: float = PATIENCE,
        indexed_from: int | None = INDEXED_FROM,
        watch: Watch = unseen,
    ) -> None:
        self.files = files
        self.note = ""
        self._author = author
        self._words = words
        self._clock = clock
        self._patience = patience
        self._latest = Latest(files, indexed_from, watch)
        self._changes: dict[tuple[str, int], RecordChange] | None = None
        self._marks: dict[str, int] = {}
        self._counters: dict[str, int] = {}

    @property
    def now(self) -> State:
        """The ledger as it is: read again if its files have changed."""
        return self._latest.state(is_held=self._changes is not None)

    def whole(self) -> Snapshot:
        """Return the ledger as it is, read whole and verified.  Raises: what reading raises."""
        return self._latest.whole(self._made)

    def close(self) -> None:
        """Let go of files and connections."""
        self._latest.set(None)

    @property
    def person(self) -> str:
        """Who is at work: the files do not know."""
        return ""

    def distrust_index(self) -> None:
        """Go on without the index, which was found to be no good.  Raises: as `whole`."""
        self._latest.distrust_index()
        self.whole()

    @contextmanager
    def transaction(self, *, undoes: int = 0, redoes: int = 0) -> Iterator[None]:
        """Hold the lock, and write what was `put` as one line of the journal at the end.

        The line says which revision it *undoes* or *redoes*, if any.

        Raises: `Locked`, `CannotWrite`, and what reading raises.
        """
        if self._changes is not None:
            if undoes or redoes:
                self._marks = {"undoes": undoes, "redoes": redoes}
            yield
            return
        with self._locked():
            self._latest.set(self.now)
            self._changes, self._counters = {}, dict(self.now.counters)
            self._marks = {"undoes": undoes, "redoes": redoes}
            try:
                yield
                self._commit(tuple(self._made or ()))
            except BaseException:
                self._latest.set(None)
                raise
            finally:
                self._changes = None

    @property
    def revision(self) -> int:
        """How many transactions have changed the ledger."""
        return self.now.revision

    @property
    def counters(self) -> Mapping[str, int]:
        """The highest id of each table, and number of each year, that was ever given."""
        return dict(self.now.counters)

    def unreadable(self, ref: str) -> LedgerDamaged:
        """Return the error that the record called *ref* cannot be decoded."""
        return LedgerDamaged(self.files.checkpoint, "record", ref)

    def tied(self, _record: Kept) -> Iterator[tuple[int, msgspec.Raw]]:
        """Yield every agreement with its id: any of them may name a record."""
        yield from self.whole().all("agreements")

    @property
    def is_held(self) -> bool:
        """Whether a transaction is under way, and the lock is held."""
        return self._changes is not None

    def next_id(self, table: str) -> int:
        """Give out an id of *table*; only inside a transaction."""
        counters = self.now.counters
        counters[table] = counters.get(table, 0) + 1
        return counters[table]

    def take_id(self, table: str, id_: int) -> bool:
        """Never give out the ids of *table* up to this one any more, as `next_id` counts them.

        Return whether none so high was given before; only inside a transaction.
        """
        counters = self.now.counters
        if id_ <= counters.get(table, 0):
            return False
        counters[table] = id_
        return True

    def put(self, table: str, id_: int, record: bytes | None) -> None:
        """Enter, replace or, with None, strike a record; only inside a transaction."""
        assert self._changes is not None, "a change needs a transaction"
        first = self._changes.get((table, id_))
        old = self.get(table, id_) or NOTHING
        after = NOTHING if record is None else msgspec.Raw(record)
        change = RecordChange(
            table=table, id=id_, before=first.before if first else old, after=after
        )
        self.now.put(change)
        self._changes[table, id_] = change

    def get(self, table: str, id_: int) -> msgspec.Raw | None:
        """Return one record as it is, None if there is none."""
        try:
            return self.now.get(table, id_)
        except Unusable:
            self.distrust_index()
            return self.now.get(table, id_)

    def all(self, table: str) -> list[tuple[int, msgspec.Raw]]:
        """Return every record of *table* with its id, by id."""
        try:
            return list(self.now.all(table))
        except Unusable:
            self.distrust_index()
            return list(self.now.all(table))

    def changes(
        self, table: str, id_: int, most: int | None = None
    ) -> list[tuple[Transaction, RecordChange]]:
        """Return what the journal tells of one record, the last change first.

        With *most*, no more is read than it takes to find so many.
        """
        from dealtrack.store import lines  # noqa: PLC0415 -- to look back alone

        return self.ask(lambda told: lines.of_record(told, table, id_, most))

    def ask(self, question: Callable[[Iterator[Line]], T]) -> T:
        """Return what *question* makes of the journal's lines, which it gets last one first.

        It is put again if the journal was replaced meanwhile.  As much is read as it
        looks at.

        Raises: `LedgerDamaged`, `CannotRead`.
        """
        from dealtrack.store import lines  # noqa: PLC0415 -- to look back alone

        return lines.ask(self.files, lambda: self.now, question, is_held=self.is_held)

    def compact(self, keep_years: int | None = None) -> Compacted:
        """Move the lines of finished years out of the journal; see `years.compact`.

        Raises: `Locked`, `CannotWrite`, and what reading raises.
        """
        with self.transaction(), saving(self.files.journal):
            now = self.whole()
            self._back_up(now, self._clock())

            def save(place: Place) -> None:
                now.place, now.size = place, place.offset
                self.write_checkpoint(now.tables)

            year = self._clock().year
            try:
                done = years.compact(self.files, now.place, year, keep_years, save)
            except Flawed as error:
                raise flawed(error) from None
            with suppress(OSError, DealtrackError, ImportError):
                self._latest.keep_index(self._made)
            return done

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

    @property
    def _made(self) -> list[RecordChange] | None:
        """The changes that the transaction has made so far; None outside of one."""
        return None if self._changes is None else list(self._changes.values())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        holder = Holder(who=visible(self._author), process=os.getpid(), since=self._clock())
        with ExitStack() as stack:
            with saving(self.files.lock):
                make_folder(self.files.lock.parent)
                stack.enter_context(held(self.files.lock, holder, self._patience))
            for path in self.files.replaced:
                sweep(path)
            yield

    def _commit(self, changes: tuple[RecordChange, ...]) -> None:
        now, moment = self.now, self._clock()
        if not (changes or any(self._marks.values()) or now.counters != self._counters):
            return
        self._back_up(now, moment)
        says = Transaction(
            revision=now.revision + 1,
            at=moment,
            by=visible(self._author),
            what=visible(self._words),
            changes=changes,
            counters=now.counters,
            previous=now.place.last,
            **self._marks,
        )
        with saving(self.files.journal):
            line = journal.append(self.files.journal, says, now.place.offset, now.size)
        if now.torn:
            from dealtrack.store.lines import say_torn  # noqa: PLC0415 -- after a crash alone

            self._say(say_torn(now.torn))
        now.follow(line, Stamps.of(self.files))
        # The change is saved: whatever fails from here on, or Ctrl-C, is no failure of it.
        # The journal has the line, the next writer tries again.
        with suppress(OSError, DealtrackError, KeyboardInterrupt):
            if now.is_checkpoint_due:
                self.write_checkpoint(self.whole().tables)
        with suppress(OSError, DealtrackError, KeyboardInterrupt, ImportError):
            self._latest.keep_index(self._made)

    def _back_up(self, now: State, moment: datetime) -> None:
        from dealtrack.store.safety import daily  # noqa: PLC0415 -- to write alone

        self._say(daily.back_up(self.files, now, moment))

    def _say(self, note: str) -> None:
        self.note = "\n".join(line for line in (self.note, note) if line)

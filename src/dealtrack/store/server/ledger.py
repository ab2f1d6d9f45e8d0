"""A ledger on a server: read it there, change it all or nothing, know what became of it.

Nobody waits for others to read or to think.  Who changed a record first is told by its
version; who commits first takes the one row of ``ledger``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

import msgspec

from dealtrack.errors import (
    Conflict,
    NotAllowed,
    RecordUnreadable,
    ServerUnreachable,
)
from dealtrack.model import Agreement, Evidence, Kept, Trip
from dealtrack.query.expr import Op, Term
from dealtrack.store.disk.attachments import Copied
from dealtrack.store.disk.checkpoint import TABLES
from dealtrack.store.disk.journal import NOTHING, Line, RecordChange, Transaction
from dealtrack.store.kinds import KINDS
from dealtrack.store.server import attaching, documents, lines, schema, writing
from dealtrack.store.server.pending import Pending
from dealtrack.store.server.persisting import PATIENCE, TRIES, Persisting, Waiting, silently
from dealtrack.store.server.server import Again, Lost, Server
from dealtrack.store.sql.dialect import Sql
from dealtrack.text.hidden import visible

T = TypeVar("T")

_END = date.max


class ServerLedger(Persisting):
    """The tables of a ledger on *server*.  See `Journalled`."""

    def __init__(
        self,
        server: Server,
        author: str,
        words: str,
        patience: float = PATIENCE,
        waiting: Waiting = silently,
    ) -> None:
        super().__init__(server, visible(author), visible(words), patience, waiting)
        self._is_there: bool | None = None

    @property
    def person(self) -> str:
        """See `Journalled.person`."""
        return self.server.person

    @property
    def is_held(self) -> bool:
        """See `Journalled.is_held`."""
        return self._pending is not None

    @property
    def is_there(self) -> bool:
        """Whether there are tables of a ledger, and this dealtrack's.

        Raises: `TablesDiffer`.
        """
        if not self._is_there:
            found = self.trying(lambda: schema.standing(self.server))
            schema.check(self.server, found)
            self._is_there = found is not None
            self._seen = found.revision if found else None
        return self._is_there

    @property
    def revision(self) -> int:
        """See `Journalled.revision`."""
        if not self.is_there:
            return 0
        asked = Sql('SELECT "revision" FROM "ledger"')
        ((revision,),) = self.trying(lambda: list(self.server.rows(asked)))
        return int(revision)

    @property
    def counters(self) -> Mapping[str, int]:
        """See `Journalled.counters`."""
        return dict(self._pending.counters) if self._pending else self._counters()

    @contextmanager
    def transaction(self, *, undoes: int = 0, redoes: int = 0) -> Iterator[None]:
        """See `Journalled.transaction`.

        Raises:
            Conflict: if somebody else was first.
            LedgerBusy: if others would not let go of it.
            SaveUnknown: if the connection broke, and nobody could be asked since.
            ServerUnreachable: if it broke before; nothing was saved then.
        """
        if self._pending is not None:
            self._mark(undoes, redoes)
            yield
            return
        self._is_saving = True
        try:
            self._begin(undoes, redoes)
            yield
            self._commit(self._held)
        except writing.Overtaken as overtaken:
            self._take_back()
            self._pending = None
            raise self._conflict(overtaken) from None
        except KeyboardInterrupt as stop:
            if not hasattr(stop, "__notes__") and (told := self._told()):
                stop.add_note(told)
            raise
        finally:
            self._take_back()
            self._pending = self._until = None
            self._is_saving = False

    def _begin(self, undoes: int, redoes: int) -> None:
        self.prepare()
        self._pending = self.trying(self._begun)
        self._mark(undoes, redoes)

    def next_id(self, table: str) -> int:
        """See `Journalled.next_id`.  What was given out and not kept is not given again."""
        pending = self._held
        id_ = self.trying(lambda: self.server.next_id(table)) if table in KINDS else None
        if id_ is None:
            if table not in pending.counted:
                pending.alone.add(table)
                self.trying(lambda: self.server.alone(table))
                pending.seen(self._counters())
            id_ = pending.counters.get(table, 0) + 1
        pending.counters[table] = max(id_, pending.counters.get(table, 0))
        return id_

    def take_id(self, table: str, id_: int) -> bool:
        """See `Journalled.take_id`."""
        pending = self._held
        if id_ <= pending.counters.get(table, 0):
            return False
        pending.counters[table] = id_
        pending.taken.add(table)
        return True

    def put(self, table: str, id_: int, record: bytes | None) -> None:
        """See `Journalled.put`."""
        before = self.get(table, id_) or NOTHING
        after = NOTHING if record is None else msgspec.Raw(record)
        self._held.put(RecordChange(table=table, id=id_, before=before, after=after))

    def get(self, table: str, id_: int) -> msgspec.Raw | None:
        """See `Journalled.get`."""
        known = self._pending.get(table, id_) if self._pending else None
        if known is not None:
            return None if known == NOTHING else known
        if not self.is_there:
            return None
        found = self.trying(lambda: documents.one(self.server, table, id_))
        if self._pending and found is not None:
            self._pending.note_read(table, id_, found)
        return found

    def all(self, table: str) -> list[tuple[int, msgspec.Raw]]:
        """See `Journalled.all`."""
        if not self.settled():
            return []
        found = self.trying(lambda: list(documents.every(self.server, table)))
        return [one for some in found for one in some]

    def every(self, table: str) -> Iterator[tuple[int, msgspec.Raw]]:
        """Yield all records of a large *table* with their ids, by id; some at a time."""
        if self.settled():
            for some in self.flowing(lambda: documents.every(self.server, table)):
                yield from some

    def some(self, table: str, ids: Sequence[int]) -> Iterator[tuple[int, msgspec.Raw]]:
        """Yield the records of these *ids* that are there, in their order, each with its id.

        Each as this transaction has left it when it is yielded.
        """
        if not self.settled():
            return
        for id_, raw in self.flowing(lambda: documents.some(self.server, table, ids)):
            known = self._pending.get(table, id_) if self._pending else None
            if known != NOTHING:
                yield id_, known or raw

    def changes(
        self, table: str, id_: int, most: int | None = None
    ) -> list[tuple[Transaction, RecordChange]]:
        """See `Journalled.changes`."""
        if not self.is_there:
            return []
        return self.trying(lambda: lines.of_record(self.server, table, id_, most))

    def ask(self, question: Callable[[Iterator[Line]], T]) -> T:
        """See `Journalled.ask`."""
        if not self.is_there:
            return question(iter(()))
        return self.trying(lambda: question(lines.backwards(self.server)))

    def attach(self, found: Copied) -> Evidence:
        """Keep the copy of a file, unless its content is kept already."""
        pending = self._held
        known = self.trying(lambda: attaching.name_of(self.server, found))
        if not known:
            pending.attach(found.name, found.content)
        return found.evidence(known)

    def attached(self, file: str) -> bytes:
        """Return the content of an attachment.  Raises: `CannotRead`."""
        if not self.is_there:
            raise attaching.missing(file)
        return self.trying(lambda: attaching.content_of(self.server, file))

    def tied(self, record: Kept) -> Iterator[tuple[int, msgspec.Raw]]:
        """See `Journalled.tied`."""
        if not self.settled():
            return
        field = "trip" if isinstance(record, Trip) else "link"
        where = Term(field, Op.EQ, record.ref)
        ids = set(self.flowing(lambda: self.entries.ids(where, table="agreements", as_of=_END)))
        if isinstance(record, Agreement):
            ids |= {link.to for link in record.links}
        yield from self.some("agreements", sorted(ids))

    def unreadable(self, ref: str) -> RecordUnreadable:
        """See `Journalled.unreadable`."""
        return RecordUnreadable(self.server.place, ref)

    def settled(self) -> bool:
        """Have the database know what this transaction has changed so far.

        Return whether there is anything to ask.
        """
        if self._pending is not None:
            pending = self._pending
            self.trying(lambda: self._write(pending))
        return self.is_there

    def close(self) -> None:
        """Let go of the connection."""
        self.server.close()

    @property
    def _held(self) -> Pending:
        assert self._pending is not None, "a change needs a transaction"
        return self._pending

    def _mark(self, undoes: int, redoes: int) -> None:
        if undoes or redoes:
            self._held.undoes, self._held.redoes = undoes, redoes

    def prepare(self) -> None:
        """Make the tables where there are none.  Raises: `NotAllowed`, `TablesDiffer`."""
        if not self.is_there:
            try:
                self.trying(lambda: schema.create(self.server, self.entries))
            finally:
                self._take_back()
            self._is_there = None

    def standing(self) -> schema.Standing | None:
        """Return what the ledger says of itself, whichever dealtrack made it."""
        return self.trying(lambda: schema.standing(self.server))

    def upgrade(self) -> Iterator[float]:
        """Bring the tables up to date, or make them; yield how much is done, from 0 to 1.

        Raises: `NotAllowed`; `TablesDiffer` if a later dealtrack made them.
        """
        if self.standing() is None:
            self.prepare()
            return
        for left in reversed(range(TRIES)):
            try:
                yield from schema.rebuild(self.server, self.entries)
            except NotAllowed as refused:
                raise NotAllowed(refused.person, "rebuild") from None
            except (Again, Lost) as broken:
                if isinstance(broken, Lost) or not left:
                    raise ServerUnreachable(self.server.place, "", changing=True) from None
            else:
                return
            finally:
                self._take_back()

    def _counters(self) -> dict[str, int]:
        known = dict.fromkeys(TABLES, 0)
        if self.is_there:
            known |= self.trying(self._counted)
        return known

    def _conflict(self, found: writing.Overtaken) -> Conflict:
        """Return the conflict that was *found*, with who was first."""
        for says, _change in self.changes(found.table, found.id, 1):
            return Conflict(found.ref, says.by, f"{says.at:%Y-%m-%d %H:%M}")
        return Conflict(found.ref)

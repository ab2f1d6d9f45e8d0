"""Saving that goes on after a deadlock or a lost connection, and knows what became of it.

What a transaction changes is kept here until the server has acknowledged it (`Pending`).
So the whole of it can be written once more after a deadlock, or after the connection was
lost, on whichever server has the ledger then.  It is written under a key; after a
connection was lost the journal is asked for that key first, once whoever may still be about
to commit is done: so nothing is recorded twice, and "saved" is said only of what is.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TypeVar

from dealtrack.errors import (
    AnswerLost,
    DealtrackError,
    LedgerBusy,
    SaveUnknown,
    ServerUnreachable,
)
from dealtrack.store import undoing
from dealtrack.store.disk.checkpoint import TABLES
from dealtrack.store.disk.journal import Line
from dealtrack.store.kinds import KINDS
from dealtrack.store.server import attaching, lines, twins, writing
from dealtrack.store.server.pending import Pending
from dealtrack.store.server.server import Again, Lost, Server, Taken
from dealtrack.store.sql.dated import DatedTable
from dealtrack.store.sql.dialect import Sql
from dealtrack.text import _

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds to wait for others, or to look for the server again while something is being saved:
as long as a standby takes to become the primary.

A server that says nothing for twice as long is taken for dead.
"""

TRIES = 12
_PAUSE = 0.2
"""Seconds between two looks for the server."""

Waiting = Callable[[float], None]
"""Is told once for how many seconds the server will be looked for."""


def silently(_seconds: float) -> None:
    """Tell nobody."""


class Persisting:
    """A transaction on *server*, and how it is brought to its end."""

    def __init__(
        self,
        server: Server,
        author: str,
        words: str,
        patience: float,
        waiting: Waiting = silently,
    ) -> None:
        self.server = server
        self.entries = DatedTable(server)
        self._author = author
        self._words = words
        self._patience = patience
        self._waiting = waiting
        self._pending: Pending | None = None
        self._is_saving = False
        self._has_saved = False
        self._seen: int | None = None  # the revision that was read
        self._until: float | None = None  # since a connection was lost

    def trying(self, deed: Callable[[], T]) -> T:
        """Return what *deed* does; do it again after a deadlock or a lost connection."""
        is_anew, attempt = False, 0
        while attempt < TRIES:
            try:
                if is_anew:
                    self._begin_again()
                found = deed()
            except (Again, Taken):
                self._take_back()
                _pause(attempt)
                is_anew, attempt = True, attempt + 1
            except Lost as lost:
                self._reconnect(lost.why)
                is_anew = True
            else:
                self._until = self._until if self._is_saving else None
                return found
        raise LedgerBusy(self.server.place)

    def flowing(self, asked: Callable[[], Iterator[T]]) -> Iterator[T]:
        """Yield what is *asked* for, as it comes.

        Once some of it has come, what is lost is lost: nothing may come twice.
        """
        found, flow = self.trying(lambda: _begun(asked()))
        yield from found
        try:
            yield from flow
        except (Again, Lost):
            why = _("the connection broke while it was being read")
            raise self._unreachable(why) from None

    def _begun(self) -> Pending:
        """Begin a transaction, and see where the ledger stands: both or neither."""
        self._take_back()
        self.server.begin()
        ((revision,),) = self.server.rows(Sql('SELECT "revision" FROM "ledger"'))
        return Pending(int(revision), self._counted())

    def _counted(self) -> dict[str, int]:
        """Return how far the counters are."""
        found = self.server.rows(Sql('SELECT "name", "last" FROM "counters"'))
        return dict.fromkeys(TABLES, 0) | dict(found)

    def _write(self, pending: Pending) -> None:
        changes = list(pending.unwritten())
        writing.write_records(self.server, self.entries, changes)
        pending.note_written(changes)
        for name, content in pending.unfiled():
            attaching.write(self.server, name, content)

    def _commit(self, pending: Pending) -> None:
        """Write everything, and commit; after a lost connection find out first.

        Raises: `SaveUnknown` whatever happens while it is not known.
        """
        if pending.is_empty:
            self._take_back()
            return
        try:
            self.trying(lambda: self._commit_once(pending))
        except DealtrackError:
            if pending.is_sent and not pending.is_kept:
                raise SaveUnknown(self.server.place, pending.key) from None
            raise
        self._has_saved = True

    def _commit_once(self, pending: Pending) -> None:
        """Commit, unless an earlier attempt did.  Raises: `Again`, `Lost`."""
        if pending.is_sent and self._is_kept(pending):
            return
        self._write(pending)  # before the row that others wait for
        revision = writing.next_revision(self.server)
        self._check_alone(pending, revision)
        writing.write_line(self.server, revision, pending, self._words, self._author)
        for table in pending.taken & KINDS.keys():
            self.server.skip_ids(table, pending.counters[table])
        pending.is_sent = True
        try:
            self.server.commit()
        except (Again, DealtrackError):  # the server has said that it did not
            pending.is_sent = False
            raise
        pending.is_kept = True

    def _check_alone(self, pending: Pending, revision: int) -> None:
        """Raise `Overtaken` or `Conflict` if others made of it what only one may make."""
        if (pending.undoes or pending.redoes) and revision != pending.began + 1:
            raise undoing.overtaken(lines.backwards(self.server))
        numbered = pending.counted.keys() - KINDS.keys()
        if numbered and not pending.is_seen(self._counted(), numbered):
            look = "dealtrack history --limit 1"
            raise undoing.overtaken(lines.backwards(self.server), look)
        if revision > pending.began + 1:
            twins.refuse(self.server, pending, revision)

    def _is_kept(self, pending: Pending) -> bool:
        """Whether what was sent is kept, on every server that has to keep it."""
        if self._settled(pending.key):
            self.server.commit()  # waits for the standby, as the first one may not have
            pending.is_kept = True
        else:
            pending.is_sent = False
        return pending.is_kept

    def _settled(self, key: str) -> Line | None:
        """Return the line with *key*, once whoever may be about to commit it is done."""
        self.server.run(Sql('UPDATE "ledger" SET "revision" = "revision"'))
        return lines.of_key(self.server, key)

    def saved(self, key: str) -> Line | None:
        """Return the line of the change with that *key*, None if it was never saved.

        Whoever may still be about to commit is waited for.
        """

        def looked_up() -> Line | None:
            self._take_back()
            self.server.begin()
            found = self._settled(key)
            self.server.commit()  # waits for the standby, as the first one may not have
            return found

        try:
            return self.trying(looked_up)
        finally:
            self._take_back()

    def _told(self) -> str:
        """Say what became of a change that somebody stopped: it is looked up."""
        if (pending := self._pending) is None:
            return "" if self._has_saved else _("Stopped. Nothing was saved.")
        try:
            if pending.is_sent and not pending.is_kept:
                self.server.reconnect()
                self._begin_again()
                self._is_kept(pending)
        except BaseException:  # noqa: BLE001 -- another Ctrl-C as well: who asks gets an answer
            return str(SaveUnknown(self.server.place, pending.key))
        if pending.is_kept:
            return _("Stopped. The change is saved.")
        return "" if self._has_saved else _("Stopped. Nothing was saved.")

    def _reconnect(self, why: str) -> None:
        """Look for the server, as long as there is patience.  Raises: what `trying` does."""
        is_first = self._until is None
        is_told = not (is_first and self._is_saving)
        if self._until is None:
            self._until = time.monotonic() + (self._patience if self._is_saving else 0)
        while is_first or time.monotonic() < self._until:
            if not is_first:
                time.sleep(_PAUSE)
            try:
                self.server.reconnect()
            except (Lost, ServerUnreachable) as fault:
                why, is_first = fault.why or why, False
                if not is_told:
                    self._waiting(self._patience)
                    is_told = True
            else:
                return
        raise self._unreachable(why)

    def _begin_again(self) -> None:
        pending = self._pending
        if pending is not None:
            pending.forget_written()
            self.server.begin()
            if not pending.is_sent:
                for what in sorted(pending.alone):
                    self.server.alone(what)
        elif self.server.is_steady and self._seen is not None:
            ((revision,),) = self.server.rows(Sql('SELECT "revision" FROM "ledger"'))
            if revision != self._seen:
                raise self._unreachable(
                    _("the connection broke, and by now others have changed it")
                )

    def _take_back(self) -> None:
        with suppress(Lost):
            self.server.rollback()

    def _unreachable(self, why: str) -> ServerUnreachable | AnswerLost | SaveUnknown:
        pending, place = self._pending, self.server.place
        if pending and pending.is_sent:
            return SaveUnknown(place, pending.key)
        if self._has_saved and not self._is_saving:
            return AnswerLost(place, why)
        return ServerUnreachable(place, why, changing=self._is_saving)


def _begun(flow: Iterator[T]) -> tuple[list[T], Iterator[T]]:
    """Return the first of what flows, if anything does, and the rest."""
    for first in flow:
        return [first], flow
    return [], flow


def _pause(attempt: int) -> None:
    """Wait a moment, longer each time: others are at work too."""
    time.sleep(random.uniform(0.5, 1) * min(0.01 * 2**attempt, 1))

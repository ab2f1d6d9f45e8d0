"""Saving that goes on after a deadlock or a lost connection, and knows what became of it.

What a transaction changes is kept here until the server has acknowledged it (`Pending`).
So the whole of it can be written once more after a deadlock, or after the connection was
lost, on whichever server has the ledger then.  It is written under a key; after a
connection was lost the journal is asked for that key first, once whoever may still be about
to commit is done: so nothing is recorded twice, and "saved" is said only of what is.
"""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from dealtrack.errors import SaveUnknown, ServerUnreachable
from dealtrack.store import undoing
from dealtrack.store.disk.journal import Line
from dealtrack.store.kinds import KINDS
from dealtrack.store.server import attaching, lines, writing
from dealtrack.store.server.pending import Pending
from dealtrack.store.server.server import Again, Lost, Server
from dealtrack.store.sql.dated import DatedTable
from dealtrack.store.sql.dialect import Sql

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds to look for the server again while something is being saved: as long as a standby
takes to become the primary."""

TRIES = 12

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

    def _write(self, pending: Pending) -> None:
        changes = list(pending.unwritten())
        writing.write_records(self.server, self.entries, changes)
        pending.note_written(changes)
        for name, content in pending.unfiled():
            attaching.write(self.server, name, content)

    def _commit(self, pending: Pending) -> None:
        """Write everything, and commit; after a lost connection find out first."""
        if pending.is_empty:
            self.server.rollback()
            return
        for attempt in range(TRIES):
            try:
                if self._is_committed(pending):
                    return
            except Again:
                self._once_more(attempt)
            except Lost:
                self._reconnect(pending)
        raise self._unreachable(pending, "")

    def _is_committed(self, pending: Pending) -> bool:
        """Commit, or find that an earlier attempt did.  Raises: `Again`, `Lost`."""
        if pending.is_sent and self._settled(pending.key):
            self.server.rollback()
            return True
        self._write(pending)  # before the row that others wait for
        revision = writing.next_revision(self.server)
        if (pending.undoes or pending.redoes) and revision != pending.began + 1:
            raise undoing.overtaken(lines.backwards(self.server))
        writing.write_line(self.server, revision, pending, self._words, self._author)
        for table in pending.taken & KINDS.keys():
            self.server.skip_ids(table, pending.counters[table])
        pending.is_sent = True
        self.server.commit()
        return True

    def _settled(self, key: str) -> Line | None:
        """Return the line with *key*, once whoever may be about to commit it is done."""
        self.server.run(Sql('UPDATE "ledger" SET "revision" = "revision"'))
        return lines.of_key(self.server, key)

    def saved(self, key: str) -> Line | None:
        """Return the line of the change with that *key*, None if it was never saved.

        Whoever may still be about to commit is waited for.
        """

        def looked_up() -> Line | None:
            self.server.begin()
            try:
                return self._settled(key)
            finally:
                self._take_back()

        return self.trying(looked_up)

    def trying(self, deed: Callable[[], T]) -> T:
        """Return what *deed* does; do it again after a deadlock or a lost connection."""
        for attempt in range(TRIES):
            try:
                return deed()
            except Again:
                self._once_more(attempt)
            except Lost:
                self._reconnect(self._pending)
        raise self._unreachable(self._pending, "")

    def _once_more(self, attempt: int) -> None:
        """Begin the transaction again, a moment later: others are at work too."""
        self._take_back()
        time.sleep(random.uniform(0.5, 1) * min(0.01 * 2**attempt, 1))
        self._begin_again()

    def _reconnect(self, pending: Pending | None) -> None:
        """Look for the server, as long as there is patience, and begin again there."""
        until = time.monotonic() + (self._patience if self._is_saving else 0)
        is_told = not self._is_saving
        while True:
            try:
                self.server.reconnect()
                self._begin_again()
            except (Lost, ServerUnreachable) as fault:
                if time.monotonic() > until:
                    why = fault.why if isinstance(fault, ServerUnreachable) else ""
                    raise self._unreachable(pending, why) from None
                if not is_told:
                    self._waiting(self._patience)
                    is_told = True
                time.sleep(0.2)
            else:
                return

    def _begin_again(self) -> None:
        if self._pending is not None:
            self._pending.forget_written()
            self.server.begin()

    @property
    def _is_sent(self) -> bool:
        """Whether what is pending may have been saved."""
        return self._pending is not None and self._pending.is_sent

    def _take_back(self) -> None:
        with suppress(Lost):
            self.server.rollback()

    def _unreachable(
        self, pending: Pending | None, why: str
    ) -> ServerUnreachable | SaveUnknown:
        if pending and pending.is_sent:
            return SaveUnknown(self.server.place, pending.key)
        return ServerUnreachable(self.server.place, why, changing=self._is_saving)

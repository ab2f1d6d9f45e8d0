"""A ledger on a server, as it is copied."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from msgspec.structs import replace

from dealtrack.errors import CannotRead, RecordUnreadable, TablesDiffer
from dealtrack.model.codec import encode
from dealtrack.store.disk.checkpoint import TABLES
from dealtrack.store.disk.journal import Transaction
from dealtrack.store.kinds import KINDS
from dealtrack.store.moving.source import Kept, Told
from dealtrack.store.server import documents, lines, schema
from dealtrack.store.server.server import Server
from dealtrack.store.sql.dialect import Sql
from dealtrack.text import _


class ServerTables:
    """What the tables on *server* hold, whether the ledger there is whole or not.

    See `Source`.  Every method may raise what a `Server` does.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self.place = server.place

    @property
    def revision(self) -> int:
        """See `Source.revision`: that of the journal's last line."""
        ((last,),) = self._server.rows(Sql('SELECT max("revision") FROM "journal"'))
        return int(last or 0)

    @property
    def counters(self) -> Mapping[str, int]:
        """See `Source.counters`."""
        known = dict.fromkeys(TABLES, 0)
        return known | dict(self._server.rows(Sql('SELECT "name", "last" FROM "counters"')))

    @property
    def tables(self) -> Iterable[str]:
        """See `Source.tables`."""
        return [name for name, n in self._counts().items() if n]

    def count(self) -> int:
        """See `Source.count`."""
        return sum(self._counts().values())

    def records(self, table: str, after: int = 0) -> Iterator[Kept]:
        """See `Source.records`."""
        for some in documents.every(self._server, table, after):
            yield from some

    def some(self, table: str, ids: Iterable[int]) -> Iterator[Kept]:
        """See `Source.some`."""
        return documents.some(self._server, table, ids)

    def lines(self, after: int = 0) -> Iterator[Told]:
        """See `Source.lines`."""
        return (Told(key, says) for key, says in lines.with_keys(self._server, after))

    def mark(self, revision: int) -> str:
        """See `Source.mark`."""
        for told in self.lines(revision - 1):
            return digest(told.says) if told.says.revision == revision else ""
        return ""

    def attachments(self) -> Iterable[str]:
        """See `Source.attachments`."""
        rows = self._server.rows(Sql('SELECT "name" FROM "attachments"'))
        return sorted(name for (name,) in rows)

    def attachment(self, name: str) -> bytes:
        """See `Source.attachment`."""
        asked = Sql('SELECT "content" FROM "attachments" WHERE "name" = ?', (name,))
        ((content,),) = self._server.rows(asked)
        return bytes(content)

    def again(self) -> "ServerTables":
        """See `Source.again`: the server is asked anew in any case."""
        return self

    def unreadable(self, ref: str) -> RecordUnreadable:
        """See `Source.unreadable`."""
        return RecordUnreadable(self.place, ref)

    def _counts(self) -> dict[str, int]:
        counted = ", ".join(f'(SELECT count(*) FROM "{table}")' for table in KINDS)
        (row,) = self._server.rows(Sql(f"SELECT {counted}"))
        return dict(zip(KINDS, map(int, row), strict=True))


def digest(says: Transaction) -> str:
    """Return what tells a line from every other, wherever it is kept."""
    return sha256(encode(replace(says, previous=""))).hexdigest()


def ledger_on(server: Server) -> ServerTables:
    """Return the ledger on *server*.

    Raises: `CannotRead` if there is none, `CopyUnfinished`, `TablesDiffer`.
    """
    found = schema.standing(server)
    if found is None:
        raise CannotRead(server.place, _("there is no ledger"))
    if not found.is_current(server):
        raise TablesDiffer(server.place, found.program, newer=found.is_newer)
    return ServerTables(server)

"""The ledger on a server, for the whole office."""

from pathlib import Path
from typing import Generic, TypeVar

from dealtrack.errors import WrongUse
from dealtrack.model import Agreement, Draft, Evidence, Record, Trip, TripDraft
from dealtrack.model.changes import Step
from dealtrack.store.collection import Changing
from dealtrack.store.disk.attachments import copied
from dealtrack.store.disk.years import Compacted
from dealtrack.store.past import step_of
from dealtrack.store.register import Register
from dealtrack.store.server.asked import ServerAsked
from dealtrack.store.server.attaching import LARGEST
from dealtrack.store.server.ledger import ServerLedger
from dealtrack.store.server.persisting import PATIENCE, Waiting, silently
from dealtrack.store.server.server import Server
from dealtrack.store.whole import WholeStore
from dealtrack.text import _

D = TypeVar("D", bound=Record)
T = TypeVar("T", Agreement, Trip)


class ServerCollection(ServerAsked[T], Changing[D, T], Generic[D, T]):
    """The agreements or the trips of a ledger on a server.  See `Collection`."""

    def __init__(self, ledger: ServerLedger, name: str, draft: type[D], kind: type[T]) -> None:
        register: Register[T] = Register(name, kind, ledger.unreadable)
        ServerAsked.__init__(self, ledger, register)
        Changing.__init__(self, ledger, register, draft)


class SqlStore(WholeStore):
    """A `Store` in the database that *server* is connected to.

    *patience* is for how many seconds to look for the server again while something is being
    saved; *waiting* is told of it.
    """

    def __init__(
        self,
        server: Server,
        *,
        author: str = "",
        words: str = "",
        patience: float = PATIENCE,
        waiting: Waiting = silently,
    ) -> None:
        self.ledger = ServerLedger(server, author, words, patience, waiting)
        super().__init__(self.ledger)
        self.agreements = ServerCollection(self.ledger, "agreements", Draft, Agreement)
        self.trips = ServerCollection(self.ledger, "trips", TripDraft, Trip)

    def saved(self, key: str) -> Step | None:
        """See `Store.saved`."""
        line = self.ledger.saved(key) if self.ledger.is_there else None
        return step_of(line) if line else None

    def attach(self, path: Path) -> Evidence:
        """See `Store.attach`."""
        return self.ledger.attach(copied(path, LARGEST))

    def attached(self, file: str) -> bytes:
        """See `Store.attached`."""
        return self.ledger.attached(file)

    def compact(self, _keep_years: int | None = None) -> Compacted:
        """See `Store.compact`: there is nothing to tidy up here."""
        raise WrongUse(
            _("A ledger on a server needs no tidying up: its journal lies in a table."),
            _("Who keeps the server backs it up: pg_dump, or dealtrack ledger copy."),
        )


def open_postgres(
    url: str,
    *,
    author: str = "",
    words: str = "",
    steady: bool = False,
    patience: float = PATIENCE,
    waiting: Waiting = silently,
) -> SqlStore:
    """Open the ledger at *url*.  Raises: `ServerUnreachable`, `WrongUse`."""
    server = connect(url, steady=steady, patience=patience)
    return SqlStore(server, author=author, words=words, patience=patience, waiting=waiting)


def connect(url: str, *, steady: bool = False, patience: float = PATIENCE) -> Server:
    """Connect to the database at *url*.  Raises: `ServerUnreachable`, `WrongUse`."""
    try:
        from dealtrack.store.server.connected import (  # noqa: PLC0415 -- psycopg: 170 ms
            PostgresServer,
        )
    except ImportError:
        raise WrongUse(
            _("A ledger on a PostgreSQL server needs an extra part of dealtrack."),
            _("Install it: pip install 'dealtrack[postgres]'"),
        ) from None
    return PostgresServer(url, steady=steady, patience=patience)

"""SQLite as the database of a ledger in SQL: what PostgreSQL is compared with."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from dealtrack.store.server.server import Again, Kinds, Taken
from dealtrack.store.sql.cells import BETWEEN, BETWEEN_SUMS, lies_within, unframed
from dealtrack.store.sql.dialect import SQLITE, Dialect, Sql
from dealtrack.store.sql.engine import Cells
from dealtrack.store.sql.schema import derived_from
from dealtrack.store.sql.totals import Total


class LiteEngine:
    """A connection to SQLite, which belongs to the caller.  See `Engine`."""

    dialect: Dialect = SQLITE

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        made: Any = connection  # the stubs want aggregates that take cells of any type
        made.create_function("lies_within", 3, lies_within, deterministic=True)
        made.create_function("parts_of", -1, parts_of, deterministic=True)
        made.create_function("sha256", 1, digest_of, deterministic=True)
        made.create_aggregate("total_of", 1, Total)

    def rows(self, asked: Sql) -> Iterator[tuple[Any, ...]]:
        """See `Engine.rows`."""
        return iter(self._db.execute(asked.text, asked.values).fetchall())

    def stream(self, asked: Sql) -> Iterator[tuple[Any, ...]]:
        """See `Engine.stream`."""
        return self._db.execute(asked.text, asked.values)

    def run(self, asked: Sql) -> int:
        """See `Engine.run`."""
        return self._db.execute(asked.text, asked.values).rowcount

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Cells]) -> None:
        """See `Engine.load`."""
        names = ", ".join(f'"{name}"' for name in columns)
        places = ", ".join("?" * len(columns))
        self._db.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)


class LiteServer(LiteEngine):
    """A ledger in a file of SQLite.  See `Server`."""

    kinds = Kinds("INTEGER", "TEXT", "TEXT", "BLOB", "TEXT NOT NULL", "TEXT NOT NULL")
    person = ""
    is_steady = False

    def __init__(self, path: Path) -> None:
        super().__init__(sqlite3.connect(path, isolation_level=None, timeout=10))
        self._db.execute("PRAGMA journal_mode=WAL")
        self.place = str(path)

    def rows(self, asked: Sql) -> Iterator[tuple[Any, ...]]:
        """See `Engine.rows`."""
        with _told():
            return super().rows(asked)

    def run(self, asked: Sql) -> int:
        """See `Engine.run`."""
        with _told():
            return super().run(asked)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Cells]) -> None:
        """See `Engine.load`."""
        with _told():
            super().load(table, columns, rows)

    def signature(self, who: str) -> dict[str, str]:
        """See `Server.signature`."""
        return {"at": datetime.now().astimezone().isoformat(), "person": who}

    def begin(self) -> None:
        """See `Server.begin`."""
        with _told():
            self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """See `Server.commit`."""
        with _told():
            self._db.execute("COMMIT")

    def rollback(self) -> None:
        """See `Server.rollback`."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def reconnect(self) -> None:
        """See `Server.reconnect`: a file is never lost."""

    def foundation(self) -> Iterable[str]:
        """See `Server.foundation`."""
        return ()

    def sequence(self, _table: str) -> Iterable[str]:
        """See `Server.sequence`."""
        return ()

    def hold(self, tables: Iterable[str]) -> None:
        """See `Server.hold`: a transaction has all of them."""

    def likened(self, _registers: Iterable[str]) -> Iterable[str]:
        """See `Server.likened`: who may open the file may do everything."""
        return ()

    def unsequenced(self, _table: str) -> Iterable[str]:
        """See `Server.unsequenced`."""
        return ()

    def removal(self, registers: Iterable[str]) -> list[str]:
        """See `Server.removal`."""
        asked = "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view')"
        found = list(self.rows(Sql(asked)))
        ours = re.compile(derived_from(registers))
        return [f'DROP {kind} "{name}"' for kind, name in found if ours.match(name)]

    def has(self, table: str) -> bool:
        """See `Server.has`."""
        asked = "SELECT 1 FROM sqlite_master WHERE name = ?"
        return any(self.rows(Sql(asked, (table,))))

    def next_id(self, _table: str) -> int | None:
        """See `Server.next_id`."""
        return None

    def skip_ids(self, table: str, last: int) -> None:
        """See `Server.skip_ids`: the counters are all there is."""

    def alone(self, what: str) -> None:
        """See `Server.alone`: every transaction is."""

    def close(self) -> None:
        """See `Server.close`."""
        self._db.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError:
        raise Taken from None
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname == "SQLITE_BUSY":
            raise Again from None
        raise


def digest_of(content: bytes) -> bytes:
    """Return the SHA-256 of *content*, as the database on a server works it out."""
    return sha256(content).digest()


def parts_of(*cells: bytes | None) -> str:
    """Return the values that *cells* are framed of, each once, as JSON that has no bytes."""
    parts = chain.from_iterable(map(_parts, filter(None, cells)))
    return json.dumps([part.hex() for part in dict.fromkeys(parts)])


def _parts(cell: bytes) -> list[bytes]:
    frame = cell[:1]
    return unframed(cell, frame) if frame in {BETWEEN, BETWEEN_SUMS} else [cell]

"""SQLite as the database of a ledger in SQL: what PostgreSQL is compared with."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dealtrack.store.sql.cells import lies_within
from dealtrack.store.sql.dialect import SQLITE, Dialect, Sql
from dealtrack.store.sql.engine import Cells
from dealtrack.store.sql.totals import Total


class LiteEngine:
    """A connection to SQLite, which belongs to the caller.  See `Engine`."""

    dialect: Dialect = SQLITE

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        made: Any = connection  # the stubs want aggregates that take cells of any type
        made.create_function("lies_within", 3, lies_within, deterministic=True)
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

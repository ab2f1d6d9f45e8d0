"""SQLite as the database of a ledger in SQL: what PostgreSQL is compared with."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from dealtrack.store.sql.cells import BETWEEN, BETWEEN_SUMS, lies_within, unframed
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
        made.create_function("parts_of", -1, parts_of, deterministic=True)
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


def parts_of(*cells: bytes | None) -> str:
    """Return the values that *cells* are framed of, each once, as JSON that has no bytes."""
    parts = chain.from_iterable(map(_parts, filter(None, cells)))
    return json.dumps([part.hex() for part in dict.fromkeys(parts)])


def _parts(cell: bytes) -> list[bytes]:
    frame = cell[:1]
    return unframed(cell, frame) if frame in {BETWEEN, BETWEEN_SUMS} else [cell]

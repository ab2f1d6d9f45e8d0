"""PostgreSQL as the database of a ledger in SQL, by way of psycopg."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import uuid4

from psycopg import Connection
from psycopg.pq import TransactionStatus

from dealtrack.store.sql.cells import Typed
from dealtrack.store.sql.dialect import POSTGRESQL, Dialect, Sql
from dealtrack.store.sql.engine import Cells

_AT_ONCE = 1000
_ESCAPED = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
"""What COPY takes for something else inside of a text."""


class PostgresEngine:
    """A connection to PostgreSQL, which belongs to the caller.  See `Engine`."""

    dialect: Dialect = POSTGRESQL

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def rows(self, asked: Sql) -> Iterator[tuple[Any, ...]]:
        """See `Engine.rows`."""
        return iter(self._db.execute(as_psycopg(asked), asked.values or None))

    def stream(self, asked: Sql) -> Iterator[tuple[Any, ...]]:
        """See `Engine.stream`."""
        alone = self._db.info.transaction_status == TransactionStatus.IDLE
        with self._db.cursor(f"found_{uuid4().hex}", withhold=alone) as cursor:
            cursor.itersize = _AT_ONCE
            yield from cursor.execute(as_psycopg(asked), asked.values or None)

    def run(self, asked: Sql) -> int:
        """See `Engine.run`."""
        return self._db.execute(as_psycopg(asked), asked.values or None).rowcount

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Cells]) -> None:
        """See `Engine.load`."""
        names = ", ".join(f'"{name}"' for name in columns)
        into = Sql(f'COPY "{table}" ({names}) FROM STDIN')
        waiting = iter(rows)
        with self._db.cursor() as cursor, cursor.copy(as_psycopg(into)) as copy:
            while some := "".join(map(_line, islice(waiting, _AT_ONCE))):
                copy.write(some)


def as_psycopg(asked: Sql) -> bytes:
    """Return the text with the marks for parameters that psycopg knows."""
    if not asked.values:
        return asked.text.encode()
    return asked.text.replace("%", "%%").replace("?", "%s").encode()


def _line(row: Cells) -> str:
    """Return a row as COPY reads it: psycopg takes three times as long, above all for lists."""
    return "\t".join(map(_written, row)) + "\n"


def _written(cell: Typed) -> str:
    match cell:
        case None:
            return r"\N"
        case bytes():
            return rf"\\x{cell.hex()}"
        case list():
            return "{" + ",".join(rf"\\\\x{one.hex()}" for one in cell) + "}"
        case str():
            return cell.translate(_ESCAPED)
        case _:
            return str(cell)

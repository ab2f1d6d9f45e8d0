"""A ledger of a whole office on a PostgreSQL server of its own, filled by COPY.

The server is the one that the tests have, with settings as for a small machine that serves
nothing else.  Several processes fill it at once, each with a range of ids.  A very large one
is as many offices alike as it takes: the database copies what it has, under other ids.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

import psycopg
from tests.postgres.server import Server
from tests.postgres.workshop import a_workshop

from benchmarks import ledgers
from dealtrack.model import Kept
from dealtrack.model.codec import encode
from dealtrack.store.server import schema
from dealtrack.store.server.connected import PostgresServer
from dealtrack.store.sql.columns import TABLES
from dealtrack.store.sql.dated import DatedTable
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.schema import PARTS, pieces

SETTINGS = {
    "shared_buffers": "2GB",
    "effective_cache_size": "8GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "random_page_cost": "1.1",
    "shared_preload_libraries": "",
}
_AT_ONCE = 2_000
_SHARE = 10_000
"""How many agreements a process makes before it takes the next ones."""
_MOST = 100_000
"""How many agreements are made; more are these once more."""

Share = tuple[str, int, int]
"""An address, and two numbers."""


class Office(NamedTuple):
    """Where a ledger lies: its address, and what libpq needs to know beside it."""

    url: str
    environment: dict[str, str]


class Filled(NamedTuple):
    """How long it took to enter so many *agreements* by COPY, and the bytes of the ledger."""

    agreements: int
    seconds: float
    size: int


@contextmanager
def serving() -> Iterator[Server]:
    """Start the server; it is gone afterwards, with all that it held."""
    with a_workshop() as workshop, workshop.serving(SETTINGS) as server:
        yield server


def make(server: Server, name: str, agreements: int) -> tuple[Office, Filled]:
    """Make a ledger of so many *agreements* in a database of that *name*."""
    user, _at, place = server.create_database(name).partition("://")[2].partition("@")
    owner, _colon, password = user.partition(":")
    office = Office(f"postgresql://{owner}@{place}", {"PGPASSWORD": password})
    os.environ.update(office.environment)
    start, first = time.perf_counter(), min(agreements, _MOST)
    with _connected(office) as connection:
        schema.create(connection, DatedTable(connection))
    begins = range(1, first + 1, _SHARE)
    _at_once(_fill, [(office.url, one, min(one + _SHARE, first + 1)) for one in begins])
    seconds = time.perf_counter() - start
    _at_once(_multiply, [(office.url, first, by) for by in range(1, agreements // first)])
    _finish(office)
    size = server.ask("SELECT pg_database_size(%s)", name)[0][0]
    return office, Filled(first, seconds, int(str(size)))


def _at_once(work: Callable[[Share], None], shares: list[Share]) -> None:
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        for done, _share in enumerate(processes.map(work, shares), 1):
            print(f"\r{done}/{len(shares)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _multiply(share: Share) -> None:
    """Enter the first agreements and trips once more, under ids a million times *by* higher."""
    url, first, by = share
    with _connected(Office(url, {})) as connection:
        connection.begin()
        for table in TABLES:
            more = by * 10**6
            asked = f'SELECT "id" + {more}, "version", regexp_replace("document"::text, '
            asked += f"""'"id":[0-9]+', '"id":' || "id" + {more})::json FROM "{table}" """
            asked += f'WHERE "id" <= {first}'
            connection.run(Sql(f'INSERT INTO "{table}" ("id", "version", "document") {asked}'))
            for part in PARTS:
                for piece in pieces(table, part, connection.dialect):
                    columns = ", ".join(f'"{name}"' for name in piece.columns)
                    those = columns.replace('"id"', f'"id" + {more}', 1)
                    asked = f'SELECT {those} FROM "{piece.name}" WHERE "id" <= {first}'
                    connection.run(Sql(f'INSERT INTO "{piece.name}" ({columns}) {asked}'))
        connection.commit()


def _fill(share: Share) -> None:
    """Enter the agreements of a share, and the trips on which they were signed."""
    url, first, end = share
    with _connected(Office(url, {})) as connection:
        _enter(connection, "agreements", ledgers.agreements(first, end))
        of = ledgers.AGREEMENTS_TO_A_TRIP
        _enter(connection, "trips", ledgers.trips(1 + first // of, 1 + end // of))


def _enter(connection: PostgresServer, table: str, records: Iterable[Kept]) -> None:
    entries, waiting = DatedTable(connection), iter(records)
    while some := list(islice(waiting, _AT_ONCE)):
        texts = [encode(record).decode() for record in some]
        connection.begin()
        pairs = list(zip(some, texts, strict=True))
        connection.load(
            table, ("id", "version", "document"), ((r.id, r.version, t) for r, t in pairs)
        )
        connection.load(
            "changes",
            ("revision", "place", "register", "id", "after"),
            ((1, r.id + (table == "trips") * 10**9, table, r.id, t) for r, t in pairs),
        )
        entries.enter(some)
        connection.commit()


def _finish(office: Office) -> None:
    """Write the line of the journal and the counters, and tidy up."""
    with _connected(office) as connection:
        connection.begin()
        connection.run(
            Sql(
                'INSERT INTO "journal" ("revision", "key", "what", "undoes", "redoes", '
                "\"counters\") VALUES (1, 'filled', 'benchmarks', 0, 0, '{}')"
            )
        )
        connection.run(Sql('UPDATE "ledger" SET "revision" = 1'))
        for table in ("agreements", "trips"):
            asked = Sql(f'SELECT coalesce(max("id"), 0) FROM "{table}"')
            ((last,),) = connection.rows(asked)
            connection.run(Sql('INSERT INTO "counters" VALUES (?, ?)', (table, last)))
            connection.skip_ids(table, last)
        connection.commit()
    with psycopg.connect(office.url, autocommit=True) as database:
        database.execute("VACUUM ANALYZE")


@contextmanager
def _connected(office: Office) -> Iterator[PostgresServer]:
    connection = PostgresServer(office.url)
    try:
        yield connection
    finally:
        connection.close()

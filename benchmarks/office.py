"""A ledger of a whole office on a PostgreSQL server of its own, filled by COPY.

The server is the one that the tests have, with settings as for a small machine that serves
nothing else.  Several processes fill it at once, each with a range of ids.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator
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
from dealtrack.store.sql.dated import DatedTable
from dealtrack.store.sql.dialect import Sql

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
_SHARE = 25_000
"""How many agreements a process makes before it takes the next ones."""


class Office(NamedTuple):
    """Where a ledger lies: its address, and what libpq needs to know beside it."""

    url: str
    environment: dict[str, str]


class Filled(NamedTuple):
    """How long it took to fill a ledger, and how large it is then, in bytes."""

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
    start = time.perf_counter()
    with _connected(office) as connection:
        schema.create(connection, DatedTable(connection))
    ends = range(1, agreements + 1, _SHARE)
    shares = [(office.url, first, min(first + _SHARE, agreements + 1)) for first in ends]
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        for done, _share in enumerate(processes.map(_fill, shares), 1):
            print(f"\r{done}/{len(shares)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    _finish(office, agreements)
    size = server.ask("SELECT pg_database_size(%s)", name)[0][0]
    return office, Filled(time.perf_counter() - start, int(str(size)))


def _fill(share: tuple[str, int, int]) -> None:
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


def _finish(office: Office, agreements: int) -> None:
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

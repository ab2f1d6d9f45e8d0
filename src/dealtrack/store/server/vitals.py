"""How a PostgreSQL server is: version, encryption, rights, clock, standbys, who waits.

Each is one statement.  What whoever asks may not see comes as None, or not at all.
"""

from datetime import datetime
from ipaddress import ip_address
from typing import Any, NamedTuple

from dealtrack.store.kinds import KINDS
from dealtrack.store.server.server import Server
from dealtrack.store.sql.dialect import Sql

OLDEST = 140000
"""The oldest server that is supported, as `server_version_num` counts: 14.

Partitions that are found by a key and hashes of texts need 12; older ones than 14 are
mended by nobody any more.
"""

A_MINUTE = 60
"""Seconds after which what still waits, or a clock that is apart, is told."""


class About(NamedTuple):
    """The server, and the connection to it: *tls* is its version, "" for none.

    *moment* is the server's.  A standby has *behind* bytes to replay yet, and replayed the
    last change *late* seconds ago.
    """

    version: str
    number: int
    moment: datetime
    address: str | None
    tls: str
    cipher: str
    is_standby: bool
    behind: int | None
    late: float | None
    size: int

    @property
    def is_near(self) -> bool:
        """Whether nothing of what is said goes over a network."""
        return not self.address or ip_address(self.address).is_loopback


class Rights(NamedTuple):
    """What whoever is connected may do."""

    read: bool
    write: bool
    close: bool
    own: bool


NO_RIGHTS = Rights(read=False, write=False, close=False, own=False)


class Ids(NamedTuple):
    """The *last* id of a table that its sequence gave out, and the last that was *needed*."""

    table: str
    last: int
    needed: int


class Standby(NamedTuple):
    """A server that follows this one; None where whoever asks may not see it."""

    name: str
    state: str | None
    sync: str | None
    behind: int | None
    late: float | None

    @property
    def is_synchronous(self) -> bool:
        """Whether a change is acknowledged only when that server has it."""
        return self.sync in {"sync", "quorum"}


class Waiting(NamedTuple):
    """*what* lasts for so many *seconds*: its name, whose it is, which processes block it."""

    what: str
    name: str
    who: str
    seconds: float
    blocker: str


def about(server: Server) -> About:
    """Ask for what the server is."""
    (row,) = server.rows(
        Sql(
            "SELECT current_setting('server_version'), "
            "current_setting('server_version_num')::int, clock_timestamp(), "
            "host(inet_client_addr()), coalesce(s.version, ''), coalesce(s.cipher, ''), "
            "pg_is_in_recovery(), "
            "pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::bigint, "
            "extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8, "
            "pg_database_size(current_database()) "
            "FROM (SELECT pg_backend_pid() AS pid) AS own "
            "LEFT JOIN pg_stat_ssl AS s ON s.pid = own.pid AND s.ssl"
        )
    )
    return About(*row)


def rights(server: Server) -> Rights:
    """Ask what whoever is connected may do with the ledger."""
    (row,) = server.rows(
        Sql(
            "SELECT has_any_column_privilege('agreements', 'SELECT'), "
            "has_any_column_privilege('agreements', 'INSERT') "
            "AND has_any_column_privilege('journal', 'INSERT') "
            "AND has_any_column_privilege('changes', 'INSERT') "
            "AND has_any_column_privilege('ledger', 'UPDATE'), "
            "has_any_column_privilege('closings', 'INSERT'), "
            "pg_has_role((SELECT relowner FROM pg_class "
            "WHERE oid = 'ledger'::regclass), 'MEMBER')"
        )
    )
    return Rights(*row)


def sequences(server: Server) -> list[Ids]:
    """Ask how far the sequences are that give out ids."""
    asked = " UNION ALL ".join(
        f'SELECT \'{table}\', CASE WHEN "is_called" THEN "last_value" '
        'ELSE "last_value" - 1 END, coalesce((SELECT "last" FROM "counters" '
        f'WHERE "name" = \'{table}\'), 0) FROM "{table}_ids"'
        for table in KINDS
    )
    return [Ids(*row) for row in server.rows(Sql(asked))]


def standbys(server: Server) -> list[Standby]:
    """Ask which servers follow this one."""
    here = (
        "CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() "
        "ELSE pg_current_wal_lsn() END"
    )
    asked = (
        f"SELECT coalesce(application_name, ''), state, sync_state, "
        f"pg_wal_lsn_diff({here}, replay_lsn)::bigint, "
        "extract(epoch FROM replay_lag)::float8 FROM pg_stat_replication ORDER BY 1"
    )
    return [Standby(*row) for row in server.rows(Sql(asked))]


def waiting(server: Server, seconds: int = A_MINUTE) -> list[Waiting]:
    """Ask for what has stood still in this database for more than so many seconds."""
    asked = (
        "SELECT 'prepared', gid, owner::text, prepared AS since, '' FROM pg_prepared_xacts "
        "WHERE database = current_database() "
        "UNION ALL SELECT 'blocked', pid::text, usename::text, query_start, "
        "array_to_string(pg_blocking_pids(pid), ' ') FROM pg_stat_activity "
        "WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0 "
        "UNION ALL SELECT 'idle', pid::text, usename::text, state_change, '' "
        "FROM pg_stat_activity WHERE datname = current_database() "
        "AND state LIKE 'idle in transaction%'"
    )
    lasting = (
        'SELECT "what", "name", "who", '
        'extract(epoch FROM clock_timestamp() - "since")::float8, "blocker" '
        f'FROM ({asked}) AS found ("what", "name", "who", "since", "blocker") '
        f"WHERE \"since\" < clock_timestamp() - interval '{seconds} seconds' ORDER BY 4 DESC"
    )
    rows: list[Any] = list(server.rows(Sql(lasting)))
    return [Waiting(*row) for row in rows]

"""A connection to a PostgreSQL server: how it is made, kept, lost, and what errors mean.

The address is libpq's: several hosts are tried one after the other, and the one that takes
changes is meant.  The password is libpq's business alone (``~/.pgpass``, ``PGPASSWORD``);
an address that has one in it is refused, for addresses are seen in process lists, stored in
settings and told in messages.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus
from psycopg.types.string import TextLoader

from dealtrack.errors import LedgerBusy, NotAllowed, ServerRefused, ServerUnreachable, WrongUse
from dealtrack.settings.addresses import password_shown
from dealtrack.store.server.persisting import PATIENCE
from dealtrack.store.server.postgres import PostgresEngine
from dealtrack.store.server.reasons import told
from dealtrack.store.server.server import Again, Kinds, Lost, Taken
from dealtrack.store.server.silence import Silence
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.engine import Cells
from dealtrack.text import _

SCHEMA = "dealtrack"

_DOOR = "ledger"
"""The table at which those who read wait for who makes the others anew."""

_USUAL = {
    "client_encoding": "utf8",
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
"""What is asked of libpq unless the address says otherwise: to notice soon what is dead."""
# Compiling a question with fifty columns takes longer than any answer to it
_PLANNED = "-c jit=off -c cursor_tuple_fraction=1"
# Whoever is gone must not hold what others wait for: the server looks as often as we do
_NOTICED = (
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 "
    "-c tcp_user_timeout=20s"
)
_ASKED = f"-c search_path={SCHEMA} -c timezone=UTC {_PLANNED} {_NOTICED}"
_END = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE application_name = ? AND usename = session_user AND pid <> pg_backend_pid()
"""
_ONLY_END = _END.replace(", 5000", "")
_WAITS_FOR_ENDS = 14_00_00
"""The version since which a server waits for the end of what it ends."""
_AGAIN = (errors.SerializationFailure, errors.DeadlockDetected)
_LOST = (
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.ReadOnlySqlTransaction,
    errors.ConnectionException,
    errors.TransactionResolutionUnknown,
)
_OUR_FAULT = (
    errors.SyntaxErrorOrAccessRuleViolation,
    psycopg.ProgrammingError,
    psycopg.InterfaceError,
)
_LIKENED = """
WITH known AS (
    SELECT * FROM pg_class WHERE relnamespace = to_regnamespace(?) AND NOT relispartition
        AND relkind IN ('r', 'p', 'v')
), own AS (
    SELECT relowner, relacl FROM known WHERE relname = ?
), derived AS (
    SELECT relname FROM known WHERE starts_with(relname::text, ?)
)
SELECT format('ALTER TABLE %I OWNER TO %I', relname, pg_get_userbyid(relowner))
FROM derived, own
UNION ALL
SELECT format('GRANT %s ON %I TO %s', given.privilege_type, relname,
    CASE given.grantee WHEN 0 THEN 'PUBLIC'
    ELSE quote_ident(pg_get_userbyid(given.grantee)) END)
FROM derived, own, aclexplode(relacl) AS given
WHERE given.grantee <> relowner
"""
_TABLE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|COPY|CREATE|SELECT)\b[^"]*"(\w+)"')


logging.getLogger("psycopg").addHandler(logging.NullHandler())  # a second Ctrl-C is no news


class PostgresServer(PostgresEngine):
    """A connection to the database at an address.  See `Server`.

    With *steady*, all that is asked is answered as of the moment of the first question, and
    nothing can be changed.
    """

    kinds = Kinds(
        "bigint",
        "text",
        "json",
        "bytea",
        "timestamptz NOT NULL DEFAULT clock_timestamp()",
        "text NOT NULL DEFAULT session_user",
    )

    def __init__(self, url: str, *, steady: bool = False, patience: float = PATIENCE) -> None:
        self._parameters = parameters(url, patience)
        self._patience = patience
        # Of its own, so that it finds what is left of itself, and of nobody else
        name = self._parameters.get("application_name", "dealtrack")
        self._parameters["application_name"] = f"{name[:40]} {uuid4().hex[:12]}"
        self.place = place_of(self._parameters)
        self.is_steady = steady
        self._silence = Silence(2 * patience)
        super().__init__(self._connected())

    @property
    def person(self) -> str:
        """See `Server.person`."""
        return self._db.info.user

    def rows(self, asked: Sql) -> Iterator[tuple[Any, ...]]:
        """See `Engine.rows`."""
        with self._told(asked.text):
            self._look()
            return super().rows(asked)

    def stream(self, asked: Sql) -> Iterator[tuple[Any, ...]]:
        """See `Engine.stream`."""
        with self._told(asked.text):
            self._look()
            for row in super().stream(asked):
                self._silence.end()
                yield row
                self._silence.begin()

    def run(self, asked: Sql) -> int:
        """See `Engine.run`."""
        with self._told(asked.text):
            return super().run(asked)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Cells]) -> None:
        """See `Engine.load`."""
        with self._told(f'COPY "{table}"'):
            super().load(table, columns, self._heard(rows))

    def signature(self, _who: str) -> dict[str, str]:
        """See `Server.signature`: the database signs by its own user and clock."""
        return {}

    def begin(self) -> None:
        """See `Server.begin`."""
        self.run(Sql("BEGIN ISOLATION LEVEL READ COMMITTED"))

    def commit(self) -> None:
        """See `Server.commit`."""
        self.run(Sql("COMMIT"))

    def rollback(self) -> None:
        """See `Server.rollback`."""
        if not self._db.closed and self._status != TransactionStatus.IDLE:
            self.run(Sql("ROLLBACK"))

    def reconnect(self) -> None:
        """See `Server.reconnect`."""
        with suppress(psycopg.Error):
            self._db.close()
        self._db = self._connected()
        with suppress(NotAllowed, ServerRefused):
            # It may still hold what is wanted now, or be about to commit
            end = _END if self._db.info.server_version >= _WAITS_FOR_ENDS else _ONLY_END
            self.run(Sql(end, (self._parameters["application_name"],)))

    def foundation(self) -> Iterable[str]:
        """See `Server.foundation`."""
        asked = Sql("SELECT to_regnamespace(?) IS NULL", (SCHEMA,))
        ((is_missing,),) = self.rows(asked)
        return (f'CREATE SCHEMA "{SCHEMA}"',) if is_missing else ()

    def sequence(self, table: str) -> Iterable[str]:
        """See `Server.sequence`."""
        return (f'CREATE SEQUENCE "{table}_ids"',)

    def hold(self, tables: Iterable[str]) -> None:
        """See `Server.hold`."""
        for table in tables:
            self.run(Sql(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE'))
        self.run(Sql(f'LOCK TABLE "{_DOOR}" IN ACCESS EXCLUSIVE MODE'))

    def likened(self, registers: Iterable[str]) -> Iterable[str]:
        """See `Server.likened`: the same owner, and the same grants."""
        for register in registers:
            asked = Sql(_LIKENED, (SCHEMA, register, f"{register}_"))
            yield from (str(text) for (text,) in self.rows(asked))

    def unsequenced(self, table: str) -> Iterable[str]:
        """See `Server.unsequenced`."""
        return (f'DROP SEQUENCE "{table}_ids"',)

    def removal(self, registers: Iterable[str]) -> list[str]:
        """See `Server.removal`."""
        asked = Sql(
            "SELECT CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, relname FROM pg_class "
            "WHERE relnamespace = to_regnamespace(?) AND relkind IN ('v', 'r', 'p') "
            "AND NOT relispartition ORDER BY relkind = 'v' DESC",
            (SCHEMA,),
        )
        begins = tuple(f"{register}_" for register in registers)
        found = list(self.rows(asked))
        return [f'DROP {kind} "{name}"' for kind, name in found if name.startswith(begins)]

    def has(self, table: str) -> bool:
        """See `Server.has`."""
        asked = "SELECT to_regclass(?) IS NOT NULL, "
        asked += "has_schema_privilege(to_regnamespace(?), 'usage')"
        ((found, may_look),) = self.rows(Sql(asked, (f'"{table}"', SCHEMA)))
        if may_look is False:  # NULL: there is none
            raise NotAllowed(self.person, "read")
        return bool(found)

    def next_id(self, table: str) -> int | None:
        """See `Server.next_id`."""
        try:
            ((id_,),) = self.rows(Sql("SELECT nextval(?)", (f'"{table}_ids"',)))
        except NotAllowed:  # an id is wanted by who writes
            raise NotAllowed(self.person, table) from None
        return int(id_)

    def skip_ids(self, table: str, last: int) -> None:
        """See `Server.skip_ids`: numbers are drawn, for what others draw meanwhile counts."""
        drawn = 'CASE WHEN "is_called" THEN "last_value" ELSE "last_value" - 1 END'
        asked = f'SELECT {drawn} FROM "{table}_ids"'
        ((so_far,),) = self.rows(Sql(asked))
        if so_far < last:
            drawing = "SELECT max(nextval(?)) FROM generate_series(1, ?)"
            list(self.rows(Sql(drawing, (f'"{table}_ids"', last - so_far))))

    def alone(self, what: str) -> None:
        """See `Server.alone`."""
        asked = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))"
        list(self.rows(Sql(asked, (f"dealtrack {what}",))))

    def close(self) -> None:
        """See `Server.close`."""
        self._silence.close()
        self._db.close()

    @property
    def _status(self) -> TransactionStatus:
        return self._db.info.transaction_status

    def _connected(self) -> psycopg.Connection:
        try:
            found = psycopg.connect(make_conninfo("", **self._parameters), autocommit=True)
        except psycopg.Error as error:
            raise ServerUnreachable(self.place, told(str(error))) from None
        found.adapters.register_loader("json", TextLoader)
        self._silence.watch(found.fileno)
        return found

    def _look(self) -> None:
        """Hold on to this moment, if that is wanted.

        Who makes the tables anew is waited for before: of a table that is made later than
        this moment nothing could be seen.
        """
        if not self.is_steady or self._status != TransactionStatus.IDLE:
            return
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        try:
            self._db.execute(f'{begin}; LOCK TABLE "{_DOOR}" IN ACCESS SHARE MODE')
        except (errors.UndefinedTable, errors.InsufficientPrivilege):
            self._db.execute("ROLLBACK")  # there is no ledger, or none for us
            self._db.execute(begin)

    def _heard(self, rows: Iterable[Cells]) -> Iterator[Cells]:
        """Yield *rows*, which are made here: as long as they come, the server is not silent."""
        for row in rows:
            self._silence.begin()
            yield row

    @contextmanager
    def _told(self, text: str) -> Iterator[None]:
        """Turn what psycopg raises into what a `Server` may raise."""
        self._silence.begin()
        try:
            yield
        except _AGAIN:
            raise Again from None
        except _LOST as error:
            raise Lost(_said(error)) from None
        except errors.UniqueViolation:
            raise Taken from None
        except errors.LockNotAvailable:
            raise LedgerBusy(self.place, self._patience) from None
        except errors.InsufficientPrivilege:
            raise NotAllowed(self.person, _needed_for(text)) from None
        except _OUR_FAULT:
            raise
        except psycopg.Error as error:
            if self._db.closed or self._db.broken:
                raise Lost(_said(error)) from None
            raise ServerRefused(self.place, _said(error)) from None
        finally:
            self._silence.end()


def parameters(url: str, patience: float = PATIENCE) -> dict[str, Any]:
    """Return what an address says, with what is usual.

    Raises:
        WrongUse: if it is none, or has a password in it; what it says is not repeated.
    """
    try:
        given: dict[str, Any] = dict(conninfo_to_dict(url))
    except psycopg.Error:
        raise WrongUse(
            _("This is no address of a PostgreSQL server."),
            _("Write it so: postgresql://NAME@HOST:5432/DATABASE"),
        ) from None
    if given.get("password") or given.get("sslpassword"):
        raise password_shown()
    waits = f"-c lock_timeout={round(1000 * patience)}"
    given["options"] = " ".join(filter(None, (given.get("options"), _ASKED, waits)))
    if "," in str(given.get("host", "")):
        given.setdefault("target_session_attrs", "read-write")
    return {**_USUAL, **given}


def place_of(said: dict[str, Any]) -> str:
    """Return the address in short: where, and which database."""
    host, port = str(said.get("host", "")), str(said.get("port", ""))
    hosts = host.split(",")
    ports = port.split(",") if port else [""]
    ports = ports * len(hosts) if len(ports) == 1 else ports
    at = ",".join(f"{h}:{p}" if p else h for h, p in zip(hosts, ports, strict=False))
    return f"postgresql://{at}/{said.get('dbname', '')}"


def _needed_for(text: str) -> str:
    """Return what a statement of ours was for."""
    if text.lstrip().startswith("SELECT"):
        return "read"
    if text.lstrip().startswith(("CREATE", "DROP", "ALTER")):
        return "create"
    found = _TABLE.match(text)
    return found[1] if found else ""


def _said(error: psycopg.Error) -> str:
    """Return what the server says of an error, or the library."""
    return error.diag.message_primary or told(str(error))

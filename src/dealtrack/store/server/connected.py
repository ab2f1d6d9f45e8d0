"""A connection to a PostgreSQL server: how it is made, kept and lost, and what it is asked."""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import errors
from psycopg.conninfo import make_conninfo
from psycopg.pq import TransactionStatus
from psycopg.types.string import TextLoader

from dealtrack.errors import NotAllowed, ServerRefused, ServerUnreachable
from dealtrack.store.server.address import SCHEMA, parameters, place_of
from dealtrack.store.server.faults import is_standby, translated
from dealtrack.store.server.persisting import PATIENCE
from dealtrack.store.server.postgres import PostgresEngine
from dealtrack.store.server.reasons import not_for_every_text, told
from dealtrack.store.server.server import Kinds
from dealtrack.store.server.silence import Silence
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.engine import Cells
from dealtrack.store.sql.schema import derived_from

_DOOR = "ledger"
"""The table at which those who read wait for who makes the others anew."""

_END = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE application_name = ? AND usename = session_user AND pid <> pg_backend_pid()
"""
_ONLY_END = _END.replace(", 5000", "")
_WAITS_FOR_ENDS = 14_00_00
"""The version since which a server waits for the end of what it ends."""
_LIKENED = """
WITH known AS (
    SELECT * FROM pg_class WHERE relnamespace = to_regnamespace(?) AND NOT relispartition
        AND relkind IN ('r', 'p', 'v')
), own AS (
    SELECT relowner, relacl FROM known WHERE relname = ?
), derived AS (
    SELECT relname FROM known WHERE relname ~ ?
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
logging.getLogger("psycopg").addHandler(logging.NullHandler())  # a second Ctrl-C is no news


class PostgresServer(PostgresEngine):
    """A connection to the database at an address.  See `Server`.

    With *steady*, all that is asked is answered as of the moment of the first question, until
    a change begins.
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
        """See `Server.begin`: the moment at which was read so far is over."""
        self.rollback()
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
        if is_standby(self._db) and not self.is_steady:  # it may be the primary soon
            raise ServerUnreachable(self.place, told("is in hot standby"))
        with suppress(NotAllowed, ServerRefused):
            # It may still hold what is wanted now, or be about to commit
            end = _END if self._db.info.server_version >= _WAITS_FOR_ENDS else _ONLY_END
            self.run(Sql(end, (self._parameters["application_name"],)))

    def foundation(self) -> Iterable[str]:
        """See `Server.foundation`."""
        if (kept_as := self._db.info.parameter_status("server_encoding")) != "UTF8":
            raise not_for_every_text(self.place, str(kept_as))
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
            asked = Sql(_LIKENED, (SCHEMA, register, derived_from([register])))
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
        ours = re.compile(derived_from(registers))
        found = list(self.rows(asked))
        return [f'DROP {kind} "{name}"' for kind, name in found if ours.match(name)]

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
        """Listen for the server's answer; what goes wrong is a `Server`'s to raise."""
        self._silence.begin()
        try:
            with translated(self._db, self.place, self._patience, text):
                yield
        finally:
            self._silence.end()

"""Ledgers of an office: a database with the tables of an empty one, emptied for each test."""

from pathlib import Path

import pytest

from dealtrack.store.server.store import open_postgres
from tests.postgres.server import OWNER, Row, Server

_EMPTY = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid();
SET search_path = dealtrack;
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r'
        AND relnamespace = 'dealtrack'::regnamespace AND relname <> 'ledger'
    LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'dealtrack'
    LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', name);
    END LOOP;
    UPDATE ledger SET revision = 0;
END $$
"""
"""TRUNCATE would make new files, which on a busy disk takes a second."""

_SAME = """
SELECT concat(
    (SELECT nspacl FROM pg_namespace WHERE nspname = 'dealtrack'),
    (SELECT string_agg(concat(c.relname, a.attname, a.atttypid, c.relowner, c.relacl), ';'
        ORDER BY c.relname, a.attnum)
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
    WHERE c.relnamespace = to_regnamespace('dealtrack')),
    (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_proc),
    (SELECT string_agg(setconfig::text, ';') FROM pg_db_role_setting)
)
"""


class Office:
    """A database of a server that always has an empty ledger when a test gets it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._numbers = iter(range(1, 10**6))
        self._name, self._made = "", list[Row]()

    def emptied(self) -> str:
        """Return the address, without a name, of a database with an empty ledger."""
        if self._name and self._is_as_made():
            self._server.ask(_EMPTY, database=self._name)
        else:
            self._make()
        return self._server.url(self._name).partition("@")[2]

    def _is_as_made(self) -> bool:
        """Whether nobody has changed the tables, what they say of themselves, or the rights."""
        return self._seen() == self._made

    def _seen(self) -> list[Row]:
        shape = self._server.ask(_SAME, database=self._name)
        if not self._server.ask("SELECT to_regclass('dealtrack.ledger')", database=self._name)[
            0
        ][0]:
            return shape
        said = "SELECT format, layout, program FROM dealtrack.ledger"
        return shape + self._server.ask(said, database=self._name)

    def _make(self) -> None:
        if self._name:
            self._server.drop_database(self._name)
        self._name = f"office{next(self._numbers)}"
        url = self._server.create_database(self._name)
        password = self._server.passwords[OWNER]
        with pytest.MonkeyPatch.context() as here:
            here.setenv("PGPASSWORD", password)
            with open_postgres(url.replace(f":{password}@", "@")) as store:
                store.ledger.prepare()
        self._made = self._seen()


@pytest.fixture(scope="session")
def the_office(postgres: Server) -> Office:
    """The one that tests share; Li and Wang may do everything there."""
    for name in ("Li", "Wang"):
        postgres.create_user(name, f"{name}-knows")
        postgres.ask(f'ALTER ROLE "{name}" SUPERUSER')
    return Office(postgres)


@pytest.fixture
def office(
    postgres: Server, the_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The address of a ledger's database, without a name; Li and Wang may do everything."""
    passwords = tmp_path / "pgpass"
    passwords.write_text(
        "".join(f"*:*:*:{name}:{word}\n" for name, word in postgres.passwords.items())
    )
    passwords.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    return the_office.emptied()

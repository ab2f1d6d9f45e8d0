"""Ledgers of an office: databases with the tables of an empty ledger."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from dealtrack.store.server.store import open_postgres
from tests.postgres.server import OWNER, Server

_numbers = count(1)


@pytest.fixture(scope="session")
def empty_office(postgres: Server) -> str:
    """The name of a database with the tables of an empty ledger; Li and Wang may do all."""
    for name in ("Li", "Wang"):
        postgres.create_user(name, f"{name}-knows")
        postgres.ask(f'ALTER ROLE "{name}" SUPERUSER')
    url = postgres.create_database("empty_office")
    with pytest.MonkeyPatch.context() as here:
        here.setenv("PGPASSWORD", postgres.passwords[OWNER])
        store = open_postgres(url.replace(f":{postgres.passwords[OWNER]}@", "@"))
        with store:
            store.ledger.prepare()
    return "empty_office"


@pytest.fixture
def office(
    postgres: Server, empty_office: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The address of a ledger's database, without a name; Li and Wang may do everything."""
    passwords = tmp_path / "pgpass"
    passwords.write_text(
        "".join(f"*:*:*:{name}:{word}\n" for name, word in postgres.passwords.items())
    )
    passwords.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    name = f"office{next(_numbers)}"
    yield postgres.create_database(name, empty_office).partition("@")[2]
    postgres.drop_database(name)

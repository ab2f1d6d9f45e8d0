"""Ledgers to test with: the same contract for every store."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest

from dealtrack.store.base import Store
from dealtrack.store.opening import open_store
from dealtrack.store.server.lite import LiteServer
from dealtrack.store.server.store import SqlStore, open_postgres
from dealtrack.store.tiny import TinyStore
from tests.postgres.server import OWNER, Server

_numbers = count(1)


class Opener(Protocol):
    """Open the ledger of the test, once more if it is open already."""

    def __call__(self, author: str = "Li", words: str = "log") -> Store: ...


@pytest.fixture(params=["tiny", "indexed", "sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    stores: list[Store] = []
    if request.param == "postgresql":
        place = request.getfixturevalue("office")
    else:
        place = str(tmp_path / "ledger.json")

    def open_it(author: str = "Li", words: str = "log") -> Store:
        store = opening[request.param](place, author, words)
        stores.append(store)
        return store

    yield open_it
    for store in stores:
        store.close()


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


def _tiny(path: str, author: str, words: str) -> Store:
    return open_store(path, author=author, words=words)


def _indexed(path: str, author: str, words: str) -> Store:
    """Open a ledger that has an index however small it is."""
    return TinyStore(Path(path), author=author, words=words, indexed_from=0)


def _sqlite(path: str, author: str, words: str) -> Store:
    return SqlStore(LiteServer(Path(path)), author=author, words=words)


def _postgresql(place: str, author: str, words: str) -> Store:
    return open_store(f"postgresql://{author}@{place}", words=words)


opening = {"tiny": _tiny, "indexed": _indexed, "sqlite": _sqlite, "postgresql": _postgresql}


@pytest.fixture
def store(opened: Opener) -> Store:
    return opened()

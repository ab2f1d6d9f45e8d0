"""Ledgers to test with: the same contract for every store."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from dealtrack.store.base import Store
from dealtrack.store.opening import open_store
from dealtrack.store.server.store import SqlStore
from dealtrack.store.tiny import TinyStore
from tests.store.lite import LiteServer


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

"""Ledgers to test with: the same contract for every store."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from dealtrack.store.base import Store
from dealtrack.store.opening import open_store
from dealtrack.store.tiny import TinyStore


class Opener(Protocol):
    """Open the ledger of the test, once more if it is open already."""

    def __call__(self, author: str = "Li", words: str = "log") -> Store: ...


@pytest.fixture(params=["tiny", "indexed"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    stores: list[Store] = []

    def open_it(author: str = "Li", words: str = "log") -> Store:
        store = opening[request.param](tmp_path / "ledger.json", author, words)
        stores.append(store)
        return store

    yield open_it
    for store in stores:
        store.close()


def _tiny(path: Path, author: str, words: str) -> Store:
    return open_store(str(path), author=author, words=words)


def _indexed(path: Path, author: str, words: str) -> Store:
    """Open a ledger that has an index however small it is."""
    return TinyStore(path, author=author, words=words, indexed_from=0)


opening = {"tiny": _tiny, "indexed": _indexed}


@pytest.fixture
def store(opened: Opener) -> Store:
    return opened()

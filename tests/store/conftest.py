"""Ledgers to test with: the same contract for every store."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from dealtrack.store.base import Store
from dealtrack.store.opening import open_store


class Opener(Protocol):
    """Open the ledger of the test, once more if it is open already."""

    def __call__(self, author: str = "Li", words: str = "log") -> Store: ...


@pytest.fixture(params=["tiny"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    stores: list[Store] = []

    def open_it(author: str = "Li", words: str = "log") -> Store:
        assert request.param == "tiny"
        store = open_store(str(tmp_path / "ledger.json"), author=author, words=words)
        stores.append(store)
        return store

    yield open_it
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Opener) -> Store:
    return opened()

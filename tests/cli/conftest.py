"""Homes to try the program in: an empty one, and one that holds the sample data."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dealtrack.store.opening import open_store
from dealtrack.text import language, speak
from tests.cli.home import TODAY, Home

MakeHome = Callable[..., Home]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home in English, on the day of the samples."""
    folder = tmp_path / "home"
    folder.mkdir()
    return Home(folder)


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Ledgers with the sample data in each language, made once; copy them, never write."""
    from dealtrack.cli.demo import load_samples

    made = {}
    before = language()
    for spoken in ("en", "zh"):
        speak(spoken)
        made[spoken] = tmp_path_factory.mktemp(f"sample-{spoken}") / "ledger.json"
        with open_store(str(made[spoken]), author="demo", words="demo") as store:
            load_samples(store, date.fromisoformat(TODAY))
    speak(before)
    return made


@pytest.fixture(scope="session")
def reader(ledgers: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> MakeHome:
    """Return homes with the sample data of a language, shared by tests that only read."""
    homes = {
        spoken: _furnished(tmp_path_factory.mktemp(f"reader-{spoken}"), path, spoken)
        for spoken, path in ledgers.items()
    }
    return homes.__getitem__


@pytest.fixture
def sample(ledgers: dict[str, Path], home: Home) -> Home:
    """A home with the English sample data, which the test may change."""
    return _furnished(home.folder, ledgers["en"], "en")


def _furnished(folder: Path, ledger: Path, spoken: str) -> Home:
    home = Home(folder, language=spoken)
    shutil.copytree(ledger.parent, home.ledger.parent)
    return home

"""Homes, a nursery, and a tally that is kept if the test passed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.faults.counting import Tally
from tests.faults.program import Nursery


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """The process that all children of this test run are forked from."""
    made = Nursery(tmp_path_factory.mktemp("nursery"))
    yield made
    made.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home in English, on the day of the samples."""
    folder = tmp_path / "home"
    folder.mkdir()
    return Home(folder)


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    """Count faults; a test that fails counts for nothing."""
    made = Tally()
    failed = request.session.testsfailed
    yield made
    if request.session.testsfailed == failed:
        made.keep()

"""A home with three tasks, and a server to share them with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.calendars.server import PASSWORD, USER, CalDAV, serving
from tests.cli.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home on 2 November 2026 with an annex due, a lease that waits for it, and a call."""
    folder = tmp_path / "home"
    folder.mkdir()
    home = Home(
        folder,
        environment={"DEALTRACK_CALDAV_USER": USER, "DEALTRACK_CALDAV_PASSWORD": PASSWORD},
    )
    home.run(
        *("log", "战略合作协议; 一, 二", "--party", "Our Zone (ours)", "--party", "腾讯云"),
        *("--signed", "2026-10-20", "--sector", "energy", "--unit", "招商局"),
        *("--follow-up", "报送附件，一式三份；见附件 @ 2026-11-06 @ 张三"),
    )
    home.run("follow", "1", "Sign the lease", "--due", "2027-01-15", "--after", "1.1")
    home.run("follow", "1", "Call back", "--priority", "high")
    return home


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalDAV]:
    """The server, started once."""
    with serving(tmp_path_factory.mktemp("caldav")) as server:
        yield server


@pytest.fixture
def server(running: CalDAV, request: pytest.FixtureRequest) -> CalDAV:
    """The server."""
    return running


@pytest.fixture
def calendar(running: CalDAV, tmp_path: Path) -> str:
    """The address of an empty calendar."""
    return running.calendar(tmp_path.name)

"""PostgreSQL for tests of all kinds: a server for each process, a database for each test."""

from collections.abc import Iterator

import pytest

from tests.postgres.pair import Pair, a_pair
from tests.postgres.programs import NoPostgreSQLError
from tests.postgres.proxy import Proxy, a_proxy
from tests.postgres.server import Server
from tests.postgres.workshop import HASTY, Workshop, a_workshop


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    """Where a test makes servers of its own, to stop and kill; elsewhere, skip and say why."""
    try:
        with a_workshop() as workshop:
            yield workshop
    except NoPostgreSQLError as why:
        pytest.skip(f"no PostgreSQL: {why}")


@pytest.fixture(scope="session")
def postgres(workshop: Workshop) -> Iterator[Server]:
    """The server that tests share; it waits for no disk."""
    with workshop.serving(HASTY) as server:
        yield server


@pytest.fixture(scope="session")
def _database(postgres: Server) -> str:
    return postgres.create_database("of_the_test")


@pytest.fixture
def database(postgres: Server, _database: str) -> str:
    """The address of an empty database."""
    postgres.empty_database("of_the_test")
    return _database


@pytest.fixture
def proxy(postgres: Server) -> Iterator[Proxy]:
    """A proxy before the server that tests share."""
    with a_proxy(postgres.port) as proxy:
        yield proxy


@pytest.fixture
def pair(workshop: Workshop) -> Iterator[Pair]:
    """A primary and its standby."""
    with a_pair(workshop) as pair:
        yield pair

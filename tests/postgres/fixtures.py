"""PostgreSQL for tests of all kinds: a server for each process, a database for each test."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.postgres.programs import NoPostgreSQLError
from tests.postgres.server import Server
from tests.postgres.workshop import HASTY, Workshop, a_workshop

_numbers = count(1)


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


@pytest.fixture
def database(postgres: Server) -> Iterator[str]:
    """The address of an empty database, which is gone after the test."""
    name = f"test{next(_numbers)}"
    yield postgres.create_database(name)
    postgres.drop_database(name)

"""A server that is set otherwise than most, or is not what it should be, and what is said."""

import threading
from collections.abc import Iterator

import pytest

from dealtrack.store.server.proving import prove
from dealtrack.store.server.store import SqlStore, open_postgres
from tests.builders import TODAY, a_draft, a_follow_up
from tests.postgres.server import Server

ODD = {
    "timezone": "Asia/Shanghai",
    "datestyle": "SQL, DMY",
    "intervalstyle": "sql_standard",
    "bytea_output": "escape",
    "array_nulls": "off",
    "standard_conforming_strings": "off",
    "client_encoding": "latin1",
    "extra_float_digits": "-15",
    "search_path": "public",
    "row_security": "off",
    "quote_all_identifiers": "on",
    "default_transaction_isolation": "serializable",
}
HOSTILE = "绿氢 \\ \\n \\N \\. '; DROP TABLE agreements; -- %s ? {} \" 😀"


@pytest.fixture
def settings(postgres: Server, database: str) -> Iterator[dict[str, str]]:
    """What the database of the test is to have set, from the next connection on."""
    name = database.rpartition("/")[2]
    changed = dict(ODD)
    for setting, value in changed.items():
        postgres.ask(f"ALTER DATABASE \"{name}\" SET {setting} = '{value}'")
    yield changed
    postgres.ask(f'ALTER DATABASE "{name}" RESET ALL')


@pytest.fixture
def address(postgres: Server, database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the database of the test, for its owner."""
    monkeypatch.setenv("PGPASSWORD", postgres.passwords["postgres"])
    return postgres.url(database.rpartition("/")[2], password=False)


def damaged(store: SqlStore) -> list[str]:
    return [proof.part for _share, proof in prove(store.ledger) if proof.condition == "damaged"]


@pytest.mark.usefixtures("settings")
def test_what_is_written_is_read_whatever_is_set_there(address: str) -> None:
    with open_postgres(address) as store:
        added = store.agreements.add(
            a_draft(title=HOSTILE, follow_ups=(a_follow_up(),), tags=("a-b", "c,d", "{e}"))
        )
        (step,) = store.steps()
        (found,) = store.agreements.search(as_of=TODAY)

        assert step.at.tzinfo
        assert found == added
        assert damaged(store) == []


@pytest.mark.usefixtures("settings")
def test_who_waited_for_others_sees_what_they_did_whatever_is_set_there(address: str) -> None:
    def add(title: str) -> None:
        with open_postgres(address) as store:
            store.agreements.add(a_draft(title=title))

    writers = [threading.Thread(target=add, args=(f"Contract {n}",)) for n in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()

    with open_postgres(address) as store:
        assert len(store.agreements.search(as_of=TODAY)) == len(writers)
        assert damaged(store) == []

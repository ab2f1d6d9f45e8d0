"""A server that is set otherwise than most, or is not what it should be, and what is said."""

import threading
from collections.abc import Iterator

import pytest

from dealtrack.errors import ServerRefused, ServerUnreachable, WrongUse
from dealtrack.store.server.address import parameters, place_of
from dealtrack.store.server.proving import prove
from dealtrack.store.server.store import SqlStore, connect, open_postgres
from dealtrack.store.sql.dialect import Sql
from tests.builders import TODAY, a_draft, a_follow_up
from tests.postgres.pair import Pair
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


def test_a_server_that_is_set_to_take_no_changes_says_so(
    address: str, postgres: Server
) -> None:
    with open_postgres(address) as store:
        store.agreements.add(a_draft())
    name = address.rpartition("/")[2]
    postgres.ask(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    try:
        with open_postgres(address) as store:
            with pytest.raises(ServerRefused, match=r"take no changes.*\nNothing was saved"):
                store.agreements.add(a_draft())
            assert len(store.agreements.search(as_of=TODAY)) == 1
    finally:
        postgres.ask(f'ALTER DATABASE "{name}" RESET ALL')


def test_a_standby_is_looked_at_until_it_takes_changes_and_told_if_it_never_does(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", pair.primary.passwords["postgres"])
    with open_postgres(pair.primary.url("postgres", password=False)) as store:
        store.agreements.add(a_draft())
    there = connect(pair.standby.url("postgres", password=False))

    with (
        SqlStore(there, patience=0.5) as store,
        pytest.raises(ServerUnreachable, match="it is a standby\nNothing was saved"),
    ):
        store.agreements.add(a_draft())


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_no_tables_are_made_where_texts_could_be_lost(
    encoding: str, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres.ask(
        f"CREATE DATABASE narrow TEMPLATE template0 ENCODING '{encoding}' "
        "LOCALE_PROVIDER libc LOCALE 'C'"
    )
    monkeypatch.setenv("PGPASSWORD", postgres.passwords["postgres"])
    try:
        with open_postgres(postgres.url("narrow", password=False)) as store:
            with pytest.raises(WrongUse, match=rf"keeps texts as {encoding}(.|\n)*UTF8"):
                store.agreements.add(a_draft())
            assert not store.ledger.is_there
    finally:
        postgres.drop_database("narrow")


def test_a_question_that_takes_too_long_for_the_server_is_told_in_our_words(
    address: str,
) -> None:
    hasty = f"{address}?options=-c%20statement_timeout%3D20ms"
    with (
        open_postgres(hasty) as store,
        pytest.raises(ServerRefused, match="takes longer than is allowed"),
    ):
        list(store.ledger.server.rows(Sql("SELECT pg_sleep(5)")))


PLACES = {
    "postgresql://li@db.example.org/office": "postgresql://db.example.org/office",
    "postgresql://li@[::1]:5433/office": "postgresql://[::1]:5433/office",
    "postgres://a,b:5433/office": "postgresql://a,b:5433/office",
    "postgresql:///office?host=/run/postgresql": "postgresql:///office?host=/run/postgresql",
    "postgresql://li@%2Frun%2Fpg/office": "postgresql:///office?host=/run/pg",
    "postgresql:///?service=deals": "postgresql:///?service=deals",
}


@pytest.mark.parametrize(("written", "told"), PLACES.items())
def test_a_place_is_told_as_an_address_that_could_be_typed(written: str, told: str) -> None:
    assert place_of(parameters(written)) == told


STRANGE = {
    "a ledger of another program": "CREATE TABLE dealtrack.ledger (a int)",
    "a table that is called as one of ours": "CREATE TABLE dealtrack.trips (a int)",
    "a view that is called as one of ours": "CREATE VIEW dealtrack.ledger AS SELECT 1 AS a",
}


@pytest.mark.parametrize("statement", STRANGE.values(), ids=STRANGE.keys())
def test_what_another_program_keeps_under_our_name_is_left_alone_and_told(
    statement: str, address: str, postgres: Server
) -> None:
    name = address.rpartition("/")[2]
    postgres.ask("CREATE SCHEMA dealtrack", database=name)
    postgres.ask(statement, database=name)

    with (
        open_postgres(address) as store,
        pytest.raises(WrongUse, match=r"schema dealtrack of .* is no ledger"),
    ):
        store.agreements.add(a_draft())


def test_an_upgrade_takes_away_no_table_that_dealtrack_did_not_make(
    address: str, postgres: Server
) -> None:
    name = address.rpartition("/")[2]
    with open_postgres(address) as store:
        store.agreements.add(a_draft())
    postgres.ask("CREATE TABLE dealtrack.agreements_old AS SELECT 1 AS a", database=name)

    with open_postgres(address) as store:
        list(store.ledger.upgrade())

    assert postgres.ask("SELECT a FROM dealtrack.agreements_old", database=name) == [(1,)]


def test_an_upgrade_says_that_views_of_others_are_in_its_way(
    address: str, postgres: Server
) -> None:
    name = address.rpartition("/")[2]
    with open_postgres(address) as store:
        store.agreements.add(a_draft())
    postgres.ask("CREATE VIEW own AS SELECT * FROM dealtrack.agreements_records", database=name)

    with (
        open_postgres(address) as store,
        pytest.raises(ServerRefused, match="views or tables of others"),
    ):
        list(store.ledger.upgrade())

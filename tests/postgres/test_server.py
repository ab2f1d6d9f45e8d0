"""The servers that tests use do what those tests take for granted."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.postgres.programs import NoPostgreSQLError, Programs, copied, find_programs
from tests.postgres.server import Server, Stop, is_alive
from tests.postgres.waiting import holds_before_long
from tests.postgres.workshop import Workshop


@pytest.fixture(scope="module")
def kept(workshop: Workshop) -> Iterator[Server]:
    """The server that is stopped and killed here."""
    with workshop.serving() as server:
        yield server


@pytest.fixture
def mortal(kept: Server) -> Server:
    """It runs when a test begins."""
    return kept if kept.runs else kept.start()


def test_a_server_is_the_postgresql_of_the_wheel_and_keeps_what_it_commits(
    mortal: Server,
) -> None:
    assert int(mortal.ask("SHOW server_version_num")[0][0]) >= 180000
    assert mortal.ask("SHOW synchronous_commit") == [("on",)]


def test_a_server_writes_what_the_system_lets_an_ordinary_account_write(
    postgres: Server,
) -> None:
    assert (postgres.folder / "PG_VERSION").stat().st_uid != 0


def test_two_databases_are_apart(postgres: Server) -> None:
    postgres.create_database("one")
    postgres.create_database("two")

    postgres.ask("CREATE TABLE only_here ()", database="one")

    there = "SELECT count(*) FROM pg_class WHERE relname = 'only_here'"
    assert postgres.ask(there, database="one") == [(1,)]
    assert postgres.ask(there, database="two") == [(0,)]
    postgres.drop_database("one")
    postgres.drop_database("two")


def test_a_database_is_made_as_another_one_is(postgres: Server, database: str) -> None:
    name = database.rpartition("/")[2]
    postgres.ask("CREATE TABLE kept AS SELECT 7 AS number", database=name)

    postgres.create_database("alike", template=name)

    assert postgres.ask("SELECT number FROM kept", database="alike") == [(7,)]
    postgres.drop_database("alike")


def test_a_test_finds_its_database_as_a_new_one(postgres: Server, database: str) -> None:
    name = database.rpartition("/")[2]
    connection = psycopg.connect(database, autocommit=True)
    connection.execute("CREATE SCHEMA mine; CREATE TABLE mine.t (); CREATE TABLE t ()")

    postgres.empty_database(name)

    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    shape = "SELECT nspname, nspowner, nspacl::text FROM pg_namespace ORDER BY 1"
    assert postgres.ask(shape, database=name) == postgres.ask(shape, database="template1")
    assert postgres.ask("SELECT to_regclass('t')", database=name) == [(None,)]


def test_a_database_goes_though_somebody_is_connected(postgres: Server) -> None:
    connection = psycopg.connect(postgres.create_database("busy"))

    postgres.drop_database("busy")

    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")


@pytest.mark.parametrize("how", [Stop.IMMEDIATE, Stop.KILL])
def test_what_was_committed_outlives_the_server_and_what_was_not_does_not(
    how: Stop, mortal: Server
) -> None:
    mortal.ask("CREATE TABLE outlives (number int)")
    mortal.ask("INSERT INTO outlives VALUES (1)")
    with psycopg.connect(mortal.url("postgres")) as connection:
        connection.execute("INSERT INTO outlives VALUES (2)")
        mortal.stop(how)
        with pytest.raises(psycopg.OperationalError):
            connection.commit()

    said = len(mortal.log())
    mortal.start()

    assert mortal.ask("SELECT number FROM outlives") == [(1,)]
    assert "automatic recovery in progress" in mortal.log()[said:]
    mortal.ask("DROP TABLE outlives")


def test_a_server_that_is_stopped_properly_has_nothing_to_recover(mortal: Server) -> None:
    port, said = mortal.port, len(mortal.log())

    mortal.stop()
    mortal.start()

    assert mortal.port == port
    assert "automatic recovery" not in mortal.log()[said:]


def test_nothing_of_a_killed_server_is_left(mortal: Server) -> None:
    with psycopg.connect(mortal.url("postgres")) as connection:
        backend = connection.info.backend_pid
        mortal.stop(Stop.KILL)

    assert not is_alive(backend)


def test_a_taken_port_is_left_to_who_has_it(postgres: Server, mortal: Server) -> None:
    mortal.stop()
    mortal.port = postgres.port

    mortal.start()

    assert mortal.port != postgres.port


def test_a_server_that_cannot_start_says_why(mortal: Server) -> None:
    mortal.stop()
    mortal.configure({"work_mem": "plenty"})

    with pytest.raises(RuntimeError, match="plenty"):
        mortal.start()

    mortal.configure({"work_mem": "4MB"})
    assert mortal.start().ask("SHOW work_mem") == [("4MB",)]


def test_a_user_has_to_know_the_password(postgres: Server, database: str) -> None:
    name = database.rpartition("/")[2]
    postgres.create_user("li", "geheim und: lang/@")

    with psycopg.connect(postgres.url(name, "li")) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("li",)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgres.url(name, "li", password=False), passfile=os.devnull)
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(postgres.url(name, "li", password=False), password="guessed")


def test_the_password_of_the_environment_is_not_the_owners(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "of another server")
    monkeypatch.setenv("PGPORT", "1")

    assert postgres.ask("SELECT 1") == [(1,)]


def test_nothing_is_left_of_a_workshop_whose_tests_are_killed() -> None:
    words = """
from tests.postgres.workshop import a_workshop
with a_workshop() as workshop:
    print(workshop.room, flush=True)
    input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", words],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as tests:
        assert tests.stdout
        room = Path(tests.stdout.readline().strip())
        assert room.is_dir()
        tests.kill()

    assert holds_before_long(lambda: not room.exists())


def test_programs_that_the_account_cannot_reach_are_copied(workshop: Workshop) -> None:
    room = workshop.room / "elsewhere"
    room.mkdir()

    folder = copied(workshop.programs.folder, room)

    elsewhere = Programs(folder, workshop.programs.account)
    elsewhere.run("postgres", "--version", within=workshop.room)
    elsewhere.run("initdb", "--version", within=workshop.room)


def test_where_there_are_none_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.postgres.programs._PACKAGE", "not_to_be_had")

    with pytest.raises(NoPostgreSQLError, match="not_to_be_had is not installed"):
        find_programs(tmp_path)

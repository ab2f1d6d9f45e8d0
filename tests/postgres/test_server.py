"""The servers that tests use do what those tests take for granted."""

import os
import time
from pathlib import Path

import psycopg
import pytest

from tests.postgres.programs import NoPostgreSQLError, Programs, copied, find_programs
from tests.postgres.server import Server, Stop, is_alive
from tests.postgres.workshop import HASTY, Workshop


def test_a_server_is_there_within_three_seconds(workshop: Workshop) -> None:
    began = time.monotonic()

    with workshop.serving() as server:
        assert time.monotonic() - began < 3
        assert server.ask("SHOW fsync") == [("on",)]


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


def test_a_database_goes_though_somebody_is_connected(postgres: Server) -> None:
    connection = psycopg.connect(postgres.create_database("busy"))

    postgres.drop_database("busy")

    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")


@pytest.mark.parametrize("how", [Stop.IMMEDIATE, Stop.KILL])
def test_what_was_committed_outlives_the_server_and_what_was_not_does_not(
    how: Stop, workshop: Workshop
) -> None:
    with workshop.serving() as server:
        server.ask("CREATE TABLE kept (number int)")
        server.ask("INSERT INTO kept VALUES (1)")
        with psycopg.connect(server.url("postgres")) as connection:
            connection.execute("INSERT INTO kept VALUES (2)")
            server.stop(how)
            with pytest.raises(psycopg.OperationalError):
                connection.commit()

        server.start()

        assert server.ask("SELECT number FROM kept") == [(1,)]
        assert "automatic recovery in progress" in server.log()


def test_a_server_that_is_stopped_properly_has_nothing_to_recover(workshop: Workshop) -> None:
    with workshop.serving() as server:
        server.stop()
        port = server.port

        server.start()

        assert server.port == port
        assert "automatic recovery" not in server.log()


def test_nothing_of_a_killed_server_is_left(workshop: Workshop) -> None:
    with workshop.serving() as server:
        with psycopg.connect(server.url("postgres")) as connection:
            backend = connection.info.backend_pid
            server.stop(Stop.KILL)

        assert not is_alive(backend)


def test_a_taken_port_is_left_to_who_has_it(postgres: Server, workshop: Workshop) -> None:
    server = workshop.make(HASTY)
    server.port = postgres.port

    server.start()

    assert server.port != postgres.port
    server.stop(Stop.IMMEDIATE)


def test_a_server_that_cannot_start_says_why(workshop: Workshop) -> None:
    server = workshop.make({"shared_buffers": "plenty"})

    with pytest.raises(RuntimeError, match="shared_buffers"):
        server.start()


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

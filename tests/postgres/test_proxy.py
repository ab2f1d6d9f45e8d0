"""Each fault of the line: what the client hears of it, and what the database has afterwards."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
import pytest

from tests.faults.counting import SCALE
from tests.postgres.line import HANG, REFUSE, AtByte, AtStatement, Deed, Moment, Side
from tests.postgres.proxy import Proxy
from tests.postgres.server import Row, Server
from tests.postgres.waiting import holds_before_long


class Table:
    """A table of numbers, seen without the proxy."""

    def __init__(self, server: Server, address: str) -> None:
        self._server, self.address = server, address
        self._name = address.rpartition("/")[2]
        self._ask("CREATE TABLE kept (number int PRIMARY KEY)")

    def numbers(self) -> list[int]:
        return [number for (number,) in self._ask("SELECT number FROM kept ORDER BY 1")]

    def sessions(self) -> list[str]:
        """Return the states of the sessions in its database, asked from another one."""
        asked = "SELECT state FROM pg_stat_activity WHERE datname = %s"
        return [state for (state,) in self._server.ask(asked, self._name)]

    def end_sessions(self) -> None:
        asked = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        self._server.ask(asked, self._name)

    def _ask(self, question: str) -> list[Row]:
        return self._server.ask(question, database=self._name)


@pytest.fixture
def table(postgres: Server, database: str) -> Table:
    return Table(postgres, database)


def put(address: str, number: int) -> None:
    """Commit a number by simple queries, as psycopg does."""
    with psycopg.connect(address) as connection:
        connection.execute(f"INSERT INTO kept VALUES ({number})".encode())


def put_in_a_pipeline(address: str, number: int) -> None:
    """Commit a number by Parse, Bind, Execute, and one Sync at the end."""
    with psycopg.connect(address) as connection, connection.pipeline():
        connection.execute("INSERT INTO kept VALUES (%s)", [number])
        connection.commit()


def put_at_once(address: str, number: int) -> None:
    """Commit a number with the statement itself."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


Put = Callable[[str, int], None]
both_protocols = pytest.mark.parametrize("put", [put, put_in_a_pipeline])


def test_a_line_without_a_fault_passes_everything(proxy: Proxy, table: Table) -> None:
    put(proxy.url(table.address), 1)
    put_in_a_pipeline(proxy.url(table.address), 2)

    assert table.numbers() == [1, 2]
    assert proxy.lines[0].statements == ["BEGIN", "INSERT INTO kept VALUES (1)", "COMMIT"]
    assert proxy.lines[1].statements == ["BEGIN", "INSERT INTO kept VALUES ($1)", "COMMIT"]


@both_protocols
def test_cut_before_the_commit_nothing_is_kept(put: Put, proxy: Proxy, table: Table) -> None:
    proxy.plan(AtStatement(Moment.BEFORE))

    with pytest.raises(psycopg.OperationalError):
        put(proxy.url(table.address), 1)

    assert proxy.lines[0].happened
    assert holds_before_long(lambda: table.sessions() == [])
    assert table.numbers() == []


@both_protocols
def test_cut_after_the_commit_was_passed_on_it_is_kept_though_nobody_says_so(
    put: Put, proxy: Proxy, table: Table
) -> None:
    proxy.plan(AtStatement(Moment.PASSED))

    with pytest.raises(psycopg.OperationalError):
        put(proxy.url(table.address), 1)

    assert proxy.lines[0].happened
    assert holds_before_long(lambda: table.numbers() == [1])


@both_protocols
def test_cut_before_the_answer_it_is_kept_though_nobody_says_so(
    put: Put, proxy: Proxy, table: Table
) -> None:
    proxy.plan(AtStatement(Moment.DONE))

    with pytest.raises(psycopg.OperationalError):
        put(proxy.url(table.address), 1)

    assert proxy.lines[0].happened
    assert table.numbers() == [1]


def test_cut_after_the_answer_the_client_knows_and_only_its_next_statement_fails(
    proxy: Proxy, table: Table
) -> None:
    proxy.plan(AtStatement(Moment.HEARD))

    with psycopg.connect(proxy.url(table.address)) as connection:
        connection.execute("INSERT INTO kept VALUES (1)")
        connection.commit()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")

    assert table.numbers() == [1]


@pytest.mark.parametrize(("moment", "kept"), [(Moment.BEFORE, []), (Moment.DONE, [1])])
def test_a_statement_that_commits_by_itself_is_named(
    moment: Moment, kept: list[int], proxy: Proxy, table: Table
) -> None:
    proxy.plan(AtStatement(moment, words=("INSERT INTO KEPT",)))

    with pytest.raises(psycopg.OperationalError):
        put_at_once(proxy.url(table.address), 1)

    assert holds_before_long(lambda: table.sessions() == [])
    assert table.numbers() == kept


def test_the_third_run_of_a_prepared_statement_is_found(proxy: Proxy, table: Table) -> None:
    proxy.plan(AtStatement(Moment.BEFORE, words=("INSERT",), which=3))

    with psycopg.connect(proxy.url(table.address), autocommit=True) as connection:
        for number in (1, 2):
            connection.execute("INSERT INTO kept VALUES (%s)", [number], prepare=True)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("INSERT INTO kept VALUES (%s)", [3], prepare=True)

    assert table.numbers() == [1, 2]


def test_in_a_pipeline_what_was_answered_before_the_commit_is_heard(
    proxy: Proxy, table: Table
) -> None:
    proxy.plan(AtStatement(Moment.DONE))
    heard = []

    def put_and_ask() -> None:
        with psycopg.connect(proxy.url(table.address)) as connection, connection.pipeline():
            heard.append(
                connection.execute("INSERT INTO kept VALUES (1) RETURNING 2").fetchone()
            )
            connection.commit()

    with pytest.raises(psycopg.OperationalError):
        put_and_ask()

    assert heard == [(2,)]
    assert table.numbers() == [1]


def test_cut_for_the_client_alone_its_transaction_stays_open(
    proxy: Proxy, table: Table
) -> None:
    proxy.plan(AtStatement(Moment.BEFORE, Deed.CUT_CLIENT))

    with pytest.raises(psycopg.OperationalError):
        put(proxy.url(table.address), 1)

    assert holds_before_long(lambda: table.sessions() == ["idle in transaction"])
    proxy.lines[0].close()
    assert holds_before_long(lambda: table.sessions() == [])
    assert table.numbers() == []


def test_in_silence_a_client_waits_until_the_line_ends(proxy: Proxy, table: Table) -> None:
    proxy.plan(AtStatement(Moment.DONE, Deed.SILENCE))

    with ThreadPoolExecutor() as threads, closing(proxy):
        waiting = threads.submit(put, proxy.url(table.address), 1)

        assert holds_before_long(lambda: table.numbers() == [1])
        time.sleep(0.2)
        assert not waiting.done()
        proxy.lines[0].close()
        assert isinstance(waiting.exception(5), psycopg.OperationalError)


@pytest.mark.parametrize("toward", Side)
def test_cut_after_any_byte_what_was_acknowledged_is_there_and_nothing_by_halves(
    toward: Side, proxy: Proxy, table: Table
) -> None:
    put(proxy.url(table.address), 0)
    proxy.lines[0].ended.wait(5)
    whole = proxy.lines[0].passed[toward]
    acknowledged, failed = {0}, set[int]()

    for number, count in enumerate(range(whole, 0, -max(1, whole // 16 // SCALE)), start=1):
        proxy.plan(AtByte(toward, count))
        try:
            put(proxy.url(table.address), number)
        except psycopg.OperationalError:
            failed.add(number)
        else:
            acknowledged.add(number)

    assert holds_before_long(lambda: table.sessions() == [])
    assert acknowledged <= set(table.numbers()) <= acknowledged | failed
    assert all(line.happened for line in proxy.lines[1:])
    assert 1 in acknowledged
    assert failed


def test_the_last_byte_of_the_commit_makes_the_difference(proxy: Proxy, table: Table) -> None:
    put(proxy.url(table.address), 0)
    proxy.lines[0].ended.wait(5)
    before_goodbye = proxy.lines[0].passed[Side.SERVER] - len(b"X\0\0\0\4")

    for number, count in [(1, before_goodbye - 1), (2, before_goodbye)]:
        proxy.plan(AtByte(Side.SERVER, count))
        with pytest.raises(psycopg.OperationalError):
            put(proxy.url(table.address), number)

    assert holds_before_long(lambda: table.sessions() == [])
    assert table.numbers() == [0, 2]


def test_connections_are_refused_as_often_as_planned(proxy: Proxy, table: Table) -> None:
    proxy.plan(REFUSE, REFUSE)

    for _ in range(2):
        with pytest.raises(psycopg.OperationalError):
            put(proxy.url(table.address), 1)
    put(proxy.url(table.address), 2)

    assert table.numbers() == [2]


def test_where_nobody_listens_the_computer_refuses(proxy: Proxy, table: Table) -> None:
    with (
        proxy.refusing(),
        pytest.raises(psycopg.OperationalError, match="Connection refused"),
    ):
        put(proxy.url(table.address), 1)

    put(proxy.url(table.address), 2)
    assert table.numbers() == [2]


def test_a_line_that_hangs_takes_the_clients_whole_patience(proxy: Proxy, table: Table) -> None:
    proxy.plan(HANG)
    began = time.monotonic()

    with pytest.raises(psycopg.errors.ConnectionTimeout):
        psycopg.connect(proxy.url(table.address), connect_timeout=2)

    assert time.monotonic() - began > 1.9


def test_a_slow_line_delays_each_message(proxy: Proxy, table: Table) -> None:
    proxy.delay = 0.1

    with psycopg.connect(proxy.url(table.address), autocommit=True) as connection:
        began = time.monotonic()
        connection.execute(b"INSERT INTO kept VALUES (1)")

        assert 0.1 <= time.monotonic() - began < 2

    assert table.numbers() == [1]


def test_the_line_is_never_encrypted_so_that_it_can_be_read(proxy: Proxy, table: Table) -> None:
    with pytest.raises(psycopg.OperationalError, match="SSL"):
        psycopg.connect(proxy.url(table.address), sslmode="require")


def test_a_server_that_goes_takes_the_line_with_it(proxy: Proxy, table: Table) -> None:
    with psycopg.connect(proxy.url(table.address)) as connection:
        table.end_sessions()

        with pytest.raises(psycopg.errors.AdminShutdown):
            connection.execute("SELECT 1")

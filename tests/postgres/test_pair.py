"""A primary and its standby: what was acknowledged outlives the primary."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count

import psycopg
import pytest

from tests.faults.counting import SCALE
from tests.postgres.pair import Pair, a_pair
from tests.postgres.server import Stop
from tests.postgres.waiting import holds_before_long
from tests.postgres.workshop import Workshop

WRITERS = 4
Row = tuple[int, int]


class Writing:
    """Writers who commit rows one by one and go on, elsewhere if need be, until it is over."""

    def __init__(self, pair: Pair) -> None:
        self._url = pair.url("postgres")
        self._over = threading.Event()
        self.acknowledged: list[Row] = []
        self.unknown: list[Row] = []

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Let the writers write meanwhile."""
        with ThreadPoolExecutor(WRITERS) as threads:
            done = [threads.submit(self._write, writer) for writer in range(WRITERS)]
            try:
                yield
            finally:
                self._over.set()
        for one in done:
            one.result()

    def adds(self, rows: int) -> bool:
        """Whether that many more rows are acknowledged before long."""
        wanted = len(self.acknowledged) + rows
        return holds_before_long(lambda: len(self.acknowledged) >= wanted, patience=30)

    def _write(self, writer: int) -> None:
        rows = ((writer, number) for number in count())
        while not self._over.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as one:
                    while not self._over.is_set():
                        self._put(one, next(rows))
            except psycopg.OperationalError:
                time.sleep(0.02)

    def _put(self, one: psycopg.Connection, row: Row) -> None:
        self.unknown.append(row)
        one.execute("INSERT INTO kept VALUES (%s, %s)", row)
        self.unknown.remove(row)
        self.acknowledged.append(row)


@pytest.fixture(scope="module")
def calm(workshop: Workshop) -> Iterator[Pair]:
    """A pair whose primary nobody kills."""
    with a_pair(workshop) as pair:
        yield pair


@pytest.mark.parametrize("_round", range(1 if SCALE == 1 else 5))
def test_what_was_acknowledged_while_the_primary_died_is_on_the_standby_once(
    _round: int, pair: Pair
) -> None:
    pair.primary.ask("CREATE TABLE kept (writer int, number int)")
    writing = Writing(pair)

    with writing.going_on():
        assert writing.adds(rows=100)
        pair.fail_over()
        assert writing.adds(rows=100)

    with psycopg.connect(pair.url("postgres")) as connection:
        assert connection.info.port == pair.standby.port
    kept = Counter(pair.standby.ask("SELECT writer, number FROM kept"))
    assert set(kept.values()) == {1}
    assert set(writing.acknowledged) <= set(kept)
    assert set(kept) <= {*writing.acknowledged, *writing.unknown}


def test_the_address_leads_to_the_primary(calm: Pair) -> None:
    with psycopg.connect(calm.url("postgres")) as connection:
        assert connection.info.port == calm.primary.port


def test_the_standby_is_read_and_not_written(calm: Pair) -> None:
    calm.primary.ask("CREATE TABLE read ()")

    seen = "SELECT to_regclass('read') IS NOT NULL"
    assert holds_before_long(lambda: calm.standby.ask(seen) == [(True,)])
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        calm.standby.ask("CREATE TABLE written ()")


def test_without_the_standby_nothing_is_acknowledged(calm: Pair) -> None:
    calm.primary.ask("CREATE TABLE waiting (number int)")
    calm.standby.stop(Stop.KILL)

    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(calm.primary.ask, "INSERT INTO waiting VALUES (1)")
        time.sleep(0.3)
        was_acknowledged = waiting.done()
        calm.standby.start()
        waiting.result(20)

    assert not was_acknowledged
    assert calm.primary.ask("SELECT number FROM waiting") == [(1,)]


def test_who_waits_for_it_sees_on_the_standby_at_once_what_was_acknowledged(calm: Pair) -> None:
    calm.primary.ask("CREATE TABLE applied (number int)")
    asked = "-c synchronous_commit=remote_apply"

    with psycopg.connect(calm.url("postgres"), options=asked, autocommit=True) as connection:
        for number in range(20):
            connection.execute("INSERT INTO applied VALUES (%s)", [number])

            assert calm.standby.ask("SELECT max(number) FROM applied") == [(number,)]

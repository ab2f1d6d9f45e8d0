"""A primary and its standby: what was acknowledged outlives the primary."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

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
        self.over = threading.Event()
        self.acknowledged: list[Row] = []
        self.unknown: list[Row] = []

    def write(self, writer: int) -> None:
        number = 0
        while not self.over.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as one:
                    while not self.over.is_set():
                        number += 1
                        self._put(one, (writer, number))
            except psycopg.OperationalError:
                time.sleep(0.02)

    def _put(self, one: psycopg.Connection, row: Row) -> None:
        self.unknown.append(row)
        one.execute("INSERT INTO kept VALUES (%s, %s)", row)
        self.unknown.remove(row)
        self.acknowledged.append(row)

    def goes_on(self, rows: int) -> bool:
        """Whether that many more rows are acknowledged before long."""
        wanted = len(self.acknowledged) + rows
        return holds_before_long(lambda: len(self.acknowledged) >= wanted, patience=30)


@pytest.mark.parametrize("_round", range(1 if SCALE == 1 else 5))
def test_what_was_acknowledged_while_the_primary_died_is_on_the_standby_once(
    _round: int, pair: Pair
) -> None:
    pair.primary.ask("CREATE TABLE kept (writer int, number int)")
    writing = Writing(pair)

    with ThreadPoolExecutor(WRITERS) as threads:
        done = [threads.submit(writing.write, writer) for writer in range(WRITERS)]
        assert writing.goes_on(rows=100)
        pair.fail_over()
        assert writing.goes_on(rows=100)
        writing.over.set()
        for one in done:
            one.result()

    kept = Counter(pair.standby.ask("SELECT writer, number FROM kept"))
    assert set(kept.values()) == {1}
    assert set(writing.acknowledged) <= set(kept)
    assert set(kept) <= {*writing.acknowledged, *writing.unknown}


def test_the_address_leads_to_the_primary_and_later_to_the_standby(pair: Pair) -> None:
    with psycopg.connect(pair.url("postgres")) as connection:
        assert connection.info.port == pair.primary.port

    pair.fail_over()

    with psycopg.connect(pair.url("postgres")) as connection:
        assert connection.info.port == pair.standby.port


def test_the_standby_is_read_and_not_written(pair: Pair) -> None:
    pair.primary.ask("CREATE TABLE kept (number int)")

    assert holds_before_long(
        lambda: pair.standby.ask("SELECT to_regclass('kept') IS NOT NULL") == [(True,)]
    )
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        pair.standby.ask("INSERT INTO kept VALUES (1)")


def test_without_the_standby_nothing_is_acknowledged(pair: Pair) -> None:
    pair.primary.ask("CREATE TABLE kept (number int)")
    pair.standby.stop(Stop.KILL)

    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(pair.primary.ask, "INSERT INTO kept VALUES (1)")
        time.sleep(0.3)
        assert not waiting.done()

        pair.standby.start()
        waiting.result(20)

    assert pair.primary.ask("SELECT number FROM kept") == [(1,)]


def test_what_is_acknowledged_as_applied_is_seen_on_the_standby_at_once(
    workshop: Workshop,
) -> None:
    with a_pair(workshop, acknowledged="remote_apply") as pair:
        pair.primary.ask("CREATE TABLE kept (number int)")
        for number in range(20):
            pair.primary.ask("INSERT INTO kept VALUES (%s)", number)

            assert pair.standby.ask("SELECT max(number) FROM kept") == [(number,)]

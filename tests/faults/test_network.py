"""A connection that is lost at any moment: what is said is true, and nothing is there twice."""

from collections import Counter
from itertools import product

import pytest

from dealtrack.errors import AnswerLost
from dealtrack.store.base import Store
from dealtrack.store.sql.dialect import Sql
from tests.builders import TODAY, a_draft
from tests.faults.counting import SCALE, Tally
from tests.faults.served import SAVED, UNKNOWN, at, begun, change, judged, said, truth
from tests.postgres.line import REFUSE, AtByte, AtStatement, Deed, Fault, Moment, Side
from tests.postgres.proxy import Proxy

PATIENCE = 0.4
"""In seconds: a silent server is taken for dead after twice as long."""

GONE = 40
"""Connections that are refused after a fault: more than are tried within the patience."""


@pytest.fixture
def url(office: str) -> str:
    begun(f"postgresql://Li@{office}")
    return f"postgresql://Li@{office}"


@pytest.fixture
def statements(proxy: Proxy, url: str) -> list[str]:
    """What a change has the server run."""
    assert said(proxy.url(url), "at first", PATIENCE) == SAVED
    return proxy.lines[-1].statements


def ways(statements: list[str]) -> list[AtStatement]:
    """Return the faults before, during and after each statement; a usual run picks some."""
    every = [
        AtStatement(moment, deed, words=("",), which=which)
        for which in range(1, len(statements) + 1)
        for moment, deed in product(Moment, (Deed.CUT, Deed.CUT_CLIENT))
    ]
    last = [way for way in every if way.which == len(statements)]
    return every if SCALE > 1 else every[:: max(1, len(every) // 12)] + last


def befallen(proxy: Proxy, url: str, title: str, *faults: Fault) -> str:
    """Make a change that meets *faults*; return what came out."""
    before = truth(url)
    proxy.plan(*faults)
    told = said(proxy.url(url), title, PATIENCE)
    proxy.clear()
    return judged(url, title, told, before)


def test_a_connection_that_is_cut_once_delays_a_change_and_no_more(
    proxy: Proxy, url: str, statements: list[str], tally: Tally
) -> None:
    for number, fault in enumerate(ways(statements)):
        outcome = befallen(proxy, url, f"cut {number}", fault)

        assert outcome == SAVED, fault
        tally.add("cut-once", "saved, and said so")


def test_a_server_that_does_not_come_back_leaves_a_change_saved_or_not_or_unknown(
    proxy: Proxy, url: str, statements: list[str], tally: Tally
) -> None:
    found: Counter[str] = Counter()
    chosen = ways(statements)
    some = chosen if SCALE > 1 else chosen[:-8:3] + chosen[-8:]
    for number, fault in enumerate(some):
        outcome = befallen(proxy, url, f"gone {number}", fault, *[REFUSE] * GONE)
        found[outcome] += 1
        tally.add("cut-for-good", outcome)

    assert {f"{UNKNOWN}: it was", "not saved, and said so"} <= found.keys()


@pytest.mark.parametrize("toward", Side)
def test_a_connection_may_be_cut_after_any_byte(
    proxy: Proxy, url: str, statements: list[str], toward: Side, tally: Tally
) -> None:
    passed = proxy.lines[-1].passed[toward]
    step = passed // 10 if SCALE == 1 else max(1, passed // (20 * SCALE))
    for count in range(1, passed, step):
        outcome = befallen(proxy, url, f"byte {count}", AtByte(toward, count))

        # Before there is a session there is nothing to go on with
        assert outcome in {SAVED, "not saved, and said so"}
        tally.add("cut-after-bytes", outcome)


def test_a_server_that_falls_silent_is_taken_for_dead_and_looked_for_again(
    proxy: Proxy, url: str, statements: list[str], tally: Tally
) -> None:
    count = len(statements)
    moments = (Moment.BEFORE, Moment.PASSED, Moment.DONE)
    every = list(product(range(1, count + 1), moments))
    for which, moment in every if SCALE > 1 else [every[0], every[len(every) // 2], every[-1]]:
        fault = AtStatement(moment, Deed.SILENCE, words=("",), which=which)
        outcome = befallen(proxy, url, f"silent {which} {moment.name}", fault)

        assert outcome == SAVED, fault
        tally.add("silent", "saved, and said so")


def test_a_server_that_refuses_for_a_while_is_waited_for(
    proxy: Proxy, url: str, statements: list[str], tally: Tally
) -> None:
    for number, moment in enumerate((Moment.BEFORE, Moment.PASSED, Moment.DONE) * SCALE):
        fault = AtStatement(moment, Deed.CUT)
        outcome = befallen(proxy, url, f"away {number}", fault, REFUSE, REFUSE)

        assert outcome == SAVED
        tally.add("refused-for-a-while", "saved, and said so")


def test_a_change_is_never_half_of_what_a_lost_transaction_was(
    proxy: Proxy, url: str, statements: list[str]
) -> None:
    """Right after BEGIN nothing is known of a transaction yet: the next one begins whole."""
    begin = next(n for n, text in enumerate(statements, 1) if text.startswith("BEGIN"))
    proxy.plan(AtStatement(Moment.BEFORE, words=("",), which=begin + 1))
    before = truth(url)

    with pytest.raises(StopsHereError), at(proxy.url(url), PATIENCE) as store:
        _change_half(store)

    assert truth(url) == before


def test_what_is_asked_after_a_change_does_not_make_it_unsaved(proxy: Proxy, url: str) -> None:
    """Whoever repeated the command for want of an answer would have it twice."""
    with at(proxy.url(url), PATIENCE) as store:
        change(store, "saved")
        proxy.lines[-1].close()
        with proxy.refusing(), pytest.raises(AnswerLost, match="The change is saved"):
            store.agreements.count(as_of=TODAY)

    assert truth(url).count("saved") == 2


def test_only_what_is_left_of_a_lost_connection_itself_is_ended(proxy: Proxy, url: str) -> None:
    """Others of the same name and person are at work too."""
    shared = f"{url}?application_name=office"
    with at(shared, PATIENCE) as other, other.transaction():
        other.agreements.add(a_draft(title="theirs"))
        assert other.agreements.count(as_of=TODAY) == 2
        proxy.plan(AtStatement(Moment.BEFORE, Deed.CUT_CLIENT, words=("COPY",)))
        assert said(f"{proxy.url(url)}?application_name=office", "ours", 2) == SAVED
        assert list(other.ledger.server.rows(Sql("SELECT 1")))  # it is still that transaction

    assert sorted(truth(url).titles) == ["ours", "ours", "theirs"]


class StopsHereError(Exception):
    """Somebody leaves in the midst of a transaction."""


def _change_half(store: Store) -> None:
    with store.transaction():
        change(store, "half")
        store.agreements.count(as_of=TODAY)  # by now the database has been told
        raise StopsHereError

"""SIGKILL at any moment: what was acknowledged is there, and nothing is half there."""

import os
import random
import shutil
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.faults.calls import CALLS
from tests.faults.counting import SCALE, Tally
from tests.faults.honesty import Expected, goes_on
from tests.faults.orders import INDEXED, Fault
from tests.faults.program import Nursery, Outcome
from tests.faults.tracing import injected
from tests.faults.truth import commands, replayed, strays, told
from tests.faults.work import FILES, LEAVES_NO_LINE, Way, begun, fresh, known, ways

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no SIGKILL and no fork")

KILLS = 12
"""How often a ledger is used before a new one is begun: it grows with every kill."""


@pytest.mark.parametrize("ledger", range(2 * SCALE))
def test_a_writer_killed_at_random_moments_loses_nothing(
    nursery: Nursery, home: Home, tally: Tally, ledger: int
) -> None:
    chance = random.Random(ledger)
    home = home.having(**{INDEXED: "1"}) if ledger % 2 else home
    begun(nursery, home)
    said: Counter[str] = commands(home.ledger)
    number = 100

    for kill in range(1, KILLS + 1):
        every = chance.choice((1, 2, 3, 7, 0))
        child = nursery.start(
            home, *known(), rounds=100, first=number, files=FILES, checkpoint=every
        )
        time.sleep(chance.uniform(0, 0.4))
        child.send(signal.SIGKILL)
        outcome = child.end()

        assert outcome.code == -signal.SIGKILL, outcome
        said += acknowledged(outcome)
        number += len(outcome.acknowledged) + 2
        unsaid = unacknowledged(home.ledger, said)
        assert unsaid <= kill, "more than the one line that was being acknowledged"
        tally.add("kill-random", "everything acknowledged is there, nothing half", 1)
    tally.add("kill-random-commands", "acknowledged before a kill", sum(said.values()))


@pytest.mark.parametrize("does", ["kill", "kill after"])
@pytest.mark.parametrize("way", ways(), ids=str)
def test_a_writer_killed_at_each_call_leaves_the_old_ledger_or_the_new(
    nursery: Nursery, home: Home, tally: Tally, way: Way, does: str
) -> None:
    words, home = way.words, way.at(home)
    begun(nursery, home)
    expected = Expected.of(nursery, home, words)

    for call in CALLS:
        for nth in range(1, 100):
            tried = fresh(nursery, home, "tried")
            fault = Fault(call=call, nth=nth, does=does)
            outcome = nursery.run(tried, *words, checkpoint=1, files=FILES, fault=fault)
            if not outcome.met:
                assert outcome.code == 0, outcome
                break
            assert outcome.code == -signal.SIGKILL, outcome

            found = told(tried.ledger)

            assert found.content in (expected.before, expected.after), (call, nth)
            assert found.content == replayed(tried.ledger).content
            goes_on(nursery, tried, nth)
            is_after = found.content == expected.after
            state = "the new ledger" if is_after else "the old ledger"
            tally.add("kill-each-call", state)


SYSTEM_CALLS = ("write", "pwrite64", "fsync", "fdatasync", "unlink", "rename", "ftruncate")


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.skipif(SCALE == 1, reason="part of the whole series: make faults")
@pytest.mark.parametrize("call", SYSTEM_CALLS)
@pytest.mark.parametrize("way", ways(), ids=str)
def test_a_writer_killed_at_each_system_call_leaves_the_old_ledger_or_the_new(
    nursery: Nursery, home: Home, tally: Tally, way: Way, call: str
) -> None:
    home = way.at(home)
    begun(nursery, home)
    home.ledger.unlink()  # so that a checkpoint is due
    expected = Expected.of(nursery, home, way.words)

    for nth in range(1, 100):
        tried = fresh(nursery, home, "tried")
        outcome, is_met = injected(tried, way, call, f"signal=KILL:when={nth}")
        if not is_met:
            assert outcome.code == 0, outcome
            break
        found = told(tried.ledger)
        assert found.content in (expected.before, expected.after), (call, nth)
        assert found.content == replayed(tried.ledger).content
        goes_on(nursery, tried, nth)
        is_after = found.content == expected.after
        tally.add("kill-system-call", "the new ledger" if is_after else "the old ledger")


def test_what_a_killed_backup_left_is_swept_away_by_the_next(
    nursery: Nursery, home: Home, tally: Tally
) -> None:
    begun(nursery, home)
    fault = Fault(call="fsync", nth=1, does="kill")
    outcome = nursery.run(home, "backup", fault=fault)
    assert outcome.code == -signal.SIGKILL, outcome
    folder = home.ledger.parent / "backups"
    assert strays(folder)

    assert nursery.run(home, "backup", moved=60).code == 0

    assert strays(folder) == []
    tally.add("kill-each-call", "a backup half made: swept away")


def acknowledged(outcome: Outcome) -> "Counter[str]":
    """Return the words of the commands that said they had saved something."""
    return Counter(
        done.words
        for done in outcome.acknowledged
        if done.code == 0 and not done.words.startswith(LEAVES_NO_LINE)
    )


def unacknowledged(ledger: Path, said: "Counter[str]") -> int:
    """Return how many lines nobody was told of; fail if the ledger is not as it should be."""
    found, truth = told(ledger), replayed(ledger)
    lines = commands(ledger)

    assert found == truth
    assert not said - lines, "acknowledged, and not there"
    return sum((lines - said).values())

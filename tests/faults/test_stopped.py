"""Ctrl-C, SIGTERM and a closed pipe: what is said is true."""

import os
import random
import signal
import subprocess
import time

import pytest

from tests.cli.home import Home
from tests.faults.calls import CALLS
from tests.faults.counting import SCALE, Tally
from tests.faults.honesty import Expected, goes_on
from tests.faults.orders import OUTSIDE, Fault
from tests.faults.program import Nursery
from tests.faults.truth import replayed, told
from tests.faults.work import FILES, begun, fresh, ways

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such signals")

STOPS = 40


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
def test_a_command_stopped_at_any_moment_tells_the_truth(
    nursery: Nursery, home: Home, tally: Tally, signal_: signal.Signals
) -> None:
    begun(nursery, home)
    chance = random.Random(signal_)
    begin = time.monotonic()
    nursery.run(home, "log", "Deal", checkpoint=1)
    longest = 1.2 * (time.monotonic() - begin)

    for number in range(STOPS * SCALE):
        before = told(home.ledger)
        child = nursery.start(home, ("log", f"Deal {number}"), checkpoint=1 + number % 2)
        time.sleep(chance.uniform(0, longest))
        child.send(signal_)
        outcome = child.end()

        found = told(home.ledger)
        assert found == replayed(home.ledger)
        is_saved = found.revision == before.revision + 1
        assert is_saved or found == before
        if outcome.code == 0:
            assert is_saved
        elif outcome.code == OUTSIDE:
            continue
        elif signal_ == signal.SIGINT:
            assert outcome.code == 130, outcome
            assert "Traceback" not in outcome.err
            assert "Stopped" in outcome.err or "saved" in outcome.err.lower(), outcome
            assert ("is saved" in outcome.err) <= is_saved, outcome
            assert ("othing was saved" in outcome.err) <= (not is_saved), outcome
        else:
            assert outcome.code == -signal_, outcome
        ended = "ended of itself" if outcome.code == 0 else f"exit {outcome.code}"
        tally.add(f"stopped-{signal_.name}", ended + (", saved" if is_saved else ", not saved"))

    goes_on(nursery, home)


@pytest.mark.parametrize("words", [way.words for way in ways() if not way.is_indexed])
def test_a_command_interrupted_at_each_call_tells_the_truth(
    nursery: Nursery, home: Home, tally: Tally, words: tuple[str, ...]
) -> None:
    begun(nursery, home)
    expected = Expected.of(nursery, home, words)

    for call in CALLS:
        for nth in range(1, 200):
            tried = fresh(nursery, home, "tried")
            fault = Fault(call=call, nth=nth, does="interrupt")
            outcome = nursery.run(tried, *words, checkpoint=1, files=FILES, fault=fault)
            if not outcome.met:
                assert outcome.code == 0, outcome
                break
            assert outcome.code in {0, 130}, (fault, outcome)
            found = told(tried.ledger).content
            is_saved = found == expected.after
            assert is_saved or found == expected.before, (fault, outcome)
            assert is_saved or outcome.code == 130, (fault, outcome)
            assert found == replayed(tried.ledger).content
            goes_on(nursery, tried, nth)
            tally.add("stopped-each-call", "saved" if is_saved else "exit 130, not saved")


def test_a_reader_that_closes_the_pipe_leaves_the_change(home: Home, tally: Tally) -> None:
    for number in range(3 * min(SCALE, 5)):
        process = subprocess.Popen(
            home.command("log", f"Deal {number}"),
            env=home.variables(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        with process.stderr:
            said = process.stderr.read().decode()
        code = process.wait(timeout=30)

        assert "Traceback" not in said
        is_saved = told(home.ledger).revision == number + 1
        assert is_saved
        assert code == 0 or "is saved" in said, (code, said)
        tally.add("closed-pipe", "saved, no complaint" if not said else "saved, and said so")

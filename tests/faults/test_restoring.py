"""From a damaged ledger back to a whole one, killed on the way at every call."""

import os
import signal
from pathlib import Path

import pytest

from dealtrack.cli.catalogue import MODULES
from dealtrack.errors import LedgerDamaged
from tests.cli.home import Home
from tests.faults.calls import CALLS
from tests.faults.counting import SCALE, Tally
from tests.faults.damage import flipped
from tests.faults.orders import Fault
from tests.faults.program import Nursery
from tests.faults.truth import Truth, told
from tests.faults.work import begun, fresh

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="no fork"),
    pytest.mark.skipif("restore" not in MODULES, reason="there is no restore"),
]

FILES = ("ledger.json", "ledger.journal")


@pytest.fixture
def full(nursery: Nursery, home: Home) -> Home:
    """A home with a backup of yesterday's state and two changes of today."""
    begun(nursery, home)
    for words in (("note", "1", "Called them"), ("log", "Deal 2")):
        outcome = nursery.run(home, *words)
        assert outcome.code == 0, outcome
    return home


@pytest.mark.parametrize("name", FILES)
def test_restore_brings_back_all_that_can_be_known(
    nursery: Nursery, full: Home, tally: Tally, name: str
) -> None:
    whole = told(full.ledger)
    text = (full.ledger.parent / name).read_bytes()

    for place in range(5, len(text), max(7, 300 // SCALE)):
        tried = fresh(nursery, full, "tried")
        path = tried.ledger.parent / name
        path.write_bytes(flipped(text, place, 0xFF))
        outcome = nursery.run(tried, "restore", "--yes")
        assert outcome.code == 0, (place, outcome)

        found = told(tried.ledger)

        if name == "ledger.json":
            assert found.records == whole.records, place
        else:
            assert is_earlier_or_same(found, whole), place
        assert nursery.run(tried, "log", "afterwards").code == 0
        assert nursery.run(tried, "ledger", "verify").code == 0, place
        lost = (
            "all of it is back" if found.records == whole.records else "back but for the line"
        )
        tally.add("restore", lost)


@pytest.mark.parametrize("does", ["kill", "kill after"] if SCALE > 1 else ["kill"])
@pytest.mark.parametrize("name", FILES)
def test_a_restore_that_is_killed_can_be_done_again(
    nursery: Nursery, full: Home, tally: Tally, name: str, does: str
) -> None:
    path = full.ledger.parent / name
    text = path.read_bytes()
    path.write_bytes(flipped(text, len(text) // 2, 0xFF))
    done = fresh(nursery, full, "done")
    assert nursery.run(done, "restore", "--yes").code == 0
    whole = told(done.ledger)

    for call in CALLS if SCALE > 1 else ("fsync", "replace"):
        for nth in range(1, 200):
            tried = fresh(nursery, full, "tried")
            fault = Fault(call=call, nth=nth, does=does)
            outcome = nursery.run(tried, "restore", "--yes", fault=fault)
            if not outcome.met:
                assert outcome.code == 0, outcome
                break
            assert outcome.code == -signal.SIGKILL
            state = "whole already" if is_whole(tried.ledger, whole) else "still damaged"

            again = nursery.run(tried, "restore", "--yes")

            assert again.code == 0, (fault, again)
            assert told(tried.ledger).content == whole.content, fault
            assert nursery.run(tried, "log", "afterwards").code == 0
            tally.add("restore-killed", f"{state}; whole after the next restore")


def is_whole(ledger: Path, whole: Truth) -> bool:
    """Whether the ledger is whole; fail if it is neither that nor damaged."""
    try:
        found = told(ledger)
    except LedgerDamaged:
        return False
    assert found.content == whole.content
    return True


def is_earlier_or_same(found: Truth, whole: Truth) -> bool:
    """Whether every record found is in *whole*, or was before its last change."""
    return set(found.records) <= set(whole.records)

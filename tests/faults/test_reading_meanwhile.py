"""A second terminal that only reads: it never fails, never waits, never sees half."""

import os
import signal
import time

import pytest

from tests.cli.home import Home
from tests.faults.counting import SCALE, Tally
from tests.faults.orders import INDEXED
from tests.faults.program import Nursery
from tests.faults.truth import told
from tests.faults.work import FILES, begun, known

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no fork")


@pytest.mark.parametrize("indexed", [False, True], ids=["files", "indexed"])
@pytest.mark.parametrize("every", [1, 2] if SCALE > 1 else [1])
def test_a_reader_sees_whole_revisions_one_after_the_other(
    nursery: Nursery, home: Home, tally: Tally, every: int, indexed: bool
) -> None:
    home = home.having(**{INDEXED: "1"}) if indexed else home
    begun(nursery, home)
    writer = nursery.start(
        home, *known(), rounds=1000, first=100, files=FILES, checkpoint=every
    )
    seen = [0]
    until = time.monotonic() + min(60, 2 * SCALE)

    while time.monotonic() < until:
        found = told(home.ledger)
        seen.append(found.revision)
    writer.send(signal.SIGKILL)
    assert writer.end().code == -signal.SIGKILL

    assert seen == sorted(seen)
    assert len(set(seen)) > 5
    tally.add("reading-meanwhile", "a whole revision, never an older one", len(seen) - 1)

"""Calls that fail: what is reported as saved is there, and what is not is not."""

import os
import shutil

import pytest

from tests.cli.home import Home
from tests.faults.breaking import ERRORS
from tests.faults.calls import CALLS
from tests.faults.counting import SCALE, Tally
from tests.faults.honesty import Expected, judged
from tests.faults.orders import Fault
from tests.faults.program import Nursery
from tests.faults.tracing import injected
from tests.faults.work import FILES, Way, begun, fresh, ways

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no fork")

MOST = 200
"""Calls of one kind that no command comes near."""

LEAST = 512
"""Bytes that the answer of the program fits in: it goes into a file, too."""


@pytest.mark.parametrize("way", ways(), ids=str)
@pytest.mark.parametrize("ever", [False, True], ids=["once", "from then on"])
def test_a_call_that_fails_is_told_and_saves_nothing(
    nursery: Nursery, home: Home, tally: Tally, way: Way, ever: bool
) -> None:
    words, home = way.words, way.at(home)
    begun(nursery, home)
    expected = Expected.of(nursery, home, words)

    for call in CALLS:
        for does in ERRORS[call] if SCALE > 1 else ERRORS[call][:1]:
            for nth in range(1, MOST):
                tried = fresh(nursery, home, "tried")
                fault = Fault(call=call, nth=nth, does=does, ever=ever)
                outcome = nursery.run(tried, *words, checkpoint=1, files=FILES, fault=fault)
                if not outcome.met:
                    assert outcome.code == 0, outcome
                    break
                series = "call-fails-from-then-on" if ever else "call-fails-once"
                tally.add(series, judged(nursery, tried, expected, outcome, fault, nth))


@pytest.mark.parametrize("way", ways()[:1], ids=str)
def test_no_file_may_grow_beyond_some_size(
    nursery: Nursery, home: Home, tally: Tally, way: Way
) -> None:
    words, home = way.words, way.at(home)
    begun(nursery, home)
    expected = Expected.of(nursery, home, words)
    sizes = sorted(path.stat().st_size for path in expected.done.ledger.parent.iterdir())
    journal = expected.done.ledger.with_suffix(".journal").stat().st_size

    for size in (*range(LEAST, journal, max(1, 128 // SCALE)), *sizes, sizes[-1] + 1):
        if size < LEAST:
            continue
        tried = fresh(nursery, home, "tried")
        outcome = nursery.run(tried, *words, checkpoint=1, files=FILES, largest=size)
        tally.add("file-limit", judged(nursery, tried, expected, outcome, size, size % 3))


SYSTEM_CALLS = {
    "fsync": ("EIO",),
    "write": ("ENOSPC", "EIO"),
    "rename,renameat,renameat2": ("EIO",),
    "ftruncate": ("EIO",),
    "unlink,unlinkat": ("EACCES",),
    "openat": ("ENOSPC", "EMFILE"),
    "mkdir,mkdirat": ("ENOSPC",),
    "fcntl,flock": ("ENOLCK",),
    "lseek": ("EIO",),
    "read": ("EIO",),
    "fstat,newfstatat,stat,lstat": ("EIO",),
    "close": ("EIO",),
    "pwrite64": ("ENOSPC",),
    "fdatasync": ("EIO",),
}
"""What the system is asked for on the ledger's files, and how it may refuse."""


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize("calls", list(SYSTEM_CALLS) if SCALE > 1 else ["fsync"])
@pytest.mark.parametrize("way", ways(), ids=str)
def test_a_system_call_that_fails_is_told_and_saves_nothing(
    nursery: Nursery, home: Home, tally: Tally, way: Way, calls: str
) -> None:
    words, home = way.words, way.at(home)
    begun(nursery, home)
    home.ledger.unlink()  # so that a checkpoint is due
    expected = Expected.of(nursery, home, words)

    for error in SYSTEM_CALLS[calls]:
        for nth in range(1, MOST):
            tried = fresh(nursery, home, "tried")
            outcome, is_met = injected(tried, way, calls, f"error={error}:when={nth}")
            if not is_met:
                assert outcome.code == 0, outcome
                break
            fault = (calls, error, nth)
            tally.add("system-call", judged(nursery, tried, expected, outcome, fault, nth))

"""Commands whose connection is lost, or that are stopped: exit code and sentence are true."""

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.faults.counting import SCALE, Tally
from tests.faults.served import begun, truth
from tests.postgres.line import HANG, REFUSE, AtStatement, Deed, Fault, Moment
from tests.postgres.proxy import Proxy
from tests.postgres.waiting import holds_before_long

PATIENCE = 1
"""In seconds; a command says something after four times as long at most, as the page says."""

GONE = 100


@pytest.fixture
def url(office: str) -> str:
    begun(f"postgresql://Li@{office}")
    return f"postgresql://Li@{office}"


@pytest.fixture
def far(home: Home, proxy: Proxy, url: str, tmp_path: Path) -> Home:
    """A home whose ledger is behind the proxy."""
    return home.having(
        DEALTRACK_LEDGER=proxy.url(url),
        DEALTRACK_PATIENCE=str(PATIENCE),
        PGPASSFILE=str(tmp_path / "pgpass"),
    )


COMMIT = {
    moment: AtStatement(moment, deed)
    for moment, deed in (
        (Moment.BEFORE, Deed.CUT),
        (Moment.PASSED, Deed.CUT_CLIENT),
        (Moment.DONE, Deed.CUT),
    )
}
WRITE = AtStatement(Moment.BEFORE, words=("COPY",))


@pytest.mark.parametrize("fault", [WRITE, *COMMIT.values()], ids=["write", "b", "p", "d"])
@pytest.mark.parametrize("again", range(SCALE))
def test_a_command_goes_on_after_a_lost_connection(
    far: Home, proxy: Proxy, url: str, tally: Tally, fault: Fault, again: int
) -> None:
    proxy.plan(fault)

    answer = far.child("log", "Deal", "--quiet")

    assert answer.code == 0, answer.err
    assert truth(url).count("Deal") == 1
    tally.add("commands-cut", "saved, and said so")


@pytest.mark.parametrize("fault", [WRITE, *COMMIT.values()], ids=["write", "b", "p", "d"])
@pytest.mark.parametrize("again", range(SCALE))
def test_a_command_without_a_server_to_ask_says_that_it_does_not_know(
    far: Home, proxy: Proxy, url: str, tally: Tally, fault: AtStatement, again: int
) -> None:
    proxy.plan(fault, *[REFUSE] * GONE)
    start = time.monotonic()

    answer = far.child("log", "Deal", "--quiet")

    assert time.monotonic() - start < 4 * PATIENCE + 2
    proxy.clear()
    found = truth(url)
    if fault == WRITE:
        assert (answer.code, found.count("Deal")) == (6, 0), answer.err
        assert "Nothing was saved." in answer.err
        tally.add("commands-cut", "not saved, and said so")
    else:
        assert answer.code == 7, answer.err
        key = answer.err.split("--key ")[1].split()[0]
        assert (key in found.keys) == bool(found.count("Deal"))
        was = "was" if key in found.keys else "was not"
        tally.add("commands-cut", f"unknown, and said so: it {was}")


READING = [("month", "2026-11"), ("list",), ("status",), ("show", "1"), ("history", "1")]


@pytest.mark.parametrize("words", READING if SCALE > 1 else READING[:1], ids=" ".join)
def test_a_reading_command_looks_once_more_and_then_says_so(
    far: Home, proxy: Proxy, url: str, tally: Tally, words: tuple[str, ...]
) -> None:
    whole = far.child(*words)
    statements = len(proxy.lines[-1].statements)
    for which in {1, statements - 1} if SCALE == 1 else range(1, statements + 1):
        fault = AtStatement(Moment.PASSED, words=("",), which=which)
        proxy.plan(fault)
        once = far.child(*words)
        proxy.plan(fault, *[REFUSE] * GONE)
        gone = far.child(*words)
        proxy.clear()

        if once.code == 6:  # some of it had been printed by then
            assert "broke while it was being read" in once.err
            tally.add("reading-cut", "in the midst of a long answer: exit 6, and said so")
        else:
            assert (once.code, once.out) == (0, whole.out), once.err
            tally.add("reading-cut", "one look more: the whole answer")
        assert gone.code == 6, gone.err
        assert "cannot be reached" in gone.err
        assert "aved" not in gone.err
        tally.add("reading-cut", "gone for good: exit 6, and said so")


def test_a_figure_is_not_read_half_before_and_half_after_somebody_elses_change(
    far: Home, proxy: Proxy, url: str, tally: Tally
) -> None:
    far.child("status")
    last = len(proxy.lines[-1].statements)
    silent = AtStatement(Moment.BEFORE, Deed.SILENCE, words=("",), which=last - 1)
    proxy.plan(silent)
    lines = len(proxy.lines)
    reading = subprocess.Popen(
        far.command("status"), env=far.variables(), stderr=subprocess.PIPE, text=True
    )
    assert holds_before_long(lambda: happened(proxy, lines), patience=20)
    begun(url)

    _out, said = reading.communicate(timeout=30)

    assert reading.returncode == 6, said
    assert "others have changed it" in said
    tally.add("reading-cut", "changed meanwhile: exit 6, and said so")


def test_a_command_that_hangs_from_the_first_says_so(
    far: Home, proxy: Proxy, tally: Tally
) -> None:
    proxy.plan(HANG)
    start = time.monotonic()

    answer = far.child("log", "Deal")

    assert answer.code == 6
    assert "Nothing was saved." in answer.err
    assert time.monotonic() - start < 10
    tally.add("commands-cut", "not saved, and said so")


def happened(proxy: Proxy, line: int) -> bool:
    """Whether the fault of that line has happened."""
    return len(proxy.lines) > line and proxy.lines[line].happened


def test_ctrl_c_at_each_statement_says_what_was_saved(
    far: Home, proxy: Proxy, url: str, tally: Tally
) -> None:
    far.child("log", "At first")
    statements = len(proxy.lines[-1].statements)
    found: Counter[str] = Counter()
    silent = [
        AtStatement(Moment.PASSED, Deed.SILENCE, words=("",), which=which)
        for which in range(1, statements)
    ]
    commit = AtStatement(Moment.PASSED, Deed.SILENCE)
    some = silent if SCALE > 1 else silent[len(silent) // 2 :][:1]
    for number, fault in enumerate([commit, *some]):
        proxy.clear()
        proxy.plan(fault)
        outcome = _stopped(far, proxy, f"Deal {number}", url)
        found[outcome] += 1
        tally.add("stopped-on-a-server", outcome)

    assert {"exit 130, saved", "exit 130, not saved"} <= found.keys()


def _stopped(far: Home, proxy: Proxy, title: str, url: str) -> str:
    """Press Ctrl-C while a command waits for an answer; say what came out."""
    lines = len(proxy.lines)
    slow = far.having(DEALTRACK_PATIENCE="30")
    process = subprocess.Popen(
        slow.command("log", title),
        env=slow.variables(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    met = holds_before_long(
        lambda: happened(proxy, lines) or process.poll() is not None, patience=20
    )
    assert met, [line.statements[-2:] for line in proxy.lines[lines:]]
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=30)[1]
    found = truth(url)
    is_saved = bool(found.count(title))

    if not happened(proxy, lines):  # the first command runs a few statements more
        assert (process.returncode, is_saved) == (0, True), said
        return "ended of itself, saved"
    assert process.returncode == 130, said
    assert found.count(title) <= 1
    assert ("is saved" in said) == is_saved, said
    assert ("othing was saved" in said or "saved last" in said) == (not is_saved), said
    return "exit 130, " + ("saved" if is_saved else "not saved")


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals")

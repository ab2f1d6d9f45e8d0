"""Many at once: every record is there, with a ref of its own, and nobody's text is lost."""

import os
import subprocess
import time

import pytest

from tests.cli.home import Home
from tests.cli.writing import editing
from tests.faults.counting import SCALE, Tally
from tests.faults.program import Nursery
from tests.faults.truth import lines, replayed, told
from tests.faults.work import begun
from tests.store import children

PROCESSES = 20
WRITES = 5

_WRITE = f"""
store = TinyStore(Path(sys.argv[1]), author=sys.argv[2], indexed_from=INDEXED_FROM)
input()
for number in range({WRITES}):
    print(store.agreements.add(Draft(title=f"{{sys.argv[2]}} {{number}}")).id)
"""


@pytest.mark.parametrize("indexed_from", [300, 0], ids=["files", "indexed"])
@pytest.mark.parametrize("again", range(SCALE))
def test_twenty_processes_that_write_at_once_lose_nothing(
    home: Home, tally: Tally, again: int, indexed_from: int
) -> None:
    code = _WRITE.replace("INDEXED_FROM", str(indexed_from))
    writers = [children.start(home.ledger, code, f"writer {n}") for n in range(PROCESSES)]
    for writer in writers:
        children.say(writer)

    ids = [int(line) for writer in writers for line in children.finish(writer)]

    assert sorted(ids) == list(range(1, PROCESSES * WRITES + 1))
    found = told(home.ledger)
    assert sorted(id_ for _, id_ in found.records) == sorted(ids)
    assert {record.title for record in found.records.values()} == {
        f"writer {w} {n}" for w in range(PROCESSES) for n in range(WRITES)
    }
    assert found == replayed(home.ledger)
    assert len(lines(home.ledger)) == PROCESSES * WRITES
    assert home.ledger.with_suffix(".index").exists() == (not indexed_from)
    tally.add("crowd", "all records there, each with an id of its own", len(ids))


@pytest.mark.parametrize("again", range(SCALE))
def test_commands_that_run_at_once_lose_nothing(home: Home, tally: Tally, again: int) -> None:
    env = home.variables()
    running = [
        subprocess.Popen(
            home.command("log", f"Deal {number}", "--quiet"),
            env=env,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]

    refs = [int(process.communicate(timeout=60)[0]) for process in running]

    assert [process.returncode for process in running] == [0] * PROCESSES
    assert sorted(refs) == list(range(1, PROCESSES + 1))
    assert told(home.ledger) == replayed(home.ledger)
    tally.add("crowd-commands", "all records there, each with an id of its own", len(refs))


WAITING = (
    'touch "started-$(basename "$0" .sh)"',
    "while [ ! -e go ]; do sleep 0.01; done",
    'sed -i "s/^title = .*/title = \\"Mine\\"/" "$1"',
)
"""An editor that changes the title once there is a file called go."""


@pytest.mark.parametrize("again", range(SCALE))
def test_the_second_editor_of_a_record_is_refused_and_keeps_the_text(
    nursery: Nursery, home: Home, tally: Tally, again: int
) -> None:
    begun(nursery, home)
    slow = editing(home, *WAITING)
    waiting = _started(slow, "edit", "1")
    assert nursery.run(home.having(USER="wang"), "note", "1", "Called them").code == 0

    (home.folder / "go").touch()
    said = waiting.communicate(timeout=30)[1]

    kept = list(home.ledger.parent.glob("edit-*"))
    assert waiting.returncode == 4, said
    assert "wang" in said
    assert len(kept) == 1
    assert str(kept[0]) in said
    assert 'title = "Mine"' in kept[0].read_text(encoding="utf-8")
    record = told(home.ledger).records["agreements", 1]
    assert (record.title, len(record.notes)) == ("Framework agreement", 1)
    tally.add("two-editors", "the second is told by whom, and the text kept")


@pytest.mark.parametrize("again", range(SCALE))
def test_two_people_who_change_different_records_both_succeed(
    nursery: Nursery, home: Home, tally: Tally, again: int
) -> None:
    begun(nursery, home)
    slow = editing(home, *WAITING)
    waiting = _started(slow, "edit", "1")
    assert nursery.run(home, "note", "2", "Called them").code == 0

    (home.folder / "go").touch()
    said = waiting.communicate(timeout=30)[1]

    assert waiting.returncode == 0, said
    found = told(home.ledger)
    assert found.records["agreements", 1].title == "Mine"
    assert len(found.records["agreements", 2].notes) == 1
    tally.add("two-editors", "different records: both saved")


_HOLD = "with store.transaction():\n print('held', flush=True)\n input()"


def test_a_command_waits_ten_seconds_for_another_and_says_for_whom(
    home: Home, tally: Tally
) -> None:
    holder = children.start(home.ledger, _HOLD, "王芳")
    assert holder.stdout is not None
    holder.stdout.readline()
    begin = time.monotonic()

    answer = home.child("log", "Deal")

    assert answer.code == 6
    assert 9.5 < time.monotonic() - begin < 20
    assert "王芳" in answer.err
    assert "nothing was saved" in answer.err
    children.say(holder)
    children.finish(holder)
    assert home.child("log", "Deal").code == 0
    tally.add("locked", "exit 6 after ten seconds, with the name")


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_lock_does_not_outlive_who_held_it(home: Home, tally: Tally) -> None:
    holder = children.start(home.ledger, _HOLD, "gone")
    assert holder.stdout is not None
    holder.stdout.readline()
    holder.kill()
    children.finish(holder)
    begin = time.monotonic()

    answer = home.child("log", "Deal")

    assert answer.code == 0, answer.err
    assert time.monotonic() - begin < 5
    tally.add("locked", "the lock of a killed process is free at once")


def _started(home: Home, *words: str) -> "subprocess.Popen[str]":
    """Start a command whose editor waits, and wait until it does."""
    process = subprocess.Popen(
        home.command(*words),
        env=home.variables(),
        cwd=home.folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    mark = home.folder / "started-editor"
    until = time.monotonic() + 30
    while not mark.exists():
        assert time.monotonic() < until, "the editor was not started"
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    return process

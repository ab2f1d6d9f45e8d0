"""The TinyDB store for real: killed, crowded, and on files of its own."""

import os
import random
import signal
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from dealtrack.errors import CannotWrite, Locked
from dealtrack.model import Draft
from dealtrack.store.disk.files import Files, stray
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY
from tests.store import children


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files.of(tmp_path / "ledger.json")


def test_reading_makes_no_file(tmp_path: Path) -> None:
    store = TinyStore(tmp_path / "none" / "ledger.json")

    assert store.agreements.search(as_of=TODAY) == []
    assert list(tmp_path.iterdir()) == []


def test_reading_does_not_pay_for_the_lock(files: Files) -> None:
    child = children.start(
        files.checkpoint, "print(store.revision, 'fasteners' in sys.modules)"
    )

    assert children.finish(child) == ["0 False"]


def test_a_single_write_writes_little(files: Files) -> None:
    store = TinyStore(files.checkpoint)
    with store.transaction():
        for number in range(2_000):
            store.agreements.add(Draft(title=f"战略合作协议 {number}", place="Shenzhen" * 20))
    before = files.journal.stat().st_size, files.checkpoint.stat().st_ino

    store.agreements.save(replace(store.agreements.get(1_000), title="changed"))

    assert files.journal.stat().st_size - before[0] <= 16 * 1024
    assert files.checkpoint.stat().st_ino == before[1]


def test_a_record_that_comes_back_stands_in_its_place(files: Files) -> None:
    store = TinyStore(files.checkpoint)
    for title in ("one", "two"):
        store.agreements.add(Draft(title=title))
    gone = store.agreements.remove(1)

    with store.transaction():
        store._ledger.put(
            "agreements", 1, b'{"title":"one","id":1,"uid":"%s"}' % gone.uid.encode()
        )

    assert [a.id for a in store.agreements.search(as_of=TODAY)] == [1, 2]
    assert [a.id for a in TinyStore(files.checkpoint).agreements.search(as_of=TODAY)] == [1, 2]


_KEEP_WRITING = """
for number in range(10_000):
    added = store.agreements.add(Draft(title=f"{number}", areas=("x" * 10_000,) * 5))
    print(added.id, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_process_loses_nothing_it_had_acknowledged(files: Files) -> None:
    chance = random.Random(2026)
    before = 0
    for _ in range(20):
        child = children.start(files.checkpoint, _KEEP_WRITING)
        time.sleep(chance.uniform(0.0, 0.04))
        child.send_signal(signal.SIGKILL)
        acknowledged = [int(line) for line in children.finish(child)]

        store = TinyStore(files.checkpoint)
        ids = [a.id for a in store.agreements.search(as_of=TODAY)]

        assert ids == list(range(1, len(ids) + 1))
        assert set(acknowledged) <= set(ids)
        assert len(ids) - before - len(acknowledged) in (0, 1)
        added = store.agreements.add(Draft(title="after"))
        assert added.id == len(ids) + 1
        before = added.id
        assert not stray(files.checkpoint).exists()


_FIVE_WRITES = """
input()
for number in range(5):
    print(store.agreements.add(Draft(title=f"{sys.argv[2]} {number}")).id)
"""


def test_processes_that_write_at_once_lose_nothing(files: Files) -> None:
    writers = [children.start(files.checkpoint, _FIVE_WRITES, f"writer {n}") for n in range(4)]
    reader = TinyStore(files.checkpoint)
    seen = [0]
    for writer in writers:
        children.say(writer)
    while any(writer.poll() is None for writer in writers):
        seen.append(len(reader.agreements.search(as_of=TODAY)))

    ids = [int(line) for writer in writers for line in children.finish(writer)]

    assert seen == sorted(seen)
    assert sorted(ids) == list(range(1, 21))
    found = TinyStore(files.checkpoint).agreements.search(as_of=TODAY)
    assert sorted(a.title for a in found) == [
        f"writer {w} {n}" for w in range(4) for n in range(5)
    ]


def test_a_writer_that_waits_too_long_is_told_for_whom(files: Files) -> None:
    child = children.start(
        files.checkpoint,
        "with store.transaction():\n print('held', flush=True)\n input()",
        "王芳",
    )
    assert child.stdout is not None
    child.stdout.readline()
    impatient = TinyStore(files.checkpoint, patience=0.1)

    with pytest.raises(Locked, match=r"by 王芳 since \d{4}") as caught:
        impatient.agreements.add(Draft(title="late"))

    assert caught.value.exit_code == 6
    children.say(child)
    children.finish(child)
    assert impatient.agreements.add(Draft(title="later")).id == 1


def test_a_second_store_of_the_same_process_waits_too(files: Files) -> None:
    first = TinyStore(files.checkpoint, author="Li")
    second = TinyStore(files.checkpoint, patience=0.05)

    with first.transaction(), pytest.raises(Locked, match="by Li"):
        second.agreements.add(Draft(title="late"))

    assert second.agreements.add(Draft(title="later")).id == 1


def test_a_journal_that_grew_in_spite_of_the_lock_is_left_alone(files: Files) -> None:
    store = TinyStore(files.checkpoint)
    store.agreements.add(Draft(title="one"))
    whole = files.journal.read_bytes()

    def add_while_another_ignores_the_lock() -> None:
        with store.transaction():
            store.agreements.add(Draft(title="two"))
            files.journal.write_bytes(whole + b"somebody else's")

    with pytest.raises(CannotWrite):
        add_while_another_ignores_the_lock()

    assert files.journal.read_bytes() == whole + b"somebody else's"


def test_readers_do_not_wait_for_a_writer(files: Files) -> None:
    writer = TinyStore(files.checkpoint)
    writer.agreements.add(Draft(title="one"))

    with writer.transaction():
        writer.agreements.add(Draft(title="two"))
        found = TinyStore(files.checkpoint, patience=0.0).agreements.search(as_of=TODAY)

    assert [a.title for a in found] == ["one"]

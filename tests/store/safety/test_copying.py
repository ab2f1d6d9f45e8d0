"""Copying a ledger: the copy is the same, and is there whole or not at all."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from dealtrack.errors import CannotRead, CannotWrite, LedgerDamaged, WrongUse
from dealtrack.model import Draft, Evidence, FollowUp, StateChange, TripDraft
from dealtrack.store.disk import attachments
from dealtrack.store.disk.files import Files
from dealtrack.store.safety import copying
from dealtrack.store.safety.verifying import verify
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY
from tests.store import children


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A ledger with some history, in a folder that other things lie in too."""
    ledger = tmp_path / "home" / "ledger.json"
    with TinyStore(ledger, author="王芳") as store:
        store.agreements.add(Draft(title="战略合作协议", follow_ups=(FollowUp(task="Send"),)))
        store.agreements.add(Draft(title="Contract"))
        store.trips.add(TripDraft(title="Visit"))
        store.agreements.remove(2)
        paper = tmp_path / "minutes.txt"
        paper.write_text("signed", encoding="utf-8")
        kept: Evidence = attachments.keep(paper, ledger)
        record = store.agreements.get(1)
        done = StateChange(state="done", on=TODAY, evidence=(kept,))
        task = replace(record.follow_ups[0], states=(done,))
        store.agreements.save(record.with_follow_up(task))
    (ledger.parent / "attachments" / "0123456789abcdef-of-another.txt").write_text("x")
    (ledger.parent / "letters.txt").write_text("Dear")
    return ledger


def whole(ledger: Path) -> tuple[object, ...]:
    """Return all that a ledger tells: records, counters, history."""
    with TinyStore(ledger) as store:
        return (
            store.agreements.search(as_of=TODAY),
            store.trips.search(as_of=TODAY),
            store.agreements.last_id,
            store.history("1"),
            store.revision,
        )


def test_a_copy_tells_the_same(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "stick" / "deals" / "ledger.json"
    made = copying.copy(str(source), str(target))

    assert whole(target) == whole(source)
    assert (made.target, made.revision, made.changes, made.attachments) == (target, 5, 5, 1)
    assert all(proof.condition != "damaged" for proof in verify(Files.of(target)))


def test_nothing_of_others_comes_along(source: Path, tmp_path: Path) -> None:
    copying.copy(str(source), str(tmp_path / "new" / "ledger.json"))

    names = {path.name for path in (tmp_path / "new").rglob("*") if path.is_file()}
    assert {name for name in names if "another" in name or "letters" in name} == set()


def test_ids_do_not_come_back_in_the_copy(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "ledger.json"
    copying.copy(str(source), str(target))

    with TinyStore(target) as store:
        assert store.agreements.add(Draft(title="Third")).id == 3


def test_it_gets_the_name_that_was_asked_for(source: Path, tmp_path: Path) -> None:
    copying.copy(str(source), str(tmp_path / "new" / "deals.json"))

    assert {"deals.json", "deals.journal"} <= {p.name for p in (tmp_path / "new").iterdir()}
    assert whole(tmp_path / "new" / "deals.json") == whole(source)


def test_a_folder_that_is_empty_may_be_named(source: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    made = copying.copy(str(source), str(tmp_path / "empty"))

    assert made.target == tmp_path / "empty" / "ledger.json"
    assert whole(made.target) == whole(source)


def test_nobody_else_can_read_it(source: Path, tmp_path: Path) -> None:
    copying.copy(str(source), str(tmp_path / "new" / "ledger.json"))

    for path in ((tmp_path / "new"), *(tmp_path / "new").rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.parametrize("there", ["ledger.json", "letters.txt", "ledger.journal"])
def test_a_folder_that_holds_something_is_refused(
    source: Path, tmp_path: Path, there: str
) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / there).write_text("mine")

    with pytest.raises(WrongUse, match="is not empty"):
        copying.copy(str(source), str(tmp_path / "new" / "ledger.json"))

    assert [path.name for path in (tmp_path / "new").iterdir()] == [there]


def test_no_ledger_cannot_be_copied(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="there is no ledger"):
        copying.copy(str(tmp_path / "ledger.json"), str(tmp_path / "new" / "ledger.json"))

    assert list(tmp_path.iterdir()) == []


def test_a_damaged_one_is_not_copied(source: Path, tmp_path: Path) -> None:
    source.write_bytes(source.read_bytes()[:-9])

    with pytest.raises(LedgerDamaged):
        copying.copy(str(source), str(tmp_path / "new" / "ledger.json"))

    assert not (tmp_path / "new").exists()
    assert list(tmp_path.glob(".new*")) == []


@pytest.mark.parametrize("address", ["mysql://db/deals", "file://deals"])
def test_what_no_store_keeps_is_refused(source: Path, address: str) -> None:
    with pytest.raises(WrongUse):
        copying.copy(str(source), address)


def test_a_place_that_cannot_be_written_is_told(source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(CannotWrite):
        copying.copy(str(source), str(tmp_path / "file" / "new" / "ledger.json"))


def test_a_copy_is_one_moment_while_others_write(source: Path, tmp_path: Path) -> None:
    child = children.start(
        source, "while True: print(store.agreements.add(Draft(title='more')).id, flush=True)"
    )
    try:
        for number in range(5):
            target = tmp_path / f"copy-{number}" / "ledger.json"
            made = copying.copy(str(source), str(target))

            with TinyStore(target) as store:
                assert store.revision == made.revision
                ids = [a.id for a in store.agreements.search(as_of=TODAY)]
            assert ids == [1, *range(3, store.agreements.last_id + 1)]
    finally:
        child.kill()
        children.finish(child)


@pytest.mark.parametrize("name", ["ledger.json", "ledger.journal", "minutes.txt"])
def test_a_disk_that_forgets_what_was_written_is_noticed(
    source: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = copying._put

    def forgetful(path: Path, content: bytes) -> None:
        put(path, content)
        if path.name.endswith(name):
            path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    monkeypatch.setattr(copying, "_put", forgetful)

    with pytest.raises(CannotWrite, match="the disk reports a fault"):
        copying.copy(str(source), str(tmp_path / "new" / "ledger.json"))

    assert not (tmp_path / "new").exists()
    assert list(tmp_path.glob(".new*")) == []


def test_progress_goes_up(source: Path, tmp_path: Path) -> None:
    told: list[float] = []
    copying.copy(str(source), str(tmp_path / "new" / "ledger.json"), told.append)

    assert told == sorted(told)
    assert told[0] > 0
    assert told[-1] <= 1.0


_COPY = """
import sys
from dealtrack.store.safety.copying import copy
copy(sys.argv[1], sys.argv[2])
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_killed_at_any_moment_the_copy_is_whole_or_not_there(
    source: Path, tmp_path: Path
) -> None:
    with TinyStore(source) as store, store.transaction():
        for number in range(300):
            store.agreements.add(Draft(title=f"{number}", areas=("x" * 5_000,)))
    wanted = whole(source)
    started = time.monotonic()
    command = [sys.executable, "-c", _COPY, str(source)]
    subprocess.run([*command, str(tmp_path / "timed" / "ledger.json")], check=True)
    lasted = time.monotonic() - started
    for number in range(12):
        target = tmp_path / f"copy-{number}" / "ledger.json"
        child = subprocess.Popen([*command, str(target)])
        time.sleep(lasted * (0.3 + 0.06 * number))
        child.send_signal(signal.SIGKILL)
        child.wait()

        if target.parent.exists():
            assert whole(target) == wanted
        copying.copy(str(source), str(target.parent.with_name(f"again-{number}") / "l.json"))


def test_what_a_killed_copy_left_goes_after_a_day(source: Path, tmp_path: Path) -> None:
    old, young = (tmp_path / f".new.copying-{name}" for name in ("old", "young"))
    for folder in (old, young):
        folder.mkdir()
        (folder / "ledger.json").write_text("half")
    os.utime(old, (time.time() - 2 * 86_400,) * 2)
    copying.copy(str(source), str(tmp_path / "new" / "ledger.json"))

    assert not old.exists()
    assert young.exists()

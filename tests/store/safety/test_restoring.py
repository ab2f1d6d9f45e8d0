"""Restoring for real: killed at every point, on sound ledgers and on damaged ones."""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from dealtrack.errors import (
    CannotWrite,
    LedgerDamaged,
    NothingToRestore,
    OtherLedger,
    Overtaken,
)
from dealtrack.model import Draft
from dealtrack.store.disk.files import Files
from dealtrack.store.safety import backups, copies, rescue
from dealtrack.store.safety.mending import mend
from dealtrack.store.safety.rescue import kept_in
from dealtrack.store.safety.restoring import look, put_back, turn_back
from tests.builders import TODAY
from tests.store import children
from tests.store.damage import (
    AUTHOR,
    NOW,
    backed_up,
    begun,
    check_whole,
    checkpointed,
    flip,
    flip_line,
    grow,
    is_damaged,
    opened,
)

Records = dict[int, tuple[str, str]]


def records(files: Files) -> Records:
    found = opened(files).agreements.search(as_of=TODAY)
    return {a.id: (a.title, a.place) for a in found}


class TestASoundLedger:
    """It is only changed by a transaction."""

    def test_it_becomes_what_it_was_in_one_step(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        then = records(files)
        made = backed_up(files)
        store = opened(files)
        store.agreements.remove(2)
        store.agreements.add(Draft(title="later"))
        store.agreements.save(replace(store.agreements.get(1), title="changed"))
        revision = store.revision

        turn_back(files, kept_in(made.path), AUTHOR)

        assert records(files) == then
        assert opened(files).revision == revision + 1
        assert opened(files).agreements.last_id == 3
        check_whole(files)

    def test_versions_and_numbers_only_grow(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        made = backed_up(files)
        grow(files, 3)
        store = opened(files)
        store.agreements.save(replace(store.agreements.get(2), last_number=7))
        newest = store.agreements.get(1)
        store.agreements.remove(1)

        turn_back(files, kept_in(made.path), AUTHOR)

        back = opened(files)
        assert back.agreements.get(1).version > newest.version
        assert back.agreements.get(1).uid == newest.uid
        assert back.agreements.get(2).last_number == 7

    def test_what_is_the_same_is_left_alone(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        made = backed_up(files)
        untouched = opened(files).agreements.get(2)
        grow(files, 1)

        turn_back(files, kept_in(made.path), AUTHOR)

        assert opened(files).agreements.get(2) == untouched

    def test_what_came_after_the_question_is_not_taken_back(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        made = backed_up(files)
        seen = look(files, made.path).now
        grow(files, 1)
        after = records(files)

        with pytest.raises(Overtaken):
            turn_back(files, kept_in(made.path), AUTHOR, seen)

        assert records(files) == after

    def test_it_is_backed_up_first(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        made = backed_up(files, 20)
        grow(files, 1)

        turn_back(files, kept_in(made.path), AUTHOR)

        newest = backups.list_backups(files)[0]
        assert (newest.reason, newest.revision) == ("restore", 7)

    def test_the_backup_of_another_ledger_is_refused(self, tmp_path: Path) -> None:
        files = begun(tmp_path / "one")
        other = backed_up(begun(tmp_path / "other"))
        before = files.journal.read_bytes()

        for restoring in (
            lambda: look(files, other.path),
            lambda: turn_back(files, kept_in(other.path), AUTHOR),
        ):
            with pytest.raises(OtherLedger, match="its 1 is another record"):
                restoring()

        assert files.journal.read_bytes() == before

    def test_there_is_nothing_to_bring_back(self, tmp_path: Path) -> None:
        files = begun(tmp_path)

        outlook = look(files)

        assert (outlook.standing, outlook.then) == ("sound", None)


class TestOutlook:
    """How a ledger stands, before anything is done."""

    def test_a_damaged_ledger(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        flip(files.checkpoint, 200)

        outlook = look(files)

        assert (outlook.standing, outlook.now) == ("damaged", None)

    def test_a_ledger_that_is_older_than_its_backup(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        backed_up(files)
        lines = files.journal.read_bytes().splitlines(keepends=True)
        files.journal.write_bytes(b"".join(lines[:4]))

        outlook = look(files)
        mend(files, outlook.more, AUTHOR)

        assert outlook.standing == "behind"
        assert (outlook.now and outlook.now.revision) == 4
        assert records(files)[1] == ("协议 1", "place 6")

    def test_a_new_computer(self, tmp_path: Path) -> None:
        old = begun(tmp_path / "old")
        made = backups.back_up(old, tmp_path / "all.zip", NOW, is_complete=True)
        files = Files.of(tmp_path / "new" / "ledger.json")

        outlook = look(files, made.path)
        mend(files, outlook.more, AUTHOR)

        assert (outlook.standing, outlook.then) == ("missing", None)
        assert records(files) == records(old)
        assert copies.checked(files).revision == 7
        check_whole(files)

    def test_a_ledger_that_went_on_elsewhere(self, tmp_path: Path) -> None:
        files = begun(tmp_path / "here")
        shutil.copytree(tmp_path / "here", tmp_path / "there")
        there = Files.of(tmp_path / "there" / "ledger.json")
        grow(there, 2)
        made = backed_up(there)

        outlook = look(files, made.path)
        mend(files, outlook.more, AUTHOR)

        assert outlook.standing == "behind"
        assert records(files) == records(there)

    def test_nothing_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(NothingToRestore):
            look(Files.of(tmp_path / "ledger.json"))

    def test_a_damaged_ledger_can_go_to_an_earlier_state(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        then = records(files)
        made = backed_up(files)
        grow(files, 2)
        flip(files.checkpoint, 200)

        outlook = look(files, made.path)
        assert outlook.then is not None
        mend(files, outlook.more, AUTHOR)
        turn_back(files, outlook.then, AUTHOR)

        assert records(files) == then
        assert copies.checked(files).revision == 10


class TestADamagedLedger:
    """What is damaged stays beside it; what comes back is whole."""

    def test_of_two_who_restore_at_once_the_second_is_told(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        flip(files.checkpoint, 200)
        seen = look(files).found.best
        mend(files, (), AUTHOR, seen)
        revision = opened(files).revision

        with pytest.raises(Overtaken):
            mend(files, (), AUTHOR, seen)

        assert opened(files).revision == revision

    def test_damaged_files_stay_as_they_are(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        flip(files.checkpoint, 200)
        flip_line(files, 6)
        before = {path: path.read_bytes() for path in (files.checkpoint, files.journal)}

        names = mend(files, (), AUTHOR)

        assert names == (
            "ledger.json.damaged-20261122T140000",
            "ledger.journal.damaged-20261122T140000",
        )
        assert [(tmp_path / name).read_bytes() for name in names] == list(before.values())
        assert not is_damaged(files)

    def test_a_second_damage_of_the_same_second_gets_a_number(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        for _ in range(2):
            flip(files.checkpoint, 200)
            mend(files, (), AUTHOR)

        assert sorted(path.name for path in tmp_path.glob("*.damaged-*")) == [
            "ledger.json.damaged-20261122T140000",
            "ledger.json.damaged-20261122T140000-2",
        ]

    def test_sound_years_stay_where_they_are(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        checkpointed(files)
        lines = files.journal.read_bytes().splitlines(keepends=True)
        files.year(2025).write_bytes(b"".join(lines[:3]))
        files.journal.write_bytes(b"".join(lines[3:]))
        flip(files.checkpoint, 200)

        mend(files, (), AUTHOR)

        assert files.year(2025).read_bytes() == b"".join(lines[:3])
        assert files.journal.read_bytes().startswith(b"".join(lines[3:]))
        check_whole(files)

    def test_a_damaged_year_is_mended_from_a_backup(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        checkpointed(files)
        backed_up(files)
        lines = files.journal.read_bytes().splitlines(keepends=True)
        files.year(2025).write_bytes(b"".join(lines[:3]))
        files.journal.write_bytes(b"".join(lines[3:]))
        flip_line(files, 2, files.year(2025))

        mend(files, (), AUTHOR)

        assert not files.year(2025).exists()
        assert files.journal.read_bytes().startswith(b"".join(lines))
        check_whole(files)

    def test_missing_attachments_come_back_from_a_complete_backup(self, tmp_path: Path) -> None:
        files = begun(tmp_path)
        kept = tmp_path / "attachments" / "2cf24dba5fb0a30e-letter.txt"
        kept.parent.mkdir()
        kept.write_bytes(b"hello")
        made = backups.back_up(files, tmp_path / "all.zip", NOW, is_complete=True)
        kept.unlink()

        assert put_back(files, made.path, AUTHOR) == [kept.name]
        assert put_back(files, made.path, AUTHOR) == []
        assert kept.read_bytes() == b"hello"

    def test_a_disk_that_refuses_leaves_everything_as_it_was(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        files = begun(tmp_path)
        flip(files.checkpoint, 200)
        before = files.checkpoint.read_bytes(), files.journal.read_bytes()
        files.backups.write_text("in the way")

        with pytest.raises(CannotWrite):
            mend(files, (), AUTHOR)

        assert (files.checkpoint.read_bytes(), files.journal.read_bytes()) == before


def destroy(path: Path) -> None:
    """Leave nothing of the file at *path* but its name and a byte that no ledger has."""
    path.write_bytes(b"\0" * (path.suffix == ".json"))


DAMAGES: dict[str, Callable[[Files], object]] = {
    "checkpoint": lambda files: flip(files.checkpoint, 200),
    "end of the journal": lambda files: flip_line(files, 9),
    "middle of the journal": lambda files: flip_line(files, 4),
    "journal cut": lambda files: files.journal.write_bytes(b""),
    "journal gone": lambda files: files.journal.unlink(),
    "both at once": lambda files: list(map(destroy, (files.checkpoint, files.journal))),
    "damaged year": lambda files: flip_line(files, 2, files.year(2025)),
    "both gone": lambda files: list(map(Path.unlink, (files.checkpoint, files.journal))),
}


def a_damaged_ledger(folder: Path, damage: str) -> Files:
    files = begun(folder)
    checkpointed(files)
    backed_up(files)
    grow(files, 3)
    lines = files.journal.read_bytes().splitlines(keepends=True)
    if damage == "damaged year":
        files.year(2025).write_bytes(b"".join(lines[:3]))
        files.journal.write_bytes(b"".join(lines[3:]))
    DAMAGES[damage](files)
    return files


def stands(files: Files, good: Records) -> bool:
    """Whether the ledger is whole; if not, it must be seen that it is not."""
    try:
        copies.checked(files)
        seen = records(files)
        opened(files).agreements.add(Draft(title="after"))
    except LedgerDamaged:
        _read_no_half_of(files, good)
        return False
    assert seen == good
    return True


def _read_no_half_of(files: Files, good: Records) -> None:
    """Check that who reads a ledger that is not whole reads the good state, or none."""
    with suppress(LedgerDamaged):
        assert records(files) == good or not files.journal.exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork, no SIGKILL")
@pytest.mark.parametrize("damage", DAMAGES)
def test_killed_at_any_step_it_is_as_damaged_as_before_or_whole(
    tmp_path: Path, damage: str
) -> None:
    damaged = a_damaged_ledger(tmp_path / "damaged", damage)
    found = rescue.search(damaged).best
    assert found is not None
    good = {r.id: (r.title, getattr(r, "place", "")) for r in found.records()}
    ends = set()
    step = 0
    while True:
        step += 1
        folder = tmp_path / f"try-{step}"
        shutil.copytree(damaged.checkpoint.parent, folder)
        files = Files.of(folder / "ledger.json")
        was_killed = _killed_at(step, files)
        whole = stands(files, good)
        ends.add(whole)
        if not whole:
            mend(files, (), AUTHOR)
            assert stands(files, good)
        shutil.rmtree(folder)
        if not was_killed:
            break

    assert ends == {False, True}
    assert step > 20


def _killed_at(step: int, files: Files) -> bool:
    """Mend *files* in a process that kills itself before it does its *step*-th thing."""
    child = os.fork()
    if not child:
        left = [step]

        def count(event: str, _arguments: object) -> None:
            if event == "open" or event.startswith(("os.", "shutil.")):
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        mend(files, (), AUTHOR)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


_MEND = """
from dealtrack.store.disk.files import Files
from dealtrack.store.ledger import wall_clock
from dealtrack.store.safety.mending import Author, mend
input()
mend(Files.of(Path(sys.argv[1])), (), Author("child", "restore", wall_clock))
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_killed_at_random_moments_it_can_be_run_again(tmp_path: Path) -> None:
    chance = random.Random(2026)
    files = a_damaged_ledger(tmp_path, "checkpoint")
    good = records(Files.of(_copy(files, tmp_path / "copy")))

    for _ in range(8):
        child = children.start(files.checkpoint, _MEND)
        children.say(child)
        time.sleep(chance.uniform(0.0, 0.03))
        child.send_signal(signal.SIGKILL)
        children.finish(child)
        try:
            assert records(files) == good
            flip(files.checkpoint, 200)
        except LedgerDamaged:
            pass

    mend(files, (), AUTHOR)
    assert records(files) == good
    check_whole(files)


def _copy(files: Files, folder: Path) -> Path:
    """Copy a ledger and mend the copy."""
    folder.mkdir()
    shutil.copytree(files.backups, folder / "backups")
    for path in (files.checkpoint, files.journal):
        shutil.copy(path, folder / path.name)
    mend(Files.of(folder / "ledger.json"), (), AUTHOR)
    return folder / "ledger.json"

"""Backups: made before a day's first change, checked twice, never in the way."""

import errno
import os
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dealtrack.errors import LedgerDamaged, NoSuchBackup, SeveralBackups
from dealtrack.model import Draft
from dealtrack.store.disk.files import Files
from dealtrack.store.safety import archive, backups
from dealtrack.store.safety.backups import before_writing, choose, list_backups
from dealtrack.store.tiny import TinyStore
from tests.store.damage import NOW, backed_up, begun, flip, flip_line, grow


def names(files: Files) -> list[str]:
    return [one.name for one in list_backups(files)]


def add(files: Files, moment: datetime) -> TinyStore:
    """Add an agreement at that *moment*."""
    store = TinyStore(files.checkpoint, author="Li", words="log", clock=lambda: moment)
    store.agreements.add(Draft(title=f"at {moment}"))
    return store


def test_the_first_change_of_a_day_is_preceded_by_a_backup(tmp_path: Path) -> None:
    files = begun(tmp_path)
    tomorrow = NOW + timedelta(days=1)

    for hour in range(3):
        add(files, tomorrow + timedelta(hours=hour))

    [one] = list_backups(files)
    assert one.path.name == "ledger-2026-11-23T090000.zip"
    assert (one.revision, one.agreements, one.trips) == (6, 2, 0)
    assert (one.reason, one.is_complete, one.fault) == ("first write of the day", False, "")


def test_a_ledger_that_begins_has_nothing_to_back_up(tmp_path: Path) -> None:
    files = Files.of(tmp_path / "ledger.json")

    add(files, NOW)
    note = before_writing(Files.of(tmp_path / "other.json"), NOW)

    assert note == ""
    assert list_backups(files) == []
    assert not files.backups.exists()


@pytest.mark.skipif(os.name == "nt", reason="no modes")
def test_only_the_owner_reads_a_backup(tmp_path: Path) -> None:
    one = backed_up(begun(tmp_path))

    assert stat.S_IMODE(one.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(one.path.parent.stat().st_mode) == 0o700


def test_a_second_backup_of_the_same_moment_gets_a_number(tmp_path: Path) -> None:
    files = begun(tmp_path)

    for _ in range(3):
        backed_up(files)

    assert names(files) == [
        "2026-11-22T09:00:00-3",
        "2026-11-22T09:00:00-2",
        "2026-11-22T09:00:00",
    ]


def test_ledgers_that_share_a_folder_do_not_share_backups(tmp_path: Path) -> None:
    files = begun(tmp_path)
    backed_up(files)
    for path in ("ledger-2026.json", "led.json", "book"):
        other = Files.of(tmp_path / path)
        add(other, NOW)
        backed_up(other)

        assert len(list_backups(other)) == 1
    assert len(list_backups(files)) == 1


def test_what_is_damaged_stops_the_first_change_of_a_day(tmp_path: Path) -> None:
    files = begun(tmp_path)
    store = TinyStore(files.checkpoint, clock=lambda: NOW)
    with store.transaction():
        store._ledger.write_checkpoint(store._ledger.whole().tables)
    flip_line(files, 3)  # no command reads that any more
    before = files.journal.read_bytes()

    with pytest.raises(LedgerDamaged, match="line 3"):
        add(files, NOW + timedelta(days=1))

    assert files.journal.read_bytes() == before
    assert list_backups(files) == []


def test_a_ledger_that_is_gone_is_not_begun_anew(tmp_path: Path) -> None:
    files = begun(tmp_path)
    backed_up(files)
    files.checkpoint.unlink()
    files.journal.unlink()

    with pytest.raises(LedgerDamaged, match="there are backups"):
        add(files, NOW)

    assert not files.journal.exists()


def test_a_ledger_older_than_its_backup_is_found(tmp_path: Path) -> None:
    files = begun(tmp_path)
    backed_up(files)
    lines = files.journal.read_bytes().splitlines(keepends=True)
    files.journal.write_bytes(b"".join(lines[:4]))

    with pytest.raises(LedgerDamaged, match="older than the backup ledger-2026-11-22"):
        add(files, NOW + timedelta(days=1))

    assert names(files) == ["2026-11-22T09:00:00"]


def test_who_reads_finds_a_ledger_older_than_its_backup(tmp_path: Path) -> None:
    files = begun(tmp_path)
    backed_up(files, 23)
    lines = files.journal.read_bytes().splitlines(keepends=True)
    files.journal.write_bytes(b"".join(lines[:4]))

    with pytest.raises(LedgerDamaged, match="older than the backup ledger-2026-11-23"):
        TinyStore(files.checkpoint).agreements.get(1)


def test_who_reads_finds_that_a_ledger_is_gone(tmp_path: Path) -> None:
    files = begun(tmp_path)
    backed_up(files)
    files.checkpoint.unlink()
    files.journal.unlink()

    with pytest.raises(LedgerDamaged, match="there are backups"):
        TinyStore(files.checkpoint).agreements.get(1)


def test_a_backup_that_only_says_it_holds_more_stops_nobody(tmp_path: Path) -> None:
    files = begun(tmp_path)
    made = backed_up(files)
    flip(made.path, 400)
    lines = files.journal.read_bytes().splitlines(keepends=True)
    files.journal.write_bytes(b"".join(lines[:4]))

    add(files, NOW + timedelta(days=1))

    assert list_backups(files)[-1].revision > 4  # as it says of itself


def test_a_full_disk_stops_the_backup_but_not_the_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = begun(tmp_path)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(archive, "_read_back", full)
    store = add(files, NOW + timedelta(days=1))

    assert "No backup could be made" in store.note_about_recovery
    assert "the disk is full" in store.note_about_recovery
    assert store.revision == 7
    assert list(files.backups.iterdir()) == []


def test_what_cannot_be_read_back_gets_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = begun(tmp_path)
    fsync = os.fsync

    def rot(descriptor: int) -> None:
        fsync(descriptor)
        for path in files.backups.glob("*.new"):
            flip(path, path.stat().st_size // 3)

    monkeypatch.setattr(os, "fsync", rot)
    note = before_writing(files, NOW)

    assert "what was written cannot be read back" in note
    assert list(files.backups.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    files = begun(tmp_path)
    files.backups.write_text("in the way")

    assert "No backup could be made" in before_writing(files, NOW)


def test_a_clock_that_jumps_back_makes_one_backup_a_day(tmp_path: Path) -> None:
    files = begun(tmp_path)
    backed_up(files)
    past = datetime(2001, 2, 3, 4, 5, tzinfo=NOW.tzinfo)

    for hour in range(4):
        add(files, past + timedelta(hours=hour))
        add(files, NOW + timedelta(hours=hour))

    assert names(files) == ["2026-11-22T09:00:00", "2001-02-03T04:05:00"]


def test_the_backup_that_holds_most_is_never_taken_away(tmp_path: Path) -> None:
    files = begun(tmp_path)
    wrong = NOW.replace(year=2001)
    before_writing(files, wrong)
    most = names(files)
    files.checkpoint.unlink()
    copy = files.journal.read_bytes()
    files.journal.write_bytes(b"".join(copy.splitlines(keepends=True)[:2]))

    known = [
        backups.back_up(files, backups.name_for(files, files.backups, moment), moment)
        for moment in (NOW - timedelta(days=31 * number) for number in range(30))
    ]
    backups._rotate([*known, *list_backups(files)], NOW)

    assert set(most) <= set(names(files))
    assert len(names(files)) <= 7 + 4 + 12 + 1


def test_a_damaged_backup_neither_counts_nor_drives_out_a_sound_one(tmp_path: Path) -> None:
    files = begun(tmp_path)
    sound = backed_up(files, 1)
    damaged = backed_up(files, 22)
    damaged.path.write_bytes(b"PK")

    before_writing(files, NOW)

    assert sound.path.exists()
    assert len(list_backups(files)) == 3


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    files = begun(tmp_path)
    files.backups.mkdir()
    for name in ("ledger-2026-11-22T080000.zip.new", "book-2026-11-22T080000.zip.new"):
        (files.backups / name).write_bytes(b"half")

    before_writing(files, NOW)

    assert sorted(path.name for path in files.backups.iterdir()) == [
        "book-2026-11-22T080000.zip.new",
        "ledger-2026-11-22T090000.zip",
    ]


def test_a_moment_is_chosen_by_its_beginning(tmp_path: Path) -> None:
    files = begun(tmp_path)
    for day in (20, 21):
        backed_up(files, day)
        backed_up(files, day)
    known = list_backups(files)

    chosen = {
        wanted: choose(known, wanted).name
        for wanted in (
            "newest",
            "2026-11-20",
            "20261120",
            "2026-11-20T09:00:00",
            "2026-11-20 09:00:00-2",
            "2026-11-20T090000-2",
        )
    }

    assert chosen == {
        "newest": "2026-11-21T09:00:00-2",
        "2026-11-20": "2026-11-20T09:00:00-2",
        "20261120": "2026-11-20T09:00:00-2",
        "2026-11-20T09:00:00": "2026-11-20T09:00:00",
        "2026-11-20 09:00:00-2": "2026-11-20T09:00:00-2",
        "2026-11-20T090000-2": "2026-11-20T09:00:00-2",
    }


@pytest.mark.parametrize("wanted", ["2026-11", "2026-11-20T09", "2", "2026-11-20T09:00"])
def test_what_fits_several_is_not_guessed(tmp_path: Path, wanted: str) -> None:
    files = begun(tmp_path)
    for day in (20, 20, 21):
        backed_up(files, day)

    with pytest.raises(SeveralBackups, match="2026-11-20T09:00:00-2"):
        choose(list_backups(files), wanted)


@pytest.mark.parametrize("wanted", ["2025-01-01", "T09:00", "", "x", "2026-11-20T10"])
def test_what_fits_none_is_told_with_those_there_are(tmp_path: Path, wanted: str) -> None:
    files = begun(tmp_path)
    backed_up(files, 20)

    with pytest.raises(NoSuchBackup, match="2026-11-20T09:00:00"):
        choose(list_backups(files), wanted)


def test_attachments_are_listed_daily_and_kept_in_a_complete_copy(tmp_path: Path) -> None:
    files = begun(tmp_path)
    folder = tmp_path / "attachments"
    folder.mkdir()
    (folder / "2cf24dba5fb0a30e-letter.txt").write_bytes(b"hello")
    (folder / "stray.txt").write_bytes(b"not ours")

    daily = backed_up(files)
    complete = backups.back_up(files, tmp_path / "all.zip", NOW, is_complete=True)

    with archive.opened(daily.path) as one, archive.opened(complete.path) as other:
        assert [(a.name, a.size) for a in one.attachments()] == [
            ("2cf24dba5fb0a30e-letter.txt", 5)
        ]
        assert (one.attached, other.attached) == ([], ["2cf24dba5fb0a30e-letter.txt"])
        other.unpack("2cf24dba5fb0a30e-letter.txt", tmp_path / "letter.txt")
    assert (tmp_path / "letter.txt").read_bytes() == b"hello"
    assert complete.is_complete


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    files = begun(tmp_path)
    told: list[float] = []

    backups.back_up(files, tmp_path / "all.zip", NOW, progress=told.append)

    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_backup_of_a_changed_ledger_holds_the_change(tmp_path: Path) -> None:
    files = begun(tmp_path)
    backed_up(files)
    grow(files, 1)

    assert [backed_up(files, 23).revision, list_backups(files)[1].revision] == [7, 6]

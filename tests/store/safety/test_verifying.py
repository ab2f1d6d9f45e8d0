"""Verification: what is sound is proven, and whatever is not is found, wherever it lies."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from msgspec.structs import replace

from dealtrack.errors import LedgerDamaged
from dealtrack.model import Draft, Evidence, FollowUp, StateChange, TripDraft
from dealtrack.store.disk import attachments, years
from dealtrack.store.disk.files import Files
from dealtrack.store.ledger import wall_clock
from dealtrack.store.safety import backups
from dealtrack.store.safety.proving import Proof
from dealtrack.store.safety.verifying import verify
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY
from tests.store.forging import forge, forge_checkpoint


class Ticking:
    """A clock that starts some years ago and that the test moves on."""

    def __init__(self) -> None:
        self.now = datetime(2024, 6, 1, 9).astimezone()

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def files(tmp_path: Path, clock: Ticking) -> Files:
    """A ledger with three years of history, an attachment and a backup."""
    ledger = Files.of(tmp_path / "ledger" / "ledger.json")
    with TinyStore(ledger.checkpoint, clock=clock) as store:
        store.agreements.add(Draft(title="Framework", follow_ups=(FollowUp(task="Send it"),)))
        store.trips.add(TripDraft(title="Visit"))
        clock.now += timedelta(days=365)
        store.agreements.add(Draft(title="Contract"))
        clock.now += timedelta(days=365)
        store.agreements.save(replace(store.agreements.get(2), title="Contract of 2026"))
        _prove(store, tmp_path, ledger)
        store.agreements.remove(2)
    for path in ledger.backups.iterdir():  # those of the first change of a day
        path.unlink()
    moment = wall_clock()
    backups.back_up(ledger, backups.name_for(ledger, ledger.backups, moment), moment)
    return ledger


def _prove(store: TinyStore, folder: Path, ledger: Files) -> None:
    paper = folder / "minutes.txt"
    paper.write_text("signed", encoding="utf-8")
    kept: Evidence = attachments.keep(paper, ledger.checkpoint)
    record = store.agreements.get(1)
    done = StateChange(state="done", on=TODAY, evidence=(kept,))
    store.agreements.save(record.with_follow_up(replace(record.follow_ups[0], states=(done,))))


def proofs(files: Files) -> dict[str, Proof]:
    return {proof.part: proof for proof in verify(files)}


def conditions(files: Files) -> dict[str, str]:
    return {proof.part: proof.condition for proof in verify(files)}


def test_everything_that_is_sound_is_counted(files: Files) -> None:
    found = proofs(files)

    assert {part for part, proof in found.items() if proof.condition != "sound"} == {"index"}
    assert found["checkpoint"].counts == {"agreements": 1, "trips": 1}
    assert found["journal"].counts["lines"] == 6
    assert found["replay"].counts == {"lines": 6, "from": 0, "agreements": 1, "trips": 1}
    assert found["backup"].counts == {"agreements": 1, "trips": 1, "revision": 6}
    assert found["attachments"].counts == {"files": 1}


def test_nothing_is_proven_of_a_ledger_that_is_not_there(tmp_path: Path) -> None:
    files = Files.of(tmp_path / "ledger.json")

    assert set(conditions(files).values()) <= {"absent", "sound"}
    assert list(tmp_path.iterdir()) == []


def test_changes_that_only_a_backup_holds_are_missed(files: Files) -> None:
    lines = files.journal.read_bytes().splitlines(keepends=True)
    files.journal.write_bytes(b"".join(lines[:-1]))

    behind = proofs(files)["journal"]
    aside = files.backups.rename(files.backups.with_name("aside"))
    with TinyStore(files.checkpoint) as store:
        store.agreements.add(Draft(title="Instead"))
    for path in aside.iterdir():
        path.rename(files.backups / path.name)
    other = proofs(files)["journal"]

    assert "older than the backup" in str(behind.fault)
    assert "lacks changes that the backup" in str(other.fault)


def test_progress_goes_from_nothing_to_all(files: Files) -> None:
    told: list[float] = []
    verify(files, told.append)

    assert told == sorted(told)
    assert told[-1] == 1.0


def test_of_the_backups_the_newest_is_enough_for_a_doctor(files: Files) -> None:
    moment = wall_clock() + timedelta(days=1)
    backups.back_up(files, backups.name_for(files, files.backups, moment), moment)

    assert sum(proof.part == "backup" for proof in verify(files)) == 2
    assert sum(proof.part == "backup" for proof in verify(files, newest=True)) == 1


def test_every_flipped_byte_is_found(files: Files) -> None:
    for path in (files.checkpoint, files.journal):
        text = path.read_bytes()
        for at in range(0, len(text), max(1, len(text) // 60)):
            path.write_bytes(text[:at] + bytes([text[at] ^ 0x10]) + text[at + 1 :])

            assert "damaged" in conditions(files).values(), (path.name, at)
        path.write_bytes(text)


def test_a_flipped_byte_of_a_backup_is_found_wherever_it_carries_anything(
    files: Files,
) -> None:
    (path,) = files.backups.iterdir()
    text = path.read_bytes()
    with ZipFile(path) as archive:
        infos = archive.infolist()
    for info in infos:
        at = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
        path.write_bytes(text[:at] + bytes([text[at] ^ 0x10]) + text[at + 1 :])

        is_found = proofs(files)["backup"].condition == "damaged"
        assert is_found or info.filename == "attachments.json", info.filename


def test_damage_of_the_ledger_carries_the_error_to_raise(files: Files) -> None:
    files.checkpoint.write_bytes(files.checkpoint.read_bytes()[:-9])

    fault = proofs(files)["checkpoint"].fault
    assert isinstance(fault, LedgerDamaged)
    assert fault.fault == "checksum"


def test_what_can_be_read_is_proven_though_the_checkpoint_is_damaged(files: Files) -> None:
    files.checkpoint.write_bytes(files.checkpoint.read_bytes()[:-9])
    found = conditions(files)

    assert (found["checkpoint"], found["journal"], found["backup"]) == (
        "damaged",
        "sound",
        "sound",
    )


def test_a_checkpoint_that_says_another_thing_than_the_journal(files: Files) -> None:
    with TinyStore(files.checkpoint) as store:
        store.compact()
    forge_checkpoint(files, lambda text: text.replace(b"Framework", b"Framewerk"))
    found = proofs(files)

    assert (found["checkpoint"].condition, found["journal"].condition) == ("sound", "sound")
    assert found["replay"].condition == "damaged"
    assert [case for case, _ in found["replay"].cases] == ["1"]


def test_a_record_that_no_change_of_the_journal_made(files: Files) -> None:
    with TinyStore(files.checkpoint) as store:
        store.compact()
    forge_checkpoint(
        files,
        lambda text: text.replace(
            b'"trips": {\n', b'"trips": {\n"7": {"id":7,"uid":"x","title":"Forged"},\n'
        ),
    )

    assert [case for case, _ in proofs(files)["replay"].cases] == ["T7"]


def test_a_record_that_cannot_be_decoded(files: Files) -> None:
    forge(files, lambda text: text.replace(b'"title":"Visit"', b'"titel":"Visit"'))
    records = proofs(files)["records"]

    assert records.condition == "damaged"
    assert records.cases[0][0] == "T1"
    assert isinstance(records.fault, LedgerDamaged)


class TestYears:
    @pytest.fixture
    def compacted(self, files: Files, clock: Ticking) -> Files:
        with TinyStore(files.checkpoint, clock=clock) as store:
            store.compact()
        assert len(years.known(files)) == 2
        return files

    def test_they_are_one_chain_with_the_journal(self, compacted: Files) -> None:
        found = [proof for proof in verify(compacted) if proof.part in ("year", "journal")]

        assert [proof.condition for proof in found] == ["sound"] * 3
        assert sum(proof.counts["lines"] for proof in found) == 6
        assert proofs(compacted)["replay"].counts["from"] == 0

    def test_a_flipped_byte_in_one_is_found(self, compacted: Files) -> None:
        first = next(iter(years.known(compacted).values()))
        first.write_bytes(first.read_bytes().replace(b"Framework", b"Framewerk", 1))
        wrong = [proof for proof in verify(compacted) if proof.condition == "damaged"]

        assert [(proof.part, proof.file) for proof in wrong] == [("year", first)]

    def test_without_the_first_ones_a_backup_is_the_base(
        self, compacted: Files, clock: Ticking
    ) -> None:
        with TinyStore(compacted.checkpoint, clock=clock) as store:
            store.agreements.add(Draft(title="After the backup"))
        for path in years.known(compacted).values():
            path.unlink()
        replay = proofs(compacted)["replay"]

        assert (replay.condition, replay.counts["from"], replay.counts["lines"]) == (
            "sound",
            6,
            1,
        )

    def test_without_any_base_it_is_said_that_nothing_can_be_replayed(
        self, compacted: Files
    ) -> None:
        for path in (*years.known(compacted).values(), *compacted.backups.iterdir()):
            path.unlink()
        replay = proofs(compacted)["replay"]

        assert replay.condition == "absent"
        assert replay.counts["first"] > 1


class TestAttachments:
    def test_one_that_was_altered(self, files: Files) -> None:
        (kept,) = (files.checkpoint.parent / "attachments").iterdir()
        kept.write_text("sIgned", encoding="utf-8")

        assert proofs(files)["attachments"].cases == ((f"attachments/{kept.name}", "1.1"),)

    def test_one_that_is_gone(self, files: Files) -> None:
        (kept,) = (files.checkpoint.parent / "attachments").iterdir()
        kept.unlink()

        assert proofs(files)["attachments"].condition == "damaged"


class TestBackups:
    def test_garbage_in_the_place_of_one(self, files: Files) -> None:
        (files.backups / "ledger-2026-01-01T090000.zip").write_bytes(os.urandom(3000))
        found = [proof for proof in verify(files) if proof.part == "backup"]

        assert sorted(proof.condition for proof in found) == ["damaged", "sound"]

    def test_one_cut_short(self, files: Files) -> None:
        (path,) = files.backups.iterdir()
        path.write_bytes(path.read_bytes()[:-100])

        assert proofs(files)["backup"].condition == "damaged"


def test_a_folder_in_place_of_a_file_is_not_called_sound(files: Files) -> None:
    files.checkpoint.unlink()
    files.checkpoint.mkdir()

    assert proofs(files)["checkpoint"].condition == "damaged"

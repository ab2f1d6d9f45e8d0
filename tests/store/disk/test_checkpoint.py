"""The checkpoint: readable by others, whole or not at all, checked before it is believed."""

import json
import os
import stat
import zlib
from pathlib import Path

import pytest
from msgspec.structs import replace
from tinydb import TinyDB

from dealtrack.errors import CannotRead, LedgerDamaged, LedgerTooNew
from dealtrack.model import Draft, TripDraft
from dealtrack.store.disk.files import Files, stray
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY

POSIX = pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files.of(tmp_path / "ledger.json")


def a_checkpoint(files: Files) -> bytes:
    """Make a ledger of two agreements and a trip in one transaction: all in the checkpoint."""
    store = TinyStore(files.checkpoint, author="Li")
    with store.transaction():
        store.agreements.add(Draft(title="战略合作协议"))
        store.agreements.add(Draft(title="MoU"))
        store.trips.add(TripDraft(title="Shenzhen"))
    return files.checkpoint.read_bytes()


def titles(files: Files) -> list[str]:
    return [a.title for a in TinyStore(files.checkpoint).agreements.search(as_of=TODAY)]


def with_checksum(text: bytes) -> bytes:
    """Return *text* with the checksum that belongs to it."""
    start = text.index(b'"checksum":"') + len(b'"checksum":"')
    blank = text[:start] + b"00000000" + text[start + 8 :]
    return text[:start] + b"%08x" % zlib.crc32(blank) + text[start + 8 :]


def test_stock_tinydb_opens_it_and_sees_every_record(files: Files) -> None:
    a_checkpoint(files)

    with TinyDB(files.checkpoint, access_mode="r", encoding="utf-8") as db:
        agreements = {d.doc_id: d["title"] for d in db.table("agreements")}
        trips = {d.doc_id: d["title"] for d in db.table("trips")}
        meta = db.table("_meta").get(doc_id=1)

    assert agreements == {1: "战略合作协议", 2: "MoU"}
    assert trips == {1: "Shenzhen"}
    assert meta is not None


def test_plain_json_reads_it(files: Files) -> None:
    text = a_checkpoint(files)

    meta = json.loads(text)["_meta"]["1"]

    assert (meta["format"], meta["revision"]) == (2, 1)
    assert meta["counters"] == {"agreements": 2, "trips": 1}
    assert meta["journal"]["offset"] == files.journal.stat().st_size


def test_there_is_one_record_on_a_line(files: Files) -> None:
    lines = a_checkpoint(files).decode().splitlines()

    assert [line[:12] for line in lines[1:]] == [
        '"agreements"',
        '"1": {"title',
        '"2": {"title',
        "},",
        '"trips": {',
        '"1": {"title',
        "}}",
    ]


def test_the_checksum_is_over_every_other_byte(files: Files) -> None:
    text = a_checkpoint(files)

    given = json.loads(text)["_meta"]["1"]["checksum"]

    blank = text.replace(given.encode(), b"00000000", 1)
    assert given == f"{zlib.crc32(blank):08x}"


def test_a_flipped_byte_is_found_and_nothing_written_over_it(files: Files) -> None:
    text = a_checkpoint(files)
    journal = files.journal.read_bytes()

    for position in [*range(0, len(text), 9), len(text) - 1]:
        damaged = bytearray(text)
        damaged[position] ^= 0x01
        files.checkpoint.write_bytes(damaged)
        with pytest.raises(LedgerDamaged):
            titles(files)
        with pytest.raises(LedgerDamaged):
            TinyStore(files.checkpoint).agreements.add(Draft(title="over it"))
        assert files.checkpoint.read_bytes() == damaged
        assert files.journal.read_bytes() == journal


@pytest.mark.parametrize("end", [0, 1, 30, -1])
def test_a_cut_checkpoint_is_found(files: Files, end: int) -> None:
    files.checkpoint.write_bytes(a_checkpoint(files)[:end])

    with pytest.raises(LedgerDamaged):
        titles(files)


def test_damage_tells_that_the_journal_is_still_good(files: Files) -> None:
    files.checkpoint.write_bytes(a_checkpoint(files).replace(b"MoU", b"NoU"))

    with pytest.raises(LedgerDamaged) as caught:
        titles(files)

    said = str(caught.value)
    assert said.startswith("The ledger is damaged: the checksum of ledger.json differs.\n")
    assert "Still good: ledger.journal, up to revision 1, saved " in said
    assert str(files.checkpoint.parent) in said


def test_a_json_file_of_somebody_else_is_not_taken_for_a_ledger(files: Files) -> None:
    files.checkpoint.write_text('{"_default": {"1": {"title": "mine"}}}')

    with pytest.raises(LedgerDamaged, match="not laid out"):
        titles(files)


def test_a_newer_format_is_refused_and_left_alone(files: Files) -> None:
    newer = with_checksum(a_checkpoint(files).replace(b'"format":2', b'"format":3'))
    files.checkpoint.write_bytes(newer)

    with pytest.raises(LedgerTooNew, match="format 3") as caught:
        TinyStore(files.checkpoint).agreements.add(Draft(title="older"))

    assert caught.value.exit_code == 5
    assert files.checkpoint.read_bytes() == newer


def test_a_folder_in_its_place_cannot_be_read(files: Files) -> None:
    files.checkpoint.mkdir()

    with pytest.raises(CannotRead):
        titles(files)


def test_it_is_made_with_the_first_change_and_then_when_the_journal_has_grown(
    files: Files,
) -> None:
    store = TinyStore(files.checkpoint)
    record = store.agreements.add(Draft(title="one"))
    revisions = set()

    for _ in range(6):
        record = store.agreements.save(replace(record, areas=("x" * 10_000,) * 4))
        revisions.add(json.loads(files.checkpoint.read_bytes())["_meta"]["1"]["revision"])

    assert revisions == {1, 5}
    assert TinyStore(files.checkpoint).agreements.get(1) == record


def test_a_checkpoint_that_cannot_be_written_does_not_undo_the_change(files: Files) -> None:
    stray(files.checkpoint).mkdir(parents=True)
    store = TinyStore(files.checkpoint)

    store.agreements.add(Draft(title="saved"))

    assert not files.checkpoint.exists()
    assert titles(files) == ["saved"]


def test_what_a_killed_process_left_is_swept(files: Files) -> None:
    a_checkpoint(files)
    stray(files.checkpoint).write_bytes(b"half a che")

    TinyStore(files.checkpoint).agreements.add(Draft(title="next"))

    assert not stray(files.checkpoint).exists()


def test_tables_that_this_program_does_not_know_survive(files: Files) -> None:
    later = a_checkpoint(files).replace(
        b'"trips": {', b'"slips": {\n"1": {"x":1}\n},\n"trips": {'
    )
    files.checkpoint.write_bytes(with_checksum(later))

    TinyStore(files.checkpoint).agreements.add(Draft(title="x", areas=("x" * 10_000,) * 30))

    assert json.loads(files.checkpoint.read_bytes())["_meta"]["1"]["revision"] == 2
    assert json.loads(files.checkpoint.read_bytes())["slips"] == {"1": {"x": 1}}


@POSIX
def test_files_and_folder_are_private_whatever_the_umask(tmp_path: Path) -> None:
    files = Files.of(tmp_path / "share" / "dealtrack" / "ledger.json")
    before = os.umask(0)
    try:
        a_checkpoint(files)
    finally:
        os.umask(before)

    modes = [stat.S_IMODE(path.stat().st_mode) for path in files[:3]]
    folders = [stat.S_IMODE(path.stat().st_mode) for path in files.lock.parents[:2]]
    assert modes == [0o600] * 3
    assert folders == [0o700] * 2


@POSIX
def test_a_new_checkpoint_keeps_the_mode_and_the_link(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    link = tmp_path / "ledger.json"
    link.symlink_to(tmp_path / "share" / "ledger.json")
    store = TinyStore(link)
    record = store.agreements.add(Draft(title="one"))
    link.chmod(0o640)

    store.agreements.save(replace(record, areas=("x" * 10_000,) * 30))

    assert link.is_symlink()
    assert json.loads(link.read_bytes())["_meta"]["1"]["revision"] == 2
    assert stat.S_IMODE(link.stat().st_mode) == 0o640
    assert sorted(p.name for p in (tmp_path / "share").iterdir()) == [
        "ledger.journal",
        "ledger.json",
        "ledger.lock",
    ]


def test_two_ledgers_in_a_folder_share_nothing(tmp_path: Path) -> None:
    names = [Files.of(tmp_path / name) for name in ("ledger.json", "ledger", "ledger.book")]

    assert len({path for files in names for path in files}) == 12

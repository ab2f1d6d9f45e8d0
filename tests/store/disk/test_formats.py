"""Ledgers of every format there ever was: read, written to, and the present one after.

``formats/N`` was made by the program of format N, with a journal of two years, and is
never changed.  ``records.json`` is what that program found in it.
"""

import json
import shutil
import zlib
from datetime import date
from pathlib import Path

import pytest

from dealtrack.errors import LedgerTooNew
from dealtrack.model import Kept
from dealtrack.model.codec import encode
from dealtrack.store.disk.checkpoint import FORMAT
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.upgrades import STEPS
from dealtrack.store.safety.backups import list_backups
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY, a_draft
from tests.store.clocks import Clock

FORMATS = Path(__file__).parents[1] / "formats"
KNOWN = sorted(FORMATS.iterdir(), key=lambda folder: int(folder.name))


@pytest.fixture(params=KNOWN, ids=lambda folder: f"format {folder.name}")
def found(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    """Return a ledger of an old format, in a folder of its own."""
    shutil.copytree(request.param, tmp_path / "ledger")
    return Files.of(tmp_path / "ledger" / "ledger.json")


def records(store: TinyStore) -> list[Kept]:
    return [*store.agreements.search(as_of=TODAY), *store.trips.search(as_of=TODAY)]


def as_json(kept: list[Kept]) -> object:
    return json.loads(b"[%s]" % b",".join(map(encode, kept)))


def expected(files: Files) -> object:
    return json.loads((files.checkpoint.parent / "records.json").read_bytes())


def format_of(files: Files) -> int:
    found = json.loads(files.checkpoint.read_bytes())["_meta"]["1"]["format"]
    assert isinstance(found, int)
    return found


def test_there_is_a_ledger_of_every_format() -> None:
    assert [int(folder.name) for folder in KNOWN] == [*STEPS, FORMAT]
    assert [format_of(Files.of(folder / "ledger.json")) for folder in KNOWN] == [
        int(folder.name) for folder in KNOWN
    ]


def test_it_is_read_as_it_was_and_left_alone(found: Files) -> None:
    before = {path: path.read_bytes() for path in found.checkpoint.parent.iterdir()}
    store = TinyStore(found.checkpoint)

    assert as_json(records(store)) == expected(found)
    assert store.history("2")[-1].what == "remove 2" or store.history("2")[-1].redoes
    assert store.as_entered("1", date(2025, 11, 30)).record.version == 1
    assert {path: path.read_bytes() for path in found.checkpoint.parent.iterdir()} == before


def test_the_next_change_makes_it_the_present_format_after_a_backup(found: Files) -> None:
    revision = TinyStore(found.checkpoint).revision
    store = TinyStore(found.checkpoint, clock=Clock("2026-02-28"))

    added = store.agreements.add(a_draft())
    again = TinyStore(found.checkpoint)

    assert added.id == 3
    assert as_json([r for r in records(again) if r.uid != added.uid]) == expected(found)
    assert format_of(found) == FORMAT
    (backup,) = list_backups(found)
    assert (backup.revision, backup.agreements) == (revision, 1)


def test_it_is_upgraded_on_the_very_day_it_was_last_written(found: Files) -> None:
    old = format_of(found)

    TinyStore(found.checkpoint, clock=Clock("2026-02-27")).undo()

    assert format_of(found) == FORMAT
    assert len(list_backups(found)) == (old < FORMAT)


def test_what_was_done_in_an_old_format_can_be_undone(found: Files) -> None:
    store = TinyStore(found.checkpoint)

    store.undo(len(store.steps()))

    assert records(store) == []
    assert store.agreements.last_id == 2


def test_a_later_format_is_refused_and_left_alone(found: Files) -> None:
    text = found.checkpoint.read_bytes()
    about = json.loads(text)["_meta"]["1"]
    later = text.replace(b'"format":%d' % about["format"], b'"format":%d' % (FORMAT + 1), 1)
    blank = later.replace(about["checksum"].encode(), b"00000000", 1)
    found.checkpoint.write_bytes(
        blank.replace(b"00000000", f"{zlib.crc32(blank):08x}".encode(), 1)
    )
    before = {path: path.read_bytes() for path in found.checkpoint.parent.iterdir()}

    with pytest.raises(LedgerTooNew):
        TinyStore(found.checkpoint).agreements.add(a_draft())
    with pytest.raises(LedgerTooNew):
        TinyStore(found.checkpoint).undo()
    after = {
        path: path.read_bytes()
        for path in found.checkpoint.parent.iterdir()
        if path != found.lock
    }
    assert after == before

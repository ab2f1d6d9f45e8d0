"""Every byte of what stands beside a ledger: its index, and its backups."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dealtrack.errors import DealtrackError
from dealtrack.model import Draft, FollowUp, Record, TripDraft
from dealtrack.store.disk import snapshot
from dealtrack.store.disk.files import Files
from dealtrack.store.opening import open_store
from dealtrack.store.safety import archive, backups
from dealtrack.store.safety.proving import prove_backup, prove_index
from dealtrack.store.safety.rescue import kept_in
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY
from tests.cli.home import Home
from tests.faults.counting import SCALE, Tally
from tests.faults.damage import damaged, flipped, see
from tests.faults.orders import defaults
from tests.faults.program import Nursery

STEP = max(1, 1000 // SCALE)
"""An index has tens of thousands of bytes; of so many, one is changed."""


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small ledger with an index."""
    monkeypatch.setitem(defaults(TinyStore), "indexed_from", 0)
    path = tmp_path / "ledger" / "ledger.json"
    task = FollowUp(number=1, task="Call them", due=TODAY)
    for draft in (
        Draft(title="One", follow_ups=(task,)),
        TripDraft(title="Two"),
        Draft(title="三"),
    ):
        with open_store(str(path), author="Li", words="log") as store:
            table: Any = store.trips if isinstance(draft, TripDraft) else store.agreements
            table.add(draft)
    assert Files.of(path).index.exists()
    return path


def test_a_changed_index_is_not_believed(ledger: Path, tally: Tally) -> None:
    index, whole = Files.of(ledger).index, see(ledger)
    text = index.read_bytes()

    for place in range(7, len(text), STEP):
        with damaged(index, flipped(text, place, 0x01), silently=False):
            assert see(ledger) == whole
            tally.add("flip-ledger.index", "not believed: the files are read")


def test_an_index_that_rots_is_found_where_it_is_read(ledger: Path, tally: Tally) -> None:
    files, whole = Files.of(ledger), see(ledger)
    text = files.index.read_bytes()

    for place in range(0, len(text), STEP):
        with damaged(files.index, flipped(text, place, 0x01), silently=True):
            seen = see(ledger)
            if not files.index.exists():
                files.index.write_bytes(b"")
                tally.add("flip-ledger.index", "found, and deleted")
            elif seen == whole:
                tally.add("flip-ledger.index", "no difference")
            else:
                assert (seen.truth, seen.history) == (whole.truth, whole.history), place
                proof = prove_index(files, snapshot.read(files))
                assert proof.condition == "damaged", place
                tally.add("flip-ledger.index", "an answer missed; found by doctor and verify")
                continue
            assert seen == whole, place


@pytest.mark.parametrize("silently", [False, True], ids=["touched", "silently"])
def test_an_index_that_is_cut_is_not_believed(
    ledger: Path, tally: Tally, silently: bool
) -> None:
    files, whole = Files.of(ledger), see(ledger)
    text = files.index.read_bytes()

    for length in range(0, len(text), STEP):
        with damaged(files.index, text[:length], silently=silently):
            assert see(ledger) == whole, length
            if not files.index.exists():
                files.index.write_bytes(b"")
            tally.add("cut-ledger.index", "not believed: the files are read")


class TestBackups:
    @pytest.fixture
    def backup(self, ledger: Path) -> Path:
        """A backup of that ledger."""
        files = Files.of(ledger)
        backups.before_writing(files, datetime.now().astimezone())
        (found,) = backups.list_backups(files)
        return found.path

    @pytest.mark.parametrize("bits", [0x01, 0xFF])
    def test_a_changed_byte_is_found_or_makes_no_difference(
        self, backup: Path, tally: Tally, bits: int
    ) -> None:
        text, whole = backup.read_bytes(), content(backup)

        for place in range(0, len(text), max(1, 8 // SCALE)):
            with damaged(backup, flipped(text, place, bits), silently=False):
                tally.add("flip-backup", judged(backup, whole))

    def test_a_backup_that_is_cut_is_found(self, backup: Path, tally: Tally) -> None:
        text, whole = backup.read_bytes(), content(backup)

        for length in range(0, len(text), max(1, 8 // SCALE)):
            with damaged(backup, text[:length], silently=False):
                assert judged(backup, whole) == "found", length
                tally.add("cut-backup", "found")

    def test_the_program_says_so(
        self, nursery: Nursery, home: Home, ledger: Path, backup: Path, tally: Tally
    ) -> None:
        at = home.having(DEALTRACK_LEDGER=str(ledger))
        text, whole = backup.read_bytes(), content(backup)

        for place in range(11, len(text), max(20, 200 // SCALE)):
            with damaged(backup, flipped(text, place, 0xFF), silently=False):
                is_found = judged(backup, whole) == "found"
                outcome = nursery.run(at, "restore", "--from", str(backup), "--dry-run")
                assert "Traceback" not in outcome.err
                assert outcome.code in ({3, 4, 5} if is_found else {0}), (place, outcome)
                tally.add("flip-commands", f"exit {outcome.code}")


Content = tuple[int, list[Record], object]


def content(backup: Path) -> Content:
    """Return what a backup holds, and what it says of itself; raises what reading raises."""
    state = kept_in(backup)
    with archive.opened(backup) as found:
        return state.revision, list(state.records()), found.about


def judged(backup: Path, whole: Content) -> str:
    """Return whether the damage is found; fail if something else is read."""
    try:
        found = content(backup)
    except DealtrackError:
        assert prove_backup(backups.look_at(backup)).condition == "damaged"
        return "found"
    assert found == whole
    return "makes no difference"

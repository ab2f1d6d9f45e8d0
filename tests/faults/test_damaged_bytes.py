"""Every byte of a ledger's files flipped, every file cut at every length."""

from datetime import datetime, timedelta
from functools import partial
from itertools import repeat
from pathlib import Path

import pytest

from dealtrack.model import Draft, TripDraft
from dealtrack.store.disk.files import Files
from dealtrack.store.opening import open_store
from dealtrack.store.tiny import TinyStore
from tests.cli.home import Home
from tests.faults.counting import SCALE, Tally
from tests.faults.damage import contents, damaged, flipped, is_refused, see
from tests.faults.program import Nursery
from tests.faults.truth import told

FILES = ("ledger.json", "ledger.journal")

FLIPS = (0x01, 0xFF) if SCALE > 1 else (0x01,)

STEP = 1 if SCALE > 1 else 7
"""Of how many bytes one is damaged."""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of four revisions: a checkpoint of the third, a journal of all."""
    path = tmp_path / "ledger" / "ledger.json"
    for draft in (
        Draft(title="One"),
        TripDraft(title="Two"),
        Draft(title="三"),
        Draft(title="4"),
    ):
        with open_store(str(path), author="Li", words="log") as store:
            if isinstance(draft, TripDraft):
                store.trips.add(draft)
            else:
                store.agreements.add(draft)
        if isinstance(draft, TripDraft):
            path.unlink(missing_ok=True)  # the next change makes a new one
    return path


@pytest.mark.parametrize("silently", [False, True], ids=["touched", "silently"])
@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_is_found_or_makes_no_difference(
    ledger: Path, tally: Tally, name: str, silently: bool
) -> None:
    path = ledger.parent / name
    whole, text = see(ledger), path.read_bytes()
    assert None not in whole

    for place in range(silently, len(text), STEP):
        for bits in FLIPS:
            with damaged(path, flipped(text, place, bits), silently=silently):
                seen = see(ledger)
                assert seen.truth in (None, whole.truth), (place, bits)
                assert seen.history in (None, whole.history), (place, bits)
                found = None in seen
                assert found, (place, bits)
                if seen.truth is None and place % 16 == 0:
                    before = contents(ledger.parent)
                    assert is_refused(ledger)
                    assert contents(ledger.parent) == before
                where = "found" if seen.truth is None else "found by who reads the history"
                tally.add(f"flip-{name}", where)


@pytest.mark.parametrize("silently", [False, True], ids=["touched", "silently"])
def test_a_checkpoint_that_is_cut_is_found(ledger: Path, tally: Tally, silently: bool) -> None:
    text = ledger.read_bytes()

    for length in range(silently, len(text), STEP):
        with damaged(ledger, text[:length], silently=silently):
            assert see(ledger).truth is None, length
            if length % 16 == 0:
                before = contents(ledger.parent)
                assert is_refused(ledger)
                assert contents(ledger.parent) == before
            tally.add("cut-ledger.json", "found")


def test_a_journal_that_is_cut_is_found_or_is_an_older_one(ledger: Path, tally: Tally) -> None:
    path = Files.of(ledger).journal
    text = path.read_bytes()
    checkpointed = 3
    for length in range(0, len(text), STEP):
        lacks_only_its_end = text[length : length + 1] == b"\n"
        whole = text[:length].count(b"\n") + lacks_only_its_end
        with damaged(path, text[:length], silently=False):
            seen = see(ledger)
            if whole < checkpointed or (lacks_only_its_end and seen.truth is None):
                assert seen.truth is None, length
                before = contents(ledger.parent)
                assert is_refused(ledger)
                assert contents(ledger.parent) == before
                tally.add("cut-ledger.journal", "found: older than the checkpoint")
            else:
                assert seen.truth is not None, length
                assert seen.truth.revision == whole
                tally.add("cut-ledger.journal", "read as the revision before")


@pytest.mark.parametrize("name", FILES)
def test_a_command_that_meets_damage_says_so_and_writes_nothing(
    nursery: Nursery, home: Home, ledger: Path, tally: Tally, name: str
) -> None:
    at = home.having(DEALTRACK_LEDGER=str(ledger))
    path = ledger.parent / name
    text, whole = path.read_bytes(), told(ledger)
    commands = [("list",), ("show", "1"), ("log", "New"), ("done", "1.1"), ("status",)]

    for number, place in enumerate(range(3, len(text), max(5, 60 // SCALE))):
        words = commands[number % len(commands)]
        with damaged(path, flipped(text, place, 0x01), silently=False):
            is_seen = see(ledger).truth is None
            before = contents(ledger.parent)
            outcome = nursery.run(at, *words)
            assert "Traceback" not in outcome.err
            if is_seen:
                assert outcome.code == 5, (place, words, outcome)
                assert "damaged" in outcome.err or "newer" in outcome.err
                assert contents(ledger.parent) == before
                tally.add("flip-commands", "exit 5, nothing written")
    assert told(ledger) == whole


@pytest.fixture
def with_year(tmp_path: Path) -> Path:
    """A ledger whose first two changes lie in the journal of a finished year."""
    path = tmp_path / "ledger" / "ledger.json"
    for title, ago in (("One", 365), ("Two", 365), ("三", 0)):
        moment = datetime.now().astimezone().replace(microsecond=0) - timedelta(days=ago)
        with TinyStore(path, author="Li", clock=partial(next, repeat(moment))) as store:
            store.agreements.add(Draft(title=title))
    with TinyStore(path) as store:
        store.compact()
    return path


@pytest.mark.parametrize("silently", [False, True], ids=["touched", "silently"])
def test_a_finished_year_that_is_damaged_is_found_by_who_reads_it(
    with_year: Path, tally: Tally, silently: bool
) -> None:
    (path,) = with_year.parent.glob("ledger-*.journal")
    whole, text = see(with_year), path.read_bytes()
    assert None not in whole

    for place in range(silently, len(text), STEP):
        with damaged(path, flipped(text, place, 0x01), silently=silently):
            seen = see(with_year)
            assert (seen.truth, seen.answers) == (whole.truth, whole.answers), place
            assert seen.history is None, place
            tally.add("flip-year", "found by who reads the history")
    for length in range(1 + silently, len(text) - 1, STEP):  # emptied is as good as gone
        with damaged(path, text[:length], silently=silently):
            seen = see(with_year)
            assert (seen.truth, seen.answers) == (whole.truth, whole.answers), length
            assert seen.history is None, length
            tally.add("cut-year", "found by who reads the history")

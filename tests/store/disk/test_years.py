"""Lines of finished years lie in files of their own, and nothing gets lost on the way."""

import json
import os
import random
import shutil
import signal
import time
import zlib
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from dealtrack.errors import CannotWrite, Conflict, LedgerDamaged, NotEntered
from dealtrack.model import Draft
from dealtrack.store.disk import years
from dealtrack.store.disk.files import Files, stray
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY
from tests.store import children
from tests.store.clocks import Clock


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files.of(tmp_path / "ledger.json")


def at(files: Files, day: str) -> TinyStore:
    return TinyStore(files.checkpoint, author="Li", words=day, clock=Clock(day))


def written(files: Files, *days: str) -> None:
    """Make a ledger with a paper of each day."""
    for day in days:
        at(files, day).agreements.add(Draft(title=day))


def titles(files: Files) -> list[str]:
    return [a.title for a in TinyStore(files.checkpoint).agreements.search(as_of=TODAY)]


def days_told(files: Files) -> list[str]:
    """Return the days that the journal tells of, through all years, the oldest first."""
    forward = [line.says.what for line in years.lines(files)]
    backward = [step.what for step in TinyStore(files.checkpoint).lately()]
    assert forward == backward[::-1]
    return forward


THREE_YEARS = (
    "2024-05-01",
    "2024-12-31",
    "2025-01-01",
    "2025-06-01",
    "2026-01-01",
    "2026-02-01",
)


def test_each_finished_year_gets_a_file(files: Files) -> None:
    written(files, *THREE_YEARS)

    done = at(files, "2026-03-01").compact()

    assert done.written == (2024, 2025)
    assert done.after == files.journal.stat().st_size < done.before
    assert list(years.known(files)) == [2024, 2025]
    assert files.year(2024).read_bytes().count(b"\n") == 2
    assert files.journal.read_bytes().count(b"\n") == 2
    assert days_told(files) == list(THREE_YEARS)
    assert titles(files) == list(THREE_YEARS)


def test_a_ledger_that_was_compacted_is_written_to_as_ever(files: Files) -> None:
    written(files, *THREE_YEARS)
    at(files, "2026-03-01").compact()

    written(files, "2026-03-02")
    steps = TinyStore(files.checkpoint).undo(6)

    assert [step.what for step in steps] == ["2026-03-02", *THREE_YEARS[:0:-1]]
    assert titles(files) == ["2024-05-01"]


def test_the_last_line_stays_whatever_its_year(files: Files) -> None:
    written(files, "2024-05-01", "2025-05-01")

    at(files, "2026-03-01").compact()
    written(files, "2026-03-02")

    assert files.journal.read_bytes().count(b"\n") == 2
    assert days_told(files) == ["2024-05-01", "2025-05-01", "2026-03-02"]


def test_a_year_file_grows_and_a_second_time_changes_nothing(files: Files) -> None:
    written(files, "2024-05-01", "2025-05-01")
    at(files, "2026-03-01").compact()
    written(files, "2026-03-02")

    first = at(files, "2026-03-03").compact()
    second = at(files, "2026-03-03").compact()

    assert (first.written, second.written) == ((2025,), ())
    assert second.before == second.after
    assert days_told(files) == ["2024-05-01", "2025-05-01", "2026-03-02"]


def test_a_clock_that_jumps_back_turns_no_order_round(files: Files) -> None:
    days = ("2024-05-01", "2025-05-01", "2024-06-01", "2026-01-01", "2025-07-01", "2026-02-01")
    written(files, *days)

    at(files, "2026-03-01").compact()

    assert days_told(files) == list(days)
    assert files.year(2025).read_bytes().count(b"\n") == 2
    assert files.journal.read_bytes().count(b"\n") == 3


def test_a_clock_that_was_ahead_keeps_lines_in_the_journal(files: Files) -> None:
    written(files, "2031-01-01", "2025-05-01", "2026-01-01")

    done = at(files, "2026-03-01").compact()

    assert done.written == ()
    assert days_told(files) == ["2031-01-01", "2025-05-01", "2026-01-01"]


def test_years_that_nobody_wants_to_keep_are_dropped(files: Files) -> None:
    written(files, *THREE_YEARS)

    done = at(files, "2026-03-01").compact(keep_years=1)

    assert (done.written, done.dropped) == ((2024, 2025), (2024,))
    assert days_told(files) == list(THREE_YEARS[2:])
    assert titles(files) == list(THREE_YEARS)
    assert len(TinyStore(files.checkpoint).steps()) == 4
    assert TinyStore(files.checkpoint).history("1") == []
    old = TinyStore(files.checkpoint).agreements.get(1)
    with pytest.raises(Conflict):
        TinyStore(files.checkpoint).agreements.save(replace(old, version=7))
    with pytest.raises(NotEntered, match="its journal begins on 2025-01-01"):
        TinyStore(files.checkpoint).as_entered("1", date(2024, 12, 1))


def test_without_a_checkpoint_years_and_journal_are_the_whole_ledger(files: Files) -> None:
    written(files, *THREE_YEARS)
    at(files, "2026-03-01").compact()
    files.checkpoint.unlink()

    assert titles(files) == list(THREE_YEARS)
    written(files, "2026-03-02")
    assert titles(files) == [*THREE_YEARS, "2026-03-02"]


def test_a_year_that_is_missing_is_told_by_who_reads_so_far(files: Files) -> None:
    written(files, *THREE_YEARS)
    at(files, "2026-03-01").compact()
    files.year(2025).unlink()

    assert titles(files) == list(THREE_YEARS)
    with pytest.raises(LedgerDamaged):
        TinyStore(files.checkpoint).history("1")


@pytest.mark.parametrize("position", [10, -30])
def test_a_damaged_year_is_told_and_not_written_over(files: Files, position: int) -> None:
    written(files, *THREE_YEARS)
    at(files, "2026-03-01").compact()
    damaged = bytearray(files.year(2025).read_bytes())
    damaged[position] ^= 1
    files.year(2025).write_bytes(damaged)

    with pytest.raises(LedgerDamaged, match=r"ledger-2025\.journal"):
        TinyStore(files.checkpoint).history("1")
    written(files, "2026-02-01")
    with pytest.raises(LedgerDamaged, match=r"ledger-2025\.journal"):
        at(files, "2027-03-01").compact()
    assert files.year(2025).read_bytes() == damaged


def test_the_journal_of_a_ledger_called_like_a_year_is_left_alone(files: Files) -> None:
    other = Files.of(files.checkpoint.with_name("ledger-2025.json"))
    written(other, "2025-01-01")
    theirs = other.journal.read_bytes()
    written(files, "2025-05-01", "2026-01-01")

    with pytest.raises(CannotWrite, match="another ledger"):
        at(files, "2026-03-01").compact()

    assert other.journal.read_bytes() == theirs
    assert days_told(files) == ["2025-05-01", "2026-01-01"]
    assert titles(files) == ["2025-05-01", "2026-01-01"]


def test_a_checkpoint_from_before_finds_its_place_in_the_shorter_journal(files: Files) -> None:
    written(files, *THREE_YEARS)
    at(files, "2026-03-01").compact()
    _with_offset(files, 10**6)

    assert titles(files) == list(THREE_YEARS)
    written(files, "2026-03-02")
    assert titles(files) == [*THREE_YEARS, "2026-03-02"]


def test_an_empty_ledger_has_nothing_to_compact(files: Files) -> None:
    done = at(files, "2026-03-01").compact()

    assert (done.before, done.after, done.written) == (0, 0, ())
    assert not files.journal.exists()


def test_a_torn_line_goes_when_the_journal_is_compacted(files: Files) -> None:
    written(files, "2025-05-01", "2026-01-01", "2026-02-01")
    with files.journal.open("ab") as file:
        file.write(b'{"revision":4,"at":"2026')

    at(files, "2026-03-01").compact()
    written(files, "2026-03-02")

    assert days_told(files) == ["2025-05-01", "2026-01-01", "2026-02-01", "2026-03-02"]


_COMPACT = """
from datetime import datetime, timezone
print("begin", flush=True)
TinyStore(
    Path(sys.argv[1]), clock=lambda: datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
).compact(1)
print("done", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_killed_while_it_compacts_a_ledger_is_whole_and_so_is_its_history(
    files: Files, tmp_path: Path
) -> None:
    days = [f"{year}-{month:02}-01" for year in (2024, 2025, 2026) for month in (1, 2)]
    for day in days:
        with (store := at(files, day)).transaction():
            for number in range(40):
                store.agreements.add(Draft(title=f"{day} {number}", areas=("x" * 20_000,)))
    whole = {path: path.read_bytes() for path in (files.checkpoint, files.journal)}
    expected = titles(files)
    chance = random.Random(2026)
    seen = set[tuple[bool, bool, int]]()
    patience = 0.0
    for kill in range(16):
        shutil.rmtree(files.backups, ignore_errors=True)
        for path in tmp_path.glob("ledger*"):
            path.unlink()
        for path, text in whole.items():
            path.write_bytes(text)

        child = children.start(files.checkpoint, _COMPACT)
        began = time.monotonic()
        if kill:
            time.sleep(chance.uniform(0.0, patience))
            child.send_signal(signal.SIGKILL)
        children.finish(child)
        patience = patience or time.monotonic() - began  # the first one is left to end

        found = sorted(years.known(files))
        seen.add((stray(files.journal).exists(), bool(found), files.journal.stat().st_size))
        assert titles(files) == expected
        kept = days if 2024 in found or not found else days[2:]
        if files.journal.read_bytes().count(b"\n") == len(days):
            kept = days  # nothing has gone from the journal yet
        assert days_told(files) == kept
        written(files, "2026-03-02")
        at(files, "2026-03-03").compact(2)
        assert days_told(files) == [*kept, "2026-03-02"]
        assert titles(files) == [*expected, "2026-03-02"]
        assert not stray(files.journal).exists()
    assert len(seen) > 1, "every kill came before or after it all"


def _with_offset(files: Files, offset: int) -> None:
    """Make the checkpoint stand at another offset of the journal than it does."""
    text = files.checkpoint.read_bytes()
    found = json.loads(text)["_meta"]["1"]
    was = b'"offset":%d,' % found["journal"]["offset"]
    text = text.replace(was, b'"offset":%d,' % offset)
    blank = text.replace(found["checksum"].encode(), b"00000000", 1)
    sum_ = f"{zlib.crc32(blank):08x}".encode()
    files.checkpoint.write_bytes(blank.replace(b"00000000", sum_, 1))

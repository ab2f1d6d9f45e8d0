"""A disk that is really full: a small file system in memory, filled to the last page."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.faults.counting import SCALE, Tally
from tests.faults.program import Nursery
from tests.faults.truth import replayed, strays, told
from tests.faults.work import begun

PAGE = 4096


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Home]:
    """A home on a disk of 256 KiB."""
    if not hasattr(os, "geteuid") or os.geteuid():
        pytest.skip("only root may mount a file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        yield Home(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("left", range(4 if SCALE == 1 else 16))
def test_a_full_disk_saves_nothing_or_all_and_says_which(
    nursery: Nursery, small: Home, tally: Tally, left: int
) -> None:
    begun(nursery, small)
    filler = small.folder / "filler"
    _fill(filler, left)
    saved = told(small.ledger)

    refused = 0
    for number in range(200):
        words = ("log", f"Deal {number}", "--place", "Shenzhen" * 100)
        outcome = nursery.run(small, *words, checkpoint=1 + number % 3)
        found = told(small.ledger)
        assert found == replayed(small.ledger)
        assert outcome.code in {0, 7}, outcome
        assert found.revision == saved.revision + (outcome.code == 0), outcome
        if outcome.code:
            assert found == saved
            assert "Nothing was saved." in outcome.err
            refused += 1
        tally.add("full-disk", "not saved, and said so" if outcome.code else "saved")
        if refused == 3:
            break
        saved = found

    assert refused == 3
    filler.unlink()
    assert nursery.run(small, "log", "afterwards", checkpoint=1).code == 0
    assert told(small.ledger) == replayed(small.ledger)
    assert strays(small.ledger.parent) == []


def test_reading_needs_no_room(nursery: Nursery, small: Home, tally: Tally) -> None:
    begun(nursery, small)
    _fill(small.folder / "filler", 0)

    for words in (("list",), ("overdue",), ("show", "1"), ("status",)):
        outcome = nursery.run(small, *words)
        assert outcome.code == 0, outcome
        tally.add("full-disk", "read")


def test_a_disk_that_is_full_from_the_start_gets_no_ledger(
    nursery: Nursery, small: Home, tmp_path: Path
) -> None:
    _fill(small.folder / "filler", 0)
    home = replace(small, folder=small.folder)

    outcome = nursery.run(home, "log", "Deal")

    assert outcome.code == 7
    assert "Nothing was saved." in outcome.err
    assert told(home.ledger).revision == 0


def _fill(filler: Path, left: int) -> None:
    """Let *filler* take all of its disk but *left* pages."""
    free = os.statvfs(filler.parent)
    with filler.open("wb") as file:
        file.write(b"x" * (free.f_bavail * free.f_frsize - left * PAGE))

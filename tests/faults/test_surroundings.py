"""Folders that may not be written, links, other names, and a clock that is wrong."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dealtrack.cli.catalogue import MODULES
from tests.cli.home import Home
from tests.faults.counting import Tally
from tests.faults.damage import contents
from tests.faults.program import Nursery, Outcome
from tests.faults.truth import lines, replayed, strays, told
from tests.faults.work import DAY, FILES, WRITING, begun, known
from tests.store import children

NOBODY = 65534
REFUSED = {2, 3, 4, 7}
"""Exit codes of a change that was not made: some of the commands do not fit twice."""


pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights work differently there")


@pytest.fixture
def theirs(nursery: Nursery) -> Iterator[Home]:
    """A home that belongs to a user who is not root, where that user gets to it."""
    with TemporaryDirectory(prefix="dealtrack-theirs-") as name:
        Path(name).chmod(0o755)
        home = _made(nursery, Path(name) / "home")
        if not os.geteuid():
            for path in (home.folder, *home.folder.rglob("*")):
                os.chown(path, NOBODY, NOBODY)
        yield home


def _made(nursery: Nursery, folder: Path) -> Home:
    folder.mkdir()
    home = Home(folder)
    begun(nursery, home)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return home


def _as_user(nursery: Nursery, home: Home, *words: str) -> Outcome:
    return nursery.run(home, *words, user=0 if os.geteuid() else NOBODY)


@pytest.mark.parametrize("what", ["folder", "ledger.journal", "ledger.lock", "all"])
def test_what_may_not_be_written_is_told_and_still_read(
    nursery: Nursery, theirs: Home, tally: Tally, what: str
) -> None:
    folder = theirs.ledger.parent
    paths = {"folder": [folder], "all": [*folder.iterdir(), folder]}.get(what, [folder / what])
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = told(theirs.ledger)

    for words in (w for w in known() if "backup" not in w and "ledger" not in w):
        saved = told(theirs.ledger).revision
        outcome = _as_user(nursery, theirs, *words)
        if what == "folder" and outcome.code == 0:  # the journal may still be written to
            assert told(theirs.ledger).revision == saved + 1
            tally.add("read-only", "saved into the journal, no new checkpoint")
            continue
        assert outcome.code in REFUSED, outcome
        assert "Nothing was saved." in outcome.err
        assert "Traceback" not in outcome.err
        tally.add("read-only", "not saved, and said so")
    for words in (("list",), ("show", "1"), ("overdue",)):
        outcome = _as_user(nursery, theirs, *words)
        assert outcome.code == 0, outcome
        tally.add("read-only", "read")

    assert what == "folder" or told(theirs.ledger) == before
    folder.chmod(0o755)
    for path in paths:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert _as_user(nursery, theirs, "log", "afterwards").code == 0
    assert told(theirs.ledger) == replayed(theirs.ledger)


@pytest.mark.parametrize("name", ["ledger.json", "ledger.journal"])
def test_what_may_not_be_read_is_told(
    nursery: Nursery, theirs: Home, tally: Tally, name: str
) -> None:
    path = theirs.ledger.parent / name
    before = contents(theirs.ledger.parent)
    path.chmod(0)

    for words in (("list",), ("log", "New"), ("show", "1")):
        outcome = _as_user(nursery, theirs, *words)
        assert outcome.code in {3, 7}, outcome
        assert "there is no permission" in outcome.err
        tally.add("read-only", "may not be read: said so")

    path.chmod(0o600)
    assert contents(theirs.ledger.parent) == before


def test_a_folder_that_is_missing_is_made(nursery: Nursery, home: Home, tally: Tally) -> None:
    far = home.having(DEALTRACK_LEDGER=str(home.folder / "a" / "b" / "c" / "ledger.json"))
    assert nursery.run(far, "list").code == 0
    assert not (home.folder / "a").exists()

    outcome = nursery.run(far, "log", "New")

    assert outcome.code == 0, outcome
    assert told(home.folder / "a" / "b" / "c" / "ledger.json").revision == 1
    tally.add("places", "a missing folder: made by the first change, not by reading")


def test_a_folder_that_vanishes_takes_no_program_with_it(
    nursery: Nursery, home: Home, tally: Tally
) -> None:
    begun(nursery, home)
    shutil.rmtree(home.ledger.parent)
    home.ledger.parent.write_text("a file in its place")

    reading, writing = nursery.run(home, "list"), nursery.run(home, "log", "New")

    assert (reading.code, writing.code) == (3, 7), (reading, writing)
    assert "Nothing was saved." in writing.err
    tally.add("places", "a file where the folder should be: said so")


def test_a_link_stays_a_link_and_its_target_is_the_ledger(
    nursery: Nursery, home: Home, tally: Tally
) -> None:
    begun(nursery, home)
    link = home.folder / "elsewhere" / "link.json"
    link.parent.mkdir()
    link.symlink_to(home.ledger)
    linked = home.having(DEALTRACK_LEDGER=str(link))

    for every in (1, 0):
        assert nursery.run(linked, "log", "By the link", checkpoint=every).code == 0

    assert link.is_symlink()
    assert told(link) == told(home.ledger) == replayed(home.ledger)
    assert [path.name for path in link.parent.iterdir()] == ["link.json"]
    tally.add("places", "a link: kept, its target changed")


def test_two_names_of_a_ledger_have_one_lock(home: Home, tally: Tally) -> None:
    link = home.folder / "link.json"
    home.ledger.parent.mkdir()
    link.symlink_to(home.ledger)
    write = "input()\nfor n in range(20): store.agreements.add(Draft(title=sys.argv[2]))"
    writers = [children.start(path, write, path.stem) for path in (home.ledger, link) * 2]
    for writer in writers:
        children.say(writer)

    for writer in writers:
        children.finish(writer)

    assert len(told(link).records) == 80
    assert told(link) == replayed(home.ledger)
    tally.add("places", "two names of one ledger, written at once: nothing lost", 80)


def test_a_name_in_other_letters_is_another_ledger_or_the_same(
    nursery: Nursery, home: Home, tally: Tally
) -> None:
    begun(nursery, home)
    other = home.ledger.with_name("LEDGER.JSON")
    is_same = other.exists()

    outcome = nursery.run(home.having(DEALTRACK_LEDGER=str(other)), "log", "New")

    assert outcome.code == 0, outcome
    found = told(home.ledger)
    assert found.revision == (4 if is_same else 3)
    assert told(other) == (found if is_same else replayed(other))
    said = "the same ledger" if is_same else "a ledger of its own"
    tally.add("places", f"its name in capitals: {said}")


@pytest.mark.parametrize("back", [1, 365], ids=["a day", "a year"])
def test_a_clock_that_jumps_back_stops_nothing(
    nursery: Nursery, home: Home, tally: Tally, back: int
) -> None:
    begun(nursery, home)
    folder = home.ledger.parent / "backups"

    for days in (0, -back, -back, 0, back, -back, 0):
        for words in WRITING[:4]:
            outcome = nursery.run(home, *words, checkpoint=2, files=FILES, moved=days * DAY)
            assert outcome.code in {0, 3, 4}, outcome
            tally.add("clock", "refused: done already" if outcome.code else "saved")

    found = lines(home.ledger)
    assert [line["revision"] for line in found] == list(range(1, len(found) + 1))
    assert told(home.ledger) == replayed(home.ledger)
    assert strays(home.ledger.parent) == []
    if folder.exists():
        days_of = [path.name[:17] for path in folder.glob("*.zip")]
        assert len(days_of) == len(set(days_of))
    if "undo" in MODULES:
        assert nursery.run(home, "undo", "--yes").code == 0

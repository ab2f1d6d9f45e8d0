"""The power goes at any moment: what was acknowledged is on the disk, all else old or new."""

import os
import shutil
from dataclasses import replace

import pytest

from tests.cli.home import Home
from tests.faults.counting import Tally
from tests.faults.honesty import Expected, goes_on
from tests.faults.power import Disk, events, lay_out
from tests.faults.program import Nursery
from tests.faults.truth import told
from tests.faults.work import FILES, begun, fresh, ways

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no fork")


@pytest.mark.parametrize("every", [1, 1000], ids=["checkpoint", "no checkpoint"])
@pytest.mark.parametrize("is_new", [False, True], ids=["old ledger", "new ledger"])
@pytest.mark.parametrize("words", [way.words for way in ways() if not way.is_indexed])
def test_a_power_cut_leaves_the_old_ledger_or_the_new(
    nursery: Nursery, home: Home, tally: Tally, words: tuple[str, ...], is_new: bool, every: int
) -> None:
    if not is_new:
        begun(nursery, home)
    elif words[0] != "log":
        pytest.skip("nothing to do it to")
    expected = Expected.of(nursery, home, words)
    tried = fresh(nursery, home, "tried")
    for name, text in FILES.items():
        (tried.folder / name).write_text(text, encoding="utf-8")
    disk, log = Disk(tried.folder), home.folder.parent / "log"
    outcome = nursery.run(tried, *words, checkpoint=every, files=FILES, record=str(log))
    assert outcome.code == 0, outcome
    made = events(log)
    assert made

    for number, event in enumerate(made, start=1):
        disk.take(event)
        for state in disk.states():
            cut = replace(home, folder=home.folder.parent / "cut")
            shutil.rmtree(cut.folder, ignore_errors=True)
            cut.folder.mkdir()
            lay_out(state, tried.folder, cut.folder)
            found = told(cut.ledger).content
            assert found in (expected.before, expected.after), (number, event)
            if number == len(made):
                assert found == expected.after, "acknowledged, and not on the disk"
            is_after = found == expected.after
            tally.add("power-cut", "the new ledger" if is_after else "the old ledger")
        if number % 5 == 0:
            goes_on(nursery, cut)

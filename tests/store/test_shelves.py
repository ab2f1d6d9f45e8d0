"""What every store promises of what lies beside the records: targets, slips, names …"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.errors import BrokenRule, Conflict, NotFound, WrongUse
from dealtrack.model import Amount
from dealtrack.model.beside import Beside
from dealtrack.model.target import Aim
from dealtrack.store.base import Store
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.snapshot import Snapshot
from dealtrack.store.opening import open_store
from dealtrack.store.safety import copying, rescue, restoring, verifying
from dealtrack.store.safety.backups import list_backups
from dealtrack.store.safety.mending import Author
from dealtrack.store.safety.states import Bag, Source
from dealtrack.store.tiny import TinyStore
from tests.builders import (
    TODAY,
    a_closing,
    a_draft,
    a_slip,
    a_target,
    an_individual,
    an_organisation,
    changed,
)
from tests.store.clocks import Clock
from tests.store.conftest import Opener


class Sort(NamedTuple):
    """One sort of what lies beside the records: where, one of them, and a change to it."""

    shelf: Callable[[Store], Any]
    new: Callable[[], Beside]
    change: dict[str, Any]
    ref: str


SORTS = {
    "target": Sort(lambda s: s.targets, a_target, {"unit": "Development Zone"}, "G1"),
    "slip": Sort(lambda s: s.slips, a_slip, {"outcome": "Done", "closed": TODAY}, "S2026-1"),
    "closing": Sort(lambda s: s.closings, a_closing, {"by": "Wang"}, "M1"),
    "organisation": Sort(
        lambda s: s.organisations, an_organisation, {"parent": "腾讯", "region": "北京"}, "O1"
    ),
    "person": Sort(lambda s: s.people, an_individual, {"aliases": ("Sam Zhang",)}, "P1"),
}


@pytest.fixture(params=[*SORTS.values()], ids=[*SORTS])
def sort(request: pytest.FixtureRequest) -> Sort:
    found: Sort = request.param
    return found


def test_what_is_added_is_found_again(store: Store, sort: Sort, opened: Opener) -> None:
    added = sort.shelf(store).add(sort.new())

    assert sort.shelf(store).get(added.id) == added
    assert sort.shelf(opened()).all() == [added]
    assert (added.version, added.ref, bool(added.uid)) == (1, sort.ref, True)


def test_an_empty_ledger_has_none(store: Store, sort: Sort) -> None:
    assert list(sort.shelf(store)) == []
    with pytest.raises(NotFound, match="called"):
        sort.shelf(store).get(1)


def test_they_come_by_their_ids(store: Store, sort: Sort) -> None:
    added = [sort.shelf(store).add(sort.new()) for _ in range(12)]

    assert sort.shelf(store).all() == added
    assert sorted(one.id for one in added) == [one.id for one in added]


def test_saving_an_old_copy_is_a_conflict(store: Store, sort: Sort, opened: Opener) -> None:
    added = sort.shelf(store).add(sort.new())
    saved = sort.shelf(opened("Wang")).save(changed(added, **sort.change))

    with pytest.raises(Conflict, match="Wang"):
        sort.shelf(store).save(added)

    assert sort.shelf(store).get(added.id) == saved
    assert saved.version == 2


def test_what_was_removed_is_gone_and_its_id_with_it(store: Store, sort: Sort) -> None:
    first = sort.shelf(store).add(sort.new())
    assert sort.shelf(store).remove(first.id) == first

    second = sort.shelf(store).add(sort.new())

    assert sort.shelf(store).all() == [second]
    assert second.id > first.id
    with pytest.raises(NotFound):
        sort.shelf(store).remove(first.id)


def test_its_whole_life_is_undone_redone_and_told(store: Store, sort: Sort) -> None:
    shelf = sort.shelf(store)
    added = shelf.add(sort.new())
    saved = shelf.save(changed(added, **sort.change))
    shelf.remove(added.id)

    store.undo(3)
    before = shelf.all()
    store.redo(2)
    (again,) = shelf.all()

    assert before == []
    assert changed(again, version=0) == changed(saved, version=0)
    assert again.version > saved.version
    changes = store.history(sort.ref)
    assert [(c.before is None, c.after is None) for c in changes[:3]] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert store.lately(1)[0].changes[0].ref == sort.ref


def test_a_failed_transaction_keeps_nothing_of_it(store: Store, sort: Sort) -> None:
    def add_and_fail() -> None:
        with store.transaction():
            sort.shelf(store).add(sort.new())
            store.agreements.add(a_draft(title=" "))

    with pytest.raises(BrokenRule):
        add_and_fail()

    assert sort.shelf(store).all() == []
    assert not any(store.counters.values())
    added = sort.shelf(store).add(sort.new())  # a server may have drawn its first number
    assert sort.shelf(store).all() == [added]


def test_a_transaction_sees_its_own_changes_on_top(store: Store, sort: Sort) -> None:
    store.agreements.add(a_draft())
    kept = sort.shelf(store).add(sort.new())
    with store.transaction():
        added = sort.shelf(store).add(sort.new())
        sort.shelf(store).remove(kept.id)
        found = sort.shelf(store).all()

    assert found == [added]


@pytest.mark.parametrize("ref", ["G1", "S2026-1", "M1", "O1", "P1", "S2026-0", "S20261", "Gx"])
def test_what_was_never_there_has_no_history(store: Store, ref: str) -> None:
    store.agreements.add(a_draft())

    with pytest.raises(NotFound):
        store.history(ref)


def test_slips_are_numbered_anew_each_year(store: Store) -> None:
    days = [date(2026, 11, 22), date(2027, 1, 4), date(2026, 12, 31), date(2027, 1, 5)]

    numbers = [str(store.slips.add(a_slip(issued=day)).called) for day in days]

    assert numbers == ["2026-1", "2027-1", "2026-2", "2027-2"]
    assert [str(one.called) for one in store.slips] == ["2026-1", "2026-2", "2027-1", "2027-2"]


Step = tuple[str, int]
steps = st.lists(
    st.tuples(st.sampled_from(["add", "add", "remove", "undo", "redo"]), st.integers(0, 2)),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(steps=steps)
def test_no_number_of_a_slip_is_ever_given_twice(steps: list[Step]) -> None:
    with TemporaryDirectory() as folder, open_store(f"{folder}/ledger.json") as store:
        given_out: list[int] = []
        for what, which in steps:
            there = store.slips.all()
            if what == "add":
                given_out.append(store.slips.add(a_slip(issued=date(2025 + which, 5, 5))).id)
            elif what == "remove" and there:
                store.slips.remove(there[which % len(there)].id)
            elif what == "undo" and store.steps(1):
                store.undo()
            elif what == "redo" and store.steps(1, undone=True):
                store.redo()

        assert len(set(given_out)) == len(given_out)
        by_year: dict[int, list[int]] = {}
        for id_ in given_out:
            by_year.setdefault(id_ // 100_000, []).append(id_ % 100_000)
        for numbers in by_year.values():
            assert numbers == list(range(1, len(numbers) + 1))


broken = {
    "a count for money": a_target(measure="amount"),
    "money for a count": a_target(value=Amount(value=Decimal(5))),
    "half an agreement": a_target(value=Decimal("1.5")),
    "a target of nothing": a_target(value=Decimal(0)),
    "a target never set": a_target(aims=()),
    "two currencies": a_target(
        measure="amount",
        aims=(
            Aim(on=TODAY, value=Amount(value=Decimal(1))),
            Aim(on=TODAY, value=Amount(value=Decimal(1), currency="USD")),
        ),
    ),
    "a year far away": a_target(year=1700),
    "a unit that repaints the screen": a_target(unit="\x1b[2J"),
    "a deadline before": a_slip(deadline=date(2026, 11, 1)),
    "another year": a_slip(year=2025),
    "about nothing": a_slip(about="the harbour"),
    "nameless": a_slip(title=" "),
    "closed before it was issued": a_slip(closed=date(2026, 11, 21)),
    "no month": a_closing(month="2026-13"),
    "an altered report": replace(a_closing(), behind={"signed": ("1",)}),
    "an organisation without a name": an_organisation(name="－ "),
    "an alias that is empty": an_organisation(aliases=("",)),
    "an alias that names nobody": an_organisation(aliases=("?",)),
    "an alias twice": an_organisation(aliases=("Cloud", "Cloud")),
    "its own parent": an_organisation(parent="ＴＥＮＣＥＮＴ ｃｌｏｕｄ"),
    "a kind nobody knows": an_organisation(kind="circus"),
    "a code of another check digit": an_organisation(code="91110000600037341M"),
    "a code in small letters": an_organisation(code="91110000600037341l"),
    "a nameless person": an_individual(name=" "),
}


@pytest.mark.parametrize("record", broken.values(), ids=broken)
def test_what_breaks_a_rule_does_not_get_in(store: Store, record: Beside) -> None:
    shelves = {
        "Target": store.targets,
        "Slip": store.slips,
        "Closing": store.closings,
        "Organisation": store.organisations,
        "Individual": store.people,
    }
    shelf: Any = shelves[type(record).__name__]

    with pytest.raises(BrokenRule):
        shelf.add(record)

    assert (shelf.all(), store.revision) == ([], 0)


def test_a_closing_gives_back_the_report_and_shows_that_it_is_unaltered(store: Store) -> None:
    report = {"schema": "dealtrack/month/1", "说明": "按月", "signed": 3}

    kept = store.closings.get(store.closings.add(a_closing(report=report)).id)

    assert kept.reported(dict) == report
    assert kept.is_as_closed
    assert not replace(kept, behind={}).is_as_closed


def test_a_target_is_what_was_last_set_by_the_day() -> None:
    aims = (
        Aim(on=date(2026, 1, 8), value=Decimal(60)),
        Aim(on=date(2026, 7, 1), value=Decimal(72)),
    )
    target = a_target(aims=aims)

    assert target.value(date(2026, 1, 7)) is None
    assert target.value(date(2026, 6, 30)) == 60
    assert target.value(date(2026, 7, 1)) == 72


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[TinyStore]:
    """Return a ledger with an index, whose records lie in its checkpoint."""
    store = TinyStore(tmp_path / "ledger.json", indexed_from=3, clock=Clock("2026-11-22"))
    with store.transaction():
        for _ in range(5):
            store.agreements.add(a_draft())
        for sort in SORTS.values():
            sort.shelf(store).add(sort.new())
    yield store
    store.close()


def opened_again(store: TinyStore) -> TinyStore:
    return TinyStore(store._ledger.files.checkpoint, indexed_from=3, clock=Clock("2026-11-22"))


def test_a_change_of_nothing_but_a_shelf_leaves_the_index_fresh_and_right(
    filled: TinyStore, sort: Sort
) -> None:
    added = sort.shelf(filled).add(sort.new())
    sort.shelf(filled).remove(sort.shelf(filled).all()[0].id)
    again = opened_again(filled)

    assert not isinstance(again._ledger.now, Snapshot)
    assert sort.shelf(again).all() == [added]
    assert not isinstance(again._ledger.now, Snapshot), "the ledger was read whole for it"
    proofs = {one.part: one.condition for one in verifying.verify(filled._ledger.files)}
    assert proofs["index"] == "sound"
    assert proofs["replay"] == "sound"


def test_no_shelf_is_read_from_more_than_its_own_bytes(
    filled: TinyStore, sort: Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.compact()
    again = opened_again(filled)
    read: list[int] = []
    state: Any = again._ledger.now
    cut = state._cut

    def counting(start: int, length: int) -> bytes:
        read.append(length)
        text: bytes = cut(start, length)
        return text

    monkeypatch.setattr(state, "_cut", counting)

    (one,) = sort.shelf(again)

    assert sum(read) < 2 * len(repr(one)) < filled._ledger.files.checkpoint.stat().st_size


def test_an_index_that_is_wrong_about_a_shelf_is_not_believed(
    filled: TinyStore, sort: Sort
) -> None:
    kept = sort.shelf(filled).all()
    index, journal = filled._ledger.files.index, filled._ledger.files.journal
    with closing(sqlite3.connect(index)) as db, db:
        db.execute(f"UPDATE {sort.shelf(filled)._name}_places SET crc = crc + 1")
    time = journal.stat().st_mtime_ns
    os.utime(index, ns=(time, time))
    again = opened_again(filled)

    assert not isinstance(again._ledger.now, Snapshot)
    assert sort.shelf(again).all() == kept
    assert isinstance(again._ledger.now, Snapshot)
    assert not index.exists()


def test_a_copy_holds_them(filled: TinyStore, tmp_path: Path) -> None:
    target = tmp_path / "copy" / "ledger.json"

    copying.copy(str(filled._ledger.files.checkpoint), str(target))

    copied = TinyStore(target)
    for sort in SORTS.values():
        assert sort.shelf(copied).all() == sort.shelf(filled).all()


def test_a_backup_brings_them_back_and_gives_no_number_twice(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    monday, tuesday = Clock("2026-11-23"), Clock("2026-11-24")
    store = TinyStore(path, clock=monday)
    kept = {name: sort.shelf(store).add(sort.new()) for name, sort in SORTS.items()}
    files = Files.of(path)
    (backup,) = _backed_up(files, tuesday)
    late = TinyStore(path, clock=tuesday)
    late.slips.remove(kept["slip"].id)
    late.slips.add(a_slip())
    late.targets.save(changed(kept["target"], unit="Port Office"))

    restoring.turn_back(files, rescue.kept_in(backup), Author("Li", "restore", tuesday))

    again = TinyStore(path, clock=tuesday)
    for name, sort in SORTS.items():
        (found,) = sort.shelf(again)
        assert changed(found, version=0) == changed(kept[name], version=0)
    assert str(again.slips.add(a_slip()).called) == "2026-3"


def _backed_up(files: Files, clock: Clock) -> list[Path]:
    TinyStore(files.checkpoint, clock=clock).agreements.add(a_draft())
    return [one.path for one in list_backups(files)]


def test_a_line_that_was_lost_leaves_its_numbers_taken(tmp_path: Path) -> None:
    store = TinyStore(tmp_path / "ledger.json")
    store.agreements.add(a_draft())
    store.slips.add(a_slip())
    journal = tmp_path / "ledger.journal"
    first, second = journal.read_bytes().splitlines(keepends=True)
    broken = second.replace(b'"yellow"', b'"yelloW"')
    bag = Bag()
    bag.take(Source("ledger.json", b"", (first + broken,), "ledger.journal"))

    state = bag.findings().best

    assert broken != second
    assert state is not None
    assert state.revision == 1
    assert state.counters["slips_2026"] == 1


def test_a_shelf_that_rotted_is_told_by_its_ref(filled: TinyStore) -> None:
    files = Files.of(filled._ledger.files.checkpoint)
    with filled.transaction():
        filled._ledger.put("slips", 2026_00009, b'{"year":"no"}')

    proofs = {one.part: one for one in verifying.verify(files)}

    assert proofs["records"].condition == "damaged"
    assert proofs["records"].cases[0][0] == "S2026-9"


def test_what_a_later_dealtrack_added_is_kept_told_of_and_not_undone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    later = TinyStore(path, words="fly")
    with later.transaction():
        later._ledger.put("balloons", 7, b'{"id":7}')
    store = TinyStore(path)
    store.agreements.add(a_draft())
    store.compact()

    step = TinyStore(path).lately()[-1]

    assert (step.what, step.changes[0].ref) == ("fly", "7")
    assert b"balloons" in path.read_bytes()
    store.undo()
    with pytest.raises(WrongUse, match="newer dealtrack"):
        store.undo()


def test_one_of_another_ledger_enters_as_it_was(
    store: Store, sort: Sort, opened: Opener
) -> None:
    there = changed(sort.new().named(6), uid="u", version=3)

    entered = sort.shelf(store).enter(there)

    assert entered == there == sort.shelf(opened()).get(there.id)
    assert sort.shelf(opened()).add(sort.new()).counted == 7
    with pytest.raises(Conflict):
        sort.shelf(store).enter(changed(sort.new().named(6), uid="v"))

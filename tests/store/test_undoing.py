"""Undo and redo: whatever was done, it can be taken back, and nothing is given out twice."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.errors import NoSuchStep, NotEntered, NotFound, Overtaken
from dealtrack.model import Agreement, Draft, FollowUp, Kept, Link, Note, TripDraft
from dealtrack.model.changes import Step
from dealtrack.store.base import Store
from dealtrack.store.disk.files import Files
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY, a_draft, a_follow_up, a_trip_draft
from tests.store.clocks import Clock
from tests.store.conftest import Opener

Records = list[Kept]


def records(store: Store) -> Records:
    """Return all records, but for what only ever grows: versions, and the last numbers."""
    return [replace(one, version=0, last_number=0) for one in kept(store)]


def kept(store: Store) -> Records:
    agreements, trips = store.agreements, store.trips
    return [*agreements.search(as_of=TODAY), *trips.search(as_of=TODAY)]


def whats(steps: list[Step]) -> list[str]:
    return [step.what for step in steps]


def test_the_last_change_is_taken_back(store: Store) -> None:
    added = store.agreements.add(a_draft())
    store.agreements.save(replace(added, title="wrong"))

    (step,) = store.undo()

    assert (step.by, step.revision) == ("Li", 2)
    assert store.agreements.get(1).title == added.title
    assert store.agreements.get(1).uid == added.uid


def test_several_changes_are_taken_back_at_once_and_brought_back_one_by_one(
    store: Store,
) -> None:
    for title in ("one", "two", "three"):
        store.agreements.add(a_draft(title=title))

    store.undo(2)
    after_undo = [a.title for a in store.agreements.search(as_of=TODAY)]
    store.redo()
    after_redo = [a.title for a in store.agreements.search(as_of=TODAY)]

    assert after_undo == ["one"]
    assert after_redo == ["one", "two"]


def test_undo_after_undo_takes_back_the_step_before(store: Store) -> None:
    for title in ("one", "two", "three"):
        store.agreements.add(a_draft(title=title))

    first, second = store.undo()[0], store.undo()[0]

    assert (first.revision, second.revision) == (3, 2)
    assert [a.id for a in store.agreements.search(as_of=TODAY)] == [1]


def test_after_another_change_nothing_can_be_brought_back(store: Store) -> None:
    store.agreements.add(a_draft())
    store.undo()
    store.agreements.add(a_draft())

    with pytest.raises(NoSuchStep, match="Nothing was taken back"):
        store.redo()
    assert [a.id for a in store.agreements.search(as_of=TODAY)] == [2]


def test_more_than_there_is_takes_back_nothing(store: Store) -> None:
    store.agreements.add(a_draft())

    with pytest.raises(NoSuchStep, match="Only 1 change can") as caught:
        store.undo(2)

    assert caught.value.exit_code == 3
    assert store.revision == 1


def test_an_empty_ledger_has_nothing_to_undo(store: Store) -> None:
    with pytest.raises(NoSuchStep, match="no change"):
        store.undo()
    with pytest.raises(NoSuchStep):
        store.redo()
    assert store.steps() == store.lately() == []


def test_a_transaction_is_one_step(store: Store) -> None:
    with store.transaction():
        store.trips.add(a_trip_draft())
        store.agreements.add(a_draft(trip=1))

    (step,) = store.undo()

    assert [change.ref for change in step.changes] == ["T1", "1"]
    assert records(store) == []


def test_a_removed_record_comes_back_with_its_id_and_uid(store: Store) -> None:
    added = store.agreements.add(a_draft(follow_ups=(a_follow_up(),)))
    store.agreements.remove(1)

    store.undo()

    assert store.agreements.get(1) == replace(added, version=2)


def test_what_is_undone_leaves_its_id_and_its_numbers_behind(store: Store) -> None:
    added = store.agreements.add(a_draft(follow_ups=(a_follow_up("one"),)))
    store.agreements.save(replace(added, follow_ups=(*added.follow_ups, FollowUp(task="two"))))
    store.undo(2)
    store.redo()

    back = store.agreements.get(1)
    more = store.agreements.save(
        replace(back, follow_ups=(*back.follow_ups, FollowUp(task="three")))
    )
    other = store.agreements.add(a_draft())

    assert [f.number for f in more.follow_ups] == [1, 3]
    assert other.id == 2


def test_somebody_with_a_copy_from_before_an_undo_cannot_save_it(store: Store) -> None:
    added = store.agreements.add(a_draft())
    theirs = store.agreements.save(replace(added, title="theirs"))
    store.undo(2)
    store.redo()

    assert store.agreements.get(1).version > theirs.version


def test_an_undo_is_itself_in_the_journal(store: Store, opened: Opener) -> None:
    store.agreements.add(a_draft())
    opened(author="Wang", words="undo").undo(force=True)

    newest = store.lately(1)[0]
    history = store.history("1")

    assert (newest.by, newest.what, newest.undoes) == ("Wang", "undo", 1)
    assert [(c.revision, c.before is None, c.after is None) for c in history] == [
        (1, True, False),
        (2, False, True),
    ]


def test_the_steps_that_stand_and_those_that_were_taken_back_are_listed(
    opened: Opener,
) -> None:
    for words in ("one", "two", "three", "four"):
        opened(words=words).agreements.add(a_draft(title=words))
    store = opened(words="undo")
    store.undo(2)
    store.undo()
    store.redo()

    assert whats(store.steps()) == ["two", "one"]
    assert whats(store.steps(undone=True)) == ["three", "four"]
    assert whats(store.steps(1)) == ["two"]


def test_an_undo_of_what_was_not_seen_is_refused(store: Store, opened: Opener) -> None:
    store.agreements.add(a_draft())
    opened(author="Wang").agreements.add(a_draft())

    with pytest.raises(Overtaken, match="by Wang at") as caught:
        store.undo(seen=1)

    assert caught.value.exit_code == 4
    assert store.revision == 2


def test_a_record_that_is_not_as_the_step_left_it_stays(tmp_path: Path) -> None:
    store = TinyStore(tmp_path / "ledger.json")
    store.agreements.add(a_draft())
    with store._ledger.transaction(undoes=9):  # what no program of ours would write
        store.agreements.save(replace(store.agreements.get(1), title="otherwise"))

    with pytest.raises(Overtaken, match="1 is no longer as that change left it"):
        store.undo()

    assert store.agreements.get(1).title == "otherwise"


def test_what_others_refer_to_is_not_taken_from_under_them(store: Store) -> None:
    store.agreements.add(a_draft())
    store.agreements.add(a_draft(links=(Link(relation="implements", to=1),)))

    store.undo()

    assert [a.id for a in store.agreements.search(as_of=TODAY)] == [1]


def test_a_sector_that_the_office_has_given_up_does_not_keep_a_record_away(
    store: Store,
) -> None:
    from dealtrack.model.vocabulary import SECTORS

    store.agreements.add(a_draft(sectors=("energy",)))
    store.agreements.remove(1)
    before = SECTORS.words
    SECTORS.adopt(tuple(word for word in before if word.key != "energy"))
    try:
        store.undo()
    finally:
        SECTORS.adopt(before)

    assert store.agreements.get(1).sectors == ("energy",)


# One word for each thing that a person may do next, and which record it is about.
doings = st.lists(
    st.tuples(
        st.sampled_from(("log", "trip", "edit", "follow", "remove", "both")), st.integers(0, 5)
    ),
    min_size=1,
    max_size=10,
)
turns = st.lists(
    st.tuples(st.sampled_from(("undo", "redo", "do")), st.integers(1, 3)), max_size=8
)


def do(store: Store, doing: str, number: int) -> None:
    """Do one thing to the ledger, if there is something to do it to."""
    known = store.agreements.search(as_of=TODAY)
    one = known[number % len(known)] if known else None
    if doing == "trip":
        store.trips.add(TripDraft(title=f"trip {number}"))
    elif doing == "both":
        with store.transaction():
            store.agreements.add(Draft(title=f"both {number}"))
            if one:
                store.agreements.remove(one.id)
    elif one is None or doing == "log":
        store.agreements.add(Draft(title=f"paper {number}"))
    elif doing == "edit":
        note = Note(on=TODAY, text=f"{one.version} {number}")
        store.agreements.save(replace(one, notes=(*one.notes, note)))
    elif doing == "follow":
        tasks = (*one.follow_ups, FollowUp(task=f"task {one.last_number}"))
        store.agreements.save(replace(one, follow_ups=tasks))
    else:
        store.agreements.remove(one.id)


def in_a_ledger(test: Callable[[TinyStore], None]) -> None:
    with TemporaryDirectory() as folder, TinyStore(Path(folder) / "ledger.json") as store:
        test(store)


@settings(max_examples=40, deadline=None)
@given(doings, st.data())
def test_undo_gives_what_was_before_and_redo_what_was_after(
    todo: list[tuple[str, int]], data: Any
) -> None:
    def test(store: TinyStore) -> None:
        states = [records(store)]
        for doing, number in todo:
            do(store, doing, number)
            states.append(records(store))
        count = data.draw(st.integers(1, store.revision))
        store.undo(count)
        undone = records(store)
        store.redo(count)

        assert undone == states[-1 - count]
        assert records(store) == states[-1]

    in_a_ledger(test)


@settings(max_examples=40, deadline=None)
@given(doings, turns)
def test_any_turns_keep_to_the_two_stacks(
    todo: list[tuple[str, int]], turns: list[tuple[str, int]]
) -> None:
    """The ledger against a model of it: a stack of states, and one of those taken back."""

    def test(store: TinyStore) -> None:
        done, undone = [records(store)], list[Records]()
        for doing, number in [*todo, *turns]:
            if doing == "undo" and number < len(done):
                store.undo(number)
                undone += [done.pop() for _ in range(number)]
            elif doing == "redo" and number <= len(undone):
                store.redo(number)
                done += [undone.pop() for _ in range(number)]
            elif doing not in ("undo", "redo"):
                do(store, "edit" if doing == "do" else doing, number)
                done.append(records(store))
                undone = []

            assert records(store) == done[-1]
            assert len(store.steps()) == len(done) - 1
            assert len(store.steps(undone=True)) == len(undone)

    in_a_ledger(test)


@settings(max_examples=30, deadline=None)
@given(doings, turns)
def test_ids_numbers_and_versions_are_never_given_twice(
    todo: list[tuple[str, int]], turns: list[tuple[str, int]]
) -> None:
    def test(store: TinyStore) -> None:
        uids: dict[str, str] = {}
        tasks: dict[tuple[str, int], str] = {}
        seen: dict[tuple[str, int], Kept] = {}
        for doing, number in [*todo, *turns]:
            if doing == "undo" and store.steps(number)[number - 1 :]:
                store.undo(number)
            elif doing == "redo" and store.steps(number, undone=True)[number - 1 :]:
                store.redo(number)
            elif doing not in ("undo", "redo"):
                do(store, "follow" if doing == "do" else doing, number)
            for one in kept(store):
                assert uids.setdefault(one.ref, one.uid) == one.uid
                assert seen.setdefault((one.ref, one.version), one) == one
                for task in one.follow_ups:
                    assert tasks.setdefault((one.ref, task.number), task.uid) == task.uid

    in_a_ledger(test)


@settings(max_examples=30, deadline=None)
@given(doings, turns)
def test_the_history_of_every_record_ends_in_what_it_is_now(
    todo: list[tuple[str, int]], turns: list[tuple[str, int]]
) -> None:
    def test(store: TinyStore) -> None:
        for doing, number in [*todo, *turns]:
            if doing == "undo" and store.steps(number)[number - 1 :]:
                store.undo(number)
            elif doing in ("do", "log", "edit", "remove", "both"):
                do(store, "edit" if doing == "do" else doing, number)
        for id_ in range(1, store.agreements.last_id + 1):
            history = store.history(str(id_))
            now: Agreement | None = None
            for change in history:
                assert change.before == now
                now = change.after  # type: ignore[assignment]
            present = {a.id: a for a in store.agreements.search(as_of=TODAY)}
            assert present.get(id_) == now

    in_a_ledger(test)


def bytes_read(store: TinyStore, ask: Callable[[], object]) -> int:
    """Return how many bytes this process read while it asked, once the ledger is known."""
    assert store.revision
    before = _read_so_far()
    ask()
    return _read_so_far() - before


def _read_so_far() -> int:
    text = Path("/proc/self/io").read_text()
    return int(text.partition("rchar: ")[2].split()[0]) - 2 * len(text)


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="this system does not count")
def test_undo_reads_as_much_of_a_long_journal_as_of_a_short_one(tmp_path: Path) -> None:
    files = Files.of(tmp_path / "ledger.json")
    store = TinyStore(files.checkpoint)
    for number in range(100):
        store.agreements.add(a_draft(title=f"{number}", areas=("x" * 1000,)))
    short = bytes_read(store, lambda: store.steps(3))
    with store.transaction():
        for number in range(1_000):
            store.agreements.add(a_draft(title=f"{number}", areas=("x" * 1000,)))
    for number in range(100):
        store.agreements.add(a_draft(title=f"{number}", areas=("x" * 1000,)))
    size = files.journal.stat().st_size

    long = bytes_read(store, lambda: store.steps(3))

    assert size > 1_000_000
    assert long < short + 5_000 < 80_000


def test_what_a_record_was_like_at_the_end_of_a_day(tmp_path: Path) -> None:
    store = a_year(tmp_path)

    assert store.as_entered("1", date(2026, 3, 1)).record.title == "first"
    assert store.as_entered("1", date(2026, 3, 31)).record.title == "first"
    assert store.as_entered("1.1", date(2026, 4, 1)).record.title == "second"
    assert store.as_entered("2", date(2026, 5, 30)).record.title == "other"


def test_what_was_not_entered_yet_says_when_it_was(tmp_path: Path) -> None:
    store = a_year(tmp_path)

    with pytest.raises(NotEntered, match="only entered on 2026-03-01") as caught:
        store.as_entered("1", date(2026, 2, 28))
    with pytest.raises(NotEntered, match="removed by 2026-06-30, on 2026-06-01"):
        store.as_entered("2", date(2026, 6, 30))
    with pytest.raises(NotFound):
        store.as_entered("3", date(2026, 6, 30))
    assert caught.value.exit_code == 3


def test_records_that_are_tied_to_it_come_as_they_were_then(tmp_path: Path) -> None:
    store = a_year(tmp_path)

    before = store.as_entered("1", date(2026, 4, 30)).tied
    (after,) = store.as_entered("1", date(2026, 5, 1)).tied

    assert before == ()
    assert after.title == "other"


def a_year(folder: Path) -> TinyStore:
    """Make a ledger: 1 of March, changed in April; 2 of May, which names it, gone in June."""
    store = TinyStore(folder / "ledger.json", clock=Clock("2026-03-01"))
    first = store.agreements.add(a_draft(title="first"))
    TinyStore(folder / "ledger.json", clock=Clock("2026-04-01")).agreements.save(
        replace(first, title="second")
    )
    TinyStore(folder / "ledger.json", clock=Clock("2026-05-01")).agreements.add(
        a_draft(title="other", links=(Link(relation="renews", to=1),))
    )
    TinyStore(folder / "ledger.json", clock=Clock("2026-06-01")).agreements.remove(2)
    return store

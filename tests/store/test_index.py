"""The index: the same answers as without it, whatever happens to it."""

import os
import random
import shutil
import signal
import sqlite3
import stat
import time
import tracemalloc
from collections.abc import Callable
from contextlib import closing, nullcontext
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.errors import LedgerDamaged
from dealtrack.model import Draft
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.measures import Measure
from dealtrack.query.order import parse_order
from dealtrack.query.questions import overdue
from dealtrack.store import indexing
from dealtrack.store.disk import snapshot
from dealtrack.store.disk.files import Files, stamp
from dealtrack.store.disk.snapshot import is_sealed
from dealtrack.store.index import Indexed, connected, opened, side_file
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY, a_draft, a_follow_up, a_trip_draft
from tests.store import children
from tests.strategies import drafts, exprs

LARGE = ("x" * 15_000,) * 20
"""Enough text in a change for a new checkpoint."""

POSIX = pytest.mark.skipif(os.name == "nt", reason="modes and signals of POSIX")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files.of(tmp_path / "ledger.json")


def indexed(files: Files) -> TinyStore:
    """Open a ledger that has an index however small it is."""
    return TinyStore(files.checkpoint, author="Li", indexed_from=0)


def plain(files: Files) -> TinyStore:
    """Open it without one."""
    return TinyStore(files.checkpoint, author="Wang", indexed_from=None)


def is_fresh(files: Files) -> bool:
    found = opened(files)
    if found:
        found.close()
    return found is not None


def some_records(files: Files) -> None:
    """Make a ledger of three agreements and a trip; one is changed after the checkpoint."""
    store = indexed(files)
    with store.transaction():
        for number in range(3):
            tasks = (a_follow_up(f"visit {number}"), a_follow_up("call"))
            store.agreements.add(a_draft(title=f"协议 {number}", follow_ups=tasks))
        store.trips.add(a_trip_draft())
    store.agreements.save(replace(store.agreements.get(2), title="changed"))


def titles(files: Files) -> list[str]:
    return [a.title for a in indexed(files).agreements.search(as_of=TODAY)]


class TestItsLife:
    def test_a_small_ledger_has_none(self, files: Files) -> None:
        TinyStore(files.checkpoint).agreements.add(a_draft())

        assert not files.index.exists()

    def test_a_large_one_gets_it_with_a_change(self, files: Files) -> None:
        store = TinyStore(files.checkpoint, indexed_from=3)
        made = []
        for _ in range(4):
            store.agreements.add(a_draft())
            made.append(files.index.exists())

        assert made == [False, False, True, True]
        assert is_fresh(files)

    def test_one_that_has_become_small_loses_it(self, files: Files) -> None:
        some_records(files)

        TinyStore(files.checkpoint, indexed_from=9).agreements.remove(1)
        files.index.touch()
        TinyStore(files.checkpoint, indexed_from=9).agreements.remove(2)

        assert not files.index.exists()

    def test_reading_makes_none(self, files: Files) -> None:
        some_records(files)
        files.index.unlink()

        assert len(titles(files)) == 3
        assert not files.index.exists()

    def test_it_is_fresh_after_every_change(self, files: Files) -> None:
        some_records(files)

        for number in range(3):
            indexed(files).agreements.add(Draft(title=f"{number}", areas=LARGE))
            assert is_fresh(files)
        assert indexing.is_right(files, snapshot.read(files))

    def test_what_it_did_not_see_it_learns_from_the_journal(self, files: Files) -> None:
        some_records(files)
        plain(files).agreements.remove(1)
        before = stamp(files.index)

        indexed(files).agreements.add(a_draft(title="new"))

        after = stamp(files.index)
        assert before
        assert after
        assert before.inode == after.inode
        assert is_fresh(files)
        assert indexing.is_right(files, snapshot.read(files))

    def test_a_new_checkpoint_moves_what_it_points_to(self, files: Files) -> None:
        some_records(files)
        plain(files).agreements.add(Draft(title="large", areas=LARGE))

        indexed(files).agreements.remove(1)

        assert is_fresh(files)
        assert indexing.is_right(files, snapshot.read(files))
        assert titles(files) == ["changed", "协议 2", "large"]

    def test_lines_that_move_to_a_year_of_their_own_change_nothing(self, files: Files) -> None:
        some_records(files)

        indexed(files).compact()

        assert is_fresh(files)
        assert len(titles(files)) == 3

    @POSIX
    def test_it_is_private_whatever_the_umask(self, files: Files) -> None:
        before = os.umask(0)
        try:
            some_records(files)
        finally:
            os.umask(before)

        assert stat.S_IMODE(files.index.stat().st_mode) == 0o600

    @POSIX
    def test_so_is_what_sqlite_puts_beside_it_while_it_changes(self, files: Files) -> None:
        some_records(files)
        before = os.umask(0)
        try:
            with closing(connected(files.index, "rw", 0)) as writer:
                writer.execute("BEGIN IMMEDIATE")
                writer.execute("DELETE FROM agreements_places")
                mode = side_file(files.index).stat().st_mode
        finally:
            os.umask(before)

        assert stat.S_IMODE(mode) == 0o600

    def test_one_of_another_layout_is_not_believed_and_made_anew(self, files: Files) -> None:
        some_records(files)
        time = files.index.stat().st_mtime_ns
        with closing(sqlite3.connect(files.index)) as connection, connection:
            connection.execute("UPDATE standing SET says = '{}', crc = 0")
        os.utime(files.index, ns=(time, time))

        assert not is_fresh(files)
        indexed(files).agreements.remove(3)
        assert is_fresh(files)


class TestReading:
    def test_neither_checkpoint_nor_journal_is_read_but_for_the_answer(
        self, files: Files
    ) -> None:
        some_records(files)
        for path, wrong in ((files.checkpoint, "协议 0"), (files.journal, "协议 1")):
            damage(path, wrong)

        store = indexed(files)

        assert store.agreements.get(3).title == "协议 2"
        assert store.agreements.count(as_of=TODAY) == 6
        assert store.agreements.last_id == 3
        assert store.revision == 2

    def test_tinydb_is_not_loaded(self, files: Files) -> None:
        some_records(files)
        code = (
            "store = TinyStore(Path(sys.argv[1]), indexed_from=0)\n"
            "print(store.agreements.get(2).title, 'tinydb' in sys.modules)"
        )

        child = children.start(files.checkpoint, code)

        assert children.finish(child) == ["changed False"]

    def test_a_record_that_is_damaged_in_the_checkpoint_is_told(self, files: Files) -> None:
        some_records(files)
        damage(files.checkpoint, "协议 2")

        with pytest.raises(LedgerDamaged):
            indexed(files).agreements.get(3)
        with pytest.raises(LedgerDamaged):
            indexed(files).agreements.search(as_of=TODAY)
        with pytest.raises(LedgerDamaged):
            list(indexed(files).agreements.each(as_of=TODAY))

    @POSIX
    def test_a_folder_that_may_only_be_read_is_no_problem(self, files: Files) -> None:
        some_records(files)
        modes = [(path, path.stat().st_mode) for path in (files.index, files.index.parent)]
        for path, mode in modes:
            path.chmod(mode & ~0o222)
        try:
            assert titles(files) == ["协议 0", "changed", "协议 2"]
        finally:
            for path, mode in modes:
                path.chmod(mode)

    def test_while_somebody_changes_it_the_files_are_read(self, files: Files) -> None:
        some_records(files)
        with closing(sqlite3.connect(files.index, isolation_level=None)) as writer:
            writer.execute("BEGIN EXCLUSIVE")

            assert titles(files) == ["协议 0", "changed", "协议 2"]

    def test_a_change_while_somebody_reads_it_is_saved(
        self, files: Files, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        some_records(files)
        monkeypatch.setattr(indexing, "_PATIENCE", 0.01)
        with closing(sqlite3.connect(files.index, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM standing").fetchall()

            indexed(files).agreements.remove(1)

        assert not is_fresh(files)
        assert titles(files) == ["changed", "协议 2"]
        indexed(files).agreements.remove(2)
        assert is_fresh(files)

    def test_what_others_change_while_one_goes_through_the_records_is_seen(
        self, files: Files
    ) -> None:
        some_records(files)
        found = indexed(files).agreements.each(as_of=TODAY)

        first = next(found)
        indexed(files).agreements.remove(3)

        assert [first.id, *(a.id for a in found)] in ([1, 2], [1, 2, 3])


class TestALargeOne:
    SIZE = 3_000

    def test_whoever_waits_for_its_making_sees_how_far_it_is(self, files: Files) -> None:
        seen: list[float] = []
        store = TinyStore(files.checkpoint, watch=lambda: nullcontext(seen.append))
        self.fill(store)

        assert is_fresh(files)
        assert len(seen) > 5
        assert seen == sorted(seen)
        assert 0 <= seen[0] < seen[-1] < 1

        seen.clear()
        store.agreements.remove(1)
        assert not seen  # bringing it up to date takes no time

    def test_a_list_of_all_of_it_takes_no_more_memory_than_one_of_a_third(
        self, files: Files
    ) -> None:
        self.fill(indexed(files))

        peaks = [self.peak(files, n) for n in (self.SIZE // 3, self.SIZE)]

        assert peaks[1] < 1.2 * peaks[0]

    def test_each_and_search_tell_the_same_far_into_a_long_answer(self, files: Files) -> None:
        self.fill(indexed(files))
        where = titled("协议 1")

        for ask in (EVERYTHING, where, overdue(TODAY)):
            found = indexed(files).agreements.each(ask, as_of=TODAY)
            assert list(found) == plain(files).agreements.search(ask, as_of=TODAY)

    def fill(self, store: TinyStore) -> None:
        task = a_follow_up("call", due=TODAY.replace(day=1))
        with store.transaction():
            for number in range(self.SIZE):
                store.agreements.add(a_draft(title=f"协议 {number}", follow_ups=(task,)))

    @staticmethod
    def peak(files: Files, n: int) -> int:
        """Return how much memory it takes, in bytes, to go through *n* records of it."""
        found = indexed(files).agreements.each(as_of=TODAY)
        next(found)
        tracemalloc.start()
        try:
            for _record in islice(found, n - 1):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def damage(path: Path, text: str) -> None:
    """Change a character of *text* in the file, and put its time back."""
    before = path.stat().st_mtime_ns
    wrong = text.encode()[:-1] + b"#"
    with path.open("r+b") as file:
        content = file.read()
        file.seek(content.index(text.encode()))
        file.write(wrong)
    os.utime(path, ns=(before, before))


def take(store: TinyStore, step: tuple[str, int, Draft]) -> None:
    """Add, save or remove something, each in a transaction of its own; or several in one."""
    what, number, draft = step
    ids = [a.id for a in store.agreements.search(as_of=TODAY)]
    if what == "t":
        store.trips.add(a_trip_draft(title=f"trip {number}"))
    elif what == "a" or not ids:
        store.agreements.add(draft)
    elif what == "r":
        store.agreements.remove(ids[number % len(ids)])
    elif what == "S":
        with store.transaction():
            store.agreements.add(draft)
            store.agreements.remove(ids[number % len(ids)])
    else:
        record = store.agreements.get(ids[number % len(ids)])
        areas = LARGE if what == "k" else ()
        store.agreements.save(replace(record, title=draft.title, areas=areas))


def answers(store: TinyStore, where: Expr, as_of: object = TODAY) -> list[object]:
    """Return what *store* says to all sorts of questions."""
    measures = [
        Measure("n"),
        Measure("m", overdue(TODAY), "", "entries"),
        Measure("s", of="amount"),
    ]
    found: list[object] = []
    for those in (store.agreements, store.trips):
        for order in ((), parse_order("-title"), parse_order("due,-amount")):
            for limit in (None, 2):
                found.append(those.search(where, as_of=TODAY, order=order, limit=limit))
                found.append(those.entries(where, as_of=TODAY, order=order, limit=limit))
        found.append(list(those.each(where, as_of=TODAY)))
        found.append(those.count(where, as_of=TODAY))
        found.append(those.tally(measures, as_of=TODAY, by="sector", where=where))
        found.append(list(those.rows(("title", "due"), where, as_of=TODAY)))
        found.append(those.last_id)
    return [*found, store.revision]


def stale(files: Files) -> None:
    files.index.touch()


def gone(files: Files) -> None:
    files.index.unlink(missing_ok=True)


def empty(files: Files) -> None:
    files.index.write_bytes(b"")


def half(files: Files) -> None:
    if files.index.exists():
        os.truncate(files.index, files.index.stat().st_size // 2)


def behind(files: Files) -> None:
    plain(files).trips.add(a_trip_draft(title="unseen"))


def nothing(files: Files) -> None:
    """Leave it alone."""


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("aatsrSk"), st.integers(0, 9), drafts), min_size=1, max_size=6
    ),
    accidents=st.lists(
        st.sampled_from([nothing, nothing, stale, gone, empty, half, behind]),
        min_size=6,
        max_size=6,
    ),
    where=exprs,
)
def test_it_answers_as_the_files_do(
    steps: list[tuple[str, int, Draft]],
    accidents: list[Callable[[Files], None]],
    where: Expr,
) -> None:
    with TemporaryDirectory() as folder:
        files = Files.of(Path(folder) / "ledger.json")
        for step, accident in zip(steps, accidents, strict=False):
            take(indexed(files), step)
            assert is_fresh(files)
            accident(files)

            with indexed(files) as one, plain(files) as other:
                for question in (EVERYTHING, where):
                    assert answers(one, question) == answers(other, question)
                assert isinstance(one._ledger.now, Indexed) or accident is not nothing


def test_inside_a_transaction_it_answers_with_the_changes_so_far(files: Files) -> None:
    some_records(files)
    with indexed(files) as one, one.transaction():
        one.agreements.remove(1)
        one.agreements.save(replace(one.agreements.get(2), title="second"))
        one.agreements.add(a_draft(title="last"))

        assert isinstance(one._ledger.now, Indexed)
        found = one.agreements.search(as_of=TODAY, order=parse_order("title"))
        assert [a.title for a in found] == ["last", "second", "协议 2"]
        assert one.agreements.count(as_of=TODAY) == 5
        assert [a.id for a in one.agreements.search(as_of=TODAY, limit=2)] == [2, 3]


class TestDamage:
    def test_wherever_a_byte_is_flipped_the_answers_stay(self, files: Files) -> None:
        some_records(files)
        content = files.index.read_bytes()
        wanted = answers(plain(files), overdue(TODAY))

        for position in range(0, len(content), 97):
            files.index.write_bytes(flipped(content, position))
            assert not is_sealed(files)
            assert answers(indexed(files), overdue(TODAY)) == wanted

    def test_a_byte_that_rots_is_never_a_crash(self, files: Files) -> None:
        some_records(files)
        content, time = files.index.read_bytes(), files.index.stat().st_mtime_ns
        wanted = titles(files)

        for position in random.Random(2026).sample(range(len(content)), 150):
            files.index.write_bytes(flipped(content, position))
            os.utime(files.index, ns=(time, time))
            answers(indexed(files), overdue(TODAY))
            assert titles(files) == wanted

    def test_wherever_it_is_cut_the_answers_stay(self, files: Files) -> None:
        some_records(files)
        content, time = files.index.read_bytes(), files.index.stat().st_mtime_ns
        wanted = answers(plain(files), overdue(TODAY))

        for size in range(0, len(content), 1_531):
            files.index.write_bytes(content[:size])
            os.utime(files.index, ns=(time, time))
            assert answers(indexed(files), overdue(TODAY)) == wanted

    def test_a_wrong_answer_is_noticed_and_the_index_goes(self, files: Files) -> None:
        some_records(files)
        time = files.index.stat().st_mtime_ns
        with closing(sqlite3.connect(files.index)) as connection, connection:
            connection.execute("UPDATE agreements_records SET title = CAST('false' AS BLOB)")
        os.utime(files.index, ns=(time, time))
        assert is_fresh(files)

        found = indexed(files).agreements.search(titled("false"), as_of=TODAY)

        assert found == []
        assert not files.index.exists()

    def test_a_wrong_place_is_noticed_and_the_index_goes(self, files: Files) -> None:
        some_records(files)
        time = files.index.stat().st_mtime_ns
        with closing(sqlite3.connect(files.index)) as connection, connection:
            connection.execute("UPDATE agreements_places SET start = start + 1")
        os.utime(files.index, ns=(time, time))

        assert indexed(files).agreements.get(1).title == "协议 0"
        assert not files.index.exists()

    def test_what_took_the_place_of_the_index_is_left_behind(self, files: Files) -> None:
        some_records(files)
        files.index.unlink()
        files.index.mkdir()

        indexed(files).agreements.remove(1)

        assert titles(files) == ["changed", "协议 2"]


def titled(text: str) -> Expr:
    from dealtrack.query.parse import parse

    return parse(f"title:{text}", TODAY)


def flipped(content: bytes, position: int) -> bytes:
    wrong = bytearray(content)
    wrong[position] ^= 0x04
    return bytes(wrong)


_KEEP_WRITING = """
store = TinyStore(Path(sys.argv[1]), indexed_from=0)
for number in range(10_000):
    added = store.agreements.add(Draft(title=f"{number}", areas=("x" * 10_000,) * 5))
    print(added.id, flush=True)
"""


@POSIX
def test_killed_at_any_moment_it_is_right_or_not_fresh(files: Files) -> None:
    some_records(files)
    chance = random.Random(2026)
    for _ in range(20):
        child = children.start(files.checkpoint, _KEEP_WRITING)
        time.sleep(chance.uniform(0.0, 0.08))
        child.send_signal(signal.SIGKILL)
        children.finish(child)

        if is_fresh(files):
            assert indexing.is_right(files, snapshot.read(files))
        assert answers(indexed(files), EVERYTHING) == answers(plain(files), EVERYTHING)


def test_a_change_half_made_is_not_believed(files: Files) -> None:
    """What a kill leaves in the middle of writing: new pages, and what takes them back."""
    some_records(files)
    time_before, wanted = files.index.stat().st_mtime_ns, titles(files)
    copy = files.index.with_name("copy")
    with closing(sqlite3.connect(files.index, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN")
        writer.execute("UPDATE agreements_places SET start = 7, length = 7")
        writer.execute("UPDATE agreements_records SET title = zeroblob(9000)")
        shutil.copy(files.index, copy)
        shutil.copy(side_file(files.index), side_file(copy))
        writer.execute("ROLLBACK")
    copy.replace(files.index)
    side_file(copy).replace(side_file(files.index))
    os.utime(files.index, ns=(time_before, time_before))

    assert titles(files) == wanted
    indexed(files).agreements.remove(1)
    assert titles(files) == wanted[1:]
    assert is_fresh(files)
    assert indexing.is_right(files, snapshot.read(files))


def test_a_full_disk_does_not_fail_the_change(files: Files) -> None:
    pytest.importorskip("resource", reason="this system has no limit on the size of files")
    some_records(files)

    child = children.start(files.checkpoint, _FULL_DISK)

    assert children.finish(child) == ["5"]
    assert not is_fresh(files)
    assert len(titles(files)) == 4


_FULL_DISK = """
import resource
store = TinyStore(Path(sys.argv[1]), indexed_from=0)
size = Path(sys.argv[1]).with_suffix(".index").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 1, size + 1))
store.trips.count(as_of=__import__("datetime").date.today())
print(store.agreements.add(Draft(title="x" * 20_000)).id + 1)
"""

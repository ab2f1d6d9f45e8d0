"""The journal: what is acknowledged stays, what is damaged is told, nothing is written over."""

import json
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.errors import CannotWrite, LedgerDamaged
from dealtrack.model import Agreement, Draft
from dealtrack.model.codec import encode
from dealtrack.store.disk import journal
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.journal import Line
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY
from tests.store import children


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files.of(tmp_path / "ledger.json")


def three_lines(files: Files, *, keep_checkpoint: bool = False) -> bytes:
    """Make a ledger of three agreements and return its journal, which is read whole."""
    for number in range(3):
        TinyStore(files.checkpoint, author="Li").agreements.add(Draft(title=f"协议 {number}"))
    if not keep_checkpoint:
        files.checkpoint.unlink()
    return files.journal.read_bytes()


def titles(files: Files) -> list[str]:
    return [a.title for a in TinyStore(files.checkpoint).agreements.search(as_of=TODAY)]


def test_a_line_is_json_that_ends_in_its_checksum(files: Files) -> None:
    line = three_lines(files).splitlines()[1]

    body, _, end = line.rpartition(b',"sum":')

    assert end == b'"%08x"}' % zlib.crc32(body)
    assert json.loads(line)["changes"][0]["after"]["title"] == "协议 1"


def test_a_long_line_is_the_same_in_pieces_as_in_one(files: Files) -> None:
    long = "很长" * 9_000
    with TinyStore(files.checkpoint) as store, store.transaction():
        for _ in range(60):
            store.agreements.add(Draft(title="一", follows=long))
    (line,) = journal.read(files.journal).lines

    text = files.journal.read_bytes()
    assert len(text) > 2 * 1024 * 1024
    assert text == encode(line.says)[:-1] + b',"sum":"%s"}\n' % line.sum.encode()
    assert titles(files) == ["一"] * 60


def test_each_line_names_the_one_before(files: Files) -> None:
    lines = [json.loads(line) for line in three_lines(files).splitlines()]

    assert [line["previous"] for line in lines] == ["", lines[0]["sum"], lines[1]["sum"]]
    assert [line["revision"] for line in lines] == [1, 2, 3]


def test_a_journal_without_a_checkpoint_is_the_whole_ledger(files: Files) -> None:
    three_lines(files)

    assert titles(files) == ["协议 0", "协议 1", "协议 2"]


# What to do with which of the records so far: add, save or remove.
steps = st.lists(st.tuples(st.sampled_from("asr"), st.integers(0, 5)), max_size=12)


@settings(max_examples=30, deadline=None)
@given(steps=steps)
def test_the_journal_alone_tells_what_checkpoint_and_journal_tell(
    steps: list[tuple[str, int]],
) -> None:
    with TemporaryDirectory() as folder:
        files = Files.of(Path(folder) / "ledger.json")
        kept = follow(TinyStore(files.checkpoint), steps)

        both = TinyStore(files.checkpoint).agreements.search(as_of=TODAY)
        files.checkpoint.unlink(missing_ok=True)
        alone = TinyStore(files.checkpoint).agreements.search(as_of=TODAY)

    assert both == alone == kept


def follow(store: TinyStore, steps: list[tuple[str, int]]) -> list[Agreement]:
    """Take *steps* and return the agreements that should be left, by id."""
    kept: list[Agreement] = []
    for step, number in steps:
        place = number % max(1, len(kept))
        if step == "a" or not kept:
            kept.append(
                store.agreements.add(Draft(title=f"协议 {place}", areas=("x" * 10_000,) * 3))
            )
        elif step == "s":
            kept[place] = store.agreements.save(replace(kept[place], place=f"at {place}"))
        else:
            store.agreements.remove(kept.pop(place).id)
    return kept


def test_a_torn_line_is_ignored_then_cut_off_and_said(files: Files) -> None:
    whole = three_lines(files)
    files.journal.write_bytes(whole + b'{"revision":4,"at":"2026')

    before = titles(files)
    store = TinyStore(files.checkpoint)
    store.agreements.add(Draft(title="next"))

    assert before == ["协议 0", "协议 1", "协议 2"]
    assert "24 bytes" in store.note_about_recovery
    assert titles(files) == ["协议 0", "协议 1", "协议 2", "next"]
    assert files.journal.read_bytes().startswith(whole + b'{"revision":4')


def test_a_sound_ledger_has_no_note(files: Files) -> None:
    store = TinyStore(files.checkpoint)
    store.agreements.add(Draft(title="one"))

    assert store.note_about_recovery == ""


def test_wherever_the_last_line_was_cut_the_ledger_is_the_old_one(files: Files) -> None:
    whole = three_lines(files)
    second = whole.index(b"\n", whole.index(b"\n") + 1) + 1

    for end in range(second + 1, len(whole) - 1, 7):
        files.journal.write_bytes(whole[:end])
        assert titles(files) == ["协议 0", "协议 1"]


def test_a_line_that_lacks_only_its_end_is_not_lost(files: Files) -> None:
    whole = three_lines(files)
    files.journal.write_bytes(whole[:-1])

    before = titles(files)
    TinyStore(files.checkpoint).agreements.add(Draft(title="next"))

    assert before == ["协议 0", "协议 1", "协议 2"]
    assert titles(files) == [*before, "next"]
    assert files.journal.read_bytes().startswith(whole)


def test_a_flipped_byte_is_found_and_nothing_written_over_it(files: Files) -> None:
    whole = three_lines(files)

    for position in [*range(0, len(whole), 11), len(whole) - 1]:
        damaged = bytearray(whole)
        damaged[position] ^= 0x20
        files.journal.write_bytes(damaged)
        with pytest.raises(LedgerDamaged):
            titles(files)
        with pytest.raises(LedgerDamaged):
            TinyStore(files.checkpoint).agreements.add(Draft(title="over it"))
        assert files.journal.read_bytes() == damaged


def test_damage_names_the_line_and_what_is_still_good(files: Files) -> None:
    whole = three_lines(files)
    files.journal.write_bytes(whole.replace("协议 1".encode(), "协议 9".encode()))

    with pytest.raises(LedgerDamaged) as caught:
        titles(files)

    said = str(caught.value).splitlines()
    assert said[0] == "The ledger is damaged: the checksum of line 2 of ledger.journal differs."
    assert said[1].startswith("Still good: ledger.journal, up to revision 1, saved ")
    assert caught.value.exit_code == 5


@pytest.mark.parametrize("lost", [0, 1])
def test_a_line_lost_from_the_middle_is_missed(files: Files, lost: int) -> None:
    lines = three_lines(files).splitlines(keepends=True)
    files.journal.write_bytes(b"".join(lines[:lost] + lines[lost + 1 :]))

    with pytest.raises(LedgerDamaged, match=f"line {lost + 1} of"):
        titles(files)


def test_a_journal_older_than_the_checkpoint_is_damage(files: Files) -> None:
    three_lines(files, keep_checkpoint=True)
    files.journal.unlink()

    with pytest.raises(LedgerDamaged) as caught:
        titles(files)

    assert "ledger.json, up to revision 1" in str(caught.value)


def test_another_journal_beside_the_checkpoint_is_damage(files: Files, tmp_path: Path) -> None:
    three_lines(files, keep_checkpoint=True)
    other = Files.of(tmp_path / "other.json")
    TinyStore(other.checkpoint).agreements.add(Draft(title="a longer title than the others"))
    files.journal.write_bytes(other.journal.read_bytes() * 4)

    with pytest.raises(LedgerDamaged):
        titles(files)


def test_history_reads_what_the_checkpoint_spares_others_to_read(files: Files) -> None:
    whole = three_lines(files, keep_checkpoint=True)
    files.journal.write_bytes(whole.replace("协议 0".encode(), "协议 9".encode()))

    with pytest.raises(LedgerDamaged, match="line 1 of"):
        TinyStore(files.checkpoint).history("1")


@pytest.mark.parametrize("is_long", [False, True])
def test_a_full_disk_saves_nothing_and_says_so(files: Files, *, is_long: bool) -> None:
    script = _FULL_WHILE_LONG if is_long else _FULL_DISK
    whole = three_lines(files, keep_checkpoint=True)
    pytest.importorskip("resource", reason="this system has no limit on the size of files")

    child = children.start(files.checkpoint, script)
    said = children.finish(child)

    assert said == ["7"]
    assert files.journal.read_bytes() == whole
    assert titles(files) == ["协议 0", "协议 1", "协议 2"]


_FULL_DISK = """
import resource
from dealtrack.errors import CannotWrite
size = Path(sys.argv[1]).with_suffix(".journal").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, size + 100))
try:
    store.agreements.add(Draft(title="too much " * 50))
except CannotWrite as error:
    print(error.exit_code)
"""


_FULL_WHILE_LONG = _FULL_DISK.replace("size + 100", "size + 1_500_000").replace(
    'store.agreements.add(Draft(title="too much " * 50))',
    """
    with store.transaction():
        for _ in range(150):
            store.agreements.add(Draft(title="too much " * 2_000))
""",
)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = TinyStore(tmp_path / "file" / "deeper" / "ledger.json")

    with pytest.raises(CannotWrite) as caught:
        store.agreements.add(Draft(title="one"))

    assert caught.value.exit_code == 7


def backwards(files: Files, end: int | None = None) -> list[Line]:
    size = files.journal.stat().st_size
    return list(journal.backwards(files.journal, size if end is None else end))


@settings(max_examples=30, deadline=None)
@given(sizes=st.lists(st.integers(0, 90_000), min_size=1, max_size=6))
def test_read_from_the_end_a_journal_tells_the_same(sizes: list[int]) -> None:
    with TemporaryDirectory() as folder:
        files = Files.of(Path(folder) / "ledger.json")
        store = TinyStore(files.checkpoint)
        for size in sizes:
            areas = ("x" * 15_000,) * (size // 15_000)
            store.agreements.add(Draft(title="y" * (size % 15_000 + 1), areas=areas))

        forwards = journal.read(files.journal).lines

        assert backwards(files) == forwards[::-1]
        assert backwards(files, forwards[0].end) == forwards[:1]


def test_a_journal_that_lacks_its_last_line_end_is_read_from_the_end_too(files: Files) -> None:
    whole = three_lines(files)
    files.journal.write_bytes(whole[:-1])

    assert [line.says.revision for line in backwards(files, len(whole))] == [3, 2, 1]


def test_from_the_end_a_flaw_is_found_where_it_is_reached(files: Files) -> None:
    whole = three_lines(files)
    for position in range(0, len(whole) - 1, 7):
        damaged = bytearray(whole)
        damaged[position] ^= 0x20
        files.journal.write_bytes(damaged)
        sound = whole.count(b"\n", position) - 1

        lines = journal.backwards(files.journal, len(whole))
        found = [next(lines).says.revision for _ in range(sound)]

        assert found == [3, 2, 1][:sound]
        with pytest.raises(journal.Flawed):
            next(lines)


def test_from_the_end_a_line_that_is_missing_is_missed(files: Files) -> None:
    first, _, third = three_lines(files).splitlines(keepends=True)
    files.journal.write_bytes(first + third)

    lines = journal.backwards(files.journal, len(first + third))

    assert next(lines).says.revision == 3
    with pytest.raises(journal.Flawed):
        next(lines)

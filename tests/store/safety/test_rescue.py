"""Ledgers that were damaged in every way come back as far as anything tells of them."""

import random
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.errors import LedgerDamaged
from dealtrack.model import Draft
from dealtrack.store.disk.files import Files
from dealtrack.store.safety import archive, rescue
from dealtrack.store.safety.rescue import kept_in, search
from tests.builders import TODAY
from tests.store.damage import (
    NOW,
    backed_up,
    begun,
    check_whole,
    checkpointed,
    flip,
    flip_line,
    grow,
    is_damaged,
    opened,
    restored,
)


def place(files: Files) -> str:
    return opened(files).agreements.get(1).place


def test_a_sound_ledger_is_its_own_newest_state(tmp_path: Path) -> None:
    files = begun(tmp_path)

    found = search(files)

    assert found.best is not None
    assert (found.best.revision, found.best.first) == (6, 1)
    assert found.lost == ()
    assert found.is_end_known


def test_a_destroyed_checkpoint_costs_nothing(tmp_path: Path) -> None:
    files = begun(tmp_path)
    flip(files.checkpoint, 200)

    found = restored(files)

    assert found.best is not None
    assert (found.best.revision, found.lost, found.is_end_known) == (6, (), True)
    assert place(files) == "place 6"


def test_a_destroyed_checkpoint_whose_first_years_moved_needs_a_backup(tmp_path: Path) -> None:
    files = begun(tmp_path)
    checkpointed(files)
    backed_up(files)
    grow(files, 3)
    lines = files.journal.read_bytes().splitlines(keepends=True)
    files.journal.write_bytes(b"".join(lines[6:]))
    flip(files.checkpoint, 200)

    found = restored(files)

    assert found.best is not None
    assert (found.best.revision, found.lost, found.best.first) == (9, (), 1)
    assert place(files) == "place 9"


def test_a_flaw_before_a_sound_checkpoint_costs_only_history(tmp_path: Path) -> None:
    files = begun(tmp_path)
    checkpointed(files)
    grow(files, 1)
    flip_line(files, 4)

    found = restored(files)

    assert found.best is not None
    assert (found.best.revision, found.best.first, found.lost) == (7, 5, ())
    assert place(files) == "place 7"
    assert list(tmp_path.glob("ledger.journal.damaged-*"))


def test_a_flaw_in_the_history_is_mended_from_a_backup(tmp_path: Path) -> None:
    files = begun(tmp_path)
    checkpointed(files)
    backed_up(files)
    flip_line(files, 4)

    found = restored(files)

    assert found.best is not None
    assert (found.best.first, found.lost) == (1, ())


def test_what_was_saved_and_cannot_come_back_is_told_with_its_number(tmp_path: Path) -> None:
    files = begun(tmp_path)
    flip_line(files, 6)

    found = restored(files)

    assert found.best is not None
    assert found.best.revision == 5
    assert [(one.revision, one.what, one.is_certain) for one in found.lost] == [
        (6, "note 1 'draft sent'", False)
    ]
    assert place(files) == "place 5"


def test_lines_behind_a_lost_one_are_told_for_certain(tmp_path: Path) -> None:
    files = begun(tmp_path)
    flip_line(files, 4)

    found = search(files)

    assert found.best is not None
    assert found.best.revision == 3
    assert [(one.revision, one.is_certain) for one in found.lost] == [
        (4, False),
        (5, True),
        (6, True),
    ]


def test_a_line_end_that_became_something_else_costs_nothing(tmp_path: Path) -> None:
    files = begun(tmp_path)
    flip(files.journal, files.journal.read_bytes().index(b"\n"))

    found = restored(files)

    assert found.best is not None
    assert (found.best.revision, found.lost) == (6, ())


def test_a_line_broken_in_two_is_one_lost_change(tmp_path: Path) -> None:
    files = begun(tmp_path)
    text = files.journal.read_bytes()
    files.journal.write_bytes(text[:-60] + b"\n" + text[-59:])

    assert [one.revision for one in search(files).lost] == [6]


def test_without_its_journal_a_ledger_is_what_the_checkpoint_says(tmp_path: Path) -> None:
    files = begun(tmp_path)
    checkpointed(files)
    grow(files, 2)
    files.journal.unlink()

    found = restored(files)

    assert found.best is not None
    assert (found.best.revision, found.best.first) == (6, 7)
    assert not found.is_end_known
    assert place(files) == "place 6"


def test_a_backup_alone_brings_the_ledger_back(tmp_path: Path) -> None:
    files = begun(tmp_path)
    backed_up(files)
    grow(files, 1)
    flip(files.checkpoint, 200)
    flip(files.journal, 20)

    found = restored(files)

    assert found.best is not None
    assert found.best.revision == 7
    assert place(files) == "place 7"


def test_deleted_files_come_back_from_the_newest_backup(tmp_path: Path) -> None:
    files = begun(tmp_path)
    backed_up(files, 20)
    grow(files, 1)
    backed_up(files, 21)
    files.checkpoint.unlink()
    files.journal.unlink()

    found = restored(files)

    assert found.best is not None
    assert found.best.revision == 7
    assert not found.is_end_known


def test_a_damaged_backup_is_passed_over(tmp_path: Path) -> None:
    files = begun(tmp_path)
    backed_up(files, 20)
    newer = backed_up(files, 21)
    newer.path.write_bytes(newer.path.read_bytes()[:300])
    files.checkpoint.unlink()
    files.journal.unlink()

    assert restored(files).best is not None
    assert place(files) == "place 6"


def test_where_everything_is_destroyed_nothing_is_made_up(tmp_path: Path) -> None:
    files = begun(tmp_path)
    flip(files.checkpoint, 200)
    flip_line(files, 1)
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path != files.lock}

    found = search(files)
    with pytest.raises(LedgerDamaged):
        restored(files)

    assert found.best is None
    assert [one.revision for one in found.lost] == [1, 2, 3, 4, 5, 6]
    assert {path: path.read_bytes() for path in before} == before


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert search(Files.of(tmp_path / "ledger.json")).best is None


def test_numbers_that_lost_changes_gave_out_stay_given(tmp_path: Path) -> None:
    files = begun(tmp_path)
    store = opened(files)
    lost = [store.agreements.add(Draft(title=f"lost {n}")).id for n in range(3)]
    flip_line(files, 7)

    restored(files)

    assert opened(files).agreements.last_id > max(lost)
    assert min(a.id for a in opened(files).agreements.search(as_of=TODAY)) == 1


def test_an_old_copy_of_a_record_is_no_newest_after_restoring(tmp_path: Path) -> None:
    files = begun(tmp_path)
    stale = opened(files).agreements.get(1)
    flip_line(files, 5)

    restored(files)

    assert opened(files).agreements.get(1).version > stale.version


def test_a_backup_tells_its_own_state_and_no_other(tmp_path: Path) -> None:
    files = begun(tmp_path)
    made = backed_up(files)
    grow(files, 2)

    held = kept_in(made.path)

    assert (held.revision, held.first, len(held.records())) == (6, 1, 2)


def test_damage_is_told_with_what_can_be_brought_back(tmp_path: Path) -> None:
    files = begun(tmp_path)
    flip_line(files, 6)

    told = rescue.informed(
        LedgerDamaged(files.journal, "line", "6"), files.checkpoint, "dealtrack restore"
    )

    assert told.newest is not None
    assert (told.newest.revision, told.newest.lost) == (5, (6,))
    assert "Revision 6 is lost." in str(told)


def test_a_search_that_fails_does_not_hide_the_damage(tmp_path: Path) -> None:
    damage = LedgerDamaged(tmp_path / "ledger.json", "checksum")

    assert rescue.informed(damage, tmp_path / "\0", "dealtrack restore") is damage


# The law: whatever is damaged, what any byte still determines is found.

damages = st.lists(
    st.tuples(
        st.sampled_from(["checkpoint", "journal", "backup"]),
        st.sampled_from(["flip", "cut", "delete"]),
        st.floats(0, 0.999),
    ),
    max_size=3,
)
ledgers = st.tuples(st.integers(1, 4), st.booleans(), st.booleans(), st.integers(0, 4))


@settings(max_examples=60, deadline=None)
@given(shape=ledgers, damages=damages, seed=st.integers(0, 2**16))
def test_the_highest_revision_that_anything_determines_is_found(
    shape: tuple[int, bool, bool, int], damages: list[tuple[str, str, float]], seed: int
) -> None:
    with TemporaryDirectory() as folder:
        files, states = _a_ledger(Path(folder), *shape)
        for which, how, where in damages:
            _damage(files, which, how, where, random.Random(seed))

        expected = _determined(files)
        found = search(files)

        assert (found.best.revision if found.best else 0) == expected
        if found.best:
            titles = {r.ref: (r.title, getattr(r, "place", "")) for r in found.best.records()}
            assert titles == states[expected]
            restored(files)


State = dict[str, tuple[str, str]]


def _a_ledger(
    folder: Path, first: int, is_checkpointed: bool, has_backup: bool, more: int
) -> tuple[Files, dict[int, State]]:
    files = Files.of(folder / "ledger.json")
    states: dict[int, State] = {0: {}}

    def go_on(count: int) -> None:
        for _ in range(count):
            grow(files, 1)
            found = opened(files).agreements.search(as_of=TODAY)
            states[len(states)] = {a.ref: (a.title, a.place) for a in found}

    go_on(first)
    if is_checkpointed:
        checkpointed(files)
    if has_backup:
        backed_up(files)
    go_on(more)
    return files, states


def _damage(files: Files, which: str, how: str, where: float, chance: random.Random) -> None:
    paths = {"checkpoint": files.checkpoint, "journal": files.journal}
    path = paths.get(which) or next(iter(files.backups.glob("*.zip")), files.backups)
    if not path.is_file() or not (size := path.stat().st_size):
        return
    if how == "delete":
        path.unlink()
    elif how == "cut":
        path.write_bytes(path.read_bytes()[: int(where * size)])
    else:
        flip(path, int(where * size), 1 << chance.randrange(8))


def _determined(files: Files) -> int:
    """Return the highest revision that a checkpoint and an unbroken run of lines reach.

    Written without the program's own reader: lines are told by their checksums.
    """
    import json
    import zlib

    texts = [(files.checkpoint, files.journal)]
    pairs = [tuple(p.read_bytes() if p.exists() else b"" for p in pair) for pair in texts]
    for path in files.backups.glob("*.zip"):
        try:
            with archive.opened(path) as found:
                pairs.append(
                    tuple(_member(found, n) for n in ("ledger.json", "ledger.journal"))
                )
        except Exception:  # noqa: BLE001, S112 -- any fault makes the file useless
            continue
    starts = {(0, "")}
    lines = {}
    for whole, text in pairs:
        zeroed = whole[:29] + b"0" * 8 + whole[37:]
        if whole and b"%08x" % zlib.crc32(zeroed) == whole[29:37]:
            meta = json.loads(whole)["_meta"]["1"]
            starts.add((meta["revision"], meta["journal"]["last"]))
        for begin in range(len(text)):
            if not text.startswith(b'{"revision":', begin):
                continue
            body, mark, rest = text[begin:].partition(b',"sum":"')
            if mark and rest[8:10] == b'"}' and b"%08x" % zlib.crc32(body) == rest[:8]:
                says = json.loads(body + b"}")
                lines[says["revision"], says["previous"]] = rest[:8].decode()
    best = 0
    for revision, last in starts:
        while following := lines.get((revision + 1, last)):
            revision, last = revision + 1, following  # noqa: PLW2901
        best = max(best, revision)
    return best


def _member(found: archive.Archive, name: str) -> bytes:
    try:
        return found.text(name)
    except Exception:  # noqa: BLE001 -- a member that cannot be read tells nothing
        return b""


def test_the_law_is_not_empty(tmp_path: Path) -> None:
    files = begun(tmp_path)
    flip(files.checkpoint, 100)

    assert is_damaged(files)
    assert _determined(files) == 6
    assert isinstance(NOW, datetime)
    restored(files)
    check_whole(files)


def test_a_journal_of_another_ledger_is_told_and_nothing_of_its_own_goes(
    tmp_path: Path,
) -> None:
    files, others = begun(tmp_path / "own"), begun(tmp_path / "other", 9)
    checkpointed(files)
    own = files.checkpoint.read_bytes()
    files.journal.write_bytes(others.journal.read_bytes())

    found = restored(files)

    assert found.apart == ("ledger.json",)
    kept = [path.read_bytes() for path in files.checkpoint.parent.glob("*.damaged-*")]
    assert kept == [own]


def test_a_checkpoint_of_another_ledger_is_told_and_kept(tmp_path: Path) -> None:
    files, others = begun(tmp_path / "own"), begun(tmp_path / "other", 4)
    checkpointed(others)
    foreign = others.checkpoint.read_bytes()
    files.checkpoint.write_bytes(foreign)

    found = restored(files)

    assert found.best is not None
    assert (found.best.revision, found.apart) == (6, ("ledger.json",))
    kept = [path.read_bytes() for path in files.checkpoint.parent.glob("*.damaged-*")]
    assert kept == [foreign]


def test_a_journal_of_another_ledger_that_went_as_far_is_told(tmp_path: Path) -> None:
    files, others = begun(tmp_path / "own"), begun(tmp_path / "other")
    checkpointed(files)
    files.journal.write_bytes(others.journal.read_bytes())

    assert search(files).apart == ("ledger.journal",)


def test_a_backup_tells_that_a_journal_is_of_another_ledger(tmp_path: Path) -> None:
    files, others = begun(tmp_path / "own"), begun(tmp_path / "other", 9)
    backup = backed_up(files)
    files.checkpoint.unlink()
    files.journal.write_bytes(others.journal.read_bytes())

    assert search(files).apart == (backup.path.name,)


def test_backups_of_the_same_ledger_are_not_apart(tmp_path: Path) -> None:
    files = begun(tmp_path)
    backed_up(files, 20)
    grow(files, 2)
    checkpointed(files)
    backed_up(files, 21)
    grow(files, 2)
    flip_line(files, 3)

    assert search(files, whole=True).apart == ()


def test_half_a_line_at_the_end_may_have_been_a_change(tmp_path: Path) -> None:
    files = begun(tmp_path)
    files.journal.write_bytes(files.journal.read_bytes()[:-30])
    flip(files.checkpoint, 200)

    found = restored(files)

    assert found.best is not None
    assert (found.best.revision, found.lost, found.is_end_known) == (5, (), False)

"""What restoring changes, told before it is done."""

from datetime import datetime

from dealtrack.report.backups import BackupLine, list_up, say_size
from dealtrack.report.page import Facts, Note, Table
from dealtrack.report.restoring import (
    Difference,
    LostChange,
    Restoring,
    Told,
    compare,
    count,
)
from tests.builders import a_trip, an_agreement, changed

SAVED = datetime(2026, 11, 22, 9, 0)
THEN = Told(revision=6, saved=SAVED, agreements=2, trips=1)


def notes(report: Restoring) -> list[str]:
    return [block.text for block in report.page().blocks if isinstance(block, Note)]


def test_records_come_back_change_or_go() -> None:
    kept, trip = an_agreement(1), a_trip(1)
    edited = changed(kept, title="Edited", version=9)

    found = compare([edited, an_agreement(3)], [kept, an_agreement(2), trip])

    assert [(one.what, one.ref, one.fields) for one in found] == [
        ("new", "2", ()),
        ("new", "T1", ()),
        ("changed", "1", ("title",)),
        ("gone", "3", ()),
    ]


def test_a_newer_version_alone_is_no_difference() -> None:
    kept = an_agreement(1)

    assert compare([changed(kept, version=9, last_number=4)], [kept]) == ()


def test_a_state_is_told_in_figures() -> None:
    assert count(6, SAVED, [an_agreement(1), an_agreement(2), a_trip(1)]) == THEN
    assert THEN.said == "revision 6 · 2026-11-22 09:00 · 2 agreements · 1 trip"


def test_what_is_whole_says_so() -> None:
    report = Restoring(standing="damaged", now=None, then=THEN)

    assert notes(report) == ["Nothing that was saved is lost."]
    assert not [block for block in report.page().blocks if isinstance(block, Table)]


def test_what_is_lost_is_named_and_nothing_is_promised() -> None:
    lost = (
        LostChange(
            revision=7, at="2026-11-22 10:00", by="Li", what="done 1.1", is_certain=True
        ),
        LostChange(revision=8, what="done 1.2"),
        LostChange(revision=9),
    )
    report = Restoring(standing="damaged", now=None, then=THEN, lost=lost, is_end_known=False)

    table = next(block for block in report.page().blocks if isinstance(block, Table))

    assert [row[3] for row in table.rows] == [
        "dealtrack done 1.1",
        "dealtrack done 1.2 (from a damaged line)",
        "not known",
    ]
    assert notes(report) == [
        "3 changes were saved and cannot be brought back:",
        "The journal's end is gone: what was saved after this, if anything, is lost.",
    ]


def test_a_gap_in_the_history_and_missing_files_are_told() -> None:
    report = Restoring(
        standing="damaged", now=None, then=THEN, first_revision=5, missing=("a-letter.pdf",)
    )

    assert notes(report)[1:] == [
        "The history begins with revision 5: the changes before are not known.",
        "1 attachment is missing:\na-letter.pdf",
    ]


def test_a_sound_ledger_shows_both_states_and_every_difference() -> None:
    report = Restoring(
        standing="sound",
        now=Told(revision=9, saved=SAVED, agreements=1, trips=1),
        then=THEN,
        source="/stick/ledger.zip",
        differences=(Difference(what="gone", ref="3", title="协议"),),
    )
    facts, table = report.page().blocks

    assert isinstance(facts, Facts)
    assert [name for name, _ in facts.pairs] == ["Now", "After restoring", "From"]
    assert isinstance(table, Table)
    assert table.rows == (("3", "goes", "协议"),)


def test_a_size_is_told_in_two_or_three_digits() -> None:
    sizes = [say_size(n) for n in (1, 999, 1_000, 12_345, 999_499, 999_999, 1_500_000_000)]

    assert sizes == ["1 byte", "999 bytes", "1.0 kB", "12 kB", "999 kB", "1.0 MB", "1.5 GB"]


def test_backups_are_listed_with_why_they_were_made() -> None:
    report = list_up(
        "backups",
        [
            BackupLine(
                name="2026-11-22T09:00:00",
                file="ledger-2026-11-22T090000.zip",
                is_sound=True,
                reason="first write of the day",
                revision=6,
                size=1_300,
            ),
            BackupLine(name="2026-11-21T09:00:00", file="x.zip", is_sound=False),
        ],
    )
    [table] = report.page().blocks

    assert isinstance(table, Table)
    assert table.rows[0][:3] == ("2026-11-22T09:00:00", "first change of the day", 6)
    assert table.rows[1][2:] == (None, None, None, None)
    assert "restore --from 2026-11-22T09:00:00 --dry-run" in report.page().hint

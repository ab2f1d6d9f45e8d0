"""What is measured is a ledger like any other, and what is printed says what was measured."""

from datetime import date
from pathlib import Path

import pytest
from benchmarks import __main__ as benchmarks
from benchmarks import peers
from benchmarks.goals import Figures, Goal, goals
from benchmarks.ledgers import (
    AGREEMENTS_TO_A_TRIP,
    OF_A_FILE,
    TODAY,
    make,
    write,
    write_trip_file,
)
from benchmarks.timing import Result

from dealtrack.exchange import trip
from dealtrack.model.rules import find_problems
from dealtrack.store.opening import open_store

SIZE = 2 * AGREEMENTS_TO_A_TRIP


def test_a_ledger_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.json", "other.json")]
    for path in paths:
        write(make(SIZE), path)

    for ending in (".json", ".journal"):
        one, other = (path.with_suffix(ending).read_bytes() for path in paths)
        assert one == other


def test_the_store_reads_what_was_made_and_goes_on_from_there(tmp_path: Path) -> None:
    ledger = make(SIZE)
    write(ledger, tmp_path / "ledger.json")

    with open_store(str(tmp_path / "ledger.json")) as store:
        assert tuple(store.agreements.search(as_of=TODAY)) == ledger.agreements
        assert tuple(store.trips.search(as_of=TODAY)) == ledger.trips
        assert store.agreements.save(store.agreements.get(1)).version == 2
        assert len(store.history("1")) == 2


def test_every_record_keeps_the_rules_and_points_to_a_trip() -> None:
    ledger = make(SIZE)

    assert not [
        p for record in (*ledger.agreements, *ledger.trips) for p in find_problems(record)
    ]
    assert {a.trip for a in ledger.agreements} == {t.id for t in ledger.trips}


def test_of_three_follow_ups_the_last_is_open_and_few_are_overdue() -> None:
    agreements = make(400).agreements

    assert all(len(a.follow_ups) == 3 and a.follow_ups[2].is_open(TODAY) for a in agreements)
    late = [f for a in agreements for f in a.follow_ups if f.is_overdue(TODAY)]
    assert 0.01 < len(late) / len(agreements) < 0.1


def test_a_trip_file_brings_agreements_and_each_brings_others(tmp_path: Path) -> None:
    harvests = []
    for number in (0, 1):
        write_trip_file(number, tmp_path / "trip.toml")
        text = (tmp_path / "trip.toml").read_text(encoding="utf-8")
        harvests.append(trip.read(text, TODAY))

    one, other = ({draft.title for draft in found.agreements} for found in harvests)
    assert [len(found.agreements) for found in harvests] == [OF_A_FILE, OF_A_FILE]
    assert not any(found.problems for found in harvests)
    assert not one & other


def test_other_programs_get_the_same_tasks_around_today() -> None:
    tasks = peers.tasks(SIZE)

    assert len(tasks) == 3 * SIZE
    assert any(task.due < date.today() and not task.is_done for task in tasks)
    assert any(task.due > date.today() for task in tasks)


def test_the_tables_are_printed_with_a_line_for_each_command_and_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks", "--sizes", str(SIZE), "--rounds", "1"])
    monkeypatch.setattr(benchmarks, "LONG_LIST", SIZE)
    monkeypatch.setattr(benchmarks, "TABLE", 200)
    monkeypatch.setattr(peers, "program", lambda peer: None)

    benchmarks.main()

    lines = capsys.readouterr().out.splitlines()
    commands = {line.split(" | ")[1] for line in lines if line.startswith("| 40 | ")}
    assert {"overdue", "show on a terminal", "undo", "log FILE of 100"} <= commands
    assert sum("not installed" in line for line in lines) == len(peers.PEERS)
    (log,) = (line for line in lines if line.startswith("| 40 | log |"))
    assert 0.1 < float(log.split("|")[-2]) < 2  # KiB: a title, and what the journal adds
    assert any(line.startswith("| --version ×") for line in lines)
    assert {"| a table of 200 rows", "| a register of 200 rows"} <= {
        line.partition(" | ")[0] for line in lines
    }


def measured(size: int, name: str, seconds: float, ratio: float = 1.0) -> tuple[int, Result]:
    return size, Result(name, seconds, ratio, 60e6, 400.0)


def verdicts(figures: Figures) -> dict[str, Goal]:
    return {goal.what: goal for goal in goals(figures)}


def test_a_goal_is_met_or_not_or_was_not_measured() -> None:
    figures = Figures()
    for size, result in (
        measured(1_000, "overdue", 0.12, 1.2),
        measured(100_000, "overdue", 0.18, 1.8),
        measured(100_000, "overdue without an index", 0.9),
    ):
        figures.enter(size, result)
    figures.weights[100_000] = 30_000_000
    figures.peers[100_000, "Taskwarrior"] = {"overdue": 2.7}

    found = verdicts(figures)

    assert found["overdue, at 1,000 × bare app with a table"].verdict == "met"
    assert found["overdue at 100,000 × at 1,000"] == Goal(
        "overdue at 100,000 × at 1,000", "≤ 1.3", "1.50", "not met"
    )
    assert found["overdue at 100,000 faster than Taskwarrior"].measured == "15.00"
    assert found["overdue at 100,000 without the index, s"].verdict == "met"
    assert found["the same, memory × file"].measured == "2.00"
    assert found["agenda at 100,000 × at 1,000"].verdict == "not measured"

"""The ledgers that are measured are ledgers: whole, sound, and the same every time."""

from pathlib import Path

from benchmarks.ledgers import AGREEMENTS_TO_A_TRIP, TODAY, make, write

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

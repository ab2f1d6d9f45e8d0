"""Commands read the records of their answer, and no others, of a ledger with an index."""

import json
from collections import Counter
from typing import Any

import pytest
from benchmarks import ledgers

from dealtrack.store.index import Indexed
from dealtrack.store.latest import INDEXED_FROM
from tests.cli.home import Home

LEDGER = ledgers.make(max(INDEXED_FROM, 1_000))
BLOCKED = sum(
    any(
        one.solver and not one.solved
        for one in (*record.problems, *(p for f in record.follow_ups for p in f.problems))
    )
    for record in (*LEDGER.agreements, *LEDGER.trips)
)
"""How many records have a problem that somebody must solve: only these are read."""
TITLE = LEDGER.agreements[16].title


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home large enough for an index, with it, to be read only."""
    home = Home(tmp_path_factory.mktemp("large"))
    home.ledger.parent.mkdir()
    ledgers.write(LEDGER, home.ledger)
    assert home.run("note", "200", "The first change makes the index").code == 0
    assert home.ledger.with_suffix(".index").exists()
    return home


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """Where the records lie that were read since, in the checkpoint or in the index."""
    found: Counter[int] = Counter()
    record = Indexed._record

    def counted(self: Indexed, start: int, *more: Any) -> Any:
        found[start] += 1
        return record(self, start, *more)

    monkeypatch.setattr(Indexed, "_record", counted)
    return found


def company() -> str:
    """Return the name of a company that is party to few agreements."""
    names = Counter(p.name for a in LEDGER.agreements for p in a.parties if p.side == "theirs")
    return min(names, key=lambda name: (names[name], name))


@pytest.mark.parametrize(
    ("words", "most"),
    [
        (("show", "17"), 2),  # with its trip
        (
            ("show", TITLE),
            1 + sum(TITLE in a.title for a in LEDGER.agreements),
        ),  # all of that title, a trip
        (("timeline", "17"), 1),
        (("show", "T3"), 21),
        (("trip", "show", "T3"), 21),
        (("overdue", "--limit", "5"), 5),
        (("agenda", "--limit", "5"), 5),
        (("remind", "--dry-run"), BLOCKED),
        (("sectors",), 0),
        (("show", "999"), 3),
        (("party", "show", company()), 30),
        (("brief", company()), 30),
        (("trips", "--limit", "2"), 60),  # with their agreements; in order, some are read ahead
    ],
    ids=str,
)
def test_a_command_reads_no_more_than_it_shows(
    large: Home, read: Counter[int], words: tuple[str, ...], most: int
) -> None:
    large.run(*words)

    assert len(read) <= most


def test_a_month_reads_what_it_lists(large: Home, read: Counter[int]) -> None:
    month = json.loads(large.run("month", "--json").out)

    supervision, on_time = month["supervision"], month["supervision"]["on_time"]
    tasks = [*supervision["overdue"], *month["ahead"]["tasks"]]
    refs = [task["ref"] for task in tasks]
    refs += on_time["on_time"] + on_time["late"] + on_time["pending"]
    a_few = 40  # moved this month, and came no further
    assert len(read) <= len({ref.split(".")[0] for ref in refs}) + a_few


def test_a_change_reads_the_record_that_it_changes(large: Home, read: Counter[int]) -> None:
    large.run("note", "17", "Something new")

    assert len(read) <= 2  # as it was and as it is

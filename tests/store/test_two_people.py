"""Two people change a ledger in whatever way: in a file and in a database alike."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from dealtrack.errors import DealtrackError
from dealtrack.model import Agreement
from dealtrack.store.base import Store
from tests.builders import TODAY, a_draft, a_follow_up, a_slip, a_target, a_trip_draft
from tests.cli.hostile import plain
from tests.postgres.offices import Office
from tests.store.conftest import opening

PEOPLE = ("Li", "Wang")
TRIES = int(os.environ.get("DEALTRACK_LAW", "0"))

people = st.sampled_from(PEOPLE)
titles = st.sampled_from(["Port", "Cloud", "Fair", "港口"])
picks = st.integers(0, 5)

Place = Callable[[str], Store]
"""Opens a ledger for somebody."""


class TwoPeople(RuleBasedStateMachine):
    """Whatever is done is done to both ledgers; both say the same, and hold the same."""

    def __init__(self, file: Place, database: Place) -> None:
        super().__init__()
        self._open = ExitStack()
        self._stores = {
            who: [self._open.enter_context(place(who)) for place in (file, database)]
            for who in PEOPLE
        }
        self._seen: dict[str, list[list[Agreement]]] = {who: [[], []] for who in PEOPLE}

    def teardown(self) -> None:
        self._open.close()

    def _both(self, who: str, deed: Callable[[Store], Any]) -> None:
        """Do it to both; what comes back or is refused must be the same."""
        file, database = (_outcome(deed, store) for store in self._stores[who])
        assert file == database

    @rule(who=people, title=titles, tasks=st.integers(0, 2))
    def log(self, who: str, title: str, tasks: int) -> None:
        draft = a_draft(title=title, follow_ups=(a_follow_up(),) * tasks)
        self._both(who, lambda store: store.agreements.add(draft))

    @rule(who=people, title=titles)
    def travel(self, who: str, title: str) -> None:
        self._both(who, lambda store: store.trips.add(a_trip_draft(title=title)))

    @rule(who=people)
    def look(self, who: str) -> None:
        """Read all records; what somebody changes is what was read last."""
        self._seen[who] = [s.agreements.search(as_of=TODAY) for s in self._stores[who]]

    @precondition(lambda self: any(seen[0] for seen in self._seen.values()))
    @rule(who=people, pick=picks, title=titles)
    def rename(self, who: str, pick: int, title: str) -> None:
        """Save a record as it was read, which may be some time ago."""
        if not self._seen[who][0]:
            return
        read = iter([seen[pick % len(seen)] for seen in self._seen[who]])
        self._both(who, lambda store: store.agreements.save(replace(next(read), title=title)))

    @rule(who=people, title=titles)
    def rename_all(self, who: str, title: str) -> None:
        """Change all of them in one transaction, and ask in its midst."""
        self._both(who, lambda store: _renamed(store, title))

    @rule(who=people, pick=picks)
    def fail(self, who: str, pick: int) -> None:
        """Leave a transaction in its midst: nothing of it stays."""
        self._both(who, lambda store: _failed(store, pick + 1))

    @rule(who=people, pick=picks)
    def remove(self, who: str, pick: int) -> None:
        self._both(who, lambda store: store.agreements.remove(pick + 1))

    @rule(who=people, year=st.sampled_from([2025, 2026]), title=titles)
    def issue(self, who: str, year: int, title: str) -> None:
        self._both(who, lambda store: store.slips.add(a_slip(year=year, title=title)))

    @rule(who=people, year=st.sampled_from([2025, 2026]))
    def aim(self, who: str, year: int) -> None:
        self._both(who, lambda store: store.targets.add(a_target(year=year)))

    @rule(who=people, steps=st.integers(1, 3))
    def undo(self, who: str, steps: int) -> None:
        self._both(who, lambda store: _told(store.undo(steps, force=True)))

    @rule(who=people, steps=st.integers(1, 3))
    def redo(self, who: str, steps: int) -> None:
        self._both(who, lambda store: _told(store.redo(steps, force=True)))

    @invariant()
    def both_hold_the_same(self) -> None:
        file, database = (_held(store) for store in self._stores["Li"])
        assert file == database


def _renamed(store: Store, title: str) -> list[Agreement]:
    with store.transaction():
        for record in store.agreements.search(as_of=TODAY):
            store.agreements.save(replace(record, title=title))
            assert store.agreements.get(record.id).title == title
        return store.agreements.search(as_of=TODAY)


def _failed(store: Store, id_: int) -> None:
    with store.transaction():
        store.agreements.save(replace(store.agreements.get(id_), title="half"))
        assert store.agreements.search(as_of=TODAY)
        store.agreements.remove(10**6)


def _outcome(deed: Callable[[Store], Any], store: Store) -> Any:
    try:
        return _bare(plain(deed(store)))
    except DealtrackError as error:
        return type(error).__name__, str(error).partition(" at ")[0]


def _held(store: Store) -> Any:
    """Return all that a ledger holds and tells of its past, without uids and moments."""
    kept: list[Any] = [
        *store.agreements.search(as_of=TODAY),
        *store.trips.search(as_of=TODAY),
        *(*store.slips, *store.targets),
    ]
    entries = [entry.ref for entry in store.agreements.entries(as_of=TODAY)]
    return [_bare(plain(one)) for one in kept], entries, store.revision, _told(store.lately())


def _told(steps: list[Any]) -> list[Any]:
    return [
        (s.revision, s.by, s.undoes, s.redoes, [_bare(plain(c)) for c in s.changes])
        for s in steps
    ]


def _bare(value: Any) -> Any:
    match value:
        case dict():
            return {k: _bare(v) for k, v in value.items() if k != "uid"}
        case list() | tuple():
            return [_bare(part) for part in value]
    return value


def _tried(file: Iterator[Place], database: Iterator[Place], times: int) -> None:
    class Here(TwoPeople):
        def __init__(self) -> None:
            super().__init__(next(file), next(database))

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=TRIES or times,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _opened(kind: str, place: str, who: str) -> Store:
    return opening[kind](place, who, "")


def _places(kind: str, folder: Path) -> Iterator[Place]:
    """Yield one new ledger after the other."""
    for number in count(1):
        path = str(folder / f"{kind}{number}" / "ledger.json")
        Path(path).parent.mkdir()
        yield partial(_opened, kind, path)


def test_two_people_change_a_database_as_they_would_a_file(tmp_path: Path) -> None:
    _tried(_places("tiny", tmp_path), _places("sqlite", tmp_path), 25)


def test_two_people_change_a_server_as_they_would_a_file(
    tmp_path: Path, office: str, the_office: Office
) -> None:
    def servers() -> Iterator[Place]:
        while True:
            yield partial(_opened, "postgresql", the_office.emptied())

    assert office
    _tried(_places("tiny", tmp_path), servers(), 6)

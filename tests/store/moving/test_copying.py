"""A ledger moved between files and servers is the same ledger."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.errors import (
    CannotRead,
    CannotWrite,
    CopyDiffers,
    CopyUnfinished,
    TablesDiffer,
    WrongUse,
)
from dealtrack.model import Draft, Kept
from dealtrack.store.disk.files import Files
from dealtrack.store.moving import copying, loading
from dealtrack.store.moving.filed import FileSource
from dealtrack.store.moving.served import ledger_on
from dealtrack.store.server import marker
from dealtrack.store.server.server import Server
from dealtrack.store.server.store import SqlStore, connect
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.tiny import TinyStore
from tests import strategies
from tests.builders import TODAY
from tests.postgres.server import Server as PostgreSQL
from tests.store.lite import LiteServer
from tests.store.moving.histories import begun, enter, stored

Made = tuple[Server, str]


def unseen(_done: float) -> None: ...


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return begun(tmp_path / "home" / "ledger.json")


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """An empty database; on PostgreSQL the tables of an empty ledger are there."""
    if request.param == "sqlite":
        found: Server = LiteServer(tmp_path / "server.db")
    else:
        found = connect(f"postgresql://Li@{request.getfixturevalue('office')}")
    yield found
    found.close()


def into(server: Server, ledger: Path) -> copying.Moved:
    source = FileSource(Files.of(ledger))
    return copying.to_server(source, server, (str(ledger), server.place), unseen)


def back(server: Server, ledger: Path) -> Path:
    copying.to_files(ledger_on(server), str(ledger), unseen)
    return ledger


def test_there_and_back_it_is_the_same(source: Path, server: Server, tmp_path: Path) -> None:
    made = into(server, source)

    assert stored(back(server, tmp_path / "new" / "ledger.json")) == stored(source)
    assert made.revision == 10
    assert made.counts == ({**made.counts.records, "agreements": 1, "trips": 1}, 10, 1)


def test_what_was_done_before_can_be_undone_and_looked_up_there(
    source: Path, server: Server
) -> None:
    into(server, source)

    with TinyStore(source) as here, SqlStore(server, author="王芳") as there:
        assert there.history("1") == here.history("1")
        assert there.lately() == here.lately()
        day = here.lately()[0].at.date()
        assert there.as_entered("1", day) == here.as_entered("1", day)
        assert there.undo(2, force=True) == here.undo(2)
        assert there.agreements.search(as_of=TODAY) == here.agreements.search(as_of=TODAY)


def test_ids_do_not_come_back_there(source: Path, server: Server) -> None:
    into(server, source)

    with SqlStore(server) as store:
        assert store.agreements.add(Draft(title="Next")).id == 4
        assert store.trips.last_id == 1


def drawn_into(ledger: Path, drawn: list[list[Kept]]) -> None:
    """Write *drawn* records, with something undone and brought back in between."""
    with TinyStore(ledger, author="Li") as store:
        enter(store, drawn[0])
        if drawn[0]:
            store.undo()
            store.redo()
        enter(store, [moved for one in drawn[1:] for moved in _under_new_ids(one)])


SLOWLY = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
DRAWN = st.lists(strategies.ledgers(), min_size=1, max_size=2).filter(any)


@settings(SLOWLY, max_examples=25)
@given(DRAWN)
def test_any_ledger_is_the_same_there_and_back(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[list[Kept]]
) -> None:
    folder = tmp_path_factory.mktemp("moved")
    ledger = folder / "home" / "ledger.json"
    drawn_into(ledger, drawn)
    with closing(LiteServer(folder / "server.db")) as server:
        into(server, ledger)

        assert stored(back(server, folder / "new" / "ledger.json")) == stored(ledger)


@settings(SLOWLY, max_examples=8)
@given(DRAWN)
def test_any_ledger_is_the_same_on_postgresql_and_back(
    tmp_path_factory: pytest.TempPathFactory,
    postgres: PostgreSQL,
    office: str,
    drawn: list[list[Kept]],
) -> None:
    folder = tmp_path_factory.mktemp("moved")
    ledger = folder / "home" / "ledger.json"
    drawn_into(ledger, drawn)
    postgres.ask("DROP SCHEMA dealtrack CASCADE", database=office.rpartition("/")[2])
    with closing(connect(f"postgresql://Li@{office}")) as server:
        into(server, ledger)

        assert stored(back(server, folder / "new" / "ledger.json")) == stored(ledger)


def _under_new_ids(records: list[Kept]) -> list[Kept]:
    return [replace(one, id=one.id + 10, uid=f"{one.uid[:-2]}ff") for one in records]


class _Stop(Exception):  # noqa: N818
    pass


def broken_off(server: Server, ledger: Path, after: int) -> None:
    """Copy until *after* steps are done, and break off in the middle of a batch."""
    source = FileSource(Files.of(ledger))
    target = loading.begin(server, source, (str(ledger), server.place))
    left = after

    def step(_n: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise _Stop

    with pytest.raises(_Stop):
        target.take(source, step)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_copy_that_was_broken_off_goes_on(
    source: Path, server: Server, tmp_path: Path, after: int
) -> None:
    broken_off(server, source, after)
    with pytest.raises(CopyUnfinished, match=r"ledger copy .*ledger\.json"):
        _ = SqlStore(server).revision

    into(server, source)

    assert stored(back(server, tmp_path / "new" / "ledger.json")) == stored(source)
    assert marker.read(server) is None


@pytest.mark.parametrize("after", [0, 2, 3])
def test_what_changed_meanwhile_is_taken_too(
    source: Path, server: Server, tmp_path: Path, after: int
) -> None:
    broken_off(server, source, after)
    with TinyStore(source) as store:
        store.agreements.remove(1)
        store.agreements.add(Draft(title="Later"))
        store.undo(3)

    into(server, source)

    assert stored(back(server, tmp_path / "new" / "ledger.json")) == stored(source)


def test_a_copy_goes_on_from_no_other_ledger(
    source: Path, server: Server, tmp_path: Path
) -> None:
    broken_off(server, source, 1)
    other = begun(tmp_path / "other" / "ledger.json", more=1)
    with TinyStore(other) as store:
        store.agreements.add(Draft(title="Other"))

    with pytest.raises(WrongUse, match="from another ledger"):
        into(server, other)

    loading.take_back(server)
    into(server, other)
    assert SqlStore(server).revision == 12


def test_a_copy_that_was_taken_back_leaves_nothing(source: Path, server: Server) -> None:
    broken_off(server, source, 2)

    loading.take_back(server)

    with SqlStore(server) as store:
        assert store.revision == 0
        assert store.agreements.add(Draft(title="First")).id == 1


def test_two_copies_never_mix(source: Path, server: Server) -> None:
    one = FileSource(Files.of(source))
    first = loading.begin(server, one, (str(source), server.place))
    second = loading.begin(server, one, (str(source), server.place))
    second.take(one, lambda _n: None)

    with pytest.raises(WrongUse, match="Somebody else is copying"):
        first.finish(one.revision)


def test_a_ledger_with_something_in_it_is_left_alone(source: Path, server: Server) -> None:
    with SqlStore(server) as store:
        store.agreements.add(Draft(title="Theirs"))

        with pytest.raises(WrongUse, match="There is a ledger"):
            into(server, source)

        assert [a.title for a in store.agreements.search(as_of=TODAY)] == ["Theirs"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE agreements SET document = '{}' WHERE id = 1", "1"),
        ("DELETE FROM trips", "T1"),
        ("UPDATE journal SET what = 'x' WHERE revision = 4", "revision 4"),
        ("DELETE FROM changes WHERE revision = 6", "revision 6"),
        ("UPDATE attachments SET content = x'00'", "minutes.txt"),
        ("UPDATE counters SET last = 9 WHERE name = 'trips'", "ids"),
    ],
)
def test_what_differs_is_named_and_nothing_is_a_ledger_then(
    source: Path, tmp_path: Path, change: str, what: str
) -> None:
    class Forgetful(LiteServer):
        def commit(self) -> None:
            super().commit()
            if self._db.execute("SELECT count(*) FROM counters").fetchone()[0]:
                self._db.execute(change)

    server = Forgetful(tmp_path / "server.db")

    with pytest.raises(CopyDiffers, match=what):
        into(server, source)

    with pytest.raises(CopyUnfinished):
        _ = SqlStore(server).revision


def test_what_a_later_dealtrack_has_put_there_is_refused(source: Path, tmp_path: Path) -> None:
    found = FileSource(Files.of(source))
    found._now.tables["weather"] = {"1": found._now.tables["trips"]["1"]}
    server = LiteServer(tmp_path / "server.db")

    with pytest.raises(WrongUse, match="weather"):
        copying.to_server(found, server, ("a", "b"), unseen)

    assert not server.has("copying")


def test_from_a_server_without_a_ledger_nothing_is_copied(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", database.split(":")[2].partition("@")[0])
    address = f"postgresql://postgres@{database.partition('@')[2]}"

    with pytest.raises(CannotRead, match="there is no ledger"):
        copying.copy(address, str(tmp_path / "new" / "ledger.json"))

    assert list(tmp_path.iterdir()) == []


def test_from_server_to_server(source: Path, office: str, tmp_path: Path) -> None:
    here = f"postgresql://Li@{office}"
    copying.copy(str(source), here)
    server = LiteServer(tmp_path / "other.db")
    with copying.connected(here, steady=True) as other:
        copying.to_server(ledger_on(other), server, (here, "there"), unseen)

    assert stored(back(server, tmp_path / "new" / "ledger.json")) == stored(source)


def test_progress_goes_up_to_the_end(source: Path, server: Server) -> None:
    told: list[float] = []
    found = FileSource(Files.of(source))
    copying.to_server(found, server, (str(source), server.place), told.append)

    assert told == sorted(told)
    assert told[-1] == 1.0


def test_tables_of_another_version_are_not_filled(source: Path, server: Server) -> None:
    with SqlStore(server) as store:
        store.ledger.prepare()
        server.run(Sql("UPDATE ledger SET layout = 'older'"))

        with pytest.raises(TablesDiffer):
            into(server, source)


@pytest.mark.parametrize("there", ["ledger.json", "letters.txt"])
def test_a_folder_that_holds_something_is_left_alone(
    source: Path, server: Server, tmp_path: Path, there: str
) -> None:
    into(server, source)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / there).write_text("mine")

    with pytest.raises(WrongUse, match="is not empty"):
        back(server, tmp_path / "new" / "ledger.json")

    assert [path.name for path in (tmp_path / "new").iterdir()] == [there]


def test_files_that_cannot_be_written_leave_nothing(
    source: Path, server: Server, tmp_path: Path
) -> None:
    into(server, source)
    server.run(Sql("DELETE FROM attachments"))
    server.run(Sql("INSERT INTO attachments VALUES (?, ?)", ("no/such/place", b"x")))

    with pytest.raises(CannotWrite):
        back(server, tmp_path / "new" / "ledger.json")

    assert {path.name for path in tmp_path.iterdir()} <= {"home", "server.db", "pgpass"} | {
        f"server.db-{more}" for more in ("shm", "wal")
    }

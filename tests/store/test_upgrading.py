"""Tables that another dealtrack made are brought up to date, all at once or not at all."""

import threading

import pytest

from dealtrack.errors import SaveUnknown, ServerUnreachable, TablesDiffer
from dealtrack.store.server import schema
from dealtrack.store.server.ledger import ServerLedger
from dealtrack.store.server.store import SqlStore, open_postgres
from dealtrack.store.sql.dialect import Sql
from tests.builders import TODAY, a_draft, a_follow_up, a_trip_draft
from tests.store.conftest import Opener

OLD = (
    'DROP TABLE "agreements_entries"',
    'CREATE TABLE "agreements_entries" ("id" bigint, "task" text)',
    'ALTER TABLE "agreements_records_days" ADD COLUMN "gone_since" text',
    "INSERT INTO \"agreements_entries\" VALUES (1, 'an entry of old')",
    'UPDATE "ledger" SET "format" = 0, "layout" = \'old\', "program" = \'0.0.1\'',
    'ALTER TABLE "journal" DROP COLUMN "redoes"',
)
STEPS = {0: ('ALTER TABLE "journal" ADD COLUMN "redoes" bigint NOT NULL DEFAULT 0',)}
"""What brings that format to the next one."""


@pytest.fixture
def old(office: str, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """A ledger on a server that an earlier dealtrack made, with two records in it."""
    with opened() as store:
        store.agreements.add(a_draft(follow_ups=(a_follow_up(),)))
        store.trips.add(a_trip_draft())
        ledger = _ledger(store)
        for text in OLD:
            ledger.server.run(Sql(text))
    monkeypatch.setattr(schema, "STEPS", STEPS)
    return opened


pytestmark = pytest.mark.parametrize("opened", ["postgresql"], indirect=True)


def _ledger(store: object) -> ServerLedger:
    assert isinstance(store, SqlStore)
    return store.ledger


def test_an_older_ledger_is_not_touched_before_its_upgrade(old: Opener) -> None:
    for deed in (
        lambda: old().agreements.search(as_of=TODAY),
        lambda: old().agreements.add(a_draft()),
    ):
        with pytest.raises(TablesDiffer, match=r"by dealtrack 0\.0\.1\.\n.*ledger upgrade"):
            deed()


def test_an_upgrade_brings_format_and_layout_up_to_date(old: Opener) -> None:
    shares = list(_ledger(old()).upgrade())

    assert shares == sorted(shares)
    assert shares[-1] == 1
    with old() as store:
        (found,) = store.agreements.search(as_of=TODAY)
        assert found.follow_ups
        assert len(store.agreements.entries(as_of=TODAY)) == 1
        assert len(store.trips.search(as_of=TODAY)) == 1
        assert store.revision == 2
        store.undo()


def test_an_upgrade_of_what_is_up_to_date_does_no_harm(opened: Opener) -> None:
    with opened() as store:
        known = store.agreements.add(a_draft())

        list(_ledger(store).upgrade())
        list(_ledger(store).upgrade())

        assert store.agreements.search(as_of=TODAY) == [known]


@pytest.mark.parametrize("how", ["cut", "abandoned"])
def test_after_an_upgrade_that_was_killed_half_way_the_old_ledger_is_there(
    old: Opener, how: str
) -> None:
    killed = _ledger(old())
    upgrade = killed.upgrade()
    next(upgrade)

    if how == "cut":
        backend = next(iter(killed.server.rows(Sql("SELECT pg_backend_pid()"))))[0]
        other = _ledger(old("Wang"))
        list(other.server.rows(Sql("SELECT pg_terminate_backend(?)", (backend,))))
        with pytest.raises((ServerUnreachable, SaveUnknown)):
            list(upgrade)
    else:
        del upgrade

    there = _ledger(old()).server
    assert list(there.rows(Sql('SELECT "task" FROM "agreements_entries"'))) == [
        ("an entry of old",)
    ]
    assert list(there.rows(Sql('SELECT "format", "layout" FROM "ledger"'))) == [(0, "old")]


def test_a_newer_ledger_is_left_alone(opened: Opener) -> None:
    with opened() as store:
        store.agreements.add(a_draft())
        server = _ledger(store).server
        server.run(Sql('UPDATE "ledger" SET "program" = \'99.0\', "format" = 99'))

    with pytest.raises(TablesDiffer, match="Install that dealtrack"):
        list(_ledger(opened()).upgrade())


def test_who_writes_while_the_tables_are_made_anew_saves_all_or_is_told(
    opened: Opener,
) -> None:
    store = opened()
    store.agreements.add(a_draft())
    told: list[BaseException] = []

    def write() -> None:
        try:
            with opened("Wang") as other:
                for _n in range(5):
                    other.agreements.add(a_draft(follow_ups=(a_follow_up(),)))
        except BaseException as error:  # noqa: BLE001 -- whatever it is, it must be none
            told.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    for _n in range(3):
        list(_ledger(store).upgrade())
    writer.join()

    assert not told
    assert len(opened().agreements.search(as_of=TODAY)) == 6
    assert len(opened().agreements.entries(as_of=TODAY)) == 6


def test_who_reads_while_the_tables_are_made_anew_reads_all_or_waits(
    opened: Opener, office: str
) -> None:
    store = opened()
    for _n in range(3):
        store.agreements.add(a_draft(follow_ups=(a_follow_up(),)))
    told: list[object] = []

    def read() -> None:
        try:
            for _n in range(10):
                with open_postgres(f"postgresql://Wang@{office}", steady=True) as other:
                    told.append(len(other.agreements.entries(as_of=TODAY)))
                    told.append(len(other.agreements.search(as_of=TODAY)))
        except BaseException as error:  # noqa: BLE001 -- whatever it is, it must be none
            told.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for _n in range(3):
        list(_ledger(store).upgrade())
    reader.join()

    assert told == [3] * 20


def test_who_had_the_old_tables_in_mind_is_told_when_he_saves(opened: Opener) -> None:
    store = opened()
    store.agreements.add(a_draft())

    with opened("Wang") as other:
        _ledger(other).server.run(Sql('UPDATE "ledger" SET "layout" = \'next\''))

    with pytest.raises(TablesDiffer):
        store.agreements.add(a_draft())

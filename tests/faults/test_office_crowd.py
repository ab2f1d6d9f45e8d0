"""Many people at one server: nothing is lost, and no number is given twice."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from msgspec.structs import replace

from dealtrack.errors import DealtrackError, LedgerBusy, NotYours, ServerRefused
from dealtrack.store.base import Store
from dealtrack.store.opening import open_store
from tests.builders import TODAY, a_draft, a_slip
from tests.faults import crowds
from tests.faults.counting import SCALE, Tally
from tests.faults.served import at, begun, truth
from tests.postgres.server import Server

PROCESSES, WRITES = 20, 5
TOGETHER = PROCESSES if SCALE > 1 else 10


@pytest.fixture
def url(office: str) -> str:
    return f"postgresql://Li@{office}"


@contextmanager
def session(url: str) -> Iterator[psycopg.Connection]:
    """Somebody at the database without dealtrack."""
    with psycopg.connect(url, options="-c search_path=dealtrack") as connection:
        yield connection


_ADD = f"""
with opened() as store:
    for number in range({WRITES}):
        print(store.agreements.add(a_draft(title=f"{{name}} {{number}}")).id)
"""


def test_twenty_processes_that_write_at_once_lose_nothing(url: str, tally: Tally) -> None:
    names = [f"writer {n}" for n in range(PROCESSES)]

    writers = crowds.start(url, _ADD, names)
    ids = [int(line) for writer in writers for line in writer.end()]

    found = truth(url)
    assert sorted(ids) == list(range(1, PROCESSES * WRITES + 1))
    assert found.revision == len(found.titles) == PROCESSES * WRITES
    assert set(found.titles) == {f"{name} {n}" for name in names for n in range(WRITES)}
    tally.add("office-crowd", "all records there, each with an id of its own", len(ids))


_SAME = """
with opened() as store:
    record = store.agreements.get(1)
    print("read", flush=True)
    input()
    try:
        store.agreements.save(replace(record, title=name))
    except Conflict as conflict:
        print("conflict", conflict.who, bool(conflict.when))
    else:
        print("saved")
"""


@pytest.mark.parametrize("again", range(SCALE))
def test_of_many_who_change_the_same_record_one_wins_and_the_others_are_told(
    url: str, tally: Tally, again: int
) -> None:
    begun(url)
    writers = crowds.start(url, _SAME, [f"writer {n}" for n in range(TOGETHER)])
    for writer in writers:
        assert writer.process.stdout is not None
        assert writer.process.stdout.readline() == "read\n"
    for writer in writers:
        writer.go()

    said = sorted(line for writer in writers for line in writer.end())

    assert said == ["conflict Li True"] * (TOGETHER - 1) + ["saved"]
    assert truth(url).revision == 2
    tally.add("office-same-record", "one saved", 1)
    tally.add("office-same-record", "told who was first", TOGETHER - 1)


_NUMBERED = """
with opened() as store:
    for n in range(3):
        print("slip", store.slips.add(a_slip(title=f"{name} {n}")).number)
"""


def test_numbers_of_a_year_are_given_once_however_many_want_one(url: str, tally: Tally) -> None:
    writers = crowds.start(url, _NUMBERED, [f"writer {n}" for n in range(TOGETHER)])

    numbers = [int(line.split()[1]) for writer in writers for line in writer.end()]

    assert sorted(numbers) == list(range(1, 3 * TOGETHER + 1))
    with open_store(url) as store:
        assert sorted(slip.number for slip in store.slips) == sorted(numbers)
    tally.add("office-numbers", "each number once", len(numbers))


def test_a_number_taken_while_a_connection_was_lost_is_not_given_twice(url: str) -> None:
    """Whoever waited for the number alone is alone no more once the connection is lost."""
    with at(url, 2) as store, pytest.raises(DealtrackError, match="changed meanwhile"):
        _lose_a_number(store, url)

    with open_store(url) as store:
        assert [(slip.title, slip.number) for slip in store.slips] == [("theirs", 1)]


def _lose_a_number(store: Store, url: str) -> None:
    with store.transaction():
        assert store.slips.add(a_slip(title="ours")).number == 1
        with session(url) as db:
            db.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE application_name LIKE 'dealtrack %'"
            )
        with open_store(url) as other:
            assert other.slips.add(a_slip(title="theirs")).number == 1


def test_two_who_are_first_on_an_empty_database_both_begin_the_ledger(
    postgres: Server, office: str
) -> None:
    postgres.create_database("begun")
    url = f"postgresql://Li@{office.rpartition('/')[0]}/begun"

    writers = crowds.start(url, _ADD, ["one", "two", "three"])
    ids = [int(line) for writer in writers for line in writer.end()]

    assert sorted(ids) == list(range(1, 3 * WRITES + 1))
    assert truth(url).revision == 3 * WRITES
    postgres.drop_database("begun")


def test_a_deadlock_is_tried_again_and_both_are_saved(url: str, tally: Tally) -> None:
    with open_store(url) as store, session(url) as other:
        for title in ("one", "two"):
            store.agreements.add(a_draft(title=title))
        other.execute("SELECT 1 FROM agreements WHERE id = 2 FOR UPDATE")
        bulk = threading.Thread(target=_rename, args=[url])
        bulk.start()
        time.sleep(0.5)  # it has the first by now, and waits for the second
        other.execute("SELECT 1 FROM agreements WHERE id = 1 FOR UPDATE")
        other.execute("INSERT INTO attachments VALUES ('theirs', '')")
        other.commit()
        bulk.join(30)

        assert sorted(truth(url).titles) == ["one again", "two again"]
        assert other.execute("SELECT name FROM attachments").fetchall() == [("theirs",)]
    tally.add("office-deadlock", "tried again: both saved")


def _rename(url: str) -> None:
    with open_store(url) as store, store.transaction():
        for record in store.agreements.search(as_of=TODAY):
            store.agreements.save(replace(record, title=f"{record.title} again"))


def test_what_a_server_could_not_put_in_a_row_is_tried_again(url: str, tally: Tally) -> None:
    begun(url)
    with session(url) as db:
        db.execute("CREATE SEQUENCE tries")
        db.execute(_FAILS)
        db.execute(
            "CREATE TRIGGER t BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION fails()"
        )
        db.commit()

    with open_store(url) as store:
        store.agreements.add(a_draft(title="third time"))

    assert truth(url).titles == ("first", "third time")
    tally.add("office-deadlock", "tried again: both saved")


_FAILS = """
CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('tries') < 3 THEN
        RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001';
    END IF;
    RETURN NEW;
END $$
"""


def test_a_server_that_isolates_everything_gives_numbers_once_all_the_same(
    url: str, tally: Tally
) -> None:
    with psycopg.connect(url, autocommit=True) as db:
        db.execute('ALTER ROLE "Li" SET default_transaction_isolation = serializable')
    try:
        writers = crowds.start(url, _ADD + _NUMBERED, ["one", "two", "three", "four"])
        said = [line for writer in writers for line in writer.end()]
    finally:
        with psycopg.connect(url, autocommit=True) as db:
            db.execute('ALTER ROLE "Li" RESET default_transaction_isolation')

    numbers = sorted(int(line.split()[1]) for line in said if line.startswith("slip"))
    assert numbers == list(range(1, 13))
    assert truth(url).revision == 4 * (WRITES + 3)
    tally.add("office-crowd", "all records there, each with an id of its own", 4 * WRITES)


def test_nobody_undoes_what_somebody_else_did_unless_it_is_meant(url: str, office: str) -> None:
    begun(url)
    with open_store(f"postgresql://Wang@{office}") as other:
        with pytest.raises(NotYours, match="Li"):
            other.undo()
        assert truth(url).titles == ("first",)

        other.undo(force=True)

    assert truth(url).titles == ()


def test_who_reads_waits_for_nobody_and_nobody_for_who_reads(url: str, tally: Tally) -> None:
    begun(url)
    with (
        open_store(url) as writer,
        open_store(url, steady=True) as reader,
        open_store(url) as another,
    ):
        with writer.transaction():
            writer.agreements.save(replace(writer.agreements.get(1), title="new"))
            assert writer.agreements.count(as_of=TODAY) == 1  # the row is locked by now
            start = time.monotonic()
            before = [a.title for a in reader.agreements.search(as_of=TODAY)]
            another.agreements.add(a_draft(title="another"))
            waited = time.monotonic() - start
        after = [a.title for a in reader.agreements.search(as_of=TODAY)]

        assert waited < 5
        assert before == after == ["first"]
    assert sorted(truth(url).titles) == ["another", "new"]
    tally.add("office-reading", "as of one moment, without waiting")


def test_figures_are_of_one_moment_while_others_write(url: str, tally: Tally) -> None:
    begun(url)
    writers = crowds.start(url, _ADD, ["one", "two"])
    times = 0
    while times < 3 or any(writer.process.poll() is None for writer in writers):
        with open_store(url, steady=True) as store:
            found = len(store.agreements.search(as_of=TODAY))
            entries = store.agreements.entries(as_of=TODAY)
            assert store.agreements.count(as_of=TODAY) == found == store.revision
            assert len({e.record.id for e in entries}) == found
        times += 1
    for writer in writers:
        writer.end()
    tally.add("office-reading", "as of one moment, without waiting", times)


def test_who_holds_a_record_too_long_is_not_waited_for_for_ever(url: str, tally: Tally) -> None:
    begun(url)
    with session(url) as other, at(url, 1) as store:
        other.execute("SELECT 1 FROM agreements FOR UPDATE")

        with pytest.raises(LedgerBusy, match="Waited 1 s; nothing was saved"):
            store.agreements.save(replace(store.agreements.get(1), title="new"))

    assert truth(url).titles == ("first",)
    tally.add("office-held", "exit 6, not saved, and said so")


@pytest.mark.parametrize(
    ("setting", "outcome"),
    [("statement_timeout", "refused"), ("idle_in_transaction_session_timeout", "saved")],
)
def test_limits_that_an_administrator_sets_leave_nothing_half(
    url: str, tally: Tally, setting: str, outcome: str
) -> None:
    begun(url)
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(f'ALTER ROLE "Li" SET {setting} = 300'.encode())
    try:
        with session(url) as other, open_store(url) as store:
            other.execute("SET statement_timeout = 0")
            other.execute("SET idle_in_transaction_session_timeout = 0")
            other.execute("SELECT 1 FROM agreements WHERE id = 1 FOR UPDATE")
            told = _changed_slowly(store, other, is_held=outcome == "refused")
    finally:
        with psycopg.connect(url, autocommit=True) as db:
            db.execute(f'ALTER ROLE "Li" RESET {setting}'.encode())

    assert told == outcome
    assert truth(url).titles == (("new",) if outcome == "saved" else ("first",))
    tally.add("office-held", f"{setting}: {outcome}, and said so")


def _changed_slowly(store: Store, other: psycopg.Connection, *, is_held: bool) -> str:
    if not is_held:
        other.rollback()
    try:
        with store.transaction():
            store.agreements.save(replace(store.agreements.get(1), title="new"))
            time.sleep(0.6)
    except ServerRefused as refused:
        return "refused" if "statement_timeout" in str(refused) else str(refused)
    return "saved"


def test_an_import_keeps_nobody_waiting_before_it_commits(url: str, tally: Tally) -> None:
    begun(url)
    with open_store(url) as store, at(url, 5) as other, store.transaction():
        for number in range(300):
            store.agreements.add(a_draft(title=f"row {number}"))
        assert store.agreements.count(as_of=TODAY) == 301  # all of it is in the database

        start = time.monotonic()
        other.agreements.add(a_draft(title="meanwhile"))

        assert time.monotonic() - start < 3
    assert truth(url).revision == 3
    tally.add("office-reading", "another saves while an import is under way")

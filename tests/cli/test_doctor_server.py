"""``doctor`` on a server: every check of the server and of the ledger, failing and passing."""

import json
import re
import shlex
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from dealtrack.actions import serverchecks, serverexam
from dealtrack.model import Draft, FollowUp, TripDraft
from dealtrack.render import console
from dealtrack.render.cells import width
from dealtrack.render.screen import Screen
from dealtrack.report.doctor import Doctor, Finding, judged
from dealtrack.report.served import SERVER_NAMES, SERVER_SYMPTOMS
from dealtrack.report.symptoms import NAMES
from dealtrack.store.disk.files import Files
from dealtrack.store.ledger import wall_clock
from dealtrack.store.moving import copying, loading
from dealtrack.store.moving.filed import FileSource
from dealtrack.store.opening import open_store
from dealtrack.store.server import vitals
from dealtrack.store.server.vitals import About, Standby
from dealtrack.text import speaking
from tests import golden
from tests.builders import TODAY
from tests.cli.examining import found
from tests.cli.home import Home
from tests.cli.writing import begun
from tests.postgres.server import OWNER, Server, free_port
from tests.postgres.workshop import CAREFUL, HASTY, Workshop

OF_RECORDS = {"records", "references", "days", "words", "organisations", "agreements"}
GOLDEN = Path(__file__).parent / "golden"
AROUND = [*NAMES][[*NAMES].index("settings") :]


class Kept:
    """A ledger in the database *name* of *server*, and a home in which it is the usual one."""

    def __init__(self, home: Home, server: Server, name: str) -> None:
        self.server, self.name = server, name
        self.address = server.url(name, password=False)
        word = server.passwords[OWNER]
        self.home = home.having(DEALTRACK_LEDGER=self.address, PGPASSWORD=word)

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        return self.server.ask(statement, database=self.name)

    def seen(self, *words: str) -> dict[str, tuple[str, list[str]]]:
        return found(self.home, *words)

    def commands(self, key: str) -> list[str]:
        """Return the commands that the check *key* proposes."""
        checks = json.loads(self.home.run("doctor", "--json").out)["checks"]
        (check,) = (c for c in checks if c["key"] == key)
        return [finding.get("command", "") for finding in check["findings"]]


@pytest.fixture
def empty(home: Home, postgres: Server, database: str, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setenv("PGPASSWORD", postgres.passwords[OWNER])
    return Kept(home, postgres, database.rpartition("/")[2])


@pytest.fixture
def kept(empty: Kept) -> Kept:
    with open_store(empty.address) as store, store.transaction():
        for number in range(5):
            follow_ups = (FollowUp(task="Send", due=TODAY),)
            store.agreements.add(Draft(title=f"Contract {number}", follow_ups=follow_ups))
        store.trips.add(TripDraft(title="Visit"))
    return empty


@pytest.fixture
def pair(workshop: Workshop) -> Iterator[tuple[Server, Server]]:
    """A primary, and a standby that follows it."""
    with workshop.serving(CAREFUL) as primary:
        folder = workshop.room / "standby"
        workshop.programs.run(
            *("pg_basebackup", "-D", str(folder), "-R", "-h", "127.0.0.1"),
            *("-p", str(primary.port), "-U", OWNER, "-X", "stream", "-c", "fast"),
            within=workshop.room,
            password=primary.passwords[OWNER],
        )
        workshop.programs.give(folder)
        standby = Server(folder, workshop.programs, dict(primary.passwords)).start()
        try:
            yield primary, standby
        finally:
            standby.stop()


def test_every_check_is_told_in_its_order(kept: Kept) -> None:
    wanted = ["place", "ledger", *SERVER_NAMES]

    told = list(kept.seen())

    assert told[: len(wanted)] == wanted
    assert set(told[len(wanted) :]) == OF_RECORDS | {"clock", *AROUND}


def test_nothing_is_wrong_with_a_healthy_one(kept: Kept) -> None:
    checks = kept.seen()

    assert {key for key, (status, _) in checks.items() if status in {"no", "fixable"}} == set()
    assert checks["ledger"] == ("yes", ["served"])
    assert checks["rights"] == ("yes", ["owner"])
    assert checks["entries"] == ("yes", ["sound"])
    assert kept.home.run("doctor", "--check").code == 0


def test_there_is_no_ledger_yet(empty: Kept) -> None:
    checks = empty.seen()

    assert checks["ledger"] == ("none", ["empty"])
    assert checks["tables"] == ("none", ["nothing"])
    assert empty.ask("SELECT to_regnamespace('dealtrack')") == [(None,)]


def test_nothing_can_be_fixed(kept: Kept) -> None:
    assert "nothing that could be fixed" in kept.home.run("doctor", "--fix").err


def test_a_server_that_does_not_answer_is_told(home: Home) -> None:
    address = f"postgresql://li@127.0.0.1:{free_port()}/deals"
    checks = found(home.having(DEALTRACK_LEDGER=address))

    assert checks["server"] == ("no", ["unreachable"])
    assert "tables" not in checks
    assert "settings" in checks


def test_it_asks_as_many_questions_however_much_there_is(
    home: Home, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workshop.serving({**HASTY, "log_statement": "all"}) as server:
        server.create_database("deals")
        kept = Kept(home, server, "deals")
        monkeypatch.setenv("PGPASSWORD", server.passwords[OWNER])
        numbers = []
        for more in (1, 300):
            with open_store(kept.address) as store, store.transaction():
                for number in range(more):
                    store.agreements.add(Draft(title=f"Contract {number}"))
            before = len(server.log())
            kept.seen()
            numbers.append(len(re.findall(r"statement: |execute ", server.log()[before:])))

    assert numbers[0] == numbers[1]
    assert numbers[0] > 10


class TestTheServer:
    def test_one_that_is_too_old_is_told(self) -> None:
        check = serverchecks.check_server(about(number=130_016, version="13.16"), 0.002)

        assert check.status == "no"
        assert check.findings[0].facts == {"version": "13.16", "oldest": "14"}

    def test_fourteen_will_do(self) -> None:
        assert serverchecks.check_server(about(number=140_000), 0.002).status == "yes"

    def test_plain_talk_over_a_network_is_told(self) -> None:
        assert serverchecks.check_tls(about(address="10.1.2.3")).findings[0].says == "plain"
        assert serverchecks.check_tls(about(address="::1")).findings[0].says == "near"
        assert serverchecks.check_tls(about(address=None)).findings[0].says == "near"

    def test_encrypted_talk_is_told(self) -> None:
        # The servers of the tests cannot encrypt
        check = serverchecks.check_tls(about(address="10.1.2.3", tls="TLSv1.3", cipher="AES"))

        assert check.status == "yes"
        assert check.findings[0].facts == {"tls": "TLSv1.3", "cipher": "AES"}

    @pytest.mark.parametrize(
        ("apart", "says"), [(20, "together"), (-90, "apart"), (90, "apart")]
    )
    def test_a_clock_that_is_apart_is_told(self, kept: Kept, apart: int, says: str) -> None:
        def clock() -> datetime:
            return wall_clock() + timedelta(seconds=apart)

        checks = {c.key: c for c in serverexam.examine(kept.address, clock, TODAY)}

        assert [f.says for f in checks["clock"].findings] == [says]


class TestRights:
    @pytest.mark.parametrize(
        ("grants", "says"),
        [
            ("SELECT", "reader"),
            ("SELECT, INSERT, UPDATE, DELETE", "keeper"),
            ("", "none"),
        ],
    )
    def test_what_somebody_may_do_is_told(
        self, kept: Kept, grants: str, says: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        name = f"somebody-{says}-{kept.name}"
        kept.server.create_user(name, "knows")
        if grants:
            kept.ask(f'GRANT USAGE ON SCHEMA dealtrack TO "{name}"')
            kept.ask(f'GRANT {grants} ON ALL TABLES IN SCHEMA dealtrack TO "{name}"')
        monkeypatch.setenv("PGPASSWORD", "knows")

        address = kept.server.url(kept.name, name, password=False)
        checks = {c.key: c for c in serverexam.examine(address, wall_clock, TODAY)}

        assert [f.says for f in checks["rights"].findings] == [says]
        if grants:
            assert checks["sequences"].status == "unknown"

    def test_who_may_write_half_of_a_change_is_no_editor_and_no_editor_may_close_a_month(
        self, kept: Kept, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        name = f"editor-{kept.name}"
        kept.server.create_user(name, "knows")
        kept.ask(f'GRANT USAGE ON SCHEMA dealtrack TO "{name}"')
        kept.ask(f'GRANT SELECT ON ALL TABLES IN SCHEMA dealtrack TO "{name}"')
        kept.ask(f'GRANT INSERT ON dealtrack.agreements TO "{name}"')
        half = self._says(kept, name, monkeypatch)
        kept.ask(f'GRANT INSERT ON dealtrack.journal, dealtrack.changes TO "{name}"')
        kept.ask(f'GRANT UPDATE ON dealtrack.ledger TO "{name}"')

        assert (half, self._says(kept, name, monkeypatch)) == ("reader", "editor")

    def _says(self, kept: Kept, name: str, monkeypatch: pytest.MonkeyPatch) -> str:
        monkeypatch.setenv("PGPASSWORD", "knows")

        address = kept.server.url(kept.name, name, password=False)
        checks = {c.key: c for c in serverexam.examine(address, wall_clock, TODAY)}

        return checks["rights"].findings[0].says


class TestTheTables:
    def test_those_of_another_version_are_told(self, kept: Kept) -> None:
        kept.ask("UPDATE dealtrack.ledger SET layout = 'x'")
        assert kept.seen()["tables"] == ("no", ["older"])
        assert kept.commands("tables") == ["dealtrack ledger upgrade"]

        kept.ask("UPDATE dealtrack.ledger SET program = '99.0'")
        assert kept.seen()["tables"] == ("no", ["newer"])

    def test_a_row_that_is_not_the_records_is_told(self, kept: Kept) -> None:
        kept.ask("UPDATE dealtrack.agreements_entries SET due = due + 1 WHERE id = 3")

        assert kept.seen()["entries"] == ("no", ["different"])

    def test_a_row_that_is_missing_is_told(self, kept: Kept) -> None:
        kept.ask("DELETE FROM dealtrack.trips_records_days")

        assert kept.seen()["entries"] == ("no", ["different", "missing"])

    def test_a_record_that_nobody_can_read_is_told(self, kept: Kept) -> None:
        kept.ask("UPDATE dealtrack.agreements SET document = '{\"id\": 2}' WHERE id = 2")

        assert kept.seen()["records"] == ("no", ["unreadable"])

    def test_ids_that_would_come_back_are_told_with_what_mends_it(self, kept: Kept) -> None:
        kept.ask("SELECT setval('dealtrack.agreements_ids', 2)")
        assert kept.seen()["sequences"] == ("no", ["behind"])

        (command,) = kept.commands("sequences")
        assert shlex.split(command)[:2] == ["psql", kept.address]
        kept.ask(shlex.split(command)[-1])

        assert kept.seen()["sequences"] == ("yes", ["sound"])

    def test_a_copy_that_was_broken_off_is_told_with_both_ways_on(self, empty: Kept) -> None:
        begun(empty.home.having(DEALTRACK_LEDGER=str(empty.home.ledger)))
        source = FileSource(Files.of(empty.home.ledger))
        addresses = str(empty.home.ledger), empty.address
        with copying.connected(empty.address) as server:
            loading.begin(server, source, addresses)

        assert empty.seen()["copying"] == ("no", ["unfinished", "unfinished"])
        again, away = empty.commands("copying")
        assert away == f"{again} --take-back"
        assert empty.home.run("status").code == 6
        assert empty.home.run(*shlex.split(away)[1:]).code == 0
        assert empty.home.run(*shlex.split(again)[1:]).code == 0
        assert empty.seen()["copying"] == ("none", ["none"])


class TestStandstill:
    def test_what_waits_and_what_it_waits_for_is_told(
        self, kept: Kept, workshop: Workshop
    ) -> None:
        with (
            psycopg.connect(kept.server.url(kept.name)) as holder,
            copying.connected(kept.address) as server,
        ):
            holder.execute("LOCK TABLE dealtrack.trips")
            waiter = psycopg.connect(kept.server.url(kept.name), autocommit=True)
            waiter.pgconn.send_query(b"SELECT * FROM dealtrack.trips")
            try:
                wanted = {"blocked", "idle"}
                until(lambda: {w.what for w in vitals.waiting(server, 0)} == wanted)
                seen = vitals.waiting(server, 0)
            finally:
                waiter.close()
            (blocked,) = (one for one in seen if one.what == "blocked")
            assert blocked.blocker == str(holder.info.backend_pid)
            assert vitals.waiting(server) == []
        check = serverchecks.check_waiting([blocked], kept.address)
        assert check.findings[0].command.endswith(
            f"'SELECT pg_terminate_backend({blocked.blocker})'"
        )

    def test_a_transaction_that_nobody_decided_is_told(
        self, home: Home, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with workshop.serving({**HASTY, "max_prepared_transactions": "2"}) as server:
            kept = Kept(home, server, "postgres")
            monkeypatch.setenv("PGPASSWORD", server.passwords[OWNER])
            with psycopg.connect(server.url(OWNER), autocommit=True) as one:
                one.execute("BEGIN")
                one.execute("CREATE TABLE half (n int)")
                one.execute("PREPARE TRANSACTION 'it''s half'")
            with copying.connected(kept.address) as asking:
                (found,) = vitals.waiting(asking, 0)
            (finding,) = serverchecks.check_waiting([found], kept.address).findings

            kept.ask(shlex.split(finding.command)[-1])

            with copying.connected(kept.address) as asking:
                assert vitals.waiting(asking, 0) == []


class TestStandbys:
    def test_both_tell_how_far_it_is(
        self, pair: tuple[Server, Server], home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        primary, follower = pair
        monkeypatch.setenv("PGPASSWORD", primary.passwords[OWNER])
        kept = Kept(home, primary, OWNER)
        streams = "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'"
        until(lambda: bool(primary.ask(streams)), follower.log)
        with open_store(kept.address) as store:
            store.agreements.add(Draft(title="Contract"))

        assert kept.seen()["replication"] == ("yes", ["async"])
        primary.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
        primary.ask("SELECT pg_reload_conf()")
        until(lambda: kept.seen()["replication"] == ("yes", ["sync"]), follower.log)
        there = Kept(home, follower, OWNER).seen()
        assert there["replication"] == ("yes", ["standby"])
        assert there["ledger"] == ("yes", ["served"])

    def test_one_that_is_far_behind_is_told(self) -> None:
        far = Standby("second", "streaming", "async", 20_000_000, 90.0)
        check = serverchecks.check_replication(about(), [far])

        assert (check.status, check.findings[0].says) == ("no", "behind")

    def test_one_that_may_not_be_seen_is_told(self) -> None:
        check = serverchecks.check_replication(about(), [Standby("", None, None, None, None)])

        assert check.status == "unknown"


def until(reached: Callable[[], bool], log: Callable[[], str] = str) -> None:
    """Wait until something is *reached*; if it takes too long, fail with what *log* says."""
    end = time.monotonic() + 20
    while not reached():
        assert time.monotonic() < end, log()
        time.sleep(0.05)


def about(**changes: object) -> About:
    """Return a server on this computer, with *changes*."""
    usual = About("18.4", 180_004, datetime.now(UTC), "127.0.0.1", "", "", False, None, None, 0)
    return usual._replace(**changes)  # type: ignore[arg-type]


def test_every_symptom_has_a_name() -> None:
    assert SERVER_SYMPTOMS.keys() == SERVER_NAMES.keys()


FACTS = {
    "version": "18.4",
    "ms": "4",
    "oldest": "14",
    "why": "connection refused",
    "tls": "TLSv1.3",
    "cipher": "TLS_AES_256_GCM_SHA384",
    "address": "10.1.2.3",
    "person": "li",
    "format": "1",
    "program": "0.1.0",
    "source": "/home/li/ledger.json",
    "moment": "2026-11-02 14:39:07",
    "n": "2,100",
    "some": "400",
    "ref": "17",
    "table": "agreements",
    "found": "2,099",
    "next": "17",
    "last": "20",
    "name": "second",
    "bytes": "1,024",
    "seconds": "90",
    "who": "wang",
    "blocker": "4711",
    "size": "7.6 MB",
}


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_everything_that_it_may_say_of_a_server_stays_as_it_was_read(spoken: str) -> None:
    with speaking(spoken):
        page = Doctor(
            checks=tuple(
                judged(key, [Finding(says=says, facts=FACTS) for says in sentences])
                for key, sentences in SERVER_SYMPTOMS.items()
            )
        ).page()
        screen = Screen(is_terminal=True, width=100, height=1000)
        shown = "".join(console.pieces(page, screen))

    assert max(map(width, shown.splitlines())) <= 100
    golden.check(GOLDEN / spoken / "doctor-server-all.txt", shown)


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_a_healthy_ledger_on_a_server_looks_as_it_did(kept: Kept, spoken: str) -> None:
    shown = kept.home.speaking(spoken).run("doctor", "-F", "tsv").out
    of_ledger = shown.splitlines()[: 3 + len(SERVER_NAMES) + len(OF_RECORDS) + 1]
    text = "\n".join(of_ledger).replace(kept.address, "ADDRESS")
    text = re.sub(r"PostgreSQL [\d.]+", "PostgreSQL N", text)
    text = re.sub(r"\d+( ms| 毫秒| s apart| 秒)", r"N\1", text)
    text = re.sub(r"[\d.]+ [kMG]B", "SIZE", text)
    text = re.sub(r"20\d\d-\d\d-\d\d \d\d:\d\d", "MOMENT", text)

    golden.check(GOLDEN / spoken / "doctor-server.txt", f"{text}\n")

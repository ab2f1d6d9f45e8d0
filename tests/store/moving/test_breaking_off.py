"""A copy to a server that is killed, cut off or refused room can be gone on with."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dealtrack.errors import CopyUnfinished, ServerRefused, ServerUnreachable
from dealtrack.model import Draft
from dealtrack.store.disk.files import Files
from dealtrack.store.moving import copying
from dealtrack.store.moving.filed import FileSource
from dealtrack.store.opening import open_store
from dealtrack.store.tiny import TinyStore
from tests.postgres.server import Server
from tests.store.moving.histories import begun, stored

_COPY = """
import sys
from dealtrack.store.moving.copying import copy
copy(sys.argv[1], sys.argv[2])
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that takes several batches."""
    ledger = begun(tmp_path_factory.mktemp("home") / "ledger.json")
    with TinyStore(ledger) as store:
        for part in range(3):
            with store.transaction():
                for number in range(400):
                    draft = Draft(title=f"{part}-{number}", areas=("x" * 6_000,))
                    store.agreements.add(draft)
    return ledger


def same(address: str, source: Path, folder: Path) -> bool:
    """Whether the ledger at *address* holds what *source* does."""
    copying.copy(address, str(folder / "ledger.json"))
    return stored(folder / "ledger.json") == stored(source)


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_killed_at_any_moment_it_is_gone_on_with(
    source: Path, office: str, tmp_path: Path
) -> None:
    address, before = f"postgresql://Li@{office}", stored(source)
    command = [sys.executable, "-c", _COPY, str(source), address]
    random.seed(7)
    kills, ended = 0, False
    while not ended:
        child = subprocess.Popen(command)
        time.sleep(random.uniform(0.6, 1.0) + 0.25 * kills)
        ended = child.poll() is not None
        child.send_signal(signal.SIGKILL)
        child.wait()
        kills += not ended
        if not ended:
            _is_nothing_or_unfinished(address)

    assert kills
    assert child.returncode == 0
    assert same(address, source, tmp_path / "new")
    assert stored(source) == before


def _is_nothing_or_unfinished(address: str) -> None:
    """Check that what a killed copy left is not taken for a ledger."""
    try:
        with open_store(address) as store:
            assert store.revision in {0, 13}  # not begun yet, or done just before the kill
    except CopyUnfinished:
        pass


def test_cut_off_it_is_gone_on_with(
    source: Path, office: str, postgres: Server, tmp_path: Path
) -> None:
    address = f"postgresql://Li@{office}"
    name = office.rpartition("/")[2]
    over = threading.Event()

    def cut() -> None:
        """Cut the connection as soon as the first batch is there."""
        seen = "SELECT 1 FROM pg_stat_user_tables WHERE relname = 'copying'"
        while not over.is_set() and not postgres.ask(seen, database=name):
            time.sleep(0.01)
        postgres.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND application_name LIKE 'dealtrack %'"
        )

    scissors = threading.Thread(target=cut)
    scissors.start()
    try:
        with pytest.raises(ServerUnreachable):
            copying.copy(str(source), address)
    finally:
        over.set()
        scissors.join()
    with pytest.raises(CopyUnfinished), open_store(address) as store:
        _ = store.revision

    copying.copy(str(source), address)

    assert same(address, source, tmp_path / "new")


def test_without_room_it_says_so_and_goes_on_when_there_is_some(
    source: Path, office: str, postgres: Server, tmp_path: Path
) -> None:
    address, name = f"postgresql://Li@{office}", office.rpartition("/")[2]
    postgres.ask(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$",
        database=name,
    )
    postgres.ask(
        "CREATE TRIGGER full_disk BEFORE INSERT ON dealtrack.journal "
        "FOR EACH ROW WHEN (NEW.revision > 10) EXECUTE FUNCTION full_disk()",
        database=name,
    )
    with pytest.raises(ServerRefused, match="its disk is full"):
        copying.copy(str(source), address)
    with pytest.raises(CopyUnfinished), open_store(address) as store:
        _ = store.revision
    postgres.ask("DROP TRIGGER full_disk ON dealtrack.journal", database=name)

    copying.copy(str(source), address)

    assert same(address, source, tmp_path / "new")


def test_the_journal_is_signed_by_who_wrote_it_not_by_who_copies(
    source: Path, office: str
) -> None:
    copying.copy(str(source), f"postgresql://Li@{office}")

    with open_store(f"postgresql://Li@{office}") as there, TinyStore(source) as here:
        assert [(s.at, s.by, s.what) for s in there.lately()] == [
            (s.at, s.by, s.what) for s in here.lately()
        ]
        assert there.agreements.add(Draft(title="Now")).id == here.agreements.last_id + 1
        assert there.lately(1)[0].by == "Li"


def test_somebody_else_writes_while_it_is_copied(office: str, tmp_path: Path) -> None:
    ledger = begun(tmp_path / "home" / "ledger.json")
    source = FileSource(Files.of(ledger))
    with TinyStore(ledger) as store:
        store.agreements.add(Draft(title="Meanwhile"))
        store.compact()
    with copying.connected(f"postgresql://Li@{office}") as server:
        made = copying.to_server(source, server, (str(ledger), "there"), lambda _done: None)

    assert made.revision == source.revision == store.revision - 1

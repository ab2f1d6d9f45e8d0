"""What is wrong with a ledger on a server is found, whoever did it."""

import tracemalloc

import pytest

from dealtrack.store.server.proving import prove
from dealtrack.store.server.store import SqlStore
from dealtrack.store.sql.dialect import Sql
from tests.builders import (
    a_closing,
    a_draft,
    a_follow_up,
    a_slip,
    a_target,
    a_trip_draft,
    an_organisation,
)
from tests.store.conftest import Opener

pytestmark = pytest.mark.parametrize("opened", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def filled(opened: Opener, tmp_path_factory: pytest.TempPathFactory) -> SqlStore:
    """A ledger with one of everything, its past, and a file."""
    proof = tmp_path_factory.mktemp("proof") / "scan.pdf"
    proof.write_bytes(b"signed")
    store = opened()
    assert isinstance(store, SqlStore)
    first = store.agreements.add(a_draft(follow_ups=(a_follow_up(), a_follow_up())))
    with store.transaction():
        store.agreements.add(a_draft(title="战略合作协议"))
        store.trips.add(a_trip_draft())
        store.targets.add(a_target())
    store.slips.add(a_slip())
    store.closings.add(a_closing())
    store.organisations.add(an_organisation())
    store.agreements.remove(first.id)
    store.undo()
    return store


def damaged(store: SqlStore) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the parts that are damaged, with their cases."""
    found = [proof for _share, proof in prove(store.ledger)]
    return {proof.part: proof.cases for proof in found if proof.condition == "damaged"}


def test_a_ledger_that_nobody_tampered_with_is_sound(filled: SqlStore) -> None:
    found = [proof for _share, proof in prove(filled.ledger)]

    assert {proof.condition for proof in found} <= {"sound", "absent"}
    assert {proof.part: dict(proof.counts) for proof in found}["records"] == {
        "agreements": 2,
        "trips": 1,
        "targets": 1,
        "slips": 1,
        "closings": 1,
        "organisations": 1,
    }


def test_an_empty_ledger_is_sound(opened: Opener) -> None:
    store = opened()
    assert isinstance(store, SqlStore)
    store.ledger.prepare()

    assert damaged(store) == {}


TAMPERED = {
    'DELETE FROM "agreements" WHERE "id" = 2': {"entries", "replay"},
    'UPDATE "agreements" SET "document" = \'{}\' WHERE "id" = 2': {*("records", "replay")},
    'UPDATE "agreements_records{days}" SET "signed" = 3': {"entries"},
    'UPDATE "agreements_entries" SET "number" = "number" + 10': {"entries"},
    'DELETE FROM "trips_records{days}"': {"entries"},
    'DELETE FROM "journal" WHERE "revision" = 2': {"journal"},
    'DELETE FROM "changes" WHERE "revision" = 2': {"replay"},
    'UPDATE "ledger" SET "revision" = 99': {"journal"},
    'UPDATE "changes" SET "after" = \'{}\' WHERE "revision" = 1': {"replay"},
    'UPDATE "counters" SET "last" = 0 WHERE "name" = \'agreements\'': {"counters"},
    'DELETE FROM "counters" WHERE "name" LIKE \'slips%\'': {"counters"},
    'DELETE FROM "targets"': {"replay"},
}


@pytest.mark.parametrize(("deed", "parts"), TAMPERED.items())
def test_what_was_tampered_with_is_found(filled: SqlStore, deed: str, parts: set[str]) -> None:
    days = "_days" if filled.ledger.server.dialect.is_typed else ""
    assert filled.ledger.server.run(Sql(deed.replace("{days}", days)))

    assert set(damaged(filled)) == parts


def test_an_attachment_that_is_gone_or_altered_is_named(
    opened: Opener, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from datetime import date

    from dealtrack.actions.followups import move
    from dealtrack.model.ref import Ref

    proof = tmp_path_factory.mktemp("proof") / "scan.pdf"
    proof.write_bytes(b"signed")
    store = opened()
    assert isinstance(store, SqlStore)
    store.agreements.add(a_draft(follow_ups=(a_follow_up(),)))
    ref = Ref.read("1.1")
    assert ref
    move(store, ref, "done", date(2026, 11, 2), evidence=(store.attach(p) for p in [proof]))
    assert damaged(store) == {}

    store.ledger.server.run(Sql('UPDATE "attachments" SET "content" = ?', (b"forged",)))

    ((file, named),) = damaged(store)["attachments"]
    assert (file.endswith("-scan.pdf"), named) == (True, "1.1")


def test_files_are_proved_without_bringing_them_here(filled: SqlStore) -> None:
    server = filled.ledger.server
    large = b"0123456789abcdef" * 500_000
    for number in range(3):
        text = 'INSERT INTO "attachments" ("name", "content") VALUES (?, ?)'
        server.run(Sql(text, (f"{number:016x}-scan.pdf", large)))

    tracemalloc.start()
    proofs = list(prove(filled.ledger))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert proofs[-1][1].counts == {"files": 3}
    assert most < 2 * len(large)


def test_a_drawn_id_that_would_come_again_is_found(filled: SqlStore) -> None:
    if not filled.person:
        pytest.skip("it draws no ids")
    list(filled.ledger.server.rows(Sql("SELECT setval('agreements_ids', 1)")))

    assert damaged(filled) == {"counters": (("agreements", "it is behind"),)}

"""Rights on a server: each is tried, and each refusal, by raw SQL too."""

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import psycopg
import pytest

from dealtrack.errors import NotAllowed
from dealtrack.model.closing import Closing
from dealtrack.store.kinds import KINDS
from dealtrack.store.server.store import SqlStore, open_postgres
from tests.builders import TODAY, a_closing, a_draft
from tests.postgres.server import OWNER, Server

SCRIPT = (files("dealtrack.store.server") / "roles.sql").read_text("utf-8")
ROLES = ("reader", "editor", "keeper")

As = Callable[[str], SqlStore]
"""Open the ledger as somebody."""


@pytest.fixture
def ruled(
    postgres: Server, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[As]:
    """A ledger with the roles of the script; each of three people has one, a guest none."""
    for name in (*ROLES, "guest"):
        if name not in postgres.passwords:
            postgres.create_user(name, f"{name}-knows")
    passwords = tmp_path / "pgpass"
    lines = (f"*:*:*:{name}:{word}\n" for name, word in postgres.passwords.items())
    passwords.write_text("".join(lines))
    passwords.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    stores: list[SqlStore] = []

    def opened(name: str) -> SqlStore:
        stores.append(open_postgres(postgres.url(_name(database), name, password=False)))
        return stores[-1]

    with opened(OWNER) as owner:
        list(owner.ledger.upgrade())
    postgres.ask(SCRIPT, database=_name(database))
    for name in ROLES:
        postgres.ask(f'GRANT dealtrack_{name} TO "{name}"')
    yield opened
    for store in stores:
        store.close()


def _name(url: str) -> str:
    return url.rpartition("/")[2]


@pytest.fixture
def raw(ruled: As, postgres: Server, database: str) -> Callable[[str, str], None]:
    """Put a statement to the database as somebody, past the program."""

    def run(name: str, text: str) -> None:
        url = postgres.url(_name(database), name)
        with psycopg.connect(url, options="-c search_path=dealtrack") as db:
            db.execute(text.encode())

    with ruled("editor") as store:
        store.agreements.add(a_draft())
    with ruled("keeper") as store:
        store.closings.add(a_closing())
    return run


def test_the_script_may_be_run_twice(ruled: As, postgres: Server, database: str) -> None:
    postgres.ask(SCRIPT, database=_name(database))

    with ruled("editor") as store:
        store.agreements.add(a_draft())


def test_the_script_knows_every_table() -> None:
    assert not [name for name in KINDS if name not in SCRIPT]
    assert not [name for name in KINDS if f"{name}_ids" not in SCRIPT]


def test_a_reader_reads_and_may_change_nothing(ruled: As) -> None:
    with ruled("editor") as editor:
        known = editor.agreements.add(a_draft())

    with ruled("reader") as reader:
        assert reader.agreements.get(known.id) == known
        assert reader.agreements.search(as_of=TODAY) == [known]
        assert len(reader.history("1")) == 1
        for deed in (
            lambda: reader.agreements.add(a_draft()),
            lambda: reader.agreements.save(known),
            lambda: reader.agreements.remove(known.id),
            lambda: reader.undo(force=True),
        ):
            with pytest.raises(NotAllowed, match="reader may not change this ledger"):
                deed()
        assert reader.agreements.search(as_of=TODAY) == [known]


def test_an_editor_changes_attaches_undoes_and_is_named_for_it(
    ruled: As, tmp_path: Path
) -> None:
    (tmp_path / "proof").write_bytes(b"signed")

    with ruled("editor") as editor:
        with editor.transaction():
            kept = editor.attach(tmp_path / "proof")
            known = editor.agreements.add(a_draft())
        editor.agreements.remove(known.id)
        editor.undo()

        assert editor.attached(kept.file) == b"signed"
        assert {step.by for step in editor.lately()} == {"editor"}


def test_an_editor_cannot_close_a_month_and_a_keeper_can(ruled: As) -> None:
    with ruled("editor") as editor:
        with pytest.raises(NotAllowed, match="editor may not close a month"):
            editor.closings.add(a_closing())
        assert editor.closings.all() == []

    with ruled("keeper") as keeper:
        closed: Closing = keeper.closings.add(a_closing())
        keeper.agreements.add(a_draft())

    with ruled("editor") as editor:
        assert editor.closings.all() == [closed]
        with pytest.raises(NotAllowed, match="or open one again"):
            editor.closings.remove(closed.id)
        with pytest.raises(NotAllowed):
            editor.undo(2, force=True)

    with ruled("keeper") as keeper:
        keeper.closings.remove(closed.id)


def test_who_has_no_role_may_not_read(ruled: As) -> None:
    with ruled("guest") as guest, pytest.raises(NotAllowed, match="guest may not read"):
        guest.agreements.search(as_of=TODAY)


def test_only_the_owner_may_change_the_tables(ruled: As) -> None:
    for name in ROLES:
        with (
            ruled(name) as store,
            pytest.raises(NotAllowed, match="may not change the tables of this ledger"),
        ):
            list(store.ledger.upgrade())


REFUSED = {
    "reader": (
        "UPDATE agreements SET version = 7",
        "DELETE FROM agreements",
        (
            "INSERT INTO journal (revision, key, what, undoes, redoes, counters) "
            "VALUES (9, 'k', 'log', 0, 0, '{}')"
        ),
        "UPDATE ledger SET revision = 7",
        "SELECT nextval('agreements_ids')",
    ),
    "editor": (
        (
            "INSERT INTO journal (revision, key, what, undoes, redoes, counters, person) "
            "VALUES (9, 'k', 'log', 0, 0, '{}', 'keeper')"
        ),
        (
            "INSERT INTO journal (revision, key, what, undoes, redoes, counters, at) "
            "VALUES (9, 'k', 'log', 0, 0, '{}', '2020-01-01')"
        ),
        "UPDATE journal SET person = 'keeper'",
        "UPDATE journal SET at = '2020-01-01'",
        "UPDATE journal SET what = 'nothing'",
        "DELETE FROM journal",
        "TRUNCATE journal",
        "UPDATE changes SET after = NULL",
        "DELETE FROM changes",
        "INSERT INTO closings (id, version, document) VALUES (9, 1, '{}')",
        "UPDATE closings SET version = 7",
        "DELETE FROM closings",
        "UPDATE ledger SET format = 7",
        "DELETE FROM ledger",
        "UPDATE attachments SET content = ''",
        "DELETE FROM attachments",
        "DROP TABLE agreements_entries",
        "ALTER TABLE journal DISABLE TRIGGER ALL",
        "SET SESSION AUTHORIZATION keeper",
        "SET ROLE dealtrack_keeper",
        "CREATE TABLE dealtrack.mine ()",
    ),
    "keeper": (
        "UPDATE journal SET person = 'editor'",
        "DELETE FROM journal",
        "DELETE FROM changes",
        (
            "INSERT INTO journal (revision, key, what, undoes, redoes, counters, person) "
            "VALUES (9, 'k', 'log', 0, 0, '{}', 'editor')"
        ),
    ),
    "guest": ("SELECT * FROM dealtrack.agreements",),
}


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in REFUSED.items() for text in texts]
)
def test_the_server_itself_refuses(
    raw: Callable[[str, str], None], name: str, text: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        raw(name, text)


ALLOWED = {
    "reader": ("SELECT * FROM journal", "SELECT * FROM closings"),
    "editor": (
        (
            "INSERT INTO journal (revision, key, what, undoes, redoes, counters) "
            "VALUES (9, 'k', 'log', 0, 0, '{}')"
        ),
        "UPDATE agreements SET version = 7",
        "SELECT nextval('agreements_ids')",
    ),
    "keeper": ("UPDATE closings SET version = 7", "DELETE FROM closings"),
}


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in ALLOWED.items() for text in texts]
)
def test_the_server_itself_allows(
    raw: Callable[[str, str], None], name: str, text: str
) -> None:
    raw(name, text)


def test_rights_outlive_an_upgrade(ruled: As, postgres: Server, database: str) -> None:
    postgres.ask("UPDATE dealtrack.ledger SET layout = 'old'", database=_name(database))
    with ruled(OWNER) as owner:
        list(owner.ledger.upgrade())

    with ruled("editor") as editor:
        known = editor.agreements.add(a_draft())
    with ruled("reader") as reader:
        assert reader.agreements.search(as_of=TODAY) == [known]
        with pytest.raises(NotAllowed):
            reader.agreements.remove(known.id)

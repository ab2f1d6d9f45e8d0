"""A ledger on a server to which faults are done, and what it truly holds afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
from msgspec.structs import replace

from dealtrack.errors import SaveUnknown, ServerUnreachable
from dealtrack.query.asked import Records
from dealtrack.store.base import Store
from dealtrack.store.opening import open_store
from dealtrack.store.server.connected import PostgresServer
from dealtrack.store.server.store import SqlStore
from tests.builders import TODAY, a_draft, a_follow_up

SAVED, REFUSED = "saved, and said so", "not saved, and said so"
UNKNOWN = "unknown, and said so"


class Truth(NamedTuple):
    """What a ledger on a server holds, asked of its database without dealtrack."""

    revision: int
    titles: tuple[str, ...]
    keys: frozenset[str]

    def count(self, title: str) -> int:
        """Return how many agreements have that title."""
        return self.titles.count(title)


def truth(url: str) -> Truth:
    """Return what there is; fail if it does not hold together.

    The journal has every revision once; each record is what its last line says; what the
    entries answer is what the records answer.
    """
    with psycopg.connect(url, options="-c search_path=dealtrack") as db:
        ((revision,),) = db.execute("SELECT revision FROM ledger")
        lines = db.execute("SELECT revision, key FROM journal ORDER BY revision").fetchall()
        records: dict[int, str] = dict(
            db.execute("SELECT id, document::text FROM agreements").fetchall()
        )
        last: dict[int, str | None] = dict(
            db.execute(
                "SELECT DISTINCT ON (id) id, after::text FROM changes "
                "WHERE register = 'agreements' ORDER BY id, revision DESC"
            ).fetchall()
        )
        titles = db.execute("SELECT document->>'title' FROM agreements").fetchall()
    assert [n for n, _key in lines] == list(range(1, revision + 1))
    assert records == {id_: text for id_, text in last.items() if text is not None}
    check_entries(url)
    return Truth(revision, tuple(t for (t,) in titles), frozenset(key for _n, key in lines))


def check_entries(url: str) -> None:
    """Fail unless the tables of entries answer as the records themselves do."""
    with open_store(url) as store:
        records = store.agreements.search(as_of=TODAY)
        refs = [e.ref for e in store.agreements.entries(as_of=TODAY)]
        assert refs == [e.ref for e in Records(records).entries(as_of=TODAY)]
        assert store.agreements.count(as_of=TODAY) == len(records)


@contextmanager
def at(url: str, patience: float) -> Iterator[SqlStore]:
    """Open the ledger at *url*, in no mood to wait long."""
    with SqlStore(PostgresServer(url, patience=patience), patience=patience) as store:
        yield store


def begun(url: str) -> None:
    """Put a record in."""
    with open_store(url) as store:
        store.agreements.add(a_draft(title="first", follow_ups=(a_follow_up(),)))


def change(store: Store, title: str) -> None:
    """Change the first record and add another, both of that *title*, or neither."""
    with store.transaction():
        first = store.agreements.get(1)
        store.agreements.save(replace(first, title=title))
        store.agreements.add(a_draft(title=title, follow_ups=(a_follow_up(),)))


def said(url: str, title: str, patience: float) -> str:
    """Make the change; return what dealtrack says of it."""
    try:
        with at(url, patience) as store:
            change(store, title)
    except SaveUnknown:
        return UNKNOWN
    except ServerUnreachable:
        return REFUSED
    return SAVED


def judged(url: str, title: str, told: str, before: Truth) -> str:
    """Compare what was *told* with what is there; return both in words."""
    found = truth(url)
    times, lines = found.count(title), found.revision - before.revision
    assert (times, lines) in {(0, 0), (2, 1)}, (told, times, lines)
    assert before.keys < found.keys or before.keys == found.keys
    match told:
        case "saved, and said so":
            assert times == 2, told
        case "not saved, and said so":
            assert times == 0, told
    return f"{told}: it {'was' if times else 'was not'}" if told == UNKNOWN else told

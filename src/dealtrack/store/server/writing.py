"""How changes reach the database: documents, their entries, and the line of the journal."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

import msgspec

from dealtrack.model import Kept
from dealtrack.model.codec import decode, encode
from dealtrack.model.held import name_of
from dealtrack.store.disk.journal import NOTHING, RecordChange
from dealtrack.store.kinds import RECORDS
from dealtrack.store.server import schema
from dealtrack.store.server.pending import Pending, version_of
from dealtrack.store.server.server import Again, Server, Taken
from dealtrack.store.sql.cells import Typed
from dealtrack.store.sql.columns import TABLES, Table
from dealtrack.store.sql.dated import DatedTable
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.schema import layout

DOCUMENT = ("id", "version", "document")
CHANGE = ("revision", "place", "register", "id", "before", "after")


def write_records(server: Server, entries: DatedTable, changes: Sequence[RecordChange]) -> None:
    """Write *changes*, each from what the database must have.

    Raises: `Overtaken` if somebody was first.
    """
    by_table: dict[str, list[RecordChange]] = {}
    for one in sorted(changes, key=attrgetter("table", "id")):
        by_table.setdefault(one.table, []).append(one)
    for table, here in by_table.items():
        _write_documents(server, table, here)
        if table in RECORDS:
            _write_entries(entries, table, here)


def _write_documents(server: Server, table: str, changes: list[RecordChange]) -> None:
    fresh = [one for one in changes if one.before == NOTHING]
    gone = [one for one in changes if one.after == NOTHING and one.before != NOTHING]
    others = [one for one in changes if NOTHING not in (one.before, one.after)]
    if fresh:
        _enter(server, table, fresh)
    _replace(server, table, others)
    _strike(server, table, gone)


def _enter(server: Server, table: str, changes: list[RecordChange]) -> None:
    rows = ((one.id, version_of(one.after), _text(one.after)) for one in changes)
    try:
        server.load(table, DOCUMENT, rows)
    except Taken:
        raise Overtaken(table, changes[0].id) from None


class Overtaken(Exception):  # noqa: N818 -- it is what happened
    """Somebody was first; who, only the journal knows."""

    def __init__(self, table: str, id_: int) -> None:
        super().__init__(table, id_)
        self.ref = name_of(table, id_)
        self.table = table
        self.id = id_


def _replace(server: Server, table: str, changes: list[RecordChange]) -> None:
    text = (
        f'UPDATE "{table}" SET "version" = ?, "document" = ? WHERE "id" = ? AND "version" = ?'
    )
    for one in changes:
        values = (version_of(one.after), _text(one.after), one.id, version_of(one.before))
        if not server.run(Sql(text, values)):
            raise Overtaken(table, one.id)


def _strike(server: Server, table: str, changes: list[RecordChange]) -> None:
    text = f'DELETE FROM "{table}" WHERE "id" = ? AND "version" = ?'
    for one in changes:
        if not server.run(Sql(text, (one.id, version_of(one.before)))):
            raise Overtaken(table, one.id)


def _write_entries(entries: DatedTable, table: str, changes: list[RecordChange]) -> None:
    known: dict[str, Table] = {name: name for name in TABLES}
    gone = [one.id for one in changes if one.after == NOTHING]
    if gone:
        entries.strike(known[table], gone)
    kept = (one for one in changes if one.after != NOTHING)
    entries.enter(_record(table, one) for one in kept)


def _record(table: str, change: RecordChange) -> Kept:
    return decode(change.after, RECORDS[table])


def next_revision(server: Server) -> int:
    """Take the ledger for this transaction, and return the revision that it brings.

    Whoever else is about to commit waits here until this one is over.

    Raises: `TablesDiffer`.
    """
    text = 'UPDATE "ledger" SET "revision" = "revision" + 1 WHERE "layout" = ? '
    text += 'RETURNING "revision"'
    for (revision,) in server.rows(Sql(text, (layout(server.dialect),))):
        return int(revision)
    schema.check(server, schema.standing(server))  # made anew, or a copy fills them
    raise Again


def write_line(server: Server, revision: int, pending: Pending, what: str, who: str) -> None:
    """Write the journal's line, and how far the counters are.

    A server that signs by its own user and clock is not told *who*.
    """
    _write_head(server, revision, pending, what, who)
    rows = (
        (revision, place, one.table, one.id, _cell(one.before), _cell(one.after))
        for place, one in enumerate(pending.changes)
    )
    server.load("changes", CHANGE, rows)
    count(server, pending.counted.items())


def _write_head(server: Server, revision: int, pending: Pending, what: str, who: str) -> None:
    """Write the line itself."""
    values: dict[str, Typed] = {
        "revision": revision,
        "key": pending.key,
        "what": what,
        "undoes": pending.undoes,
        "redoes": pending.redoes,
        "counters": encode(pending.counters).decode(),
        **server.signature(who),
    }
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    server.run(Sql(f'INSERT INTO "journal" ({names}) VALUES ({marks})', tuple(values.values())))


def count(server: Server, counters: Iterable[tuple[str, int]]) -> None:
    """Have the counters go on as far as *counters*; none goes back."""
    text = (
        'INSERT INTO "counters" ("name", "last") VALUES (?, ?) ON CONFLICT ("name") DO UPDATE '
        'SET "last" = excluded."last" WHERE "counters"."last" < excluded."last"'
    )
    for name, last in counters:
        server.run(Sql(text, (name, last)))


def _text(record: msgspec.Raw) -> str:
    return bytes(record).decode()


def _cell(record: msgspec.Raw) -> str | None:
    return None if record == NOTHING else _text(record)

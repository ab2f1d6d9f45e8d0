"""The tables of a ledger on a server, and how they grow from version to version.

``agreements``, ``trips`` and the small tables hold each record as the JSON text that a file
would hold, byte for byte.  ``journal`` and ``changes`` are the journal, ``ledger`` says in
its only row which revision it is at.  The tables of entries (`store.sql.dated`) are derived
from the records, and made anew by `rebuild`.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dealtrack import __version__
from dealtrack.model.codec import decode
from dealtrack.store.kinds import KINDS, RECORDS
from dealtrack.store.server import documents
from dealtrack.store.server.server import Server
from dealtrack.store.sql.columns import TABLES
from dealtrack.store.sql.dated import DatedTable
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.schema import layout

FORMAT = 1
"""The version of these tables; each step up is one of `_STEPS`, in one transaction."""


class Standing(NamedTuple):
    """What the ledger says of itself."""

    format: int
    layout: str
    program: str
    revision: int

    @property
    def is_newer(self) -> bool:
        """Whether a later dealtrack made them."""
        return self.format > FORMAT or _version(self.program) > _version(__version__)

    def is_current(self, server: Server) -> bool:
        """Whether its tables are as this dealtrack makes them."""
        return (self.format, self.layout) == (FORMAT, layout(server.dialect))


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def standing(server: Server) -> Standing | None:
    """Return what the ledger says of itself, None if there is none."""
    if not server.has("ledger"):
        return None
    asked = 'SELECT "format", "layout", "program", "revision" FROM "ledger"'
    for row in server.rows(Sql(asked)):
        return Standing(*row)
    return None


def create(server: Server, entries: DatedTable) -> None:
    """Make the tables of an empty ledger, in a transaction of its own, if there are none."""
    server.begin()
    server.alone("schema")
    if standing(server) is None:
        for text in (*server.foundation(), *_tables(server), *entries.statements()):
            server.run(Sql(text))
        server.run(_STANDING._replace(values=(FORMAT, layout(server.dialect), __version__)))
    server.commit()


def rebuild(server: Server, entries: DatedTable) -> Iterator[float]:
    """Make the tables of entries anew from the records; yield how much is done, from 0 to 1.

    All in one transaction: until it is over, everybody finds the old ones.
    """
    server.begin()
    server.alone("schema")
    for text in (*server.removal(TABLES), *entries.statements()):
        server.run(Sql(text))
    counts = " + ".join(f'(SELECT count(*) FROM "{table}")' for table in TABLES)
    ((total,),) = server.rows(Sql(f"SELECT {counts}"))
    done = 0
    for table in TABLES:
        for some in documents.every(server, table):
            entries.enter(decode(raw, RECORDS[table]) for _id, raw in some)
            done += len(some)
            yield done / max(total, 1)
    entries.survey()
    values = (FORMAT, layout(server.dialect), __version__)
    server.run(Sql('UPDATE "ledger" SET "format" = ?, "layout" = ?, "program" = ?', values))
    server.commit()


def _tables(server: Server) -> Iterable[str]:
    kinds = server.kinds
    yield (
        f'CREATE TABLE "ledger" ("one" {kinds.number} PRIMARY KEY CHECK ("one" = 1), '
        f'"format" {kinds.number} NOT NULL, "layout" {kinds.text} NOT NULL, '
        f'"program" {kinds.text} NOT NULL, "revision" {kinds.number} NOT NULL)'
    )
    yield (
        f'CREATE TABLE "counters" ("name" {kinds.text} PRIMARY KEY, '
        f'"last" {kinds.number} NOT NULL)'
    )
    for table in KINDS:
        yield (
            f'CREATE TABLE "{table}" ("id" {kinds.number} PRIMARY KEY, '
            f'"version" {kinds.number} NOT NULL, "document" {kinds.json} NOT NULL)'
        )
        yield from server.sequence(table)
    yield (
        f'CREATE TABLE "journal" ("revision" {kinds.number} PRIMARY KEY, '
        f'"key" {kinds.text} NOT NULL UNIQUE, "at" {kinds.moment}, "person" {kinds.person}, '
        f'"what" {kinds.text} NOT NULL, "undoes" {kinds.number} NOT NULL, '
        f'"redoes" {kinds.number} NOT NULL, "counters" {kinds.json} NOT NULL)'
    )
    yield (
        f'CREATE TABLE "changes" ("revision" {kinds.number} NOT NULL, '
        f'"place" {kinds.number} NOT NULL, "register" {kinds.text} NOT NULL, '
        f'"id" {kinds.number} NOT NULL, "before" {kinds.json}, "after" {kinds.json}, '
        'PRIMARY KEY ("revision", "place"))'
    )
    yield 'CREATE INDEX "changes_of_each" ON "changes" ("register", "id", "revision")'
    yield (
        f'CREATE TABLE "attachments" ("name" {kinds.text} PRIMARY KEY, '
        f'"content" {kinds.blob} NOT NULL)'
    )


_STANDING = Sql(
    'INSERT INTO "ledger" ("one", "format", "layout", "program", "revision") '
    "VALUES (1, ?, ?, ?, 0)"
)

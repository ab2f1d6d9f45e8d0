"""The tables of a ledger on a server, and how they grow from version to version.

``agreements``, ``trips`` and the small tables hold each record as the JSON text that a file
would hold, byte for byte.  ``journal`` and ``changes`` are the journal, ``ledger`` says in
its only row which revision it is at.  A line that was written elsewhere keeps by how many
seconds that clock was ahead of UTC, ``east``.  The tables of entries (`store.sql.dated`)
are derived from the records, and made anew by `rebuild`.  While a copy fills the tables,
``ledger`` is empty, and ``copying`` tells of it (`marker`).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dealtrack import __version__
from dealtrack.errors import TablesDiffer
from dealtrack.model.codec import decode
from dealtrack.store.kinds import KINDS, RECORDS
from dealtrack.store.server import documents, marker
from dealtrack.store.server.server import Server
from dealtrack.store.sql.columns import TABLES
from dealtrack.store.sql.dated import DatedTable
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.schema import layout

FORMAT = 1
"""The version of these tables."""

STEPS: Mapping[int, tuple[str, ...]] = {}
"""What brings the tables from a format to the next one; the first has none before it."""


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
    """Return what the ledger says of itself, None if there is none.

    Raises: `CopyUnfinished`.
    """
    if server.has("ledger"):
        asked = 'SELECT "format", "layout", "program", "revision" FROM "ledger"'
        for row in server.rows(Sql(asked)):
            return Standing(*row)
    if copying := marker.read(server):
        raise copying.unfinished(server.place)
    return None


def check(server: Server, found: Standing | None) -> None:
    """Raise `TablesDiffer` if the ledger that was *found* is not as this dealtrack makes it."""
    if found and not found.is_current(server):
        raise TablesDiffer(server.place, found.program, newer=found.is_newer)


def create(server: Server, entries: DatedTable) -> None:
    """Make the tables of an empty ledger, in a transaction of its own, if there are none."""
    server.begin()
    server.alone("schema")
    if standing(server) is None:
        lay_out(server)
        for text in entries.statements():
            server.run(Sql(text))
        server.run(Sql(INDEX_OF_CHANGES))
        stand(server, 0)
    server.commit()


def lay_out(server: Server) -> None:
    """Make the tables but those of entries, without an index, and no ledger in them yet."""
    for text in (*server.foundation(), *_tables(server)):
        server.run(Sql(text))


def stand(server: Server, revision: int) -> None:
    """Say that the tables are a ledger, at *revision*."""
    values = (FORMAT, layout(server.dialect), __version__, revision)
    server.run(_STANDING._replace(values=values))


def rebuild(server: Server, entries: DatedTable) -> Iterator[float]:
    """Make the tables of entries anew from the records; yield how much is done, from 0 to 1.

    All in one transaction: until it is over everybody waits, and if it never is, the old ones
    are there.  Who may do what with them stays as it was.

    Raises: `TablesDiffer` if a later dealtrack made them.
    """
    server.begin()
    server.alone("schema")
    server.hold(sorted(KINDS))  # in the order in which changes are written
    for text in (*_steps(server), *server.removal(TABLES), *entries.statements()):
        server.run(Sql(text))
    counts = " + ".join(f'(SELECT count(*) FROM "{table}")' for table in TABLES)
    ((total,),) = server.rows(Sql(f"SELECT {counts}"))
    done = 0
    for table in TABLES:
        for some in documents.every(server, table):
            entries.enter(decode(raw, RECORDS[table]) for _id, raw in some)
            done += len(some)
            yield done / max(total, 1)
    for text in list(server.likened(TABLES)):
        server.run(Sql(text))
    entries.survey()
    values = (FORMAT, layout(server.dialect), __version__)
    server.run(Sql('UPDATE "ledger" SET "format" = ?, "layout" = ?, "program" = ?', values))
    server.commit()


def _steps(server: Server) -> Iterator[str]:
    """Yield what the format of the ledger needs; nobody commits meanwhile."""
    server.run(Sql('UPDATE "ledger" SET "revision" = "revision"'))
    found = standing(server)
    if found is None:
        return
    if found.is_newer:
        check(server, found)
    for step in range(found.format, FORMAT):
        yield from STEPS[step]


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
        f'"redoes" {kinds.number} NOT NULL, "counters" {kinds.json} NOT NULL, '
        f'"east" {kinds.number})'
    )
    yield (
        f'CREATE TABLE "changes" ("revision" {kinds.number} NOT NULL, '
        f'"place" {kinds.number} NOT NULL, "register" {kinds.text} NOT NULL, '
        f'"id" {kinds.number} NOT NULL, "before" {kinds.json}, "after" {kinds.json}, '
        'PRIMARY KEY ("revision", "place"))'
    )
    yield (
        f'CREATE TABLE "attachments" ("name" {kinds.text} PRIMARY KEY, '
        f'"content" {kinds.blob} NOT NULL)'
    )


_STANDING = Sql(
    'INSERT INTO "ledger" ("one", "format", "layout", "program", "revision") '
    "VALUES (1, ?, ?, ?, ?)"
)
INDEX_OF_CHANGES = 'CREATE INDEX "changes_of_each" ON "changes" ("register", "id", "revision")'

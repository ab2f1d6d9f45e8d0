"""What fills the tables of a server with a ledger: in batches, each of them committed.

The rows come in the order of their keys, so that what is there tells how far it is; and
each batch counts itself in the mark, so that two copies never mix.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import msgspec

from dealtrack.errors import TablesDiffer, WrongUse
from dealtrack.model import Kept as Record
from dealtrack.model.codec import decode, encode
from dealtrack.model.held import name_of
from dealtrack.store.disk.journal import NOTHING
from dealtrack.store.kinds import KINDS, RECORDS
from dealtrack.store.moving.batches import batches
from dealtrack.store.moving.served import ServerTables
from dealtrack.store.moving.source import Kept, Source, Told
from dealtrack.store.server import marker, schema, writing
from dealtrack.store.server.marker import Marker
from dealtrack.store.server.pending import version_of
from dealtrack.store.server.server import Lost, Server
from dealtrack.store.sql.columns import TABLES, Table
from dealtrack.store.sql.dated import DatedTable
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.schema import PARTS, indexes, pieces, tables
from dealtrack.text import _

_LINE = (
    *("revision", "key", "at", "person", "what"),
    *("undoes", "redoes", "counters", "east"),
)
_OTHERS = ("counters", "journal", "changes", "attachments")

Step = Callable[[int], None]
"""What is told that so many more things are done."""


class Loading:
    """A copy that is being made on *server*, as far as its *mark* says."""

    def __init__(self, server: Server, mark: Marker) -> None:
        self._server = server
        self._entries = DatedTable(server)
        self._known: dict[str, Table] = {name: name for name in TABLES}
        self.mark = mark
        self.there = ServerTables(server)

    def take(self, source: Source, step: Step) -> None:
        """Copy what is not there yet of *source*."""
        for table in KINDS:
            rest = source.records(table, self._last(table, "id"))
            for some in batches(rest, _size):
                self._commit(partial(self._load, table, some, source))
                step(len(some))
        for lines in batches(source.lines(self.there.revision), _size_of_line):
            self._commit(partial(self._load_lines, lines))
            step(len(lines))
        there = set(self.there.attachments())
        for name in source.attachments():
            if name not in there:
                self._commit(partial(self._attach, name, source))
            step(1)

    def catch_up(self, source: Source) -> None:
        """Copy anew what has changed in *source* since the copy was begun."""
        touched: dict[str, set[int]] = {}
        if source.revision > self.mark.revision:
            for told in source.lines(self.mark.revision):
                for change in told.says.changes:
                    touched.setdefault(change.table, set()).add(change.id)
        for table, ids in touched.items():
            for some in batches(sorted(ids), lambda _id: 1):
                self._commit(partial(self._anew, table, some, source))

    def settle(self, counters: Mapping[str, int]) -> None:
        """Take over how far ids were given, and make what finds rows fast."""

        def settled() -> None:
            writing.count(self._server, counters.items())
            for table in KINDS:
                self._server.skip_ids(table, counters.get(table, 0))
            for text in _indexes(self._server):
                self._server.run(Sql(text))
            for table in (*KINDS, *_OTHERS):
                self._server.run(Sql(f'ANALYZE "{table}"'))
            self._entries.survey()

        self._commit(settled)

    def finish(self, revision: int) -> None:
        """Make a ledger of it."""

        def finished() -> None:
            schema.stand(self._server, revision)
            marker.remove(self._server)

        self._commit(finished)

    def _commit(self, deed: Callable[[], None]) -> None:
        with committed(self._server):
            self.mark = marker.advance(self._server, self.mark)
            deed()

    def _last(self, table: str, column: str) -> int:
        ((last,),) = self._server.rows(Sql(f'SELECT max("{column}") FROM "{table}"'))
        return int(last or 0)

    def _load(self, table: str, some: list[Kept], source: Source) -> None:
        rows = ((id_, version_of(raw), _text(raw)) for id_, raw in some)
        self._server.load(table, writing.DOCUMENT, rows)
        if table in RECORDS:
            self._entries.enter(_decoded(table, some, source))

    def _load_lines(self, lines: list[Told]) -> None:
        self._server.load("journal", _LINE, map(_line, lines))
        changes = (row for told in lines for row in _changes(told))
        self._server.load("changes", writing.CHANGE, changes)

    def _attach(self, name: str, source: Source) -> None:
        rows: list[Any] = [(name, source.attachment(name))]
        self._server.load("attachments", ("name", "content"), rows)

    def _anew(self, table: str, ids: list[int], source: Source) -> None:
        listed = ", ".join(map(str, ids))
        self._server.run(Sql(f'DELETE FROM "{table}" WHERE "id" IN ({listed})'))
        if table in RECORDS:
            self._entries.strike(self._known[table], ids)
        self._load(table, list(source.some(table, ids)), source)


def begin(server: Server, source: Source, addresses: tuple[str, str]) -> Loading:
    """Begin to copy *source* to *server*, or go on where it stopped.

    Raises: `WrongUse` if there is a ledger with something in it, or another copy.
    """
    known = [name for name in source.tables if name not in KINDS]
    if known:
        raise WrongUse(
            _("{place} holds “{name}”, which this dealtrack does not know.").format(
                place=source.place, name=known[0]
            ),
            _("A later dealtrack put it there: copy the ledger with that."),
        )
    with committed(server):
        server.alone("schema")
        mark = marker.read(server)
        if mark is None:
            mark = _begun(server, source, addresses)
        elif source.mark(mark.revision) != mark.mark:
            raise _of_another(server, mark)
    return Loading(server, mark)


def _begun(server: Server, source: Source, addresses: tuple[str, str]) -> Marker:
    there = schema.standing(server)
    if there and there.revision:
        raise WrongUse(
            _("There is a ledger at {place} already.").format(place=server.place),
            _("Name a database that has none, or has one in which nothing was ever recorded."),
        )
    if there and not there.is_current(server):
        raise TablesDiffer(server.place, there.program, newer=there.is_newer)
    if there:
        for text in (*_emptied(server), *_without_indexes(server)):
            server.run(Sql(text))
    else:
        schema.lay_out(server)
        for text in tables(server.dialect):
            server.run(Sql(text))
    revision = source.revision
    kept = int(there is not None)
    mark = Marker(*addresses, revision, source.mark(revision), kept, 0, "")
    marker.write(server, mark)
    return marker.advance(server, mark)


def _of_another(server: Server, mark: Marker) -> WrongUse:
    back = mark.unfinished(server.place).take_back
    return WrongUse(
        _("The copy to {place} was begun from another ledger, or from another history.").format(
            place=server.place
        ),
        _("Take it back, then copy: {command}").format(command=back),
    )


def take_back(server: Server) -> None:
    """Take away what a copy that is not finished has made.

    Raises: `WrongUse` if there is none.
    """
    with committed(server):
        server.alone("schema")
        mark = marker.read(server)
        if mark is None:
            raise WrongUse(
                _("There is no unfinished copy at {place}.").format(place=server.place),
                _("Nothing was taken back."),
            )
        if mark.kept:
            for text in (*_emptied(server), *_indexes(server)):
                server.run(Sql(text))
            schema.stand(server, 0)
        else:
            for text in _removed(server):
                server.run(Sql(text))
        marker.remove(server)


@contextmanager
def committed(server: Server) -> Iterator[None]:
    """Keep all that is done inside, or, on an error, nothing."""
    server.begin()
    try:
        yield
        server.commit()
    except BaseException:
        with suppress(Lost):
            server.rollback()
        raise


def _emptied(server: Server) -> Iterator[str]:
    entries = (
        piece.name
        for table in TABLES
        for part in PARTS
        for piece in pieces(table, part, server.dialect)
    )
    yield from (f'DELETE FROM "{t}"' for t in ("ledger", *KINDS, *_OTHERS, *entries))


def _indexes(server: Server) -> Iterable[str]:
    texts = (*indexes(server.dialect), schema.INDEX_OF_CHANGES)
    return [text.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS", 1) for text in texts]


def _without_indexes(server: Server) -> Iterator[str]:
    for text in _indexes(server):
        name = re.search(r'"\w+"', text)
        assert name, "an index has a name"
        yield f"DROP INDEX IF EXISTS {name[0]}"


def _removed(server: Server) -> Iterator[str]:
    yield from server.removal(TABLES)
    yield from (f'DROP TABLE "{t}"' for t in ("ledger", *KINDS, *_OTHERS))
    yield from (text for table in KINDS for text in server.unsequenced(table))


def _decoded(table: str, some: list[Kept], source: Source) -> Iterator[Record]:
    for id_, raw in some:
        try:
            yield decode(raw, RECORDS[table])
        except msgspec.MsgspecError:
            raise source.unreadable(name_of(table, id_)) from None


def _line(told: Told) -> tuple[Any, ...]:
    says = told.says
    east = says.at.utcoffset() or timedelta()
    return (
        *(says.revision, told.key or str(uuid4()), says.at.isoformat(), says.by, says.what),
        *(says.undoes, says.redoes, encode(says.counters).decode()),
        int(east.total_seconds()),
    )


def _changes(told: Told) -> Iterator[tuple[Any, ...]]:
    for place, one in enumerate(told.says.changes):
        cells = (None if raw == NOTHING else _text(raw) for raw in (one.before, one.after))
        yield (told.says.revision, place, one.table, one.id, *cells)


def _text(raw: msgspec.Raw) -> str:
    return bytes(raw).decode()


def _size(one: Kept) -> int:
    return len(bytes(one[1]))


def _size_of_line(told: Told) -> int:
    return sum(len(bytes(c.before)) + len(bytes(c.after)) for c in told.says.changes)

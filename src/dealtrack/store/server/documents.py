"""The records of a ledger on a server, as the bytes that a file would hold."""

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from dealtrack.store.server.server import Server
from dealtrack.store.sql.dialect import Sql

_AT_FIRST, _AT_ONCE = 64, 512


def one(server: Server, table: str, id_: int) -> msgspec.Raw | None:
    """Return one record, None if there is none."""
    asked = Sql(f'SELECT "document" FROM "{table}" WHERE "id" = ?', (id_,))
    for (text,) in server.rows(asked):
        return msgspec.Raw(text.encode())
    return None


def some(server: Server, table: str, ids: Iterable[int]) -> Iterator[tuple[int, msgspec.Raw]]:
    """Yield the records of these *ids* that are there, in their order, each with its id."""
    waiting = iter(ids)
    while wanted := list(islice(waiting, _AT_ONCE)):
        listed = ", ".join(map(str, wanted))
        asked = Sql(f'SELECT "id", "document" FROM "{table}" WHERE "id" IN ({listed})')
        found = {id_: msgspec.Raw(text.encode()) for id_, text in server.rows(asked)}
        yield from ((id_, found[id_]) for id_ in wanted if id_ in found)


def every(
    server: Server, table: str, after: int = 0
) -> Iterator[list[tuple[int, msgspec.Raw]]]:
    """Yield all records of *table* with their ids, by id, some at a time."""
    asked = f'SELECT "id", "document" FROM "{table}" WHERE "id" > ? ORDER BY "id" LIMIT ?'
    most = _AT_FIRST
    while found := list(server.rows(Sql(asked, (after, most)))):
        yield [(id_, msgspec.Raw(text.encode())) for id_, text in found]
        if len(found) < most:
            return
        after, most = found[-1][0], min(2 * most, _AT_ONCE)

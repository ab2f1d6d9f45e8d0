"""The journal of a ledger on a server, told as the lines of a file."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import msgspec

from dealtrack.model.codec import decode
from dealtrack.store.disk.journal import NOTHING, Line, RecordChange, Transaction
from dealtrack.store.server.server import Server
from dealtrack.store.sql.dialect import Sql

_AT_FIRST, _AT_ONCE = 4, 256
_LINE = '"revision", "at", "person", "what", "undoes", "redoes", "counters", "east"'
_CHANGE = '"register", "id", "before", "after"'


def backwards(server: Server) -> Iterator[Line]:
    """Yield the lines, the last one first; as many are read as are looked at, or a few more."""
    before, some = 2**62, _AT_FIRST
    asked = (
        f'SELECT {_LINE} FROM "journal" WHERE "revision" < ? ORDER BY "revision" DESC LIMIT ?'
    )
    while heads := list(server.rows(Sql(asked, (before, some)))):
        changes = _changes_of(server, heads[-1][0], heads[0][0])
        for head in heads:
            says = _says(head, tuple(changes.get(head[0], ())))
            yield Line(says, "", 0)
        if len(heads) < some:
            return
        before, some = heads[-1][0], min(2 * some, _AT_ONCE)


def forwards(server: Server, after: int = 0) -> Iterator[Transaction]:
    """Yield what the lines after revision *after* say, the first one first."""
    return (says for _key, says in with_keys(server, after))


def with_keys(server: Server, after: int = 0) -> Iterator[tuple[str, Transaction]]:
    """Yield what `forwards` does, each with the key of its transaction."""
    asked = (
        f'SELECT "key", {_LINE} FROM "journal" WHERE "revision" > ? ORDER BY "revision" LIMIT ?'
    )
    while heads := list(server.rows(Sql(asked, (after, _AT_ONCE)))):
        changes = _changes_of(server, heads[0][1], heads[-1][1])
        for key, *head in heads:
            yield key, _says(head, tuple(changes.get(head[0], ())))
        after = heads[-1][1]


def of_key(server: Server, key: str) -> Line | None:
    """Return the line with that *key*, if there is one."""
    for head in server.rows(Sql(f'SELECT {_LINE} FROM "journal" WHERE "key" = ?', (key,))):
        changes = _changes_of(server, head[0], head[0])
        return Line(_says(head, tuple(changes.get(head[0], ()))), "", 0)
    return None


def of_record(
    server: Server, table: str, id_: int, most: int | None
) -> list[tuple[Transaction, RecordChange]]:
    """Return what the journal tells of one record, the last change first."""
    lines = ", ".join(f"j.{name}" for name in _LINE.split(", "))
    changes = ", ".join(f"c.{name}" for name in _CHANGE.split(", "))
    asked = Sql(
        f'SELECT {lines}, {changes} FROM "changes" AS c JOIN "journal" AS j '
        'ON j."revision" = c."revision" WHERE c."register" = ? AND c."id" = ? '
        'ORDER BY c."revision" DESC LIMIT ?',
        (table, id_, 2**62 if most is None else most),
    )
    found = []
    for row in server.rows(asked):
        change = _change(row[8:])
        found.append((_says(row[:8], (change,)), change))
    return found


def _changes_of(server: Server, first: int, last: int) -> dict[int, list[RecordChange]]:
    asked = Sql(
        f'SELECT "revision", {_CHANGE} FROM "changes" WHERE "revision" BETWEEN ? AND ? '
        'ORDER BY "revision", "place"',
        (first, last),
    )
    found: dict[int, list[RecordChange]] = {}
    for revision, *change in server.rows(asked):
        found.setdefault(revision, []).append(_change(change))
    return found


def _says(head: Any, changes: tuple[RecordChange, ...]) -> Transaction:
    revision, at, person, what, undoes, redoes, counters, east = head
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    zone = None if east is None else timezone(timedelta(seconds=east))
    return Transaction(
        revision=revision,
        at=moment.astimezone(zone),  # without one, by the clock of whoever reads
        by=person,
        what=what,
        undoes=undoes,
        redoes=redoes,
        changes=changes,
        counters=decode(counters.encode(), dict[str, int]),
        previous="",
    )


def _change(row: Any) -> RecordChange:
    register, id_, before, after = row
    return RecordChange(table=register, id=id_, before=_raw(before), after=_raw(after))


def _raw(text: str | None) -> msgspec.Raw:
    return NOTHING if text is None else msgspec.Raw(text.encode())

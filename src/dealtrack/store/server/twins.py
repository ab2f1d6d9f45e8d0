"""What others recorded since a transaction began, so that it is not recorded once more.

A record that somebody changes is told by its version.  One that is entered has none: two
who close the same month, or log the same file, both look first and find nothing.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from dealtrack.errors import Conflict, RecordedMeanwhile
from dealtrack.model.codec import decode
from dealtrack.model.held import name_of
from dealtrack.store.disk.journal import NOTHING
from dealtrack.store.kinds import RECORDS
from dealtrack.store.server.pending import Pending
from dealtrack.store.server.server import Server
from dealtrack.store.sql.dialect import Sql

_READ_WHOLE = frozenset({"targets", "closings", "organisations", "people"})
"""Small tables of which each says something once: whoever adds to one has looked at all."""

_ABSENT = msgspec.Raw(b"null")


class _Same(msgspec.Struct):
    """By what a record is taken for another one: its title, days and parties."""

    title: str = ""
    signed: msgspec.Raw = _ABSENT
    parties: msgspec.Raw = _ABSENT
    start: msgspec.Raw = _ABSENT
    end: msgspec.Raw = _ABSENT

    def key(self, table: str) -> tuple[object, ...]:
        """Return what is the same of two that are the same."""
        raws = (self.signed, self.parties, self.start, self.end)
        return (table, self.title, *map(bytes, raws))


def refuse(server: Server, pending: Pending, revision: int) -> None:
    """Raise `Conflict` if others recorded the same between the beginning and *revision*."""
    entered = [one for one in pending.changes if one.before == NOTHING]
    whole = {one.table for one in entered} & _READ_WHOLE
    fresh = {_key(one.table, one.after) for one in entered if one.table in RECORDS}
    for at, who, table, id_, was, text in _meanwhile(server, pending.began, revision):
        if table in whole:
            raise Conflict("")
        is_new = bool(fresh) and table in RECORDS and was is None and text is not None
        if is_new and _key(table, msgspec.Raw(str(text).encode())) in fresh:
            raise RecordedMeanwhile(name_of(table, id_), who, f"{at:%Y-%m-%d %H:%M}")


def _key(table: str, record: msgspec.Raw) -> tuple[object, ...]:
    return decode(record, _Same).key(table)


def _meanwhile(
    server: Server, began: int, revision: int
) -> Iterator[tuple[datetime, str, str, int, str | None, str | None]]:
    """Yield what others changed, with when and who; as it comes, for it may be much."""
    asked = Sql(
        'SELECT j."at", j."person", c."register", c."id", c."before", c."after" '
        'FROM "changes" AS c JOIN "journal" AS j ON j."revision" = c."revision" '
        'WHERE c."revision" > ? AND c."revision" < ? ORDER BY c."revision", c."place"',
        (began, revision),
    )
    for at, *others in server.stream(asked):
        moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
        who, table, id_, was, text = others
        yield moment.astimezone(), who, table, id_, was, text

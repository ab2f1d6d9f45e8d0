"""Proofs of a ledger on a server: documents, tables of entries, journal, counters, files.

All of it is read as of one moment, and nothing is believed because a table says so.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

import msgspec

from dealtrack.model import Agreement, Kept, Trip
from dealtrack.model.codec import decode
from dealtrack.model.held import Held, name_of
from dealtrack.store.disk.attached import named_by
from dealtrack.store.kinds import KINDS, RECORDS
from dealtrack.store.safety.proving import Condition, Part, Proof
from dealtrack.store.server import agreeing, documents
from dealtrack.store.server.ledger import ServerLedger
from dealtrack.store.server.server import Server
from dealtrack.store.sql.columns import TABLES, Table
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.schema import PARTS
from dealtrack.text import _

_AT_ONCE = 500

Cases = list[tuple[str, str]]


def prove(
    ledger: ServerLedger, reading: "Reading | None" = None
) -> Iterator[tuple[float, Proof]]:
    """Yield what came out for each part of *ledger*, and how far that is of it all."""
    server = ledger.server
    reading = reading or Reading(server)
    yield 0.3, reading.proof()
    yield 0.6, _entries(server, reading)
    yield 0.7, _journal(server, ledger.revision)
    yield 0.9, _replay(server, reading)
    yield 0.95, _counters(server, reading)
    yield 1.0, _attachments(server, reading)


class Reading:
    """All documents of a ledger, decoded as far as they can be."""

    def __init__(self, server: Server) -> None:
        self.held: dict[tuple[str, int], Held] = {}
        self.raw: dict[tuple[str, int], msgspec.Raw] = {}
        self.unreadable: Cases = []
        for table in KINDS:
            for some in documents.every(server, table):
                for id_, raw in some:
                    self._read(table, id_, raw)

    def _read(self, table: str, id_: int, raw: msgspec.Raw) -> None:
        self.raw[table, id_] = raw
        try:
            found = decode(raw, KINDS[table])
        except msgspec.MsgspecError as why:
            self.unreadable.append((name_of(table, id_), str(why)))
            return
        if found.id == id_:
            self.held[table, id_] = found
        else:
            why_not = _("it says that it is {id}").format(id=name_of(table, found.id))
            self.unreadable.append((name_of(table, id_), why_not))

    def records(self, table: str) -> Iterator[Kept]:
        """Yield the records of *table* that can be read, by id."""
        for (there, _id), one in self.held.items():
            if there == table and isinstance(one, Agreement | Trip):
                yield one

    def proof(self) -> Proof:
        """Return what came out for the documents."""
        counts = dict.fromkeys(RECORDS, 0) | Counter(table for table, _id in self.raw)
        return _proof("records", "documents", counts, self.unreadable)


def _proof(part: Part, table: str, counts: dict[str, int], cases: Cases) -> Proof:
    condition: Condition = "damaged" if cases else "sound"
    return Proof(part, Path(table), condition, counts, None, tuple(cases))


def _entries(server: Server, reading: Reading) -> Proof:
    """Compare the tables of entries with what filling makes of the records."""
    wrong: dict[str, str] = {}
    rows = 0
    for table in TABLES:
        waiting = reading.records(table)
        while some := list(islice(waiting, _AT_ONCE)):
            wrong |= agreeing.differing(server, some)
        known = {id_ for name, id_ in reading.raw if name == table}
        for part in PARTS:
            counts = _counts(server, table, part)
            rows += sum(counts.values())
            wrong |= {name_of(table, id_): part for id_ in counts.keys() - known}
    return _proof("entries", "entries", {"rows": rows}, list(wrong.items()))


def _counts(server: Server, table: Table, part: str) -> dict[int, int]:
    """Return how many rows there are, by id."""
    asked = f'SELECT "id", count(*) FROM "{table}_{part}" GROUP BY "id"'
    return dict(server.stream(Sql(asked)))


def _journal(server: Server, revision: int) -> Proof:
    """Look for gaps in the journal, and for changes of no line."""
    asked = 'SELECT count(*), coalesce(min("revision"), 0), coalesce(max("revision"), 0)'
    ((lines, first, last),) = server.rows(Sql(f'{asked} FROM "journal"'))
    cases: Cases = [(str(n), _("no line before it")) for n in _after_gaps(server, first)]
    cases += [(str(n), _("changes without a line")) for n in _loose(server)]
    if last != revision:
        cases.append((str(last), _("the ledger is at revision {n}").format(n=revision)))
    return _proof("journal", "journal", {"lines": lines, "revision": revision}, cases)


def _after_gaps(server: Server, first: int) -> Iterator[int]:
    asked = (
        'SELECT "revision" FROM "journal" AS j WHERE "revision" > ? AND NOT EXISTS '
        '(SELECT 1 FROM "journal" AS k WHERE k."revision" = j."revision" - 1) ORDER BY 1'
    )
    return (n for (n,) in server.rows(Sql(asked, (first,))))


def _loose(server: Server) -> Iterator[int]:
    asked = (
        'SELECT DISTINCT "revision" FROM "changes" AS c WHERE NOT EXISTS '
        '(SELECT 1 FROM "journal" AS j WHERE j."revision" = c."revision") ORDER BY 1'
    )
    return (n for (n,) in server.rows(Sql(asked)))


def _replay(server: Server, reading: Reading) -> Proof:
    """Follow each record through its changes to the document that there is."""
    asked = (
        'SELECT "register", "id", "before", "after" FROM "changes" ORDER BY "revision", "place"'
    )
    last: dict[tuple[str, int], str | None] = {}
    cases: Cases = []
    changes = 0
    for register, id_, before, after in server.stream(Sql(asked)):
        changes += 1
        key = register, id_
        if key in last and last[key] != before:
            cases.append((name_of(register, id_), _("its changes do not follow each other")))
        last[key] = after
    for key in last.keys() | reading.raw.keys():
        raw = reading.raw.get(key)
        if last.get(key) != (bytes(raw).decode() if raw else None):
            cases.append((name_of(*key), _("it is not as the journal tells it")))
    return _proof("replay", "changes", {"changes": changes}, sorted(set(cases)))


def _counters(server: Server, reading: Reading) -> Proof:
    """Look whether an id could be given again."""
    highest: dict[str, int] = {}
    for (table, _id), one in reading.held.items():
        name, number = _counted(table, one)
        highest[name] = max(number, highest.get(name, 0))
    known = dict(server.rows(Sql('SELECT "name", "last" FROM "counters"')))
    behind = [name for name, last in highest.items() if known.get(name, 0) < last]
    behind += [n for n in KINDS if _drawn(server, n) < highest.get(n, 0) and n not in behind]
    cases = [(name, _("it is behind")) for name in sorted(behind)]
    return _proof("counters", "counters", {}, cases)


def _counted(table: str, one: Held) -> tuple[str, int]:
    """Return the counter that gave a record its id, and how far it had to be for that."""
    if isinstance(one, Agreement | Trip):
        return table, one.id
    return one.counter(table), one.counted


def _drawn(server: Server, table: str) -> int:
    """Return the last id that was drawn, as far as ids are drawn here."""
    if not server.dialect.is_typed:
        return 2**62
    drawn = 'CASE WHEN "is_called" THEN "last_value" ELSE "last_value" - 1 END'
    ((last,),) = server.rows(Sql(f'SELECT {drawn} FROM "{table}_ids"'))
    return int(last)


def _attachments(server: Server, reading: Reading) -> Proof:
    """Compare every attachment that a record names with the digest it was kept under."""
    named = list(named_by(one for table in RECORDS for one in reading.records(table)))
    # Worked out where the files are: they may be many, of 20 MB each
    asked = Sql('SELECT "name", sha256("content") FROM "attachments"')
    digests = {name: bytes(digest).hex() for name, digest in server.rows(asked)}
    cases = [
        (one.file, one.ref)
        for one in named
        if digests.get(PurePosixPath(one.file).name) != one.sha256
    ]
    found = _proof("attachments", "attachments", {"files": len(digests)}, cases)
    return found if named or digests else found._replace(condition="absent")

"""An examination of a ledger on a server: the server, the tables, what is recorded."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from dealtrack.actions import serverchecks as checks
from dealtrack.errors import NotAllowed, ServerUnreachable
from dealtrack.model import Agreement, Kept, Trip
from dealtrack.model.codec import decode
from dealtrack.model.held import name_of
from dealtrack.model.registered import Organisation
from dealtrack.query.registry import Organisations
from dealtrack.report.consistency import check_records, find_broken
from dealtrack.report.doctor import Check, Finding, judged, no, none, unknown, yes
from dealtrack.store.kinds import RECORDS
from dealtrack.store.moving.copying import connected
from dealtrack.store.server import agreeing, lines, marker, schema, vitals
from dealtrack.store.server.marker import Marker
from dealtrack.store.server.schema import FORMAT, Standing
from dealtrack.store.server.server import Server
from dealtrack.store.sql.columns import TABLES, Table, table_of
from dealtrack.store.sql.dialect import Sql

_SAMPLE = 200
"""How many records of each register are held against their rows."""

_UPGRADE = "dealtrack ledger upgrade"


class Whole(NamedTuple):
    """All records of a ledger, and what of them cannot be read, with the reason."""

    records: list[Kept]
    organisations: list[Organisation]
    unreadable: list[tuple[str, str]]


def examine(address: str, clock: Callable[[], datetime], today: date) -> Iterator[Check]:
    """Yield every check of the ledger at *address*, as it is at one moment.

    So many statements are put to the server, however much there is.
    """
    try:
        with connected(address, steady=True) as server:
            yield from _of_server(server, address, clock)
            yield from _of_ledger(server, address, today)
    except ServerUnreachable as fault:
        yield no("server", "unreachable", "", why=fault.why or str(fault).splitlines()[0])


def _of_server(server: Server, address: str, clock: Callable[[], datetime]) -> Iterator[Check]:
    asked, began = clock(), time.monotonic()
    found = vitals.about(server)
    seconds = time.monotonic() - began
    yield checks.check_server(found, seconds)
    yield checks.check_tls(found)
    yield checks.check_clock(found, asked + timedelta(seconds=seconds / 2))
    yield checks.check_replication(found, vitals.standbys(server))
    yield checks.check_waiting(vitals.waiting(server), address)
    yield checks.check_room(found)


def _of_ledger(server: Server, address: str, today: date) -> Iterator[Check]:
    """Yield the checks of the tables, as far as they may be read."""
    try:
        copying = marker.read(server)
        standing = None if copying else schema.standing(server)
    except NotAllowed:
        yield checks.check_rights(server.person, vitals.NO_RIGHTS)
        return
    rights = vitals.rights(server) if standing else None
    yield checks.check_rights(server.person, rights)
    yield _copying(copying)
    yield _tables(server, standing)
    if standing is None or not standing.is_current(server):
        yield none("ledger", "empty") if standing is None else unknown("ledger", "lost")
        return
    whole = _whole(server)
    yield _ledger(server, standing, whole)
    yield _records(whole)
    yield from check_records(whole.records, today, Organisations(tuple(whole.organisations)))
    yield _entries(server, whole.records)
    yield _sequences(server, address)


def _copying(found: Marker | None) -> Check:
    if found is None:
        return none("copying", "none")
    told = found.unfinished("")
    facts = {"source": found.source, "moment": f"{found.moment:%Y-%m-%d %H:%M:%S}"}
    ways = (told.go_on, told.take_back)
    return judged(
        "copying", [Finding(says="unfinished", facts=facts, command=way) for way in ways]
    )


def _tables(server: Server, found: Standing | None) -> Check:
    if found is None:
        return none("tables", "nothing")
    if found.is_newer:
        return no("tables", "newer", "", program=found.program)
    if not found.is_current(server):
        return no("tables", "older", _UPGRADE, program=found.program)
    return yes("tables", "same", format=str(FORMAT), program=found.program)


def _whole(server: Server) -> Whole:
    """Read every record: one statement for each register."""
    whole = Whole([], [], [])
    for table, kind in {**RECORDS, "organisations": Organisation}.items():
        asked = Sql(f'SELECT "id", "document" FROM "{table}" ORDER BY "id"')
        for id_, text in server.stream(asked):
            try:
                found = decode(text.encode(), kind)
            except msgspec.MsgspecError as why:
                whole.unreadable.append((name_of(table, id_), str(why)))
                continue
            if isinstance(found, Agreement | Trip):
                whole.records.append(found)
            elif isinstance(found, Organisation):
                whole.organisations.append(found)
    return whole


def _ledger(server: Server, standing: Standing, whole: Whole) -> Check:
    if not standing.revision:
        return none("ledger", "empty")
    last = next(lines.backwards(server)).says
    return yes(
        "ledger",
        "served",
        agreements=f"{sum(isinstance(r, Agreement) for r in whole.records):,}",
        trips=f"{sum(isinstance(r, Trip) for r in whole.records):,}",
        revision=f"{standing.revision:,}",
        moment=f"{last.at:%Y-%m-%d %H:%M}",
    )


def _records(whole: Whole) -> Check:
    found = [
        Finding(
            says="unreadable",
            facts={"ref": ref, "why": why},
            command=f"dealtrack history {ref}",
        )
        for ref, why in whole.unreadable
    ]
    found += find_broken(whole.records)
    well = Finding(says="sound", facts={"n": f"{len(whole.records):,}"})
    return judged("records", found, well)


def _entries(server: Server, records: Sequence[Kept]) -> Check:
    """Hold some records against their rows, and the numbers of all."""
    if not records:
        return none("entries", "nothing")
    found: list[Finding] = []
    compared = 0
    for table in TABLES:
        here = [record for record in records if table_of(record) == table]
        some = random.sample(here, min(_SAMPLE, len(here)))
        compared += len(some)
        found += map(_different, agreeing.differing(server, some))
        found += _missing(server, table, len(here))
    facts = {"n": f"{len(records):,}", "some": f"{compared:,}"}
    return judged("entries", found, Finding(says="sound", facts=facts))


def _different(ref: str) -> Finding:
    return Finding(says="different", facts={"ref": ref}, command=_UPGRADE)


def _missing(server: Server, table: Table, n: int) -> Iterator[Finding]:
    there = agreeing.counted(server, table)
    if there != n:
        facts = {"table": table, "n": f"{n:,}", "found": f"{there:,}"}
        yield Finding(says="missing", facts=facts, command=_UPGRADE)


def _sequences(server: Server, address: str) -> Check:
    try:
        return checks.check_sequences(vitals.sequences(server), address)
    except NotAllowed:
        return unknown("sequences", "hidden")

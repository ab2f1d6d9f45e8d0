"""The checks of a server itself: who answers, how safely, how far its standbys are."""

import shlex
from collections.abc import Sequence
from datetime import datetime

from dealtrack.report.doctor import Check, Finding, judged, no, none, unknown, yes
from dealtrack.store.safety import health
from dealtrack.store.server import vitals
from dealtrack.store.server.vitals import OLDEST, About, Ids, Rights, Standby, Waiting

_FAR_BEHIND = 16 * 1024**2
"""Bytes that a standby may lack: one file of the server's log."""


def check_server(found: About, seconds: float) -> Check:
    """Check that the server is one that is supported; it took *seconds* to answer."""
    if found.number < OLDEST:
        oldest = str(OLDEST // 10_000)
        return no("server", "old", "", version=found.version, oldest=oldest)
    return yes("server", "answers", version=found.version, ms=f"{seconds * 1000:.0f}")


def check_tls(found: About) -> Check:
    """Check that nobody on the way can listen."""
    if found.tls:
        return yes("tls", "encrypted", tls=found.tls, cipher=found.cipher)
    if found.is_near:
        return none("tls", "near")
    return no("tls", "plain", "", address=found.address or "")


def check_rights(person: str, found: Rights | None) -> Check:
    """Tell what *person* may do; None of a ledger that is not there."""
    match found:
        case None:
            return none("rights", "nothing", person=person)
        case Rights(own=True):
            return yes("rights", "owner", person=person)
        case Rights(close=True):
            return yes("rights", "keeper", person=person)
        case Rights(write=True):
            return yes("rights", "editor", person=person)
        case Rights(read=True):
            return yes("rights", "reader", person=person)
        case _:
            return no("rights", "none", "", person=person)


def check_clock(found: About, now: datetime) -> Check:
    """Hold the server's clock against *now*, which it was when the server was asked."""
    apart = abs((found.moment - now).total_seconds())
    if apart <= vitals.A_MINUTE:
        return yes("clock", "together", seconds=f"{apart:.0f}")
    theirs = found.moment.astimezone(now.tzinfo)
    facts = {"moment": f"{theirs:%Y-%m-%d %H:%M:%S}", "now": f"{now:%Y-%m-%d %H:%M:%S}"}
    return no("clock", "apart", "date", seconds=f"{apart:,.0f}", **facts)


def check_sequences(ids: Sequence[Ids], address: str) -> Check:
    """Check that no id can be given twice."""
    if not any(one.needed for one in ids):
        return none("sequences", "nothing")
    behind = [
        Finding(
            says="behind",
            facts={"table": one.table, "next": str(one.last + 1), "last": str(one.needed)},
            command=psql(address, f"SELECT setval('dealtrack.{one.table}_ids', {one.needed})"),
        )
        for one in ids
        if one.last < one.needed
    ]
    return judged("sequences", behind)


def check_replication(found: About, standbys: Sequence[Standby]) -> Check:
    """Tell who has what is recorded, too, and how far they are."""
    if found.is_standby:
        return _own_lag(found)
    if not standbys:
        return none("replication", "none")
    seen = [one for one in standbys if one.state]
    if not seen:
        return unknown("replication", "hidden", n=str(len(standbys)))
    behind = [_standby("behind", one) for one in seen if _is_late(one.behind, one.late)]
    if behind:
        return judged("replication", behind)
    follow = [_standby("sync" if one.is_synchronous else "async", one) for one in seen]
    return Check(key="replication", status="yes", findings=tuple(follow))


def check_waiting(found: Sequence[Waiting], address: str) -> Check:
    """Check that nothing stands still, or keeps others from going on."""
    return judged("waiting", [_waiting(one, address) for one in found], Finding(says="none"))


def check_room(found: About) -> Check:
    """Tell how much the database takes."""
    return yes("room", "size", size=health.spelled(found.size))


def _own_lag(found: About) -> Check:
    lag = {"bytes": f"{found.behind or 0:,}", "seconds": f"{found.late or 0:,.0f}"}
    # Where nothing is recorded, the last change is long ago, and nothing is late
    if found.behind and _is_late(found.behind, found.late):
        return no("replication", "late", "", **lag)
    return yes("replication", "standby", **lag)


def _is_late(behind: int | None, late: float | None) -> bool:
    return (behind or 0) > _FAR_BEHIND or (late or 0) > vitals.A_MINUTE


def _standby(says: str, one: Standby) -> Finding:
    facts = {"name": one.name or "?", "bytes": f"{one.behind or 0:,}"}
    return Finding(says=says, facts={**facts, "seconds": f"{one.late or 0:,.0f}"})


def _waiting(one: Waiting, address: str) -> Finding:
    """Return what stands still, with the command that ends it."""
    ending = {
        "prepared": "ROLLBACK PREPARED '{name}'",
        "idle": "SELECT pg_terminate_backend({name})",
        "blocked": "SELECT pg_terminate_backend({first})",
    }[one.what]
    doubled = one.name.replace("'", "''")
    first = one.blocker.partition(" ")[0]
    return Finding(
        says=one.what,
        facts={
            "name": one.name,
            "who": one.who,
            "seconds": f"{one.seconds:,.0f}",
            "blocker": one.blocker,
        },
        command=psql(address, ending.format(name=doubled, first=first)),
    )


def psql(address: str, statement: str) -> str:
    """Return the command that has the server do something."""
    return shlex.join(("psql", address, "-c", statement))

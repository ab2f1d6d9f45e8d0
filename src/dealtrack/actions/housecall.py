"""An examination of a ledger on a server: the way there, what one may do, what it holds."""

from collections.abc import Iterator
from datetime import date

from dealtrack.errors import DealtrackError, TablesDiffer
from dealtrack.model.registered import Organisation
from dealtrack.query.registry import Organisations
from dealtrack.report.consistency import check_records, find_broken
from dealtrack.report.doctor import Check, Finding, judged, no, none, yes
from dealtrack.store.kinds import RECORDS
from dealtrack.store.safety.proving import Proof
from dealtrack.store.server.ledger import ServerLedger
from dealtrack.store.server.proving import Reading, prove

VERIFY = "dealtrack ledger verify"
UPGRADE = "dealtrack ledger upgrade"
_MOST = 20
"""Findings of one check."""


def unreachable(why: DealtrackError) -> Iterator[Check]:
    """Yield the checks of a server that does not answer, or does not let one in."""
    said = " ".join(str(why).split("\n")[:2])
    yield no("server", "silent", "", why=said)
    yield Check(key="ledger", status="unknown", findings=(Finding(says="lost"),))


def examine(ledger: ServerLedger, today: date) -> Iterator[Check]:
    """Yield every check that a ledger on a server can be put to."""
    about = ledger.server.about()
    yield yes("server", "answers", version=about.version, person=about.person)
    yield _line(about.is_open)
    try:
        found = ledger.standing()
        is_there = ledger.is_there
    except TablesDiffer as differing:
        first = str(differing).partition("\n")[0]
        yield no("format", "newer", "" if differing.newer else UPGRADE, why=first)
        return
    except DealtrackError as refused:
        yield no("access", "refused", "", why=str(refused).partition("\n")[0])
        return
    if not is_there or found is None:
        yield none("ledger", "empty")
        return
    yield yes("format", "same", format=str(found.format))
    yield yes("access", _right(ledger))
    yield from _contents(ledger, today)


def _line(is_open: bool) -> Check:
    if is_open:
        return no("line", "open", "")
    return yes("line", "closed")


def _right(ledger: ServerLedger) -> str:
    if ledger.server.may_write("closings"):
        return "keeper"
    return "editor" if ledger.server.may_write("agreements") else "reader"


def _contents(ledger: ServerLedger, today: date) -> Iterator[Check]:
    reading = Reading(ledger.server)
    proofs = {proof.part: proof for _share, proof in prove(ledger, reading)}
    counts = proofs["records"].counts
    facts = {name: f"{counts.get(name, 0):,}" for name in RECORDS}
    yield yes("ledger", "kept", **facts, revision=f"{ledger.revision:,}")
    records = [one for table in RECORDS for one in reading.records(table)]
    well = Finding(says="sound", facts={"n": f"{len(records):,}"})
    unreadable = [_unreadable(ref, why) for ref, why in proofs["records"].cases]
    yield judged("records", [*unreadable, *find_broken(records)], well)
    yield from (_proved(proofs[part]) for part in ("entries", "counters"))
    yield _proved(proofs["journal"])
    yield _proved(proofs["replay"])
    yield _proved(proofs["attachments"])
    known = [one for one in reading.held.values() if isinstance(one, Organisation)]
    yield from check_records(records, today, Organisations(known))


def _unreadable(ref: str, why: str) -> Finding:
    return Finding(says="unreadable", facts={"ref": ref, "why": why}, command=VERIFY)


def _proved(proof: Proof) -> Check:
    """Return the check that a part of the ledger was proved by."""
    if proof.condition == "absent":
        return none(proof.part, "none" if proof.part == "attachments" else "absent")
    found = [
        Finding(says="differs", facts={"what": what, "why": why}, command=VERIFY)
        for what, why in proof.cases[:_MOST]
    ]
    return judged(proof.part, found, Finding(says="proved"))

"""An examination of a ledger: what its files, its records and its folder tell."""

import shlex
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from dealtrack.errors import BackupDamaged, DealtrackError, LedgerDamaged, LedgerTooNew
from dealtrack.query.registry import Organisations
from dealtrack.report.consistency import check_records, find_broken
from dealtrack.report.doctor import Check, Finding, fixable, judged, no, none, yes
from dealtrack.store.disk import attached
from dealtrack.store.disk.attachments import FOLDER
from dealtrack.store.disk.checkpoint import FORMAT
from dealtrack.store.disk.files import Files
from dealtrack.store.latest import INDEXED_FROM
from dealtrack.store.safety import backups, health
from dealtrack.store.safety.backups import Backup
from dealtrack.store.safety.proving import Proof, prove_attachments, prove_backup
from dealtrack.store.safety.verifying import Reading, prove, read_whole

RESTORE = "dealtrack restore --dry-run"

_OLD = 7
"""Days after which a backup is old, if there were changes since."""


class Examination(NamedTuple):
    """What everything is looked at with: the ledger, read whole, now and today."""

    files: Files
    now: datetime
    today: date
    reading: Reading
    proofs: dict[str, Proof]
    backups: list[Backup]

    @property
    def is_readable(self) -> bool:
        """Whether the ledger as it is now can be told."""
        return self.reading.now is not None


def begin(files: Files, now: datetime, today: date) -> Examination:
    """Read the ledger at *files* whole."""
    reading = read_whole(files)
    proofs: dict[str, Proof] = {}
    for proof in prove(reading):
        part = "journal" if proof.part == "year" else proof.part
        if part not in proofs or proof.condition == "damaged":
            proofs[part] = proof
    return Examination(files, now, today, reading, proofs, backups.list_backups(files))


def examine(look: Examination) -> Iterator[Check]:
    """Yield every check that the ledger itself can be put to."""
    yield _ledger(look)
    yield _format(look)
    yield _checkpoint(look)
    yield _journal(look)
    yield from (_told(look, key, check) for key, check in _NEEDING_RECORDS.items())
    if look.is_readable:
        known = Organisations(look.reading.organisations)
        yield from check_records(look.reading.records, look.today, known)
    else:
        yield from map(_lost, ("references", "days", "words", "organisations", "agreements"))
    yield _backup(look)


def _told(look: Examination, key: str, check: Callable[[Examination], Check]) -> Check:
    return check(look) if look.is_readable else _lost(key)


def _lost(key: str) -> Check:
    return Check(key=key, status="unknown", findings=(Finding(says="lost"),))


def _ledger(look: Examination) -> Check:
    now = look.reading.now
    if now is None or (look.reading.fault and not now.revision):
        return no("ledger", "unreadable", _remedy(look), why=_why(look.reading.fault))
    if not now.revision:
        return none("ledger", "empty")
    there = health.files_of(look.files)
    return yes(
        "ledger",
        "holds",
        agreements=f"{len(now.tables['agreements']):,}",
        trips=f"{len(now.tables['trips']):,}",
        revision=f"{now.revision:,}",
        size=health.spelled(health.size(there)),
        files=str(len(there)),
    )


def _remedy(look: Examination) -> str:
    return RESTORE if isinstance(look.reading.fault, LedgerDamaged) else ""


def _format(look: Examination) -> Check:
    fault, now = look.reading.fault, look.reading.now
    if isinstance(fault, LedgerTooNew):
        return no("format", "newer", "", why=_why(fault))
    if now is None:
        return _lost("format")
    if not look.files.checkpoint.exists():
        return none("format", "nothing")
    if now.format < FORMAT:
        return yes("format", "older", format=str(now.format), ours=str(FORMAT))
    return yes("format", "same", format=str(now.format))


def _checkpoint(look: Examination) -> Check:
    proof = look.proofs["checkpoint"]
    if proof.condition == "damaged":
        return no("checkpoint", "damaged", _remedy(look), why=_why(proof.fault))
    if proof.condition == "absent":
        return none("checkpoint", "absent")
    counts = {name: f"{n:,}" for name, n in proof.counts.items()}
    if not look.is_readable:
        return yes("checkpoint", "whole", file=proof.file.name)
    return yes("checkpoint", "sound", file=proof.file.name, **counts)


def _journal(look: Examination) -> Check:
    proof, chain = look.proofs["journal"], look.reading.chain
    if proof.condition == "damaged":
        return no("journal", "damaged", RESTORE, why=_why(proof.fault))
    if not chain.lines:
        return none("journal", "absent")
    if torn := proof.counts.get("torn"):
        return yes("journal", "torn", bytes=f"{torn:,}")
    facts = {"lines": f"{len(chain.lines):,}", "first": f"{chain.first:,}"}
    return yes("journal", "sound", **facts)


def _replay(look: Examination) -> Check:
    proof = look.proofs["replay"]
    if proof.condition == "absent":
        first = proof.counts.get("first")
        if not first:
            return none("replay", "absent")
        return none("replay", "baseless", first=f"{first:,}")
    found = [
        Finding(says="different", facts={"ref": ref}, command=RESTORE) for ref, _ in proof.cases
    ]
    now = look.reading.now
    facts = {"base": f"{proof.counts['from']:,}", "revision": f"{now.revision if now else 0:,}"}
    return judged("replay", found, Finding(says="same", facts=facts))


def _records(look: Examination) -> Check:
    found = [
        Finding(says="unreadable", facts={"ref": ref, "why": why}, command=RESTORE)
        for ref, why in look.reading.unreadable
    ]
    found += find_broken(look.reading.records)
    well = Finding(says="sound", facts={"n": f"{len(look.reading.records):,}"})
    return judged("records", found, well)


def _attachments(look: Examination) -> Check:
    folder = look.files.checkpoint.parent
    named = list(attached.named_by(look.reading.records))
    proof = prove_attachments(folder, named)
    found = [_attachment(folder, file, ref) for file, ref in proof.cases]
    lying = attached.lying_in(folder / FOLDER)
    if lying:
        known = _ever_named(folder)
        found += [_unnamed(path) for name, path in lying.items() if name not in known]
    if not (named or lying):
        return none("attachments", "none")
    return judged("attachments", found, Finding(says="sound", facts={"n": f"{len(lying):,}"}))


def _attachment(folder: Path, file: str, ref: str) -> Finding:
    says = "altered" if (folder / file).exists() else "missing"
    facts = {"file": file, "ref": ref}
    return Finding(says=says, facts=facts, command=f"dealtrack show {ref}")


def _unnamed(path: Path) -> Finding:
    command = f"rm {shlex.quote(str(path))}"
    return Finding(says="unnamed", facts={"file": f"{FOLDER}/{path.name}"}, command=command)


def _ever_named(folder: Path) -> set[str]:
    """Return the attachments that any ledger in *folder* names or once named."""
    texts = (p for p in folder.iterdir() if p.suffix in {".json", ".journal"} and p.is_file())
    return {name for path in texts for name in attached.named_in(path.read_bytes())}


def _clock(look: Examination) -> Check:
    now = look.reading.now
    if now is None or now.saved is None:
        return none("clock", "nothing")
    moment = f"{now.saved:%Y-%m-%d %H:%M}"
    if now.saved > look.now:
        return no("clock", "behind", "date", moment=moment, now=f"{look.now:%Y-%m-%d %H:%M}")
    return yes("clock", "sane", moment=moment)


def _index(look: Examination) -> Check:
    match look.proofs["index"].condition:
        case "absent":
            is_large = len(look.reading.records) >= INDEXED_FROM
            return none("index", "missing" if is_large else "absent")
        case "sound":
            return yes("index", "fresh")
        case wrong:
            return fixable("index", wrong)


_NEEDING_RECORDS: dict[str, Callable[[Examination], Check]] = {
    "replay": _replay,
    "records": _records,
    "attachments": _attachments,
    "clock": _clock,
    "index": _index,
}
"""Checks that only a ledger that can be read can be put to."""


def _backup(look: Examination) -> Check:
    now = look.reading.now
    if now is not None and not now.revision and not look.backups:
        return none("backup", "nothing")
    if not look.backups:
        return fixable("backup", "absent") if look.is_readable else _lost("backup")
    newest = look.backups[0]
    proof = prove_backup(newest)
    if proof.fault is not None:
        facts = {"file": newest.path.name, "why": _why(proof.fault)}
        return no("backup", "damaged", "dealtrack backup", **facts)
    moment, age = (
        f"{newest.moment:%Y-%m-%d %H:%M}",
        (look.now.replace(tzinfo=None) - newest.moment),
    )
    if now and age.days > _OLD and now.revision > newest.revision:
        return fixable("backup", "old", moment=moment, days=str(age.days))
    return yes("backup", "sound", moment=moment, n=str(len(look.backups)))


def _why(fault: DealtrackError | None) -> str:
    """Return why something is at fault, in a sentence."""
    if isinstance(fault, BackupDamaged):
        return fault.why
    return str(fault).splitlines()[0] if fault else ""

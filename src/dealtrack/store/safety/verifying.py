"""Reading everything that a ledger keeps, and proving that it holds together.

The journal is replayed from the oldest base there is: what comes out has to be the
ledger of today, record by record.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from dealtrack.errors import DealtrackError, LedgerDamaged
from dealtrack.model import Agreement, Kept, Trip
from dealtrack.model.codec import decode
from dealtrack.model.held import name_of
from dealtrack.model.registered import Organisation
from dealtrack.store.disk import attached, snapshot
from dealtrack.store.disk.checkpoint import Tables
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.journal import NOTHING, Line, RecordChange
from dealtrack.store.disk.snapshot import Snapshot, Stamps
from dealtrack.store.kinds import KINDS, RECORDS
from dealtrack.store.safety import backups, reach
from dealtrack.store.safety.chain import Chain, base_of, read_chain
from dealtrack.store.safety.proving import (
    Condition,
    Part,
    Proof,
    prove_attachments,
    prove_backup,
    prove_index,
)

Progress = Callable[[float], None]
_TRIES = 10


class Reading(NamedTuple):
    """A ledger read whole: *now* as far as it can be read, the *chain* of its changes.

    There may be a *fault* beside *now*: all is sound, and a backup holds more.
    """

    files: Files
    now: Snapshot | None
    fault: DealtrackError | None
    chain: Chain
    records: tuple[Kept, ...]
    unreadable: tuple[tuple[str, str], ...]
    organisations: tuple[Organisation, ...] = ()


def read_whole(files: Files) -> Reading:
    """Read the ledger at *files* with its whole history.  Takes no lock.

    What looks wrong is believed only if the files have not changed meanwhile.
    """
    for _ in range(_TRIES):
        stamps = _stamps(files)
        found = _read(files)
        if not (found.fault or found.chain.fault) or _stamps(files) == stamps:
            break
    return found


def _stamps(files: Files) -> Stamps | None:
    """Return the stamps of *files*, None where nothing can be: its reading tells why."""
    try:
        return Stamps.of(files)
    except OSError:
        return None


def _read(files: Files) -> Reading:
    chain = read_chain(files)
    try:
        now = snapshot.read(files)
    except DealtrackError as fault:
        return Reading(files, None, fault, chain, (), ())
    records: list[Kept] = []
    organisations: list[Organisation] = []
    unreadable = []
    for table, kind in KINDS.items():
        for key, raw in now.tables.get(table, {}).items():
            try:
                found = decode(raw, kind)
            except msgspec.MsgspecError as why:
                unreadable.append((_ref(table, key), str(why)))
            else:
                if isinstance(found, Agreement | Trip):
                    records.append(found)
                elif isinstance(found, Organisation):
                    organisations.append(found)
    beside = _beside_backups(files, now, chain)
    return Reading(
        *(files, now, beside, chain, tuple(records), tuple(unreadable), tuple(organisations))
    )


def _beside_backups(files: Files, now: Snapshot, chain: Chain) -> LedgerDamaged | None:
    """Return what is wrong if a backup holds changes that are not in the ledger."""
    try:
        reach.check(files, now.revision)
    except LedgerDamaged as behind:
        return behind
    sums = {line.says.revision: line.sum for line in chain.lines}
    for one in backups.list_backups(files):
        if one.last and sums.get(one.revision, one.last) != one.last:
            return LedgerDamaged(files.journal, "other", one.path.name)
    return None


def verify(
    files: Files, progress: Progress = lambda _done: None, *, newest: bool = False
) -> list[Proof]:
    """Prove every part of the ledger at *files*; of the backups only the *newest*, if asked."""
    reading = read_whole(files)
    progress(0.2)
    proofs = list(prove(reading))
    progress(0.4)
    for share, proof in prove_beside(reading, newest=newest):
        proofs.append(proof)
        progress(0.4 + 0.6 * share)
    progress(1.0)
    return proofs


def prove(reading: Reading) -> Iterator[Proof]:
    """Yield what came out for the ledger itself."""
    yield _checkpoint(reading)
    yield from _journals(reading)
    if reading.now is not None:
        yield _replay(reading, reading.now)
        yield _records(reading)
        yield prove_index(reading.files, reading.now)


def prove_beside(reading: Reading, *, newest: bool) -> Iterator[tuple[float, Proof]]:
    """Yield what came out for what lies beside the ledger, and how far that is of it all."""
    files = reading.files
    known = backups.list_backups(files)[: 1 if newest else None]
    for number, one in enumerate(known, 1):
        yield number / (len(known) + 1), prove_backup(one)
    named = list(attached.named_by(reading.records))
    yield 1.0, prove_attachments(files.checkpoint.parent, named)


def _checkpoint(reading: Reading) -> Proof:
    file, fault = reading.files.checkpoint, reading.fault
    if fault is not None and _is_about(fault, file):
        return Proof("checkpoint", file, "damaged", {}, fault)
    if not file.exists():
        return Proof("checkpoint", file, "absent")
    return Proof("checkpoint", file, "sound", _counts(reading.now))


def _counts(now: Snapshot | None) -> dict[str, int]:
    """Return how much there is of each sort; beside the records only what there is at all."""
    counts = {name: len(now.tables.get(name, {})) for name in KINDS} if now else {}
    return {name: n for name, n in counts.items() if n or name in RECORDS}


def _journals(reading: Reading) -> Iterator[Proof]:
    chain = reading.chain
    for file, lines in chain.lengths.items():
        part: Part = "journal" if file == reading.files.journal else "year"
        faults = (one for one in (chain.fault, reading.fault) if one is not None)
        own = next((one for one in faults if _is_about(one, file)), None)
        condition: Condition = "damaged" if own else "sound" if file.exists() else "absent"
        torn = reading.now.torn if reading.now and part == "journal" else 0
        counts = {"lines": lines, "torn": torn}
        yield Proof(part, file, condition, {k: n for k, n in counts.items() if n}, own)


def _is_about(fault: DealtrackError, file: Path) -> bool:
    return str(getattr(fault, "file", getattr(fault, "path", ""))) == str(file)


def _replay(reading: Reading, now: Snapshot) -> Proof:
    """Make the changes anew from where the chain begins; compare with what is there."""
    file, chain = reading.files.journal, reading.chain
    if chain.fault is not None or not chain.lines:
        return Proof("replay", file, "absent")
    base = base_of(reading.files, chain)
    if base is None:
        return Proof("replay", file, "absent", {"first": chain.first})
    lines = [line for line in chain.lines if base.revision < line.says.revision <= now.revision]
    tables, wrong = replayed(base.tables, lines)
    wrong |= set(differing(tables, now.tables))
    counts = {"lines": len(lines), "from": base.revision, **_counts(now)}
    cases = tuple((ref, base.source) for ref in sorted(wrong))
    return Proof("replay", file, "damaged" if wrong else "sound", counts, None, cases)


def replayed(base: Tables, lines: Iterable[Line]) -> tuple[Tables, set[str]]:
    """Return *base* with the changes of *lines* made, and the records they did not fit."""
    tables = {name: dict(table) for name, table in base.items()}
    wrong = set()
    for line in lines:
        for change in line.says.changes:
            table = tables.setdefault(change.table, {})
            if not _is_same(table.get(str(change.id), NOTHING), change.before, change.table):
                wrong.add(_ref(change.table, str(change.id)))
            _make(change, table)
    return tables, wrong


def _make(change: RecordChange, table: dict[str, msgspec.Raw]) -> None:
    if change.after == NOTHING:
        table.pop(str(change.id), None)
    else:
        table[str(change.id)] = change.after


def differing(one: Tables, other: Tables) -> Iterator[str]:
    """Yield the refs of the records that are not the same in both."""
    for name in {**one, **other}:
        mine, theirs = one.get(name, {}), other.get(name, {})
        for key in {**mine, **theirs}:
            if not _is_same(mine.get(key, NOTHING), theirs.get(key, NOTHING), name):
                yield _ref(name, key)


def _is_same(one: msgspec.Raw, other: msgspec.Raw, table: str) -> bool:
    """Whether two texts are the same record: by their bytes, else by what they say."""
    if one == other:
        return True
    kind = KINDS.get(table)
    if kind is None or NOTHING in (one, other):
        return False
    try:
        return decode(one, kind) == decode(other, kind)
    except msgspec.MsgspecError:
        return False


def _records(reading: Reading) -> Proof:
    condition: Condition = "damaged" if reading.unreadable else "sound"
    counts = _counts(reading.now)
    fault = None
    if reading.unreadable:
        ref = reading.unreadable[0][0]
        fault = LedgerDamaged(reading.files.checkpoint, "record", ref)
    return Proof(
        "records", reading.files.checkpoint, condition, counts, fault, reading.unreadable
    )


def _ref(table: str, key: str) -> str:
    return name_of(table, int(key)) if key.isdigit() else key

"""Ledgers with a past, to be moved, and what tells whether two are the same."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from dealtrack.model import Agreement, Draft, FollowUp, Kept, StateChange, Trip, TripDraft
from dealtrack.model.target import Aim, Target
from dealtrack.store.base import Store
from dealtrack.store.disk import attachments, snapshot
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.forwards import forwards
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY


def begun(ledger: Path, more: int = 0) -> Path:
    """Write a ledger with records of every register, some gone, some undone, a paper kept."""
    with TinyStore(ledger, author="王芳", words="log “战略”") as store:
        store.agreements.add(Draft(title="战略合作协议", follow_ups=(FollowUp(task="Send"),)))
        store.agreements.add(Draft(title="Contract \\n “%s” 😀"))
        store.trips.add(TripDraft(title="Visit"))
        store.targets.add(
            Target(year=2026, measure="signed", aims=(Aim(on=TODAY, value=Decimal(3)),))
        )
        store.agreements.remove(2)
        record = store.agreements.get(1)
        task = replace(
            record.follow_ups[0],
            states=(StateChange(state="done", on=TODAY, evidence=paper(ledger)),),
        )
        store.agreements.save(record.with_follow_up(task))
        store.agreements.add(Draft(title="Taken back"))
        store.undo()
        store.undo()
        store.redo()
        for number in range(more):
            store.agreements.add(Draft(title=f"No. {number}", areas=("x" * 500,)))
    return ledger


def paper(ledger: Path) -> tuple[Any, ...]:
    """Keep a paper beside *ledger*, and return the evidence."""
    text = ledger.parent / "minutes.txt"
    text.parent.mkdir(exist_ok=True)
    text.write_text("signed", encoding="utf-8")
    return (attachments.keep(text, ledger),)


def enter(store: Store, records: Sequence[Kept]) -> None:
    """Enter records as they are."""
    for record in records:
        match record:
            case Agreement():
                store.agreements.enter(record)
            case Trip():
                store.trips.enter(record)


def stored(ledger: Path) -> tuple[object, ...]:
    """Return all that the files of a ledger hold, but for what belongs to files."""
    now = snapshot.read(Files.of(ledger))
    tables = {name: dict(now.all(name)) for name in now.tables}
    lines = [line.says for line in forwards(Files.of(ledger), now.revision)]
    papers = sorted(
        (path.name, path.read_bytes()) for path in (ledger.parent / "attachments").glob("*")
    )
    return now.revision, now.counters, tables, lines, papers

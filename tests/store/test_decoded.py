"""How much is read for an answer about a past day: what has changed since, and nothing else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dealtrack.days import PartialDay
from dealtrack.model import Note, Reached, StateChange, codec
from dealtrack.query.expr import EVERYTHING, Op, Term
from dealtrack.query.measures import Measure
from dealtrack.query.questions import overdue
from dealtrack.store.tiny import TinyStore
from tests.builders import a_draft, a_follow_up

DAY = date(2026, 9, 30)
LATER = date(2026, 10, 20)
SETTLED = 40


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TinyStore]:
    """A ledger with an index: 40 records are over, and three have moved on since.

    41 has reached a stage, of 42 there is a later note, and a follow-up of 43 was closed.
    """
    made = TinyStore(tmp_path / "ledger.json", indexed_from=0)
    closed = (StateChange(state="done", on=date(2026, 8, 20)),)
    with made.transaction():
        for number in range(1, SETTLED + 1):
            task = a_follow_up(due=date(2026, 8, 15 + number % 5), states=closed)
            made.agreements.add(a_draft(title=f"Paper {number}", follow_ups=(task,)))
        reached = (Reached(stage="started", on=PartialDay.of(LATER)),)
        made.agreements.add(a_draft(kind="contract", stages=reached))
        made.agreements.add(a_draft(notes=(Note(on=LATER, text="called"),)))
        done = (StateChange(state="done", on=LATER),)
        made.agreements.add(a_draft(follow_ups=(a_follow_up(due=DAY, states=done),)))
    made.close()
    with TinyStore(tmp_path / "ledger.json", indexed_from=0) as opened:
        yield opened


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of the records that are decoded, in whole or in part, one after the other."""
    ids: list[int] = []

    class Counting:
        def __init__(self, kind: Any) -> None:
            self._decode = codec.decoder(kind).decode

        def decode(self, record: msgspec.Raw) -> Any:
            ids.append(msgspec.json.decode(record)["id"])
            return self._decode(record)

    def counting(record: msgspec.Raw, kind: Any) -> Any:
        ids.append(msgspec.json.decode(record)["id"])
        return codec.decode(record, kind)

    monkeypatch.setattr("dealtrack.store.register.decode", counting)
    monkeypatch.setattr("dealtrack.store.scan.decoder", Counting)
    return ids


def test_what_only_notes_and_follow_ups_moved_is_not_read_for_figures_of_papers(
    store: TinyStore, decoded: list[int]
) -> None:
    reached = Measure("started", Term("reached", Op.EQ, "started"))

    figures = store.agreements.tally([Measure("all"), reached], as_of=DAY, by="office")

    assert figures == {"": {"all": SETTLED + 3, "started": 0}}
    assert set(decoded) == {SETTLED + 1}


def test_for_a_question_about_follow_ups_those_that_have_moved_since_are_read(
    store: TinyStore, decoded: list[int]
) -> None:
    assert store.agreements.count(overdue(date(2026, 10, 5)), as_of=date(2026, 10, 5)) == 1
    assert decoded == [SETTLED + 3]


def test_rows_of_a_past_day_read_what_has_changed_since(
    store: TinyStore, decoded: list[int]
) -> None:
    rows = list(store.agreements.rows(("id", "title"), EVERYTHING, as_of=DAY))

    assert len(rows) == SETTLED + 3
    assert set(decoded) == {SETTLED + 1}


def test_once_all_is_over_nothing_is_read(store: TinyStore, decoded: list[int]) -> None:
    day = date(2026, 12, 31)

    assert store.agreements.count(overdue(day), as_of=day) == 0
    assert store.agreements.tally([Measure("all")], as_of=day, by="stage")
    assert decoded == []

"""Out of one ledger and into an empty one: the same records, to the byte."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dealtrack.exchange.documents.write import Sort
from dealtrack.model import Assignment, Note
from dealtrack.store.kinds import KINDS
from tests.builders import TODAY, a_closing, a_draft, a_follow_up
from tests.exchange.documents.ledgers import (
    an_empty_ledger,
    document,
    fill,
    fillings,
    held,
    taken_in,
)
from tests.strategies import HOSTILE

sorts: st.SearchStrategy[Sort] = st.sampled_from(["json", "jsonl"])


@settings(max_examples=60, deadline=None)
@given(fillings(), sorts)
@example([("agreements", a_draft()), ("remove", None)], "jsonl")
def test_an_empty_ledger_takes_in_the_same_records(filling: list[Any], sort: Sort) -> None:
    with an_empty_ledger() as ledger, an_empty_ledger() as other:
        fill(ledger, filling)
        written = document(ledger, sort)

        made = taken_in(other, written)

        assert held(other) == held(ledger)
        assert other.counters == ledger.counters
        assert document(other, sort) == written
        assert (made.lost, made.changes) == ((), ())
        assert taken_in(other, written).new == ()
        assert other.revision == min(1, sum(other.counters.values()))


@pytest.mark.parametrize("sort", ["json", "jsonl"])
def test_hostile_texts_come_back(sort: Sort) -> None:
    with an_empty_ledger() as ledger, an_empty_ledger() as other:
        for text in HOSTILE:
            task = a_follow_up(text, assignments=(Assignment(owner=text, unit=text),))
            note = Note(on=TODAY, text=text)
            ledger.agreements.add(a_draft(title=text, follow_ups=(task,), notes=(note,)))

        taken_in(other, document(ledger, sort))

        assert held(other) == held(ledger)


def test_an_id_that_was_removed_does_not_come_back_in_the_other_ledger() -> None:
    with an_empty_ledger() as ledger, an_empty_ledger() as other:
        ledger.agreements.add(a_draft())
        ledger.agreements.remove(ledger.agreements.add(a_draft()).id)

        taken_in(other, document(ledger))

        assert other.agreements.add(a_draft()).id == 3


@settings(max_examples=20, deadline=None)
@given(fillings(), st.booleans(), st.sampled_from([None, 1, 4]))
def test_json_that_a_tool_laid_out_anew_is_the_same(
    filling: list[Any], is_sorted: bool, indent: int | None
) -> None:
    with an_empty_ledger() as ledger, an_empty_ledger() as other:
        fill(ledger, filling)
        plain = json.loads(document(ledger))
        text = json.dumps(plain, indent=indent, sort_keys=is_sorted)

        # The report of a closed month is proved by its bytes: the order of its keys counts
        if is_sorted:
            text = json.dumps({**json.loads(text), "closings": plain["closings"]})
        taken_in(other, text.encode())

        assert held(other) == held(ledger)


def test_each_record_stands_on_a_line_of_its_own() -> None:
    with an_empty_ledger() as ledger:
        for title in ("one", "two"):
            ledger.agreements.add(a_draft(title=title))
        ledger.closings.add(a_closing())

        (head, *records, end) = document(ledger, "jsonl").splitlines()

        assert msgspec.json.decode(head)["schema"] == "dealtrack/records/1"
        assert [[*msgspec.json.decode(line)] for line in records] == [
            ["agreements"],
            ["agreements"],
            ["closings"],
        ]
        counts = dict.fromkeys(KINDS, 0) | {"agreements": 2, "closings": 1}
        assert msgspec.json.decode(end) == {"end": counts}
        assert document(ledger).count(b'"title":"one"') == 1


def test_nothing_hidden_stands_bare_in_a_document() -> None:
    from dealtrack.exchange.documents.write import _safe

    written = _safe('{"title":"a\x9b\u202eb\u2028","n":"中 \U0001f680"}'.encode())

    assert written.decode() == '{"title":"a\\u009b\\u202eb\\u2028","n":"中 \U0001f680"}'
    assert json.loads(written)["title"] == "a\x9b\u202eb\u2028"

"""Putting entries in order."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.errors import QueryError
from dealtrack.model import Amount, Entry, Kept, Reached, entries
from dealtrack.query.order import Order, arrange, parse_order
from tests.builders import TODAY, a_task, a_trip, an_agreement
from tests.strategies import days, entries_of, ledgers, orders


def refs(found: list[Entry]) -> list[str]:
    return [entry.ref for entry in found]


def lines(*records: Kept) -> list[Entry]:
    return [entry for record in records for entry in entries(record, TODAY)]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("", ()),
        ("due", (("due", False),)),
        ("due,-amount", (("due", False), ("amount", True))),
        ("到期， －金额", (("due", False), ("amount", True))),
    ],
)
def test_reads_an_order(text: str, order: Order) -> None:
    assert parse_order(text) == order


def test_says_which_name_is_no_field() -> None:
    with pytest.raises(QueryError) as caught:
        parse_order("due,-ammount")

    assert caught.value.position == 5
    assert caught.value.hint.startswith("Did you mean amount")


def test_missing_values_come_last_upwards_and_downwards() -> None:
    tasks = (a_task(due=None), a_task(due=date(2026, 1, 1)), a_task(due=date(2026, 2, 1)))
    found = lines(an_agreement(follow_ups=tasks))

    assert refs(arrange(found, parse_order("due"))) == ["1.2", "1.3", "1.1"]
    assert refs(arrange(found, parse_order("-due"))) == ["1.3", "1.2", "1.1"]


def test_ties_are_by_ref_with_agreements_first() -> None:
    found = lines(a_trip(2), an_agreement(10), a_trip(1), an_agreement(9))

    assert refs(arrange(found, ())) == ["9", "10", "T1", "T2"]
    assert refs(arrange(found, parse_order("-owner"))) == ["9", "10", "T1", "T2"]
    assert refs(arrange(found, parse_order("-ref"))) == ["T2", "T1", "10", "9"]


def test_stages_are_ordered_as_they_are_passed() -> None:
    found = lines(
        an_agreement(1, stages=(Reached(stage="started"),)),
        an_agreement(2),
        an_agreement(3, stages=(Reached(stage="registered"),)),
    )

    assert refs(arrange(found, parse_order("stage"))) == ["2", "3", "1"]


def test_amounts_are_ordered_within_their_currency() -> None:
    sums = [("5", "USD"), ("9", "CNY"), ("7", "USD"), ("8", "CNY")]
    found = lines(
        *(
            an_agreement(number, amount=Amount(value=Decimal(value), currency=code))
            for number, (value, code) in enumerate(sums, start=1)
        )
    )

    assert refs(arrange(found, parse_order("amount"))) == ["4", "2", "1", "3"]
    assert refs(arrange(found, parse_order("-amount"))) == ["2", "4", "3", "1"]


@settings(max_examples=60, deadline=None)
@given(ledger=ledgers(most=2), as_of=days, order=orders, data=st.data())
def test_an_order_only_rearranges_and_does_not_depend_on_what_came_before(
    ledger: list[Kept], as_of: date, order: Order, data: st.DataObject
) -> None:
    found = entries_of(ledger, as_of)
    shuffled = data.draw(st.permutations(found))

    arranged = arrange(found, order)

    assert sorted(refs(arranged)) == sorted(refs(found))
    assert refs(arrange(shuffled, order)) == refs(arranged)
    assert refs(arrange(arranged, order)) == refs(arranged)

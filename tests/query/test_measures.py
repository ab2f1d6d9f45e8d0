"""Counting and summing."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.model import Amount, Entry, Funds, Kept, entries
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.fields import FIELDS, OF_RECORDS
from dealtrack.query.match import keeps, matches
from dealtrack.query.measures import Figure, Measure, Tally, tally
from dealtrack.query.parse import parse
from dealtrack.query.questions import OPEN
from tests.builders import TODAY, a_task, a_trip, an_agreement
from tests.strategies import days, entries_of, exprs, ledgers


def lines(*records: Kept) -> list[Entry]:
    return [entry for record in records for entry in entries(record, TODAY)]


def cny(value: int) -> Amount:
    return Amount(value=Decimal(value))


def usd(value: int) -> Amount:
    return Amount(value=Decimal(value), currency="USD")


def test_counts_records_once_and_entries_each() -> None:
    found = lines(an_agreement(follow_ups=(a_task(), a_task())), a_trip())
    measures = (Measure("records"), Measure("entries", unit="entries"), Measure("open", OPEN))

    assert tally(measures, found) == {"": {"records": 2, "entries": 3, "open": 1}}


def test_sums_money_by_currency_and_never_mixes_it() -> None:
    found = lines(
        an_agreement(1, amount=cny(5), follow_ups=(a_task(), a_task())),
        an_agreement(2, amount=usd(7), funds=(Funds(amount=usd(1), on=TODAY),)),
        an_agreement(3, amount=cny(6), funds=(Funds(amount=cny(2), on=TODAY),)),
        an_agreement(4),
    )
    measures = (Measure("contracted", of="amount"), Measure("in place", of="funds"))

    assert tally(measures, found)[""] == {
        "contracted": {"CNY": Decimal(11), "USD": Decimal(7)},
        "in place": {"CNY": Decimal(2), "USD": Decimal(1)},
    }


def test_sums_numbers() -> None:
    tasks = (a_task(due=date(2026, 11, 20)), a_task(due=date(2026, 11, 21)), a_task())
    measure = Measure("days late", parse("is:overdue", TODAY), of="late", unit="entries")

    assert tally([measure], lines(an_agreement(follow_ups=tasks))) == {"": {"days late": 3}}


def test_what_has_several_values_counts_in_each_group_and_what_has_none_in_its_own() -> None:
    found = lines(
        an_agreement(1, sectors=("energy", "health")),
        an_agreement(2, sectors=("health",)),
        an_agreement(3, sectors=()),
    )

    assert tally([Measure("n")], found, "sector") == {
        "energy": {"n": 1},
        "health": {"n": 2},
        "": {"n": 1},
    }


@pytest.mark.parametrize(("by", "expected"), [("", {"": {"n": 0}}), ("sector", {})])
def test_nothing_has_no_groups_but_the_whole(by: str, expected: Tally) -> None:
    assert tally([Measure("n")], [], by) == expected


single = st.sampled_from(["kind", "status", "stage", "currency", "record", "binding", "id"])


def total(figures: Iterable[Figure]) -> Figure:
    """Add figures of one measure up."""
    sums: dict[str, Decimal] = {}
    count = 0
    for figure in figures:
        if isinstance(figure, int):
            count += figure
        else:
            for code, value in figure.items():
                sums[code] = sums.get(code, Decimal(0)) + value
    return sums or count


@settings(max_examples=60, deadline=None)
@given(ledger=ledgers(most=2), as_of=days, by=single, question=exprs)
def test_the_parts_add_up_to_the_whole(
    ledger: list[Kept], as_of: date, by: str, question: Expr
) -> None:
    found = entries_of(ledger, as_of)
    measures = (
        Measure("records", question),
        Measure("entries", question, unit="entries"),
        Measure("money", question, of="amount"),
        Measure("funds", question, of="funds"),
    )

    whole, parts = tally(measures, found)[""], tally(measures, found, by)

    for measure in measures:
        together = total(part[measure.name] for part in parts.values())
        assert together == (whole[measure.name] or 0)


@settings(max_examples=60, deadline=None)
@given(ledger=ledgers(most=2), as_of=days, question=exprs)
def test_a_figure_counts_the_records_that_a_search_finds(
    ledger: list[Kept], as_of: date, question: Expr
) -> None:
    found = entries_of(ledger, as_of)
    figures = tally((Measure("r", question), Measure("e", question, unit="entries")), found)[""]

    assert figures["r"] == sum(keeps(question, record, as_of) for record in ledger)
    assert figures["e"] == sum(matches(question, entry) for entry in found)
    assert tally([Measure("all")], found)[""]["all"] == len(ledger)
    assert Measure("all").expr == EVERYTHING


@given(ledgers(), days)
def test_the_fields_of_records_say_the_same_of_all_entries(kept: list[Kept], day: date) -> None:
    for record in kept:
        there = list(entries(record, day))
        for name in OF_RECORDS:
            assert len({FIELDS[name].read(entry) for entry in there}) == 1, name

"""Targets: completion, points ahead of the months, ranks; the published figures; the laws."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.model import Agreement, Amount, Assignment, Funds
from dealtrack.model.target import Aim, Measured, Target
from dealtrack.query.achieved import achieved, months_elapsed
from dealtrack.query.asked import Excerpt
from dealtrack.report.answers import answer
from dealtrack.report.attained import attain, total
from dealtrack.report.figures import Rounding
from dealtrack.report.ledger import Ledger
from dealtrack.report.page import Table
from dealtrack.report.target_lines import Line
from dealtrack.report.targets import Targets, explain_target, find_targets
from tests.builders import a_target
from tests.report.records import an_agreement, cny, day, implementing, owned, reached, usd
from tests.strategies import ledgers

OCTOBER = date(2026, 10, 31)
TWO = Rounding(decimals=2)


def plain(*values: object) -> tuple[object, ...]:
    """Return *values*, decimals as the numbers they are equal to."""
    return tuple(
        int(v) if isinstance(v, Decimal) and v == v.to_integral_value() else v for v in values
    )


def at(
    agreements: list[Agreement], *targets: Target, as_of: date = OCTOBER, **more: Any
) -> Targets:
    return find_targets(Excerpt.of(agreements), targets, 2026, as_of, **more)


def the_line(*found: Any, **more: Any) -> Line:
    (line,) = at(*found, **more).lines
    return line


def of_money(value: str, measure: Measured = "amount", **fields: Any) -> Target:
    return a_target(measure=measure, value=cny(value), **fields)


def worth(*amounts: str, signed: str = "2026-05-01") -> list[Agreement]:
    return [an_agreement(n, signed, amount=cny(a)) for n, a in enumerate(amounts, start=1)]


# --- Published figures, from small ledgers -------------------------------------------------


def test_panzhihua_is_42_points_ahead_of_ten_months() -> None:
    line = the_line(worth("20", "29"), of_money("39"), rounding=TWO)

    assert (line.percent, line.points) == (Decimal("125.64"), Decimal("42.31"))


def test_panzhihua_is_13_points_behind_ten_months() -> None:
    line = the_line(worth("40", "29"), of_money("98"), rounding=TWO)

    assert (line.percent, line.points) == (Decimal("70.41"), Decimal("-12.92"))


def test_guangan_is_26_points_ahead_of_eight_months() -> None:
    signed = [an_agreement(n, "2026-03-01") for n in range(1, 26)]

    line = the_line(signed, a_target(value=Decimal(27)), as_of=date(2026, 8, 31))

    assert (line.percent, line.points) == (Decimal("92.6"), Decimal("25.9"))


def test_219_of_589_are_37_percent() -> None:
    funds = (Funds(amount=cny("21922000000"), on=day("2026-04-02")),)

    line = the_line([an_agreement(funds=funds)], of_money("58900000000", "funds"), rounding=TWO)

    assert line.percent == Decimal("37.22")


# --- What counts ---------------------------------------------------------------------------


def test_only_what_was_signed_in_the_year_by_the_day_counts() -> None:
    days = ("2025-12-31", "2026-01-01", "2026-10-31", "2026-11-01", "2027-01-01", "")
    signed = [an_agreement(n, text) for n, text in enumerate(days, start=1)]

    line = the_line(signed, a_target())

    assert plain(line.actual, line.refs) == (2, ("2", "3"))


def test_a_year_that_is_over_is_counted_to_its_last_day() -> None:
    signed = [an_agreement(1, "2026-12-31"), an_agreement(2, "2027-01-01")]

    found = at(signed, a_target(), as_of=date(2027, 3, 1))

    assert plain(found.lines[0].actual, found.months, found.elapsed) == (1, 12, 100)


def test_money_that_an_earlier_paper_of_the_project_named_is_not_added_again() -> None:
    first, second = worth("5", "5")
    second = an_agreement(2, "2026-06-01", amount=cny("5"), links=implementing(1))

    assert the_line([first, second], of_money("10")).actual == 5
    assert the_line([first, second], a_target(value=Decimal(10))).actual == 2


def test_currencies_have_targets_of_their_own() -> None:
    signed = [an_agreement(1, amount=cny("5")), an_agreement(2, amount=usd("3"))]
    dollars = a_target(measure="amount", value=usd("6"))

    lines = at(signed, of_money("10"), dollars).lines

    assert [plain(one.currency, one.actual, one.percent) for one in lines] == [
        ("CNY", 5, 50),
        ("USD", 3, 50),
    ]


def test_a_stage_counts_in_the_year_in_which_it_or_a_later_one_was_first_reached() -> None:
    agreements = [
        an_agreement(1, "2025-01-01", stages=reached(started="2026-02-01")),
        an_agreement(
            2, "2025-01-01", stages=reached(started="2025-02-01", completed="2026-03-01")
        ),
        an_agreement(3, "2025-01-01", stages=reached(in_production="2026-04-01")),
        an_agreement(4, "2025-01-01", stages=reached(started="2026-11-01")),
    ]

    assert the_line(agreements, a_target(measure="started")).refs == ("1", "3")
    assert the_line(agreements, a_target(measure="completed")).refs == ("2", "3")
    assert the_line(agreements, a_target(measure="produced")).refs == ("3",)


def test_funds_are_those_that_arrived_in_the_year() -> None:
    dates = (("7", "2025-12-31"), ("2", "2026-01-01"), ("3", "2026-10-31"), ("9", "2026-11-01"))
    funds = tuple(Funds(amount=cny(a), on=day(d)) for a, d in dates)
    agreements = [an_agreement(1, "2025-03-01", funds=funds), an_agreement(2, funds=funds[:1])]

    line = the_line(agreements, of_money("10", "funds"))

    assert plain(line.actual, line.refs) == (5, ("1",))


def test_a_project_that_was_handed_over_counts_for_who_has_it_now() -> None:
    was, now = (
        Assignment(unit="Old Bureau"),
        Assignment(unit="New Bureau", since=day("2026-06-01")),
    )
    signed = [an_agreement(1, "2026-02-01", assignments=(was, now))]
    old, new = a_target(unit="Old Bureau"), a_target(unit="new bureau")

    then = at(signed, old, new, as_of=date(2026, 5, 31)).lines
    after = at(signed, old, new).lines

    assert {one.unit: one.actual for one in then} == {"": 1, "Old Bureau": 1, "new bureau": 0}
    assert {one.unit: one.actual for one in after} == {"": 1, "Old Bureau": 0, "new bureau": 1}


def test_a_target_is_that_of_its_day_and_names_what_it_was_at_first() -> None:
    aims = (
        Aim(on=date(2026, 1, 1), value=Decimal(10)),
        Aim(on=date(2026, 7, 1), value=Decimal(20)),
    )
    target = a_target(aims=aims)

    before = the_line([], target, as_of=date(2026, 6, 30))
    after = the_line([], target)

    assert plain(before.target, before.first) == (10, None)
    assert plain(after.target, after.first) == (20, 10)
    assert at([], a_target(aims=aims[1:]), as_of=date(2026, 6, 30)).lines == ()


# --- Ranks, and what does not add up -------------------------------------------------------


def test_units_are_ranked_by_completion_and_ties_share_a_rank() -> None:
    units = {"A": 1, "B": 2, "C": 2, "D": 0}
    owners = [unit for unit, n in units.items() for _ in range(n)]
    signed = [
        an_agreement(n, assignments=owned("", unit)) for n, unit in enumerate(owners, start=1)
    ]
    targets = [a_target(unit=unit, value=Decimal(4)) for unit in units]

    lines = at(signed, a_target(value=Decimal(16)), *targets).lines

    assert [(one.unit, one.rank) for one in lines] == [
        ("", None),
        ("B", 1),
        ("C", 1),
        ("A", 3),
        ("D", 4),
    ]


def test_a_unit_without_a_target_stays_in_the_table_unranked() -> None:
    signed = [an_agreement(1, assignments=owned("", "Elsewhere")), an_agreement(2)]

    whole, here, elsewhere, nobody = at(signed, a_target(unit="Here")).lines

    assert plain(whole.is_whole, whole.ref, whole.target, whole.actual) == (True, "", 60, 2)
    assert plain(here.unit, here.actual, here.rank) == ("Here", 0, 1)
    assert plain(elsewhere.unit, elsewhere.actual, elsewhere.target) == ("Elsewhere", 1, None)
    assert plain(nobody.unit, nobody.actual, nobody.rank) == ("", 1, None)


def test_the_rows_of_a_table_of_units_add_up_to_its_total() -> None:
    signed = [an_agreement(1, assignments=owned("", "A")), an_agreement(2)]
    targets = [a_target(value=Decimal(60)), a_target(unit="A", value=Decimal(50))]

    apart = at(signed, *targets).section().blocks[1]
    even = at(signed, targets[1]).section().blocks[1]

    assert isinstance(apart, Table)
    assert isinstance(even, Table)
    assert apart.total == (None, "Total", "50", "2", None, None)
    assert even.total is not None
    assert even.total[2:5] == ("50", "2", "4.0%")


def test_units_that_do_not_add_up_to_the_whole_are_told() -> None:
    whole = a_target(value=Decimal(60))
    units = (a_target(unit="A", value=Decimal(30)), a_target(unit="B", value=Decimal(25)))

    assert [plain(one.whole, one.units) for one in at([], whole, *units).apart] == [(60, 55)]
    assert at([], a_target(value=Decimal(55)), *units).apart == ()
    assert at([], *units).apart == ()


def test_what_is_behind_a_figure_is_told() -> None:
    signed = [*worth("2", "3"), an_agreement(3, "2026-03-01", assignments=owned("", "A"))]
    found = at(signed, of_money("10"), a_target(unit="A"))

    whole, unit = explain_target(found, "amount"), explain_target(found, "signed", "a")

    assert (whole.counting, whole.numbers[0].n, whole.numbers[0].d) == (("1", "2"), 5, 10)
    assert unit.counting == ("3",)


@pytest.mark.parametrize(
    ("as_of", "months"),
    [
        *[("2025-12-31", 0), ("2026-01-30", 0), ("2026-01-31", 1), ("2026-02-28", 2)],
        *[("2026-10-30", 9), ("2026-12-31", 12), ("2027-01-01", 12)],
    ],
)
def test_a_month_has_elapsed_on_its_last_day(as_of: str, months: int) -> None:
    assert months_elapsed(2026, day(as_of)) == months


# --- Laws ----------------------------------------------------------------------------------

MEASURES: tuple[Measured, ...] = (
    *("signed", "amount", "registered", "started", "completed", "produced"),
)


@settings(max_examples=60, deadline=None)
@given(
    found=ledgers(most=5),
    measure=st.sampled_from(MEASURES),
    as_of=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_the_parts_of_a_figure_are_its_records_and_add_up_to_it(
    found: list[Any], measure: Measured, as_of: date
) -> None:
    ledger = Ledger.on(as_of, Excerpt.of(a for a in found if isinstance(a, Agreement)))
    parts = attain(ledger, measure, 2026)
    figure = achieved(measure, 2026, as_of)

    whole = answer(ledger, [figure])[""][measure].n
    by_unit = answer(ledger, [figure], by="office")

    codes = whole if isinstance(whole, dict) else {"": Decimal(whole)}
    for code, number in codes.items():
        assert total(parts.of("", code)) == number
        own = sum(
            total(p for p in parts.parts if (p.unit, p.currency) == (u, code)) for u in by_unit
        )
        assert own == number


@settings(max_examples=100, deadline=None)
@given(
    n=st.integers(0, 500),
    d=st.integers(1, 500),
    mode=st.sampled_from(["half-up", "truncate"]),
    decimals=st.integers(0, 4),
    as_of=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_completion_follows_from_its_numbers_and_points_from_what_is_printed(
    n: int, d: int, mode: Any, decimals: int, as_of: date
) -> None:
    rounding = Rounding(mode=mode, decimals=decimals)
    signed = [an_agreement(1, "2026-01-01", amount=cny(n))] if n else []

    found = at(signed, of_money(str(d)), as_of=as_of, rounding=rounding)
    line = found.lines[0]

    assert line.percent is not None
    assert found.elapsed is not None
    error = Fraction(line.percent) - Fraction(n * 100, d)
    step = Fraction(1, 10**decimals)
    assert abs(error) <= step / 2 if mode == "half-up" else -step < error <= 0
    assert line.points == line.percent - found.elapsed


@settings(max_examples=60, deadline=None)
@given(done=st.lists(st.integers(0, 6), min_size=1, max_size=6))
def test_a_rank_is_one_more_than_how_many_did_better(done: list[int]) -> None:
    units = [f"Unit {n}" for n in range(len(done))]
    owners = [unit for unit, n in zip(units, done, strict=True) for _ in range(n)]
    signed = [an_agreement(n, assignments=owned("", u)) for n, u in enumerate(owners, start=1)]

    lines = at(signed, *(a_target(unit=u, value=Decimal(3)) for u in units)).lines[1:]

    for line in lines:
        assert line.rank == 1 + sum(1 for other in lines if other.actual > line.actual)
    assert [one.rank for one in lines] == sorted(one.rank or 0 for one in lines)


@settings(max_examples=40, deadline=None)
@given(found=ledgers(most=5), as_of=st.dates(date(2026, 1, 1), date(2026, 12, 30)))
def test_what_was_signed_never_gets_less_within_the_year(found: list[Any], as_of: date) -> None:
    book, later = (
        Excerpt.of(a for a in found if isinstance(a, Agreement)),
        as_of + timedelta(days=1),
    )
    targets = [a_target(), a_target(measure="amount", value=Amount(value=Decimal(1)))]

    before = find_targets(book, targets[:1], 2026, as_of)
    after = find_targets(book, targets[:1], 2026, later)

    assert before.lines[0].actual <= after.lines[0].actual
    assert set(before.lines[0].refs) <= set(after.lines[0].refs)

"""Days in cells: partial, uncertain, in an order that the column tells."""

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.exchange.columns.cells import Unfit
from dealtrack.exchange.columns.days import Found, Order, Reading, Written, read_day
from dealtrack.exchange.sheets import Cell, Unreadable

PLAIN = Reading()
DMY, MDY = Reading("dmy", is_chosen=True), Reading("mdy", is_chosen=True)


def day(cell: Cell, reading: Reading = PLAIN, order: Order | None = None) -> str:
    return str(read_day(cell, reading, order or Order()).day)


def why(cell: Cell, reading: Reading = PLAIN, order: Order | None = None) -> str:
    with pytest.raises(Unfit) as refused:
        read_day(cell, reading, order or Order())
    return refused.value.why


def seen(*cells: str) -> Order:
    order = Order()
    for cell in cells:
        order.look(cell)
    return order


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026.3.1", "2026-03-01"),
        ("2026/3/1 00:00", "2026-03-01"),
        ("20260301", "2026-03-01"),
        (20260301, "2026-03-01"),
        ("２０２６年３月１日", "2026-03-01"),
        ("2026年3月", "2026-03"),
        ("2026年", "2026"),
        ("1953-05-5", "1953-05-05"),
        ("2005-07", "2005-07"),
        ("1351", "1351"),
        (1998, "1998"),
        (202605, "2026-05"),
        ("1981-09..1981-10", "1981-09/1981-10"),
        ("2021-07-29/2021-07-30", "2021-07-29/2021-07-30"),
        ("2021年7月29日至30日", "2021-07-29/2021-07-30"),
        ("2021.7.29-30", "2021-07-29/2021-07-30"),
        ("12 March 2021", "2021-03-12"),
        ("Mar 2021", "2021-03"),
        ("1964-XX-16", "1964"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 15, 30), "2026-03-01"),
        (46082, "2026-03-01"),
        (46082.0, "2026-03-01"),
        ("46082", "2026-03-01"),
    ],
)
def test_a_day_is_read_as_far_as_it_is_known(cell: Cell, read: str) -> None:
    assert day(cell) == read


def test_a_doubt_of_the_source_is_kept() -> None:
    assert read_day("1897-05-15?", Reading(), Order()) == Found(
        read_day("1897-05-15", Reading(), Order()).day, is_uncertain=True
    )
    assert read_day("1961-01-26~", Reading(), Order()).is_uncertain


def test_one_value_with_a_single_reading_decides_for_its_column() -> None:
    assert day("03/04/2021", order=seen("03/04/2021", "25/12/2020")) == "2021-04-03"
    assert day("03/04/2021", order=seen("03/04/2021", "12/25/2020")) == "2021-03-04"


def test_without_such_a_value_nothing_is_guessed() -> None:
    assert "no day of the column tells" in why("03/04/2021", order=seen("03/04/2021"))
    assert day("03/03/2021", order=seen("03/03/2021", "03/04/2021")) == "2021-03-03"


def test_a_column_that_has_both_orders_decides_nothing() -> None:
    order = seen("25/12/2020", "12/25/2020")

    assert "25/12/2020, 12/25/2020" in why("03/04/2021", order=order)
    assert "both orders" in why("25/12/2020", order=order)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2021年10月上旬", "2021-10-01/2021-10-10"),
        ("2021年2月中旬", "2021-02-11/2021-02-20"),
        ("2024.2月下旬", "2024-02-21/2024-02-29"),
    ],
)
def test_a_third_of_a_month_is_the_days_it_has(cell: str, read: str) -> None:
    assert day(cell) == read


def test_the_mapping_decides_before_the_column() -> None:
    assert day("03/04/2021", DMY, seen("12/25/2020")) == "2021-04-03"
    assert why("13/25/2021", MDY) == "is not in the calendar"


def test_a_short_year_is_read_only_where_the_order_was_chosen() -> None:
    assert "two digits" in why("3/4/21")
    assert (day("3/4/21", MDY), day("3/4/98", DMY)) == ("2021-03-04", "1998-04-03")
    assert day("21/3/4", Reading("ymd", is_chosen=True)) == "2021-03-04"


def test_a_day_without_a_year_needs_the_year_of_the_table() -> None:
    assert "no year" in why("3月15日")
    assert day("3月15日", Reading(year=2026)) == "2026-03-15"
    assert day("3.15", Reading(year=2026)) == "2026-03-15"


@pytest.mark.parametrize(
    "cell",
    ["today", "+3d", "明天", "next monday", "3", "around easter", "2010-XX-XX-", True, 7],
)
def test_what_is_no_day_of_its_own_is_refused(cell: Cell) -> None:
    assert why(cell)


@pytest.mark.parametrize("cell", ["2026-02-30", "1976-06-31", "20261301", "2026年13月"])
def test_what_the_calendar_does_not_have_is_refused(cell: str) -> None:
    assert why(cell) == "is not in the calendar"


def test_an_error_of_the_spreadsheet_is_no_day() -> None:
    assert why(Unreadable("is an error", "#N/A")) == "is an error"


@given(
    st.dates(date(1000, 1, 1), date(2999, 12, 31)),
    st.sampled_from(["dmy", "mdy"]),
    st.sampled_from(["-", "/", ".", " "]),
)
def test_every_day_is_read_back_in_the_order_it_was_written(
    one: date, order: Written, mark: str
) -> None:
    numbers = {"d": f"{one.day:02d}", "m": f"{one.month}", "y": f"{one.year:04d}"}

    assert day(mark.join(numbers[part] for part in order), Reading(order)) == one.isoformat()


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Unfit):
        assert str(read_day(text, PLAIN, Order()).day)[:4].isdigit()

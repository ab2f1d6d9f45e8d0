"""Spans, months, and counting in months."""

import subprocess
import sys
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.days import Month, Span, months_after, months_until

_days = st.dates(date(1800, 1, 1), date(2200, 12, 31))


def test_a_span_ends_before_its_end() -> None:
    july = Month(2021, 7).span

    assert july == Span(date(2021, 7, 1), date(2021, 8, 1))
    assert date(2021, 7, 31) in july
    assert date(2021, 8, 1) not in july
    assert july.last == date(2021, 7, 31)


def test_a_month_knows_its_neighbours() -> None:
    january = Month(2026, 1)

    assert january.previous == Month(2025, 12)
    assert january.shifted(14) == Month(2027, 3)
    assert str(january) == "2026-01"
    assert (january.first, january.last) == (date(2026, 1, 1), date(2026, 1, 31))


def test_months_are_counted_from_the_anchor_each_time() -> None:
    january = date(2026, 1, 31)

    assert [months_after(january, n) for n in (1, 2, 3)] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


@given(_days, st.integers(-600, 600))
def test_months_after_never_pass_the_end_of_the_month(day: date, n: int) -> None:
    reached = months_after(day, n)

    assert Month.of(reached) == Month.of(day).shifted(n)
    assert reached.day == min(day.day, Month.of(reached).last.day)
    assert reached == day + relativedelta(months=n)


@given(_days)
def test_every_day_is_in_its_month_and_in_no_other(day: date) -> None:
    month = Month.of(day)

    assert day in month.span
    assert day not in month.previous.span
    assert month.last + timedelta(days=1) == month.shifted(1).first
    assert month.shifted(7).shifted(-7) == month


def test_the_package_loads_no_library() -> None:
    heavy = "{'dateutil', 'calendar', 'dataclasses', 'decimal', 'msgspec'} & set(sys.modules)"

    answer = subprocess.run(
        [sys.executable, "-c", f"import sys, dealtrack.days; print({heavy})"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert answer.stdout.strip() == "set()"


@given(_days, _days)
def test_the_months_until_a_day_are_the_fewest_that_reach_it(day: date, later: date) -> None:
    n = months_until(day, later)

    assert months_after(day, n) >= later or later <= day
    assert n == 0 or months_after(day, n - 1) < later

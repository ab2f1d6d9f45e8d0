"""Months and periods, as people name them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.days import Lean, Month, Span, parse_month, parse_period
from dealtrack.errors import NotADay, NotAPeriod

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-10", "2026-10"),
        ("2026/10", "2026-10"),
        ("2026年10月", "2026-10"),
        ("2026年10月份", "2026-10"),
        ("二〇二六年十月", "2026-10"),
        ("２０２６－１０", "2026-10"),
        ("last month", "2026-10"),
        ("上月", "2026-10"),
        ("上个月", "2026-10"),
        ("this month", "2026-11"),
        ("本月", "2026-11"),
        ("下個月", "2026-12"),
        ("10月", "2026-10"),
        ("十二月", "2025-12"),
        ("11月", "2026-11"),
        ("去年12月", "2025-12"),
        ("Oct 2026", "2026-10"),
        ("october", "2026-10"),
    ],
)
def test_a_month_is_read_as_people_name_it(text: str, month: str) -> None:
    assert str(parse_month(text, TODAY)) == month


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "13月", "2026", "2026-10-01", "9999-12", "0000-01", "x"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(NotAPeriod) as caught:
        parse_month(text, TODAY)

    assert str(caught.value).endswith("is not a month.\nWrite 2026-10 or 2026年10月.")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-10", "2026-10-01", "2026-10-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026年", "2026-01-01", "2026-12-31"),
        ("今年", "2026-01-01", "2026-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("2026Q1", "2026-01-01", "2026-03-31"),
        ("2026-q4", "2026-10-01", "2026-12-31"),
        ("2026年第一季度", "2026-01-01", "2026-03-31"),
        ("2026年二季度", "2026-04-01", "2026-06-30"),
        ("上季度", "2026-07-01", "2026-09-30"),
        ("this quarter", "2026-10-01", "2026-12-31"),
        ("上月", "2026-10-01", "2026-10-31"),
        ("本周", "2026-11-16", "2026-11-22"),
        ("next week", "2026-11-23", "2026-11-29"),
        ("today", "2026-11-22", "2026-11-22"),
        ("3月1日", "2026-03-01", "2026-03-01"),
        ("2026-01..2026-03", "2026-01-01", "2026-03-31"),
        ("2026-01-05..today", "2026-01-05", "2026-11-22"),
        ("2026Q1..2026Q2", "2026-01-01", "2026-06-30"),
        ("2025年11月至2月", "2025-11-01", "2026-02-28"),
        ("today..+2w", "2026-11-22", "2026-12-06"),
    ],
)
def test_a_period_covers_its_days(text: str, first: str, last: str) -> None:
    span = parse_period(text, TODAY)

    assert (span.begin.isoformat(), span.last.isoformat()) == (first, last)


def test_a_period_may_lean_ahead() -> None:
    march = parse_period("3月", TODAY, lean=Lean.FUTURE)

    assert march == Month(2027, 3).span


@pytest.mark.parametrize("text", ["", "sometime", "2026-13", "9999Q4", "0000Q1", "2026Q5"])
def test_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(
        NotAPeriod, match=r"Write 2026-10, 2026Q1, 2026 or 2026-01\.\.2026-03\."
    ):
        parse_period(text, TODAY)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("03/04/2021", "two ways"),
        ("2026-02-30", "calendar"),
        ("2026-03..2026-01", "backwards"),
    ],
)
def test_a_faulty_day_in_a_period_keeps_its_reason(text: str, why: str) -> None:
    with pytest.raises(NotADay) as caught:
        parse_period(text, TODAY)

    assert caught.value.why == why


@given(st.text())
def test_reading_a_period_raises_nothing_else(text: str) -> None:
    try:
        span: Span = parse_period(text, TODAY)
    except (NotAPeriod, NotADay):
        return
    assert span.begin < span.end

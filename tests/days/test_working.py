"""Working days: weekends, days off, the weekend days that make up for them."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.days import add_working, is_working, last_working, next_working, working_days
from dealtrack.days.working import (
    Exceptions,
    adopt,
    mainland_china,
    of_country,
    weekends_only,
)
from dealtrack.errors import NoAlmanac

FRIDAY = date(2026, 11, 20)
_days = st.dates(date(1900, 1, 1), date(2150, 1, 1))
_in_china = st.dates(date(2004, 1, 1), date(2027, 12, 31))


@pytest.fixture(autouse=True)
def _china_again() -> Iterator[None]:
    yield
    adopt(mainland_china)


def test_the_week_end_is_skipped() -> None:
    saturday = FRIDAY + timedelta(days=1)

    assert is_working(FRIDAY)
    assert not is_working(saturday)
    assert next_working(FRIDAY) == FRIDAY
    assert next_working(saturday) == date(2026, 11, 23)
    assert last_working(saturday) == FRIDAY
    assert add_working(FRIDAY, 1) == add_working(saturday, 1) == date(2026, 11, 23)
    assert add_working(date(2026, 11, 23), -1) == FRIDAY


def test_the_national_day_is_off_and_made_up_for_on_a_saturday() -> None:
    assert not any(is_working(date(2026, 10, day)) for day in range(1, 8))
    assert is_working(date(2026, 9, 20))  # a Sunday
    assert is_working(date(2026, 10, 10))  # a Saturday
    assert add_working(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert add_working(date(2026, 9, 30), 3) == date(2026, 10, 10)


def test_the_new_year_is_counted_across_two_years() -> None:
    assert add_working(date(2025, 12, 31), 1) == date(2026, 1, 4)


def test_an_office_has_the_last_word() -> None:
    own = Exceptions(off=frozenset({date(2026, 10, 8)}), worked=frozenset({date(2026, 10, 7)}))
    adopt(lambda year: mainland_china(year).under(own))

    assert not is_working(date(2026, 10, 8))
    assert is_working(date(2026, 10, 7))


def test_another_country_has_its_own_days_off() -> None:
    pytest.importorskip("holidays")
    adopt(of_country("DE-BY"))

    assert not is_working(date(2026, 1, 6))
    assert is_working(date(2026, 10, 1))


def test_a_weekend_may_begin_on_friday() -> None:
    pytest.importorskip("holidays")
    adopt(of_country("EG"))

    assert not is_working(date(2026, 11, 20))
    assert is_working(date(2026, 11, 22))


@pytest.mark.parametrize("code", ["ZZ", "DE-XX", "nonsense"])
def test_an_unknown_country_is_refused_with_the_remedy(code: str) -> None:
    pytest.importorskip("holidays")

    with pytest.raises(NoAlmanac, match="config set holidays"):
        of_country(code)(2026)


@given(_days, st.integers(-60, 60))
def test_adding_working_days_lands_on_one(day: date, n: int) -> None:
    assert is_working(add_working(day, n))


@given(_in_china, st.integers(-60, 60))
def test_adding_working_days_of_china_lands_on_one(day: date, n: int) -> None:
    assert is_working(add_working(day, n))


@given(_in_china, st.integers(1, 60))
def test_as_many_working_days_are_passed_as_are_added(day: date, n: int) -> None:
    assert working_days(day, add_working(day, n)) == n


@given(_days, st.integers(1, 60))
def test_going_back_undoes_going_ahead(day: date, n: int) -> None:
    start = next_working(day)

    assert add_working(add_working(start, n), -n) == start


def test_only_weekends_are_off_where_nothing_else_is_said() -> None:
    adopt(weekends_only)

    assert is_working(date(2026, 10, 1))
    assert not is_working(date(2026, 10, 10))


def test_nothing_is_counted_backwards() -> None:
    assert working_days(FRIDAY, FRIDAY) == working_days(FRIDAY, date(2026, 11, 1)) == 0


def test_the_table_of_mainland_china_is_what_the_library_knows() -> None:
    pytest.importorskip("holidays")
    from tools import mainland

    assert mainland.TARGET.read_text(encoding="utf-8") == mainland.table()


@given(_in_china, st.integers(-5, 900))
def test_working_days_are_counted_as_one_would_on_the_fingers(first: date, n: int) -> None:
    last = first + timedelta(days=n)

    days = (first + timedelta(days=k) for k in range(1, n + 1))
    assert working_days(first, last) == sum(map(is_working, days))


@given(_days, st.integers(0, 40), st.integers(0, 40))
def test_more_working_days_never_end_earlier(day: date, n: int, more: int) -> None:
    assert add_working(day, n + more) >= add_working(day, n)

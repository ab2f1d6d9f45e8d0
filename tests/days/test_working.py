"""Working days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dealtrack.days import add_working, is_working, next_working

FRIDAY = date(2026, 11, 20)
_days = st.dates(date(1900, 1, 1), date(2150, 1, 1))


def test_the_week_end_is_skipped() -> None:
    saturday = FRIDAY + timedelta(days=1)

    assert is_working(FRIDAY)
    assert not is_working(saturday)
    assert next_working(FRIDAY) == FRIDAY
    assert next_working(saturday) == date(2026, 11, 23)
    assert add_working(FRIDAY, 1) == add_working(saturday, 1) == date(2026, 11, 23)
    assert add_working(date(2026, 11, 23), -1) == FRIDAY


def test_days_off_are_skipped_too() -> None:
    monday = {date(2026, 11, 23)}

    assert add_working(FRIDAY, 1, monday) == date(2026, 11, 24)
    assert next_working(date(2026, 11, 23), monday) == date(2026, 11, 24)


@given(_days, st.integers(-60, 60))
def test_adding_working_days_lands_on_one(day: date, n: int) -> None:
    assert is_working(add_working(day, n))


@given(_days, st.integers(1, 60))
def test_as_many_working_days_are_passed_as_are_added(day: date, n: int) -> None:
    reached = add_working(day, n)

    passed = (day + timedelta(days=away) for away in range(1, (reached - day).days + 1))
    assert sum(map(is_working, passed)) == n


@given(_days, st.integers(1, 60))
def test_going_back_undoes_going_ahead(day: date, n: int) -> None:
    start = next_working(day)

    assert add_working(add_working(start, n), -n) == start

"""What comes again: its days over the years, and the words for it."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.days import Month, is_working
from dealtrack.days.recurrence import Recurrence
from dealtrack.days.recurring import parse_every, parse_recurrence
from dealtrack.days.rhythm import say_recurrence
from dealtrack.errors import NotARecurrence
from dealtrack.text import speak
from tests.days.recurrences import endless, monthly, recurrences

START = date(2026, 1, 31)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak("en")


def series(one: Recurrence, start: date, end: date) -> list[date]:
    """Return the days of *one* from the first that suits *start*, up to *end*."""
    first = one.first(start)
    days = [first]
    while days[-1] <= end:
        days.append(one.after(days[-1], first))
    return days


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("every month", "2026-01-31 2026-02-28 2026-03-31 2026-04-30"),
        ("last working day of every month", "2026-01-31 2026-02-28 2026-03-31 2026-04-30"),
        ("first working day of every month", "2026-02-02 2026-03-02 2026-04-01 2026-05-06"),
        ("end of every quarter", "2026-03-31 2026-06-30 2026-09-30 2026-12-31"),
        ("每季度最后一个工作日", "2026-03-31 2026-06-30 2026-09-30 2026-12-31"),
        ("every friday", "2026-02-06 2026-02-13 2026-02-20 2026-02-27"),
        ("every 2 weeks on friday", "2026-02-06 2026-02-20 2026-03-06 2026-03-20"),
        ("每月第一个周一", "2026-02-02 2026-03-02 2026-04-06 2026-05-04"),
        ("每月15日", "2026-02-15 2026-03-15 2026-04-15 2026-05-15"),
        ("每年底", "2026-12-31 2027-12-31 2028-12-31 2029-12-31"),
        ("every year on 15 March", "2026-03-15 2027-03-15 2028-03-15 2029-03-15"),
        ("每年2月底", "2026-02-28 2027-02-28 2028-02-29 2029-02-28"),
        ("every 10 days", "2026-01-31 2026-02-10 2026-02-20 2026-03-02"),
    ],
)
def test_the_days_are_those_that_people_expect(said: str, days: str) -> None:
    one = parse_recurrence(said)
    wanted = [date.fromisoformat(day) for day in days.split()]
    if "last working" in said:  # the 31st of January 2026 is a Saturday
        wanted[0] = date(2026, 2, 28)
        wanted[1:] = [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 29)]

    assert series(one, START, wanted[-1])[:4] == wanted


def test_a_year_after_the_29th_of_february_is_the_28th() -> None:
    yearly = parse_recurrence("every year")

    assert series(yearly, date(2024, 2, 29), date(2028, 1, 1)) == [
        date(2024, 2, 29),
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


@given(endless, st.dates(date(2005, 1, 1), date(2007, 12, 31)))
def test_over_twenty_years_no_day_comes_twice_and_each_follows(
    one: Recurrence, start: date
) -> None:
    days = series(one, start, start + timedelta(days=20 * 365))

    assert days[0] >= start
    assert all(early < late for early, late in pairwise(days))


@given(monthly, st.dates(date(2005, 1, 1), date(2007, 12, 31)))
def test_over_twenty_years_no_month_is_skipped(one: Recurrence, start: date) -> None:
    days = series(one, start, start + timedelta(days=20 * 365))

    months = [Month.of(day) for day in days]
    if one.on is None or not one.on.works or one.on.nth < 0:
        assert all(late == early.shifted(one.every) for early, late in pairwise(months))


@given(monthly.filter(lambda one: bool(one.on and one.on.works)))
def test_a_working_day_is_one(one: Recurrence) -> None:
    assert all(map(is_working, series(one, START, date(2028, 1, 1))))


@given(recurrences, st.sampled_from(["en", "zh"]))
def test_what_is_said_is_read_back_as_the_same(one: Recurrence, language: str) -> None:
    speak(language)

    assert parse_recurrence(say_recurrence(one)) == one


@pytest.mark.parametrize(
    "text", ["every month until 2026-03-31", "每月，至2026-03-31止", "每月直到2026-03-31"]
)
def test_a_series_ends_on_its_last_day(text: str) -> None:
    one = parse_recurrence(text)

    assert one.after(date(2026, 2, 28), START) == date(2026, 3, 31)
    with pytest.raises(OverflowError):
        one.after(date(2026, 3, 31), START)


def test_an_end_that_is_no_day_is_refused() -> None:
    with pytest.raises(NotARecurrence):
        parse_recurrence("every month until 2026-02-30")


def test_holidays_made_known_later_double_nothing() -> None:
    last = parse_recurrence("last working day of every month")
    known_before, real = date(2026, 9, 29), date(2026, 9, 30)

    assert last.first(known_before) == real
    assert last.after(known_before, known_before) == date(2026, 10, 30)


@pytest.mark.parametrize("text", ["month", "every month", "each month", "monthly", "每月"])
def test_after_the_word_every_it_need_not_be_said_again(text: str) -> None:
    assert parse_every(text) == parse_recurrence("every month")


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("last working day of the month", "last working day of every month"),
        ("the last working day of the month", "last working day of every month"),
        ("on the 15th of the month", "15th of every month"),
        ("end of the quarter", "end of every quarter"),
        ("month end", "end of every month"),
        ("Mondays", "every monday"),
        ("once a quarter", "every quarter"),
        ("every other week", "every 2 weeks"),
        ("every other Friday", "every 2 weeks on friday"),
        ("every 15th", "15th of every month"),
        ("semi-annually", "every half-year"),
        ("隔周", "每2周"),
        ("双周", "每2周"),
        ("每隔一天", "every 2 days"),
        ("两周一次", "每2周"),
        ("每月一次", "每月"),
        ("按季度", "每季度"),
        ("每月月底", "每月底"),
        ("每月15日前", "每月15日"),
        ("每月首个工作日", "每月第一个工作日"),
        ("每年3月1日", "every year on March 1"),
        ("每年3月底", "the end of March every year"),
    ],
)
def test_one_rhythm_has_many_names(typed: str, means: str) -> None:
    assert parse_every(typed) == parse_recurrence(means)


@pytest.mark.parametrize(
    ("end", "day"),
    [
        ("last working day of the month until 2027-06-30", "2027-06-30"),
        ("month till June 2027", "2027-06-30"),
        ("month until the end of 2027", "2027-12-31"),
        ("每月，至2027年6月30日止", "2027-06-30"),
        ("每月，到2027年6月底为止", "2027-06-30"),
    ],
)
def test_a_series_may_end_with_a_day_a_month_or_a_year(end: str, day: str) -> None:
    assert parse_every(end).until == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["last working day of the month", "end of the month", "mondays"]
)
def test_by_itself_a_place_in_the_month_is_no_rhythm(text: str) -> None:
    with pytest.raises(NotARecurrence):
        parse_recurrence(text)


def test_what_is_refused_is_named_as_it_was_typed() -> None:
    with pytest.raises(NotARecurrence) as refusal:
        parse_every("sometimes")

    assert refusal.value.text == "sometimes"


@pytest.mark.parametrize(
    "text",
    [
        *("", "sometimes", "month", "every", "every 0 days", "every month on monday"),
        *("15th of every week", "每天最后一个工作日", "每月第2个工作日", "every 32nd"),
        *(
            "every month until tomorrow",
            "每月，至年底止",
            "每年月底",
            "每年2月30日",
            "每月两次",
        ),
        *("every year on 30 February", "every week end", "every monday of the month"),
        *("every month on the 32nd", "每月32日", "每月第9个周一", "every 1000 days"),
    ],
)
def test_what_does_not_say_how_often_is_refused(text: str) -> None:
    with pytest.raises(NotARecurrence, match="Write: every month"):
        parse_recurrence(text)

"""The guide to days: every example can be typed, every text is explained or refused."""

from datetime import date

import pytest

from dealtrack.days import PartialDay, parse_day, parse_partial, parse_period
from dealtrack.errors import NotADay
from dealtrack.render import plain
from dealtrack.report.dayguide import ANCHORED, DAYS, PARTIAL, PERIODS, explain_day

TODAY = date(2026, 11, 22)
RECORD = dict.fromkeys(("signed", "due", "trip.end"), PartialDay.of(TODAY))


@pytest.mark.parametrize("text", [text for _name, texts in DAYS for text in texts])
def test_every_example_of_a_day_can_be_typed(text: str) -> None:
    assert isinstance(parse_day(text, TODAY), date)


@pytest.mark.parametrize("text", ANCHORED)
def test_every_example_that_is_counted_from_a_record_can_be_typed(text: str) -> None:
    assert isinstance(parse_day(text, TODAY, anchors=RECORD), date)


def test_every_example_of_a_partial_day_and_of_a_period_can_be_typed() -> None:
    assert all(parse_partial(text, TODAY) for text in PARTIAL if text != "unknown")
    assert all(parse_period(text, TODAY) for text in PERIODS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("月底", "A day  2026-11-30, Monday, in 8 days"),
        ("10月8号", "As a due day          2027-10-08, Friday, in 320 days"),
        ("10月8号", "As the day of a fact  2026-10-08, Thursday, 45 days ago"),
        ("next month", "A period  2026-12-01 to 2026-12-31"),
        ("signed+1m", "the day of signing"),
    ],
)
def test_a_text_is_explained_by_what_it_means_today(text: str, said: str) -> None:
    assert said in "".join(plain.text(explain_day(text, TODAY)))


@pytest.mark.parametrize("text", ["03/04/2021", "nonsense", "monday, 20 december", ""])
def test_a_text_that_is_no_day_is_refused_with_its_reason(text: str) -> None:
    with pytest.raises(NotADay):
        explain_day(text, TODAY)

"""How days are said back."""

from datetime import date, timedelta

import pytest

from dealtrack.days import spoken, weekday_name

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (9, "2026-12-01, Tuesday, in 9 days"),
        (2, "2026-11-24, Tuesday, in 2 days"),
        (1, "2026-11-23, Monday, tomorrow"),
        (0, "2026-11-22, Sunday, today"),
        (-1, "2026-11-21, Saturday, yesterday"),
        (-3, "2026-11-19, Thursday, 3 days ago"),
        (1500, "2030-12-31, Tuesday, in 1,500 days"),
    ],
)
def test_a_day_is_said_with_its_weekday_and_distance(away: int, words: str) -> None:
    assert spoken(TODAY + timedelta(days=away), TODAY) == words


def test_every_weekday_has_its_own_name() -> None:
    names = {weekday_name(TODAY + timedelta(days=n)) for n in range(7)}

    assert len(names) == 7

"""The file of an office's own days."""

from datetime import date

import pytest

from dealtrack.days.owndays import read_own_days

FILE = """\
# the year 2026
2026-12-24..2026-12-26  off     the office is closed

2026-12-19\tworked
2026年8月14日 休 单位活动
2026-08-15  班  # instead
"""


def test_days_and_runs_of_days_are_read_in_both_languages() -> None:
    own = read_own_days(FILE)

    assert own.faults == ()
    assert own.exceptions.off == {
        *(date(2026, 12, day) for day in (24, 25, 26)),
        date(2026, 8, 14),
    }
    assert own.exceptions.worked == {date(2026, 12, 19), date(2026, 8, 15)}


@pytest.mark.parametrize(
    "line", ["2026-12-24", "2026-12-24 maybe", "friday off", "2026-02-30 off", "off"]
)
def test_a_line_that_is_not_clear_is_named(line: str) -> None:
    own = read_own_days(f"# one\n{line}\n2026-12-25 off\n")

    assert [fault.line for fault in own.faults] == [2]
    assert own.exceptions.off == {date(2026, 12, 25)}

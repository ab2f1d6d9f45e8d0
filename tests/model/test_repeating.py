"""Tasks that come again: whatever day each is done on, none is skipped and none doubled."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.days.recurrence import Recurrence
from dealtrack.days.recurring import parse_recurrence
from dealtrack.model import Assignment, FollowUp, Note, Postponement, Promise
from dealtrack.model.rules import find_problems
from tests.builders import TODAY, a_draft, a_follow_up, changed
from tests.days.recurrences import recurrences

MONTHLY = parse_recurrence("every month")
DAY = timedelta(days=1)


def repeated(one: FollowUp, day: date = TODAY) -> FollowUp:
    """Return what follows *one*, done on *day*."""
    found = one.following(day)
    assert found is not None
    return found


@settings(max_examples=50, deadline=None)
@given(recurrences, st.dates(date(2005, 1, 1), date(2007, 12, 31)), st.randoms())
def test_over_twenty_years_no_occurrence_is_skipped_or_doubled(
    how: Recurrence, start: date, chance: Random
) -> None:
    first = how.first(start)
    wanted = [first]
    while wanted[-1] < first + 20 * 365 * DAY:
        wanted.append(how.after(wanted[-1], first))
    task = a_follow_up(due=first, repeats=how)

    for early, late in pairwise(wanted):
        assert task.due == early
        done = early + chance.randint(-40, 400) * DAY
        task = repeated(task, done)
        assert (task.due, task.since) == (late, done)


def test_a_month_without_a_31st_does_not_change_the_day_for_good() -> None:
    task = a_follow_up(due=date(2026, 1, 31), repeats=MONTHLY)
    days = []
    for _month in range(3):
        task = repeated(task)
        days.append(str(task.due))

    assert days == ["2026-02-28", "2026-03-31", "2026-04-30"]


def test_what_it_is_and_whose_it_is_goes_on_and_what_became_of_it_does_not() -> None:
    task = a_follow_up(
        repeats=MONTHLY,
        number=3,
        uid="x",
        priority="high",
        partners=("Tax bureau",),
        notes=(Note(on=TODAY, text="Called"),),
        postponements=(Postponement(to=TODAY + 9 * DAY, on=TODAY, reason="x"),),
        assignments=(
            Assignment(owner="Li", since=TODAY - DAY),
            Assignment(owner="Xu", since=TODAY + DAY),
        ),
    )

    assert repeated(task) == FollowUp(
        task=task.task,
        due=date(2026, 12, 22),
        since=TODAY,
        priority="high",
        partners=("Tax bureau",),
        assignments=(Assignment(owner="Li"), Assignment(owner="Xu", since=TODAY + DAY)),
        repeats=MONTHLY,
    )


@pytest.mark.parametrize(
    ("moved", "due"), [((), "2026-12-22"), ((TODAY - 9 * DAY,), "2026-12-13")]
)
def test_without_an_original_day_it_counts_from_what_is_known(
    moved: tuple[date, ...], due: str
) -> None:
    days = tuple(Postponement(to=day, on=TODAY, reason="x") for day in moved)
    task = a_follow_up(due=None, due_text="signed+1m", postponements=days, repeats=MONTHLY)

    assert str(repeated(task).due) == due


def test_nothing_follows_what_does_not_repeat_or_the_end_of_the_calendar() -> None:
    assert a_follow_up().following(TODAY) is None
    last = a_follow_up(due=date(9999, 12, 31), repeats=parse_recurrence("every year"))
    assert last.following(TODAY) is None


def test_a_commitment_does_not_come_again() -> None:
    task = a_follow_up(repeats=MONTHLY)
    broken = find_problems(
        a_draft(follow_ups=(task, changed(task, promise=Promise(side="ours"))))
    )

    assert [problem.field for problem in broken] == ["follow_ups[2].repeats"]

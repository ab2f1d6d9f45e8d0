"""Follow-ups and commitments: what follows from their dated facts, on any day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.model import (
    Amount,
    Assignment,
    FollowUp,
    Postponement,
    Promise,
    PromiseStep,
    StateChange,
)
from dealtrack.model.followup import CLOSED, State
from dealtrack.model.vocabulary import PROMISE_STATES, STATES
from tests.builders import a_follow_up
from tests.model.later import later_task, moves
from tests.strategies import days, follow_ups, several

DUE = date(2026, 6, 10)
DAY = timedelta(days=1)
BEFORE, AFTER = DUE - DAY, DUE + DAY

slow = settings(max_examples=100, deadline=None)


def moved(state: State, on: date) -> StateChange:
    return StateChange(state=state, on=on)


def a_promise(*steps: PromiseStep, condition: str = "") -> Promise:
    return Promise(side="ours", condition=condition, steps=steps)


def a_commitment(*steps: PromiseStep, condition: str = "", **facts: Any) -> FollowUp:
    return a_follow_up(
        due=facts.pop("due", DUE), promise=a_promise(*steps, condition=condition), **facts
    )


def met(on: date) -> PromiseStep:
    return PromiseStep(step="met", on=on)


def partly(on: date) -> PromiseStep:
    return PromiseStep(step="partly", on=on, amount=Amount(value=Decimal(5)))


def waived(on: date) -> PromiseStep:
    return PromiseStep(step="waived", on=on)


def postponed(to: date, on: date) -> Postponement:
    return Postponement(to=to, on=on, reason="Land not ready")


# States


def test_a_follow_up_is_open_until_something_else_is_noted() -> None:
    task = a_follow_up(states=(moved("in-progress", DUE),))

    assert [task.state(day) for day in (BEFORE, DUE, AFTER)] == [
        "open",
        "in-progress",
        "in-progress",
    ]


def test_of_two_changes_on_one_day_the_one_noted_last_counts() -> None:
    task = a_follow_up(states=(moved("submitted", DUE), moved("done", DUE)))

    assert task.state(DUE) == "done"


def test_the_days_of_a_log_decide_and_not_the_order_of_its_lines() -> None:
    task = a_follow_up(
        due=DUE,
        states=(moved("done", AFTER), moved("in-progress", BEFORE)),
        postponements=(
            postponed(DUE + 9 * DAY, on=BEFORE),
            postponed(DUE + 2 * DAY, on=BEFORE - DAY),
        ),
    )

    assert task.state(AFTER) == "done"
    assert task.due_day(DUE) == DUE + 9 * DAY


@pytest.mark.parametrize("state", CLOSED)
def test_what_is_done_or_cancelled_is_not_open_any_more(state: State) -> None:
    task = a_follow_up(states=(moved(state, DUE),))

    assert task.is_open(BEFORE)
    assert not task.is_open(DUE)
    assert task.closed_on(DUE) == DUE
    assert task.closed_on(BEFORE) is None


def test_only_what_is_done_has_a_day_on_which_it_was_done() -> None:
    assert a_follow_up(states=(moved("done", DUE),)).done_on(AFTER) == DUE
    assert a_follow_up(states=(moved("cancelled", DUE),)).done_on(AFTER) is None


def test_what_is_reopened_is_open_again_and_was_closed_in_between() -> None:
    task = a_follow_up(states=(moved("done", BEFORE), moved("open", AFTER)))

    assert [task.is_open(day) for day in (BEFORE - DAY, DUE, AFTER)] == [True, False, True]
    assert task.done_on(AFTER) is None


# Overdue


def test_due_today_is_not_overdue_and_due_yesterday_is() -> None:
    task = a_follow_up(due=DUE)

    assert not task.is_overdue(DUE)
    assert task.is_overdue(AFTER)
    assert [task.days_late(day) for day in (BEFORE, DUE, AFTER, AFTER + DAY)] == [0, 0, 1, 2]


def test_it_stays_overdue_until_it_is_done() -> None:
    task = a_follow_up(
        due=DUE, states=(moved("in-progress", AFTER), moved("done", AFTER + DAY))
    )

    assert task.is_overdue(AFTER)
    assert not task.is_overdue(AFTER + DAY)


def test_nothing_is_late_without_a_due_day() -> None:
    task = a_follow_up(due=None, due_text="signed+1m")

    assert not task.is_overdue(date.max)
    assert task.was_on_time(date.max) is None


# Postponing


def test_postponing_keeps_the_original_day_and_counts() -> None:
    task = a_follow_up(
        due=DUE,
        postponements=(
            postponed(DUE + 9 * DAY, on=BEFORE),
            postponed(DUE + 30 * DAY, on=DUE + 9 * DAY),
        ),
    )

    assert task.due == DUE
    assert [task.due_day(day) for day in (BEFORE - DAY, BEFORE, DUE + 9 * DAY)] == [
        DUE,
        DUE + 9 * DAY,
        DUE + 30 * DAY,
    ]
    assert [task.times_postponed(day) for day in (BEFORE - DAY, BEFORE, date.max)] == [0, 1, 2]


def test_postponing_after_the_due_day_does_not_un_late_the_past() -> None:
    asked = DUE + 5 * DAY
    task = a_follow_up(due=DUE, postponements=(postponed(DUE + 30 * DAY, on=asked),))

    assert task.is_overdue(asked - DAY)
    assert not task.is_overdue(asked)


def test_what_is_done_by_a_later_due_day_was_not_on_time() -> None:
    task = a_follow_up(
        due=DUE,
        postponements=(postponed(DUE + 30 * DAY, on=BEFORE),),
        states=(moved("done", AFTER),),
    )

    assert task.was_on_time(AFTER) is False
    assert task.days_late(AFTER) == 0


# On time


@pytest.mark.parametrize(
    ("done", "asked", "expected"),
    [
        (None, DUE, None),
        (None, AFTER, False),
        (BEFORE, BEFORE, True),
        (BEFORE, BEFORE - DAY, None),
        (DUE, AFTER, True),
        (AFTER, DUE, None),
        (AFTER, AFTER, False),
    ],
)
def test_on_time_is_judged_once_it_is_done_or_the_due_day_is_over(
    done: date | None, asked: date, expected: bool | None
) -> None:
    task = a_follow_up(due=DUE, states=(moved("done", done),) if done else ())

    assert task.was_on_time(asked) is expected


def test_what_was_cancelled_or_waived_by_its_due_day_fell_away() -> None:
    assert a_follow_up(due=DUE, states=(moved("cancelled", DUE),)).was_on_time(AFTER) is None
    assert a_commitment(waived(DUE)).was_on_time(AFTER) is None


def test_cancelling_after_the_due_day_does_not_un_late_the_past() -> None:
    assert a_follow_up(due=DUE, states=(moved("cancelled", AFTER),)).was_on_time(AFTER) is False
    assert a_commitment(waived(AFTER)).was_on_time(AFTER) is False


def test_a_promise_whose_condition_is_not_met_has_not_fallen_due() -> None:
    promise = a_commitment(met(AFTER), condition="Company registered")

    assert not promise.is_overdue(DUE)
    assert promise.was_on_time(date.max) is False
    assert a_commitment(condition="Company registered").was_on_time(date.max) is None
    assert not a_commitment(condition="Company registered").is_overdue(date.max)


def test_a_promise_honoured_before_its_condition_was_met_is_judged_all_the_same() -> None:
    promise = a_commitment(condition="Company registered", states=(moved("done", DUE),))

    assert promise.was_on_time(AFTER) is True


# Commitments


@pytest.mark.parametrize(
    ("promise", "asked", "expected"),
    [
        (a_commitment(), BEFORE, "not-due"),
        (a_commitment(), DUE, "due"),
        (a_commitment(), AFTER, "overdue"),
        (a_commitment(due=None), AFTER, "not-due"),
        (a_commitment(condition="x"), AFTER, "unmet"),
        (a_commitment(met(DUE), condition="x"), BEFORE, "unmet"),
        (a_commitment(met(BEFORE), condition="x"), BEFORE, "not-due"),
        (a_commitment(met(BEFORE), condition="x"), AFTER, "overdue"),
        (a_commitment(met(BEFORE), condition="x", due=None), AFTER, "due"),
        (a_commitment(partly(BEFORE)), BEFORE, "partly"),
        (a_commitment(partly(BEFORE)), DUE, "due"),
        (a_commitment(partly(BEFORE)), AFTER, "overdue"),
        (a_commitment(partly(BEFORE), condition="x"), AFTER, "partly"),
        (a_commitment(partly(BEFORE), due=None), AFTER, "partly"),
        (a_commitment(waived(DUE)), BEFORE, "not-due"),
        (a_commitment(waived(DUE)), DUE, "waived"),
        (a_commitment(states=(moved("cancelled", DUE),)), DUE, "waived"),
        (a_commitment(partly(BEFORE), states=(moved("done", AFTER),)), AFTER, "honoured"),
        (a_commitment(condition="x", states=(moved("done", DUE),)), DUE, "honoured"),
        (a_commitment(waived(BEFORE), states=(moved("done", DUE),)), DUE, "honoured"),
        (a_follow_up(due=DUE), AFTER, ""),
    ],
)
def test_a_commitment_stands_where_its_facts_put_it(
    promise: FollowUp, asked: date, expected: str
) -> None:
    assert promise.promise_state(asked) == expected


def test_a_waived_promise_was_closed_on_the_day_it_was_waived() -> None:
    promise = a_commitment(waived(DUE))

    assert promise.closed_on(BEFORE) is None
    assert promise.closed_on(AFTER) == DUE
    assert promise.done_on(AFTER) is None


# Handovers


def test_who_is_responsible_changes_with_the_day_of_the_handover() -> None:
    task = a_follow_up(
        assignments=(Assignment(owner="Li", unit="Trade"), Assignment(owner="Wu", since=DUE))
    )

    assert task.assigned(BEFORE).owner == "Li"
    assert task.assigned(DUE) == Assignment(owner="Wu", since=DUE)


def test_nobody_is_known_to_be_responsible_before_the_first_handover() -> None:
    task = a_follow_up(assignments=(Assignment(owner="Wu", since=DUE),))

    assert task.assigned(BEFORE) == Assignment()


# Laws


def conclusions(task: FollowUp, day: date) -> tuple[object, ...]:
    """Return whatever can be concluded from a follow-up on *day*."""
    return (
        task.change(day),
        task.due_day(day),
        task.times_postponed(day),
        task.is_open(day),
        task.is_conditional(day),
        task.days_late(day),
        task.done_on(day),
        task.closed_on(day),
        task.was_on_time(day),
        task.promise_state(day),
        task.assigned(day),
        [p.number for p in task.problems if p.is_open(day)],
    )


@slow
@given(data=st.data(), before=follow_ups, day=days)
def test_facts_of_later_days_change_no_conclusion(
    data: st.DataObject, before: FollowUp, day: date
) -> None:
    after = data.draw(later_task(before))

    assert conclusions(after, day) == conclusions(before, day)


@slow
@given(follow_ups, days)
def test_it_is_late_by_days_exactly_if_it_is_overdue(task: FollowUp, day: date) -> None:
    assert (task.days_late(day) > 0) == task.is_overdue(day)


@slow
@given(follow_ups, days)
def test_what_is_closed_is_neither_open_nor_overdue(task: FollowUp, day: date) -> None:
    assert task.is_open(day) == (task.closed_on(day) is None)
    assert not (task.closed_on(day) and task.is_overdue(day))


@slow
@given(follow_ups, several(moves), days)
def test_postponing_never_changes_what_on_time_is_judged_by(
    task: FollowUp, more: tuple[Postponement, ...], day: date
) -> None:
    moved_on = replace(task, postponements=(*task.postponements, *more))

    assert moved_on.due == task.due
    assert moved_on.was_on_time(day) == task.was_on_time(day)


@slow
@given(follow_ups, days)
def test_every_state_has_a_word(task: FollowUp, day: date) -> None:
    assert task.state(day) in STATES
    assert bool(task.promise) == (task.promise_state(day) in PROMISE_STATES)


@slow
@given(follow_ups, days)
def test_a_promise_is_overdue_exactly_as_any_follow_up_is(task: FollowUp, day: date) -> None:
    if task.promise:
        assert (task.promise_state(day) == "overdue") == task.is_overdue(day)

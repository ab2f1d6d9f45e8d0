"""Questions that the program asks by itself."""

from datetime import date

import pytest

from dealtrack.days import PartialDay, Span
from dealtrack.model import Promise, PromiseStep, StateChange, StatusChange
from dealtrack.query import questions
from dealtrack.query.expr import Expr
from dealtrack.query.match import keeps
from tests.builders import TODAY, a_task, an_agreement

NOVEMBER = Span(date(2026, 11, 1), date(2026, 12, 1))
ON_THE_1ST, ON_THE_30TH = date(2026, 11, 1), date(2026, 11, 30)
BEFORE, AFTER = date(2026, 10, 31), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("day", "inside"),
    [(BEFORE, False), (ON_THE_1ST, True), (ON_THE_30TH, True), (AFTER, False)],
)
def test_a_span_includes_its_first_and_its_last_day(day: date, inside: bool) -> None:
    signed = an_agreement(signed=PartialDay.of(day))
    ended = an_agreement(statuses=(StatusChange(status="terminated", on=day),))
    done = an_agreement(follow_ups=(a_task(states=(StateChange(state="done", on=day),)),))
    due = an_agreement(follow_ups=(a_task(due=day),))

    assert keeps(questions.signed_in(NOVEMBER), signed, AFTER) == inside
    assert keeps(questions.terminated_in(NOVEMBER), ended, AFTER) == inside
    assert keeps(questions.within("done", NOVEMBER), done, AFTER) == inside
    assert keeps(questions.due_within(ON_THE_1ST, ON_THE_30TH), due, AFTER) == inside


def test_due_today_is_not_overdue_and_due_yesterday_is() -> None:
    due = an_agreement(follow_ups=(a_task(due=TODAY),))

    assert not keeps(questions.overdue(TODAY), due, TODAY)
    assert keeps(questions.overdue(date(2026, 11, 23)), due, date(2026, 11, 23))


def test_a_condition_not_met_keeps_a_commitment_from_being_overdue() -> None:
    waiting = Promise(side="ours", condition="registered")
    met = Promise(
        side="ours", condition="registered", steps=(PromiseStep(step="met", on=BEFORE),)
    )
    early = date(2026, 1, 1)

    for promise, late in ((waiting, False), (met, True)):
        agreement = an_agreement(follow_ups=(a_task(due=early, promise=promise),))
        assert keeps(questions.overdue(TODAY), agreement, TODAY) == late


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        (questions.OPEN, True),
        (questions.UNDATED, True),
        (questions.CLOSED, False),
        (questions.DONE, False),
        (questions.COMMITMENT, False),
        (questions.SIGNED, True),
        (questions.reached("negotiating"), True),
        (questions.reached("started"), False),
        (questions.AGREEMENT, True),
        (questions.TRIP, False),
    ],
)
def test_ready_made_questions(question: Expr, answers: bool) -> None:
    agreement = an_agreement(follow_ups=(a_task(due=None),))

    assert keeps(question, agreement, TODAY) == answers

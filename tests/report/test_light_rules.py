"""The rules of lights that go by the plan: what they judge by, and what they say."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dealtrack.model import Agreement, Amount, Funds, Planned
from dealtrack.report.lights import Judgement, Rule, light, say_reason
from dealtrack.report.lights.explained import explain
from dealtrack.report.page import Section
from tests.report.records import an_agreement, cny, day, on, reached, usd

MISSED = Rule(rules=("missed-month",))
BEHIND = Rule(rules=("behind-plan",))
ALL = Rule(rules=("no-progress", "behind-plan", "missed-month"))


def a_plan(**by: str) -> tuple[Planned, ...]:
    return tuple(Planned(stage=name, by=on(text)) for name, text in by.items())


def in_place(value: int, text: str = "2026-01-10") -> tuple[Funds, ...]:
    return (Funds(amount=cny(value), on=day(text)),)


def a_project(**fields: Any) -> Agreement:
    """Signed on 1 January 2026, 100 CNY, to be completed 100 days later."""
    usual = {"signed": "2026-01-01", "amount": cny(100), "plan": a_plan(completed="2026-04-11")}
    return an_agreement(1, **{**usual, **fields})


def judged(one: Agreement, text: str, rule: Rule) -> Judgement:
    shown = light(one, day(text), rule)
    assert shown is not None
    return shown.judgements[0]


def said(one: Agreement, text: str, rule: Rule) -> str:
    shown = light(one, day(text), rule)
    assert shown is not None
    return say_reason(shown)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("2026-09-30", "green"),
        ("2026-10-01", "yellow"),
        ("2026-11-30", "yellow"),
        ("2026-12-01", "red"),
    ],
)
@pytest.mark.parametrize("planned", ["2026-09", "2026-09-10", "2026-08-01/2026-09-10"])
def test_a_planned_month_is_missed_once_it_is_over(
    planned: str, text: str, colour: str
) -> None:
    one = an_agreement(1, "2026-01-10", plan=a_plan(started=planned))

    assert judged(one, text, MISSED).colour == colour


def test_a_missed_month_is_told_with_stage_day_months_and_limit() -> None:
    one = an_agreement(1, "2026-01-10", plan=a_plan(started="2026-09", completed="2027-12"))

    assert said(one, "2026-09-01", MISSED) == "next planned: started by 2026-09-30"
    assert said(one, "2026-11-22", MISSED) == (
        "started was planned by 2026-09-30, missed for 2 months, limit 1"
    )


def test_reaching_the_stage_turns_to_the_next_one() -> None:
    plan = a_plan(started="2026-09", completed="2027-12")
    one = an_agreement(1, "2026-01-10", plan=plan, stages=reached(started="2026-11-20"))

    assert judged(one, "2026-11-19", MISSED).colour == "yellow"
    assert said(one, "2026-11-20", MISSED) == "next planned: completed by 2027-12-31"


def test_a_later_stage_stands_for_the_earlier_ones() -> None:
    plan = a_plan(registered="2026-02", started="2026-03")
    one = an_agreement(1, "2026-01-10", plan=plan, stages=reached(completed="2026-05-01"))

    assert said(one, "2026-11-22", MISSED) == "everything planned has been reached"


@pytest.mark.parametrize(
    ("text", "points", "colour"),
    [
        ("2026-01-01", "-20.0", "green"),
        ("2026-01-30", "9.0", "green"),
        ("2026-01-31", "10.0", "yellow"),
        ("2026-02-20", "30.0", "yellow"),
        ("2026-02-21", "31.0", "red"),
        ("2026-04-11", "80.0", "red"),
        ("2027-04-11", "80.0", "red"),
    ],
)
def test_points_behind_are_time_passed_less_funds_in_place(
    text: str, points: str, colour: str
) -> None:
    found = judged(a_project(funds=in_place(20, "2026-01-01")), text, BEHIND)

    assert (found.points, found.colour) == (Decimal(points), colour)


def test_what_is_behind_is_told_with_both_shares() -> None:
    one = a_project(funds=in_place(20))

    assert said(one, "2026-02-20", BEHIND) == (
        "30.0 points behind plan, limit 10 (50.0% of the time, 20.0% of the funds)"
    )
    assert said(one, "2026-01-11", BEHIND) == (
        "10.0 points ahead of plan (10.0% of the time, 20.0% of the funds)"
    )


def test_once_the_work_is_finished_it_is_behind_nothing() -> None:
    one = a_project(stages=reached(completed="2026-03-01"))

    assert judged(one, "2026-02-28", BEHIND).colour == "red"
    assert said(one, "2026-03-01", BEHIND) == "the work is finished"


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"plan": ()}, "plan"),
        ({"plan": a_plan(started="2026-03")}, "end"),
        ({"amount": None}, "amount"),
        ({"amount": cny(0)}, "amount"),
        ({"signed": ""}, "signed"),
        ({"plan": a_plan(completed="2025-12-31")}, "order"),
        ({"funds": (Funds(amount=usd(5), on=date(2026, 1, 9)),)}, "currency"),
    ],
)
def test_what_is_not_known_is_not_judged(fields: dict[str, Any], missing: str) -> None:
    found = judged(a_project(**fields), "2026-03-01", BEHIND)

    assert (found.colour, found.missing) == (None, missing)
    assert found.points is None


def test_without_a_plan_no_month_can_be_missed() -> None:
    one = an_agreement(1, "2026-01-10")

    assert judged(one, "2026-11-22", MISSED).colour is None
    assert said(one, "2026-11-22", MISSED) == "there is no plan to judge by"


def test_of_several_rules_the_worst_colour_counts_with_its_reasons_alone() -> None:
    one = an_agreement(1, "2026-10-30", plan=a_plan(started="2026-08"))
    shown = light(one, day("2026-11-22"), ALL)

    assert shown is not None
    assert [j.colour for j in shown.judgements] == ["green", None, "red"]
    assert shown.colour == "red"
    assert say_reason(shown) == (
        "started was planned by 2026-08-31, missed for 3 months, limit 3"
    )


def test_a_plan_counts_as_it_was_on_the_day() -> None:
    plan = (
        *a_plan(started="2026-03"),
        Planned(stage="started", by=on("2026-11"), since=day("2026-08-15")),
        Planned(stage="started", since=day("2026-12-20")),
    )
    one = an_agreement(1, "2026-01-10", plan=plan)

    colours = {
        text: judged(one, text, MISSED).colour
        for text in (
            "2026-03-31",
            "2026-04-01",
            "2026-08-14",
            "2026-08-15",
            "2026-12-19",
            "2026-12-20",
        )
    }
    assert colours == {
        "2026-03-31": "green",
        "2026-04-01": "yellow",
        "2026-08-14": "red",
        "2026-08-15": "green",
        "2026-12-19": "yellow",
        "2026-12-20": None,
    }


def test_the_funds_that_are_said_to_be_missing_are_just_too_few() -> None:
    one = a_project(funds=in_place(20))
    missing = explain(one, day("2026-02-20"), BEHIND).missing_funds

    assert missing == Amount(value=Decimal("20.00"))
    for more, colour in ((20, "yellow"), (21, "green")):
        funds = (*one.funds, *in_place(more, "2026-02-01"))
        assert judged(a_project(funds=funds), "2026-02-20", BEHIND).colour == colour


def test_the_ways_to_turn_green_are_those_of_the_rules_that_are_not() -> None:
    one = an_agreement(1, "2026-10-30", plan=a_plan(started="2026-08"))
    page = explain(one, day("2026-11-22"), ALL).page()

    (ways,) = [block for block in page.blocks if isinstance(block, Section)]
    text = str(ways.blocks)
    assert "dealtrack advance 1 started" in text
    assert "dealtrack note" not in text

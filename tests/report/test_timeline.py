from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.days import PartialDay
from dealtrack.model import (
    Agreement,
    Amount,
    Assignment,
    FollowUp,
    Funds,
    Link,
    Promise,
    PromiseStep,
    Reached,
    StateChange,
    StatusChange,
)
from dealtrack.model.codec import encode
from dealtrack.report.events import say_event
from dealtrack.report.page import Table
from dealtrack.report.timeline import Timeline, timeline_of
from tests.report.delegation import AGREEMENTS, AUGUST, CLOUD, EVENING, PROJECTS, TRIP

DAYS = st.dates(date(2021, 1, 1), date(2022, 12, 31))


def test_the_facts_stand_in_the_order_of_their_days() -> None:
    line = timeline_of(CLOUD, AUGUST)

    assert said(line)[:4] == [
        "Signed",
        "Set: Send a team",
        "Published: Article",
        "Postponed to 2021-08-20: Send the annex",
    ]
    days = [e.on.earliest for e in line.events if e.on]
    assert all(first <= then for first, then in pairwise(days))


def test_a_partial_day_is_shown_as_it_is() -> None:
    table = timeline_of(CLOUD, AUGUST).page().blocks[0]

    assert isinstance(table, Table)
    assert table.rows[0][0] == "2021-07-29/2021-07-30"


def test_a_day_that_is_not_known_stands_last_under_its_own_heading() -> None:
    line = timeline_of(CLOUD, AUGUST)
    last = line.page().blocks[-1]

    assert [(e.ref, e.note) for e in line.undated] == [("1.3", "signed+1m")]
    assert isinstance(last, Table)
    assert last.title == "Day not known"


def test_a_signing_on_an_unknown_day_is_undated() -> None:
    line = timeline_of(Agreement(id=5, uid="a5", title="Memorandum"), AUGUST)

    assert [e.sort for e in line.undated] == ["signed"]


def test_what_is_still_to_come_is_ahead() -> None:
    line = timeline_of(CLOUD, EVENING)

    assert [(e.sort, e.ref, str(e.on)) for e in line.ahead] == [("due", "1.1", "2021-08-10")]
    assert [e.sort for e in line.events] == ["signed"]


def test_both_due_days_of_what_was_postponed_are_told() -> None:
    line = timeline_of(CLOUD, AUGUST)

    dues = [(e.sort, str(e.on), e.is_overdue) for e in line.events if e.sort.endswith("due")]
    assert dues == [("first-due", "2021-08-10", False), ("due", "2021-08-20", True)]


def test_what_is_done_is_not_due_any_more() -> None:
    done = StateChange(state="done", on=date(2021, 8, 1), note="by post", author="Li")
    task = FollowUp(number=1, task="Send", due=date(2021, 8, 10), states=(done,))
    line = timeline_of(replace(PROJECTS, follow_ups=(task,)), date(2021, 8, 5))

    assert [(say_event(e), e.note, e.who) for e in line.events[1:]] == [
        ("Done: Send", "by post", "Li")
    ]
    assert line.ahead == ()


def test_stages_money_status_handover_and_promises_are_told() -> None:
    grant = Amount(value=Decimal(1_000_000))
    record = replace(
        PROJECTS,
        stages=(Reached(stage="registered", on=PartialDay.read("2021-08")),),
        statuses=(StatusChange(status="suspended", on=date(2021, 8, 2), reason="land"),),
        funds=(Funds(amount=grant, on=date(2021, 8, 3)),),
        assignments=(Assignment(unit="Zone"), Assignment(owner="Li", since=date(2021, 8, 4))),
        follow_ups=(
            FollowUp(
                number=1,
                task="Grant",
                promise=Promise(
                    side="ours",
                    steps=(PromiseStep(step="partly", on=date(2021, 8, 5), amount=grant),),
                ),
            ),
        ),
    )

    assert said(timeline_of(record, AUGUST))[1:] == [
        "Stage reached: registered",
        "Status: suspended",
        "Funds in place: CNY 1 million",
        "Handed over: Li",
        "Partly honoured: Grant",
    ]


def test_a_trip_is_told_with_its_visits_and_the_agreements_made_on_it() -> None:
    line = timeline_of(TRIP, AUGUST, AGREEMENTS)

    assert [e.sort for e in line.events] == [
        "trip-start",
        "on-trip",
        "on-trip",
        "on-trip",
        "trip-end",
        "published",
        "state",
        "due",
    ]
    assert [say_event(e) for e in line.undated] == [
        "Visited Tencent",
        "Visited Ubtech Robotics",
        "Visited an organisation that is not named",
    ]


def test_linked_agreements_are_told_from_both_ends() -> None:
    contract = replace(PROJECTS, links=(Link(relation="implements", to=1),))

    assert "Signed: Strategic cooperation agreement (this one implements it)" in said(
        timeline_of(contract, AUGUST, [CLOUD])
    )
    assert "Signed: Contract on cooperation projects (implements this one)" in said(
        timeline_of(CLOUD, AUGUST, [contract, PROJECTS])
    )


@given(DAYS)
def test_nothing_but_plans_lies_after_the_day(day: date) -> None:
    line = timeline_of(CLOUD, day)

    assert all(e.on and e.on.earliest <= day for e in line.events)
    assert {e.sort for e in line.ahead} <= {"due", "first-due", "expires", "solve-by"}


@given(DAYS, st.integers(1, 300))
def test_what_has_happened_stays_told(day: date, later: int) -> None:
    then, now = timeline_of(CLOUD, day), timeline_of(CLOUD, day + timedelta(days=later))

    lasting = [e for e in then.events if not e.sort.endswith("due")]
    assert all(e in now.events for e in lasting)


def test_the_report_is_plain_data() -> None:
    found = msgspec.json.decode(encode(timeline_of(CLOUD, AUGUST)))

    assert found["events"][0]["on"] == "2021-07-29/2021-07-30"


def said(line: Timeline) -> list[str]:
    return [say_event(e) for e in line.events]

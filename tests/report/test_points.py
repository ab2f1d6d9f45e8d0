"""What to raise at a meeting: each point stands on a fact, and no later one is seen."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from dealtrack.model import (
    Agreement,
    Intention,
    Kept,
    Link,
    Party,
    Problem,
    Promise,
    Reached,
    StatusChange,
    Trip,
    Visit,
)
from dealtrack.report.brief import Brief
from dealtrack.report.meeting import brief_on
from dealtrack.report.people import names
from dealtrack.settings.briefs import Worth
from tests.report.records import a_task, a_trip, an_agreement, day, done, on
from tests.strategies import days, ledgers

TODAY = day("2026-11-22")
CLOUD = (Party(name="Our Zone", side="ours"), Party(name="Cloud", side="theirs"))


def a_paper(number: int = 1, signed: str = "2026-11-01", **fields: object) -> Agreement:
    return an_agreement(number, signed, parties=CLOUD, **fields)


def points(*papers: Agreement, trips: tuple[Trip, ...] = ()) -> list[tuple[str, str, int]]:
    found = brief_on("Cloud", papers, trips, TODAY).points
    return [(point.sort, point.ref, point.days) for point in found]


def test_what_is_owed_comes_first_and_the_longest_late_of_it() -> None:
    ours = a_task(1, "2026-11-20", promise=Promise(side="ours"))
    theirs = a_task(2, "2026-11-01", promise=Promise(side="theirs"))
    task = a_task(3, "2026-10-01")
    problem = Problem(number=1, text="No power", noted=day("2026-01-01"), by=day("2026-02-01"))

    assert points(a_paper(follow_ups=(ours, theirs, task), problems=(problem,))) == [
        ("they-owe", "1.2", 21),
        ("we-owe", "1.1", 2),
        ("problem", "1.0.1", 294),
        ("late", "1.3", 52),
    ]


def test_a_promise_due_today_is_raised_and_one_due_tomorrow_is_not() -> None:
    today = a_task(1, "2026-11-22", promise=Promise(side="theirs"))
    tomorrow = a_task(2, "2026-11-23", promise=Promise(side="theirs"))

    assert points(a_paper(follow_ups=(today, tomorrow))) == [("they-owe", "1.1", 0)]


def test_a_promise_that_waits_for_its_condition_is_not_raised() -> None:
    waits = a_task(1, "2026-10-01", promise=Promise(side="theirs", condition="registered"))

    assert points(a_paper(follow_ups=(waits,))) == []


@pytest.mark.parametrize(
    ("expires", "said"),
    [
        ("2026-11-21", [("expired", "1", 1)]),
        ("2026-11-22", [("expiring", "1", 0)]),
        ("2027-02-20", [("expiring", "1", 90)]),
        ("2027-02-21", []),
    ],
)
def test_an_agreement_is_raised_ninety_days_before_its_end(
    expires: str, said: list[tuple[str, str, int]]
) -> None:
    assert points(a_paper(expires=on(expires))) == said


def test_an_agreement_that_is_renewed_does_not_end() -> None:
    old = a_paper(expires=on("2026-11-21"))
    renewed = a_paper(2, links=(Link(relation="renews", to=1),))
    in_talks = a_paper(
        2,
        "",
        links=(Link(relation="renews", to=1),),
        stages=(Reached(stage="negotiating", on=on("2026-11-01")),),
    )

    assert points(old, renewed) == []
    assert points(old, in_talks) == [("expired", "1", 1)]


def test_what_does_not_move_is_raised_with_its_stage() -> None:
    assert points(a_paper(signed="2026-06-01")) == [("light", "1", 174)]
    assert (
        brief_on("Cloud", [a_paper(signed="2026-06-01")], [], TODAY).points[0].note == "signed"
    )


def test_what_is_suspended_is_raised_with_the_reason_and_is_not_dormant() -> None:
    stopped = StatusChange(status="suspended", on=day("2026-08-01"), reason="No grid")
    paper = a_paper(signed="2026-01-01", statuses=(stopped,))

    assert points(paper) == [("suspended", "1", 113)]
    assert brief_on("Cloud", [paper], [], TODAY).points[0].note == "No grid"


def a_visit(start: str, text: str = "Build a data centre") -> Trip:
    visit = Visit(organisation="Cloud", intentions=(Intention(text=text, by="Wu"),))
    return a_trip(1, start, visits=(visit,))


def test_an_intention_is_raised_after_ninety_days() -> None:
    assert points(trips=(a_visit("2026-08-24"),)) == []
    assert points(trips=(a_visit("2026-08-23"),)) == [("intention", "T1", 91)]


def test_from_when_on_it_is_raised_is_the_offices_to_say() -> None:
    paper, trip = a_paper(expires=on("2026-12-22")), a_visit("2026-10-22")

    def raised(worth: Worth) -> list[str]:
        return [
            one.sort for one in brief_on("Cloud", [paper], [trip], TODAY, worth=worth).points
        ]

    assert raised(Worth(expiring=29, unfollowed=31)) == []
    assert raised(Worth(expiring=30, unfollowed=31)) == ["expiring"]
    assert raised(Worth(expiring=29, unfollowed=30)) == ["intention"]


def test_an_intention_that_became_an_agreement_is_not_raised() -> None:
    followed = a_paper(follows="Build a data centre, as stated in March")

    assert points(followed, trips=(a_visit("2026-03-01"),)) == []


def test_an_intention_that_is_noted_to_have_become_an_agreement_is_not_raised() -> None:
    trip = a_visit("2026-03-01").led_to(1, 7)
    seven = an_agreement(7, "2026-11-01", parties=())

    assert points(trips=(trip,)) == [("intention", "T1", 266)]
    assert points(seven, trips=(trip,)) == []
    before = brief_on("Cloud", [seven], [trip], day("2026-10-31"))
    assert [point.sort for point in before.points] == ["intention"]
    assert brief_on("Cloud", [seven], [trip], TODAY).intentions == ()


def test_nobody_knows_how_old_an_intention_of_an_unknown_day_is() -> None:
    trip = replace(a_visit("2026-03-01"), start=None)
    brief = brief_on("Cloud", [], [trip], TODAY)

    assert brief.points == ()
    assert [wish.text for wish in brief.intentions] == ["Build a data centre"]


def test_what_was_done_is_no_longer_raised() -> None:
    honoured = a_task(1, "2026-11-01", promise=Promise(side="ours"), states=done("2026-11-21"))
    paper = a_paper(follow_ups=(honoured,))

    assert points(paper) == []
    before = brief_on("Cloud", [paper], [], day("2026-11-20")).points
    assert [(point.sort, point.days) for point in before] == [("we-owe", 19)]


def _everybody(kept: list[Kept]) -> tuple[list[Agreement], list[Trip]]:
    return (
        [one for one in kept if isinstance(one, Agreement)],
        [one for one in kept if isinstance(one, Trip)],
    )


@settings(max_examples=40, deadline=None)
@given(ledgers(), days)
def test_no_point_of_a_random_ledger_is_of_a_later_day_than_it_may(
    kept: list[Kept], today: date
) -> None:
    agreements, trips = _everybody(kept)
    for name in names(agreements, trips, today)[:5]:
        brief = brief_on(name, agreements, trips, today)
        refs = {one.ref for one in (*agreements, *trips)}
        for point in brief.points:
            assert point.ref.split(".")[0] in refs
            assert point.days >= 0
            if point.sort not in {"expiring"} and point.day:
                assert point.day <= today
        assert _late(brief) == {t.ref for t in brief.tasks if t.days_late}


def _late(brief: Brief) -> set[str]:
    sorts = {"they-owe", "we-owe", "third-owes", "late"}
    return {point.ref for point in brief.points if point.sort in sorts and point.days}


def test_the_day_after_every_point_is_a_day_older() -> None:
    paper = a_paper(signed="2026-06-01", follow_ups=(a_task(1, "2026-10-01"),))
    now = brief_on("Cloud", [paper], [], TODAY).points
    then = brief_on("Cloud", [paper], [], TODAY + timedelta(days=1)).points

    assert [p.days + 1 for p in now] == [p.days for p in then]

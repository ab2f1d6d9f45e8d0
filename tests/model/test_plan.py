"""Plans: a dated log of by when each stage is to be reached, and what follows from it."""

from datetime import date
from typing import Any

import pytest

from dealtrack.errors import BrokenRule
from dealtrack.model import Agreement, Planned, Reached, StatusChange
from dealtrack.model.codec import decode, encode
from dealtrack.model.rules import check
from tests.builders import a_draft, an_agreement
from tests.report.records import day, on

DAY = date(2026, 11, 22)


def planned(stage: str, by: str = "", since: str = "") -> Planned:
    return Planned(stage=stage, by=on(by) if by else None, since=day(since) if since else None)


def a_paper(*plan: Planned, **fields: Any) -> Agreement:
    return an_agreement(**{"kind": "contract", "plan": plan, **fields})


def test_what_was_planned_last_counts_from_its_day() -> None:
    paper = a_paper(
        planned("started", "2026-09", since="2026-06-15"), planned("started", "2026-06")
    )

    assert paper.planned(date(2026, 6, 14)) == {"started": on("2026-06")}
    assert paper.planned(date(2026, 6, 15)) == {"started": on("2026-09")}


def test_of_two_plans_of_one_day_the_one_noted_last_counts() -> None:
    paper = a_paper(planned("started", "2026-09"), planned("started", "2026-10"))

    assert paper.planned(DAY) == {"started": on("2026-10")}


def test_what_is_planned_no_longer_is_no_part_of_the_plan() -> None:
    paper = a_paper(planned("started", "2026-09"), planned("started", since="2026-10-10"))

    assert paper.planned(date(2026, 10, 9))
    assert not paper.planned(date(2026, 10, 10))
    assert paper.status(DAY) == "ongoing"


def test_the_next_stage_is_the_one_to_be_reached_first() -> None:
    paper = a_paper(planned("completed", "2027"), planned("started", "2026-12"))

    assert paper.next_planned(DAY) == ("started", on("2026-12"))


def test_it_is_delayed_from_the_day_after_the_last_day_planned() -> None:
    paper = a_paper(planned("started", "2026-09"))

    assert paper.status(date(2026, 9, 30)) == "ongoing"
    assert paper.status(date(2026, 10, 1)) == "delayed"
    assert paper.days_behind(date(2026, 9, 30)) == 0
    assert paper.days_behind(date(2026, 10, 10)) == 10


def test_a_stage_that_was_reached_late_delays_nothing_from_then_on() -> None:
    reached = Reached(stage="started", on=on("2026-10-20"))
    paper = a_paper(planned("started", "2026-09"), stages=(reached,))

    assert [paper.status(date(2026, 10, n)) for n in (19, 20)] == ["delayed", "ongoing"]


@pytest.mark.parametrize("status", ["suspended", "terminated", "fulfilled"])
def test_what_is_paused_or_over_is_not_behind(status: Any) -> None:
    change = StatusChange(status=status, on=date(2026, 11, 1))
    paper = a_paper(planned("started", "2026-09"), statuses=(change,))

    assert (paper.status(DAY), paper.days_behind(DAY)) == (status, 0)


def test_what_expired_is_expired_and_still_behind() -> None:
    paper = a_paper(planned("started", "2026-09"), expires=on("2026-10-31"))

    assert (paper.status(DAY), paper.days_behind(DAY)) == ("expired", 53)


def test_the_planned_end_is_that_of_the_first_stage_that_finishes_the_work() -> None:
    plan = (planned("started", "2026-09"), planned("full-capacity", "2029"))
    done = Reached(stage="completed", on=on("2026-11-20"))

    assert a_paper(plan[0]).planned_end(DAY) is None
    assert a_paper(*plan).planned_end(DAY) == on("2029")
    assert a_paper(*plan, planned("completed", "2027-12")).planned_end(DAY) == on("2027-12")
    finished = a_paper(*plan, planned("completed", "2027-12"), stages=(done,))
    assert finished.planned_end(DAY) is None


def test_a_plan_is_no_progress_but_is_known_from_its_day() -> None:
    paper = a_paper(planned("started", "2027", since="2026-05-05"))

    assert paper.last_progress(DAY) == date(2026, 8, 10)
    assert paper.known_from() == date(2026, 5, 5)


def test_a_record_written_before_there_were_plans_has_none() -> None:
    text = encode(an_agreement())

    assert b"plan" not in text
    assert decode(text, Agreement).plan == ()


@pytest.mark.parametrize(
    ("plan", "field"),
    [(planned("dug", "2026-09"), "plan[1].stage"), (planned("started"), "plan[1].by")],
)
def test_a_plan_names_a_stage_and_a_day(plan: Planned, field: str) -> None:
    with pytest.raises(BrokenRule) as broken:
        check(a_draft(plan=(plan,)))

    assert broken.value.field == field

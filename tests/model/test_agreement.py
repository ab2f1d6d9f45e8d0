"""Agreements: stages, status and progress as they follow from dated facts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.days import PartialDay
from dealtrack.errors import NotFound
from dealtrack.model import (
    Agreement,
    Amount,
    Assignment,
    Draft,
    Funds,
    Note,
    Party,
    Postponement,
    Problem,
    Promise,
    PromiseStep,
    Reached,
    StateChange,
    StatusChange,
)
from dealtrack.model.agreement import Status, as_if_kept
from dealtrack.model.stages import PROJECT_TRACK, SHORT_TRACK, STAGES
from dealtrack.model.vocabulary import BINDINGS, KINDS, STATUSES
from tests.builders import a_draft, a_follow_up, an_agreement
from tests.model.later import OF_AGREEMENTS, later_record
from tests.strategies import agreements, days, drafts

SIGNED = date(2026, 6, 10)
DAY = timedelta(days=1)
BEFORE, AFTER = SIGNED - DAY, SIGNED + DAY

slow = settings(max_examples=100, deadline=None)


def at(stage: str, on: str | None = None) -> Reached:
    return Reached(stage=stage, on=PartialDay.read(on) if on else None)


def changed_to(status: Status, on: date, reason: str = "") -> StatusChange:
    return StatusChange(status=status, on=on, reason=reason)


def a_paper(*stages: Reached, signed: str | None = "2026-06-10", **facts: object) -> Draft:
    return a_draft(signed=PartialDay.read(signed) if signed else None, stages=stages, **facts)


# Signing


def test_a_signed_paper_was_not_signed_the_day_before() -> None:
    paper = a_paper()

    assert [paper.was_signed(day) for day in (BEFORE, SIGNED)] == [False, True]


def test_a_partial_day_of_signing_counts_from_its_earliest() -> None:
    paper = a_paper(signed="2026-06")

    assert paper.was_signed(date(2026, 6, 1))
    assert not paper.was_signed(date(2026, 5, 31))


def test_what_is_logged_without_a_word_about_talks_is_signed_on_an_unknown_day() -> None:
    paper = a_paper(signed=None)

    assert paper.is_signed
    assert paper.was_signed(date.min)
    assert paper.begins() is None
    assert paper.reached_on("signed") is None


def test_a_later_stage_does_not_tell_when_a_paper_was_signed() -> None:
    before, after = a_paper(signed=None), a_paper(at("registered", "2026-06-10"), signed=None)

    assert [p.has_reached("signed", BEFORE) for p in (before, after)] == [True, True]
    assert [p.stage(BEFORE) for p in (before, after)] == ["signed", "signed"]
    assert after.stage(SIGNED) == "registered"


def test_what_is_talked_about_is_not_signed() -> None:
    talks = a_paper(at("negotiating", "2026-05-01"), signed=None)

    assert not talks.is_signed
    assert not talks.was_signed(date.max)
    assert talks.stage(date(2026, 4, 30)) == ""
    assert talks.stage(date.max) == "negotiating"


def test_talks_that_led_to_a_company_were_signed_by_then() -> None:
    paper = a_paper(
        at("negotiating", "2026-05-01"), at("registered", "2026-06-10"), signed=None
    )

    assert paper.is_signed
    assert [paper.was_signed(day) for day in (BEFORE, SIGNED)] == [False, True]


def test_talks_on_an_unknown_day_do_not_make_a_paper_signed_before_its_day() -> None:
    paper = a_paper(at("negotiating"))

    assert paper.stage(BEFORE) == "negotiating"
    assert not paper.was_signed(BEFORE)
    assert paper.was_signed(SIGNED)


def test_the_day_of_signing_goes_before_one_in_the_log() -> None:
    paper = a_paper(at("signed", "2026-05-01"))

    assert not paper.was_signed(BEFORE)
    assert paper.reached_on("signed") == PartialDay.read("2026-06-10")


def test_the_day_of_signing_may_stand_in_the_log_alone() -> None:
    paper = a_paper(at("signed", "2026-05-01"), signed=None)

    assert not paper.was_signed(date(2026, 4, 30))
    assert paper.was_signed(date(2026, 5, 1))


# Stages


def test_reaching_a_stage_implies_the_earlier_ones_of_its_track() -> None:
    project = a_paper(at("completed", "2026-08-01"))
    short = a_paper(at("fulfilled", "2026-08-01"))
    day = date(2026, 8, 1)

    reached = PROJECT_TRACK[: PROJECT_TRACK.index("completed") + 1]
    assert tuple(s for s in STAGES.keys if project.has_reached(s, day)) == reached
    assert {s for s in STAGES.keys if short.has_reached(s, day)} == set(SHORT_TRACK)


def test_a_stage_is_reached_on_the_earliest_day_that_is_known_of_it_or_a_later_one() -> None:
    paper = a_paper(
        at("in-production", "2026-09"), at("started", "2026-08-01"), at("completed")
    )

    assert paper.reached_on("started") == PartialDay.read("2026-08-01")
    assert paper.reached_on("completed") == PartialDay.read("2026-09")
    assert paper.reached_on("full-capacity") is None


def test_a_stage_on_an_unknown_day_counts_from_the_signing() -> None:
    paper = a_paper(at("registered"))

    assert not paper.has_reached("registered", BEFORE)
    assert paper.has_reached("registered", SIGNED)


@pytest.mark.parametrize("kind", ["strategic", "friendship", "contract", ""])
def test_of_two_stages_equally_far_the_one_of_its_own_track_is_told(kind: str) -> None:
    logs = (at("in-progress", "2026-07-01"), at("registered", "2026-07-01"))
    own = "in-progress" if kind in {"strategic", "friendship"} else "registered"

    assert {a_paper(*log, kind=kind).stage(date.max) for log in (logs, logs[::-1])} == {own}


def test_what_is_fulfilled_has_come_further_than_what_is_built() -> None:
    paper = a_paper(at("completed", "2026-07-01"), at("fulfilled", "2026-08-01"))

    assert paper.stage(date(2026, 7, 1)) == "completed"
    assert paper.stage(date(2026, 8, 1)) == "fulfilled"


# Status


@pytest.mark.parametrize("status", ["suspended", "terminated", "fulfilled"])
def test_a_status_holds_from_its_day(status: Status) -> None:
    paper = a_paper(statuses=(changed_to(status, AFTER),))

    assert [paper.status(day) for day in (SIGNED, AFTER)] == ["ongoing", status]


def test_what_was_resumed_is_ongoing_and_was_not_in_between() -> None:
    paper = a_paper(
        statuses=(changed_to("terminated", SIGNED), changed_to("ongoing", AFTER)),
    )

    assert [paper.status(day) for day in (SIGNED, AFTER)] == ["terminated", "ongoing"]
    assert [paper.terminated_on(day) for day in (BEFORE, SIGNED, AFTER)] == [None, SIGNED, None]


def test_the_days_of_the_log_decide_and_not_the_order_of_its_lines() -> None:
    paper = a_paper(
        statuses=(changed_to("ongoing", AFTER), changed_to("suspended", SIGNED)),
    )

    assert paper.status(AFTER) == "ongoing"


def test_an_agreement_expires_when_its_last_possible_day_is_over() -> None:
    paper = a_paper(expires=PartialDay.read("2026-08"))

    assert paper.status(date(2026, 8, 31)) == "ongoing"
    assert paper.status(date(2026, 9, 1)) == "expired"


def test_what_was_terminated_does_not_expire() -> None:
    paper = a_paper(
        expires=PartialDay.read("2026-08"), statuses=(changed_to("terminated", AFTER),)
    )

    assert paper.status(date.max) == "terminated"


def test_the_last_stage_of_the_short_track_fulfils_it() -> None:
    paper = a_paper(at("fulfilled", "2026-08-01"), expires=PartialDay.read("2026-07"))

    assert paper.status(date(2026, 7, 31)) == "ongoing"
    assert paper.status(date(2026, 8, 1)) == "fulfilled"


def test_what_is_resumed_after_it_was_fulfilled_goes_on() -> None:
    back = date(2026, 9, 1)
    paper = a_paper(at("fulfilled", "2026-08-01"), statuses=(changed_to("ongoing", back),))

    assert [paper.status(day) for day in (back - DAY, back)] == ["fulfilled", "ongoing"]
    assert paper.stage(back) == "fulfilled"


def test_what_is_fulfilled_after_it_was_resumed_is_fulfilled() -> None:
    paper = a_paper(
        at("fulfilled", "2026-08-01"),
        statuses=(changed_to("suspended", SIGNED), changed_to("ongoing", AFTER)),
    )

    assert paper.status(AFTER) == "ongoing"
    assert paper.status(date(2026, 8, 1)) == "fulfilled"


# Beginning and progress


def test_a_record_begins_with_the_first_stage_that_is_known() -> None:
    assert a_paper(at("negotiating", "2026-05-01")).begins() == date(2026, 5, 1)
    assert a_paper(signed="2026-06").begins() == date(2026, 6, 1)


def test_a_record_that_ended_before_its_first_stage_began_by_then() -> None:
    ended = changed_to("terminated", date(2026, 10, 1), "They withdrew")
    paper = a_paper(at("negotiating", "2027-01-01"), signed=None, statuses=(ended,))

    assert paper.begins() == date(2026, 10, 1)


@pytest.mark.parametrize(
    "paper",
    [a_paper(signed=None), a_paper(at("planned")), a_paper(at("registered"), signed=None)],
)
def test_nobody_knows_when_a_record_begins_whose_first_stage_has_no_day(paper: Draft) -> None:
    assert paper.begins() is None


def test_signing_stages_funds_notes_and_work_are_progress() -> None:
    on = [SIGNED + n * DAY for n in range(1, 7)]
    task = a_follow_up(
        notes=(Note(on=on[2], text="called"),),
        states=(StateChange(state="in-progress", on=on[3]),),
        promise=Promise(side="ours", steps=(PromiseStep(step="met", on=on[4]),)),
    )
    paper = a_paper(
        at("registered", str(on[5])),
        funds=(Funds(amount=Amount(value=Decimal(1)), on=on[0]),),
        notes=(Note(on=on[1], text="met"),),
        follow_ups=(task,),
    )

    assert [paper.last_progress(day) for day in (BEFORE, SIGNED, *on)] == [None, SIGNED, *on]


def test_postponing_and_noting_a_problem_are_no_progress() -> None:
    task = a_follow_up(
        postponements=(Postponement(to=date.max, on=AFTER, reason="no land"),),
        problems=(Problem(number=1, text="no land", noted=AFTER),),
    )
    paper = a_paper(follow_ups=(task,), problems=(Problem(number=1, text="x", noted=AFTER),))

    assert paper.last_progress(date.max) == SIGNED


def test_what_has_no_dated_fact_has_no_progress_known() -> None:
    assert a_paper(signed=None).last_progress(date.max) is None


# What is unknown


def test_an_agreement_needs_nothing_but_a_title() -> None:
    paper = Draft(title="Relevant cooperation agreements", count="unknown")

    assert paper.binding == ""
    assert paper.amount is None
    assert paper.assigned(SIGNED) == Assignment()
    assert paper.status(SIGNED) == "ongoing"


def test_a_party_that_the_source_does_not_name_stays_unnamed() -> None:
    assert not Party(name="?").is_named
    assert Party(name="?").side is None
    assert Party(name="Tencent Cloud").is_named


@pytest.mark.parametrize("kind", KINDS.keys)
def test_every_kind_has_a_binding_class(kind: str) -> None:
    assert a_draft(kind=kind).binding in BINDINGS


# Follow-ups of a record


def test_numbers_are_given_once_and_never_come_back() -> None:
    two = a_draft(follow_ups=(a_follow_up("a"), a_follow_up("b"))).numbered()
    left = as_if_kept(two).with_follow_up(a_follow_up("c", number=2))
    more = a_draft(follow_ups=(a_follow_up("d", number=1), a_follow_up("e")), last_number=7)

    assert [f.number for f in two.follow_ups] == [1, 2]
    assert [f.task for f in left.follow_ups] == ["a", "c"]
    assert [f.number for f in more.numbered().follow_ups] == [1, 8]
    assert more.numbered().last_number == 8


def test_a_follow_up_that_is_not_there_is_named_in_the_error() -> None:
    with pytest.raises(NotFound) as error:
        an_agreement(17, follow_ups=(a_follow_up(),)).follow_up(9)

    assert error.value.wanted == "17.9"


# Laws


def conclusions(paper: Agreement, day: date) -> tuple[object, ...]:
    """Return whatever can be concluded from an agreement on *day*."""
    begins = paper.begins()
    return (
        [stage for stage in STAGES.keys if paper.has_reached(stage, day)],
        paper.was_signed(day),
        paper.stage(day),
        paper.status(day),
        paper.terminated_on(day),
        paper.last_progress(day),
        paper.assigned(day),
        begins is None or begins <= day,
        [p.number for p in paper.problems if p.is_open(day)],
    )


@slow
@given(data=st.data(), before=agreements, day=days)
def test_facts_of_later_days_change_no_conclusion(
    data: st.DataObject, before: Agreement, day: date
) -> None:
    after = data.draw(later_record(before, OF_AGREEMENTS))

    assert conclusions(after, day) == conclusions(before, day)


@slow
@given(drafts, days, days, st.sampled_from(STAGES.keys))
def test_what_was_reached_stays_reached(
    paper: Draft, one: date, other: date, stage: str
) -> None:
    first, then = sorted((one, other))

    assert paper.has_reached(stage, first) <= paper.has_reached(stage, then)


@slow
@given(drafts, days)
def test_stages_are_reached_in_the_order_of_their_tracks(paper: Draft, day: date) -> None:
    for track in (PROJECT_TRACK, SHORT_TRACK):
        reached = [paper.has_reached(stage, day) for stage in track]

        assert reached == sorted(reached, reverse=True)


@slow
@given(drafts, days)
def test_the_stage_is_one_of_those_reached(paper: Draft, day: date) -> None:
    stage = paper.stage(day)

    assert paper.has_reached(stage, day) if stage else not paper.was_signed(day)


@slow
@given(drafts)
def test_signed_at_all_means_signed_in_the_end(paper: Draft) -> None:
    assert paper.is_signed == paper.was_signed(date.max)


@slow
@given(drafts, days)
def test_nothing_moves_before_a_known_beginning_but_notes_and_work(
    paper: Draft, day: date
) -> None:
    begins = paper.begins()

    if begins and day < begins:
        assert paper.stage(day) == ""
    assert paper.status(day) in STATUSES


@slow
@given(drafts, days)
def test_progress_is_never_in_the_future(paper: Draft, day: date) -> None:
    last = paper.last_progress(day)

    assert last is None or last <= day

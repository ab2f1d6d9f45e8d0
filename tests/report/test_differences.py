"""Where two states of a record differ, in the words of the office."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from dealtrack.days import PartialDay
from dealtrack.model import (
    Agreement,
    Amount,
    Assignment,
    Draft,
    Evidence,
    Note,
    Person,
    Postponement,
    Problem,
    Promise,
    PromiseStep,
    Reached,
    StateChange,
    Trip,
)
from dealtrack.report.differences import differences, say_difference
from dealtrack.text import speak
from tests.builders import a_follow_up, a_trip, an_agreement, changed
from tests.strategies import agreements, trips

DAY = date(2026, 11, 22)


def said(before: Any, after: Any) -> list[str]:
    return [f"{one.ref} {say_difference(one)}" for one in differences(before, after)]


def with_task(**facts: Any) -> Agreement:
    return an_agreement(follow_ups=(a_follow_up(number=1, **facts),))


def test_a_follow_up_that_was_done() -> None:
    done = StateChange(
        state="done",
        on=DAY,
        note="by post",
        evidence=(Evidence(file="attachments/abc-scan.pdf", sha256="0"),),
    )

    assert said(with_task(), with_task(states=(done,))) == [
        "1.1 State: open → done",
        "1.1 Since: – → 2026-11-22",
        "1.1 Remark: – → by post",
        "1.1 Evidence: – → abc-scan.pdf",
    ]
    assert said(with_task(states=(done,)), with_task())[0] == "1.1 State: done → open"


def test_a_due_day_that_was_moved() -> None:
    moved = Postponement(to=date(2026, 12, 1), on=DAY, reason="land")

    assert said(with_task(), with_task(postponements=(moved,))) == [
        "1.1 Due: 2026-11-22 → 2026-12-01",
        "1.1 Decided on: – → 2026-11-22",
        "1.1 Reason: – → land",
    ]


def test_plain_facts() -> None:
    old = an_agreement(amount=Amount(value=Decimal(350_000_000)), sectors=("energy",))
    new = changed(
        old,
        title="Contract",
        kind="contract",
        amount=None,
        sectors=("energy", "food"),
        signed=PartialDay.read("2026-08"),
        trip=3,
    )

    assert said(old, new) == [
        "1 Title: Strategic cooperation agreement → Contract",
        "1 Kind: strategic cooperation agreement → contract",
        "1 Signed: 2026-08-10 → 2026-08",
        "1 Sectors: energy → energy, food",
        "1 Amount: CNY 350 million → –",
        "1 Trip: – → T3",
    ]


def test_entries_that_came_and_went() -> None:
    first, second = (Note(on=DAY, text=text) for text in ("first", "second"))
    old = an_agreement(notes=(first,), witnesses=(Person(name="Li", post="mayor"),))
    new = changed(old, notes=(first, second), witnesses=())

    assert said(old, new) == [
        "1 Progress: – → 2026-11-22 · second",
        "1 Witness: Li, mayor → –",
    ]


def test_an_entry_in_the_middle_of_a_log() -> None:
    one, other = (StateChange(state="waiting", on=date(2026, 11, n)) for n in (1, 2))

    assert said(with_task(states=(one,)), with_task(states=(other, one))) == [
        "1.1 State: – → waiting · 2026-11-02"
    ]


def test_stages_promises_problems_and_people() -> None:
    promise = Promise(side="theirs", condition="land")
    met = changed(promise, steps=(PromiseStep(step="met", on=DAY),))
    problem = Problem(number=2, text="no land", noted=DAY)
    old = changed(with_task(promise=promise), problems=(problem,))
    new = changed(
        with_task(promise=met, assignments=(Assignment(owner="Li", since=DAY),)),
        problems=(changed(problem, solved=DAY, solution="found"),),
        stages=(Reached(stage="registered", on=PartialDay.read("2026-10")),),
    )

    assert said(old, new) == [
        "1.0.2 Solved on: – → 2026-11-22",
        "1.0.2 Solution: – → found",
        "1 Stage: – → registered",
        "1 Reached on: – → 2026-10",
        "1.1 Owner: – → Li",
        "1.1 Since: – → 2026-11-22",
        "1.1 Step: – → condition met · 2026-11-22",
    ]


def test_records_and_follow_ups_that_come_and_go() -> None:
    assert said(None, an_agreement()) == ["1 Agreement: – → Strategic cooperation agreement"]
    assert said(a_trip(), None) == ["T1 Trip: Investment visit to Port City → –"]
    assert said(None, None) == []
    assert said(an_agreement(), with_task()) == ["1.1 Follow-up: – → Send the annex"]


def test_versions_and_counters_are_no_difference() -> None:
    one = an_agreement()

    assert differences(one, changed(one, version=9, last_number=4)) == ()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_fact_has_a_name(language: str) -> None:
    @settings(max_examples=25, deadline=None)
    @given(agreements, agreements)
    def of_agreements(one: Agreement, other: Agreement) -> None:
        said(one, changed(other, id=one.id))

    @settings(max_examples=25, deadline=None)
    @given(trips, trips)
    def of_trips(one: Trip, other: Trip) -> None:
        said(one, changed(other, id=one.id))

    speak(language)
    try:
        of_agreements()
        of_trips()
    finally:
        speak("en")


@settings(max_examples=25, deadline=None)
@given(agreements, agreements)
def test_what_differs_is_told_both_ways(one: Agreement, other: Agreement) -> None:
    other = changed(other, id=one.id)
    there, back = differences(one, other), differences(other, one)

    plain = [changed(each, version=0, last_number=0, uid="") for each in (one, other)]

    assert bool(there) == bool(back)
    assert len(there) == len(back)
    assert not there or plain[0] != plain[1]


def test_a_draft_has_no_field_without_a_name() -> None:
    from dealtrack.report.facts import SILENT, say_field

    for name in (*Draft.__struct_fields__, *Trip.__struct_fields__):
        if name not in SILENT and name != "follow_ups":
            assert say_field(name)

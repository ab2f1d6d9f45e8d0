"""Laws of lights: what holds of every ledger, every rule and every day."""

from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from dealtrack.model import Agreement
from dealtrack.model.agreement import GOING_ON
from dealtrack.query.asked import Excerpt
from dealtrack.report.ledger import Ledger
from dealtrack.report.lights import Rule, facts_of, find_lights, light
from dealtrack.report.lights.board import find_board
from dealtrack.report.lights.explained import explain
from dealtrack.report.lights.judging import judge, worst
from dealtrack.settings.lights import RuleName
from tests.strategies import agreements

AFTERWARDS = date(2026, 4, 1)
"""By this day everything in a random record has happened, but for what is only planned."""

days = st.dates(date(2025, 12, 1), date(2028, 12, 31))
later_days = st.dates(AFTERWARDS, date(2028, 12, 31))
limits = st.tuples(st.integers(1, 40), st.integers(0, 40)).map(lambda two: (two[0], sum(two)))
books = st.lists(agreements, max_size=4, unique_by=lambda one: one.id)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    names = st.lists(st.sampled_from(get_args(RuleName)), min_size=1, unique=True)
    (still, very_still), (behind, far_behind), (missed, long_missed) = (
        draw(limits),
        draw(limits),
        draw(limits),
    )
    return Rule(
        rules=tuple(draw(names)),
        no_progress_yellow=still,
        no_progress_red=very_still,
        behind_plan_yellow=behind,
        behind_plan_red=far_behind,
        missed_month_yellow=missed,
        missed_month_red=long_missed,
    )


def badness(colour: str | None) -> int:
    return [None, "green", "yellow", "red"].index(colour)


@given(agreements, rules(), days, st.lists(st.integers(0, 900), min_size=2, max_size=6))
def test_while_nothing_happens_a_light_only_ever_gets_worse(
    one: Agreement, rule: Rule, day: date, steps: list[int]
) -> None:
    facts = facts_of(one, day)

    lights = [judge(facts, rule, day + timedelta(n)) for n in sorted(steps)]

    for before, after in pairwise(lights):
        assert badness(worst(before)) <= badness(worst(after))
        for was, now in zip(before, after, strict=True):
            assert badness(was.colour) <= badness(now.colour)
            assert (was.yellow_on, was.red_on) == (now.yellow_on, now.red_on)


@given(agreements, rules(), later_days, st.integers(0, 900))
def test_the_light_of_a_day_to_come_is_the_one_seen_on_that_day(
    one: Agreement, rule: Rule, today: date, ahead: int
) -> None:
    then = today + timedelta(ahead)
    foreseen, seen = judge(facts_of(one, today), rule, then), light(one, then, rule)

    assert seen is None or seen.judgements == foreseen


@given(books, rules(), days, st.integers(1, 400))
def test_looking_ahead_shows_what_that_day_shows_on_an_unchanged_ledger(
    book: list[Agreement], rule: Rule, today: date, ahead: int
) -> None:
    then, kept = today + timedelta(ahead), Excerpt.of(book)

    ahead_of, on_the_day = find_board(kept, today, rule, then), find_board(kept, then, rule)

    by_ref = [sorted(board.lights, key=lambda one: one.ref) for board in (ahead_of, on_the_day)]
    assert by_ref[0] == by_ref[1]
    assert (ahead_of.green, ahead_of.not_judged) == (on_the_day.green, on_the_day.not_judged)
    before = {a.ref: light(a, today, rule) for a in book}
    turned = {one.ref: one.was for one in ahead_of.turned}
    assert [one.ref for one in ahead_of.lights[: len(turned)]] == list(turned)
    for one in ahead_of.lights:
        was = before[one.ref]
        assert turned.get(one.ref, one.colour) == (was.colour if was else None)


@given(books, rules(), days)
def test_what_is_explained_is_what_is_listed(
    book: list[Agreement], rule: Rule, day: date
) -> None:
    found = find_lights(Ledger.on(day, Excerpt.of(book)), rule)
    listed = {one.ref: one for one in (*found.red, *found.yellow)}

    explained = {a.ref: explain(a, day, rule).light for a in book if begins(a) <= day}

    shown = {ref: one for ref, one in explained.items() if one}
    assert listed == {r: o for r, o in shown.items() if o.colour in {"red", "yellow"}}
    assert found.green == sum(one.colour == "green" for one in shown.values())
    assert set(found.not_judged) == {r for r, one in shown.items() if one.colour is None}


@given(agreements, rules(), days)
def test_a_rule_turns_red_no_earlier_than_yellow_and_on_the_days_it_tells(
    one: Agreement, rule: Rule, day: date
) -> None:
    facts = facts_of(one, day)
    for judged in judge(facts, rule, day):
        if judged.red_on:
            assert judged.yellow_on
            assert judged.yellow_on <= judged.red_on
        for turn in (judged.yellow_on, judged.red_on):
            if turn and turn > day:
                eve, then = (
                    next(j for j in judge(facts, rule, on) if j.rule == judged.rule)
                    for on in (turn - timedelta(1), turn)
                )
                assert badness(eve.colour) < badness(then.colour)


@given(agreements, days)
def test_delayed_is_what_goes_on_with_a_planned_day_past_unreached(
    one: Agreement, day: date
) -> None:
    planned = {stage: by for stage, by in one.planned(day).items() if by.latest < day}
    is_missed = any(not one.has_reached(stage, day) for stage in planned)

    assert (one.status(day) == "delayed") == (one.status(day) in GOING_ON and is_missed)


def begins(one: Agreement) -> date:
    return one.known_from() or date.min

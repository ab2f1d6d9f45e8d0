"""How urgent a follow-up is, and why."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.model import Agreement, Entry, Kept, Trip
from dealtrack.query.asked import Excerpt
from dealtrack.query.expr import EVERYTHING
from dealtrack.report.agenda import find_agenda
from dealtrack.report.urgency import USUAL, Scale, Signs, parts_of, total
from dealtrack.report.why import why_urgent
from dealtrack.settings.urgency import LIMITS, Urgency
from tests.report.records import a_task, an_agreement, cny, day, done, usd
from tests.strategies import days, ledgers

TODAY = day("2026-11-22")

signs = st.builds(
    Signs,
    ref=st.just("17.2"),
    due=st.none() | days,
    late=st.just(0),
    priority=st.sampled_from(["high", "normal", "low"]),
    side=st.sampled_from(["", "ours", "theirs"]),
    state=st.sampled_from(["open", "in-progress", "waiting", "submitted"]),
    postponed=st.integers(0, 5),
    problems=st.integers(0, 2),
    since=st.none() | days,
    amount=st.none() | st.sampled_from([cny(10**7), cny(10**8), cny(2 * 10**9), usd(10**9)]),
    witnesses=st.sampled_from([(), ("Li",), ("Li", "Li, mayor, Riverside")]),
    blocked_by=st.sampled_from([(), ("1.1",)]),
    blocks=st.sampled_from([(), ("1.2",)]),
    possible_since=st.none() | days,
)
weights = st.builds(
    Urgency, **{key.split(".")[1]: st.floats(0, 1000) for key in LIMITS}
) | st.just(USUAL)


def dated(one: Signs, today: date) -> Signs:
    late = (today - one.due).days if one.due and one.due < today else 0
    return one._replace(late=late)


def urgency(one: Signs, today: date, by: Urgency = USUAL) -> float:
    return total(parts_of(dated(one, today), today, by))


@given(signs, days, weights)
def test_the_parts_add_up_to_the_whole_and_each_is_weight_times_value(
    one: Signs, today: date, by: Urgency
) -> None:
    parts = parts_of(dated(one, today), today, by)

    assert total(parts) == pytest.approx(sum(p.points for p in parts), abs=0.05)
    for part in parts:
        assert -1 <= part.value <= 1
        assert part.points == pytest.approx(
            part.weight * part.value, abs=0.05 + part.weight / 9e3
        )
        assert part.weight == getattr(by, part.key)


@given(st.lists(signs, min_size=2, max_size=8), days, weights)
def test_what_is_alike_is_worked_out_once_and_is_the_same(
    many: list[Signs], today: date, by: Urgency
) -> None:
    scale = Scale(today, by)

    for one in (dated(one, today) for one in many):
        assert scale.weigh(one) == total(parts_of(one, today, by))


@given(signs, days, st.integers(1, 90))
def test_the_nearer_its_due_day_or_the_longer_late_the_more_urgent(
    one: Signs, today: date, n: int
) -> None:
    dated_one = one._replace(due=one.due or today)
    sooner = dated_one._replace(due=(dated_one.due or today) - timedelta(days=n))

    assert urgency(sooner, today) >= urgency(dated_one, today)


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({"priority": "low"}, {"priority": "normal"}),
        ({"priority": "normal"}, {"priority": "high"}),
        ({"blocked_by": ("1.1",)}, {"blocked_by": ()}),
        ({"blocks": ()}, {"blocks": ("1.2",)}),
        ({"witnesses": ()}, {"witnesses": ("Li",)}),
        ({"witnesses": ("Li",)}, {"witnesses": ("Li, mayor",)}),
        ({"state": "waiting"}, {"state": "open"}),
        ({"state": "open"}, {"state": "in-progress"}),
        ({"postponed": 1}, {"postponed": 2}),
        ({"problems": 0}, {"problems": 1}),
        ({"side": ""}, {"side": "ours"}),
        ({"amount": cny(10**7)}, {"amount": cny(10**9)}),
    ],
)
@given(one=signs, today=days)
@settings(max_examples=40)
def test_a_stronger_sign_never_lowers_it(
    one: Signs, today: date, less: dict[str, Any], more: dict[str, Any]
) -> None:
    assert urgency(one._replace(**more), today) >= urgency(one._replace(**less), today)


def test_without_a_weight_a_sign_says_nothing() -> None:
    one = Signs("17.2", due=TODAY, priority="high")

    keys = [p.key for p in parts_of(one, TODAY, Urgency(soon=0))]

    assert keys == ["priority"]


def test_another_currency_is_not_taken_for_yuan() -> None:
    assert urgency(Signs("17.2", amount=usd(10**10)), TODAY) == 0


def test_a_leader_is_known_by_a_word_of_the_office() -> None:
    one = Signs("17.2", witnesses=("Chen", "Chen, Parteisekretär, Jinhua"))

    by = Urgency(leaders=("Parteisekretär",))

    assert [p.key for p in parts_of(one, TODAY, USUAL)] == ["witness"]
    assert [p.key for p in parts_of(one, TODAY, by)] == ["leader", "witness"]


@settings(max_examples=40, deadline=None)
@given(ledgers(), days)
def test_the_agenda_is_in_the_order_that_is_explained(kept: list[Kept], today: date) -> None:
    book = Excerpt.of(
        [one for one in kept if isinstance(one, Agreement)],
        [one for one in kept if isinstance(one, Trip)],
    )
    found = find_agenda(book, today, 30).follow_ups

    explained = {}
    for entry in (*book.agreements.entries(as_of=today), *book.trips.entries(as_of=today)):
        if entry.follow_up:
            explained[entry.ref] = why_urgent(book, entry, USUAL).urgency
    order = [t.urgency for t in found if t.urgency is not None]
    assert len(order) == len(found)
    assert order == sorted(order, reverse=True)
    assert all(explained[t.ref] == t.urgency for t in found)


@settings(max_examples=25, deadline=None)
@given(ledgers(), days, st.integers(1, 6))
def test_a_limit_cuts_the_same_agenda_short(kept: list[Kept], today: date, limit: int) -> None:
    book = Excerpt.of([one for one in kept if isinstance(one, Agreement)])

    whole = find_agenda(book, today, 30, EVERYTHING)
    short = find_agenda(book, today, 30, EVERYTHING, limit)

    assert short.follow_ups == whole.follow_ups[:limit]
    assert replace(short, follow_ups=()) == replace(whole, follow_ups=())


def test_what_is_closed_is_not_urgent() -> None:
    late = an_agreement(1, follow_ups=(a_task(1, "2026-01-01"),))
    closed = an_agreement(2, follow_ups=(a_task(1, "2026-01-01", states=done("2026-02-01")),))
    book = Excerpt.of([late, closed])

    report = why_urgent(book, Entry(closed, closed.follow_ups[0], TODAY), USUAL)

    assert why_urgent(book, Entry(late, late.follow_ups[0], TODAY), USUAL).urgency == 20
    assert (report.urgency, report.parts) == (0, ())
    assert "It is closed." in str(report.page())


def test_what_was_set_later_was_not_urgent_yet() -> None:
    record = an_agreement(1, follow_ups=(a_task(1, "2026-12-01", since=TODAY),))
    entry = Entry(record, record.follow_ups[0], day("2026-11-01"))

    report = why_urgent(Excerpt.of([record]), entry, USUAL)

    assert (report.was_set, report.urgency) == (False, 0)
    assert "It had not been set by then." in str(report.page())

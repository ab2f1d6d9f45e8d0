"""The memory of reminders: it neither repeats nor forgets, whatever happens."""

from datetime import date, timedelta
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.model.telling import Matter, Memory, Reason, Telling, after, fresh

MONDAY = date(2026, 11, 2)
AGAIN = 7
REASONS: tuple[Reason, ...] = ("overdue", "soon", "waiting", "red")

matters = st.builds(
    Matter,
    st.sampled_from(("17.1", "17.2", "T3.1")),
    st.sampled_from(REASONS),
    st.sampled_from((None, MONDAY, MONDAY + timedelta(days=3))),
)
mornings = st.lists(
    st.tuples(st.integers(0, 12), st.sets(matters, max_size=5)), min_size=1, max_size=12
)
"""Runs: how many days after the one before, and what there is to be told then."""


def test_what_was_told_holds_for_so_many_days_and_not_one_more() -> None:
    telling = Telling("17.2", "overdue", MONDAY, MONDAY)

    assert telling.holds(MONDAY, AGAIN)
    assert telling.holds(MONDAY + timedelta(days=6), AGAIN)
    assert not telling.holds(MONDAY + timedelta(days=7), AGAIN)


def test_what_a_wrong_clock_told_tomorrow_does_not_count_today() -> None:
    telling = Telling("17.2", "overdue", MONDAY, MONDAY + timedelta(days=300))

    assert not telling.holds(MONDAY, AGAIN)


def test_another_due_day_or_another_reason_is_another_matter() -> None:
    heard = after(
        (), [Matter("17.2", "soon", MONDAY)], [Matter("17.2", "soon", MONDAY)], MONDAY
    )

    known = fresh(heard, MONDAY, AGAIN)

    assert Matter("17.2", "soon", MONDAY) in known
    assert Matter("17.2", "overdue", MONDAY) not in known
    assert Matter("17.2", "soon", MONDAY + timedelta(days=1)) not in known


@given(mornings)
def test_whatever_lasts_is_told_within_a_week_of_every_run_and_never_twice_in_it(
    runs: list[tuple[int, set[Matter]]],
) -> None:
    heard: tuple[Telling, ...] = ()
    today = MONDAY
    told_on: dict[Matter, list[date]] = {}
    for pause, lasting in runs:
        today += timedelta(days=pause)
        told = lasting - fresh(heard, today, AGAIN)
        heard = after(heard, lasting, told, today)
        # What is over for a run may come again as something new
        told_on = {matter: told_on.get(matter, []) for matter in lasting}
        for matter in told:
            told_on[matter].append(today)

        for days in told_on.values():
            assert days
            assert today - days[-1] < timedelta(days=AGAIN)
            pairs = pairwise(days)
            assert all(b - a >= timedelta(days=AGAIN) for a, b in pairs)


@given(st.lists(matters, unique=True), st.sampled_from(("", "li", "张三")))
def test_a_memory_is_the_same_once_it_was_written(found: list[Matter], reader: str) -> None:
    heard = {"Li Wei": after((), found, found, MONDAY)}
    memory = Memory().having("screen", reader, heard)

    again = msgspec.json.decode(msgspec.json.encode(memory), type=Memory)

    assert again == memory
    assert again.heard("screen", reader) == heard
    assert again.heard("mail", reader) == {}

"""Supervision slips: their colours, and the law of what may follow what."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.actions import slips
from dealtrack.actions.logs import WrongStep
from dealtrack.errors import NotFound
from dealtrack.model.slip import Colour, Slip, SlipNumber, on_matter, open_on
from dealtrack.model.vocabulary import COLOURS
from dealtrack.report.matters import Matter, matter_of
from dealtrack.store.base import Store
from dealtrack.store.opening import open_store
from tests.builders import TODAY, a_slip
from tests.report.records import a_task, an_agreement, done, ended

WEEK = timedelta(days=7)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "ledger.json"))


def a_matter(ref: str = "1", colour: Colour | None = "blue", *, is_open: bool = True) -> Matter:
    return Matter(ref, "Harbour", is_open, "Port Office", "Li", None, None, colour)


def issued(
    store: Store,
    on: date = TODAY,
    colour: Colour | None = None,
    matter: Matter | None = None,
    **fields: Any,
) -> Slip:
    about = matter or a_matter()
    return slips.issue(store, about, a_slip(about.ref, on, **fields), colour)


# --- The colour that the facts call for ----------------------------------------------------


def colour_of(
    *tasks: object, number: int = 0, signed: str = "2026-11-01", **fields: Any
) -> Colour | None:
    record = an_agreement(signed=signed, follow_ups=tasks, **fields)
    task = record.follow_up(number) if number else None
    return matter_of(record, task, TODAY, soon=7).colour


def test_what_is_overdue_is_red_what_is_soon_due_blue() -> None:
    assert colour_of(a_task(due="2026-11-21"), number=1) == "red"
    assert colour_of(a_task(due="2026-11-22"), number=1) == "blue"
    assert colour_of(a_task(due="2026-11-29"), number=1) == "blue"
    assert colour_of(a_task(due="2026-11-30"), number=1) is None


def test_what_does_not_move_is_yellow_and_red_once_anything_is_overdue() -> None:
    assert colour_of(signed="2026-09-20") == "yellow"
    assert colour_of(signed="2026-01-01") == "yellow"
    assert colour_of(a_task(due="2026-11-25"), signed="2026-01-01") == "yellow"
    assert colour_of(a_task(due="2026-11-25"), number=1, signed="2026-01-01") == "blue"
    assert colour_of(a_task(due="2026-11-21"), signed="2026-01-01") == "red"
    assert colour_of(signed="2026-11-01") is None


def test_the_facts_are_those_of_the_day_of_the_slip() -> None:
    record = an_agreement(follow_ups=(a_task(due="2026-10-01", states=done("2026-11-01")),))

    then = matter_of(record, record.follow_up(1), date(2026, 10, 20), soon=7)
    now = matter_of(record, record.follow_up(1), TODAY, soon=7)

    assert (then.colour, then.due, then.is_open) == ("red", date(2026, 10, 1), True)
    assert not now.is_open


def test_nothing_is_called_for_where_all_is_over(store: Store) -> None:
    over = an_agreement(statuses=ended("2026-11-20"))

    with pytest.raises(WrongStep, match="1 is closed"):
        issued(store, matter=matter_of(over, None, TODAY, soon=7))


# --- What may follow what ------------------------------------------------------------------


def test_a_second_open_slip_on_a_matter_is_refused_with_the_day_and_the_remedy(
    store: Store,
) -> None:
    first = issued(store)

    with pytest.raises(WrongStep) as refused:
        issued(store, first.deadline)

    said = str(refused.value)
    assert "Slip 2026-1 (blue) on 1 is open, and has time until 2026-11-29." in said
    assert "From 2026-11-30 on" in said
    assert "dealtrack slip close 2026-1" in said
    assert store.slips.all() == [first]


def test_the_next_colour_comes_the_day_after_the_deadline(store: Store) -> None:
    blue = issued(store)
    yellow = issued(store, blue.deadline + timedelta(days=1))
    red = issued(store, yellow.deadline + timedelta(days=1))
    again = issued(store, red.deadline + timedelta(days=1))

    assert [s.colour for s in store.slips] == ["blue", "yellow", "red", "red"]
    assert [s.follows for s in (yellow, red, again)] == ["2026-1", "2026-2", "2026-3"]
    assert open_on(store.slips, "1", again.issued) == again
    assert open_on(store.slips, "1", blue.deadline) == blue


def test_what_is_overdue_by_then_goes_from_blue_to_red(store: Store) -> None:
    blue = issued(store)

    red = issued(store, blue.deadline + WEEK, matter=a_matter(colour="red"))

    assert red.colour == "red"


def test_red_after_blue_is_for_what_is_overdue_alone(store: Store) -> None:
    blue = issued(store)
    then = blue.deadline + WEEK

    for fact in (None, "blue", "yellow"):
        with pytest.raises(WrongStep, match="was blue, and the matter is not overdue"):
            issued(store, then, "red", a_matter(colour=fact))

    assert issued(store, then, "red", a_matter(colour="red")).colour == "red"


def test_a_deadline_before_the_slip_is_refused_in_words_with_the_remedy(store: Store) -> None:
    with pytest.raises(WrongStep) as refused:
        issued(store, deadline=TODAY - timedelta(days=1))

    assert str(refused.value).splitlines() == [
        "--deadline 2026-11-21 is before 2026-11-22, the day that the slip is issued.",
        "Give 2026-11-22 or later; for a slip of an earlier day add --on 2026-11-21.",
    ]
    assert not store.slips.all()


def test_no_slip_is_followed_by_one_of_its_own_colour_or_a_milder_one(store: Store) -> None:
    yellow = issued(store, colour="yellow")

    for colour in ("blue", "yellow"):
        with pytest.raises(WrongStep, match="cannot be"):
            issued(store, yellow.deadline + WEEK, colour)


def test_a_closed_slip_is_in_nobodys_way(store: Store) -> None:
    first = issued(store, colour="red")
    slips.close(store, first.called, TODAY, "Land is in hand")

    second = issued(store, colour="blue")

    assert (second.colour, second.follows) == ("blue", "")


def test_matters_do_not_stand_in_one_anothers_way(store: Store) -> None:
    issued(store)

    assert issued(store, matter=a_matter("1.2")).called == SlipNumber(2026, 2)


def test_without_facts_the_colour_has_to_be_said(store: Store) -> None:
    with pytest.raises(WrongStep, match="--colour blue"):
        issued(store, matter=a_matter(colour=None))

    assert issued(store, colour="blue", matter=a_matter(colour=None)).colour == "blue"


def test_no_slip_is_dated_before_what_is_known_of_the_matter(store: Store) -> None:
    first = issued(store)
    slips.close(store, first.called, TODAY + WEEK, "Done")

    with pytest.raises(WrongStep, match="tells of 2026-11-29"):
        issued(store, TODAY + timedelta(days=6))


def test_a_slip_is_closed_once_not_before_it_was_issued_and_not_in_place_of_its_follower(
    store: Store,
) -> None:
    first = issued(store)
    second = issued(store, first.deadline + WEEK)

    with pytest.raises(WrongStep, match="dealtrack slip close 2026-2"):
        slips.close(store, first.called, TODAY, "Done")
    with pytest.raises(WrongStep, match="is before that"):
        slips.close(store, second.called, TODAY, "Done")
    with pytest.raises(NotFound):
        slips.close(store, SlipNumber(2026, 7), TODAY, "Done")
    closed = slips.close(store, second.called, second.issued, "Done")
    with pytest.raises(WrongStep, match="was closed on"):
        slips.close(store, closed.called, second.issued, "Once more")


# --- The law -------------------------------------------------------------------------------

Try = tuple[str, int, Colour | None, Colour | None]
tries = st.lists(
    st.tuples(
        st.sampled_from(["issue", "issue", "issue", "close", "undo"]),
        st.integers(0, 20),
        st.none() | st.sampled_from(COLOURS.keys),
        st.none() | st.sampled_from(COLOURS.keys),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(tries=tries)
def test_a_matter_has_one_open_slip_a_day_and_colours_rise_after_deadlines(
    tries: list[Try],
) -> None:
    with TemporaryDirectory() as folder, open_store(f"{folder}/ledger.json") as store:
        last, today = date(2026, 3, 1), date(2026, 3, 1)
        for what, days, colour, fact in tries:
            today += timedelta(days=days)
            _attempt(store, what, today, colour, fact)
        known = store.slips.all()

        for after in range((today - last).days + 2):
            _holds_on(known, last + timedelta(days=after))
        by_name = {str(one.called): one for one in known}
        for one in known:
            if one.follows:
                earlier = by_name[one.follows]
                order = COLOURS.keys.index
                assert one.issued > earlier.deadline
                assert order(one.colour) > order(earlier.colour) or one.colour == "red"


def _attempt(
    store: Store, what: str, today: date, colour: Colour | None, fact: Colour | None
) -> None:
    waiting = open_on(store.slips, "1", today)
    try:
        if what == "issue":
            issued(store, today, colour, a_matter(colour=fact))
        elif what == "close" and waiting:
            slips.close(store, waiting.called, today, "Done")
        elif what == "undo" and store.steps(1):
            store.undo()
    except WrongStep:
        pass


def _holds_on(known: list[Slip], day: date) -> None:
    """Assert that at most one slip is open on *day*: neither closed, nor gone on from."""
    there = on_matter(known, "1", day)
    gone_on = {one.follows for one in there}
    waiting = [
        one for one in there if str(one.called) not in gone_on and not one.is_closed(day)
    ]
    assert len(waiting) <= 1

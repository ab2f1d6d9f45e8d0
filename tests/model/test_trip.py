"""Trips: what follows from their dated facts."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.days import PartialDay
from dealtrack.model import Intention, Note, Person, Trip, Visit
from tests.builders import a_follow_up, a_trip, a_trip_draft
from tests.model.later import OF_TRIPS, later_record
from tests.strategies import days, trips

LIN = Person(name="Lin", post="vice president", organisation="Example Cloud")


def lasting(start: str | None, end: str | None) -> Trip:
    return a_trip(
        start=PartialDay.read(start) if start else None,
        end=PartialDay.read(end) if end else None,
    )


@pytest.mark.parametrize(
    ("start", "end", "length"),
    [
        ("2026-08-09", "2026-08-11", 3),
        ("2026-08-09", "2026-08-09", 1),
        ("2026-08-09", None, None),
        ("2026-08", "2026-08-11", None),
        ("2026-08-09", "2026-08", None),
        (None, "2026-08-11", None),
        (None, None, None),
    ],
)
def test_how_long_a_trip_took_is_known_if_both_days_are(
    start: str | None, end: str | None, length: int | None
) -> None:
    assert lasting(start, end).days() == length


def test_a_trip_begins_on_the_earliest_day_it_may_have_begun() -> None:
    assert lasting("2026-08", None).begins() == date(2026, 8, 1)
    assert lasting(None, "2026-08").begins() is None


def test_a_trip_moves_with_its_start_its_end_and_the_work_on_it() -> None:
    trip = a_trip(
        notes=(Note(on=date(2026, 8, 20), text="Report filed"),),
        follow_ups=(a_follow_up(notes=(Note(on=date(2026, 9, 1), text="Called"),)),),
    )
    asked = [date(2026, 8, day) for day in (8, 9, 10, 11, 31)] + [date(2026, 9, 1)]

    assert [trip.last_progress(day) for day in asked] == [
        None,
        date(2026, 8, 9),
        date(2026, 8, 9),
        date(2026, 8, 11),
        date(2026, 8, 20),
        date(2026, 9, 1),
    ]


def test_whoever_is_met_twice_is_named_once() -> None:
    other = Person(name="Lin", post="president", organisation="Example Cloud")
    visits = (Visit(organisation="A", met=(LIN, other)), Visit(organisation="?", met=(LIN,)))

    assert a_trip_draft(visits=visits).people_met == (LIN, other)


def test_intentions_are_told_in_the_order_of_the_visits_then_those_of_the_trip() -> None:
    first, second, third = (Intention(text=text) for text in ("a", "b", "c"))
    visits = (
        Visit(organisation="A", intentions=(first,)),
        Visit(organisation="B", intentions=(second,)),
    )

    found = a_trip_draft(visits=visits, intentions=(third,)).all_intentions

    assert found == (first, second, third)


def test_a_trip_is_called_by_its_number_with_a_letter() -> None:
    assert a_trip(3).ref == "T3"


@settings(max_examples=60, deadline=None)
@given(data=st.data(), before=trips, day=days)
def test_facts_of_later_days_change_no_conclusion(
    data: st.DataObject, before: Trip, day: date
) -> None:
    after: Trip = data.draw(later_record(before, OF_TRIPS))

    assert after.last_progress(day) == before.last_progress(day)
    assert after.assigned(day) == before.assigned(day)
    assert (after.begins(), after.days()) == (before.begins(), before.days())


def test_a_trip_is_known_from_its_first_preparation_on() -> None:
    task = a_follow_up("Book the hall", since=date(2026, 7, 1))
    prepared = a_trip(start=PartialDay.read("2026-09-01"), follow_ups=(task,))

    assert prepared.begins() == date(2026, 9, 1)
    assert prepared.known_from() == date(2026, 7, 1)
    assert a_trip(start=None, follow_ups=(task,)).known_from() is None

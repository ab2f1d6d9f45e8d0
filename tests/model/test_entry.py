"""Entries: a record with one of its follow-ups, as of a day."""

from datetime import date, timedelta

from hypothesis import given, settings

from dealtrack.model import Assignment, Entry, Kept, entries
from tests.builders import a_follow_up, a_trip, an_agreement
from tests.strategies import days, records

DAY = date(2026, 6, 10)
BEFORE = DAY - timedelta(days=1)

OURS = (Assignment(unit="Trade", owner="Li"), Assignment(unit="Land", owner="Wu", since=DAY))


def refs(record: Kept, day: date = DAY) -> list[str]:
    return [entry.ref for entry in entries(record, day)]


def test_a_record_without_follow_ups_is_one_entry() -> None:
    assert refs(an_agreement(17)) == ["17"]
    assert refs(a_trip(3)) == ["T3"]


def test_a_record_makes_an_entry_for_each_of_its_follow_ups() -> None:
    tasks = (a_follow_up("a"), a_follow_up("b"))

    assert refs(an_agreement(17, follow_ups=tasks)) == ["17.1", "17.2"]
    assert refs(a_trip(3, follow_ups=tasks)) == ["T3.1", "T3.2"]


def test_a_follow_up_is_not_there_before_it_was_set() -> None:
    agreement = an_agreement(17, follow_ups=(a_follow_up("a", since=DAY), a_follow_up("b")))
    alone = an_agreement(18, follow_ups=(a_follow_up("a", since=DAY),))

    assert [refs(agreement, day) for day in (BEFORE, DAY)] == [["17.2"], ["17.1", "17.2"]]
    assert [refs(alone, day) for day in (BEFORE, DAY)] == [["18"], ["18.1"]]


def test_an_entry_knows_which_sort_of_record_it_is_of() -> None:
    agreement, trip = an_agreement(), a_trip()

    assert (Entry(agreement, None, DAY).agreement, Entry(agreement, None, DAY).trip) == (
        agreement,
        None,
    )
    assert (Entry(trip, None, DAY).agreement, Entry(trip, None, DAY).trip) == (None, trip)


def test_whoever_has_the_record_answers_for_a_follow_up_of_nobody() -> None:
    (entry,) = entries(an_agreement(assignments=OURS, follow_ups=(a_follow_up(),)), DAY)
    (then,) = entries(an_agreement(assignments=OURS, follow_ups=(a_follow_up(),)), BEFORE)

    assert (entry.unit, entry.owner) == ("Land", "Wu")
    assert (then.unit, then.owner) == ("Trade", "Li")


def test_whoever_has_the_follow_up_answers_for_it() -> None:
    task = a_follow_up(assignments=(Assignment(unit="Tax", owner="Chen"),))

    (entry,) = entries(an_agreement(assignments=OURS, follow_ups=(task,)), DAY)

    assert (entry.unit, entry.owner) == ("Tax", "Chen")


def test_nobody_is_made_up_where_nobody_is_known() -> None:
    (entry,) = entries(an_agreement(), DAY)

    assert (entry.unit, entry.owner) == ("", "")


@settings(max_examples=60, deadline=None)
@given(records, days)
def test_every_record_makes_an_entry_and_no_two_have_the_same_ref(
    record: Kept, day: date
) -> None:
    found = refs(record, day)

    assert 1 <= len(found) == len(set(found)) <= max(1, len(record.follow_ups))
    assert {ref.split(".")[0] for ref in found} == {record.ref}

from datetime import date

from msgspec.structs import replace

from dealtrack.days import PartialDay
from dealtrack.model import FollowUp, Trip, Visit
from dealtrack.query.asked import Excerpt
from dealtrack.report.page import Facts, Tone, Toned, unwrap
from dealtrack.report.trip_card import card_of_trip
from dealtrack.report.trips import find_trips
from tests.report.delegation import AGREEMENTS, AUGUST, EVENING, TRIP

NEXT = Trip(
    id=2,
    uid="t2",
    title="Visit to Port City",
    start=PartialDay.read("2021-09-10"),
    visits=(Visit(organisation="Example Cloud", saw="plans"),),
)


def test_a_trip_is_counted_up_in_a_line() -> None:
    line = find_trips(Excerpt.of(AGREEMENTS, [TRIP]), AUGUST).trips[0]

    assert (line.ref, line.days, line.visits, line.met) == ("T1", 2, 3, 2)
    assert (line.agreements, line.intentions) == (("1", "2", "3"), 2)
    assert (line.open, line.overdue) == (3, 1)


def test_the_counts_are_those_of_the_day() -> None:
    line = find_trips(Excerpt.of(AGREEMENTS, [TRIP]), EVENING).trips[0]

    assert (line.open, line.overdue) == (3, 0)


def test_a_trip_that_begins_later_is_only_named() -> None:
    found = find_trips(Excerpt.of([], [NEXT, TRIP]), AUGUST)

    assert [t.ref for t in found.trips] == ["T1"]
    assert found.later == ("T2",)


def test_the_newest_trip_stands_first_and_an_undated_one_last() -> None:
    undated = replace(TRIP, id=3, start=None, end=None)

    found = find_trips(Excerpt.of([], [undated, TRIP, NEXT]), date(2021, 12, 31))

    assert [t.ref for t in found.trips] == ["T2", "T1", "T3"]
    assert found.trips[-1].days is None


def test_the_card_says_what_is_not_known() -> None:
    card = card_of_trip(Trip(id=4, uid="t4", title="Somewhere"), [], AUGUST)
    facts = card.page().blocks[0]

    assert isinstance(facts, Facts)
    assert dict(facts.pairs) == {
        "Start": Toned("unknown", Tone.QUIET),
        "End": Toned("unknown", Tone.QUIET),
        "Duration": Toned("unknown", Tone.QUIET),
        "Places": Toned("unknown", Tone.QUIET),
        "Head of delegation": Toned("unknown", Tone.QUIET),
        "Members": (Toned("unknown", Tone.QUIET),),
    }


def test_the_card_holds_everything_of_the_trip() -> None:
    card = card_of_trip(TRIP, AGREEMENTS, AUGUST)

    assert [a.ref for a in card.agreements] == ["1", "2", "3"]
    assert [v.organisation for v in card.visits] == ["Tencent", "Ubtech Robotics", "?"]
    assert [i.by for i in card.intentions] == ["Dao Feng", "Zhou Jian"]
    assert [(t.ref, t.state) for t in card.follow_ups] == [("T1.1", "done")]
    assert card.last_progress == date(2021, 8, 13)


def test_the_card_of_a_trip_that_is_ahead_tells_only_the_plan() -> None:
    card = card_of_trip(NEXT, [], AUGUST)

    assert card.visits == ()
    assert [(v.organisation, v.saw) for v in card.planned_visits] == [("Example Cloud", "")]


def test_what_is_set_later_is_not_on_the_card() -> None:
    later = FollowUp(number=2, task="Thank them", since=date(2021, 9, 1))
    trip = replace(TRIP, follow_ups=(*TRIP.follow_ups, later))

    card = card_of_trip(trip, [], EVENING)

    assert [(t.ref, t.state) for t in card.follow_ups] == [("T1.1", "open")]
    assert (card.sources, card.agreements) == ((), ())


def test_the_page_names_what_is_not_named() -> None:
    page = find_trips(Excerpt.of(), AUGUST).page()

    assert page.is_list
    assert unwrap(page.title)[0] == "0 trips"

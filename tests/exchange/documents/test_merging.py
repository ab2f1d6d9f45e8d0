"""Into a ledger that has records: known by uid, renumbered, changed or left alone."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from msgspec.structs import replace

from dealtrack.exchange.documents.plan import Behind, Changed, Known, Left, Lost
from dealtrack.exchange.documents.read import read_bytes
from dealtrack.model import Agreement, Intention, Link, Trip, Visit
from dealtrack.model.wait import Wait
from dealtrack.query.parse import parse
from dealtrack.store.base import Store
from tests.builders import (
    TODAY,
    a_closing,
    a_draft,
    a_follow_up,
    a_slip,
    a_target,
    a_trip_draft,
)
from tests.exchange.documents.ledgers import (
    an_empty_ledger,
    document,
    fill,
    fillings,
    held,
    planned,
    taken_in,
)


def a_web(store: Store) -> tuple[Trip, Agreement, Agreement]:
    """Fill *store* with records that name one another in every way there is."""
    trip = store.trips.add(a_trip_draft(follow_ups=(a_follow_up("Report"),)))
    first = store.agreements.add(a_draft(title="first", trip=trip.id))
    tasks = (
        a_follow_up("one"),
        a_follow_up("two", waits=(Wait(on=".1"), Wait(on=f"{trip.ref}.1"))),
    )
    link = Link(relation="implements", to=first.id)
    then = store.agreements.add(a_draft(title="then", links=(link,), follow_ups=tasks))
    heard = Intention(text="come again", became=(first.id, then.id))
    call = Visit(organisation="Example Cloud", intentions=(heard,))
    trip = store.trips.save(replace(trip, visits=(call,), intentions=(heard,)))
    slip = store.slips.add(a_slip(about=f"{then.id}.2"))
    store.slips.add(a_slip(about=trip.ref, follows=str(slip.called)))
    return trip, first, then


def occupied(store: Store, count: int = 3) -> None:
    """Have *store* give out some ids."""
    for number in range(count):
        store.agreements.add(a_draft(title=f"here {number}"))
        store.trips.add(a_trip_draft(title=f"here {number}"))
        store.slips.add(a_slip(title=f"here {number}"))


def test_new_records_get_the_next_ids_and_name_one_another_by_them() -> None:
    with an_empty_ledger() as ledger, an_empty_ledger() as other:
        a_web(ledger)
        occupied(other)

        made = taken_in(other, document(ledger))

        trip, first, then = (
            other.trips.get(4),
            other.agreements.get(4),
            other.agreements.get(5),
        )
        assert (first.trip, then.links[0].to) == (4, 4)
        assert [wait.on for wait in then.follow_ups[1].waits] == [".1", "T4.1"]
        assert [one.became for one in trip.all_intentions] == [(4, 5), (4, 5)]
        assert [(s.number, s.about, s.follows) for s in other.slips.all()[3:]] == [
            (4, "5.2", ""),
            (5, "T4", "2026-4"),
        ]
        assert [(one.item.ref, one.ref) for one in made.new][:3] == [
            ("1", "4"),
            ("2", "5"),
            ("T1", "T4"),
        ]
        assert made.lost == ()


def test_what_came_in_under_other_numbers_is_known_again() -> None:
    with an_empty_ledger() as ledger, an_empty_ledger() as other:
        a_web(ledger)
        occupied(other)
        taken_in(other, document(ledger))
        before = held(other)

        made = taken_in(other, document(ledger))

        assert all(isinstance(step, Known) for step in made.steps)
        assert held(other) == before


def test_it_goes_back_to_where_it_came_from_and_is_known_there() -> None:
    with an_empty_ledger() as ledger, an_empty_ledger() as other:
        a_web(ledger)
        occupied(other)
        taken_in(other, document(ledger))

        made = planned(ledger, read_bytes(document(other), "back"))

        assert {step.ref for step in made.new} == {
            *("3", "4", "5", "T2", "T3", "T4", "S2026-3", "S2026-4", "S2026-5"),
        }
        assert made.changes == ()


@settings(max_examples=30, deadline=None)
@given(fillings(), fillings())
def test_two_ledgers_that_take_in_one_another_hold_as_much(
    mine: list[Any], theirs: list[Any]
) -> None:
    with an_empty_ledger() as ledger, an_empty_ledger() as other:
        fill(ledger, mine)
        fill(other, theirs)
        taken_in(ledger, document(other))
        taken_in(other, document(ledger))

        uids = [
            sorted(record.uid for record in store.agreements.each(as_of=TODAY))
            for store in (ledger, other)
        ]
        assert uids[0] == uids[1]
        assert len({*uids[0]}) == len(uids[0])


def test_a_record_that_says_otherwise_is_a_change_that_keeps_id_and_uid() -> None:
    with an_empty_ledger() as ledger, an_empty_ledger() as other:
        ledger.agreements.add(a_draft(title="old"))
        occupied(other)
        taken_in(other, document(ledger))
        ledger.agreements.save(replace(ledger.agreements.get(1), title="new"))

        (step,) = taken_in(other, document(ledger)).steps

        assert isinstance(step, Changed)
        now = other.agreements.get(4)
        assert (now.title, now.version, now.uid) == ("new", 2, ledger.agreements.get(1).uid)


def test_a_record_that_was_changed_here_since_is_left_alone() -> None:
    with an_empty_ledger() as ledger:
        ledger.agreements.add(a_draft(title="old"))
        written = document(ledger)
        ledger.agreements.save(replace(ledger.agreements.get(1), title="new"))

        (step,) = taken_in(ledger, written).steps

        assert isinstance(step, Behind)
        assert ledger.agreements.get(1).title == "new"


def test_a_part_of_a_ledger_is_known_in_it_with_what_it_is_linked_to() -> None:
    with an_empty_ledger() as ledger:
        _trip, _first, then = a_web(ledger)
        written = document(ledger, where=parse(f"id:{then.id}", TODAY), whole=False)

        made = planned(ledger, read_bytes(written, "part"))

        assert [type(step) for step in made.steps] == [Known]


def test_nothing_is_linked_to_a_stranger_that_bears_the_same_number() -> None:
    with an_empty_ledger() as ledger, an_empty_ledger() as other:
        _trip, first, then = a_web(ledger)
        occupied(other)
        written = document(ledger, where=parse(f"id:{then.id}", TODAY), whole=False)

        made = taken_in(other, written)

        came = other.agreements.get(4)
        assert (came.title, came.links) == ("then", ())
        assert [wait.on for wait in came.follow_ups[1].waits] == [".1"]
        assert made.lost == (Lost("4", first.ref), Lost("4", "T1"))


def test_a_part_in_an_empty_ledger_keeps_the_numbers_of_what_is_not_there() -> None:
    with an_empty_ledger() as ledger, an_empty_ledger() as other:
        _trip, _first, then = a_web(ledger)
        written = document(ledger, where=parse(f"id:{then.id}", TODAY), whole=False)

        made = taken_in(other, written)

        assert other.agreements.get(then.id) == then
        assert made.lost == ()
        assert other.trips.add(a_trip_draft()).id == 2


def test_a_closed_month_comes_along_only_where_its_records_keep_their_numbers() -> None:
    with (
        an_empty_ledger() as ledger,
        an_empty_ledger() as empty,
        an_empty_ledger() as other,
    ):
        for _number in range(3):
            ledger.agreements.add(a_draft())
        ledger.closings.add(a_closing())
        occupied(other)

        there, made = taken_in(empty, document(ledger)), taken_in(other, document(ledger))

        assert [one.month for one in empty.closings] == ["2026-10"]
        assert not [step for step in there.steps if isinstance(step, Left)]
        assert [step.what for step in made.steps if isinstance(step, Left)] == ["1"]
        assert other.closings.all() == []


def test_a_target_is_the_same_by_what_it_is_for() -> None:
    with an_empty_ledger() as ledger, an_empty_ledger() as other:
        ledger.targets.add(a_target(value=Decimal(70)))
        other.targets.add(a_target())
        other.targets.add(a_target(unit="Zone"))

        (step,) = taken_in(other, document(ledger)).steps

        assert isinstance(step, Changed)
        assert [one.value(TODAY) for one in other.targets] == [70, 60]

"""Into a ledger that has records: known by uid, renumbered, changed or left alone."""

from collections import Counter
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from msgspec.structs import replace

from dealtrack.exchange.documents.plan import Behind, Changed, Known, Left, Lost
from dealtrack.exchange.documents.read import read_bytes
from dealtrack.model import Agreement, Intention, Link, Trip, Visit
from dealtrack.model.wait import Wait
from dealtrack.query.parse import parse
from dealtrack.query.words import plain
from dealtrack.store.base import Store
from tests.builders import (
    TODAY,
    a_closing,
    a_draft,
    a_follow_up,
    a_slip,
    a_target,
    a_trip_draft,
    an_individual,
    an_organisation,
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


def test_a_link_that_was_lost_on_the_way_is_not_found_again_by_its_old_number() -> None:
    with an_empty_ledger() as ledger, an_empty_ledger() as other:
        ledger.agreements.add(a_draft(links=(Link(relation="implements", to=100),)))
        occupied(other)
        taken_in(other, document(ledger))

        made = taken_in(other, document(ledger))

        assert [type(step) for step in made.steps] == [Known]
        assert other.agreements.get(4).links == ()


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


class TestOrganisations:
    def test_one_is_known_by_any_of_its_names_and_keeps_what_either_side_knows(self) -> None:
        with an_empty_ledger() as ledger, an_empty_ledger() as other:
            ledger.organisations.add(an_organisation("Tencent Cloud", aliases=("腾讯云",)))
            ledger.organisations.save(
                replace(ledger.organisations.get(1), region="Shenzhen", parent="腾讯")
            )
            other.organisations.add(an_organisation("腾讯云", aliases=("TX",), kind="company"))

            (step,) = taken_in(other, document(ledger)).steps

            assert isinstance(step, Changed)
            (one,) = other.organisations
            assert one.names == ("腾讯云", "TX", "Tencent Cloud")
            assert (one.kind, one.region, one.parent) == ("company", "Shenzhen", "腾讯")
            (step,) = taken_in(other, document(ledger)).steps
            assert isinstance(step, Known)

    def test_one_whose_name_another_one_has_here_stays_where_it_is(self) -> None:
        with an_empty_ledger() as ledger, an_empty_ledger() as other:
            ledger.organisations.add(an_organisation("甲", aliases=()))
            taken_in(other, document(ledger))
            ledger.organisations.add(an_organisation("乙", aliases=("乙集团",)))
            other.organisations.save(replace(other.organisations.get(1), aliases=("乙",)))

            made = taken_in(other, document(ledger))

            assert [step.what for step in made.steps if isinstance(step, Left)] == ["O1"]
            assert [one.names for one in other.organisations] == [("甲", "乙")]

    def test_what_belongs_to_an_organisation_that_is_one_with_it_here_does_not_there(
        self,
    ) -> None:
        with an_empty_ledger() as ledger, an_empty_ledger() as other:
            ledger.organisations.add(an_organisation("甲云", aliases=(), parent="甲"))
            other.organisations.add(an_organisation("甲云", aliases=("甲",)))

            taken_in(other, document(ledger))

            assert [(one.names, one.parent) for one in other.organisations] == [
                (("甲云", "甲"), "")
            ]

    def test_a_person_is_known_by_a_name_and_the_organisation(self) -> None:
        with an_empty_ledger() as ledger, an_empty_ledger() as other:
            ledger.people.add(an_individual("Zhang San", aliases=("Z. San",)))
            ledger.people.add(an_individual("张三", aliases=(), organisation="别处"))
            other.people.add(an_individual("张三", aliases=("Zhang San",)))

            taken_in(other, document(ledger))

            assert [(one.names, one.organisation) for one in other.people] == [
                (("张三", "Zhang San", "Z. San"), "腾讯云"),
                (("张三",), "别处"),
            ]

    @settings(max_examples=40, deadline=None)
    @given(fillings(), fillings())
    def test_no_name_comes_to_mean_two_that_meant_one(
        self, mine: list[Any], theirs: list[Any]
    ) -> None:
        with an_empty_ledger() as ledger, an_empty_ledger() as other:
            fill(ledger, mine)
            fill(other, theirs)
            before = clashes(other) + clashes(ledger)

            made = taken_in(other, document(ledger))

            assert {*clashes(other)} <= {*before}
            for one in other.organisations:
                one.check()
            again = taken_in(other, document(ledger))
            if not before:
                assert (again.new, again.changes) == ((), ())
            assert len(made.steps) == len(again.steps)


def clashes(store: Store) -> list[str]:
    """Return the names that more than one organisation of *store* has."""
    names = [plain(name) for one in store.organisations for name in {*map(plain, one.names)}]
    return [name for name, count in Counter(names).items() if count > 1]

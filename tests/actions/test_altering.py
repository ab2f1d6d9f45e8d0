"""One change for many records: what it would do is what it does, and it can be taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.actions.altering import (
    Alteration,
    Change,
    ChangesRefused,
    Chosen,
    Plan,
    Refusal,
    carry_out,
    plan,
)
from dealtrack.days import PartialDay
from dealtrack.errors import Conflict
from dealtrack.model import Agreement, Assignment, FollowUp, Kept, StateChange, Trip
from dealtrack.model.vocabulary import KINDS, SECTORS
from dealtrack.report.altered import lines_of
from dealtrack.store.base import Store
from tests.builders import (
    TODAY,
    a_draft,
    a_follow_up,
    a_trip,
    a_trip_draft,
    an_agreement,
    changed,
)
from tests.strategies import ledgers, texts

RECORDS, PAPERS, TASKS = (Agreement, Trip), (Agreement,), (FollowUp,)
YESTERDAY = TODAY - timedelta(days=1)


def all_of(*records: Kept) -> list[Chosen]:
    """Return *records*, chosen with every follow-up that they have."""
    return [Chosen(r, frozenset(f.number for f in r.follow_ups)) for r in records]


def planned(record: Kept, *changes: Change) -> Plan:
    return plan(all_of(record), changes, TODAY)


def after(record: Kept, *changes: Change) -> Any:
    """Return what *changes* make of *record*."""
    (only,) = planned(record, *changes).alterations
    return only.after


def held(*log: tuple[str, str, date | None]) -> tuple[Assignment, ...]:
    """Return a log of who is responsible: unit, owner and since when."""
    return tuple(Assignment(unit=u, owner=o, since=day) for u, o, day in log)


class TestFields:
    def test_a_value_is_set(self) -> None:
        assert after(an_agreement(), Change("kind", PAPERS, "framework")).kind == "framework"

    def test_a_list_is_set_as_a_whole(self) -> None:
        one = an_agreement(tags=("a", "b"))

        assert after(one, Change("tags", RECORDS, ("c",))).tags == ("c",)

    def test_what_is_added_to_a_list_comes_last_and_once(self) -> None:
        one = an_agreement(tags=("VIP", "b"))

        assert after(one, Change("tags", RECORDS, ("vip", "c"), "+=")).tags == ("VIP", "b", "c")

    def test_what_is_taken_from_a_list_may_be_written_otherwise(self) -> None:
        one = an_agreement(tags=("VIP", "b"))

        assert after(one, Change("tags", RECORDS, ("vip", "z"), "-=")).tags == ("b",)

    def test_several_changes_are_one_alteration(self) -> None:
        one = an_agreement(follow_ups=(a_follow_up(),))
        found = planned(
            one, Change("kind", PAPERS, "framework"), Change("priority", TASKS, "high")
        )

        (alteration,) = found.alterations
        assert [(line.ref, line.field) for line in lines_of([alteration])] == [
            ("1", "kind"),
            ("1.1", "priority"),
        ]

    def test_what_is_so_already_is_not_touched(self) -> None:
        found = planned(an_agreement(kind="strategic"), Change("kind", PAPERS, "strategic"))

        assert found == Plan(same=("1",))

    def test_a_trip_has_no_kind(self) -> None:
        assert planned(a_trip(), Change("kind", PAPERS, "strategic")) == Plan()

    def test_only_the_follow_ups_that_were_asked_for_change(self) -> None:
        one = an_agreement(follow_ups=(a_follow_up(), a_follow_up("Translate it")))
        chosen = [Chosen(one, frozenset({2}))]
        (found,) = plan(chosen, [Change("priority", TASKS, "high")], TODAY).alterations

        assert [f.priority for f in found.after.follow_ups] == ["normal", "high"]

    def test_a_follow_up_that_is_closed_stays_as_it_is(self) -> None:
        done = a_follow_up(states=(StateChange(state="done", on=YESTERDAY),))
        found = planned(an_agreement(follow_ups=(done,)), Change("priority", TASKS, "high"))

        assert found == Plan(closed=("1.1",))


class TestWhoAnswers:
    def test_a_handover_keeps_who_it_was_before(self) -> None:
        one = an_agreement(assignments=held(("Zone", "Li", None)))
        made = after(one, Change("owner", RECORDS, "Zhang", since=TODAY))

        assert made.assigned(YESTERDAY) == Assignment(unit="Zone", owner="Li")
        assert made.assigned(TODAY) == Assignment(unit="Zone", owner="Zhang", since=TODAY)

    def test_a_correction_holds_from_the_day_that_was_wrong(self) -> None:
        one = an_agreement(assignments=held(("", "Li", None), ("", "Zang", YESTERDAY)))
        made = after(one, Change("owner", RECORDS, "Zhang"))

        assert made.assignments == held(("", "Li", None), ("", "Zhang", YESTERDAY))

    def test_a_correction_of_nothing_holds_from_the_start(self) -> None:
        assert after(an_agreement(), Change("unit", RECORDS, "Zone")).assignments == held(
            ("Zone", "", None)
        )

    def test_unit_and_owner_may_change_on_one_day(self) -> None:
        one = an_agreement(assignments=held(("Zone", "Li", None)))
        changes = [
            Change(f, RECORDS, v, since=TODAY) for f, v in (("owner", "Wu"), ("unit", "B"))
        ]

        assert after(one, *changes).assigned(TODAY) == Assignment(
            unit="B", owner="Wu", since=TODAY
        )

    def test_before_a_later_handover_nothing_is_put(self) -> None:
        one = an_agreement(assignments=held(("", "Li", None), ("", "Wu", TODAY)))
        found = planned(one, Change("owner", RECORDS, "Zhang", since=YESTERDAY))

        assert found.alterations == ()
        assert found.refused[0].ref == "1"
        assert "2026-11-22" in found.refused[0].why

    def test_a_handover_takes_what_somebody_answers_for_and_no_more(self) -> None:
        one = an_agreement(
            assignments=held(("", "Li", None)),
            follow_ups=(
                a_follow_up(owner="li"),
                a_follow_up("Translate it", owner="Wu"),
                a_follow_up("Archive it"),
            ),
        )
        change = Change("owner", (*RECORDS, *TASKS), "Zhang", since=TODAY, only=("Li",))
        made = after(one, change)

        assert made.assigned(TODAY).owner == "Zhang"
        assert [f.assigned(TODAY).owner for f in made.follow_ups] == ["Zhang", "Wu", ""]

    def test_a_handover_of_follow_ups_leaves_the_record_to_who_has_it(self) -> None:
        one = an_agreement(
            assignments=held(("", "Wu", None)), follow_ups=(a_follow_up(owner="Li"),)
        )
        change = Change("owner", (*RECORDS, *TASKS), "Zhang", since=TODAY, only=("Li",))

        assert after(one, change).assignments == held(("", "Wu", None))


class TestRefusing:
    def test_a_broken_rule_is_told_with_its_ref(self) -> None:
        one = an_agreement(7, signed=PartialDay.read("2026-08-10"))
        found = planned(one, Change("expires", PAPERS, PartialDay.read("2026-01")))

        assert found == Plan(refused=(Refusal("7", "expires: is before the signing."),))

    def test_a_sector_that_the_office_no_longer_uses_is_no_obstacle(self) -> None:
        one = an_agreement(sectors=("magic",))

        assert after(one, Change("kind", PAPERS, "framework")).sectors == ("magic",)

    def test_very_many_reasons_are_cut_short(self) -> None:
        refused = ChangesRefused(tuple(Refusal(str(n), "why") for n in range(1, 1001)))

        assert len(str(refused).splitlines()) == 12


class TestCarryingOut:
    def test_it_is_one_step(self, store: Store) -> None:
        for _ in range(3):
            store.agreements.add(a_draft())
        before, chosen = store.revision, all_of(*store.agreements.search(as_of=TODAY))
        found = plan(chosen, [Change("place", PAPERS, "Port City")], TODAY)
        saved = carry_out(store, found.alterations)

        assert store.revision == before + 1
        assert {one.place for one in saved if isinstance(one, Agreement)} == {"Port City"}

    def test_who_was_faster_is_told_and_nothing_is_saved(self, store: Store) -> None:
        one, other = store.agreements.add(a_draft()), store.agreements.add(a_draft())
        found = plan(all_of(one, other), [Change("place", PAPERS, "Port City")], TODAY)
        store.agreements.save(changed(other, place="River City"))
        before = store.revision

        with pytest.raises(Conflict, match=other.ref):
            carry_out(store, found.alterations)

        assert store.revision == before
        assert store.agreements.get(one.id).place == ""
        assert store.agreements.get(other.id).place == "River City"

    def test_trips_take_part(self, store: Store) -> None:
        trip = store.trips.add(a_trip_draft())
        found = plan(all_of(trip), [Change("tags", RECORDS, ("far",), "+=")], TODAY)
        carry_out(store, found.alterations)

        assert store.trips.get(trip.id).tags == ("far",)


CHANGES = st.lists(
    st.one_of(
        st.builds(Change, st.just("kind"), st.just(PAPERS), st.sampled_from(KINDS.keys)),
        st.builds(Change, st.just("place"), st.just(PAPERS), texts),
        st.builds(
            Change,
            st.just("sectors"),
            st.just(PAPERS),
            st.lists(st.sampled_from(SECTORS.keys), max_size=2, unique=True).map(tuple),
            st.sampled_from(["=", "+=", "-="]),
        ),
        st.builds(
            Change,
            st.just("tags"),
            st.just(RECORDS),
            st.lists(texts, max_size=2).map(tuple),
            st.sampled_from(["=", "+=", "-="]),
        ),
        st.builds(
            Change, st.just("priority"), st.just(TASKS), st.sampled_from(["high", "low"])
        ),
        st.builds(
            Change,
            st.sampled_from(["owner", "unit"]),
            st.sampled_from([RECORDS, TASKS]),
            texts,
            since=st.none() | st.just(date(2026, 4, 1)),
        ),
    ),
    min_size=1,
    max_size=3,
)


@given(ledgers(), CHANGES)
def test_what_was_changed_is_so_already(records: list[Kept], changes: list[Change]) -> None:
    first = plan(all_of(*records), changes, TODAY)
    again = plan(all_of(*(one.after for one in first.alterations)), changes[-1:], TODAY)

    assert again.alterations == ()


@given(ledgers(), CHANGES)
def test_nothing_changes_but_what_was_to_change(
    records: list[Kept], changes: list[Change]
) -> None:
    facts = {"owner": "assignments", "unit": "assignments"}
    meant = {facts.get(change.field, change.field) for change in changes}
    for one in plan(all_of(*records), changes, TODAY).alterations:
        assert bare(one.before, meant) == bare(one.after, meant)


def bare(record: Any, meant: set[str]) -> Any:
    """Return *record* without the facts that were meant to change."""
    empty: dict[str, Any] = {"kind": "", "place": "", "priority": "normal"}
    gone = {n: empty.get(n, ()) for n in meant if n in record.__struct_fields__}
    if isinstance(record, Agreement | Trip):
        gone["follow_ups"] = tuple(bare(one, meant) for one in record.follow_ups)
    return changed(record, **gone)


def test_an_alteration_that_says_nothing_is_none() -> None:
    one = an_agreement(assignments=held(("", "Li", None)))

    assert planned(one, Change("owner", RECORDS, "Li", since=TODAY)).alterations == ()
    assert Alteration(one, one).before == one

"""What can be done with agreements and trips, on a real ledger."""

from datetime import date, timedelta
from decimal import Decimal
from typing import get_args

import pytest

from dealtrack.actions import records
from dealtrack.actions.logs import WrongStep
from dealtrack.actions.records import STATUS_FROM
from dealtrack.days import PartialDay
from dealtrack.errors import Conflict, NotFound
from dealtrack.model import Amount, Note, Problem
from dealtrack.model.agreement import Status
from dealtrack.model.ref import Ref
from dealtrack.store.base import Store
from tests.builders import TODAY, a_draft, a_trip_draft, changed

RECORD, TASK = Ref("agreements", 1), Ref("agreements", 1, 1)
WEEK = timedelta(weeks=1)
STATUSES: tuple[Status, ...] = get_args(Status)


def on(day: date) -> PartialDay:
    return PartialDay.of(day)


class TestStatus:
    @pytest.mark.parametrize("status", STATUSES)
    @pytest.mark.parametrize("to", STATUSES)
    def test_the_table_says_which_may_follow_which(
        self, store: Store, status: Status, to: Status
    ) -> None:
        if status != "ongoing":
            records.change_status(store, RECORD, status, TODAY - WEEK)

        if status in STATUS_FROM[to]:
            one = records.change_status(store, RECORD, to, TODAY, "why")
            assert (one.status(TODAY), one.status(TODAY - timedelta(days=1))) == (to, status)
        else:
            with pytest.raises(WrongStep):
                records.change_status(store, RECORD, to, TODAY)

    def test_what_is_before_the_last_change_is_refused(self, store: Store) -> None:
        records.change_status(store, RECORD, "suspended", TODAY)

        with pytest.raises(WrongStep):
            records.change_status(store, RECORD, "ongoing", TODAY - WEEK)


class TestStages:
    def test_a_day_before_it_was_reached_does_not_know_of_it(self, store: Store) -> None:
        one = records.advance(store, RECORD, "registered", on(TODAY))

        assert (one.stage(TODAY), one.stage(TODAY - WEEK)) == ("registered", "signed")

    def test_the_signing_dates_follow_ups_counted_from_it_alone(self, store: Store) -> None:
        draft = a_draft(signed=None, follow_ups=store.agreements.get(1).follow_ups)
        made = store.agreements.add(draft)

        one = records.advance(
            store, Ref("agreements", made.id), "signed", on(date(2026, 8, 31))
        )

        assert [f.due for f in one.follow_ups] == [TODAY, TODAY, date(2026, 9, 30)]

    def test_what_is_counted_from_something_else_waits(self, store: Store) -> None:
        waiting = changed(store.agreements.get(1).follow_up(3), due_text="trip.end+15d")
        made = store.agreements.add(a_draft(signed=None, follow_ups=(waiting,)))

        one = records.advance(store, Ref("agreements", made.id), "signed", on(TODAY))

        assert one.follow_ups[0].due is None

    def test_a_trip_has_none(self, store: Store) -> None:
        store.trips.add(a_trip_draft())

        with pytest.raises(WrongStep, match="T1 is a trip"):
            records.advance(store, Ref("trips", 1), "registered", on(TODAY))


class TestNotesAndProblems:
    def test_they_stand_in_the_order_of_their_days(self, store: Store) -> None:
        for day, text in ((TODAY, "second"), (TODAY - WEEK, "first"), (TODAY, "third")):
            record = records.note(store, RECORD, Note(on=day, text=text))

        assert [n.text for n in record.notes] == ["first", "second", "third"]

    def test_a_problem_is_known_by_its_number(self, store: Store) -> None:
        found = Problem(number=0, text="Land", noted=TODAY - WEEK)
        _record, first = records.problem(store, TASK, found)
        _record, second = records.problem(store, TASK, found)

        record = records.solve(store, second, TODAY, "Approved")

        assert (str(first), str(second)) == ("1.1.1", "1.1.2")
        assert [p.is_open(TODAY) for p in record.follow_up(1).problems] == [True, False]
        assert record.follow_up(1).problems[1].is_open(TODAY - timedelta(days=1))

    def test_payments_stand_in_the_order_of_their_days(self, store: Store) -> None:
        records.fund(store, RECORD, Amount(value=Decimal(2)), TODAY)
        one = records.fund(store, RECORD, Amount(value=Decimal(1)), TODAY - WEEK)

        assert [f.amount.value for f in one.funds] == [1, 2]


class TestRemoving:
    def test_a_follow_up_goes_and_its_number_with_it(self, store: Store) -> None:
        records.remove(store, Ref("agreements", 1, 3))
        records.note(store, RECORD, Note(on=TODAY, text="after"))

        assert [f.number for f in store.agreements.get(1).follow_ups] == [1, 2]
        assert store.agreements.get(1).last_number == 3

    def test_a_record_goes_whole(self, store: Store) -> None:
        assert records.remove(store, RECORD).ref == "1"
        with pytest.raises(NotFound):
            store.agreements.get(1)


def test_the_second_of_two_edits_is_a_conflict(store: Store) -> None:
    mine = store.agreements.get(1)
    records.note(store, RECORD, Note(on=TODAY, text="theirs"))

    with pytest.raises(Conflict):
        records.revise(store, changed(mine, title="Mine"))

"""What can be done with follow-ups, on a real ledger."""

from datetime import date, timedelta

import pytest

from dealtrack.actions import followups, records
from dealtrack.actions.followups import FROM
from dealtrack.actions.logs import WrongStep
from dealtrack.days.recurring import parse_recurrence
from dealtrack.errors import NotFound
from dealtrack.model import Evidence, FollowUp
from dealtrack.model.followup import State
from dealtrack.model.ref import Ref
from dealtrack.store.base import Store
from tests.builders import TODAY, a_follow_up, changed

RECORD, TASK, PROMISE, UNDATED = (
    Ref("agreements", 1),
    Ref("agreements", 1, 1),
    Ref("agreements", 1, 2),
    Ref("agreements", 1, 3),
)
WEEK = timedelta(weeks=1)
STATES: tuple[State, ...] = tuple(FROM)


def brought(store: Store, state: State) -> None:
    """Bring 1.1 into *state*, a week ago."""
    if state != "open":
        followups.move(store, TASK, state, TODAY - WEEK)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("to", STATES)
def test_the_table_says_which_state_may_follow_which(
    store: Store, state: State, to: State
) -> None:
    brought(store, state)

    if state in FROM[to]:
        _record, moved = followups.move(store, TASK, to, TODAY)
        assert moved.state(TODAY) == to
        assert moved.state(TODAY - timedelta(days=1)) == state
    else:
        with pytest.raises(WrongStep):
            followups.move(store, TASK, to, TODAY)


def test_no_state_follows_itself() -> None:
    assert not any(state in before for state, before in FROM.items())


def test_every_state_can_be_left_and_reached() -> None:
    assert {state for before in FROM.values() for state in before} == set(FROM)


def test_a_move_may_be_bound_to_one_state(store: Store) -> None:
    with pytest.raises(WrongStep, match="nobody has submitted it"):
        followups.move(store, TASK, "done", TODAY, only_from=("submitted",))


def test_a_move_before_the_last_one_is_refused(store: Store) -> None:
    brought(store, "waiting")

    with pytest.raises(WrongStep):
        followups.move(store, TASK, "done", TODAY - 2 * WEEK)


def test_a_refused_move_takes_no_evidence(store: Store) -> None:
    taken = []

    def evidence() -> Evidence:
        taken.append("scan")
        return Evidence(file="scan", sha256="0" * 64)

    brought(store, "done")
    with pytest.raises(WrongStep):
        followups.move(store, TASK, "done", TODAY, evidence=(evidence() for _ in "x"))
    assert taken == []

    followups.move(store, TASK, "open", TODAY)
    _record, one = followups.move(
        store, TASK, "done", TODAY, evidence=(evidence() for _ in "x")
    )
    assert [e.file for e in one.states[-1].evidence] == taken


def test_a_refused_action_leaves_the_ledger_as_it_was(store: Store) -> None:
    before = store.agreements.get(1), store.revision

    with pytest.raises(WrongStep):
        followups.move(store, TASK, "open", TODAY)

    assert (store.agreements.get(1), store.revision) == before


def test_a_new_follow_up_takes_the_next_number(store: Store) -> None:
    _record, added = followups.follow(store, RECORD, a_follow_up("Another"))

    assert (added.number, added.task) == (4, "Another")
    assert added.uid


class TestPostponing:
    def test_the_day_counts_from_the_day_it_was_decided(self, store: Store) -> None:
        _record, one = followups.postpone(store, TASK, TODAY + WEEK, TODAY, "Partner asked")

        assert one.due == TODAY
        assert one.due_day(TODAY) == TODAY + WEEK
        assert one.due_day(TODAY - timedelta(days=1)) == TODAY

    def test_asked_for_late_it_does_not_un_late_the_past(self, store: Store) -> None:
        later = TODAY + WEEK
        _record, one = followups.postpone(store, TASK, later + WEEK, later, "Late")

        assert one.is_overdue(later - timedelta(days=1))
        assert not one.is_overdue(later)

    def test_what_had_no_day_has_none_before_it_was_given_one(self, store: Store) -> None:
        _record, one = followups.postpone(store, UNDATED, TODAY - WEEK, TODAY, "Agreed")

        assert one.due_day(TODAY) == TODAY - WEEK
        assert one.due_day(TODAY - timedelta(days=1)) is None
        assert one.was_on_time(TODAY) is None

    @pytest.mark.parametrize("state", ["done", "cancelled"])
    def test_what_is_closed_is_not_moved(self, store: Store, state: State) -> None:
        brought(store, state)

        with pytest.raises(WrongStep):
            followups.postpone(store, TASK, TODAY + WEEK, TODAY, "x")

    def test_what_is_open_again_can_be_moved(self, store: Store) -> None:
        brought(store, "done")
        followups.move(store, TASK, "open", TODAY)

        _record, one = followups.postpone(store, TASK, TODAY + WEEK, TODAY, "x")
        assert one.due_day(TODAY) == TODAY + WEEK

    def test_not_to_the_same_day(self, store: Store) -> None:
        with pytest.raises(WrongStep):
            followups.postpone(store, TASK, TODAY, TODAY, "x")


class TestPromises:
    def test_steps_stand_in_the_order_of_their_days(self, store: Store) -> None:
        followups.step(store, PROMISE, "partly", TODAY)
        _record, one = followups.step(store, PROMISE, "met", TODAY - WEEK)

        assert one.promise is not None
        assert [s.step for s in one.promise.steps] == ["met", "partly"]
        assert one.is_conditional(TODAY - 2 * WEEK)

    def test_a_waiver_holds_from_its_day(self, store: Store) -> None:
        _record, one = followups.step(store, PROMISE, "waived", TODAY, note="Moved away")

        assert (one.is_open(TODAY), one.is_open(TODAY - WEEK)) == (False, True)

    @pytest.mark.parametrize("kind", ["met", "partly", "waived"])
    def test_a_task_takes_none(self, store: Store, kind: str) -> None:
        with pytest.raises(WrongStep, match="not a commitment"):
            followups.step(store, TASK, kind, TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("ref", [Ref("agreements", 1, 9), Ref("agreements", 9, 1), RECORD])
def test_what_is_not_there_is_not_found(store: Store, ref: Ref) -> None:
    with pytest.raises(NotFound):
        followups.move(store, ref, "done", TODAY)


def test_everything_is_kept_between_two_openings(store: Store) -> None:
    followups.move(store, TASK, "done", date(2026, 11, 1), note="Signed copy", author="Li")

    kept: FollowUp = store.agreements.get(1).follow_up(1)
    assert (kept.states[0].note, kept.states[0].author) == ("Signed copy", "Li")


class TestRepeating:
    NEXT = Ref("agreements", 1, 5)

    @pytest.fixture
    def task(self, store: Store) -> Ref:
        """Return 1.4, which comes again every week and is due today."""
        weekly = a_follow_up("Report", repeats=parse_recurrence("every week"))
        record, added = followups.follow(store, RECORD, weekly)
        return Ref("agreements", record.id, added.number)

    def test_the_next_is_there_in_the_same_change(self, store: Store, task: Ref) -> None:
        before = store.revision

        record, done = followups.move(store, task, "done", TODAY + 2 * WEEK)

        following = record.follow_up(5)
        assert store.revision == before + 1
        assert followups.next_of(record, done) == following
        assert (following.due, following.since) == (TODAY + WEEK, TODAY + 2 * WEEK)
        assert following.is_overdue(TODAY + 2 * WEEK)
        assert following.uid not in {"", done.uid}

    def test_one_undo_takes_both_back_and_one_redo_brings_them(
        self, store: Store, task: Ref
    ) -> None:
        before = store.agreements.get(1).follow_ups
        after = followups.move(store, task, "done", TODAY)[0].follow_ups

        store.undo(1)
        assert store.agreements.get(1).follow_ups == before
        store.redo(1)
        assert store.agreements.get(1).follow_ups == after

    @pytest.mark.parametrize("state", [s for s in STATES if s not in {"done", "open"}])
    def test_nothing_follows_what_is_not_done(
        self, store: Store, task: Ref, state: State
    ) -> None:
        record, one = followups.move(store, task, state, TODAY)

        assert len(record.follow_ups) == 4
        assert followups.next_of(record, one) is None

    def test_what_is_done_once_more_has_its_next_already(self, store: Store, task: Ref) -> None:
        for state in ("done", "open", "done"):
            record, _one = followups.move(store, task, state, TODAY)

        assert [f.number for f in record.follow_ups] == [1, 2, 3, 4, 5]

    def test_unless_that_was_struck(self, store: Store, task: Ref) -> None:
        followups.move(store, task, "done", TODAY)
        records.remove(store, self.NEXT)
        followups.move(store, task, "open", TODAY)

        record, _one = followups.move(store, task, "done", TODAY)

        assert [f.number for f in record.follow_ups] == [1, 2, 3, 4, 6]

    def test_two_offices_that_report_alike_both_go_on(self, store: Store, task: Ref) -> None:
        alike = changed(store.agreements.get(1).follow_up(4), number=0, uid="")
        _record, other = followups.follow(store, RECORD, alike)
        followups.move(store, task, "done", TODAY)

        record, _one = followups.move(store, Ref("agreements", 1, 5), "done", TODAY)

        assert other.number == 5
        assert [f.due for f in record.follow_ups[-2:]] == [TODAY + WEEK] * 2

"""The law of the past: whatever is done today, earlier days are answered as before."""

import tempfile
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dealtrack.actions import followups, records
from dealtrack.actions.logs import WrongStep
from dealtrack.days import PartialDay
from dealtrack.model import Amount, FollowUp, Note, Promise
from dealtrack.model.ref import Ref
from dealtrack.model.stages import PROJECT_TRACK
from dealtrack.store.opening import open_store
from tests.builders import TODAY, a_draft

DAYS = st.integers(0, 40)
TASKS = st.sampled_from([Ref("agreements", 1, number) for number in (1, 2, 3)])
RECORD = Ref("agreements", 1)


class Ledger(RuleBasedStateMachine):
    """Somebody works on an agreement day by day; what each day said is written down."""

    @initialize()
    def open(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "ledger.json"
        self._store = open_store(str(path), author="Li", words="test")
        self._store.agreements.add(
            a_draft(
                follow_ups=(
                    FollowUp(task="Dated", due=TODAY + timedelta(days=5)),
                    FollowUp(task="Undated", due_text="signed+1m"),
                    FollowUp(task="Promised", promise=Promise(side="ours", condition="x")),
                )
            )
        )
        self._today = TODAY
        self._said: dict[date, Any] = {}

    def teardown(self) -> None:
        if hasattr(self, "_store"):
            self._store.close()
            self._folder.cleanup()

    @rule(days=st.integers(1, 10))
    def time_goes_by(self, days: int) -> None:
        for _day in range(days):
            self._said[self._today] = self._answers(self._today)
            self._today += timedelta(days=1)

    @rule(ref=TASKS, state=st.sampled_from(list(followups.FROM)))
    def move(self, ref: Ref, state: Any) -> None:
        with suppress(WrongStep):
            followups.move(self._store, ref, state, self._today)

    @rule(ref=TASKS, days=DAYS)
    def postpone(self, ref: Ref, days: int) -> None:
        to = self._today + timedelta(days=days - 20)
        with suppress(WrongStep):
            followups.postpone(self._store, ref, to, self._today, "asked")

    @rule(ref=TASKS, kind=st.sampled_from(["met", "partly", "waived"]))
    def step(self, ref: Ref, kind: Any) -> None:
        with suppress(WrongStep):
            followups.step(self._store, ref, kind, self._today)

    @rule(stage=st.sampled_from(PROJECT_TRACK[3:]))
    def advance(self, stage: str) -> None:
        with suppress(WrongStep):
            records.advance(self._store, RECORD, stage, PartialDay.of(self._today))

    @rule(status=st.sampled_from(list(records.STATUS_FROM)))
    def change_status(self, status: Any) -> None:
        with suppress(WrongStep):
            records.change_status(self._store, RECORD, status, self._today, "x")

    @rule(amount=st.integers(1, 9))
    def note_and_pay(self, amount: int) -> None:
        records.note(self._store, RECORD, Note(on=self._today, text="moved"))
        records.fund(self._store, RECORD, Amount(value=Decimal(amount)), self._today)

    @invariant()
    def the_past_says_what_it_said(self) -> None:
        for day, said in getattr(self, "_said", {}).items():
            assert self._answers(day) == said, day

    @invariant()
    def logs_stand_in_order(self) -> None:
        if not hasattr(self, "_store"):
            return
        one = self._store.agreements.get(1)
        logs: list[list[date]] = [[c.on for c in one.statuses], [f.on for f in one.funds]]
        for task in one.follow_ups:
            logs += [[c.on for c in task.states], [p.on for p in task.postponements]]
        assert all(log == sorted(log) for log in logs)

    def _answers(self, day: date) -> Any:
        one = self._store.agreements.get(1)
        return (
            one.status(day),
            one.stage(day),
            one.last_progress(day),
            [
                (
                    f.state(day),
                    f.due_day(day),
                    f.is_overdue(day),
                    f.days_late(day),
                    f.times_postponed(day),
                    f.promise_state(day),
                    f.was_on_time(day),
                )
                for f in one.follow_ups
            ],
        )


TestThePast = Ledger.TestCase
TestThePast.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)

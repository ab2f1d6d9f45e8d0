"""Facts of later days, to be appended to records: nothing that was told before may change.

Random days end with March 2026; what is drawn here happens from April on.
"""

from datetime import date
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.days import PartialDay
from dealtrack.model import (
    Amount,
    Assignment,
    FollowUp,
    Funds,
    Note,
    Planned,
    Postponement,
    Problem,
    PromiseStep,
    Reached,
    StateChange,
    StatusChange,
)
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import STATES
from tests.strategies import several, titles

LATER = st.dates(date(2026, 4, 1), date(2027, 12, 31))
_ONLY_BEFORE_LATER = {"planned", "negotiating", "signed"}

notes = st.builds(Note, on=LATER, text=titles)
problems = st.builds(Problem, number=st.just(9), text=titles, noted=LATER)
handovers = st.builds(Assignment, unit=titles, owner=titles, since=LATER)
states = st.builds(StateChange, state=st.sampled_from(STATES.keys), on=LATER)
moves = st.builds(Postponement, to=st.dates(date(2026, 1, 1)), on=LATER, reason=titles)
steps = st.builds(PromiseStep, step=st.sampled_from(["met", "partly", "waived"]), on=LATER)
statuses = st.builds(
    StatusChange,
    status=st.sampled_from(["ongoing", "suspended", "terminated", "fulfilled"]),
    on=LATER,
)
stages = st.builds(
    Reached,
    stage=st.sampled_from([key for key in STAGES.keys if key not in _ONLY_BEFORE_LATER]),
    on=LATER.map(PartialDay.of),
)
plan = st.builds(
    Planned,
    stage=st.sampled_from(STAGES.keys),
    by=st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(PartialDay.of),
    since=LATER,
)
funds = st.builds(Funds, amount=st.builds(Amount, value=st.decimals(0, 9, places=0)), on=LATER)

_SHARED = {"notes": notes, "problems": problems, "assignments": handovers}
OF_TASKS: dict[str, st.SearchStrategy[Any]] = {
    **_SHARED,
    "states": states,
    "postponements": moves,
}
OF_AGREEMENTS: dict[str, st.SearchStrategy[Any]] = {
    **_SHARED,
    "stages": stages,
    "plan": plan,
    "statuses": statuses,
    "funds": funds,
}
OF_TRIPS = _SHARED


def appended(draw: st.DrawFn, before: Any, logs: dict[str, st.SearchStrategy[Any]]) -> Any:
    """Draw a few later facts for each of *logs* and append them."""
    facts = {name: draw(several(log)) for name, log in logs.items()}
    return replace(before, **{name: getattr(before, name) + new for name, new in facts.items()})


@st.composite
def later_task(draw: st.DrawFn, before: FollowUp) -> FollowUp:
    """Draw what became of a follow-up later."""
    after: FollowUp = appended(draw, before, OF_TASKS)
    if after.promise is None:
        return after
    taken = after.promise.steps + draw(several(steps))
    return replace(after, promise=replace(after.promise, steps=taken))


@st.composite
def later_record(draw: st.DrawFn, before: Any, logs: dict[str, st.SearchStrategy[Any]]) -> Any:
    """Draw what became of a record and of its follow-ups later."""
    after = appended(draw, before, logs)
    tasks = tuple(draw(later_task(one)) for one in after.follow_ups)
    return replace(after, follow_ups=tasks)

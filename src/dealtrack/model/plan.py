"""Plans: by which day a stage is to be reached, as it was planned at one time and another."""

from collections.abc import Iterable
from datetime import date

from dealtrack.days import PartialDay
from dealtrack.model.stages import STAGES
from dealtrack.model.values import Value

FINISHES = ("completed", "in-production", "full-capacity", "fulfilled")
"""The stages that finish the work; the first of them that is planned is its planned end."""


class Planned(Value, frozen=True, kw_only=True):
    """A stage is to be reached *by* a day; without one it is planned no longer.

    It was planned so *since* a day; no day: from the start.
    """

    stage: str
    by: PartialDay | None = None
    since: date | None = None
    reason: str = ""


def in_force(plan: Iterable[Planned], day: date) -> dict[str, PartialDay]:
    """Return by when each stage was to be reached as it was planned on *day*, stage by stage.

    What was planned last counts; of several on one day, what was noted last.
    """
    known = [one for one in plan if one.since is None or one.since <= day]
    last = {one.stage: one.by for one in sorted(known, key=planned_on)}
    return {stage: by for stage in STAGES.keys if (by := last.get(stage))}


def planned_on(one: Planned) -> date:
    """Return the day to sort *one* by: what was planned from the start comes first."""
    return one.since or date.min

"""When a light turns: by which rules, and from which figures on."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from dealtrack.text import _, later

RuleName = Literal["no-progress", "behind-plan", "missed-month"]
"""What a light may be judged by."""


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a light follows: it is as bad as the worst of its *rules* says.

    Without progress, and once a planned month was missed, it turns after so many calendar
    months.  Behind plan it is yellow from so many points of a percentage on, and
    red once there are more.

    Source of the rules and of their figures: published practice of supervision
    offices, two and three months without progress, 10 to 30 points behind plan, a planned
    month missed and three of them.
    """

    rules: tuple[RuleName, ...] = ("no-progress",)
    no_progress_yellow: int = 2
    no_progress_red: int = 3
    behind_plan_yellow: int = 10
    behind_plan_red: int = 30
    missed_month_yellow: int = 1
    missed_month_red: int = 3


ABOUT = {
    "lights.rules": later(
        "The rules of lights, of which the worst counts: "
        "no-progress, behind-plan, missed-month."
    ),
    "lights.no_progress_yellow": later("Months without progress until a light is yellow."),
    "lights.no_progress_red": later("Months without progress until a light is red."),
    "lights.behind_plan_yellow": later("Points behind plan from which a light is yellow."),
    "lights.behind_plan_red": later("Points behind plan beyond which a light is red."),
    "lights.missed_month_yellow": later(
        "Months that a planned month has been missed until a light is yellow."
    ),
    "lights.missed_month_red": later(
        "Months that a planned month has been missed until a light is red."
    ),
}
"""What each of them is for."""

LIMITS: dict[str, tuple[float, float]] = {
    **{key: (1, 120) for key in ABOUT if "month" in key or "progress" in key},
    **{key: (0, 100) for key in ABOUT if "behind_plan" in key},
}
"""The least and the most that a number may be."""


def rule_faults(rule: Rule) -> Iterator[str]:
    """Yield what is wrong with a rule although each of its settings may be so."""
    if not rule.rules:
        yield _("{key} must name at least one.").format(key="lights.rules")
    for name in ("no_progress", "behind_plan", "missed_month"):
        yellow, red = f"{name}_yellow", f"{name}_red"
        if getattr(rule, red) < getattr(rule, yellow):
            yield _("{key} must not be less than {other}, which is {value}.").format(
                key=f"lights.{red}", other=f"lights.{yellow}", value=getattr(rule, yellow)
            )

"""Days, months and the ways people write them.

``today`` is always an argument.  Nothing below the command line looks at a
clock, so every answer can be repeated.
"""

from dealtrack.days.language import parse_day
from dealtrack.days.lexicon import Lean
from dealtrack.days.partial import PartialDay
from dealtrack.days.period import parse_month, parse_partial, parse_period, parse_year
from dealtrack.days.span import Month, Span, months_after, months_until
from dealtrack.days.spoken import distance, spoken, weekday_name
from dealtrack.days.working import (
    add_working,
    is_working,
    last_working,
    next_working,
    working_days,
)

__all__ = [
    "Lean",
    "Month",
    "PartialDay",
    "Span",
    "add_working",
    "distance",
    "is_working",
    "last_working",
    "months_after",
    "months_until",
    "next_working",
    "parse_day",
    "parse_month",
    "parse_partial",
    "parse_period",
    "parse_year",
    "spoken",
    "weekday_name",
    "working_days",
]

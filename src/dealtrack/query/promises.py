"""The commitments of both sides, as questions: what fell due, was honoured, was left out.

Source: 承诺兑现率, honoured / (honoured + due + overdue); what waits for its condition or its
day, or was waived, is told apart.
"""

from datetime import date

from dealtrack.query.expr import EVERYTHING, And, Expr, Not, Op, Or, Term, both
from dealtrack.query.figure import LeftOut
from dealtrack.query.questions import COMMITMENT, CONDITIONAL, OPEN, begun, known
from dealtrack.text import later

OWED = ("overdue", "due")
"""The states of what should be honoured by now, and is not."""


def standing(state: str) -> Expr:
    """Ask for commitments in a *state*, a key of `PROMISE_STATES`."""
    return Term("promised", Op.EQ, state)


def of_side(side: str) -> Expr:
    """Ask for the commitments of a *side*, a key of `SIDES`; "" is every side."""
    return Term("promise", Op.EQ, side) if side else EVERYTHING


HONOURED = standing("honoured")
"""The numerator."""
FELL_DUE = Or((HONOURED, *map(standing, OWED)))
"""The denominator: what was honoured, and what should have been by now."""
EXCLUDED = tuple(
    LeftOut(key, standing(key)) for key in ("partly", "not-due", "unmet", "waived")
)
"""What is in neither, and why: together with `FELL_DUE` these are all commitments."""

ON_CONDITION = known("condition")
"""Commitments that were made on a condition."""
MET = both(ON_CONDITION, Or((Not(CONDITIONAL), HONOURED)))
"""Those whose condition is met; who honours one takes its condition for met."""
NOT_MET = And((CONDITIONAL, OPEN))
"""Those that still wait for their condition."""

ABOUT = later("commitments honoured / commitments that fell due: honoured, due or overdue")
"""The formula in words."""


def commitments(day: date, where: Expr = EVERYTHING) -> Expr:
    """Ask for the commitments that answer *where*, of what was known by *day*."""
    return both(COMMITMENT, begun(day), where)

"""The rates that offices are measured by, as questions.

Source of the formulas: the table of rates in published bulletins (履约率, 注册率, 开工率,
竣工率, 投产率, 资金到位率, 协议转合同率, 落地率).
"""

from datetime import date

from dealtrack.days import months_after
from dealtrack.model.stages import SHORT_KINDS
from dealtrack.query.expr import EVERYTHING, Expr, Not, Op, Or, Term, both
from dealtrack.query.figure import Figure, LeftOut
from dealtrack.query.questions import SIGNED, begun, known, reached
from dealtrack.text import later

TERMINATED = Term("status", Op.EQ, "terminated")
BUILDING = Not(Or(tuple(Term("kind", Op.EQ, kind) for kind in SHORT_KINDS)))
"""What passes the stages of a building project: not a strategic agreement and the like."""
CONVERTIBLE = both(
    Term("binding", Op.EQ, "agreement"), Not(Term("kind", Op.EQ, "supplementary"))
)
"""What may become a contract: not a paper that only adds to another."""
PRICED = known("amount")

FIVE = ("fulfilment", "registration", "start", "production", "funds")
"""The five rates (五率) of the bulletin."""

_STAGES = {
    "registration": ("registered", "registered"),
    "start": ("started", "started"),
    "completion": ("completed", "completed"),
    "production": ("in-production", "produced"),
}
"""For each rate of a stage that stage, and the field that holds its day."""
BUILT = {name: stage for name, (stage, _field) in _STAGES.items()}
"""The rates of building projects, and the stage that each of them tells of."""
RATES = ("fulfilment", *_STAGES, "funds", "conversion")

ABOUT = {
    "fulfilment": later("(signed projects − terminated ones) / signed projects"),
    "registration": later("projects registered or further / signed building projects"),
    "start": later("projects started or further / signed building projects"),
    "completion": later("projects completed or further / signed building projects"),
    "production": later("projects in production or further / signed building projects"),
    "funds": later("funds in place / contracted amount, of signed agreements with an amount"),
    "conversion": later("agreements that a signed contract implements / signed agreements"),
}
"""The formula of each rate in words."""


def rates(day: date, scope: Expr = EVERYTHING, within: int | None = None) -> tuple[Figure, ...]:
    """Return the rates of what answers *scope*, as of *day*, in their usual order.

    With *within*, a stage counts only if it was reached that many months after signing at
    the latest.
    """
    signed = both(scope, SIGNED, begun(day))
    building = both(signed, BUILDING)
    no_building = LeftOut("no-building", both(signed, Not(BUILDING)))
    stages = (
        Figure(
            name,
            ABOUT[name],
            _came(stage, field, within),
            building,
            among="projects",
            left_out=(no_building,),
        )
        for name, (stage, field) in _STAGES.items()
    )
    return (
        Figure(
            "fulfilment",
            ABOUT["fulfilment"],
            Not(TERMINATED),
            signed,
            among="projects",
        ),
        *stages,
        Figure(
            "funds",
            ABOUT["funds"],
            known("funds"),
            both(signed, PRICED),
            of="funds",
            of_all="amount",
            among="money",
            left_out=(LeftOut("no-amount", both(signed, Not(PRICED))),),
        ),
        Figure(
            "conversion",
            ABOUT["conversion"],
            EVERYTHING,
            both(signed, CONVERTIBLE),
            n_among="converted",
            left_out=(LeftOut("no-agreement", both(signed, Not(CONVERTIBLE))),),
        ),
    )


def landing(stage: str, months: int, day: date, scope: Expr = EVERYTHING) -> Figure:
    """Return how much had landed *months* after signing at the latest, as of *day*.

    What counts as landed is reaching *stage*, one that the rates know.  What was signed
    on an unknown day cannot be judged.  Source: n-year landing (两年落地率), of those
    signed in a year.
    """
    field = next(field for name, field in _STAGES.values() if name == stage)
    signed, dated = both(scope, SIGNED, begun(day)), known("signed")
    return Figure(
        f"landing-{months}",
        later("building projects landed within so many months of signing / those signed"),
        Term(f"{field}_in", Op.LE, months),
        both(signed, BUILDING, dated),
        among="projects",
        left_out=(
            LeftOut("no-building", both(signed, Not(BUILDING))),
            LeftOut("no-day", both(signed, BUILDING, Not(dated))),
        ),
    )


def younger(months: int, day: date) -> Expr:
    """Ask for what was signed less than so many *months* before *day*: time is left."""
    return Not(Term("signed", Op.LE, _oldest(months, day)))


def _oldest(months: int, day: date) -> date:
    """Return the last day from which *day* is *months* away, counted as due days are."""
    guess = months_after(day, -months)
    while months_after(guess, months) > day:
        guess = date.fromordinal(guess.toordinal() - 1)
    while months_after(date.fromordinal(guess.toordinal() + 1), months) <= day:
        guess = date.fromordinal(guess.toordinal() + 1)
    return guess


def _came(stage: str, field: str, within: int | None) -> Expr:
    return reached(stage) if within is None else Term(f"{field}_in", Op.LE, within)

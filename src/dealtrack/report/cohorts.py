"""Cohorts: the projects that share a year, a trip, a partner …, and the rates of each."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from dealtrack.query import rates as questions
from dealtrack.query.asked import Book
from dealtrack.query.expr import EVERYTHING, Expr, Op, Or, Term, both
from dealtrack.query.figure import Figure
from dealtrack.query.registry import NOBODY, Organisations
from dealtrack.report.answers import Answer, answer
from dealtrack.report.figures import HALF_UP, Rounding
from dealtrack.report.ledger import Ledger
from dealtrack.report.rate import find_rate, rates_of
from dealtrack.report.rates import LANDED_IN, By, Cohort, Rates

FIELDS: dict[By, str] = {
    "year": "year",
    "trip": "trip",
    "sector": "sector",
    "unit": "office",
    "party": "theirs",
    "kind": "kind",
}
"""What cohorts are told apart by: the field that says it."""


def find_rates(
    book: Book,
    as_of: date,
    scope: Expr = EVERYTHING,
    *,
    by: By | None = None,
    within: int | None = None,
    landing: str = "started",
    rounding: Rounding = HALF_UP,
    known: Organisations = NOBODY,
) -> Rates:
    """Find the rates of what answers *scope*, in total and by what cohorts share.

    A project answers as a whole: it may have been signed in one year, and what implements it
    in another.  With several sectors or partners it is in the cohort of each.  Names that
    are *known* to be one party make one cohort, and it counts what belongs to the party.
    """
    ledger = Ledger.on(as_of, book)

    def ask(scope: Expr, by: str = "") -> dict[str, dict[str, Answer]]:
        rates = questions.rates(as_of, scope, within)
        landings = () if within is not None else _landing_figures(landing, as_of, scope)
        return answer(ledger, (*rates, *landings), by)

    cohorts = ask(scope, FIELDS[by]) if by else {}
    if by == "party":
        cohorts = _as_known(cohorts, known, lambda names: ask(both(scope, named(names)))[""])
    made = [_cohort(key, found, rounding, ledger, by) for key, found in cohorts.items()]
    return Rates(
        as_of=as_of,
        by=by or "",
        within=within,
        landing=landing,
        rounding=rounding,
        cohorts=tuple(sorted((c for c in made if c.signed), key=lambda c: _place(c, by))),
        total=_cohort("", ask(scope)[""], rounding, ledger, None),
    )


def named(names: Iterable[str]) -> Expr:
    """Ask for agreements with a party of their side that bears one of *names*."""
    return Or(tuple(Term(FIELDS["party"], Op.EQ, name) for name in names))


def _as_known(
    cohorts: dict[str, dict[str, Answer]],
    known: Organisations,
    ask: Callable[[list[str]], dict[str, Answer]],
) -> dict[str, dict[str, Answer]]:
    """Return *cohorts* of parties, each with all its names and all that belongs to it.

    They are not added up, but asked for as *ask* tells: a project may have been signed under
    one name and the other, or with a company and what that belongs to.
    """
    names: dict[str, list[str]] = {}
    for key in cohorts:
        own = known.called(key)
        for name in (own, *known.above(own)):
            names.setdefault(name, []).append(key)
    return {
        name: cohorts[keys[0]] if len(keys) == 1 else ask(keys) for name, keys in names.items()
    }


def _landing_figures(stage: str, day: date, scope: Expr) -> Iterator[Figure]:
    for months in LANDED_IN:
        one = questions.landing(stage, months, day, scope)
        assert one.d is not None
        yield one
        young = both(one.d, questions.younger(months, day))
        yield Figure(f"younger-{months}", "", young, among="projects")


def all_figures(
    as_of: date, within: int | None, landing: str, scope: Expr = EVERYTHING
) -> tuple[Figure, ...]:
    """Return every rate of what answers *scope* that can be explained."""
    landed = (questions.landing(landing, n, as_of, scope) for n in LANDED_IN)
    return (*questions.rates(as_of, scope, within), *landed)


def _cohort(
    key: str, found: dict[str, Answer], rounding: Rounding, ledger: Ledger, by: By | None
) -> Cohort:
    rates = [r for name in questions.RATES for r in rates_of(name, found[name], rounding)]
    landed = [n for n in LANDED_IN if f"landing-{n}" in found]
    return Cohort(
        key=key,
        name=_title_of(key, ledger) if by == "trip" and key else "",
        signed=int(find_rate(rates, "fulfilment").d),
        rates=tuple(rates),
        landed=tuple(
            r for n in landed for r in rates_of(f"landing-{n}", found[f"landing-{n}"], rounding)
        ),
        unripe=tuple(n for n in landed if found[f"younger-{n}"].n),
    )


def _title_of(ref: str, ledger: Ledger) -> str:
    asked = Term("id", Op.EQ, int(ref.removeprefix("T")))
    rows = ledger.book.trips.rows(("title",), asked, as_of=ledger.as_of)
    return next((str(row[0][0]) for row in rows), "")


def _place(cohort: Cohort, by: By | None) -> tuple[object, ...]:
    """Return where a cohort stands: years in their order, else the largest first."""
    if by == "year":
        return (not cohort.key, cohort.key)
    return (not cohort.key, -cohort.signed, cohort.key)

"""The command ``rates``, and how a number of months is typed."""

import re
from typing import Annotated, Literal

import typer

from dealtrack.cli.command import Commands
from dealtrack.cli.concerning import at_hand, known_to
from dealtrack.cli.options import Query
from dealtrack.cli.run import Run
from dealtrack.days.numerals import plain
from dealtrack.errors import WrongUse
from dealtrack.query.expr import EVERYTHING
from dealtrack.store.disk.snapshot import without_gc
from dealtrack.text import _

commands = Commands()

_MONTHS = re.compile(
    r"(?P<n>\d{1,3})\s*(?P<unit>m|months?|个月|月|y|years?|年)?", re.IGNORECASE
)
_HALF_A_YEAR = {"半年": "6m", "一年半": "18m", "1年半": "18m"}


@commands.add(
    "rates",
    _("Tell the rates: how much of what was signed is fulfilled, started, in production."),
    shared="reading",
    examples=(
        "rates",
        "rates signed:2025",
        "rates --by year",
        "rates --by unit --within 12m",
        "rates signed:2025 --explain start",
    ),
)
def rates(
    run: Run,
    query: Query = None,
    by: Annotated[
        Literal["year", "trip", "sector", "unit", "party", "kind"] | None,
        typer.Option(
            "--by",
            metavar="WHAT",
            help=_("Tell them cohort by cohort: year, trip, sector, unit, party or kind."),
        ),
    ] = None,
    within: Annotated[
        str | None,
        typer.Option(
            "--within",
            metavar="MONTHS",
            help=_("Count a stage only if it was reached so soon after signing: 12m, 2y."),
        ),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="RATE",
            help=_("Tell the records behind a rate; ? prints the names."),
        ),
    ] = None,
) -> None:
    from dealtrack.report.cohorts import find_rates
    from dealtrack.report.figures import Rounding

    months = _months(within) if within is not None else None
    if explain is not None:
        if by is not None:
            raise WrongUse(
                _("--by and --explain do not go together."),
                _("Ask for the cohort instead: dealtrack rates signed:2025 --explain start"),
            )
        _explain(run, query, explain, months)
        return
    with run.store() as store, without_gc():
        where = run.question(query, store)
        report = find_rates(
            at_hand(store, EVERYTHING, run.as_of),
            run.as_of,
            where,
            by=by,
            within=months,
            landing=run.settings.landing,
            rounding=Rounding(run.settings.rounding, run.settings.decimals),
            known=known_to(store).organisations,
        )
    run.show(report)


def _explain(run: Run, query: list[str] | None, name: str, within: int | None) -> None:
    from dealtrack.report.cohorts import all_figures
    from dealtrack.report.explained import chosen, explain, names_of
    from dealtrack.report.figures import Rounding
    from dealtrack.report.ledger import Ledger

    if name in {"?", "？"}:
        run.show(names_of(all_figures(run.as_of, within, run.settings.landing)))
        return
    with run.store() as store:
        where = run.question(query, store)
        figure = chosen(all_figures(run.as_of, within, run.settings.landing, where), name)
        ledger = Ledger.on(run.as_of, at_hand(store, EVERYTHING, run.as_of))
        report = explain(ledger, figure, Rounding(run.settings.rounding, run.settings.decimals))
    run.show(report)


def _months(typed: str) -> int:
    """Read a number of months: ``12m``, ``12``, ``2y``, 两年, 十八个月, 半年."""
    text = plain(typed)
    found = _MONTHS.fullmatch(_HALF_A_YEAR.get(text, text))
    if not found or not int(found["n"]):
        raise WrongUse(
            _("--within {text} is no number of months.").format(text=typed),
            _("Write months or years: --within 12m, --within 2y."),
        )
    is_year = (found["unit"] or "m").lower().startswith(("y", "年"))
    return int(found["n"]) * (12 if is_year else 1)

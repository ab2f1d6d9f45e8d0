"""The rates that an office is measured by, laid out: of a whole scope, or cohort by cohort."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import KINDS
from dealtrack.query import rates as questions
from dealtrack.report.figures import Rounding, percent_cell
from dealtrack.report.page import Block, Cell, Column, Note, Page, Row, Table, Tone
from dealtrack.report.rate import (
    Rate,
    find_rate,
    funnel_of,
    name_of,
    say_left_out,
    say_left_out_of,
)
from dealtrack.report.sectors import say_sector
from dealtrack.report.words import quiet
from dealtrack.text import _, listed, plural

By = Literal["year", "trip", "sector", "unit", "party", "kind"]

_OF_PAPERS = ("funds", "conversion")
_OF_PROJECTS = tuple(key for key in questions.RATES if key not in _OF_PAPERS)

LANDED_IN = (12, 24, 36)
"""Within how many months landing is told, cohort by cohort."""


class Cohort(Struct, frozen=True, kw_only=True):
    """The rates of some projects; *key* says which, "" where nothing is said of them.

    *landed* are shares of those signed on a known day; the months of *unripe* ones have
    not passed yet for all of them.
    """

    key: str
    name: str
    signed: int
    rates: tuple[Rate, ...]
    landed: tuple[Rate, ...] = ()
    unripe: tuple[int, ...] = ()


class Rates(Struct, frozen=True, kw_only=True):
    """Rates as of a day: in total, and for each cohort.

    *within* is the number of months after signing in which a stage had to be reached,
    *landing* the stage that counts as landed.
    """

    schema: Literal["dealtrack/rates/1"] = "dealtrack/rates/1"
    as_of: date
    by: str = ""
    within: int | None = None
    landing: str
    rounding: Rounding
    cohorts: tuple[Cohort, ...] = ()
    total: Cohort

    def page(self) -> Page:
        """Lay the report out."""
        blocks = self._cohorts() if self.by else self._as_a_whole()
        return Page(
            _("Rates"),
            (*(block for block in blocks if block), *self._notes()),
            subtitle=_("as of {day}").format(day=self.as_of),
            hint=_("Which records are behind a number: dealtrack rates --explain start"),
        )

    def _cohorts(self) -> Iterator[Block | None]:
        yield self._by_cohort()
        yield self._of_papers()
        yield self._landings()

    def _as_a_whole(self) -> Iterator[Block]:
        yield self._whole()
        if self.within is None:  # a later stage may be dated where an earlier one is not
            yield funnel_of(self.total.rates)

    def _whole(self) -> Block:
        columns = (
            Column("rate", _("Rate"), grow=True),
            Column("percent", "%", "number"),
            Column("n", _("Number"), "number"),
            Column("of", _("Of"), "number"),
            Column("left_out", _("Not counted"), grow=True),
        )
        rows = (*self.total.rates, *self.total.landed)
        return Table(columns, tuple(_row(rate, self.landing) for rate in rows))

    def _by_cohort(self) -> Block:
        columns = (
            self._cohort_column(),
            Column("signed", _("Projects"), "number", minor=True),
            *(
                Column(key, name_of(key), "number", minor=key not in questions.FIVE)
                for key in _OF_PROJECTS
            ),
        )
        rows = tuple(
            _cohort_row(one, _named(one, self.by), _OF_PROJECTS, one.signed)
            for one in self.cohorts
        )
        total = _cohort_row(self.total, _("All"), _OF_PROJECTS, self.total.signed)
        return Table(columns, rows, empty=_("No agreements."), total=total if rows else None)

    def _of_papers(self) -> Block | None:
        """Lay out the rates that count agreements and their money, not projects."""
        if not self.cohorts:
            return None
        columns = (
            self._cohort_column(),
            *(Column(key, name_of(key), "number") for key in _OF_PAPERS),
        )
        rows = tuple(_cohort_row(one, _named(one, self.by), _OF_PAPERS) for one in self.cohorts)
        total = _cohort_row(self.total, _("All"), _OF_PAPERS)
        return Table(columns, rows, title=_("Of agreements and their money"), total=total)

    def _cohort_column(self) -> Column:
        return Column("cohort", _heading(self.by), grow=self.by not in {"year", "kind"})

    def _landings(self) -> Block | None:
        if self.within is not None or not self.cohorts:
            return None
        columns = (
            self._cohort_column(),
            *(Column(f"landed_{n}", _within(n), "number") for n in LANDED_IN),
        )
        rows = tuple((_named(one, self.by), *_landed(one)) for one in self.cohorts)
        title = _("Landed ({stage}) within so many months of signing").format(
            stage=STAGES.name(self.landing)
        )
        return Table(columns, rows, title=title, total=(_("All"), *_landed(self.total)))

    def _notes(self) -> Iterator[Block]:
        if self.within is not None:
            sentence = plural(
                "A stage counts if it was reached within {n} month of signing.",
                "A stage counts if it was reached within {n} months of signing.",
                self.within,
            )
            yield Note(sentence, Tone.QUIET)
        if self.by and any(cohort.unripe for cohort in self.cohorts):
            yield Note(
                _("* So many months have not passed yet since all of them were signed."),
                Tone.QUIET,
            )
        if self.by:
            yield Note(say_left_out_of(self.total.rates), Tone.QUIET)


def _heading(by: str) -> str:
    headings = {
        "year": _("Signed in"),
        "trip": _("Trip"),
        "sector": _("Sector"),
        "unit": _("Unit"),
        "party": _("Their side"),
        "kind": _("Kind"),
    }
    return headings[by]


def _named(cohort: Cohort, by: str) -> Cell:
    if not cohort.key:
        return quiet(_("unknown") if by == "year" else _("not given"))
    match by:
        case "sector":
            return say_sector(cohort.key)
        case "kind":
            return KINDS.name(cohort.key)
        case "trip":
            return f"{cohort.key} {cohort.name}".strip()
        case _:
            return cohort.key


def _row(rate: Rate, landing: str) -> Row:
    name = name_of(rate.key)
    if rate.key.startswith("landing-"):
        months = int(rate.key.removeprefix("landing-"))
        name = _("{stage} {within}").format(stage=STAGES.name(landing), within=_within(months))
    elif rate.currency:
        name = _("{rate}, {currency}").format(rate=name, currency=rate.currency)
    left = [(one.n, say_left_out(one.key)) for one in rate.left_out if one.n]
    return (
        name,
        percent_cell(rate.percent),
        rate.said(rate.n),
        rate.said(rate.d),
        listed(_("{n} {reason}").format(n=f"{n:,}", reason=why) for n, why in left) or None,
    )


def _cohort_row(cohort: Cohort, name: Cell, keys: Iterable[str], *more: Cell) -> Row:
    return (name, *more, *(_cell(cohort.rates, key) for key in keys))


def _cell(rates: Iterable[Rate], key: str) -> Cell:
    return find_rate(rates, key).cell


def _landed(cohort: Cohort) -> Iterator[Cell]:
    for rate in cohort.landed:
        months = int(rate.key.removeprefix("landing-"))
        mark = "*" if months in cohort.unripe and rate.d else ""
        yield f"{rate.cell}{mark}" if isinstance(rate.cell, str) else rate.cell


def _within(months: int) -> str:
    return plural("within {n} month", "within {n} months", months)

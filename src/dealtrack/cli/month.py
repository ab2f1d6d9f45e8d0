"""The command ``month``: the progress summary, closing it, and what is behind its figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from msgspec.structs import replace

from dealtrack.cli.command import Commands
from dealtrack.cli.concerning import at_hand
from dealtrack.cli.run import Run
from dealtrack.days import Month, parse_month
from dealtrack.errors import DealtrackError, FiguresDisagree, MonthNotOver, MonthOpen, WrongUse
from dealtrack.model.closing import Closing
from dealtrack.query.expr import EVERYTHING
from dealtrack.report.explained import Explained, chosen, explain, names_of
from dealtrack.report.figures import Rounding
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import Aside, Closed, Monthly, sum_up
from dealtrack.report.monthly import figures as named
from dealtrack.report.monthly.audit import audited
from dealtrack.report.monthly.closed import (
    Frozen,
    explain_closed,
    find_closing,
    freeze,
    list_closed,
)
from dealtrack.report.monthly.restated import Restated
from dealtrack.report.monthly.since import restated
from dealtrack.report.page import Report
from dealtrack.report.terms import Terms
from dealtrack.store.base import Store
from dealtrack.store.disk.snapshot import without_gc
from dealtrack.text import _

if TYPE_CHECKING:
    from dealtrack.report.monthly.checked import CheckedMonth

commands = Commands()


class _Asked(NamedTuple):
    """Which month is asked for, as of when, and of which records."""

    run: Run
    terms: Terms
    query: list[str] | None

    @property
    def is_whole(self) -> bool:
        """Whether the bulletin itself is meant, not an excerpt or another day's view."""
        return not self.query and not self.run.is_past and not self.terms.is_running

    def ledger(self, store: Store) -> Ledger:
        """Return the ledger as the month looks at it."""
        day = self.terms.as_of
        where = self.run.question(self.query, store, day) if self.query else EVERYTHING
        return Ledger.on(day, at_hand(store, where, day))

    def rounding(self) -> Rounding:
        """Return how percentages are rounded."""
        return Rounding(self.run.settings.rounding, self.run.settings.decimals)

    def report(self, store: Store) -> Monthly:
        """Sum the month up."""
        return sum_up(
            self.ledger(store),
            self.terms,
            rounding=self.rounding(),
            rule=self.run.settings.lights,
            office=self.run.settings.office,
            scope=" ".join(self.query or ()),
            without=self.run.settings.month_without,
            beside=Aside(
                tuple(store.targets), tuple(store.slips), _restated_before(self, store)
            ),
        )


@commands.add(
    "month",
    _("Print the progress summary of a month."),
    shared="reading",
    examples=(
        "month",
        "month 2026-10",
        "month 上月 -o month.md",
        "month 2026-10 --explain start",
        "month 2026-10 --close",
        "month 2026-10 --diff",
    ),
)
def month(
    run: Run,
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="[MONTH]", help=_("2026-10, last month, 上月; this month if not given.")
        ),
    ] = None,
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY]...", help=_("Only what answers it: see dealtrack help query.")
        ),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="FIGURE",
            help=_("Tell the records behind a figure; ? prints the names."),
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help=_("Count every figure once more by its records; exit 1 if one differs."),
        ),
    ] = False,
    close: Annotated[
        bool, typer.Option("--close", help=_("Freeze the month: it stays as it is printed."))
    ] = False,
    diff: Annotated[
        bool,
        typer.Option("--diff", help=_("Tell what changed a closed month's figures since.")),
    ] = False,
    list_: Annotated[bool, typer.Option("--list", help=_("List the closed months."))] = False,
) -> int:
    _only_one(explain=explain is not None, check=check, close=close, diff=diff, list_=list_)
    chosen_ = parse_month(which, run.today) if which is not None else Month.of(run.as_of)
    as_of = run.as_of if run.is_past else min(chosen_.last, run.today)
    asked = _Asked(run, Terms(chosen_, min(as_of, chosen_.last)), query)
    is_wrong = False
    with _saying_so(close), run.store() as store, without_gc():
        report: Report
        if list_:
            report = list_closed(store.closings.all())
        elif diff:
            report = _differences(asked, store)
        elif close:
            report = _close(asked, store)
        elif explain is not None:
            report = _explained(asked, store, explain)
        else:
            report = summary = _summary(asked, store, check=check)
            is_wrong = check and bool(summary.audit.faults)
    run.show(report)  # whoever turns pages keeps nobody waiting
    return int(is_wrong)


def _restated_before(asked: _Asked, store: Store) -> Restated | None:
    """Return what changed since the month before was closed; None if it is not."""
    before = asked.terms.month.previous
    closing = find_closing(store.closings.all(), str(before))
    if closing is None or asked.query:
        return None
    ledger = Ledger.on(before.last, at_hand(store, EVERYTHING, before.last))
    return restated(closing, ledger, Terms(before, before.last), asked.rounding())


def _only_one(**given: bool) -> None:
    chosen_ = [f"--{name.rstrip('_')}" for name, is_given in given.items() if is_given]
    if len(chosen_) > 1:
        raise WrongUse(
            _("{one} and {other} do not go together.").format(one=chosen_[0], other=chosen_[1]),
            _("Give one of them."),
        )


def _summary(asked: _Asked, store: Store, *, check: bool) -> "Monthly | CheckedMonth":
    closing = find_closing(store.closings.all(), str(asked.terms.month))
    if closing and asked.is_whole and check:
        return _check_closed(asked, store, closing)
    if closing and asked.is_whole:
        mark = Closed(closing.on, closing.by, closing.is_as_closed)
        return replace(closing.reported(Frozen).month, closed=mark)
    report = asked.report(store)
    return _audited(asked, store, report) if check else report


def _check_closed(asked: _Asked, store: Store, closing: Closing) -> "CheckedMonth":
    from dealtrack.report.monthly.checked import check_closed

    report, ledger = asked.report(store), asked.ledger(store)
    figures = named.figures(asked.terms, report)
    return check_closed(closing, ledger, figures, asked.rounding(), report.audit)


def _audited(asked: _Asked, store: Store, report: Monthly) -> Monthly:
    """Return *report* with every figure counted once more, by the records behind it."""
    ledger = asked.ledger(store)
    more = audited(named.of_refs(ledger, named.figures(asked.terms, report)))
    audit = report.audit
    both = replace(audit, checks=audit.checks + more.checks, faults=audit.faults + more.faults)
    return replace(report, audit=both)


@contextmanager
def _saying_so(close: bool) -> Iterator[None]:
    """Have an error say that nothing was closed, where a month was to be."""
    try:
        yield
    except DealtrackError as error:
        if close:
            error.add_note(_("Nothing was closed."))
        raise


def _close(asked: _Asked, store: Store) -> Monthly:
    from dealtrack.actions import closing

    terms, run = asked.terms, asked.run
    if asked.query or run.is_past:
        raise WrongUse(
            _("A month is closed as a whole, as of its last day."),
            _("Leave out the query and --as-of."),
        )
    if run.today <= terms.month.last:
        raise MonthNotOver(str(terms.month), terms.month.last)
    report = asked.report(store)
    if report.audit.faults:
        raise FiguresDisagree(report.month)
    made = freeze(
        asked.ledger(store), terms, report, asked.rounding(), on=run.today, by=run.author
    )
    closing.close(store, made)
    run.say(_("Closed {month}: it stays as it is printed now.").format(month=report.month))
    return report


def _differences(asked: _Asked, store: Store) -> Restated:
    closing = find_closing(store.closings.all(), str(asked.terms.month))
    if closing is None:
        raise MonthOpen(str(asked.terms.month))
    if not asked.is_whole:
        raise WrongUse(
            _("A closed month is compared as a whole, as of its last day."),
            _("Leave out the query and --as-of."),
        )
    now = asked.report(store)
    return restated(closing, asked.ledger(store), asked.terms, asked.rounding(), now)


def _explained(asked: _Asked, store: Store, name: str) -> Report:
    closing = find_closing(store.closings.all(), str(asked.terms.month))
    is_closed = closing is not None and asked.is_whole
    report = closing.reported(Frozen).month if closing and is_closed else asked.report(store)
    figures = named.figures(asked.terms, report)
    lists = {one.figure: one for one in named.listed_figures(report)}
    if name in {"?", "？"}:
        return names_of(figures, lists.values())
    found: Explained | None = lists.get(name)
    if found is None:
        figure = chosen(figures, name, tuple(lists))
        found = explain_closed(closing, figure) if closing and is_closed else None
        if found is None:
            found = explain(asked.ledger(store), figure, asked.rounding())
            found = replace(found, as_closed=False if is_closed else None)
    elif is_closed:
        found = replace(found, as_closed=True)
    return found

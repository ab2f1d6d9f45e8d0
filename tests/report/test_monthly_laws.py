"""Laws of the reports that sum up: no fact of a later day shows, and parts make totals."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any, TypeVar

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack import text
from dealtrack.days import Month, PartialDay
from dealtrack.model import (
    Agreement,
    Assignment,
    FollowUp,
    Funds,
    Intention,
    Kept,
    Note,
    Person,
    Postponement,
    Problem,
    Promise,
    PromiseStep,
    Reached,
    StateChange,
    StatusChange,
    Trip,
    Visit,
    entries,
)
from dealtrack.model.codec import encode
from dealtrack.query.asked import Excerpt
from dealtrack.query.expr import Expr, both
from dealtrack.query.match import matches
from dealtrack.query.questions import due_within, has_begun, overdue, signed_in, terminated_in
from dealtrack.report.known import begun, follow_ups_by
from dealtrack.report.ledger import Ledger
from dealtrack.report.lights import light
from dealtrack.report.monthly import Monthly, sum_up
from dealtrack.report.monthly import figures as named
from dealtrack.report.monthly.overall import Period
from dealtrack.report.page import Beside, Block, Page, Quantity, Report, Section, Table, unwrap
from dealtrack.report.sectors import find_sectors
from dealtrack.report.status import sum_status
from dealtrack.report.terms import Terms
from tests.report.records import a_task, a_trip, an_agreement, cny, implementing, on, usd

T = TypeVar("T")
Days = st.SearchStrategy[date]
Signed = st.SearchStrategy[PartialDay]
Facts = st.SearchStrategy[tuple[Any, ...]]
Book = tuple[list[Agreement], list[Trip]]

AUGUST = Month(2026, 8)
PAST = st.dates(date(2026, 5, 1), AUGUST.last)
FUTURE = st.dates(date(2026, 9, 1), date(2027, 3, 31))
DUE = st.one_of(st.none(), st.dates(date(2026, 6, 1), date(2026, 12, 31)))
SIGNED = st.one_of(
    PAST.map(PartialDay.of), st.sampled_from([on("2026-08"), on("2026"), on("2026-07/2026-08")])
)


def numbered(tasks: tuple[FollowUp, ...]) -> tuple[FollowUp, ...]:
    return tuple(replace(one, number=n) for n, one in enumerate(tasks, start=1))


def number(period: Period) -> int:
    return next(line.this for line in period.counts if line.key == "all")


def some(item: st.SearchStrategy[T], most: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(item, max_size=most).map(tuple)


@cache
def facts(log: Callable[[Days], st.SearchStrategy[Any]], days: Days) -> Facts:
    """Return a strategy for a log of facts, made once: making one takes longer than drawing."""
    return some(log(days))


def changes_of_state(days: Days) -> st.SearchStrategy[StateChange]:
    states = ["open", "in-progress", "waiting", "submitted", "done", "cancelled"]
    return st.builds(StateChange, state=st.sampled_from(states), on=days, note=st.just(""))


def notes(days: Days) -> st.SearchStrategy[Note]:
    return st.builds(Note, on=days, text=st.just("called"), author=st.just(""))


def problems(days: Days) -> st.SearchStrategy[Problem]:
    return st.builds(
        Problem,
        number=st.just(1),
        text=st.just("No land"),
        noted=days,
        solver=st.just("Li"),
        by=st.one_of(st.none(), PAST),
        solved=st.none(),
        solution=st.just(""),
    )


def assignments(days: Days) -> st.SearchStrategy[Assignment]:
    owners, units = st.sampled_from(["Li", "Wu", ""]), st.sampled_from(["Bureau 1", ""])
    return st.builds(Assignment, owner=owners, unit=units, since=days)


def postponements(days: Days) -> st.SearchStrategy[Postponement]:
    to = st.dates(date(2026, 7, 1), date(2026, 12, 31))
    return st.builds(Postponement, to=to, on=days, reason=st.just("."), approver=st.just(""))


def steps(days: Days) -> st.SearchStrategy[PromiseStep]:
    words = st.sampled_from(["met", "partly", "waived"])
    return st.builds(PromiseStep, step=words, on=days, amount=st.none(), note=st.just(""))


def stages(days: Days) -> st.SearchStrategy[Reached]:
    words = st.sampled_from(["registered", "started", "in-production", "fulfilled"])
    return st.builds(Reached, stage=words, on=days.map(PartialDay.of), note=st.just(""))


def statuses(days: Days) -> st.SearchStrategy[StatusChange]:
    words = st.sampled_from(["ongoing", "suspended", "terminated", "fulfilled"])
    return st.builds(StatusChange, status=words, on=days, reason=st.just("no land"))


def funds(days: Days) -> st.SearchStrategy[Funds]:
    return st.builds(Funds, amount=st.just(cny(5)), on=days, note=st.just(""))


SHARED = {"notes": notes, "problems": problems, "assignments": assignments}
OF_TASKS = {**SHARED, "states": changes_of_state, "postponements": postponements}
OF_AGREEMENTS = {**SHARED, "statuses": statuses, "funds": funds, "stages": stages}


@cache
def promises(days: Days) -> st.SearchStrategy[Promise | None]:
    return st.one_of(
        st.none(),
        st.builds(
            Promise,
            side=st.just("theirs"),
            condition=st.sampled_from(["", "land"]),
            amount=st.none(),
            steps=facts(steps, days),
        ),
    )


@st.composite
def tasks(draw: st.DrawFn, since: st.SearchStrategy[date | None], days: Days) -> FollowUp:
    """Draw a follow-up, with facts of *days*."""
    due = draw(DUE)
    promise = draw(promises(days))
    logs: dict[str, Any] = {name: draw(facts(log, days)) for name, log in OF_TASKS.items()}
    made = a_task(1, since=draw(since), promise=promise, **logs)
    return replace(made, due=due)


@st.composite
def agreements(draw: st.DrawFn, number: int, signed: Signed, days: Days = PAST) -> Agreement:
    """Draw an agreement, with facts of *days*."""
    logs: dict[str, Any] = {name: draw(facts(log, days)) for name, log in OF_AGREEMENTS.items()}
    made = an_agreement(
        number,
        kind=draw(st.sampled_from(["", "intent", "strategic", "contract"])),
        sectors=tuple(draw(st.lists(st.sampled_from(["energy", "food"]), unique=True))),
        amount=draw(st.sampled_from([None, cny(60_000_000), usd(2)])),
        trip=draw(st.sampled_from([None, 1])),
        links=implementing(draw(st.integers(1, 3))) if draw(st.booleans()) else (),
        follow_ups=numbered(draw(some(tasks(st.one_of(st.none(), days), days)))),
        **logs,
    )
    if draw(st.booleans()):
        return replace(made, signed=draw(signed))
    talks = Reached(stage="negotiating", on=PartialDay.of(draw(days)))
    return replace(made, signed=None, stages=(talks, *made.stages))


@st.composite
def trips(draw: st.DrawFn, number: int, days: Days) -> Trip:
    """Draw a trip, with facts of *days*, its start among them."""
    logs: dict[str, Any] = {name: draw(facts(log, days)) for name, log in SHARED.items()}
    visits = some(st.builds(Visit, organisation=st.just("A"), on=PAST.map(PartialDay.of)))
    made = a_trip(
        number, visits=draw(visits), follow_ups=numbered(draw(some(tasks(days, days)))), **logs
    )
    return replace(made, start=PartialDay.of(draw(days)))


@st.composite
def later_tasks(draw: st.DrawFn, before: FollowUp) -> FollowUp:
    """Draw what becomes of a follow-up in the months to come."""
    more = {n: getattr(before, n) + draw(facts(log, FUTURE)) for n, log in OF_TASKS.items()}
    if before.promise:
        taken = before.promise.steps + draw(facts(steps, FUTURE))
        more["promise"] = replace(before.promise, steps=taken)
    return replace(
        before, **{**more, "problems": draw(solved(before.problems, more["problems"]))}
    )


@st.composite
def solved(
    draw: st.DrawFn, before: tuple[Problem, ...], after: tuple[Problem, ...]
) -> tuple[Problem, ...]:
    """Draw when the problems of *before* are solved: later, or not at all."""
    days = [draw(st.one_of(st.none(), FUTURE)) for _ in before]
    changed = (replace(p, solved=on) for p, on in zip(before, days, strict=True))
    return (*changed, *after[len(before) :])


@st.composite
def later(draw: st.DrawFn, before: Any, logs: dict[str, Any]) -> Any:
    """Draw what becomes of a record in the months to come."""
    more = {
        name: getattr(before, name) + draw(facts(log, FUTURE)) for name, log in logs.items()
    }
    more["problems"] = draw(solved(before.problems, more["problems"]))
    old = [draw(later_tasks(one)) for one in before.follow_ups]
    more["follow_ups"] = numbered((*old, *draw(some(tasks(FUTURE, FUTURE)))))
    return replace(before, **more)


@st.composite
def two_books(draw: st.DrawFn) -> tuple[Book, Book]:
    """Draw a ledger at the end of August, and the same months later."""
    book = [draw(agreements(n, SIGNED)) for n in range(1, draw(st.integers(1, 3)) + 1)]
    out = [draw(trips(1, PAST))]
    after = [draw(later(a, OF_AGREEMENTS)) for a in book]
    after += [draw(agreements(8, FUTURE.map(PartialDay.of), FUTURE))]
    calls = st.builds(
        Visit,
        organisation=st.just("B"),
        on=FUTURE.map(PartialDay.of),
        met=st.just((Person(name="Lin"),)),
        intentions=st.just((Intention(text="more"),)),
    )
    gone = [draw(later(t, SHARED)) for t in out]
    gone = [replace(t, visits=t.visits + draw(some(calls))) for t in gone]
    return (book, out), (after, [*gone, draw(trips(2, FUTURE))])


def the_month(book: Book, month: Month, as_of: date) -> Monthly:
    day = min(as_of, month.last)
    return sum_up(Ledger.on(day, Excerpt.of(*book)), Terms(month, day))


def reports(book: Book, as_of: date) -> tuple[Report, ...]:
    asked = Excerpt.of(*book)
    return (
        the_month(book, Month.of(as_of), as_of),
        sum_status(asked, as_of),
        find_sectors(asked, as_of),
    )


def every_block(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from every_block(block.blocks)
        if isinstance(block, Beside):
            for column in block.columns:
                yield from every_block(column)


def figures(page: Page) -> list[object]:
    """Return every bare number and day in the tables of *page*."""
    tables = (b for b in every_block(page.blocks) if isinstance(b, Table))
    cells = (unwrap(c)[0] for t in tables for row in (*t.rows, t.total or ()) for c in row)
    bare = ((c.number, c.unit) if isinstance(c, Quantity) else c for c in cells)
    return [value for value in bare if value is not None and not isinstance(value, str)]


@given(two_books(), st.sampled_from([AUGUST.last, date(2026, 8, 15), date(2026, 7, 31)]))
@settings(max_examples=100, deadline=None)
def test_facts_of_later_days_change_no_report(books: tuple[Book, Book], as_of: date) -> None:
    before, after = books

    assert [encode(r) for r in reports(before, as_of)] == [
        encode(r) for r in reports(after, as_of)
    ]


@given(two_books())
@settings(max_examples=30, deadline=None)
def test_a_month_asked_for_later_is_the_same(books: tuple[Book, Book]) -> None:
    before, after = books

    assert the_month(before, AUGUST, AUGUST.last) == the_month(after, AUGUST, date(2027, 3, 31))


@given(two_books(), st.sampled_from([date(2026, 8, 31), date(2026, 12, 31)]))
@settings(max_examples=30, deadline=None)
def test_parts_make_their_totals(books: tuple[Book, Book], as_of: date) -> None:
    _, (records, out) = books
    report = the_month((records, out), Month.of(as_of), as_of)

    overall, breakdown, travel = report.overall, report.breakdown, report.travel
    assert sum(c.n for c in overall.statuses) == overall.signed.n
    for period in (overall.month, overall.year):
        counts = {line.key: line.this for line in period.counts}
        classes = ("intent", "agreement", "contract", "unknown")
        assert sum(counts[key] for key in classes) == counts["all"]
        assert counts["first"] <= counts["all"]
    assert sum(p.year.n for p in breakdown.sizes) == breakdown.total.year.n
    assert sum(p.month.n for p in breakdown.sizes) == breakdown.total.month.n
    assert breakdown.total.month.n == number(overall.month)
    assert breakdown.total.year.n == number(overall.year)
    assert len(report.changes.signed) == number(overall.month)
    assert sum(p.year.n for p in breakdown.sectors) - breakdown.surplus == number(overall.year)
    assert sum(u.year.n for u in report.units.units) == number(overall.year)
    assert not report.audit.faults
    assert sum(t.signed.n for t in travel.trips) == travel.signed.n
    assert report.supervision.on_time.share.d == len(report.supervision.on_time.on_time) + len(
        report.supervision.on_time.late
    )


@given(two_books(), st.sampled_from([AUGUST.last, date(2026, 12, 31)]))
@settings(max_examples=20, deadline=None)
def test_every_figure_is_what_its_records_come_to(
    books: tuple[Book, Book], as_of: date
) -> None:
    """Counts by the refs behind them, sums by the amounts, and what is left out as well."""
    terms, ledger = Terms(Month.of(as_of), as_of), Ledger.on(as_of, Excerpt.of(*books[1]))
    asked = named.figures(terms, sum_up(ledger, terms))

    made = list(named.of_refs(ledger, asked))

    assert [check for check in made if not check.is_right] == []
    assert {"refs.amount.year", "refs.funds.of", "refs.start.no-building"} <= {
        check.key for check in made
    }


@given(two_books())
@settings(max_examples=30, deadline=None)
def test_status_and_month_agree(books: tuple[Book, Book]) -> None:
    _, (records, out) = books
    as_of = date(2026, 10, 31)
    month, status = reports((records, out), as_of)[:2]

    assert status.signed == month.overall.signed.n  # type: ignore[attr-defined]
    assert status.overdue == month.supervision.overdue  # type: ignore[attr-defined]
    assert tuple(one.ref for one in status.red) == month.supervision.red  # type: ignore[attr-defined]
    assert status.this_year == number(month.overall.year)  # type: ignore[attr-defined]


@given(two_books(), st.sampled_from([AUGUST.last, date(2026, 10, 31)]))
@settings(max_examples=100, deadline=None, phases=set(Phase) - {Phase.shrink, Phase.explain})
def test_figures_are_what_the_query_answers(books: tuple[Book, Book], as_of: date) -> None:
    _, (records, out) = books
    month = Month.of(as_of)
    report = the_month((records, out), month, as_of)

    def answers(question: Expr) -> list[str]:
        asked = both(question, has_begun(as_of))
        kept: list[Kept] = [*records, *out]
        then = (replace(r, follow_ups=follow_ups_by(r, as_of)) for r in kept)
        return sorted({e.ref for r in then for e in entries(r, as_of) if matches(asked, e)})

    def records_of(question: Expr) -> list[str]:
        return sorted({ref.split(".")[0] for ref in answers(question)})

    ended = sorted(t.ref for t in report.changes.terminated)
    assert records_of(signed_in(month.span)) == sorted(s.ref for s in report.changes.signed)
    assert records_of(terminated_in(month.span)) == ended
    assert answers(overdue(as_of)) == sorted(t.ref for t in report.supervision.overdue)
    due = answers(due_within(report.ahead.first, report.ahead.last))
    assert due == sorted(t.ref for t in report.ahead.tasks)


@given(two_books(), st.sampled_from([AUGUST.last, date(2026, 10, 31)]))
@settings(max_examples=30, deadline=None)
def test_a_light_is_the_same_in_the_month_and_on_the_card(
    books: tuple[Book, Book], as_of: date
) -> None:
    _, (records, out) = books
    supervision = the_month((records, out), Month.of(as_of), as_of).supervision
    cards = [one for a in begun(records, as_of) if (one := light(a, as_of))]

    warned = [one for one in cards if one.colour in {"red", "yellow"}]
    assert sorted(supervision.lights, key=lambda one: one.ref) == warned
    assert sorted([*supervision.red, *supervision.yellow]) == [one.ref for one in warned]
    assert supervision.green == sum(one.colour == "green" for one in cards)
    assert list(supervision.not_judged) == [one.ref for one in cards if one.colour is None]


@given(two_books())
@settings(max_examples=10, deadline=None)
def test_another_language_changes_words_and_no_figure(books: tuple[Book, Book]) -> None:
    said = {}
    for language in ("en", "zh"):
        text.speak(language)
        try:
            found = reports(books[1], date(2026, 10, 31))
            said[language] = [(encode(r), figures(r.page())) for r in found]
        finally:
            text.speak("en")

    assert said["en"] == said["zh"]


@pytest.mark.parametrize("as_of", [date(2026, 8, 31), date(2026, 8, 1), date(2026, 7, 1)])
def test_every_page_can_be_laid_out_of_nothing(as_of: date) -> None:
    for report in (
        the_month(([], []), AUGUST, as_of),
        sum_status(Excerpt.of(), as_of),
        find_sectors(Excerpt.of(), as_of),
    ):
        assert report.page().title

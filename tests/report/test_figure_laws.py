"""Laws of the figures: they answer for themselves, and parts make their totals."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dealtrack.model import Agreement, Draft
from dealtrack.model.codec import encode
from dealtrack.query.asked import Excerpt
from dealtrack.query.expr import Expr, both
from dealtrack.query.questions import SIGNED, begun
from dealtrack.query.rates import RATES
from dealtrack.report.answers import answer, behind
from dealtrack.report.cohorts import all_figures, find_rates
from dealtrack.report.explained import explain
from dealtrack.report.figures import HALF_UP
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import figures as named
from dealtrack.report.monthly import sum_up
from dealtrack.report.monthly.audit import audited
from dealtrack.report.rate import Rate
from dealtrack.report.rates import By, Rates
from dealtrack.report.terms import Terms
from dealtrack.store.tiny import TinyStore
from dealtrack.text import speaking
from tests.report.test_monthly_laws import AUGUST, Book, two_books
from tests.strategies import days, drafts

DAYS = st.sampled_from([date(2026, 6, 30), date(2026, 8, 31), date(2026, 12, 31)])


def rates(book: Book, day: date, by: By | None = None, within: int | None = None) -> Rates:
    return find_rates(Excerpt.of(*book), day, by=by, within=within)


def numbers(found: Iterator[Rate]) -> dict[tuple[str, str], tuple[object, ...]]:
    return {
        (r.key, r.currency): (r.n, r.d, *(one.n for one in r.left_out))
        for r in found
        if r.n or r.d or any(one.n for one in r.left_out)
    }


@pytest.mark.parametrize("by", ["year", "unit", "kind"])
@given(books=two_books(), day=DAYS)
@settings(max_examples=25, deadline=None)
def test_cohorts_that_share_nothing_add_up_to_the_whole(
    by: By, books: tuple[Book, Book], day: date
) -> None:
    whole = rates(books[1], day, by)

    added: dict[tuple[str, str], tuple[object, ...]] = {}
    for cohort in whole.cohorts:
        for key, found in numbers(iter(cohort.rates)).items():
            before = added.get(key, (0,) * len(found))
            added[key] = tuple(a + b for a, b in zip(before, found, strict=True))  # type: ignore[operator]
    total = numbers(iter(whole.total.rates))
    counted = {key for key in total if key[0] not in {"funds", "conversion"}}
    assert {key: total[key] for key in counted} == {
        key: found for key, found in added.items() if key in counted
    }
    assert sum(cohort.signed for cohort in whole.cohorts) == whole.total.signed


@given(two_books(), DAYS, st.sampled_from([None, 1, 3, 12]))
@settings(max_examples=40, deadline=None)
def test_a_share_is_never_more_than_the_whole_and_leaves_nothing_out_unsaid(
    books: tuple[Book, Book], day: date, within: int | None
) -> None:
    total = rates(books[1], day, within=within).total

    for rate in total.rates:
        if not rate.currency:
            assert 0 <= rate.n <= rate.d
        if rate.key in {"registration", "start", "completion", "production"}:
            assert rate.d + sum(one.n for one in rate.left_out) == total.signed
    stages = [next(r.n for r in total.rates if r.key == key) for key in RATES[1:5]]
    assert all(later <= earlier for earlier, later in pairwise(stages))


@given(two_books(), DAYS)
@settings(max_examples=25, deadline=None)
def test_more_time_lets_no_fewer_come_so_far(books: tuple[Book, Book], day: date) -> None:
    found = [rates(books[1], day, within=n).total.rates for n in (1, 2, 6, 12)]
    found.append(rates(books[1], day).total.rates)

    for less, more in pairwise(found):
        for one, other in zip(less, more, strict=True):
            assert one.currency or one.n <= other.n


@given(two_books(), DAYS)
@settings(max_examples=25, deadline=None)
def test_explain_names_exactly_what_is_counted(books: tuple[Book, Book], day: date) -> None:
    ledger = Ledger.on(day, Excerpt.of(*books[1]))
    asked = all_figures(day, None, "started")

    found = answer(ledger, asked)[""]
    for figure in asked:
        refs, one = behind(ledger, figure), found[figure.name]
        assert not set(refs.n) & set(refs.rest)
        assert {key: len(r) for key, r in refs.left_out} == dict(one.left_out)
        if not figure.of:
            assert (len(refs.n), len(refs.n) + len(refs.rest)) == (one.n, one.d)
        told = explain(ledger, figure, HALF_UP)
        assert (told.counting, told.others) == (refs.n, refs.rest)


@given(two_books(), st.sampled_from([AUGUST.last, date(2026, 8, 15)]))
@settings(max_examples=15, deadline=None)
def test_every_figure_of_a_month_is_the_number_of_records_behind_it(
    books: tuple[Book, Book], day: date
) -> None:
    ledger, terms = Ledger.on(day, Excerpt.of(*books[1])), Terms(AUGUST, day)
    month = sum_up(ledger, terms)

    assert not month.audit.faults
    assert not audited(named.of_refs(ledger, named.figures(terms, month))).faults


def families(signed: list[Agreement], day: date) -> list[set[int]]:
    """Return the ids of the agreements of each project, found the slow way."""
    there = {one.id: one for one in signed if one.was_signed(day)}
    groups = [{id_} for id_ in there]
    for one in there.values():
        for link in one.links:
            if link.to in there and link.to != one.id:
                mine = next(g for g in groups if one.id in g)
                other = next(g for g in groups if link.to in g)
                if mine is not other and _is_earlier(there[link.to], one):
                    mine |= other
                    groups.remove(other)
    return groups


def _is_earlier(one: Agreement, other: Agreement) -> bool:
    return _turn(one) < _turn(other)


def _turn(one: Agreement) -> tuple[date, int]:
    on = one.signed
    return (on.earliest if on else date.min, one.id)


@given(two_books(), DAYS)
@settings(max_examples=40, deadline=None)
def test_a_project_counts_once_and_has_come_as_far_as_any_of_its_papers(
    books: tuple[Book, Book], day: date
) -> None:
    signed = books[1][0]
    by_id = {one.id: one for one in signed}
    ledger = Ledger.on(day, Excerpt.of(*books[1]))
    wanted = {
        min(family, key=lambda id_: _turn(by_id[id_])): any(
            by_id[id_].has_reached("registered", day) for id_ in family
        )
        for family in families([a for a in signed if _has_begun(a, day)], day)
    }

    rows = ledger.among("projects").rows(("id", "reached"), _signed_by(day), as_of=day)
    found = {row[0][0]: "registered" in row[1] for row in rows}
    assert found == wanted


def _has_begun(one: Agreement, day: date) -> bool:
    first = one.known_from()
    return first is None or first <= day


def _signed_by(day: date) -> Expr:
    return both(SIGNED, begun(day))


@given(st.lists(drafts, max_size=4), days)
@settings(max_examples=20, deadline=None)
def test_an_index_answers_for_every_day_as_memory_does(logged: list[Draft], day: date) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "ledger.json"
        with TinyStore(path, indexed_from=1) as store:
            for one in logged:
                store.agreements.add(replace(one, trip=None, links=()))
        with TinyStore(path, indexed_from=1) as store:
            kept = list(store.agreements.each(as_of=day))
            indexed = find_rates(store, day, by="year")
        assert encode(indexed) == encode(find_rates(Excerpt.of(kept), day, by="year"))


@given(two_books(), DAYS)
@settings(max_examples=20, deadline=None)
def test_languages_differ_in_words_only(books: tuple[Book, Book], day: date) -> None:
    said = {}
    for lang in ("en", "zh"):
        with speaking(lang):
            said[lang] = encode(replace(rates(books[1], day, "year"), rounding=HALF_UP))

    assert said["en"] == said["zh"]

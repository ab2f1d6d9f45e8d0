"""What both sides promised, and how much of it was honoured."""

from datetime import date

import pytest
from hypothesis import given, settings

from dealtrack.model import (
    Agreement,
    Amount,
    Assignment,
    FollowUp,
    Kept,
    Party,
    Promise,
    PromiseStep,
    Trip,
)
from dealtrack.model.vocabulary import PROMISE_STATES
from dealtrack.query.asked import Excerpt
from dealtrack.query.expr import Op, Term
from dealtrack.query.promises import OWED
from dealtrack.render import plain
from dealtrack.report.figures import Rounding, added
from dealtrack.report.kept import STATES, balance, refs_behind
from dealtrack.report.promises import (
    Promises,
    find_promises,
    find_promises_by,
)
from dealtrack.report.proof import explain_promises
from dealtrack.text import speaking
from tests.report.records import a_task, an_agreement, cny, day, done, usd
from tests.strategies import days, ledgers

TODAY = day("2026-11-22")


def a_promise(number: int, side: str, due: str = "", **fields: object) -> FollowUp:
    said = {
        name: fields.pop(name) for name in ("condition", "amount", "steps") if name in fields
    }
    return a_task(number, due, promise=Promise(side=side, **said), **fields)  # type: ignore[arg-type]


def partly(on: str, amount: Amount | None = None) -> tuple[PromiseStep, ...]:
    return (PromiseStep(step="partly", on=day(on), amount=amount),)


def in_charge(unit: str) -> tuple[Assignment, ...]:
    return (Assignment(unit=unit),)


def waived(on: str) -> tuple[PromiseStep, ...]:
    return (PromiseStep(step="waived", on=day(on)),)


BOOK = Excerpt.of(
    [
        an_agreement(
            1,
            follow_ups=(
                a_promise(1, "theirs", "2026-11-01", amount=cny(100)),
                a_promise(2, "ours", "2026-11-20", amount=cny(30)),
                a_promise(3, "ours", "2026-10-01", amount=cny(20), states=done("2026-10-01")),
                a_promise(4, "ours", "2026-10-01", condition="registered"),
                a_promise(5, "theirs", "2026-11-22"),
                a_promise(6, "theirs", "2027-01-01", amount=usd(7)),
                a_promise(7, "ours", "2026-10-01", steps=waived("2026-09-01")),
                a_task(8, "2026-01-01"),
            ),
        )
    ]
)


def found(**asked: object) -> Promises:
    return find_promises(BOOK, TODAY, **asked)  # type: ignore[arg-type]


def test_ours_that_is_overdue_comes_first_and_a_task_is_no_promise() -> None:
    assert [(t.ref, t.side, t.state) for t in found().commitments] == [
        ("1.2", "ours", "overdue"),
        ("1.1", "theirs", "overdue"),
        ("1.5", "theirs", "due"),
        ("1.6", "theirs", "not-due"),
        ("1.4", "ours", "unmet"),
        ("1.3", "ours", "honoured"),
        ("1.7", "ours", "waived"),
    ]


def test_the_share_leaves_out_what_waits_or_was_waived() -> None:
    ours, theirs = found().sides

    assert (ours.share.n, ours.share.d) == (1, 2)
    assert (theirs.share.n, theirs.share.d) == (0, 2)
    assert (found().total.share.n, found().total.share.d) == (1, 4)
    assert ours.states["unmet"] == ours.states["waived"] == 1


def test_money_is_told_by_currency_and_never_mixed() -> None:
    assert found().total.pledged == (cny(150), usd(7))
    assert found().total.honoured == (cny(20),)


def test_only_what_is_owed_is_listed_but_everything_is_counted() -> None:
    owed = found(only=OWED)

    assert [t.ref for t in owed.commitments] == ["1.2", "1.1", "1.5"]
    assert owed.listed == 3
    assert owed.total.total == 7


def test_a_limit_says_how_many_there_are() -> None:
    short = found(limit=2)

    assert ([t.ref for t in short.commitments], short.listed) == (["1.2", "1.1"], 7)
    assert found(limit=5).commitments == found().commitments[:5]


def test_a_question_narrows_the_figures_too() -> None:
    theirs = found(where=Term("promise", Op.EQ, "theirs"))

    assert [kept.side for kept in theirs.sides] == ["theirs"]
    assert theirs.total.total == theirs.sides[0].total == 3


def test_a_past_day_sees_what_had_been_honoured_by_then() -> None:
    before = find_promises(BOOK, day("2026-09-30"))

    assert before.total.states["honoured"] == 0
    assert (before.total.share.n, before.total.share.percent) == (0, None)


def test_the_published_figures_come_out_of_a_ledger_built_for_them() -> None:
    """Published: 97 honoured, 204 whose condition is not met, 301 in all."""
    promises = [
        a_promise(n, "ours", "2026-01-01", states=done("2026-01-01")) for n in range(1, 98)
    ]
    promises += [a_promise(n, "ours", "2026-01-01", condition="met") for n in range(98, 302)]
    book = Excerpt.of([an_agreement(1, "2025-08-10", follow_ups=tuple(promises))])

    total = find_promises(book, TODAY, rounding=Rounding()).total

    assert (total.states["honoured"], total.states["unmet"], total.total) == (97, 204, 301)
    assert (total.share.n, total.share.d) == (97, 97)


def test_what_the_share_leaves_out_is_told_with_its_reasons() -> None:
    total = found().total

    assert {one.key: one.n for one in total.left_out} == {
        "partly": 0,
        "not-due": 1,
        "unmet": 1,
        "waived": 1,
    }
    assert total.share.d + sum(one.n for one in total.left_out) == total.total


def test_the_page_shows_what_is_not_counted() -> None:
    text = "".join(plain.text(found().page()))

    assert "honoured of what fell due: 25.0% (1/4) · overdue 2 · due 1" in text
    assert "not counted, of 7 in all: not due 1 · condition not met 1 · waived 1" in text
    assert "on a condition 1: met 0 · not met 1" in text


def test_money_honoured_in_part_counts_as_honoured_money() -> None:
    begun = a_promise(
        1, "ours", "2027-01-01", amount=cny(100), steps=partly("2026-10-01", cny(40))
    )
    book = Excerpt.of([an_agreement(1, follow_ups=(begun,))])
    ours = find_promises(book, TODAY).sides[0]

    assert (ours.pledged, ours.honoured, ours.partly) == ((cny(100),), (), (cny(40),))
    assert (ours.share.n, ours.share.d) == (0, 0)
    assert find_promises(book, day("2026-09-30")).total.partly == ()
    assert "honoured CNY 40 (in part: CNY 40)" in "".join(
        plain.text(find_promises(book, TODAY).page())
    )


def test_what_was_honoured_whole_is_not_counted_in_part_again() -> None:
    whole = a_promise(
        1,
        "ours",
        "2026-11-01",
        amount=cny(100),
        steps=partly("2026-10-01", cny(40)),
        states=done("2026-11-01"),
    )
    total = find_promises(Excerpt.of([an_agreement(1, follow_ups=(whole,))]), TODAY).total

    assert (total.honoured, total.partly) == ((cny(100),), ())


def test_a_condition_is_met_when_it_is_noted_or_the_promise_is_honoured() -> None:
    met = (PromiseStep(step="met", on=day("2026-10-01")),)
    promises = (
        a_promise(1, "ours", "2027-01-01", condition="registered", steps=met),
        a_promise(2, "ours", "2026-01-01", condition="built", states=done("2026-01-01")),
        a_promise(3, "ours", "2026-01-01", condition="hired"),
        a_promise(4, "ours", "2026-01-01", condition="sold", steps=waived("2026-02-01")),
        a_promise(5, "ours", "2026-01-01"),
    )
    total = find_promises(Excerpt.of([an_agreement(1, follow_ups=promises)]), TODAY).total

    assert (total.conditions.total, total.conditions.met, total.conditions.not_met) == (4, 2, 1)


def test_every_number_can_be_asked_for_its_commitments() -> None:
    behind = explain_promises(BOOK, TODAY)

    assert behind.counting == ("1.3",)
    assert behind.others == ("1.1", "1.2", "1.5")
    assert [(one.key, one.refs) for one in behind.left_out] == [
        ("partly", ()),
        ("not-due", ("1.6",)),
        ("unmet", ("1.4",)),
        ("waived", ("1.7",)),
    ]


def test_commitments_are_counted_by_unit_with_the_late_one_first() -> None:
    calm = a_promise(1, "ours", "2027-01-01", assignments=in_charge("Finance"))
    late = a_promise(2, "ours", "2026-01-01", assignments=in_charge("Planning"))
    nobody = a_promise(3, "ours", "2026-01-01")
    book = Excerpt.of([an_agreement(1, follow_ups=(calm, late, nobody))])

    report = find_promises_by(book, TODAY, "unit")

    assert [g.key for g in report.groups] == ["Planning", "Finance", ""]
    assert sum(g.kept.total for g in report.groups) == report.total.total == 3
    assert find_promises_by(book, TODAY, "unit", limit=1).listed == 3


def test_those_of_two_parties_are_told_with_each() -> None:
    two = an_agreement(
        1,
        parties=(Party(name="A", side="theirs"), Party(name="B", side="theirs")),
        follow_ups=(a_promise(1, "theirs", "2026-01-01"),),
    )
    report = find_promises_by(Excerpt.of([two]), TODAY, "party")

    assert [(g.key, g.kept.total) for g in report.groups] == [("A", 1), ("B", 1)]
    assert report.total.total == 1


def excerpt(kept: list[Kept]) -> Excerpt:
    return Excerpt.of(
        [one for one in kept if isinstance(one, Agreement)],
        [one for one in kept if isinstance(one, Trip)],
    )


@settings(max_examples=30, deadline=None)
@given(ledgers(), days)
def test_sides_add_up_and_every_commitment_is_listed_once(
    kept: list[Kept], today: date
) -> None:
    report = find_promises(excerpt(kept), today)

    for key, n in report.total.states.items():
        assert n == sum(side.states[key] for side in report.sides)
    assert report.total.share.n <= report.total.share.d
    refs = [t.ref for t in report.commitments]
    assert len(refs) == len(set(refs)) == report.total.total == report.listed


@settings(max_examples=30, deadline=None)
@given(ledgers(), days)
def test_the_states_share_out_the_total_and_their_refs_count_as_many(
    kept: list[Kept], today: date
) -> None:
    book = excerpt(kept)
    total, refs = balance(book, today).total, refs_behind(book, today)

    assert {key: len(found) for key, found in refs.items()} == total.states
    assert total.share.d + sum(one.n for one in total.left_out) == total.total
    told = [ref for found in refs.values() for ref in found]
    assert sorted(told) == sorted(task.ref for task in find_promises(book, today).commitments)
    conditions = total.conditions
    assert conditions.met + conditions.not_met <= conditions.total <= total.total


@settings(max_examples=30, deadline=None)
@given(ledgers(), days)
def test_money_of_the_sides_and_of_the_units_adds_up(kept: list[Kept], today: date) -> None:
    book = excerpt(kept)
    sides, total = balance(book, today)
    units = [g.kept for g in find_promises_by(book, today, "unit").groups]

    for parts in (sides, units):
        assert added(a for part in parts for a in part.pledged) == total.pledged
        assert added(a for part in parts for a in part.honoured) == total.honoured
        assert added(a for part in parts for a in part.partly) == total.partly
        assert sum(part.share.n for part in parts) == total.share.n


@settings(max_examples=30, deadline=None)
@given(ledgers(), days, days)
def test_a_later_day_knows_of_no_fewer_commitments(
    kept: list[Kept], one: date, other: date
) -> None:
    book, (before, after) = excerpt(kept), sorted((one, other))

    earlier, later = balance(book, before).total, balance(book, after).total

    assert earlier.total <= later.total
    assert earlier.conditions.total <= later.conditions.total


@settings(max_examples=20, deadline=None)
@given(ledgers(), days)
def test_both_languages_tell_the_same_figures(kept: list[Kept], today: date) -> None:
    book = excerpt(kept)
    with speaking("en"):
        english = find_promises(book, today), find_promises_by(book, today, "owner")
    with speaking("zh"):
        assert (find_promises(book, today), find_promises_by(book, today, "owner")) == english


def test_every_state_that_can_be_derived_is_counted() -> None:
    assert {*STATES} == {*PROMISE_STATES.keys} - {"met"}


@pytest.mark.parametrize("limit", [None, 1])
def test_no_commitments_are_said_to_be_none(limit: int | None) -> None:
    report = find_promises(Excerpt.of(), TODAY, limit=limit)

    assert (report.total.total, report.sides, report.commitments) == (0, (), ())
    assert "No commitments." in str(report.page())

"""What both sides promised, and how much of it was honoured."""

from datetime import date

import pytest
from hypothesis import given, settings

from dealtrack.model import Agreement, FollowUp, Kept, Promise, PromiseStep, Trip
from dealtrack.query.asked import Excerpt
from dealtrack.query.expr import Op, Term
from dealtrack.report.figures import Rounding
from dealtrack.report.promises import OWED, Promises, find_promises
from tests.report.records import a_task, an_agreement, cny, day, done, usd
from tests.strategies import days, ledgers

TODAY = day("2026-11-22")


def a_promise(number: int, side: str, due: str = "", **fields: object) -> FollowUp:
    said = {
        name: fields.pop(name) for name in ("condition", "amount", "steps") if name in fields
    }
    return a_task(number, due, promise=Promise(side=side, **said), **fields)  # type: ignore[arg-type]


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


@settings(max_examples=30, deadline=None)
@given(ledgers(), days)
def test_sides_add_up_and_every_commitment_is_listed_once(
    kept: list[Kept], today: date
) -> None:
    agreements = [one for one in kept if isinstance(one, Agreement)]
    trips = [one for one in kept if isinstance(one, Trip)]
    report = find_promises(Excerpt.of(agreements, trips), today)

    for key, n in report.total.states.items():
        assert n == sum(side.states[key] for side in report.sides)
    assert report.total.share.n <= report.total.share.d
    refs = [t.ref for t in report.commitments]
    assert len(refs) == len(set(refs)) == report.total.total == report.listed


@pytest.mark.parametrize("limit", [None, 1])
def test_no_commitments_are_said_to_be_none(limit: int | None) -> None:
    report = find_promises(Excerpt.of(), TODAY, limit=limit)

    assert (report.total.total, report.sides, report.commitments) == (0, (), ())
    assert "No commitments." in str(report.page())

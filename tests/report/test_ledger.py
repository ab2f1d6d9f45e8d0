from dealtrack.days import Span
from dealtrack.model import Link, Note
from dealtrack.query.asked import Excerpt
from dealtrack.query.expr import EVERYTHING
from dealtrack.query.questions import overdue
from dealtrack.report.ledger import Ledger
from tests.report.records import (
    a_task,
    a_trip,
    an_agreement,
    cny,
    day,
    done,
    implementing,
    reached,
    usd,
)

TODAY = day("2026-08-31")


def test_what_begins_later_is_not_in_it() -> None:
    agreements = [an_agreement(2, "2026-09-01"), an_agreement(1, "2026-08-31")]
    trips = [a_trip(1, "2026-09-01"), a_trip(2, "2026-08-31")]
    ledger = Ledger.on(TODAY, Excerpt.of(agreements, trips))

    assert [deal.ref for deal in ledger.deals] == ["1"]
    assert [one.ref for one in ledger.agreements(EVERYTHING)] == ["1"]
    assert [one.ref for one in ledger.trips(EVERYTHING)] == ["T2"]


def test_work_noted_in_what_was_set_later_tells_of_no_agreement_before_it() -> None:
    called = Note(on=day("2026-08-03"), text="called")
    tasks = (
        a_task(1, since=day("2027-02-14"), notes=(called,), states=done("2026-08-05")),
        a_task(2, "2026-08-20"),
    )
    book = Excerpt.of([an_agreement(8, "2027-01-27", follow_ups=tasks)])

    assert Ledger.on(TODAY, book).deals == ()
    assert Ledger.on(TODAY, book).tasks(overdue(TODAY)) == ()
    signed = day("2027-01-27")
    assert [t.ref for t in Ledger.on(signed, book).tasks(overdue(signed))] == ["8.2"]


def test_a_task_set_before_the_signing_is_known_from_then_on() -> None:
    prepares = a_task(1, "2026-08-20", since=day("2026-08-01"))
    worked = a_task(1, "2026-08-20", notes=(Note(on=day("2026-08-03"), text="called"),))
    book = Excerpt.of(
        [
            an_agreement(1, "2026-12-01", follow_ups=(prepares,)),
            an_agreement(2, "2026-12-01", follow_ups=(worked,)),
        ]
    )

    assert [t.ref for t in Ledger.on(TODAY, book).tasks(overdue(TODAY))] == ["1.1", "2.1"]


def test_a_partial_day_counts_from_its_earliest() -> None:
    book = [an_agreement(1, "2026-08"), an_agreement(2, "2026"), an_agreement(3, "")]
    ledger = Ledger.on(TODAY, Excerpt.of(book))
    august, year = Span(day("2026-08-01"), day("2026-09-01")), Span(day("2026-01-01"), TODAY)

    assert [a.ref for a in ledger.signed_in(august)] == ["1"]
    assert [a.ref for a in ledger.signed_in(year)] == ["1", "2"]
    assert [a.ref for a in ledger.signed] == ["1", "2", "3"]


def test_talks_are_known_but_not_signed() -> None:
    talks = an_agreement(1, "2026-12-01", stages=reached(negotiating="2026-01-01"))
    ledger = Ledger.on(TODAY, Excerpt.of([talks]))

    assert [(d.is_signed, d.signed) for d in ledger.deals] == [(False, None)]
    then = Ledger.on(day("2026-12-01"), Excerpt.of([talks]))
    assert [(d.is_signed, d.signed) for d in then.deals] == [(True, day("2026-12-01"))]


def test_money_of_the_same_project_is_counted_at_its_first_signing() -> None:
    book = [
        an_agreement(1, "2026-03-01", amount=cny(10), links=implementing(2)),
        an_agreement(2, "2026-02-01", amount=cny(10)),
        an_agreement(3, "2026-04-01", amount=usd(10), links=implementing(2)),
        an_agreement(4, "2026-05-01", links=implementing(2)),
    ]
    ledger = Ledger.on(TODAY, Excerpt.of(book))

    assert sorted({a.id for a in ledger.lineage.following}) == [1, 3, 4]
    assert sorted(ledger.repeating) == [1]
    assert ledger.group(ledger.signed).amounts == (cny(10), usd(10))


def test_an_agreement_in_talks_takes_no_money_away() -> None:
    book = [
        an_agreement(1, "", amount=cny(10), stages=reached(negotiating="2026-01-01")),
        an_agreement(2, "2026-03-01", amount=cny(10), links=implementing(1)),
    ]
    ledger = Ledger.on(TODAY, Excerpt.of(book))

    assert not ledger.lineage.following
    assert not ledger.repeating


def test_two_that_name_each_other_are_counted_once() -> None:
    book = [
        an_agreement(1, "2026-03-01", amount=cny(10), links=implementing(2)),
        an_agreement(2, "2026-03-01", amount=cny(10), links=implementing(1)),
    ]

    assert Ledger.on(TODAY, Excerpt.of(book)).repeating == {2}


def test_a_link_to_what_is_not_there_changes_nothing() -> None:
    book = [an_agreement(1, amount=cny(10), links=(Link(relation="renews", to=99),))]

    assert Ledger.on(TODAY, Excerpt.of(book)).lineage.following == ()

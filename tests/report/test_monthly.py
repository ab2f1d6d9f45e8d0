from datetime import date
from decimal import Decimal

import pytest

from dealtrack.days import Month
from dealtrack.model import (
    Agreement,
    Intention,
    Link,
    Person,
    Promise,
    PromiseStep,
    Reached,
    StateChange,
    Trip,
    Visit,
)
from dealtrack.query.asked import Excerpt
from dealtrack.report.figures import HALF_UP, Rounding
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import Monthly, sum_up
from dealtrack.report.monthly.overall import Line, Period
from dealtrack.report.page import Note, Section, Table, Tone
from dealtrack.report.terms import Terms
from tests.report.records import (
    a_problem,
    a_task,
    a_trip,
    an_agreement,
    cny,
    day,
    done,
    ended,
    implementing,
    moved,
    on,
    owned,
    reached,
    usd,
)

AUGUST = Month(2026, 8)

BOOK = (
    an_agreement(
        1,
        "2026-08-03",
        kind="strategic",
        sectors=("digital-economy", "artificial-intelligence"),
        amount=cny(350_000_000),
    ),
    an_agreement(
        2, "2026-08-31", kind="contract", sectors=("electronics",), amount=usd(20_000_000)
    ),
    an_agreement(3, "2026-08", kind="intent", count="unknown"),
    an_agreement(
        4, "2026-07-10", kind="contract", sectors=("electronics",), amount=cny(40_000_000)
    ),
    an_agreement(5, "2025-08-15", kind="contract", amount=cny(100_000_000)),
    an_agreement(6, "2025-03-01", kind="cooperation", count=3),
    an_agreement(7, ""),
    an_agreement(8, "2026-09-01", kind="contract", amount=cny(1)),
    an_agreement(
        9, "2026-08-20", kind="contract", amount=cny(350_000_000), links=implementing(1)
    ),
    an_agreement(10, "", stages=reached(negotiating="2026-08-02")),
)


def the_month(
    *agreements: Agreement,
    trips: tuple[Trip, ...] = (),
    month: Month = AUGUST,
    as_of: date | None = None,
    rounding: Rounding = HALF_UP,
) -> Monthly:
    day = min(as_of or month.last, month.last)
    ledger = Ledger.on(day, Excerpt.of(agreements, trips))
    return sum_up(ledger, Terms(month, day), rounding=rounding)


def count(period: Period, key: str) -> Line[int]:
    return next(line for line in period.counts if line.key == key)


def amount(period: Period, currency: str) -> Line[Decimal]:
    return next(line for line in period.amounts if line.key == currency)


def percents(line: Line[int] | Line[Decimal]) -> list[str | None]:
    changes = [c for c in (line.previous, line.year_before) if c]
    return [str(c.percent) if c.percent is not None else None for c in changes]


# 1. Overall


def test_what_was_signed_in_the_month_is_counted_by_class() -> None:
    month = the_month(*BOOK).overall.month

    assert {line.key: line.this for line in month.counts} == {
        "all": 4,
        "intent": 1,
        "agreement": 1,
        "contract": 2,
        "unknown": 0,
        "first": 3,
    }


def test_the_month_is_compared_with_last_month_and_with_the_year_before() -> None:
    month = the_month(*BOOK).overall.month

    assert percents(count(month, "all")) == ["300.0", "300.0"]  # 4 against 1 and 1
    assert percents(amount(month, "CNY")) == ["775.0", "250.0"]  # 350 against 40 and 100
    assert percents(amount(month, "USD")) == [None, None]  # 20 against nothing


def test_the_year_is_compared_with_the_same_months_of_last_year() -> None:
    year = the_month(*BOOK).overall.year

    assert count(year, "all").this == 5
    assert percents(count(year, "all")) == ["150.0"]  # 5 against 2
    assert amount(year, "CNY").this == 390_000_000
    assert percents(amount(year, "CNY")) == ["290.0"]  # 390 against 100


def test_a_project_brings_its_money_once() -> None:
    report = the_month(*BOOK)

    assert amount(report.overall.month, "CNY").this == 350_000_000
    assert report.counting.repeating == ("9",)


def test_a_capital_increase_adds_its_own_money_but_no_project() -> None:
    increase = an_agreement(
        2,
        "2026-08-20",
        kind="capital-increase",
        amount=cny(5),
        links=(Link(relation="supplements", to=1),),
    )
    month = the_month(an_agreement(1, "2026-08-10", amount=cny(10)), increase).overall.month

    assert amount(month, "CNY").this == 15
    assert (count(month, "all").this, count(month, "first").this) == (2, 1)


def test_the_ledger_holds_what_was_signed_by_then_whatever_became_of_it() -> None:
    gone = an_agreement(11, "2026-08-05", statuses=ended("2026-08-25"))
    overall = the_month(*BOOK, gone).overall

    assert overall.signed.n == 9
    assert {c.key: c.n for c in overall.statuses if c.n} == {"ongoing": 8, "terminated": 1}
    assert overall.negotiating == 1


def test_twelve_months_lead_up_to_this_one() -> None:
    trend = the_month(*BOOK).overall.trend

    assert [(c.key, c.n) for c in trend[-2:]] == [("2026-07", 1), ("2026-08", 4)]
    assert (len(trend), trend[0].key, sum(c.n for c in trend)) == (12, "2025-09", 5)


def test_a_month_without_events_is_full_of_noughts() -> None:
    report = the_month(month=Month(2026, 2))

    assert {line.this for line in report.overall.month.counts} == {0}
    assert report.supervision.on_time.share.percent is None
    assert report.travel.days == 0
    assert report.breakdown.total.month.n == 0


# The running month


def test_a_running_month_is_compared_with_the_same_days() -> None:
    book = [
        an_agreement(n, text)
        for n, text in enumerate(
            ("2026-08-10", "2026-07-10", "2026-07-11", "2025-08-10", "2025-08-11"), start=1
        )
    ]
    report = the_month(*book, as_of=day("2026-08-10"))
    line = count(report.overall.month, "all")

    assert report.is_running
    assert line.previous is not None
    assert (line.this, line.previous.that, line.year_before.that) == (1, 1, 1)


def test_a_running_month_says_so() -> None:
    page = the_month(*BOOK, as_of=day("2026-08-10")).page()

    assert page.subtitle == "as of 2026-08-10"
    assert page.blocks[0] == Note(
        "The month is still running: it is counted up to 2026-08-10, "
        "and compared with the same days of earlier months.",
        Tone.WARN,
    )


def test_a_month_to_come_says_so() -> None:
    page = the_month(*BOOK, as_of=day("2026-07-10")).page()

    assert page.blocks[0] == Note(
        "The month has not begun: it is counted up to 2026-07-10.", Tone.WARN
    )


def test_the_last_day_of_a_long_month_meets_the_last_of_a_short_one() -> None:
    book = (an_agreement(1, "2026-03-30"), an_agreement(2, "2026-02-28"))
    line = count(
        the_month(*book, month=Month(2026, 3), as_of=day("2026-03-30")).overall.month, "all"
    )

    assert line.previous is not None
    assert (line.this, line.previous.that) == (1, 1)


def test_a_month_asked_for_later_is_what_it_was_when_it_ended() -> None:
    assert the_month(*BOOK, as_of=day("2027-01-01")) == the_month(*BOOK)


# 5. By sector and size


def test_an_agreement_counts_in_each_of_its_sectors_and_once_in_the_total() -> None:
    breakdown = the_month(*BOOK).breakdown

    assert [(p.key, p.month.n, p.year.n) for p in breakdown.sectors] == [
        ("electronics", 1, 2),
        ("digital-economy", 1, 1),
        ("artificial-intelligence", 1, 1),
        ("", 2, 2),
    ]
    assert (breakdown.total.month.n, breakdown.total.year.n) == (4, 5)
    assert breakdown.several == 1


def test_the_row_for_no_sector_is_always_there() -> None:
    book = (an_agreement(1, sectors=("energy",)),)

    assert [(p.key, p.year.n) for p in the_month(*book).breakdown.sectors] == [
        ("energy", 1),
        ("", 0),
    ]


def test_sizes_share_out_what_was_signed() -> None:
    sizes = the_month(*BOOK).breakdown.sizes

    assert [(p.key, p.month.n, p.year.n) for p in sizes] == [
        ("1b-up", 0, 0),
        ("100m-1b", 2, 2),
        ("50m-100m", 0, 0),
        ("below-50m", 0, 1),
        ("other-currency", 1, 1),
        ("not-given", 1, 1),
    ]


@pytest.mark.parametrize(
    ("value", "size"),
    [
        (0, "below-50m"),
        (49_999_999, "below-50m"),
        (50_000_000, "50m-100m"),
        (100_000_000, "100m-1b"),
        (999_999_999, "100m-1b"),
        (1_000_000_000, "1b-up"),
    ],
)
def test_a_size_begins_with_its_lower_bound(value: int, size: str) -> None:
    sizes = the_month(an_agreement(amount=cny(value))).breakdown.sizes

    assert [p.key for p in sizes if p.month.n] == [size]


# 6. Trips


CHEN, LIN = Person(name="Chen"), Person(name="Lin")


def test_a_trip_counts_days_visits_people_intentions_and_agreements() -> None:
    trip = a_trip(
        3,
        "2026-08-29",
        "2026-08-30",
        visits=(
            Visit(
                organisation="Tencent", met=(CHEN, LIN), intentions=(Intention(text="more"),)
            ),
            Visit(organisation="Ubtech", on=on("2026-08-30"), met=(CHEN,)),
        ),
        intentions=(Intention(text="again"),),
    )
    book = (an_agreement(1, "2026-08-30", trip=3), an_agreement(2, "2026-08-30"))
    travel = the_month(*book, trips=(trip,)).travel

    assert (travel.begun, travel.days, travel.visits) == (1, 2, 2)
    assert (travel.people, travel.intentions, travel.signed.n) == (2, 2, 1)


def test_a_trip_over_the_turn_of_the_month_leaves_days_to_both() -> None:
    trip = a_trip(
        1,
        "2026-08-30",
        "2026-09-02",
        visits=(
            Visit(organisation="A", on=on("2026-08-31")),
            Visit(organisation="B", on=on("2026-09-01")),
            Visit(organisation="C"),
        ),
    )
    august = the_month(trips=(trip,)).travel
    september = the_month(trips=(trip,), month=Month(2026, 9)).travel

    assert (august.begun, august.days, august.visits) == (1, 2, 2)
    assert (september.begun, september.days, september.visits) == (0, 2, 1)


def test_a_trip_of_unknown_length_is_counted_apart() -> None:
    report = the_month(trips=(a_trip(1, "2026-08"), a_trip(2, "2026-08-05", "2026-08-05")))

    assert (report.travel.begun, report.travel.days, report.travel.unknown_days) == (2, 1, 1)
    assert report.counting.inexact_trips == ("T1",)


# 8. Supervision


def test_on_time_is_judged_on_the_original_due_day() -> None:
    tasks = (
        a_task(1, "2026-08-10", states=done("2026-08-10")),
        a_task(
            2,
            "2026-08-10",
            states=done("2026-08-20"),
            postponements=moved("2026-09-10", "2026-08-05"),
        ),
        a_task(3, "2026-08-15"),
        a_task(4, "2026-08-31"),
        a_task(5, "2026-08-31", states=done("2026-08-30")),
        a_task(6, "2026-07-31"),
        a_task(7, "2026-08-20", states=(StateChange(state="cancelled", on=day("2026-08-12")),)),
        a_task(8, "2026-08-05", promise=Promise(side="theirs", condition="the land is ours")),
        a_task(9, "2026-09-01", states=done("2026-08-01")),
    )
    on_time = the_month(an_agreement(1, "2026-01-01", follow_ups=tasks)).supervision.on_time

    assert on_time.on_time == ("1.1", "1.5")
    assert on_time.late == ("1.6", "1.2", "1.3")
    assert (on_time.pending, on_time.carried) == (("1.4",), ("1.6",))
    assert (on_time.share.n, on_time.share.d, on_time.share.percent) == (2, 5, Decimal("40.0"))


def test_each_follow_up_is_judged_in_one_month_only() -> None:
    tasks = (
        a_task(1, "2026-08-31"),
        a_task(2, "2026-08-31", states=done("2026-09-01")),
        a_task(3, "2026-08-31", states=done("2026-08-31")),
        a_task(4, "2026-08-30"),
    )
    book = an_agreement(1, "2026-01-01", follow_ups=tasks)
    august = the_month(book).supervision.on_time
    september = the_month(book, month=Month(2026, 9)).supervision.on_time

    assert (august.on_time, august.late) == (("1.3",), ("1.4",))
    assert (september.on_time, september.late) == ((), ("1.1", "1.2"))


def test_a_promise_is_judged_once_its_condition_is_met() -> None:
    promise = Promise(
        side="theirs",
        condition="the land is ours",
        steps=(PromiseStep(step="met", on=day("2026-08-01")),),
    )
    book = an_agreement(1, "2026-01-01", follow_ups=(a_task(1, "2026-08-05", promise=promise),))

    assert the_month(book).supervision.on_time.late == ("1.1",)


def test_overdue_lists_the_longest_late_first_with_who_and_how_often_postponed() -> None:
    book = an_agreement(
        1,
        "2026-01-01",
        assignments=owned("Li", "Bureau 1"),
        follow_ups=(
            a_task(1, "2026-08-30"),
            a_task(2, "2026-08-31"),
            a_task(3, "2026-07-01", postponements=moved("2026-08-01", "2026-06-30")),
            a_task(
                4, "2026-08-01", postponements=moved("2026-09-30", "2026-09-01")
            ),  # decided in September: in August it was late
        ),
    )
    overdue = the_month(book).supervision.overdue

    assert [(t.ref, t.days_late, t.times_postponed) for t in overdue] == [
        ("1.3", 30, 1),
        ("1.4", 30, 0),
        ("1.1", 1, 0),
    ]
    assert {(t.owner, t.unit) for t in overdue} == {("Li", "Bureau 1")}


def test_follow_ups_of_trips_are_overdue_too() -> None:
    trip = a_trip(3, "2026-08-01", follow_ups=(a_task(1, "2026-08-20"),))

    assert [t.ref for t in the_month(trips=(trip,)).supervision.overdue] == ["T3.1"]


def test_lights_are_counted_by_colour() -> None:
    book = [
        an_agreement(n, text)
        for n, text in enumerate(
            ("2026-08-01", "2026-06-30", "2026-05-31", "2026-01-01", ""), start=1
        )
    ]
    supervision = the_month(*book).supervision

    assert supervision.red == ("4", "3")
    assert supervision.yellow == ("2",)
    assert [one.ref for one in supervision.lights] == ["4", "3", "2"]
    assert (supervision.green, supervision.not_judged) == (1, ("5",))


# 9. New, advanced, terminated


def test_new_agreements_are_listed_in_the_order_of_days() -> None:
    assert [s.ref for s in the_month(*BOOK).changes.signed] == ["3", "1", "9", "2"]


def test_advanced_is_what_reached_a_further_stage_this_month() -> None:
    book = (
        an_agreement(1, "2026-01-01", stages=reached(registered="2026-08-09")),
        an_agreement(
            2, "2026-01-01", stages=reached(started="2026-07-01", registered="2026-08-09")
        ),
        an_agreement(3, "2026-08-02"),
        an_agreement(4, "2026-08-02", stages=reached(registered="2026-08-05")),
        an_agreement(5, "", stages=reached(negotiating="2026-08-01")),
        an_agreement(6, "2026-01-01", stages=reached(registered="2026-09-01")),
        an_agreement(7, "2026-01-01", stages=(Reached(stage="registered"),)),
    )
    advanced = the_month(*book).changes.advanced

    assert [(a.ref, a.before, a.stage) for a in advanced] == [
        ("5", "", "negotiating"),
        ("4", "", "registered"),
        ("1", "signed", "registered"),
    ]


def test_terminated_is_listed_with_day_and_reason() -> None:
    book = (
        an_agreement(1, "2026-01-01", statuses=ended("2026-08-31", "no land")),
        an_agreement(2, "2026-01-01", statuses=ended("2026-07-31")),
        an_agreement(3, "2026-01-01", statuses=ended("2026-09-01")),
    )
    terminated = the_month(*book).changes.terminated

    assert [(t.ref, t.on, t.reason) for t in terminated] == [
        ("1", day("2026-08-31"), "no land")
    ]


# 10. Problems, 11. next month


def test_open_problems_come_oldest_first() -> None:
    book = (
        an_agreement(
            1,
            "2026-01-01",
            problems=(a_problem("2026-08-05", solver="Li", by=day("2026-08-30")),),
        ),
        an_agreement(
            2,
            "2026-01-01",
            follow_ups=(a_task(1, problems=(a_problem("2026-02-05", solved="2026-09-01"),)),),
        ),
        an_agreement(3, "2026-01-01", problems=(a_problem("2026-08-01", solved="2026-08-31"),)),
        an_agreement(4, "2026-01-01", problems=(a_problem("2026-09-01"),)),
    )
    problems = the_month(*book).obstacles.problems

    assert [(p.ref, p.days, p.is_late) for p in problems] == [
        ("2.1.1", 207, False),
        ("1.0.1", 26, True),
    ]


def test_next_month_begins_with_what_is_due_today() -> None:
    tasks = (
        a_task(1, "2026-08-30"),
        a_task(2, "2026-08-31"),
        a_task(3, "2026-09-30"),
        a_task(4, "2026-10-01"),
        a_task(5, "2026-09-05", states=done("2026-08-05")),
        a_task(6, "2026-10-05", postponements=moved("2026-09-01", "2026-08-05")),
    )
    ahead = the_month(an_agreement(1, "2026-01-01", follow_ups=tasks)).ahead

    assert [t.ref for t in ahead.tasks] == ["1.2", "1.6", "1.3"]
    assert (ahead.first, ahead.last) == (day("2026-08-31"), day("2026-09-30"))


# 12. How it was counted


def test_what_is_not_known_exactly_is_named() -> None:
    counting = the_month(*BOOK).counting

    assert counting.imprecise == ("3",)
    assert counting.unknown == ("7",)
    assert (counting.unknown_papers, counting.several_papers) == (("3",), ("6",))
    assert counting.without_amount == ("3", "6", "7")


def test_a_task_without_a_day_is_named() -> None:
    book = an_agreement(
        1, "2026-01-01", follow_ups=(a_task(1, due_text="signed+1m"), a_task(2, "2026-09-01"))
    )

    assert the_month(book).counting.undated == ("1.1",)


def test_rounding_can_be_chosen() -> None:
    book = (
        an_agreement(1, "2026-07-01"),
        an_agreement(2, "2026-07-01"),
        an_agreement(3, "2026-07-01"),
        an_agreement(4, "2026-08-01"),
    )
    report = the_month(*book, rounding=Rounding("truncate", 2))

    assert percents(count(report.overall.month, "all")) == ["-66.66", None]


# The page


def test_the_page_has_its_parts_in_their_order() -> None:
    page = the_month(*BOOK).page()

    assert page.counts
    assert page.title == "Monthly summary 2026-08"
    assert [block.title for block in page.blocks if isinstance(block, Section)] == [
        "Overall",
        "Targets",
        "The five rates",
        "By unit",
        "By sector and size",
        "Trips",
        "Commitments of both sides",
        "Supervision",
        "New, advanced, terminated",
        "Problems",
        "Next month",
        "How it was counted",
    ]


def test_the_table_of_trips_says_nought_where_there_is_none() -> None:
    trips = next(
        b
        for b in the_month().page().blocks
        if isinstance(b, Section) and b.title.endswith("Trips")
    )
    table = trips.blocks[0]

    assert isinstance(table, Table)
    assert table.total == ("", "", "0 trips", 0, 0, 0, 0, 0)

"""Answering questions in memory."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealtrack.days import PartialDay
from dealtrack.model import (
    Agreement,
    Amount,
    Assignment,
    Entry,
    Funds,
    Kept,
    Note,
    Party,
    Person,
    Postponement,
    Problem,
    Promise,
    PromiseStep,
    Reached,
    StateChange,
    StatusChange,
    Visit,
    entries,
)
from dealtrack.query.expr import EVERYTHING, NOTHING, And, Expr, Not, Op, Or, Term
from dealtrack.query.match import keeps, matches
from dealtrack.query.parse import parse
from dealtrack.query.questions import has_begun, overdue
from tests.builders import TODAY, a_task, a_trip, an_agreement
from tests.query.oracle import answers
from tests.strategies import days, entries_of, exprs, ledgers, records, terms

slow = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def asks(query: str, record: Kept, as_of: date = TODAY) -> bool:
    return keeps(parse(query, TODAY), record, as_of)


CHEN = Person(name="Chen Long", post="secretary", organisation="Jinhua Committee")
YI = Amount(value=Decimal(100_000_000))


@pytest.mark.parametrize(
    ("query", "changes"),
    [
        ("title:STRATEGIC", {}),
        ('title="strategic cooperation agreement"', {}),
        ("ｔｉｔｌｅ:ｓｔｒａｔｅｇｉｃ", {}),
        ("party:cloud", {}),
        ("ours:riverside not theirs:riverside", {}),
        ("witness:secretary", {"witnesses": (CHEN,)}),
        ('witness="Chen Long"', {"witnesses": (CHEN,)}),
        ("person:Chen", {"parties": (Party(name="Jinhua", signatory=CHEN),)}),
        ("witness:none", {}),
        ("行业:数字经济 类型:战略合作协议 性质:协议", {}),
        ("digital-economy", {}),
        ("signed:2026-08 signed=2026-08-10 signed:2026Q3 signed:2026", {}),
        ("signed:2026-08-01..2026-08-10 not signed:..2026-08-09", {}),
        ("signed>2026-07 signed<2026-09 signed<=2026-08 signed>=2026-08", {}),
        ("signed:none expires:none", {"signed": None}),
        ("signed:2021-07", {"signed": PartialDay.read("2021-07-29/2021-07-30")}),
        ("amount:1亿.. amount:..1亿 amount:100,000,000 currency:人民币", {"amount": YI}),
        ("amount:any not amount:5USD..", {"amount": YI}),
        ("count:none", {"count": "unknown"}),
        ("stage:signed reached:negotiating not reached:registered", {}),
        ("reached:签约 stage:开工", {"stages": (Reached(stage="started"),)}),
        ("is:ongoing is:signed is:agreement not is:trip", {}),
        ("trip:T3 trip:3", {"trip": 3}),
        ("ref:1 id:1 not ref:11", {}),
        ("follows:city", {"follows": "Cooperation on city services"}),
        ("is:anything not is:nothing", {}),
    ],
)
def test_finds_an_agreement(query: str, changes: dict[str, Any]) -> None:
    assert asks(query, an_agreement(**changes))


@pytest.mark.parametrize(
    ("query", "changes"),
    [
        ("is:open due:today late:none", {}),
        ("is:overdue late:1..", {"due": date(2026, 11, 21)}),
        ("not is:overdue", {"due": TODAY}),
        ("is:undated due:none", {"due": None, "due_text": "signed+1m"}),
        ("owner:张三 unit:none", {"assignments": (Assignment(owner="张三"),)}),
        (
            "is:done done:2026-11-20",
            {"states": (StateChange(state="done", on=date(2026, 11, 20)),)},
        ),
        (
            "is:commitment 承诺方:政府 is:conditional promised:unmet not is:overdue",
            {"due": date(2026, 1, 1), "promise": Promise(side="ours", condition="registered")},
        ),
        (
            "not is:conditional is:overdue",
            {
                "due": date(2026, 1, 1),
                "promise": Promise(
                    side="ours",
                    condition="registered",
                    steps=(PromiseStep(step="met", on=date(2026, 2, 1)),),
                ),
            },
        ),
        (
            "is:postponed postponed:1 due:2026-12-01 original:today",
            {"postponements": (Postponement(to=date(2026, 12, 1), on=TODAY, reason="land"),)},
        ),
        (
            "is:blocked problem:land solver:zhao",
            {"problems": (Problem(number=1, text="No land", noted=TODAY, solver="Zhao"),)},
        ),
        ("priority:高 is:紧急", {"priority": "high"}),
        ("ref:1.1", {}),
        ("ref:1", {}),
    ],
)
def test_finds_a_follow_up(query: str, changes: dict[str, Any]) -> None:
    assert asks(query, an_agreement(follow_ups=(a_task(**changes),)))


@pytest.mark.parametrize(
    "query",
    [
        "is:trip record:trip not signed:any not is:signed",
        "start:2026-08-09 end:2026-08-11 place:port",
        "visit:Tencent met:Dao person:dao lead:chen person:secretary",
        "Dao",
        "ref:T1 trip:T1 not ref:1",
    ],
)
def test_finds_a_trip(query: str) -> None:
    trip = a_trip(
        lead=CHEN, visits=(Visit(organisation="Tencent", met=(Person(name="Dao Feng"),)),)
    )

    assert asks(query, trip)


def test_an_agreement_is_kept_if_one_of_its_follow_ups_answers_alone() -> None:
    agreement = an_agreement(
        follow_ups=(
            a_task("Call", assignments=(Assignment(owner="Li"),)),
            a_task("Write", assignments=(Assignment(owner="Wang"),)),
        )
    )

    assert asks("task:call owner:li", agreement)
    assert not asks("task:call owner:wang", agreement)


def test_a_missing_value_answers_no_term_so_that_not_holds() -> None:
    agreement = an_agreement(amount=None)

    assert not asks("amount:..5", agreement)
    assert asks("not amount:..5", agreement)


def test_amounts_are_compared_within_their_currency_only() -> None:
    dollars = an_agreement(amount=Amount(value=Decimal(20), currency="USD"))

    assert asks("amount:10USD..30USD", dollars)
    assert not asks("amount:10..30", dollars)
    assert not asks("amount:..30 or amount:30..", dollars)


def test_everything_dated_is_read_as_of_the_day() -> None:
    agreement = an_agreement(
        assignments=(Assignment(owner="Li"), Assignment(owner="Wang", since=date(2026, 10, 1))),
        stages=(Reached(stage="started", on=PartialDay.read("2026-10-02")),),
        statuses=(StatusChange(status="terminated", on=date(2026, 10, 3)),),
        notes=(Note(on=date(2026, 10, 4), text="Called"),),
        funds=(Funds(amount=YI, on=date(2026, 10, 5)),),
        follow_ups=(
            a_task(due=date(2026, 9, 1), states=(StateChange(state="done", on=TODAY),)),
        ),
    )
    then, now = date(2026, 9, 30), TODAY

    assert asks(
        "owner:li stage:signed status:ongoing note:none funds:none late:29", agreement, then
    )
    assert asks(
        "owner:wang stage:started is:terminated note:call funds:1亿 is:done", agreement, now
    )


@pytest.mark.parametrize("query", ["note:called", "funds:any", "stage:started", "is:done"])
def test_what_happened_on_the_very_day_is_seen(query: str) -> None:
    on = date(2026, 10, 4)
    agreement = an_agreement(
        stages=(Reached(stage="started", on=PartialDay.of(on)),),
        notes=(Note(on=on, text="Called"),),
        funds=(Funds(amount=YI, on=on),),
        follow_ups=(a_task(states=(StateChange(state="done", on=on),)),),
    )

    assert asks(query, agreement, on)
    assert not asks(query, agreement, date(2026, 10, 3))


def test_a_look_back_sees_nothing_that_began_later() -> None:
    agreement = an_agreement(signed=PartialDay.read("2026-05-01"))
    task = an_agreement(follow_ups=(a_task(since=date(2026, 10, 1)),))

    assert not keeps(has_begun(date(2026, 4, 30)), agreement, TODAY)
    assert keeps(has_begun(date(2026, 5, 1)), agreement, TODAY)
    assert keeps(has_begun(date(2020, 1, 1)), an_agreement(signed=None), TODAY)
    assert not keeps(has_begun(date(2026, 9, 30)), task, TODAY)


@slow
@given(ledger=ledgers(most=2), as_of=days, question=exprs)
def test_the_matcher_agrees_with_the_plain_reading(
    ledger: list[Kept], as_of: date, question: Expr
) -> None:
    found = entries_of(ledger, as_of)

    assert [matches(question, e) for e in found] == [answers(question, e) for e in found]


@slow
@given(record=records, as_of=days, asked=st.lists(terms(), min_size=5, max_size=15))
def test_every_field_reads_as_in_the_plain_reading(
    record: Kept, as_of: date, asked: list[Term]
) -> None:
    for entry in entries(record, as_of):
        wrong = [term for term in asked if matches(term, entry) != answers(term, entry)]

        assert wrong == []


@slow
@given(record=records, as_of=days, a=exprs, b=exprs)
def test_de_morgan_holds(record: Kept, as_of: date, a: Expr, b: Expr) -> None:
    for entry in entries(record, as_of):
        assert matches(Not(And((a, b))), entry) == matches(Or((Not(a), Not(b))), entry)
        assert matches(Not(Or((a, b))), entry) == matches(And((Not(a), Not(b))), entry)
        assert matches(Not(Not(a)), entry) == matches(a, entry)
        assert matches(EVERYTHING, entry)
        assert not matches(NOTHING, entry)


@slow
@given(record=records, as_of=days)
def test_the_question_for_what_is_overdue_is_the_rule_of_the_model(
    record: Kept, as_of: date
) -> None:
    for entry in entries(record, as_of):
        task = entry.follow_up

        assert matches(overdue(as_of), entry) == bool(task and task.is_overdue(as_of))


def test_an_expression_holds_texts_that_are_compared_whole_or_in_part() -> None:
    entry = Entry(an_agreement(title="ß"), None, TODAY)

    assert isinstance(entry.record, Agreement)
    assert matches(Term("title", Op.EQ, "SS"), entry)
    assert not matches(Term("title", Op.EQ, "s"), entry)
    assert matches(Term("title", Op.HAS, "s"), entry)

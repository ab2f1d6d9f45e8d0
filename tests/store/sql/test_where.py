"""Questions in SQL: how they are put, and how cells compare."""

import operator
import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.model import Amount, Entry, Funds, Kept, Link, Note, Party, entries
from dealtrack.query import questions
from dealtrack.query.expr import EVERYTHING, NOTHING, And, Expr, Not, Op, Or, Term
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS
from dealtrack.query.measures import Measure
from dealtrack.query.order import Order, parse_order
from dealtrack.report import urgency
from dealtrack.store.sql import columns
from dealtrack.store.sql.cells import plain, reach_of, sum_of, value_of
from dealtrack.store.sql.columns import COLUMNS, OF_BOTH, TABLES
from dealtrack.store.sql.entrytable import EntryTable
from dealtrack.store.sql.filling import rows, settled
from dealtrack.store.sql.where import Scope, condition
from tests.builders import TODAY, a_task, a_trip, an_agreement
from tests.strategies import days, wild_ledgers

LONG_AGO = TODAY - timedelta(days=400)
COMPARED = {
    Op.EQ: operator.eq,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}
values = st.decimals(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [Decimal(text) for text in ("0", "-0.0", "1", "1.0", "10", "1E+1", "0.1", "-1", "1E+400")]
)


def table_of(*records: Kept) -> EntryTable:
    table = EntryTable(sqlite3.connect(":memory:"))
    table.create(records)
    return table


def found(table: EntryTable, where: Expr, order: str = "") -> list[tuple[int, int]]:
    return table.find(where, table="agreements", as_of=TODAY, order=parse_order(order))


def plan_of(where: Expr, order: Order = (), fields: Sequence[str] = ()) -> list[str]:
    """Return how SQLite goes about a question to a table of many records, or its *fields*."""
    connection = sqlite3.connect(":memory:")
    table = EntryTable(connection)
    table.create()
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    if fields:
        list(table.rows(fields, where, table="agreements", as_of=TODAY, unit="entries"))
    else:
        table.find(where, table="agreements", as_of=TODAY, order=order, limit=10)
    connection.set_trace_callback(None)
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[-1]}")]


def test_what_is_overdue_is_read_from_one_index_in_its_order() -> None:
    (step,) = plan_of(questions.overdue(TODAY), parse_order("due"))

    assert step.startswith("SEARCH e USING COVERING INDEX")
    assert "due<?" in step


def test_what_is_due_soon_is_read_from_one_index_in_its_order() -> None:
    (step,) = plan_of(questions.due_within(TODAY, TODAY), parse_order("due"))

    assert step.startswith("SEARCH e USING COVERING INDEX")
    assert "due>? AND due<?" in step


@pytest.mark.parametrize(
    ("where", "sought"),
    [
        (And((questions.OPEN, Term("due", Op.LE, TODAY))), "due<?"),
        (And((questions.OPEN, Not(Term("due", Op.KNOWN, True)))), "due=?"),
        (questions.known("waits"), "waits>?"),
    ],
)
def test_what_an_index_finds_is_sorted_by_ref_afterwards(where: Expr, sought: str) -> None:
    step, sorting = plan_of(where)

    assert step.startswith("SEARCH e USING")
    assert sought in step
    assert sorting == "USE TEMP B-TREE FOR ORDER BY"


def test_what_an_agenda_reads_of_tasks_stands_in_one_index() -> None:
    due = And((questions.OPEN, Not(questions.CONDITIONAL), Term("due", Op.LE, TODAY)))

    of_task, of_record, _sorting = plan_of(due, fields=urgency.FIELDS)

    assert of_task.startswith("SEARCH e USING COVERING INDEX")
    assert of_record.startswith("SEARCH r USING INTEGER PRIMARY KEY")


@pytest.mark.parametrize(
    "term",
    [
        Term("title", Op.EQ, "Agreement"),
        Term("trip", Op.EQ, "T3"),
        Term("link", Op.EQ, "17"),
        Term("signed", Op.GE, TODAY),
        Term("ref", Op.EQ, "17.2"),
    ],
)
def test_entries_that_are_looked_up_often_are_found_without_going_through_all(
    term: Term,
) -> None:
    steps = plan_of(term)

    assert any(step.startswith("SEARCH e USING PRIMARY KEY (id=?") for step in steps)
    assert "SCAN e" not in steps
    assert "SCAN r" not in steps


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_values_are_never_part_of_the_text(field: str) -> None:
    scope = Scope("agreements", TODAY)
    one, other = (condition(Term(field, Op.EQ, _any(field, n)), scope) for n in (1, 2))

    assert FIELDS[field].kind is Kind.FLAG or one.text == other.text
    assert one.text.count("?") == len(one.values)


def _any(field: str, number: int) -> str | int | date | bool | Amount:
    made: dict[Kind, str | int | date | bool | Amount] = {
        Kind.DATE: TODAY + timedelta(days=number),
        Kind.NUMBER: number,
        Kind.MONEY: Amount(value=Decimal(number)),
        Kind.FLAG: number == 1,
    }
    return made.get(FIELDS[field].kind, str(number))


@pytest.mark.parametrize(
    "text",
    [
        "a\0b",
        "\0",
        "%",
        "_",
        "'",
        '"',
        "\\",
        "ÿþ",
        "\u202e",
        "👩‍👩‍👧",
        "ẞ",
        "\x1f",
        " ",
        "?",
        "{}",
    ],
)
def test_a_hostile_text_is_found_whole_and_in_part_and_nothing_else_is(text: str) -> None:
    table = table_of(
        an_agreement(1, title=f"x{text}y", tags=(text, "z")),
        an_agreement(2, title="xy", tags=("z", "q")),
    )

    assert found(table, Term("title", Op.HAS, text)) == [(1, 0)]
    assert found(table, Term("title", Op.EQ, f"x{text}y")) == [(1, 0)]
    assert found(table, Term("tag", Op.EQ, text)) == [(1, 0)]
    assert found(table, Not(Or((Term("title", Op.HAS, text), NOTHING)))) == [(2, 0)]
    assert (1, 0) in found(table, Term("text", Op.EQ, text))


def test_half_a_character_can_be_asked_for() -> None:
    table = table_of(an_agreement())

    assert found(table, Term("title", Op.HAS, "\ud800")) == []
    assert found(table, Not(Term("text", Op.EQ, "\udcff"))) == [(1, 0)]


def test_a_value_is_not_found_across_two_of_them() -> None:
    table = table_of(an_agreement(tags=("ab", "cd")))

    assert found(table, Term("tag", Op.HAS, "bc")) == []
    assert found(table, Term("tag", Op.EQ, "ab")) == [(1, 0)]
    assert found(table, Term("tag", Op.EQ, "a")) == []


def test_what_is_missing_answers_no_term_and_every_denial() -> None:
    table = table_of(an_agreement(signed=None, amount=None, kind=""))

    for term in (
        Term("amount", Op.GE, Amount(value=Decimal(0))),
        Term("kind", Op.EQ, "strategic"),
        Term("signed", Op.LT, TODAY),
        Term("due", Op.KNOWN, True),
        Term("lead", Op.HAS, ""),
    ):
        assert found(table, term) == []
        assert found(table, Not(term)) == [(1, 0)]
        assert found(table, Not(Or((term, NOTHING)))) == [(1, 0)]
        assert found(table, Not(And((term, EVERYTHING)))) == [(1, 0)]


def nested(depth: int) -> Expr:
    where: Expr = Term("title", Op.HAS, "x")
    for number in range(depth):
        where = Not(Or((where, Term("id", Op.EQ, -number))))
    return where


def test_a_question_may_be_nested() -> None:
    table = table_of(an_agreement(1), an_agreement(2, title="x"))

    assert found(table, nested(12)) == [(2, 0)]


def test_a_question_too_deep_for_sqlite_is_an_error_of_sqlite() -> None:
    with pytest.raises(sqlite3.Error):
        found(table_of(), nested(100))


def test_a_number_may_be_of_any_size() -> None:
    table = table_of(an_agreement(1, count=10**30), an_agreement(2, count=2**63 - 1))
    counted = Measure("papers", of="count")

    assert found(table, Term("count", Op.EQ, 10**30)) == [(1, 0)]
    assert found(table, EVERYTHING, "-count") == [(1, 0), (2, 0)]
    assert table.tally((counted,), table="agreements", as_of=TODAY) == {
        "": {"papers": 10**30 + 2**63 - 1}
    }


def test_sums_are_exact() -> None:
    large, small = Decimal("999999999999999999.999999999"), Decimal("0.000000001")
    funds = tuple(Funds(amount=Amount(value=small), on=LONG_AGO) for _ in range(3))
    table = table_of(
        *(an_agreement(n, amount=Amount(value=large), funds=funds) for n in range(1, 201))
    )
    measures = (Measure("amount", of="amount"), Measure("funds", of="funds"))

    assert table.tally(measures, table="agreements", as_of=TODAY)[""] == {
        "amount": {"CNY": Decimal("199999999999999999999.999999800")},
        "funds": {"CNY": Decimal("0.000000600")},
    }


@given(a=values, b=values, op=st.sampled_from(list(COMPARED)))
def test_cells_of_amounts_compare_as_amounts_do(a: Decimal, b: Decimal, op: Op) -> None:
    low, high = reach_of(op, Amount(value=b))

    assert (low <= sum_of(Amount(value=a)) < high) == COMPARED[op](a, b)
    assert not low <= sum_of(Amount(value=a, currency="CN")) < high
    assert not low <= sum_of(Amount(value=a, currency="CNYX")) < high
    assert str(value_of(sum_of(Amount(value=a)))[0]) == str(a)


@given(a=st.text(), b=st.text())
def test_cells_of_texts_sort_as_texts_do(a: str, b: str) -> None:
    one, other = plain(a), plain(b)
    assert isinstance(one, bytes)
    assert isinstance(other, bytes)

    assert (one < other) == (a < b)


def test_every_field_has_its_place() -> None:
    listed = (
        OF_BOTH,
        columns._OF_RECORDS,
        columns._OF_AGREEMENTS,
        columns._OF_TRIPS,
        columns.MADE_UP,
        columns._SINGLE,
    )
    stored = {c.field.name for t in TABLES for part in COLUMNS[t] for c in part}

    assert [name for names in listed for name in names if name not in FIELDS] == []
    assert stored == FIELDS.keys() - columns.MADE_UP


@settings(max_examples=60, deadline=None)
@given(ledger=wild_ledgers(), as_of=days)
def test_a_column_of_records_says_the_same_of_every_entry(
    ledger: list[Kept], as_of: date
) -> None:
    for record in ledger:
        own = COLUMNS[columns.table_of(record)]
        for column in (*own.records, *own.entries):
            read = column.field.read
            found_values = [read(entry) for entry in entries(record, as_of)]

            assert column.several or all(len(one) <= 1 for one in found_values)
            if column in own.records and column not in own.entries:
                assert set(found_values) == {read(Entry(record, None, as_of))}


def test_a_record_is_settled_when_all_that_is_dated_has_happened() -> None:
    noted = Note(on=date(2027, 3, 1), text="Visit", author="")
    due_later = a_task(due=date(2030, 1, 1), since=date(2026, 9, 1))

    assert settled(an_agreement(follow_ups=(due_later,))) == date(2026, 9, 1)
    assert settled(an_agreement(notes=(noted,))) == noted.on
    assert settled(a_trip()) == date(2026, 8, 11)


def test_what_is_not_settled_is_left_to_memory() -> None:
    later = Note(on=TODAY + timedelta(days=1), text="Visit", author="")
    table = table_of(an_agreement(1, notes=(later,)), an_agreement(2))

    assert table.unsettled("agreements", TODAY) == [1]
    assert found(table, EVERYTHING) == [(2, 0)]
    assert table.count(table="agreements", as_of=TODAY) == 1
    assert table.tally((Measure("n"),), table="agreements", as_of=TODAY) == {"": {"n": 1}}
    assert table.unsettled("agreements", later.on) == []


def test_names_are_counted_as_records_come_and_go() -> None:
    def parties(*names: str) -> tuple[Party, ...]:
        return tuple(Party(name=name) for name in names)

    table = table_of(an_agreement(1, parties=parties("A", "B")))
    asked = (Measure("n"),)
    table.enter(an_agreement(2, parties=parties("B", "b")))
    table.enter(an_agreement(1, parties=parties("C")))

    assert table.tally(asked, table="agreements", as_of=TODAY, by="party") == {
        "B": {"n": 1},
        "b": {"n": 1},
        "C": {"n": 1},
    }
    table.strike("agreements", 2)
    table.strike("agreements", 1)
    assert table.tally(asked, table="agreements", as_of=TODAY, by="party") == {}


def test_a_record_fills_a_row_and_one_for_each_follow_up() -> None:
    linked = an_agreement(7, links=(Link(relation="renews", to=3),))

    assert [row[:2] for row in rows(linked).entries] == [(7, 0)]
    two = rows(an_agreement(8, follow_ups=(a_task(), a_task())))
    assert [row[:2] for row in two.entries] == [(8, 1), (8, 2)]


def test_equal_parts_of_two_records_may_be_written_differently() -> None:
    one, other = (
        rows(an_agreement(n, amount=Amount(value=Decimal(text)))).record
        for n, text in ((1, "100"), (2, "1E+2"))
    )

    names = columns.names_of_records("agreements")
    at = names.index("amount")
    assert [row[at] for row in (one, other)] == [
        b"CNY\xff65021\0" + t for t in (b"100", b"1E+2")
    ]


@given(wild_ledgers())
def test_a_row_is_the_same_whatever_was_filled_before(records: Sequence[Kept]) -> None:
    first = [rows(one) for one in records]

    assert [rows(one) for one in reversed(records)] == first[::-1]

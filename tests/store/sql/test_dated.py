"""Tables as of any day in PostgreSQL: how questions are gone about, in how many statements."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from dealtrack.days import PartialDay, Span
from dealtrack.model import Agreement, Amount, StateChange
from dealtrack.query import questions
from dealtrack.query.expr import And, Expr, Op, Or, Term
from dealtrack.query.fields import FIELDS
from dealtrack.query.measures import Measure
from dealtrack.query.order import parse_order
from dealtrack.store.sql import schema
from dealtrack.store.sql.dated import DatedTable
from dealtrack.store.sql.dialect import Dialect, Sql
from dealtrack.store.sql.engine import Cells, Engine
from tests.builders import TODAY, a_task, an_agreement
from tests.postgres.server import Server

MANY = 3000


class Watched:
    """An engine that tells what it was asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.asked: list[Sql] = []

    @property
    def dialect(self) -> Dialect:
        return self._engine.dialect

    def rows(self, asked: Sql) -> Iterator[tuple[Any, ...]]:
        self.asked.append(asked)
        return self._engine.rows(asked)

    def stream(self, asked: Sql) -> Iterator[tuple[Any, ...]]:
        self.asked.append(asked)
        return self._engine.stream(asked)

    def run(self, asked: Sql) -> int:
        self.asked.append(asked)
        return self._engine.run(asked)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Cells]) -> None:
        self.asked.append(Sql(f"load {table}"))
        self._engine.load(table, columns, rows)

    def plan_of(self, question: Iterable[object]) -> str:
        """Ask a question, and return how the database goes about it."""
        self.asked.clear()
        list(question)
        (asked,) = self.asked
        found = self._engine.rows(Sql(f"EXPLAIN {asked.text}", asked.values))
        return "\n".join(line for (line,) in found)

    def times_asked(self, question: Iterable[object]) -> int:
        """Return how many statements a question takes."""
        self.asked.clear()
        list(question)
        return len(self.asked)


def an_old_one(number: int) -> Agreement:
    """Return an agreement of some years ago with two tasks: one done, one seldom overdue."""
    late = number % 50 == 0
    tasks = (
        a_task("Open", TODAY - timedelta(days=5) if late else TODAY + timedelta(days=90)),
        a_task(
            "Done",
            TODAY - timedelta(days=100),
            states=(StateChange(state="done", on=TODAY - timedelta(days=99)),),
        ),
    )
    signed = PartialDay.of(TODAY - timedelta(days=500 + number % 400))
    amount = Amount(value=Decimal(number))
    return an_agreement(
        number, title=f"Park {number}", signed=signed, amount=amount, follow_ups=tasks
    )


@pytest.fixture(scope="module")
def engine(postgres: Server) -> Iterator[Watched]:
    """Many agreements with a past, in PostgreSQL."""
    import psycopg

    from dealtrack.store.server.postgres import PostgresEngine

    url = postgres.create_database("plans")
    with psycopg.connect(url, autocommit=True) as connection:
        watched = Watched(PostgresEngine(connection))
        for statement in DatedTable(watched).statements():
            watched.run(Sql(statement))
        DatedTable(watched).enter(map(an_old_one, range(1, MANY + 1)))
        DatedTable(watched).survey()
        yield watched
    postgres.drop_database("plans")


@pytest.fixture
def table(engine: Watched) -> DatedTable:
    return DatedTable(engine)


def test_what_is_overdue_today_is_found_by_an_index_and_the_past_is_left_alone(
    engine: Watched, table: DatedTable
) -> None:
    plan = engine.plan_of(
        table.walk(
            questions.overdue(TODAY), table="agreements", as_of=TODAY, order=parse_order("due")
        )
    )

    assert "Seq Scan" not in plan
    assert "records" not in plan
    assert "(due < " in plan
    assert "(until > " in plan


@pytest.mark.parametrize(
    "where",
    [
        Term("id", Op.EQ, 17),
        Term("ref", Op.EQ, "17.2"),
        Term("title", Op.EQ, "Park 17"),
        Term("link", Op.EQ, "17"),
        Term("uid", Op.EQ, "agreement-17"),
        questions.signed_in(Span(TODAY - timedelta(days=510), TODAY - timedelta(days=508))),
        Or(tuple(Term("id", Op.EQ, number) for number in range(1, 9))),
    ],
    ids=str,
)
def test_what_names_a_few_is_found_by_an_index(
    engine: Watched, table: DatedTable, where: Expr
) -> None:
    plan = engine.plan_of(table.ids(where, table="agreements", as_of=TODAY))

    assert "Seq Scan" not in plan


@pytest.mark.parametrize("order", ["", "title", "due", "-amount,party"])
@pytest.mark.parametrize("as_of", [TODAY, TODAY - timedelta(days=150)], ids=["now", "then"])
def test_finding_takes_one_statement(
    engine: Watched, table: DatedTable, order: str, as_of: date
) -> None:
    where, by = And((questions.OPEN, Term("text", Op.HAS, "park"))), parse_order(order)
    put = (
        table.walk(where, table="agreements", as_of=as_of, order=by),
        table.ids(where, table="agreements", as_of=as_of, order=by),
        table.ids(where, table="agreements", as_of=as_of, order=by, limit=3),
        table.rows([*FIELDS], where, table="agreements", as_of=as_of),
    )

    assert [engine.times_asked(question) for question in put] == [1, 1, 1, 1]


def test_counting_takes_as_many_statements_as_there_are_sums_and_one_or_two_more(
    engine: Watched, table: DatedTable
) -> None:
    asked = [Measure("all"), Measure("overdue", questions.overdue(TODAY), unit="entries")]
    sums = [Measure("money", of="amount"), Measure("kept", of="kept", unit="entries")]
    some = [*asked, Measure("papers", of="count"), *sums]

    for by in ("", "kind", "party", "unit", "ref"):
        engine.asked.clear()
        table.tally(some, table="agreements", as_of=TODAY, by=by)

        assert len(sums) < len(engine.asked) <= len(sums) + 2


def test_only_totals_leave_the_database(engine: Watched, table: DatedTable) -> None:
    engine.asked.clear()
    asked = [Measure("n"), Measure("money", of="amount")]
    table.tally(asked, table="agreements", as_of=TODAY, by="party")

    assert [len(list(engine.rows(one))) for one in tuple(engine.asked)] == [2, 2]


def test_records_are_entered_by_the_thousand(engine: Watched, table: DatedTable) -> None:
    engine.asked.clear()
    table.enter(map(an_old_one, range(1, 2001)))

    deleted = [asked for asked in engine.asked if asked.text.startswith("DELETE")]
    pieces = sum(
        len(schema.pieces("agreements", part, engine.dialect)) for part in schema.PARTS
    )
    assert len(deleted) == 2 * pieces
    assert len(engine.asked) == 4 * pieces
    assert table.count(table="agreements", as_of=TODAY) == 2 * MANY


def test_rows_come_bit_by_bit_while_others_are_asked(
    engine: Watched, table: DatedTable
) -> None:
    told = table.rows(("title",), table="agreements", as_of=TODAY)

    first = next(told)
    n = table.count(table="agreements", as_of=TODAY)
    rest = list(told)

    assert first == (1, (("Park 1",),))
    assert len(rest) == MANY - 1
    assert n == 2 * MANY


def test_a_question_may_hold_what_no_text_of_a_database_holds(
    engine: Watched, table: DatedTable
) -> None:
    hostile = ("\udcff", "\0", "%s ? {} $1", "'; DROP TABLE x; --", r"\x00 \N")
    titled = [an_agreement(10_000 + n, title=f"a{text}b") for n, text in enumerate(hostile)]
    table.enter(titled)

    for one, text in zip(titled, hostile, strict=True):
        asked = And((Term("title", Op.HAS, text), Term("id", Op.GE, 10_000)))
        assert list(table.ids(asked, table="agreements", as_of=TODAY)) == [one.id]
        told = table.rows(("title",), asked, table="agreements", as_of=TODAY)
        assert list(told) == [(one.id, ((one.title,),))]
    table.strike("agreements", (one.id for one in titled))

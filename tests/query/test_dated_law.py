"""The law of the query language, as of any day: a database gives the answers of the matcher.

Nothing is asked in memory here.  ``DEALTRACK_LAW=20000`` has it tried on so many ledgers.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date
from inspect import signature
from typing import Any, NamedTuple, Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.model import Entry, Kept
from dealtrack.model.vocabulary import PROMISE_STATES, STATUSES
from dealtrack.query.asked import Records
from dealtrack.query.expr import EVERYTHING, Expr, Not, Op, Term
from dealtrack.query.fields import FIELDS
from dealtrack.query.match import matches
from dealtrack.query.measures import Measure, Unit
from dealtrack.query.order import Order, arrange
from dealtrack.store.sql.columns import TABLES, Table, table_of
from dealtrack.store.sql.dated import DatedTable
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.engine import Engine
from tests.builders import TODAY, an_agreement
from tests.postgres.server import Server
from tests.query.test_law import as_ofs, law, measures
from tests.store.lite import LiteEngine
from tests.strategies import entries_of, exprs, orders, terms, wild_ledgers

IS_LONG = "DEALTRACK_LAW" in os.environ
TRIES = law.max_examples
FEW = 15
"""Ledgers that are tried on a server, where each takes ten times as long.

The statements are nearly those of SQLite, which is tried on all of them: what is left is how
a server compares, sorts and counts.
"""

Check = Callable[..., None]


def tried(**asked: st.SearchStrategy[Any]) -> Callable[[Check], Check]:
    """Try a law on many of what is *asked* for: as often as the place has time for."""

    def decorate(check: Check) -> Check:
        def of_one(place: "Place", **given_by_pytest: Any) -> None:
            @settings(law, max_examples=place.tries)
            @named(check)
            @given(**asked)
            def once(**values: Any) -> None:
                check(place=place, **given_by_pytest, **values)

            once()

        known = signature(check)
        wanted = [p for name, p in known.parameters.items() if name not in asked]
        named(check)(of_one).__signature__ = known.replace(parameters=wanted)  # type: ignore[attr-defined]
        return of_one

    return decorate


def named(like: Check) -> Callable[[Check], Check]:
    """Give a function the name of another, by which failures are remembered."""

    def rename(check: Check) -> Check:
        check.__name__ = check.__qualname__ = like.__name__
        return check

    return rename


class Connection(Protocol):
    """What both databases call a connection."""

    def rollback(self) -> None: ...

    def commit(self) -> None: ...


class Place(NamedTuple):
    """Empty tables in a database; what is entered is gone with the next ledger."""

    connection: Connection
    engine: Engine
    tries: int

    @classmethod
    def of(cls, connection: Connection, engine: Engine, tries: int) -> "Place":
        for statement in DatedTable(engine).statements():
            engine.run(Sql(statement))
        connection.commit()
        return cls(connection, engine, tries)

    def keeping(self, ledger: Iterable[Kept]) -> DatedTable:
        self.connection.rollback()
        table = DatedTable(self.engine)
        table.enter(ledger)
        return table


@pytest.fixture(scope="module")
def sqlite() -> Iterator[Place]:
    with closing(sqlite3.connect(":memory:")) as connection:
        yield Place.of(connection, LiteEngine(connection), TRIES)


@pytest.fixture(scope="module")
def postgresql(postgres: Server) -> Iterator[Place]:
    import psycopg

    from dealtrack.store.server.postgres import PostgresEngine

    url = postgres.create_database("law")
    with psycopg.connect(url, options="-c jit=off") as connection:
        yield Place.of(connection, PostgresEngine(connection), TRIES if IS_LONG else FEW)
    postgres.drop_database("law")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Place:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Place)
    return found


def here(ledger: list[Kept], register: Table) -> list[Kept]:
    return [record for record in ledger if table_of(record) == register]


def numbered(found: Iterable[Entry]) -> list[tuple[int, int]]:
    return [(e.record.id, e.follow_up.number if e.follow_up else 0) for e in found]


@tried(
    ledger=wild_ledgers(),
    as_of=as_ofs,
    where=exprs,
    order=orders,
    limit=st.none() | st.integers(0, 3),
)
def test_entries_are_found_as_of_any_day_and_in_order(
    place: Place,
    ledger: list[Kept],
    as_of: date,
    where: Expr,
    order: Order,
    limit: int | None,
) -> None:
    table = place.keeping(ledger)
    for register in TABLES:
        answers = (e for e in entries_of(here(ledger, register), as_of) if matches(where, e))
        expected = numbered(arrange(answers, order))[:limit]

        found = table.find(where, table=register, as_of=as_of, order=order, limit=limit)
        assert found == expected


@tried(
    ledger=wild_ledgers(),
    as_of=as_ofs,
    where=exprs,
    order=orders,
    limit=st.none() | st.integers(0, 3),
)
def test_records_are_found_once_each_and_in_order(
    place: Place,
    ledger: list[Kept],
    as_of: date,
    where: Expr,
    order: Order,
    limit: int | None,
) -> None:
    table = place.keeping(ledger)
    for register in TABLES:
        known = Records[Kept](here(ledger, register))
        expected = known.search(where, as_of=as_of, order=order, limit=limit)

        found = table.ids(where, table=register, as_of=as_of, order=order, limit=limit)
        assert list(found) == [record.id for record in expected]


@tried(ledger=wild_ledgers(), as_of=as_ofs, asked=st.lists(terms(), min_size=20, max_size=40))
def test_every_field_answers_as_the_matcher_does(
    place: Place, ledger: list[Kept], as_of: date, asked: list[Expr]
) -> None:
    table = place.keeping(ledger)
    everything = entries_of(ledger, as_of)

    wrong = [
        term
        for term in asked
        for register in TABLES
        if table.find(term, table=register, as_of=as_of)
        != numbered(
            e for e in everything if table_of(e.record) == register and matches(term, e)
        )
    ]

    assert wrong == []


@tried(ledger=wild_ledgers(), as_of=as_ofs)
def test_what_a_field_says_nothing_of_is_found_for_every_field(
    place: Place, ledger: list[Kept], as_of: date
) -> None:
    table = place.keeping(ledger)
    everything = entries_of(here(ledger, "agreements"), as_of)
    unknown = [Not(Term(name, Op.KNOWN, True)) for name in FIELDS]

    wrong = [
        asked
        for asked in unknown
        if table.find(asked, table="agreements", as_of=as_of)
        != numbered(e for e in everything if matches(asked, e))
    ]

    assert wrong == []


@tried(ledger=wild_ledgers(), as_of=as_ofs, where=exprs)
def test_entries_are_counted(
    place: Place, ledger: list[Kept], as_of: date, where: Expr
) -> None:
    table = place.keeping(ledger)
    for register in TABLES:
        known = Records[Kept](here(ledger, register))

        n = table.count(where, table=register, as_of=as_of)
        assert n == known.count(where, as_of=as_of)


@tried(
    ledger=wild_ledgers(),
    as_of=as_ofs,
    asked=measures,
    by=st.sampled_from(["", *FIELDS]),
    where=st.just(EVERYTHING) | exprs,
)
def test_figures_are_counted_and_summed_as_in_memory(
    place: Place,
    ledger: list[Kept],
    as_of: date,
    asked: tuple[Measure, ...],
    by: str,
    where: Expr,
) -> None:
    table = place.keeping(ledger)
    for register in TABLES:
        known = Records[Kept](here(ledger, register))

        found = table.tally(asked, table=register, as_of=as_of, by=by, where=where)
        assert found == known.tally(asked, as_of=as_of, by=by, where=where)


@pytest.mark.parametrize("unit", ["records", "entries"])
@tried(
    ledger=wild_ledgers(),
    as_of=as_ofs,
    fields=st.lists(st.sampled_from([*FIELDS]), max_size=6),
    where=st.just(EVERYTHING) | exprs,
)
def test_rows_say_what_the_fields_say(
    place: Place,
    ledger: list[Kept],
    as_of: date,
    fields: list[str],
    where: Expr,
    unit: Unit,
) -> None:
    table = place.keeping(ledger)
    for register in TABLES:
        known = Records[Kept](here(ledger, register))
        expected = known.rows(["id", *fields], where, as_of=as_of, unit=unit)

        found = table.rows(fields, where, table=register, as_of=as_of, unit=unit)
        assert list(found) == [(id_, tuple(row)) for (id_,), *row in expected]


@tried(ledger=wild_ledgers(), as_of=st.lists(as_ofs, min_size=3, max_size=6))
def test_every_field_says_on_each_day_what_it_says_in_memory(
    place: Place, ledger: list[Kept], as_of: list[date]
) -> None:
    table, fields = place.keeping(ledger), [*FIELDS]
    for register in TABLES:
        known = Records[Kept](here(ledger, register))
        for day in as_of:
            expected = known.rows(fields, as_of=day, unit="entries")

            found = table.rows(fields, table=register, as_of=day, unit="entries")
            assert [row for _id, row in found] == list(expected)


MOVING = [
    *(Term("status", Op.EQ, key) for key in STATUSES.keys),
    *(Term("promised", Op.EQ, key) for key in PROMISE_STATES.keys),
    *(Term(name, Op.GE, days) for name in ("late", "behind") for days in (1, 30)),
]


@tried(ledger=wild_ledgers(), as_of=st.lists(as_ofs, min_size=2, max_size=4))
def test_what_goes_on_with_the_day_alone_is_asked_for_as_in_memory(
    place: Place, ledger: list[Kept], as_of: list[date]
) -> None:
    table = place.keeping(ledger)
    for register in TABLES:
        known = Records[Kept](here(ledger, register))
        asked = tuple(Measure(str(n), term, unit="entries") for n, term in enumerate(MOVING))
        for day in as_of:
            expected = known.tally(asked, as_of=day)

            assert table.tally(asked, table=register, as_of=day) == expected


@tried(before=wild_ledgers(), after=wild_ledgers(), as_of=as_ofs)
def test_records_that_come_and_go_leave_nothing_behind(
    place: Place, before: list[Kept], after: list[Kept], as_of: date
) -> None:
    table = place.keeping(before)
    table.enter(after)
    for register in TABLES:
        kept = {record.id for record in here(after, register)}
        table.strike(register, (r.id for r in here(before, register) if r.id not in kept))

        found = table.find(table=register, as_of=as_of)
        assert found == numbered(entries_of(here(after, register), as_of))


def test_a_number_may_be_longer_than_any_column_of_whole_numbers(place: Place) -> None:
    long = an_agreement(count=10**30)
    table = place.keeping([long])
    asked = Term("count", Op.GT, 10**29)

    found = table.find(asked, table="agreements", as_of=TODAY)
    (figures,) = table.tally(
        (Measure("n", of="count"),), table="agreements", as_of=TODAY, by="count"
    ).items()

    assert found == [(long.id, 0)]
    assert figures == (str(10**30), {"n": 10**30})

"""The law of the query language: every interpreter gives the answers of the matcher.

``DEALTRACK_LAW=20000`` in the environment has it tried on so many ledgers.
"""

import os
import sqlite3
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealtrack.model import Entry, Kept, entries
from dealtrack.query.expr import EVERYTHING, Expr, Not, Op, Term
from dealtrack.query.fields import FIELDS
from dealtrack.query.match import matches
from dealtrack.query.measures import Figure, Measure, Tally, tally
from dealtrack.query.order import Order, arrange
from dealtrack.store.sql.columns import NAMED, Table, table_of
from dealtrack.store.sql.entrytable import EntryTable
from dealtrack.store.sql.filling import rows, settled
from tests.strategies import days, entries_of, exprs, orders, terms, wild_ledgers

law = settings(
    max_examples=int(os.environ.get("DEALTRACK_LAW", "50")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
as_ofs = days | st.sampled_from([date(2026, 4, 1), date.min, date.max])
measures = st.lists(
    st.builds(
        Measure,
        name=st.just(""),
        expr=st.just(EVERYTHING) | exprs,
        of=st.sampled_from(["", *FIELDS]),
        unit=st.sampled_from(["records", "entries"]),
    ),
    min_size=1,
    max_size=3,
).map(lambda found: tuple(m._replace(name=str(n)) for n, m in enumerate(found)))


class Both(NamedTuple):
    """The same records in the table and in memory."""

    table: EntryTable
    records: list[Kept]

    @classmethod
    def of(cls, records: list[Kept]) -> "Both":
        table = EntryTable(sqlite3.connect(":memory:"))
        table.create(records)
        return cls(table, records)

    def here(self, register: Table) -> list[Kept]:
        return [record for record in self.records if table_of(record) == register]

    def late(self, register: Table, as_of: date) -> list[Entry]:
        """Return the entries of what the table does not answer for."""
        ids = set(self.table.unsettled(register, as_of))
        late = [record for record in self.here(register) if record.id in ids]
        return entries_of(late, as_of)

    def find(self, where: Expr, as_of: date, order: Order, limit: int | None) -> list[Entry]:
        found = []
        for register in ("agreements", "trips"):
            there = {
                (e.record.id, e.follow_up.number if e.follow_up else 0): e
                for e in entries_of(self.here(register), as_of)
            }
            refs = self.table.find(where, table=register, as_of=as_of, order=order, limit=limit)
            settled_ones = [there[ref] for ref in refs]
            assert settled_ones == arrange(settled_ones, order)
            found += settled_ones
            found += [e for e in self.late(register, as_of) if matches(where, e)]
        return arrange(found, order)[:limit]

    def tally(self, asked: tuple[Measure, ...], as_of: date, by: str, where: Expr) -> Tally:
        parts = []
        for register in ("agreements", "trips"):
            late = [e for e in self.late(register, as_of) if matches(where, e)]
            settled_ones = self.table.tally(
                asked, table=register, as_of=as_of, by=by, where=where
            )
            parts += [settled_ones, tally(asked, late, by)]
        return add_up(parts)


def add_up(tallies: Iterable[Tally]) -> Tally:
    whole: Tally = {}
    for groups in tallies:
        for name, figures in groups.items():
            into = whole.setdefault(name, {})
            for measure, figure in figures.items():
                into[measure] = added(into.get(measure, {} if figure == {} else 0), figure)
    return whole


def added(one: Figure, other: Figure) -> Figure:
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    sums = [figure for figure in (one, other) if not isinstance(figure, int)]
    zero = Decimal(0)
    return {code: sum((f.get(code, zero) for f in sums), zero) for f in sums for code in f}


def refs(found: Iterable[Entry]) -> list[str]:
    return [entry.ref for entry in found]


@law
@given(
    ledger=wild_ledgers(),
    as_of=as_ofs,
    where=exprs,
    order=orders,
    limit=st.none() | st.integers(0, 3),
)
def test_the_table_finds_what_the_matcher_finds_in_the_same_order(
    ledger: list[Kept], as_of: date, where: Expr, order: Order, limit: int | None
) -> None:
    both = Both.of(ledger)
    expected = arrange((e for e in entries_of(ledger, as_of) if matches(where, e)), order)

    assert refs(both.find(where, as_of, order, limit)) == refs(expected[:limit])


@law
@given(ledger=wild_ledgers(), as_of=as_ofs, asked=st.lists(terms(), min_size=20, max_size=40))
def test_every_field_answers_as_the_matcher_does(
    ledger: list[Kept], as_of: date, asked: list[Expr]
) -> None:
    both = Both.of(ledger)
    everything = entries_of(ledger, as_of)

    wrong = [
        term
        for term in asked
        if refs(both.find(term, as_of, (), None))
        != refs(e for e in arrange(everything, ()) if matches(term, e))
    ]

    assert wrong == []


@law
@given(ledger=wild_ledgers(), as_of=as_ofs)
def test_what_a_field_says_nothing_of_is_found_for_every_field(
    ledger: list[Kept], as_of: date
) -> None:
    both = Both.of(ledger)
    everything = entries_of(ledger, as_of)
    unknown = [Not(Term(name, Op.KNOWN, True)) for name in FIELDS]

    wrong = [
        asked
        for asked in unknown
        if refs(both.find(asked, as_of, (), None))
        != refs(e for e in arrange(everything, ()) if matches(asked, e))
    ]

    assert wrong == []


@law
@given(
    ledger=wild_ledgers(),
    as_of=as_ofs,
    asked=measures,
    by=st.sampled_from(["", *FIELDS]),
    where=st.just(EVERYTHING) | exprs,
)
def test_the_table_counts_and_sums_as_in_memory(
    ledger: list[Kept], as_of: date, asked: tuple[Measure, ...], by: str, where: Expr
) -> None:
    both = Both.of(ledger)
    expected = tally(asked, (e for e in entries_of(ledger, as_of) if matches(where, e)), by)

    assert both.tally(asked, as_of, by, where) == expected


@law
@given(ledger=wild_ledgers(), as_of=as_ofs, where=exprs)
def test_the_table_counts_entries(ledger: list[Kept], as_of: date, where: Expr) -> None:
    both = Both.of(ledger)
    for register in ("agreements", "trips"):
        n = both.table.count(where, table=register, as_of=as_of)

        assert n == len(both.table.find(where, table=register, as_of=as_of))


@law
@given(
    before=wild_ledgers(),
    after=wild_ledgers(),
    as_of=as_ofs,
    by=st.sampled_from(NAMED),
)
def test_records_that_come_and_go_leave_nothing_behind(
    before: list[Kept], after: list[Kept], as_of: date, by: str
) -> None:
    both, fresh = Both.of(before), Both.of(after)
    for record in after:
        both.table.enter(record)
    gone = {(table_of(r), r.id) for r in before} - {(table_of(r), r.id) for r in after}
    for register, id_ in gone:
        both.table.strike(register, id_)
    changed = both._replace(records=after)

    assert changed.tally((Measure("n"),), as_of, by, EVERYTHING) == fresh.tally(
        (Measure("n"),), as_of, by, EVERYTHING
    )
    assert changed.find(EVERYTHING, as_of, (), None) == fresh.find(EVERYTHING, as_of, (), None)


@law
@given(ledger=wild_ledgers())
def test_what_is_settled_stays_so(ledger: list[Kept]) -> None:
    for record in ledger:
        moving = {"late", "promised", "status", "behind"}
        readers = [field.read for name, field in FIELDS.items() if name not in moving]
        then, at_last = (
            [[read(entry) for read in readers] for entry in entries(record, day)]
            for day in (settled(record), date.max)
        )

        assert then == at_last
        assert len(rows(record).entries) == len(then)

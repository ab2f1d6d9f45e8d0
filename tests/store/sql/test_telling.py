"""The law of rows: the tables tell of every field what its reader reads from the record."""

from datetime import date
from heapq import merge
from operator import itemgetter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dealtrack.model import Kept
from dealtrack.query.asked import Records, Row
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.fields import FIELDS
from dealtrack.query.measures import Unit
from dealtrack.store.sql.columns import TABLES, Table
from tests.query.test_law import Both
from tests.strategies import days, exprs, wild_ledgers

AS_OF = days | st.sampled_from([date(2026, 4, 1), date.min, date.max])


def told(
    both: Both, names: list[str], where: Expr, register: Table, as_of: date, unit: Unit
) -> list[Row]:
    late = set(both.table.unsettled(register, as_of))
    found = both.table.rows(names, where, table=register, as_of=as_of, unit=unit)
    kept: list[Kept] = [r for r in both.here(register) if r.id in late]
    others = Records(kept).rows(["id", *names], where, as_of=as_of, unit=unit)
    here = ((id_, row) for id_, row in found if id_ not in late)
    there = ((row[0][0], row[1:]) for row in others)
    return [row for _id, row in merge(here, there, key=itemgetter(0))]


@pytest.mark.parametrize("unit", ["records", "entries"])
@settings(
    max_examples=100,
    phases=set(Phase) - {Phase.shrink, Phase.explain},
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    ledger=wild_ledgers(),
    as_of=AS_OF,
    where=st.just(EVERYTHING) | exprs,
    names=st.lists(st.sampled_from(list(FIELDS)), max_size=8),
)
def test_the_tables_tell_what_the_records_say(
    ledger: list[Kept], as_of: date, where: Expr, names: list[str], unit: Unit
) -> None:
    both = Both.of(ledger)
    for register in TABLES:
        kept = both.here(register)
        expected = list(Records(kept).rows(names, where, as_of=as_of, unit=unit))

        assert told(both, names, where, register, as_of, unit) == expected

"""Packed columns: the same cells, however they got there, and the same figures."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Amount, Assignment, Entry, Kept, Reached, entries
from dealtrack.model.stages import STAGES
from dealtrack.query.expr import EVERYTHING, Expr, Not, Op, Or, Term, both
from dealtrack.query.match import matches
from dealtrack.query.measures import Measure, tally
from dealtrack.store.packed.blocks import (
    SLOTS,
    coded,
    days_of,
    pack,
    pack_days,
    planes,
    unpack,
)
from dealtrack.store.sql.columns import TABLES, table_of
from dealtrack.store.sql.entrytable import EntryTable
from tests.builders import an_agreement
from tests.strategies import wild_ledgers

AS_OF = date(2026, 10, 31)

cells = st.lists(
    st.none() | st.integers(-(2**63), 2**63 - 1) | st.binary(max_size=4), max_size=9
)
ordinals = st.lists(st.none() | st.integers(1, date.max.toordinal()), max_size=9)


def blocks_of(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return [
        (table, *row)
        for table in TABLES
        for row in connection.execute(f'SELECT * FROM "{table}_packed" ORDER BY 1, 2')
    ]


def table_with(records: Iterable[Kept]) -> tuple[EntryTable, sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    table = EntryTable(connection)
    table.create(records)
    return table, connection


def whole(found: list[int | bytes | None]) -> list[int | bytes | None]:
    return [*found, *[None] * (SLOTS - len(found))]


@given(cells)
def test_cells_are_unpacked_as_they_were_packed(found: list[int | bytes | None]) -> None:
    assert unpack(pack(whole(found))) == whole(found)


def test_a_block_may_hold_as_many_different_cells_as_it_has_places() -> None:
    every = list(range(SLOTS))

    assert unpack(pack(every)) == every


@given(ordinals)
def test_days_are_unpacked_as_they_were_packed(found: list[int | bytes | None]) -> None:
    assert days_of(planes(pack_days(whole(found)))) == whole(found)


@pytest.mark.parametrize("cut", [0, 1, 100])
def test_a_block_that_is_cut_off_is_no_block(cut: int) -> None:
    packed, days = pack(whole([1, b"two"])), pack_days(whole([1, 2]))

    with pytest.raises(ValueError, match=r"."):
        coded(packed[:cut])
    with pytest.raises(ValueError, match=str(cut)):
        planes(days[:cut])


@given(
    wild_ledgers(),
    wild_ledgers(),
    st.lists(st.sampled_from([1, 2, SLOTS, 5 * SLOTS]), max_size=3),
)
@settings(max_examples=40, deadline=None)
def test_what_is_entered_one_by_one_is_packed_as_what_is_made_anew(
    first: list[Kept], then: list[Kept], gone: list[int]
) -> None:
    table, connection = table_with(first)
    for record in then:
        table.enter(record)
    for id_ in gone:
        for name in TABLES:
            table.strike(name, id_)
    left = {(table_of(one), one.id): one for one in (*first, *then) if one.id not in gone}

    assert blocks_of(connection) == blocks_of(table_with(left.values())[1])


class Many:
    """Agreements of many days, in several blocks and with gaps between them."""

    def __init__(self, seed: int, n: int) -> None:
        self._dice = Random(seed)
        ids = self._dice.sample(range(1, 4 * SLOTS), n)
        self.records = [self._agreement(id_) for id_ in sorted(ids)]
        self.table, _connection = table_with(self.records)

    def _agreement(self, id_: int) -> Agreement:
        dice = self._dice
        signed = date(2010, 1, 1) + timedelta(dice.randrange(6500))
        stage = Reached(
            stage=dice.choice(STAGES.keys),
            on=PartialDay.read(str(signed + timedelta(dice.randrange(900)))),
        )
        return an_agreement(
            id_,
            signed=dice.choice([None, *[PartialDay.read(str(signed))] * 5]),
            stages=dice.choice([(), (stage,)]),
            kind=dice.choice(["", "memorandum", "project"]),
            sectors=tuple(dice.sample(["energy", "health", "food"], dice.randrange(3))),
            amount=dice.choice(
                [None, Amount(value=Decimal(dice.randrange(700))), _dollars(dice)]
            ),
            expires=dice.choice([None, PartialDay.read(str(signed + timedelta(1000)))]),
            assignments=dice.choice(
                [(), (Assignment(unit=dice.choice(["开发区", "Lake", "LAKE"])),)]
            ),
        )

    def entries(self, where: Expr) -> Iterator[Entry]:
        late = set(self.table.unsettled("agreements", AS_OF))
        for record in self.records:
            if record.id not in late:
                yield from (e for e in entries(record, AS_OF) if matches(where, e))


def _dollars(dice: Random) -> Amount:
    return Amount(value=Decimal(dice.randrange(300)), currency="USD")


def some_days(field: str, dice: Random) -> Expr:
    day = date(2010, 1, 1) + timedelta(dice.randrange(7000))
    return Term(field, dice.choice([Op.EQ, Op.LT, Op.LE, Op.GT, Op.GE]), day)


def measures(dice: Random) -> list[Measure]:
    status = dice.choice(["ongoing", "expired", "delayed", "terminated"])
    asked: list[Expr] = [
        EVERYTHING,
        some_days("signed", dice),
        both(some_days("signed", dice), Not(some_days("progress", dice))),
        Or((Term("status", Op.EQ, status), Term("sector", Op.EQ, "energy"))),
        Not(Term("reached", Op.EQ, "started")),
        Term("amount", Op.GE, Amount(value=Decimal(dice.randrange(700)))),
        Not(Term("expires", Op.KNOWN, True)),
        Term("office", Op.HAS, "la"),
        Term("start", Op.GE, AS_OF),  # of trips: no agreement has it
    ]
    return [
        Measure(f"{number}{of}", one, of)
        for number, one in enumerate(asked)
        for of in ("", "amount", "count")
    ]


@given(
    st.integers(0, 2**32), st.sampled_from(["", "signed", "sector", "office", "year", "kind"])
)
@settings(max_examples=12, deadline=None)
def test_figures_of_many_blocks_are_those_of_the_matcher(seed: int, by: str) -> None:
    many, dice = Many(seed, 700), Random(seed)
    asked, where = measures(dice), dice.choice([EVERYTHING, some_days("signed", dice)])

    found = many.table.tally(asked, table="agreements", as_of=AS_OF, by=by, where=where)

    assert found == tally(asked, many.entries(where), by)


@given(st.integers(0, 2**32))
@settings(max_examples=12, deadline=None)
def test_what_is_found_in_packed_columns_is_what_the_matcher_finds(seed: int) -> None:
    many, dice = Many(seed, 300), Random(seed)
    where = both(some_days("progress", dice), Not(Term("kind", Op.EQ, "project")))

    found = many.table.find(where, table="agreements", as_of=AS_OF)
    rows = many.table.rows(("id", "signed", "sector"), where, table="agreements", as_of=AS_OF)

    expected = list(many.entries(where))
    assert [id_ for id_, _number in found] == [entry.record.id for entry in expected]
    assert [row[0] for _id, row in rows] == [(entry.record.id,) for entry in expected]

"""Sums in SQL that need a query of their own: of money, or over the first entries that answer.

What sums up the same money of the same rows shares a query, and the groups are parted by
currency too.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from dealtrack.query.measures import Figure
from dealtrack.store.sql.cells import number_of, text_of
from dealtrack.store.sql.dialect import Dialect, Sql
from dealtrack.store.sql.parting import Parting
from dealtrack.store.sql.selecting import Held
from dealtrack.store.sql.totals import Total
from dealtrack.store.sql.ways import Way, narrowed
from dealtrack.store.sql.where import ID, NOTHING, condition

Sums = dict[str, Decimal]
Found = Iterator[tuple[str, Sequence[Figure]]]
"""By group, figures of each measure."""

_AFTER_CURRENCY = r"""substr({0}, pg_catalog."position"({0}, '\xff') + 1)"""
_CURRENCY = r"""substr({0}, 1, pg_catalog."position"({0}, '\xff') - 1) AS currency"""
_WORTH = (
    f"sum(convert_from(substr({_AFTER_CURRENCY}, "
    rf"""pg_catalog."position"({_AFTER_CURRENCY}, '\x00') + 1), 'UTF8')::numeric)"""
)
"""The parts of an amount, see `cells.sum_of`."""


def apart(held: Held, ways: Sequence[Way], parting: Parting) -> list[list[Way]]:
    """Return the measures that need queries of their own, those together that share one."""
    found: dict[tuple[str, ...], list[Way]] = {}
    for way in ways:
        name, of, unit = way.measure.name, way.measure.of, way.measure.unit
        shares = unit == "entries" or way.asks_of_records(held, parting)
        if way.is_apart:
            found.setdefault((of, unit) if shares else (of, unit, name), []).append(way)
    return list(found.values())


def summed(held: Held, ways: Sequence[Way], parting: Parting) -> Found:
    """Add up what measures are of, all of one field, of the entries that answer each."""
    width, totals = len(parting.cells), dict[str, list[Sums]]()
    for row in held.run(_summing(narrowed(held, ways), ways, parting)):
        group, cells = parting.name(row[:width]), row[width:]
        if not ways[0].is_money:
            yield group, [whole(cell) for cell in cells]
            continue
        into = totals.setdefault(group, [{} for _way in ways])
        for sums, more in zip(into, _sums(cells, held.scope.dialect), strict=True):
            sums.update(more)
    yield from totals.items()


def whole(cell: Any) -> int:
    """Return the number that a total is, 0 if nothing was added up."""
    return 0 if cell is None else number_of(cell)


def _summing(held: Held, ways: Sequence[Way], parting: Parting) -> Sql:
    first = ways[0]
    cells = [*parting.keys, Sql.of("{} AS amount", first.cell or NOTHING)]
    for number, way in enumerate(ways if len(ways) > 1 else ()):
        answers = condition(way.measure.expr, held.scope)
        cells.append(Sql.of(f"({{}}) AS m{number}", answers))
    if first.measure.unit == "entries":
        return _totals(held.select(cells, joined=parting.joined), ways, parting)
    if not held.asks_of_entries(*cells, parting.joined):
        return _totals(held.select_records(cells, joined=parting.joined), ways, parting)
    within = Sql.joined((ID, *parting.cells), ", ")
    place = 'row_number() OVER (PARTITION BY {} ORDER BY e."number") AS place'
    each = held.select([*cells, Sql.of(place, within)], joined=parting.joined)
    query = "SELECT * FROM ({}) AS each_one WHERE place = 1"
    return _totals(Sql.of(query, each), ways, parting)


def _totals(those: Sql, ways: Sequence[Way], parting: Parting) -> Sql:
    """Return what adds up the amounts of *those*; more than one measure marks its own."""
    names, dialect, first = parting.names, parting.scope.dialect, ways[0]
    marks = (f" FILTER (WHERE m{n})" if len(ways) > 1 else "" for n in range(len(ways)))
    if not (first.is_money and dialect.is_typed):
        totals = (Sql(dialect.total.format("amount") + mark) for mark in marks)
        listed = Sql.joined([*names, *totals], ", ")
        return Sql.of("SELECT {} FROM ({}) AS those {}", listed, those, parting.grouped())
    one = "one" if first.is_several else "amount"
    each = ", unnest(amount) AS one" if first.is_several else ""
    sums = (Sql(_WORTH.format(one) + mark) for mark in marks)
    listed = Sql.joined([*names, Sql(_CURRENCY.format(one)), *sums], ", ")
    query = f"SELECT {{}} FROM ({{}}) AS those{each} WHERE amount IS NOT NULL {{}}"
    return Sql.of(query, listed, those, parting.grouped(Sql("currency")))


def _sums(cells: Sequence[Any], dialect: Dialect) -> Iterator[Sums]:
    """Yield the sum of each measure: in one currency, where the database parts those."""
    if dialect.is_typed:
        code, *sums = cells
        yield from ({} if one is None else {text_of(code): one} for one in sums)
        return
    for cell in cells:
        total = Total()
        total.step(cell)
        yield total.sums

"""Figures in SQL of what holds on a day: nothing but totals leaves the database.

Counts, and sums of numbers, are one query for all measures.  Where a record counts once,
with the first of its entries that answers, they are worked out for each record first.  A
sum of money, by currency, is a query of its own, and so is a sum over the first entries.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from dealtrack.query.expr import EVERYTHING, Or, both
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS
from dealtrack.query.measures import Figure, Measure, Tally, nothing
from dealtrack.store.sql.cells import number_of, text_of
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.parting import Parting
from dealtrack.store.sql.selecting import Held
from dealtrack.store.sql.totals import Total
from dealtrack.store.sql.where import ID, NOTHING, Scope, condition, sources

Row = tuple[Any, ...]
Sums = dict[str, Decimal]
Found = Iterator[tuple[str, Sequence[Figure]]]
"""By group, figures of each measure."""

_SUMMED = {Kind.NUMBER, Kind.FLAG}
_AFTER_CURRENCY = r"""substr({0}, pg_catalog."position"({0}, '\xff') + 1)"""
_CURRENCY = r"""substr({0}, 1, pg_catalog."position"({0}, '\xff') - 1) AS currency"""
_WORTH = (
    f"sum(convert_from(substr({_AFTER_CURRENCY}, "
    rf"""pg_catalog."position"({_AFTER_CURRENCY}, '\x00') + 1), 'UTF8')::numeric)"""
)
"""The parts of an amount, see `cells.sum_of`."""


class Way(NamedTuple):
    """How a measure is worked out: what it adds up, if anything, and by which query."""

    measure: Measure
    cell: Sql | None
    is_money: bool
    is_several: bool

    @classmethod
    def of(cls, measure: Measure, scope: Scope) -> "Way":
        """Find the way of *measure*."""
        kind = FIELDS[measure.of].kind if measure.of else None
        found = sources(measure.of, scope) if kind in {*_SUMMED, Kind.MONEY} else ()
        is_money, several = kind is Kind.MONEY, any(source.several for source in found)
        return cls(measure, found[0].cell if found else None, is_money, several)

    @property
    def is_nothing(self) -> bool:
        """Whether it sums up what has no sum."""
        return bool(self.measure.of) and self.cell is None

    @property
    def is_apart(self) -> bool:
        """Whether it needs a query of its own."""
        if self.cell is None:
            return False
        return self.is_money or (self.measure.unit == "records" and 'e."' in self.cell.text)


def tally(held: Held, measures: Sequence[Measure], by: str) -> Tally:
    """Return the figures of what is *held*, grouped by the field *by*."""
    parting = Parting.by(by, held.scope)
    ways = [way for one in measures if not (way := Way.of(one, held.scope)).is_nothing]
    found: Tally = {} if by else {"": {}}
    for number, some in enumerate(_together(held, ways, parting)):
        is_first = bool(by) and not number  # it finds every group there is
        those = held if is_first else _narrowed(held, some)
        _add(found, some, _counted(those, some, parting))
    for way in ways:
        if way.is_apart:
            _add(found, [way], _summed(held, way, parting))
    return {
        group: {one.name: figures.get(one.name, nothing(one.of)) for one in measures}
        for group, figures in found.items()
    }


def _together(held: Held, ways: Sequence[Way], parting: Parting) -> list[list[Way]]:
    """Return which are worked out at once: what asks of records alone goes through no others.

    Where there are groups, even nothing is asked of each.
    """
    of_records: list[Way] = []
    others: list[Way] = []
    for way in ways:
        asked = (condition(way.measure.expr, held.scope), way.cell or NOTHING, parting.joined)
        once = way.measure.unit == "records"
        is_narrow = once and not held.asks_of_entries(*asked, *parting.cells)
        if not way.is_apart:
            (of_records if is_narrow else others).append(way)
    some = [those for those in (of_records, others) if those]
    return some or ([[]] if parting.field else [])


def _add(found: Tally, ways: Iterable[Way], groups: Found) -> None:
    for group, figures in groups:
        named = zip((way.measure.name for way in ways), figures, strict=True)
        found.setdefault(group, {}).update(named)


def _counted(held: Held, ways: Sequence[Way], parting: Parting) -> Found:
    """Count, and add up numbers, of all entries at once."""
    width = len(parting.cells)
    for row in held.run(_counting(held, ways, parting)):
        yield parting.name(row[:width]), [_whole(cell) for cell in row[width:]]


def _narrowed(held: Held, ways: Sequence[Way]) -> Held:
    """Leave out what no measure asks for, where no group is to be found."""
    asked = dict.fromkeys(way.measure.expr for way in ways)
    either = next(iter(asked)) if len(asked) == 1 else Or(tuple(asked))
    return held if EVERYTHING in asked else held._replace(where=both(held.where, either))


def _counting(held: Held, ways: Sequence[Way], parting: Parting) -> Sql:
    keys, grouped = parting.keys, parting.grouped()
    directly = [*keys, *(_total(way, held.scope) for way in ways)]
    if all(way.measure.unit == "entries" for way in ways) and ways:
        return held.select(directly, grouped, parting.joined)
    if not held.asks_of_entries(*directly, parting.joined):
        return held.select_records(directly, grouped, parting.joined)
    in_each = [
        Sql.of(f"{{}} AS m{number}", _in_a_record(way, held.scope))
        for number, way in enumerate(ways)
    ]
    each = held.select([*keys, *in_each], parting.grouped(ID), parting.joined)
    totals = [
        Sql.of(_adding(way, held.scope), Sql(f"m{number}")) for number, way in enumerate(ways)
    ]
    listed = Sql.joined([*parting.names, *totals], ", ")
    return Sql.of("SELECT {} FROM ({}) AS each_one {}", listed, each, grouped)


def _total(way: Way, scope: Scope) -> Sql:
    answers = condition(way.measure.expr, scope)
    if way.cell is None:
        return Sql.of("count(*) FILTER (WHERE {})", answers)
    return Sql.of(f"{scope.dialect.total} FILTER (WHERE {{}})", way.cell, answers)


def _in_a_record(way: Way, scope: Scope) -> Sql:
    if way.measure.unit == "entries":
        return _total(way, scope)
    answers = condition(way.measure.expr, scope)
    if way.cell is None:
        return Sql.of("max(CASE WHEN {} THEN 1 ELSE 0 END)", answers)
    return Sql.of("max(CASE WHEN {} THEN {} END)", answers, way.cell)


def _adding(way: Way, scope: Scope) -> str:
    return "sum({})" if way.cell is None else scope.dialect.total


def _whole(cell: Any) -> int:
    return 0 if cell is None else number_of(cell)


def _summed(held: Held, way: Way, parting: Parting) -> Found:
    """Add up what one measure is of, of the entries that answer it."""
    width, totals = len(parting.cells), dict[str, Sums]()
    for row in held.run(_summing(held, way, parting)):
        group, cells = parting.name(row[:width]), row[width:]
        if way.is_money:
            totals.setdefault(group, {}).update(_sums(cells))
        else:
            yield group, [_whole(*cells)]
    yield from ((group, [sums]) for group, sums in totals.items())


def _summing(held: Held, way: Way, parting: Parting) -> Sql:
    cell = Sql.of("{} AS amount", way.cell or NOTHING)
    those = held._replace(where=both(held.where, way.measure.expr))
    keys, joined = [*parting.keys, cell], parting.joined
    if way.measure.unit == "entries":
        return _totals(those.select(keys, joined=joined), way, parting)
    if not those.asks_of_entries(*keys, joined):
        return _totals(those.select_records(keys, joined=joined), way, parting)
    within = Sql.joined((ID, *parting.cells), ", ")
    place = 'row_number() OVER (PARTITION BY {} ORDER BY e."number") AS place'
    first = those.select([*keys, Sql.of(place, within)], joined=joined)
    query = "SELECT * FROM ({}) AS each_one WHERE place = 1"
    return _totals(Sql.of(query, first), way, parting)


def _totals(those: Sql, way: Way, parting: Parting) -> Sql:
    """Return what adds up the amounts of *those*."""
    names, dialect = parting.names, parting.scope.dialect
    if not (way.is_money and dialect.is_typed):
        listed = Sql.joined([*names, Sql.of(dialect.total, Sql("amount"))], ", ")
        return Sql.of("SELECT {} FROM ({}) AS those {}", listed, those, parting.grouped())
    one = "one" if way.is_several else "amount"
    each = ", unnest(amount) AS one" if way.is_several else ""
    listed = Sql.joined([*names, Sql(_CURRENCY.format(one)), Sql(_WORTH.format(one))], ", ")
    query = f"SELECT {{}} FROM ({{}}) AS those{each} WHERE amount IS NOT NULL {{}}"
    return Sql.of(query, listed, those, parting.grouped(Sql("currency")))


def _sums(cells: Row) -> Sums:
    match cells:
        case (bytes(code), Decimal() as value):
            return {text_of(code): value}
        case _:
            total = Total()
            total.step(*cells)
            return total.sums

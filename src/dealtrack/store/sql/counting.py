"""Figures in SQL of what holds on a day: nothing but totals leaves the database.

Counts, and sums of numbers, are one query for all measures.  Where a record counts once,
with the first of its entries that answers, they are worked out for each record first.
`summing` has what needs queries of its own.
"""

from collections.abc import Iterable, Sequence

from dealtrack.query.measures import Measure, Tally, nothing
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.parting import Parting
from dealtrack.store.sql.selecting import Held
from dealtrack.store.sql.summing import Found, apart, summed, whole
from dealtrack.store.sql.ways import Way, narrowed
from dealtrack.store.sql.where import ID, Scope, condition


def tally(held: Held, measures: Sequence[Measure], by: str) -> Tally:
    """Return the figures of what is *held*, grouped by the field *by*."""
    parting = Parting.by(by, held.scope)
    ways = [way for one in measures if not (way := Way.of(one, held.scope)).is_nothing]
    found: Tally = {} if by else {"": {}}
    for number, some in enumerate(_together(held, ways, parting)):
        is_first = bool(by) and not number  # it finds every group there is
        those = held if is_first else narrowed(held, some)
        _add(found, some, _counted(those, some, parting))
    for alike in apart(held, ways, parting):
        _add(found, alike, summed(held, alike, parting))
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
        if not way.is_apart:
            (of_records if way.asks_of_records(held, parting) else others).append(way)
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
        yield parting.name(row[:width]), [whole(cell) for cell in row[width:]]


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

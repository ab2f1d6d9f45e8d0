"""Figures in SQL: `query.measures.tally`, worked out by the database as far as it can.

What asks of records alone goes through the records, and what counts entries through
those.  Where a record counts once for its entries, they are summed up for each record
first.  Only where they may be in different groups, and in several at once, they are
looked at one by one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from dealtrack.query.expr import Expr
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS
from dealtrack.query.measures import Figure, Measure, Tally
from dealtrack.store.sql.cells import Cell, plain
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.grouping import Grouping
from dealtrack.store.sql.totals import Groups, Total
from dealtrack.store.sql.where import NOTHING, Scope, condition, narrowing, sources

Run = Callable[[Sql], Iterator[tuple[Any, ...]]]
"""Puts a query to the database."""
Way = Callable[["Asked", Sequence[Measure]], Groups]

_SUMMED = {Kind.MONEY, Kind.NUMBER, Kind.FLAG}


class Asked(NamedTuple):
    """What figures are of: entries that answer *where*, of settled records."""

    run: Run
    scope: Scope
    where: Expr
    grouping: Grouping
    late: bool
    """Whether there are records that are not settled."""

    def select(self, cells: Iterable[Sql], then: Sql) -> Sql:
        """Return what selects *cells* of these entries."""
        return select(cells, self.scope, settled(self.where, self.scope, self.late), then)

    def select_records(self, cells: Iterable[Sql], then: Sql) -> Sql:
        """Return what selects *cells* of these records, where nothing else is asked."""
        where = condition(self.where, self.scope)
        if self.late:
            today = Sql("?", (plain(self.scope.as_of),))
            where = Sql.of(f'{{}} AND r."{self.scope.mark}" <= {{}}', where, today)
        query = f'SELECT {{}} FROM "{self.scope.table}_records" AS r WHERE {{}} {{}}'
        return Sql.of(query, Sql.joined(cells, ", "), where, then)


def select(cells: Iterable[Sql], scope: Scope, where: Sql, then: Sql) -> Sql:
    """Return what selects *cells* of the entries for which *where* is true."""
    listed = Sql.joined(cells, ", ")
    tables = f'"{scope.table}_entries" AS e'
    if 'r."' in listed.text + then.text:  # *where* asks for records apart
        tables += f' JOIN "{scope.table}_records" AS r ON r."id" = e."id"'
    return Sql.of(f"SELECT {{}} FROM {tables} WHERE {{}} {{}}", listed, where, then)


def settled(where: Expr, scope: Scope, late: bool) -> Sql:
    """Ask for what answers *where*, but not if it is of a record that is not settled."""
    answers = narrowing(where, scope)
    if not late:
        return answers
    query = f'SELECT "id" FROM "{scope.table}_records" WHERE "{scope.mark}" > ?'
    return Sql.of('{} AND e."id" NOT IN ({})', answers, Sql(query, (plain(scope.as_of),)))


def tally(asked: Asked, measures: Sequence[Measure]) -> Tally:
    """Return the figures of what is *asked*."""
    ways: dict[Way, list[Measure]] = {}
    for measure in measures:
        ways.setdefault(_way(measure, asked), []).append(measure)
    found: Tally = {}
    for way, alike in ways.items():
        add(found, alike, way(asked, alike))
    return found


def add(found: Tally, measures: Sequence[Measure], groups: Groups) -> None:
    """Add the totals of *measures*, by group, to what was *found*."""
    for name, totals in groups.items():
        figures = zip(measures, totals, strict=True)
        found.setdefault(name, {}).update({m.name: _figure(m, t) for m, t in figures})


def _way(measure: Measure, asked: Asked) -> Way:
    grouping, scope = asked.grouping, asked.scope
    if measure.unit == "entries":
        return _by_entries
    parts = (*grouping.cells, *_asked(measure, scope), condition(asked.where, scope))
    if not any('e."' in part.text for part in parts):
        return _by_records
    return _by_both if grouping.is_simple else _one_by_one


def _by_entries(asked: Asked, measures: Sequence[Measure]) -> Groups:
    return _directly(asked, measures, asked.select)


def _by_records(asked: Asked, measures: Sequence[Measure]) -> Groups:
    return _directly(asked, measures, asked.select_records)


def _directly(
    asked: Asked, measures: Sequence[Measure], among: Callable[[Iterable[Sql], Sql], Sql]
) -> Groups:
    totals = [_total(one, asked.scope) for one in measures]
    keys = _named("k", asked.grouping.cells)
    return _collected(asked, among([*keys, *totals], _by_keys(asked)), len(measures))


def _total(measure: Measure, scope: Scope) -> Sql:
    answers, cell = _asked(measure, scope)
    if not measure.of:
        return Sql.of("sum({} IS TRUE)", answers)
    # Filtered, since each call of an aggregate that is ours costs a microsecond
    total = "total_of({}) FILTER (WHERE {} AND {} IS NOT NULL)"
    return Sql.of(total, cell, answers, cell)


def _by_both(asked: Asked, measures: Sequence[Measure]) -> Groups:
    """Sum up what each record has in a group, and then the group."""
    grouping = asked.grouping
    keys, n = [f"k{number}" for number in range(len(grouping.cells))], len(measures)
    figures = _named("m", [_in_a_record(one, asked.scope) for one in measures])
    each = ['e."id"', *(() if grouping.is_of_record else keys)]
    inner = asked.select(
        [*_named("k", grouping.cells), *figures], Sql(f"GROUP BY {', '.join(each)}")
    )
    totals = [
        f"{'total_of' if m.of else 'sum'}(m{number})" for number, m in enumerate(measures)
    ]
    query = f"SELECT {', '.join(keys + totals)} FROM ({{}}) {{}}"
    return _collected(asked, Sql.of(query, inner, _by_keys(asked)), n)


def _in_a_record(measure: Measure, scope: Scope) -> Sql:
    """Return what a measure comes to in a record, which counts once."""
    answers, cell = _asked(measure, scope)
    if not measure.of:
        return Sql.of("max({} IS TRUE)", answers)
    if 'e."' not in cell.text:
        return Sql.of("max(CASE WHEN {} THEN {} END)", answers, cell)
    return Sql.of('first_of(e."number", {} IS TRUE, {})', answers, cell)


def _one_by_one(asked: Asked, measures: Sequence[Measure]) -> Groups:
    """Count each record with the first of its entries that answers, group by group."""
    groups: Groups = {}
    width, n = len(asked.grouping.cells), len(measures)
    seen: set[tuple[Cell, str, int]] = set()
    answers = [cell for one in measures for cell in _asked(one, asked.scope)]
    cells = [Sql('e."id"'), *asked.grouping.cells, *answers]
    for id_, *row in asked.run(asked.select(cells, Sql('ORDER BY e."id", e."number"'))):
        for name in asked.grouping.names(row[:width]):
            totals = _totals(groups, name, n)
            for place, total in enumerate(totals):
                here = (id_, name, place)
                if row[width + 2 * place] and here not in seen:
                    seen.add(here)
                    total.step(row[width + 2 * place + 1])
    return groups


def _asked(measure: Measure, scope: Scope) -> tuple[Sql, Sql]:
    """Return whether an entry answers, and what it adds if it does."""
    answers = condition(measure.expr, scope)
    if not measure.of:
        return answers, Sql("1")
    sums = FIELDS[measure.of].kind in _SUMMED
    found = sources(measure.of, scope) if sums else ()
    return answers, found[0].cell if found else NOTHING


def _named(letter: str, cells: Iterable[Sql]) -> list[Sql]:
    return [Sql.of(f"{{}} AS {letter}{number}", cell) for number, cell in enumerate(cells)]


def _by_keys(asked: Asked) -> Sql:
    keys = ", ".join(f"k{number}" for number in range(len(asked.grouping.cells)))
    return Sql(f"GROUP BY {keys}" if keys else "")


def _collected(asked: Asked, query: Sql, n: int) -> Groups:
    """Return the *n* totals that a query finds for each group."""
    groups: Groups = {}
    for row in asked.run(query):
        for name in asked.grouping.names(row[:-n]):
            for total, cell in zip(_totals(groups, name, n), row[-n:], strict=True):
                total.step(cell)
    return groups


def _totals(groups: Groups, name: str, n: int) -> list[Total]:
    if name not in groups:
        groups[name] = [Total() for _ in range(n)]
    return groups[name]


def _figure(measure: Measure, total: Total) -> Figure:
    is_money = measure.of and FIELDS[measure.of].kind is Kind.MONEY
    return total.sums if is_money else total.number

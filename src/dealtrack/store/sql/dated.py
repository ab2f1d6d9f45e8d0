"""The tables of records and entries with the days for which they hold, on any engine.

They answer for every day, so that nothing is ever asked in memory; see `intervals`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from dealtrack.model import Kept
from dealtrack.query.asked import Row
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.measures import Measure, Tally, Unit
from dealtrack.query.order import Order
from dealtrack.store.sql import counting, schema, telling
from dealtrack.store.sql.columns import TABLES, Table, table_of
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.engine import Engine
from dealtrack.store.sql.fitting import Fitting
from dealtrack.store.sql.intervals import rows_of_entries, rows_of_record
from dealtrack.store.sql.schema import PARTS, Piece, names_of
from dealtrack.store.sql.selecting import Held
from dealtrack.store.sql.sorting import ordering, sorted_by
from dealtrack.store.sql.where import ID, NUMBER, Scope, value
from dealtrack.store.sql.wordings import Wordings

_AT_ONCE = 1000


class DatedTable:
    """The rows of all records and entries in a database.

    Each method puts the same few statements to it, however much there is.  Every method
    may raise what the *engine* raises.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def statements(self) -> list[str]:
        """Return what makes the tables and their indexes."""
        return schema.statements(self._engine.dialect)

    def enter(self, records: Iterable[Kept]) -> None:
        """Enter *records*, in place of what was entered under their ids."""
        waiting = iter(records)
        while some := list(islice(waiting, _AT_ONCE)):
            for table in TABLES:
                here = [record for record in some if table_of(record) == table]
                if here:
                    self.strike(table, (record.id for record in here))
                    self._load(table, here)

    def survey(self) -> None:
        """Have the database look at what is in the tables now, after much was entered.

        Else it plans as if they were empty, until it looks by itself.
        """
        for table in TABLES:
            for piece in self._pieces(table):
                self._engine.run(Sql(f'ANALYZE "{piece.name}"'))

    def strike(self, table: Table, ids: Iterable[int]) -> None:
        """Take records out."""
        waiting = iter(ids)
        while some := [value(id_) for id_ in islice(waiting, _AT_ONCE)]:
            listed = Sql.joined(some, ", ")
            for piece in self._pieces(table):
                those = Sql.of(f'DELETE FROM "{piece.name}" WHERE "id" IN ({{}})', listed)
                self._engine.run(those)

    def find(
        self,
        where: Expr = EVERYTHING,
        *,
        table: Table,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[tuple[int, int]]:
        """Return the entries that answer *where*, by ref or in *order*.

        Each is the id of its record and the number of its follow-up, 0 for none.
        """
        return list(self.walk(where, table=table, as_of=as_of, order=order, limit=limit))

    def walk(
        self,
        where: Expr = EVERYTHING,
        *,
        table: Table,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> Iterator[tuple[int, int]]:
        """Yield what `find` returns, one by one."""
        held = self._held(where, table, as_of)
        then = Sql.of("ORDER BY {}{}", ordering(order, held.scope, where), _limited(limit))
        yield from held.run(held.select((ID, NUMBER), then))

    def ids(
        self,
        where: Expr = EVERYTHING,
        *,
        table: Table,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> Iterator[int]:
        """Yield the ids of records with an entry that answers, in order or that of those."""
        held = self._held(where, table, as_of)
        keys = sorted_by(order, held.scope, where)
        if not held.asks_of_entries(*keys):
            own = Sql('r."id"')
            then = Sql.of("ORDER BY {}", Sql.joined([*keys, own], ", "))
            asked = held.select_records((own,), then)
        elif keys:
            asked = _in_order(held, [*keys, ID, NUMBER])
        else:
            asked = held.select((Sql('DISTINCT e."id"'),), Sql.of("ORDER BY {}", ID))
        asked = Sql.of("{}{}", asked, _limited(limit))
        for (id_,) in held.run(asked):
            yield id_

    def count(self, where: Expr = EVERYTHING, *, table: Table, as_of: date) -> int:
        """Return how many entries answer *where*."""
        counted = self._held(where, table, as_of).select((Sql("count(*)"),))
        ((n,),) = self._engine.rows(counted)
        return int(n)

    def tally(
        self,
        measures: Sequence[Measure],
        *,
        table: Table,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
    ) -> Tally:
        """Return the figures of the entries that answer *where*, grouped by the field *by*.

        The groups come in no order.
        """
        return counting.tally(self._held(where, table, as_of), measures, by)

    def rows(
        self,
        fields: Sequence[str],
        where: Expr = EVERYTHING,
        *,
        table: Table,
        as_of: date,
        unit: Unit = "records",
    ) -> Iterator[tuple[int, Row]]:
        """Yield the values of *fields* of what answers *where*, by id, each with the id.

        Of a record, those of the first of its entries that answers.
        """
        held = self._held(where, table, as_of)
        yield from telling.rows(held._replace(run=self._engine.stream), fields, unit)

    def _held(self, where: Expr, table: Table, as_of: date) -> Held:
        scope = Scope(table, as_of, self._engine.dialect)
        return Held(self._engine.rows, scope, where)

    def _pieces(self, table: Table) -> list[Piece]:
        dialect = self._engine.dialect
        return [piece for part in PARTS for piece in schema.pieces(table, part, dialect)]

    def _load(self, table: Table, records: Sequence[Kept]) -> None:
        dialect = self._engine.dialect
        for part, rows_of in (("records", rows_of_record), ("entries", rows_of_entries)):
            fitting = Fitting(table, part, dialect)
            rows = (fitting.fit(row) for record in records for row in rows_of(record))
            days, *words = schema.pieces(table, part, dialect)
            if words:
                wordings = Wordings(names_of(table, part), days, words[0])
                self._engine.load(days.name, days.columns, map(wordings.parted, rows))
                self._engine.load(words[0].name, words[0].columns, wordings.found)
            else:
                self._engine.load(days.name, days.columns, rows)


def _in_order(held: Held, keys: Sequence[Sql]) -> Sql:
    """Return what selects the ids of records, each where the first of its entries is."""
    place = Sql.of("row_number() OVER (ORDER BY {}) AS place", Sql.joined(keys, ", "))
    query = 'SELECT "id" FROM ({}) AS found GROUP BY "id" ORDER BY min(place)'
    return Sql.of(query, held.select((ID, place)))


def _limited(limit: int | None) -> Sql:
    return Sql("") if limit is None else Sql(" LIMIT ?", (limit,))

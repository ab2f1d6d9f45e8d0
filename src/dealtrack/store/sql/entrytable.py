"""The tables of entries in SQLite: filled record by record, asked in the query language.

They answer for the records that are settled on the day that is asked about; whoever
asks looks at the others in memory.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import compress, groupby, islice
from typing import Any

from dealtrack.model import Kept
from dealtrack.query.asked import Row
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.measures import Measure, Tally, Unit
from dealtrack.query.order import Order
from dealtrack.store.packed import blocks
from dealtrack.store.packed import figures as packed
from dealtrack.store.packed.blocks import Cells
from dealtrack.store.packed.columns import Columns
from dealtrack.store.packed.sets import Sets
from dealtrack.store.sql import figures, telling
from dealtrack.store.sql.cells import lies_within, plain
from dealtrack.store.sql.columns import (
    NAMED,
    TABLES,
    Mark,
    Table,
    names_of_entries,
    names_of_records,
    table_of,
)
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.figures import Asked
from dealtrack.store.sql.grouping import Grouping
from dealtrack.store.sql.sorting import ordering
from dealtrack.store.sql.totals import First, Total
from dealtrack.store.sql.uses import NameUses, every
from dealtrack.store.sql.where import Scope

_PARTS = ("records", "entries")
_AT_ONCE = 1000
_FEW = 50
_SEVERAL = 4
"""So many rows alike are worth a statement of their own."""


class EntryTable:
    """The rows of all records and entries, on a connection that belongs to the caller.

    Every method may raise `sqlite3.Error`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._columns: dict[Table, Columns] = {}
        self._sets: dict[tuple[Table, date], Sets] = {}
        made: Any = connection  # the stubs want aggregates that take cells of any type
        made.create_function("lies_within", 3, lies_within, deterministic=True)
        made.create_aggregate("total_of", 1, Total)
        made.create_aggregate("first_of", 3, First)

    def create(self, records: Iterable[Kept] = ()) -> None:
        """Make the tables and fill them; that is faster than entering one by one."""
        from dealtrack.store.sql import entryschema  # noqa: PLC0415 -- to make it alone

        for table in TABLES:
            for statement in entryschema.tables(table):
                self._db.execute(statement)
            blocks.create(self._db, table)
        for _block, some in groupby(records, lambda record: record.id // blocks.SLOTS):
            self._insert(list(some))
        for table in TABLES:
            for index in entryschema.indexes(table):
                self._db.execute(index)
            for field in NAMED:
                asked = self._asked(EVERYTHING, Scope(table, date.max), field)
                self._uses(table).add(every(asked, field))

    def enter(self, record: Kept) -> None:
        """Enter *record*, in place of what was entered under its id."""
        table = table_of(record)
        uses = self._uses(table)
        before = uses.of(record.id)
        self._delete(table, record.id)
        self._insert([record])
        after = uses.of(record.id)
        after.subtract(before)
        uses.add(after)

    def strike(self, table: Table, id_: int) -> None:
        """Take a record out."""
        uses = self._uses(table)
        gone = uses.of(id_)
        self._delete(table, id_)
        self._pack(table, [(id_, None)])
        uses.add(Counter({name: -n for name, n in gone.items()}))

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
        mark: Mark = "settled",
    ) -> Iterator[tuple[int, int]]:
        """Yield what `find` returns, one by one."""
        scope = Scope(table, as_of, mark=mark)
        if not order and packed.is_shorter(where, table):
            yield from islice(self._of_records(self._told(where, scope)), limit)
            return
        then = Sql.of("ORDER BY {}", ordering(order, scope, where))
        if limit is not None:
            then = Sql.of("{} LIMIT {}", then, Sql("?", (limit,)))
        cells = (Sql('e."id"'), Sql('e."number"'))
        yield from self._rows(self._asked(where, scope).select(cells, then))

    def count(self, where: Expr = EVERYTHING, *, table: Table, as_of: date) -> int:
        """Return how many entries answer *where*."""
        scope = Scope(table, as_of)
        counted = self._asked(where, scope).select((Sql("count(*)"),), Sql(""))
        ((n,),) = self._rows(counted)
        return int(n)

    def unsettled(self, table: Table, as_of: date, mark: Mark = "settled") -> list[int]:
        """Return the ids of the records whose *mark* lies after *as_of*."""
        asked = f'SELECT "id" FROM "{table}_records" WHERE "{mark}" > ?'
        return sorted(id_ for (id_,) in self._rows(Sql(asked, (plain(as_of),))))

    def tally(
        self,
        measures: Sequence[Measure],
        *,
        table: Table,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
        mark: Mark = "settled",
    ) -> Tally:
        """Return the figures of the entries that answer *where*, grouped by the field *by*.

        The groups come in no order.
        """
        scope = Scope(table, as_of, mark=mark)
        if by in NAMED and where == EVERYTHING and all(map(_counts_records, measures)):
            late = self.unsettled(table, as_of, mark)
            if len(late) <= _FEW:
                uses = self._uses(table).known(by, late)
                return {name: {m.name: n for m in measures} for name, n in uses.items()}
        told = [one for one in measures if packed.tells(one, where, by, table)]
        others = [one for one in measures if one not in told]
        found: Tally = {}
        if told:
            figures.add(found, told, packed.tally(self._told(where, scope), told, by))
        if others or not told:
            more = figures.tally(self._asked(where, scope, by), others)
            for group, those in more.items():
                found.setdefault(group, {}).update(those)
        return found

    def rows(
        self,
        fields: Sequence[str],
        where: Expr = EVERYTHING,
        *,
        table: Table,
        as_of: date,
        unit: Unit = "records",
        mark: Mark = "settled",
    ) -> Iterator[tuple[int, Row]]:
        """Yield the values of *fields* of what answers *where*, by id, each with the id.

        Of a record, those of the first of its entries that answers.
        """
        scope = Scope(table, as_of, mark=mark)
        if unit == "records" and packed.tells_rows(fields, where, table):
            yield from packed.rows(self._told(where, scope), fields)
        else:
            yield from telling.rows(self._asked(where, scope), fields, unit)

    def _of_records(self, told: packed.Told) -> Iterator[tuple[int, int]]:
        """Yield the entries of records, by ref."""
        waiting = packed.ids(told)
        while some := list(islice(waiting, _AT_ONCE)):
            listed = ", ".join(map(str, some))  # these are more than there may be parameters
            asked = f'SELECT "id", "number" FROM "{told.scope.table}_entries"'
            asked += f' WHERE "id" IN ({listed}) ORDER BY "id", "number"'
            yield from self._rows(Sql(asked))

    def _told(self, where: Expr, scope: Scope) -> packed.Told:
        if scope.table not in self._columns:
            self._columns[scope.table] = Columns(self._db, scope.table)
        here = scope.table, scope.as_of
        if here not in self._sets:
            self._sets[here] = Sets(self._columns[scope.table], scope.as_of)
        return packed.Told(self._sets[here], scope, where)

    def _asked(self, where: Expr, scope: Scope, by: str = "") -> Asked:
        late = f'SELECT 1 FROM "{scope.table}_records" WHERE "{scope.mark}" > ? LIMIT 1'
        any_late = next(self._rows(Sql(late, (plain(scope.as_of),))), None) is not None
        return Asked(self._rows, scope, where, Grouping(by, scope), any_late)

    def _rows(self, asked: Sql) -> Iterator[tuple[Any, ...]]:
        return self._db.execute(asked.text, asked.values)

    def _insert(self, records: list[Kept]) -> None:
        from dealtrack.store.sql.filling import rows  # noqa: PLC0415 -- 6 ms, to write alone

        made = [(table_of(record), rows(record)) for record in records]
        for table in TABLES:
            here = [found for name, found in made if name == table]
            self._fill(f"{table}_records", names_of_records(table), (r.record for r in here))
            self._pack(table, ((found.id, found.record) for found in here))
            entries = (row for found in here for row in found.entries)
            self._fill(f"{table}_entries", names_of_entries(table), entries)

    def _fill(self, name: str, names: tuple[str, ...], rows: Iterable[Cells]) -> None:
        """Insert *rows*, those alike together: a NULL costs more to hand over than a number."""
        alike: dict[tuple[bool, ...], list[Cells]] = defaultdict(list)
        for row in rows:
            alike[tuple([cell is not None for cell in row])].append(row)
        for here, those in alike.items():
            is_usual = len(those) >= _SEVERAL
            there = here if is_usual else (True,) * len(here)
            into = _insertion(name, tuple(compress(names, there)))
            self._db.executemany(into, (tuple(compress(row, there)) for row in those))

    def _pack(self, table: Table, cells: Iterable[tuple[int, blocks.Cells | None]]) -> None:
        blocks.put(self._db, table, cells)
        self._columns, self._sets = {}, {}

    def _delete(self, table: Table, id_: int) -> None:
        for part in _PARTS:
            self._db.execute(f'DELETE FROM "{table}_{part}" WHERE "id" = ?', (id_,))

    def _uses(self, table: Table) -> NameUses:
        return NameUses(self._db, table)


def _counts_records(measure: Measure) -> bool:
    return measure == Measure(measure.name)


def _insertion(name: str, columns: tuple[str, ...]) -> str:
    named = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{name}" ({named}) VALUES ({", ".join("?" * len(columns))})'

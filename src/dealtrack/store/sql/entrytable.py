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
from dealtrack.store.sql.cells import lies_within, plain, text_of
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
from dealtrack.store.sql.figures import Asked, select
from dealtrack.store.sql.grouping import Grouping
from dealtrack.store.sql.sorting import ordering
from dealtrack.store.sql.totals import First, Total
from dealtrack.store.sql.where import Scope

# All that `overdue` and `agenda` ask of what is open, so that they need not look elsewhere
_OF_OPEN_ONES = (
    '"due", "id", "number", "conditional", "open", "priority", "promise", "state", '
    '"waits", "postponed", "since", "problem", "problem_typed"'
)
# And all that the rates of commitments ask of those
_OF_PROMISES = '"promise", "id", "number", "promised", "due", "partly", "pledged", "kept"'
_INDEXES = (
    ("records", '"settled"', ""),
    ("records", '"steady"', ""),
    ("records", '"title"', ""),
    ("records", '"signed"', ""),
    ("records", '"begins"', ""),
    ("records", '"trip"', "trip"),
    ("records", '"link"', "link"),
    ("records", '"problem"', "problem"),
    ("entries", '"problem"', "problem"),
    ("entries", '"original"', "original"),
    ("entries", _OF_PROMISES, "promise"),
    ("entries", '"waits"', "waits"),
    ("entries", '"uid"', "uid"),
    ("entries", _OF_OPEN_ONES, "open"),
)
_ONLY = {
    "": "",
    **{
        name: f'WHERE "{name}" IS NOT NULL'
        for name in ("trip", "link", "waits", "uid", "problem", "original", "promise")
    },
    "open": 'WHERE "open" = 1',
}
_AT_ONCE = 1000
_FEW = 50
_SEVERAL = 4
"""So many rows alike are worth a statement of their own."""

Uses = Counter[tuple[str, str]]
"""By field and name, how many records use it."""


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
        for table in TABLES:
            for part, names in _parts(table):
                self._db.execute(_table(f"{table}_{part}", names))
            self._db.execute(
                f'CREATE TABLE "{table}_names" ("field" BLOB, "name" BLOB, "uses" INTEGER, '
                'PRIMARY KEY ("field", "name")) WITHOUT ROWID'
            )
            blocks.create(self._db, table)
        for _block, some in groupby(records, lambda record: record.id // blocks.SLOTS):
            self._insert(list(some))
        for table in TABLES:
            for index in _indexes(table):
                self._db.execute(index)
            for field in NAMED:
                self._add_uses(table, self._all_uses(table, field))

    def enter(self, record: Kept) -> None:
        """Enter *record*, in place of what was entered under its id."""
        table = table_of(record)
        before = self._uses(table, record.id)
        self._delete(table, record.id)
        self._insert([record])
        after = self._uses(table, record.id)
        after.subtract(before)
        self._add_uses(table, after)

    def strike(self, table: Table, id_: int) -> None:
        """Take a record out."""
        uses: Uses = Counter()
        uses.subtract(self._uses(table, id_))
        self._delete(table, id_)
        self._pack(table, [(id_, None)])
        self._add_uses(table, uses)

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
                uses = self._known_uses(table, by, late)
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
        for part, _names in _parts(table):
            self._db.execute(f'DELETE FROM "{table}_{part}" WHERE "id" = ?', (id_,))

    def _uses(self, table: Table, id_: int) -> Uses:
        """Return the names that one record uses."""
        scope, own = Scope(table, date.max), Sql('e."id" = ?', (id_,))
        uses: Uses = Counter()
        for field in NAMED:
            grouping = Grouping(field, scope)
            found = self._rows(select(grouping.cells, scope, own, Sql("")))
            uses.update({(field, name) for cells in found for name in grouping.names(cells)})
        return uses

    def _all_uses(self, table: Table, field: str) -> Uses:
        """Return the names that all records together use."""
        asked = self._asked(EVERYTHING, Scope(table, date.max), field)
        found = figures.tally(asked, (Measure("n"),))
        return Counter({(field, name): int(str(n["n"])) for name, n in found.items()})

    def _known_uses(self, table: Table, field: str, without: Iterable[int]) -> dict[str, int]:
        asked = Sql(
            f'SELECT "name", "uses" FROM "{table}_names" WHERE "field" = ?', (plain(field),)
        )
        uses = {text_of(name): n for name, n in self._rows(asked)}
        for id_ in without:
            for of, name in self._uses(table, id_):
                uses[name] = uses.get(name, 0) - (of == field)
        return {name: n for name, n in uses.items() if n > 0}

    def _add_uses(self, table: Table, uses: Uses) -> None:
        rows_ = [(plain(field), plain(name), n) for (field, name), n in uses.items() if n]
        self._db.executemany(
            f'INSERT INTO "{table}_names" VALUES (?, ?, ?) '
            'ON CONFLICT DO UPDATE SET "uses" = "uses" + excluded."uses"',
            rows_,
        )
        self._db.executemany(
            f'DELETE FROM "{table}_names" WHERE "field" = ? AND "name" = ? AND "uses" <= 0',
            ((field, name) for field, name, n in rows_ if n < 0),
        )


def _counts_records(measure: Measure) -> bool:
    return measure == Measure(measure.name)


def _parts(table: Table) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("records", names_of_records(table)), ("entries", names_of_entries(table))


def _table(name: str, columns: tuple[str, ...]) -> str:
    id_, *others = (f'"{column}"' for column in columns)
    cells = ", ".join((f"{id_} INTEGER", *others))
    if "number" in columns:
        return f'CREATE TABLE "{name}" ({cells}, PRIMARY KEY ("id", "number")) WITHOUT ROWID'
    return f'CREATE TABLE "{name}" ({cells}, PRIMARY KEY ("id"))'


def _insertion(name: str, columns: tuple[str, ...]) -> str:
    named = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{name}" ({named}) VALUES ({", ".join("?" * len(columns))})'


def _indexes(table: Table) -> Iterator[str]:
    for number, (part, cells, only) in enumerate(_INDEXES):
        name, on = f"{table}_index_{number}", f"{table}_{part}"
        if set(cells.replace('"', "").split(", ")) <= set(dict(_parts(table))[part]):
            yield f'CREATE INDEX "{name}" ON "{on}" ({cells}) {_ONLY[only]}'

"""The names that records use: of each, in how many, so that they need not be counted."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import date

from dealtrack.query.measures import Measure
from dealtrack.store.sql import figures
from dealtrack.store.sql.cells import plain, text_of
from dealtrack.store.sql.columns import NAMED, Table
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.figures import Asked, select
from dealtrack.store.sql.grouping import Grouping
from dealtrack.store.sql.where import Scope

Uses = Counter[tuple[str, str]]
"""By field and name, how many records use it."""


class NameUses:
    """The table of the names that a register uses.  Everything may raise `sqlite3.Error`."""

    def __init__(self, connection: sqlite3.Connection, table: Table) -> None:
        self._db = connection
        self._table = table

    def of(self, id_: int) -> Uses:
        """Return the names that one record uses."""
        scope, own = Scope(self._table, date.max), Sql('e."id" = ?', (id_,))
        uses: Uses = Counter()
        for field in NAMED:
            grouping = Grouping(field, scope)
            asked = select(grouping.cells, scope, own, Sql(""))
            found = self._db.execute(asked.text, asked.values)
            uses.update({(field, name) for cells in found for name in grouping.names(cells)})
        return uses

    def known(self, field: str, without: Iterable[int]) -> dict[str, int]:
        """Return by name how many records use it in *field*, but for some *without* which."""
        asked = f'SELECT "name", "uses" FROM "{self._table}_names" WHERE "field" = ?'
        uses = {text_of(name): n for name, n in self._db.execute(asked, (plain(field),))}
        for id_ in without:
            for of, name in self.of(id_):
                uses[name] = uses.get(name, 0) - (of == field)
        return {name: n for name, n in uses.items() if n > 0}

    def add(self, uses: Uses) -> None:
        """Add *uses* to those that are known, or take them away; what is at none goes."""
        rows = [(plain(field), plain(name), n) for (field, name), n in uses.items() if n]
        self._db.executemany(
            f'INSERT INTO "{self._table}_names" VALUES (?, ?, ?) '
            'ON CONFLICT DO UPDATE SET "uses" = "uses" + excluded."uses"',
            rows,
        )
        self._db.executemany(
            f'DELETE FROM "{self._table}_names" WHERE "field" = ? AND "name" = ? '
            'AND "uses" <= 0',
            ((field, name) for field, name, n in rows if n < 0),
        )


def every(asked: Asked, field: str) -> Uses:
    """Return the names that all records together use in *field*, by which *asked* groups."""
    found = figures.tally(asked, (Measure("n"),))
    return Counter({(field, name): int(str(n["n"])) for name, n in found.items()})

"""What entries are grouped by, as the database groups them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from dealtrack.query.fields import FIELDS
from dealtrack.store.sql.dialect import Dialect, Sql
from dealtrack.store.sql.grouping import NOWHERE, named
from dealtrack.store.sql.where import ID, Scope, Source, sources

# Each entry once under its own ref, and one with a number once more under that of its record
_BOTH_REFS = Sql(
    'JOIN (SELECT 0 AS "own" UNION ALL SELECT 1) AS ways ON ways."own" = 0 OR e."number" > 0'
)
_REF = (ID, Sql('e."number" * ways."own"'))


class Parting(NamedTuple):
    """What parts entries into groups: the *cells* that name one, and what is *joined* for them.

    What has several values is joined to each of these, and is in a group of each.
    """

    field: str
    scope: Scope
    cells: tuple[Sql, ...] = ()
    joined: Sql = Sql("")

    @classmethod
    def by(cls, field: str, scope: Scope) -> "Parting":
        """Part entries by a *field*; "" is one group of all."""
        if not field:
            return cls(field, scope)
        if field == "ref":
            return cls(field, scope, _REF, _BOTH_REFS)
        found = sources(field, scope) or NOWHERE
        if len(found) == 1 and not found[0].several:
            return cls(field, scope, (found[0].typed,))
        return cls(field, scope, (Sql('parts."value"'),), _each(found, scope.dialect))

    @property
    def keys(self) -> list[Sql]:
        """The cells, each with its name."""
        return [Sql.of(f"{{}} AS k{number}", cell) for number, cell in enumerate(self.cells)]

    @property
    def names(self) -> list[Sql]:
        """The names of the cells."""
        return [Sql(f"k{number}") for number in range(len(self.cells))]

    def grouped(self, *more: Sql) -> Sql:
        """Return what groups by the names, and by *more*."""
        every = [*more, *self.names]
        return Sql.of("GROUP BY {}", Sql.joined(every, ", ")) if every else Sql("")

    def name(self, cells: Sequence[Any]) -> str:
        """Return what the group is called that has these *cells*."""
        if self.field == "ref":
            own = f"T{cells[0]}" if self.scope.table == "trips" else str(cells[0])
            return f"{own}.{cells[1]}" if cells[1] else own
        if not cells or cells[0] is None:
            return ""
        cell = bytes.fromhex(cells[0]) if isinstance(cells[0], str) else cells[0]
        return named(cell, FIELDS[self.field].kind)


def _each(found: Sequence[Source], dialect: Dialect) -> Sql:
    """Join each value of the *found* sources once, or nothing if there is none."""
    several = [
        source.typed if source.several else Sql.of(dialect.as_several, source.typed)
        for source in found
    ]
    template = dialect.each_once if len(found) > 1 else dialect.each_of
    return Sql.of(template, Sql.joined(several, dialect.and_also))

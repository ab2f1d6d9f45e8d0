"""Pieces of SQL, and what databases do not say alike."""

from collections.abc import Iterable
from typing import NamedTuple

from dealtrack.store.sql.cells import Typed


class Sql(NamedTuple):
    """A piece of SQL with the values of its parameters, in their order."""

    text: str
    values: tuple[Typed, ...] = ()

    @classmethod
    def of(cls, template: str, *parts: "Sql") -> "Sql":
        """Fill *parts* into *template*, where it says {}."""
        values = (value for part in parts for value in part.values)
        return cls(template.format(*(part.text for part in parts)), tuple(values))

    @classmethod
    def joined(cls, parts: Iterable["Sql"], by: str, otherwise: str = "") -> "Sql":
        """Join *parts*; nothing at all makes *otherwise*."""
        every = tuple(parts)
        return cls.of(by.join(["{}"] * len(every)), *every) if every else cls(otherwise)


class Dialect(NamedTuple):
    """What databases do not say alike, to be filled in with `Sql.of`."""

    name: str
    finds: str
    """Where in the first the bytes of the second begin, counted from 1; 0: nowhere."""
    lies_within: str
    """Whether one of the several amounts in the first lies from the second to the third."""
    unsorted: str
    """The same value, but not as an index has it sorted."""
    once: str
    """The first cell of rows that are sorted by it; where that can be said, none twice."""
    total: str
    """The sum of numbers; where columns have no types, of amounts too."""
    as_several: str
    """One value as several are kept."""
    and_also: str
    """What stands between several values and more."""
    each_of: str
    """What joins each of several values, `parts."value"`, or none if there are none."""
    each_once: str
    """The same, where some may be there twice."""
    is_typed: bool
    """Whether columns have types: several values are an array, a number has any length."""


SQLITE = Dialect(
    "SQLite",
    finds="instr({}, {})",
    lies_within="lies_within({}, {}, {})",
    unsorted="+{}",
    once="{}",
    total="total_of({})",
    as_several="{}",
    and_also=", ",
    each_of="LEFT JOIN json_each(parts_of({})) AS parts",
    each_once="LEFT JOIN json_each(parts_of({})) AS parts",
    is_typed=False,
)
POSTGRESQL = Dialect(
    "PostgreSQL",
    finds='pg_catalog."position"({}, {})',
    lies_within="EXISTS (SELECT 1 FROM unnest({}) AS one WHERE one >= {} AND one < {})",
    unsorted="{}",
    once="DISTINCT ON ({0}) {0}",
    total="sum({})",
    as_several="ARRAY[{}]",
    and_also=" || ",
    each_of='LEFT JOIN LATERAL unnest({}) AS parts("value") ON TRUE',
    each_once="LEFT JOIN LATERAL (SELECT DISTINCT one FROM unnest({}) AS one "
    'WHERE one IS NOT NULL) AS parts("value") ON TRUE',
    is_typed=True,
)

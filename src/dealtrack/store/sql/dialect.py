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
    is_typed: bool
    """Whether columns have types: several values are an array, a number has any length."""


SQLITE = Dialect("SQLite", "instr({}, {})", "lies_within({}, {}, {})", "+{}", is_typed=False)
POSTGRESQL = Dialect(
    "PostgreSQL",
    'pg_catalog."position"({}, {})',
    "EXISTS (SELECT 1 FROM unnest({}) AS one WHERE one >= {} AND one < {})",
    "{}",
    is_typed=True,
)

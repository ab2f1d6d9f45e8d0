"""What a database must do to keep tables and be asked in SQL, whichever it is."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from dealtrack.store.sql.cells import Typed
from dealtrack.store.sql.dialect import Dialect, Sql

Cells = Sequence[Typed]
"""A row to be kept."""


class Engine(Protocol):
    """A connection to a database.

    Every method raises what the library that it belongs to raises.
    """

    @property
    def dialect(self) -> Dialect:
        """How to speak to it."""

    def rows(self, asked: Sql) -> Iterator[tuple[Any, ...]]:
        """Yield what was asked for: numbers, however many; all have come before the first."""

    def stream(self, asked: Sql) -> Iterator[tuple[Any, ...]]:
        """Yield what was asked for as it comes, a part at a time; others may ask meanwhile."""

    def run(self, asked: Sql) -> int:
        """Have something done, and return how many rows it touched."""

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Cells]) -> None:
        """Add many rows to a *table*, in the fastest way."""

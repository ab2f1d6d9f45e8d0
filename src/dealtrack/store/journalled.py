"""What keeps a ledger: tables of records that are not decoded, and a journal of their changes.

Files do it (`store.ledger.Ledger`), and so does a server (`store.server.ledger`).  What a
store makes of them - collections, shelves, the past - is the same for both.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

import msgspec

from dealtrack.errors import DealtrackError
from dealtrack.model import Kept
from dealtrack.store.disk.journal import Line, RecordChange, Transaction

A = TypeVar("A")


class Journalled(Protocol):
    """A ledger, as far as stores need to know it."""

    @property
    def revision(self) -> int:
        """How many transactions have changed the ledger."""

    @property
    def counters(self) -> Mapping[str, int]:
        """The highest id of each table, and number of each year, that was ever given."""

    @property
    def person(self) -> str:
        """Who is at work, if the ledger knows by itself; "" if anybody might be."""

    @property
    def is_held(self) -> bool:
        """Whether a transaction is under way."""

    def transaction(self, *, undoes: int = 0, redoes: int = 0) -> AbstractContextManager[None]:
        """Keep what was `put` inside as one line of the journal, or, on an error, nothing.

        The line says which revision it *undoes* or *redoes*, if any.  A transaction inside
        another joins it.
        """

    def next_id(self, table: str) -> int:
        """Give out an id of *table*; only inside a transaction."""

    def take_id(self, table: str, id_: int) -> bool:
        """Never give out the ids of *table* up to this one any more, as `next_id` counts them.

        Return whether none so high was given before; only inside a transaction.
        """

    def put(self, table: str, id_: int, record: bytes | None) -> None:
        """Enter, replace or, with None, strike a record; only inside a transaction."""

    def get(self, table: str, id_: int) -> msgspec.Raw | None:
        """Return one record as it is, None if there is none."""

    def all(self, table: str) -> list[tuple[int, msgspec.Raw]]:
        """Return every record of a small *table* with its id, by id."""

    def changes(
        self, table: str, id_: int, most: int | None = None
    ) -> list[tuple[Transaction, RecordChange]]:
        """Return what the journal tells of one record, the last change first.

        With *most*, no more is read than it takes to find so many.
        """

    def ask(self, question: Callable[[Iterator[Line]], A]) -> A:
        """Return what *question* makes of the journal's lines, which it gets last one first.

        As much is read as it looks at.
        """

    def tied(self, record: Kept) -> Iterator[tuple[int, msgspec.Raw]]:
        """Yield the agreements that may name *record*, or are named by it, each with its id."""

    def unreadable(self, ref: str) -> DealtrackError:
        """Return the error that the record called *ref* cannot be decoded."""

    def close(self) -> None:
        """Let go of files and connections."""

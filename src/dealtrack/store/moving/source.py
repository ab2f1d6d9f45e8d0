"""A ledger at one moment, as it is copied: record by record and line by line."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

import msgspec

from dealtrack.store.disk.journal import Transaction

Kept = tuple[int, msgspec.Raw]
"""A record, as it is stored, with its id."""


class Told(NamedTuple):
    """A line of the journal; *key* is that of its transaction, "" if it has none."""

    key: str
    says: Transaction


class Source(Protocol):
    """What is copied, or was: whoever writes meanwhile, it stays as it is."""

    @property
    def place(self) -> str:
        """Where it is."""

    @property
    def revision(self) -> int:
        """How many transactions have changed it."""

    @property
    def counters(self) -> Mapping[str, int]:
        """The highest id of each table, and number of each year, that was ever given."""

    @property
    def tables(self) -> Iterable[str]:
        """The tables in which there is anything."""

    def count(self) -> int:
        """Return how many records there are in all tables."""

    def records(self, table: str, after: int = 0) -> Iterator[Kept]:
        """Yield the records of *table* with an id above *after*, by id."""

    def some(self, table: str, ids: Iterable[int]) -> Iterator[Kept]:
        """Yield those of *ids* that are there."""

    def lines(self, after: int = 0) -> Iterator[Told]:
        """Yield the lines after the revision *after*, the oldest first."""

    def mark(self, revision: int) -> str:
        """Return what tells the line of *revision* from every other, "" if it is not there."""

    def attachments(self) -> Iterable[str]:
        """Return the names of the attachments, in order."""

    def attachment(self, name: str) -> bytes:
        """Return what one attachment holds."""

    def again(self) -> "Source":
        """Return the same, to be read once more."""

    def unreadable(self, ref: str) -> Exception:
        """Return the error that the record called *ref* cannot be decoded."""

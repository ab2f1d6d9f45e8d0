"""What every store of a ledger can do."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self, TypeVar

import msgspec

from dealtrack.model import Agreement, Draft, Entry, Kept, Trip, TripDraft
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.measures import Measure, Tally
from dealtrack.query.order import Order

D_contra = TypeVar("D_contra", contravariant=True)
T = TypeVar("T")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a transaction did to one record: by whom, with which words, from what to what."""

    revision: int
    at: datetime
    by: str
    what: str
    before: Kept | None
    after: Kept | None


class Collection(Protocol[D_contra, T]):
    """The records of one sort, each read and written whole."""

    @property
    def last_id(self) -> int:
        """The highest id ever given, 0 if none was.  Ids never return."""

    def search(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[T]:
        """Return the records with an entry that answers *where*, by id or in *order*."""

    def entries(
        self,
        where: Expr = EVERYTHING,
        *,
        as_of: date,
        order: Order = (),
        limit: int | None = None,
    ) -> list[Entry]:
        """Return the entries that answer *where*, record by record or in *order*."""

    def tally(
        self,
        measures: Sequence[Measure],
        *,
        as_of: date,
        by: str = "",
        where: Expr = EVERYTHING,
    ) -> Tally:
        """Return the figures of the entries that answer *where*, grouped by the field *by*."""

    def get(self, id_: int) -> T:
        """Return one record, or raise `NotFound`."""

    def add(self, draft: D_contra) -> T:
        """Enter *draft* under the next id; raise `BrokenRule` if it breaks one."""

    def save(self, record: T) -> T:
        """Replace a record; raise `Conflict` if its version is not the latest."""

    def remove(self, id_: int) -> T:
        """Strike a record from the ledger and return it, or raise `NotFound`."""


class Store(Protocol):
    """A ledger.

    ``tests/store/test_contract.py`` is the full wording of this contract; every
    store passes it.
    """

    @property
    def agreements(self) -> Collection[Draft, Agreement]:
        """The agreements."""

    @property
    def trips(self) -> Collection[TripDraft, Trip]:
        """The trips."""

    @property
    def revision(self) -> int:
        """How many transactions have changed the ledger."""

    @property
    def note_about_recovery(self) -> str:
        """A sentence about what was set right while writing, "" if nothing was."""

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all of the changes made inside, or, on an error, none.

        A transaction inside another joins it.
        """

    def history(self, ref: str) -> list[Change]:
        """Return what became of the record called *ref*, or raise `NotFound`."""

    def close(self) -> None:
        """Let go of files and connections."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

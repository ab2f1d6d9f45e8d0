"""What every store of a ledger can do."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

from dealtrack.model import Agreement, Draft, Evidence, Trip, TripDraft
from dealtrack.model.changes import Change, Entered, Step
from dealtrack.model.closing import Closing
from dealtrack.model.registered import Individual, Organisation
from dealtrack.model.slip import Slip
from dealtrack.model.target import Target
from dealtrack.query.asked import Asked
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.store.disk.years import Compacted

D_contra = TypeVar("D_contra", contravariant=True)
T = TypeVar("T")


class Collection(Asked[T], Protocol[D_contra, T]):
    """The records of one sort, each read and written whole."""

    @property
    def last_id(self) -> int:
        """The highest id ever given, 0 if none was.  Ids never return."""

    def at_hand(self, where: Expr = EVERYTHING, *, as_of: date) -> Asked[T]:
        """Return the records that answer *where*, to put many questions to.

        Read once, and kept while they are asked, unless they answer as fast where they are.
        """

    def get(self, id_: int) -> T:
        """Return one record, or raise `NotFound`."""

    def add(self, draft: D_contra) -> T:
        """Enter *draft* under the next id; raise `BrokenRule` if it breaks one."""

    def enter(self, record: T) -> T:
        """Enter a record of another ledger as it was: under its id, its uid and its version.

        Records are entered by id.

        Raises:
            BrokenRule: if it breaks a rule; of sectors, those it has are known.
            Conflict: if an id so high was given here before.
        """

    def save(self, record: T) -> T:
        """Replace a record; raise `Conflict` if its version is not the latest."""

    def remove(self, id_: int) -> T:
        """Strike a record from the ledger and return it, or raise `NotFound`."""


class Shelf(Protocol[T]):
    """What the ledger holds beside its records, of one sort: little, and read as a whole."""

    def __iter__(self) -> Iterator[T]:
        """Go through all of them, by id."""

    def all(self) -> list[T]:
        """Return all of them, by id."""

    def get(self, id_: int) -> T:
        """Return one of them, or raise `NotFound`."""

    def add(self, record: T) -> T:
        """Enter *record* under an id, a slip under a number, that was never given.

        Raises: `BrokenRule`.
        """

    def enter(self, record: T) -> T:
        """Enter one of another ledger as it was; see `Collection.enter`."""

    def save(self, record: T) -> T:
        """Replace one of them; raise `Conflict` if its version is not the latest."""

    def remove(self, id_: int) -> T:
        """Strike one of them and return it, or raise `NotFound`."""


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
    def targets(self) -> Shelf[Target]:
        """The targets of the years."""

    @property
    def slips(self) -> Shelf[Slip]:
        """The supervision slips."""

    @property
    def closings(self) -> Shelf[Closing]:
        """The months that were closed."""

    @property
    def organisations(self) -> Shelf[Organisation]:
        """What was said of organisations beside the names that they signed with."""

    @property
    def people(self) -> Shelf[Individual]:
        """The other names that people go by."""

    @property
    def revision(self) -> int:
        """How many transactions have changed the ledger."""

    @property
    def counters(self) -> Mapping[str, int]:
        """The highest id of each table, and number of each year, that was ever given."""

    def count_from(self, counters: Mapping[str, int]) -> None:
        """Never give out an id up to those of *counters*, as another ledger gave them."""

    @property
    def note_about_recovery(self) -> str:
        """A sentence about what was set right while writing, "" if nothing was."""

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all of the changes made inside, or, on an error, none.

        A transaction inside another joins it.
        """

    def attach(self, path: Path) -> Evidence:
        """Keep a copy of the file at *path* with the ledger; only inside a transaction.

        The same content is kept once.

        Raises:
            WrongUse: if *path* is no plain file (a link, a folder, a device), or too large.
            CannotRead: if there is no such file, or it may not be read.
        """

    def attached(self, file: str) -> bytes:
        """Return the content of an attachment, as evidence names it.  Raises: `CannotRead`."""

    def history(self, ref: str) -> list[Change]:
        """Return what became of what is called *ref*, oldest first, or raise `NotFound`.

        It is a record, or the slip ``S2026-3``, target ``G4``, closed month ``M2``,
        organisation ``O5`` or person ``P6``.
        One that was removed is found too, as long as its year is kept.
        """

    def lately(self, limit: int | None = None) -> list[Step]:
        """Return the last changes of the ledger, the newest first."""

    @property
    def person(self) -> str:
        """Who is at work, if the ledger knows by itself; "" if anybody might be."""

    def saved(self, key: str) -> Step | None:
        """Return the change that has that *key*, None if it was not saved.

        Whoever may still be saving it is waited for.  Raises: `WrongUse` if changes have none.
        """

    def steps(self, limit: int | None = None, *, undone: bool = False) -> list[Step]:
        """Return the changes that `undo` would take back, or `redo` bring back, in order."""

    def undo(
        self, count: int = 1, *, seen: int | None = None, force: bool = False
    ) -> list[Step]:
        """Take back the last *count* changes, all or none, and return them.

        The ledger must still be at the revision *seen*, if one is given.  What comes
        back keeps its id and uid; no version, number or id is ever given twice.  A ledger
        that knows who is at work takes back what others did only with *force*.

        Raises:
            NotYours: if one of them is somebody else's.
            NoSuchStep: if there are not so many.
            Overtaken: if a record is not as the change left it, or the ledger not as seen.
        """

    def redo(
        self, count: int = 1, *, seen: int | None = None, force: bool = False
    ) -> list[Step]:
        """Bring back the last *count* changes that were taken back; see `undo`.

        After any other change nothing can be brought back.
        """

    def as_entered(self, ref: str, day: date) -> Entered:
        """Return the record called *ref* as it was known at the end of *day*.

        Raises:
            NotEntered: if it was not there then.
            NotFound: if it never was.
        """

    def compact(self, keep_years: int | None = None) -> Compacted:
        """Move what happened in finished years aside; drop all but the last *keep_years*.

        What was dropped can neither be looked up nor undone.
        """

    def close(self) -> None:
        """Let go of files and connections."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

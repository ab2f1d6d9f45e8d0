"""A store of whatever keeps a journal: what files and servers have in common."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from types import TracebackType
from typing import Self

from dealtrack.model.changes import Change, Entered, Step
from dealtrack.model.closing import Closing
from dealtrack.model.registered import Individual, Organisation
from dealtrack.model.slip import Slip
from dealtrack.model.target import Target
from dealtrack.store.journalled import Journalled
from dealtrack.store.past import Past
from dealtrack.store.shelf import LedgerShelf


class WholeStore:
    """All of a `Store` but the agreements and the trips, made of a *book* with a journal."""

    def __init__(self, book: Journalled) -> None:
        self._book = book
        self._past = Past(book)
        self.targets = LedgerShelf(book, "targets", Target)
        self.slips = LedgerShelf(book, "slips", Slip)
        self.closings = LedgerShelf(book, "closings", Closing)
        self.organisations = LedgerShelf(book, "organisations", Organisation)
        self.people = LedgerShelf(book, "people", Individual)

    @property
    def revision(self) -> int:
        """See `Store.revision`."""
        return self._book.revision

    @property
    def person(self) -> str:
        """See `Store.person`."""
        return self._book.person

    @property
    def counters(self) -> Mapping[str, int]:
        """See `Store.counters`."""
        return self._book.counters

    @property
    def note_about_recovery(self) -> str:
        """See `Store.note_about_recovery`."""
        return ""

    def count_from(self, counters: Mapping[str, int]) -> None:
        """See `Store.count_from`."""
        with self._book.transaction():
            for name, number in counters.items():
                self._book.take_id(name, number)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """See `Store.transaction`."""
        with self._book.transaction():
            yield

    def history(self, ref: str) -> list[Change]:
        """See `Store.history`."""
        return self._past.history(ref)

    def lately(self, limit: int | None = None) -> list[Step]:
        """See `Store.lately`."""
        return self._past.lately(limit)

    def steps(self, limit: int | None = None, *, undone: bool = False) -> list[Step]:
        """See `Store.steps`."""
        return self._past.steps(limit, undone=undone)

    def undo(
        self, count: int = 1, *, seen: int | None = None, force: bool = False
    ) -> list[Step]:
        """See `Store.undo`."""
        return self._past.undo(count, seen, force=force)

    def redo(
        self, count: int = 1, *, seen: int | None = None, force: bool = False
    ) -> list[Step]:
        """See `Store.redo`."""
        return self._past.redo(count, seen, force=force)

    def as_entered(self, ref: str, day: date) -> Entered:
        """See `Store.as_entered`."""
        return self._past.as_entered(ref, day)

    def close(self) -> None:
        """See `Store.close`."""
        self._book.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

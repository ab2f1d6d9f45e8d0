"""What a record says in words, each wording once, however often the rest of its row changes."""

from collections.abc import Sequence
from operator import itemgetter

from dealtrack.store.sql.cells import Typed
from dealtrack.store.sql.schema import Piece


class Wordings:
    """Rows of records parted in two: what goes with their days, and their words.

    The wordings of a record are numbered; those *found* so far are rows of *words*.  Rows
    come record by record.
    """

    def __init__(self, columns: Sequence[str], days: Piece, words: Piece) -> None:
        places = {name: place for place, name in enumerate(columns)}
        self._id = places["id"]
        self._of_days = itemgetter(*(places[name] for name in days.columns[:-1]))
        self._of_words = itemgetter(*(places[name] for name in words.columns[2:]))
        self._last: Typed = None
        self._numbers: dict[str, int] = {}
        self.found: list[tuple[Typed, ...]] = []

    def parted(self, row: Sequence[Typed]) -> tuple[Typed, ...]:
        """Return what goes with the days, and with it the number of the wording."""
        id_, words = row[self._id], self._of_words(row)
        if id_ != self._last:
            self._last, self._numbers = id_, {}
        key = repr(words)  # lists are no keys
        number = self._numbers.setdefault(key, len(self._numbers))
        if number == len(self._numbers) - 1 and not self._is_known(id_, number):
            self.found.append((id_, number, *words))
        return (*self._of_days(row), number)

    def _is_known(self, id_: Typed, number: int) -> bool:
        return bool(self.found) and self.found[-1][:2] == (id_, number)

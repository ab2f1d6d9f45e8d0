"""A question to a ledger's index: what is asked, and whether what was found answers it."""

from collections.abc import Iterable
from datetime import date

from dealtrack.model import Entry, Kept, entries
from dealtrack.query.expr import Expr, fields_of
from dealtrack.query.match import answering
from dealtrack.store.sql.columns import STEADY, Mark

_CHECKED = 100
"""How many of the records that answer a question are asked once more."""


class Question:
    """What is asked, and as of which day."""

    def __init__(self, where: Expr, as_of: date) -> None:
        self.where = where
        self.as_of = as_of
        self._answers = answering(where)
        self._to_check = _CHECKED

    def is_right(self, record: Kept, found: Iterable[int], *, are_all: bool) -> bool:
        """Whether the entries that were *found*, by number, answer, and if so, *are_all*."""
        if not self._to_check:
            return True
        self._to_check -= 1
        answers = {_number(e) for e in entries(record, self.as_of) if self._answers(e)}
        return answers == {*found} if are_all else answers >= {*found}

    def picked(self, record: Kept, found: Iterable[int]) -> list[Entry]:
        """Return the entries of *record* that were *found*, as far as they are there."""
        there = {_number(entry): entry for entry in entries(record, self.as_of)}
        return [there[number] for number in found if number in there]


def mark_of(*asked: Expr | str) -> Mark:
    """Return from which day on a record answers all that is *asked*: questions and fields."""
    named = {
        asks for one in asked for asks in ([one] if isinstance(one, str) else fields_of(one))
    }
    return "steady" if named - {""} <= STEADY else "settled"


def _number(entry: Entry) -> int:
    return entry.follow_up.number if entry.follow_up else 0

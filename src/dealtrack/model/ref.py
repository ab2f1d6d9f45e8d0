"""Refs: how people name one thing of the ledger in a word."""

import re
from typing import Literal, NamedTuple

_FORM = re.compile(
    r"#?(?P<trip>[Tt])?(?P<id>\d{1,9})(?:\.(?P<number>\d{1,6})(?:\.(?P<problem>\d{1,6}))?)?"
)

# What a Chinese keyboard types for these; NFKC would read more: ² is no ref
_PLAIN = str.maketrans("０１２３４５６７８９Ｔｔ．。＃", "0123456789Tt..#")


class Ref(NamedTuple):
    """A record (``17``, ``T3``), its follow-up (``17.2``), a problem of that (``17.2.1``).

    Number 0 is the record itself: ``17.0.1`` is the first problem noted on it.
    """

    table: Literal["agreements", "trips"]
    id: int
    number: int | None = None
    problem: int | None = None

    @classmethod
    def read(cls, text: str) -> "Ref | None":
        """Return the ref that *text* spells, if it is one; ``１７。２`` is 17.2."""
        found = _FORM.fullmatch(text.translate(_PLAIN).strip())
        if found is None:
            return None
        number, problem = found["number"], found["problem"]
        return cls(
            "trips" if found["trip"] else "agreements",
            int(found["id"]),
            int(number) if number else None,
            int(problem) if problem else None,
        )

    @property
    def record(self) -> "Ref":
        """The record that it belongs to."""
        return Ref(self.table, self.id)

    def __str__(self) -> str:
        parts = [self.id, self.number, self.problem]
        letter = "T" if self.table == "trips" else ""
        return letter + ".".join(str(part) for part in parts if part is not None)

"""How much of a long list the summary prints: the first rows, and what names them all."""

from collections.abc import Sequence
from typing import TypeVar

from dealtrack.text import _, listed

T = TypeVar("T")

MOST = 50
"""How many rows of a list are printed; all of them are counted."""


def first(rows: Sequence[T]) -> Sequence[T]:
    """Return the rows that are printed."""
    return rows[:MOST]


def more(n: int, *figures: str) -> str:
    """Say that there are *n*, if not all are printed, and which *figures* name them all."""
    if n <= MOST:
        return ""
    return _("{shown} of {n} – all of them: {options}").format(
        shown=MOST, n=f"{n:,}", options=listed(f"--explain {one}" for one in figures)
    )

"""A figure with all that it answers for: what is counted, of what, and what is left out."""

from typing import Literal, NamedTuple

from dealtrack.query.expr import Expr, both

Among = Literal["agreements", "projects", "new", "money", "converted", "trips", "tasks"]
"""What is counted: *agreements*, each paper; *projects*, each once, at its first signing, as
far as it has come; *new*, agreements that follow no earlier one; *money*, agreements without
those whose amount an earlier one of the project has named: what arrived on such a one counts
with the earlier; *converted*, agreements that a
contract implements; *trips*; *tasks*, follow-ups of agreements and trips."""


class LeftOut(NamedTuple):
    """What a figure does not count although it is in question, and why not."""

    key: str
    expr: Expr


class Figure(NamedTuple):
    """A number, or a share of one, as questions.

    What answers *n* is counted, or the field *of* summed over it; in a share, of what
    answers *d* (or of its field *of_all*).  The numerator is asked inside the denominator,
    so that it is never more of it.  *about* is the formula, a sentence to be translated.
    """

    name: str
    about: str
    n: Expr
    d: Expr | None = None
    of: str = ""
    of_all: str = ""
    among: Among = "agreements"
    n_among: Among | None = None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def numerator(self) -> Expr:
        """What the number itself is of."""
        return self.n if self.d is None else both(self.d, self.n)

    @property
    def counted_among(self) -> Among:
        """Where the number itself is counted: where its denominator is, or closer."""
        return self.n_among or self.among

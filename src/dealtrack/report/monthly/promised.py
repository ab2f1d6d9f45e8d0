"""Part 7 of the monthly summary: the commitments of both sides, and what was honoured."""

from collections.abc import Iterator

from msgspec import Struct

from dealtrack.query import promises as questions
from dealtrack.query.expr import both
from dealtrack.query.figure import Figure
from dealtrack.report.figures import Rounding
from dealtrack.report.kept import Kept, balance, say_money
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly.questions import narrowed
from dealtrack.report.page import Block, Note, Section, Table, Tone
from dealtrack.report.promises import columns_of, row_of, say_side
from dealtrack.report.terms import Terms
from dealtrack.text import _


class Promised(Struct, frozen=True, kw_only=True):
    """How the commitments of each side that has any stand, and those of all sides."""

    sides: tuple[Kept, ...]
    total: Kept

    def section(self) -> Section:
        """Lay the part out."""
        table = Table(
            columns_of("side", _("Side")),
            tuple(row_of(say_side(kept.side), kept) for kept in self.sides),
            empty=_("No commitments."),
            total=row_of(_("All"), self.total) if self.sides else None,
        )
        return Section(_("Commitments of both sides"), (table, *self._notes()))

    def _notes(self) -> Iterator[Block]:
        if self.total.pledged:
            yield Note(say_money(self.total), Tone.QUIET)


def sum_promised(ledger: Ledger, rounding: Rounding) -> Promised:
    """Sum up what both sides promised."""
    sides, total = balance(ledger.book, ledger.as_of, rounding=rounding)
    return Promised(sides=sides, total=total)


def figures(terms: Terms) -> Iterator[Figure]:
    """Yield the share that was honoured: of all, and of each side."""
    for side in ("", "ours", "theirs"):
        asked = questions.commitments(terms.as_of, questions.of_side(side))
        yield Figure(
            f"promises.{side}" if side else "promises",
            narrowed(questions.ABOUT, say_side(side)) if side else questions.ABOUT,
            questions.HONOURED,
            both(asked, questions.FELL_DUE),
            among="tasks",
            left_out=tuple(
                one._replace(expr=both(asked, one.expr)) for one in questions.EXCLUDED
            ),
        )

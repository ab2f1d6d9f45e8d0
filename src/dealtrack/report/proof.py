"""What is behind the share of the commitments that was honoured."""

from datetime import date

from dealtrack.query import promises as questions
from dealtrack.query.asked import Book
from dealtrack.query.expr import EVERYTHING, Expr, both
from dealtrack.query.parse import unparse
from dealtrack.query.promises import EXCLUDED, FELL_DUE, HONOURED, OWED
from dealtrack.report.explained import Explained, Reason
from dealtrack.report.figures import HALF_UP, Rounding
from dealtrack.report.kept import balance, refs_behind
from dealtrack.report.rate import Rate
from dealtrack.text import _


def explain_promises(
    book: Book, as_of: date, where: Expr = EVERYTHING, rounding: Rounding = HALF_UP
) -> Explained:
    """Tell the commitments behind the share that was honoured, and those left out of it."""
    total, refs = balance(book, as_of, where, rounding).total, refs_behind(book, as_of, where)
    asked = questions.commitments(as_of, where)
    share = total.share
    return Explained(
        as_of=as_of,
        figure="promises",
        formula=_(questions.ABOUT),
        numbers=(
            Rate(
                key="promises",
                n=share.n,
                d=share.d,
                percent=share.percent,
                left_out=total.left_out,
            ),
        ),
        is_share=True,
        counted="commitments",
        numerator=unparse(both(asked, HONOURED)),
        denominator=unparse(both(asked, FELL_DUE)),
        counting=refs["honoured"],
        others=tuple(ref for state in OWED for ref in refs[state]),
        left_out=tuple(Reason(one.key, refs[one.key]) for one in EXCLUDED),
    )

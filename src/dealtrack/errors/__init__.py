"""Everything that can go wrong and is worth a sentence.

An error carries the facts.  Its ``str()`` is the sentence, made only when it
is shown, so that it comes out in the reader's language: what happened, why,
and, on lines of their own, what to do.
"""

from dealtrack.errors.base import BrokenRule, Conflict, DealtrackError, NotFound, WrongUse
from dealtrack.errors.files import (
    CannotRead,
    CannotWrite,
    FileExists,
    FileProblem,
    FileRefused,
    OutputLost,
    reason,
)
from dealtrack.errors.ledger import LedgerDamaged, LedgerFault, LedgerTooNew, Locked
from dealtrack.errors.typed import (
    AmountFault,
    DayFault,
    NotADay,
    NotAnAmount,
    NotAPeriod,
    QueryError,
    UnanchoredDay,
    Unreadable,
)

__all__ = [
    "AmountFault",
    "BrokenRule",
    "CannotRead",
    "CannotWrite",
    "Conflict",
    "DayFault",
    "DealtrackError",
    "FileExists",
    "FileProblem",
    "FileRefused",
    "LedgerDamaged",
    "LedgerFault",
    "LedgerTooNew",
    "Locked",
    "NotADay",
    "NotAPeriod",
    "NotAnAmount",
    "NotFound",
    "OutputLost",
    "QueryError",
    "UnanchoredDay",
    "Unreadable",
    "WrongUse",
    "reason",
]

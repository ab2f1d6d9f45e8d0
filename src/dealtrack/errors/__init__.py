"""Everything that can go wrong and is worth a sentence.

An error carries the facts.  Its ``str()`` is the sentence, made only when it
is shown, so that it comes out in the reader's language: what happened, why,
and, on lines of their own, what to do.
"""

from dealtrack.errors.backups import (
    BackupDamaged,
    NoSuchBackup,
    NothingToRestore,
    OtherLedger,
    SeveralBackups,
)
from dealtrack.errors.base import BrokenRule, Conflict, DealtrackError, NotFound, WrongUse
from dealtrack.errors.calendar import CalendarRefused, CalendarUnreachable
from dealtrack.errors.files import (
    CannotRead,
    CannotWrite,
    FileExists,
    FileProblem,
    FileRefused,
    OutputLost,
    SaveUncertain,
    TableRefused,
    reason,
)
from dealtrack.errors.history import NoSuchStep, NotEntered, Overtaken
from dealtrack.errors.ledger import (
    LedgerDamaged,
    LedgerFault,
    LedgerTooNew,
    Locked,
    Newest,
    say_apart,
)
from dealtrack.errors.mail import (
    MailFailure,
    MailNotSent,
    MailRefused,
    MailUnreachable,
    RemindersBusy,
)
from dealtrack.errors.months import FiguresDisagree, MonthClosed, MonthNotOver, MonthOpen
from dealtrack.errors.server import (
    AnswerLost,
    LedgerBusy,
    NotAllowed,
    NotYours,
    RecordUnreadable,
    SaveUnknown,
    ServerRefused,
    ServerUnreachable,
    TablesDiffer,
)
from dealtrack.errors.typed import (
    AmountFault,
    DayFault,
    NoAlmanac,
    NotADay,
    NotAnAmount,
    NotAPeriod,
    NotARecurrence,
    QueryError,
    UnanchoredDay,
    Unreadable,
)

__all__ = [
    "AmountFault",
    "AnswerLost",
    "BackupDamaged",
    "BrokenRule",
    "CalendarRefused",
    "CalendarUnreachable",
    "CannotRead",
    "CannotWrite",
    "Conflict",
    "DayFault",
    "DealtrackError",
    "FiguresDisagree",
    "FileExists",
    "FileProblem",
    "FileRefused",
    "LedgerBusy",
    "LedgerDamaged",
    "LedgerFault",
    "LedgerTooNew",
    "Locked",
    "MailFailure",
    "MailNotSent",
    "MailRefused",
    "MailUnreachable",
    "MonthClosed",
    "MonthNotOver",
    "MonthOpen",
    "Newest",
    "NoAlmanac",
    "NoSuchBackup",
    "NoSuchStep",
    "NotADay",
    "NotAPeriod",
    "NotARecurrence",
    "NotAllowed",
    "NotAnAmount",
    "NotEntered",
    "NotFound",
    "NotYours",
    "NothingToRestore",
    "OtherLedger",
    "OutputLost",
    "Overtaken",
    "QueryError",
    "RecordUnreadable",
    "RemindersBusy",
    "SaveUncertain",
    "SaveUnknown",
    "ServerRefused",
    "ServerUnreachable",
    "SeveralBackups",
    "TableRefused",
    "TablesDiffer",
    "UnanchoredDay",
    "Unreadable",
    "WrongUse",
    "reason",
    "say_apart",
]

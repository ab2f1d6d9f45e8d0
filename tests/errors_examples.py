"""An example of every error, or several: what it says is kept in ``tests/golden/errors``.

Wherever it is easily done the error is provoked, so that its words are the program's own.
"""

import errno
from collections.abc import Callable
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, cast

from dealtrack.actions.altering import ChangesRefused, Refusal
from dealtrack.actions.logs import WrongStep, appended
from dealtrack.actions.playbooks import WrongPlaybook
from dealtrack.cli.options import word
from dealtrack.cli.refs import Ambiguous
from dealtrack.cli.rounds import GivenUp
from dealtrack.cli.tripfile import FileDiffers
from dealtrack.days import parse_day, parse_month, parse_period
from dealtrack.errors import (
    AnswerLost,
    BackupDamaged,
    BrokenRule,
    CalendarRefused,
    CalendarUnreachable,
    CannotRead,
    CannotWrite,
    Conflict,
    CopyDiffers,
    CopyUnfinished,
    DealtrackError,
    FiguresDisagree,
    FileExists,
    FileRefused,
    LedgerBusy,
    LedgerDamaged,
    LedgerTooNew,
    Locked,
    MailFailure,
    MailNotSent,
    MailRefused,
    MailUnreachable,
    MonthClosed,
    MonthNotOver,
    MonthOpen,
    Newest,
    NoAlmanac,
    NoSuchBackup,
    NoSuchStep,
    NotADay,
    NotAllowed,
    NotAnAmount,
    NotAPeriod,
    NotARecurrence,
    NotEntered,
    NotFound,
    NothingToRestore,
    NotSaved,
    NotYours,
    OtherLedger,
    OutputLost,
    Overtaken,
    QueryError,
    RecordedMeanwhile,
    RecordUnreadable,
    RemindersBusy,
    SaveUncertain,
    SaveUnknown,
    ServerRefused,
    ServerUnreachable,
    SeveralBackups,
    TableRefused,
    TablesDiffer,
    UnanchoredDay,
    WrongUse,
    reason,
)
from dealtrack.exchange.sheets.kinds import save_as_xlsx
from dealtrack.exchange.trip import read
from dealtrack.model.rules import check
from dealtrack.model.vocabulary import SECTORS
from dealtrack.money import parse_amount
from dealtrack.query.parse import parse as parse_query
from dealtrack.settings import WrongFile, WrongSettings, parse_sectors
from dealtrack.settings import parse as parse_settings
from dealtrack.text import _
from tests.builders import a_draft

TODAY = date(2026, 11, 2)

DAYS = (
    "",
    "03/04/2021",
    "12-11-2010",
    "3",
    "2026-02-30",
    "2026-11",
    "9999-01-01",
    "someday",
)

FOLDER = cast(Path, PurePosixPath("/home/li/dealtrack"))
"""A folder that is spelled alike on every system."""

LEDGER = FOLDER / "ledger.json"
OFFICE = "postgresql://db.example.org/office"
JOURNAL = FOLDER / "ledger.journal"


def raised_by(call: Callable[[], object]) -> DealtrackError:
    """Return the error that *call* ends with."""
    try:
        call()
    except DealtrackError as error:
        return error
    raise AssertionError("it should have failed")


def _day(text: str, **more: Any) -> Callable[[], DealtrackError]:
    return lambda: raised_by(lambda: parse_day(text, TODAY, **more))


def _amount(text: str) -> Callable[[], DealtrackError]:
    return lambda: raised_by(lambda: parse_amount(text))


def _query(text: str) -> Callable[[], DealtrackError]:
    return lambda: raised_by(lambda: parse_query(text, TODAY))


def _refused() -> DealtrackError:
    text = '[trip]\ntitle = "Visit"\nend = 2026-13-40\n'
    also = '[[agreement]]\ntitel = "Contract"\nsectors = ["enrgy"]\nsigned = "03/04/2021"\n'
    problems = [read(part, TODAY).problems for part in (text, also)]
    return FileRefused("trip.toml", tuple(one for some in problems for one in some))


def _older() -> tuple[str, str]:
    return _("it is a document of an older office program, such as .xls or .et"), save_as_xlsx()


EXAMPLES: dict[type[DealtrackError], tuple[Callable[[], DealtrackError], ...]] = {
    MonthClosed: (
        lambda: MonthClosed("2026-10", date(2026, 11, 2), "Li Na"),
        lambda: MonthClosed("2026-10", date(2026, 11, 2)),
    ),
    MonthNotOver: (lambda: MonthNotOver("2026-11", date(2026, 11, 30)),),
    MonthOpen: (lambda: MonthOpen("2026-10"),),
    FiguresDisagree: (lambda: FiguresDisagree("2026-10"),),
    WrongUse: (lambda: raised_by(lambda: word("--sector", "enrgy", SECTORS)),),
    BrokenRule: (
        lambda: raised_by(lambda: check(a_draft(title=" "))),
        lambda: raised_by(lambda: check(a_draft(areas=("robots\x1b[31m",)))),
    ),
    NotFound: (
        lambda: NotFound("42", remedy=_("See what there is: dealtrack list")),
        lambda: NotFound("tencnt", ("1  Strategic cooperation · Tencent Cloud",)),
    ),
    Ambiguous: (
        lambda: Ambiguous("tencent", ("1  Framework · Tencent", "4  Contract · Tencent Cloud")),
    ),
    RecordedMeanwhile: (lambda: RecordedMeanwhile("17", "王芳", "2026-11-02 14:39"),),
    Conflict: (
        lambda: Conflict("17", "王芳", "2026-11-02 14:39"),
        lambda: Conflict("17"),
    ),
    NotADay: tuple(map(_day, DAYS)),
    UnanchoredDay: (_day("signed+1m", anchors={"signed": None}),),
    NoAlmanac: (lambda: NoAlmanac("DE", "library"), lambda: NoAlmanac("ZZ", "country")),
    NotARecurrence: (lambda: NotARecurrence("sometimes"),),
    NotAPeriod: (
        lambda: raised_by(lambda: parse_month("2026Q1", TODAY)),
        lambda: raised_by(lambda: parse_period("some time", TODAY)),
    ),
    NotAnAmount: tuple(
        map(_amount, ("", "1.234,5", "NaN", "-5万", "9" * 40, "USD 5 EUR", "plenty"))
    ),
    QueryError: tuple(
        map(_query, ("ownr:li", "owner:li sector:enrgy", "due:soonish", "(owner:li", "is:late"))
    ),
    FileRefused: (_refused,),
    FileDiffers: (lambda: FileDiffers("trip.toml", 1), lambda: FileDiffers("trip.toml", 3)),
    GivenUp: (lambda: GivenUp(FOLDER / "edit-17.toml"),),
    FileExists: (lambda: FileExists(FOLDER / "month.md"),),
    CannotRead: (lambda: CannotRead("trip.toml", reason(OSError(errno.ENOENT, ""))),),
    TableRefused: (
        lambda: TableRefused("台账.xls", *_older()),
        lambda: TableRefused("ledger.csv", _("there is no table in it")),
    ),
    OutputLost: (lambda: OutputLost("17.2", reason(OSError(errno.ENOSPC, ""))),),
    SaveUncertain: (
        lambda: SaveUncertain(FOLDER / "ledger.journal", reason(OSError(errno.EIO, ""))),
    ),
    CannotWrite: (lambda: CannotWrite(FOLDER / "month.md", reason(OSError(errno.ENOSPC, ""))),),
    LedgerDamaged: (
        lambda: LedgerDamaged(LEDGER, "checksum"),
        lambda: LedgerDamaged(LEDGER, "layout"),
        lambda: LedgerDamaged(JOURNAL, "line", "12", "ledger.json", 11, "2026-11-02 14:42"),
        lambda: LedgerDamaged(JOURNAL, "order", "12"),
        lambda: LedgerDamaged(JOURNAL, "seam"),
        lambda: LedgerDamaged(LEDGER, "record", "agreements 17"),
        lambda: LedgerDamaged(JOURNAL, "behind", "ledger-2026-11-02T090000.zip"),
        lambda: LedgerDamaged(JOURNAL, "other", "ledger-2026-11-02T090000.zip"),
        *(
            lambda lost=lost, known=known: LedgerDamaged(LEDGER, "checksum").knowing(
                Newest(311, "2026-11-02 14:42", 312, 4, lost, known, "dealtrack restore")
            )
            for lost, known in (((), True), ((312,), True), ((312, 313), True), ((), False))
        ),
        lambda: LedgerDamaged(LEDGER, "gone"),
    ),
    BackupDamaged: (lambda: BackupDamaged(FOLDER / "my.zip", _("its checksum differs")),),
    NoSuchBackup: (
        lambda: NoSuchBackup("2026-10-01", ("2026-11-02T09:00:00", "2026-11-01T08:30:00")),
        lambda: NoSuchBackup("newest"),
    ),
    SeveralBackups: (
        lambda: SeveralBackups("2026-11", ("2026-11-02T09:00:00", "2026-11-01T08:30:00")),
    ),
    NothingToRestore: (lambda: NothingToRestore(FOLDER),),
    OtherLedger: (lambda: OtherLedger(FOLDER / "their.zip", "17"),),
    LedgerTooNew: (lambda: LedgerTooNew(LEDGER, 2, "dealtrack 3.0"),),
    Locked: (
        lambda: Locked(LEDGER, 10, "王芳", "2026-11-02 14:39"),
        lambda: Locked(LEDGER, 10),
    ),
    AnswerLost: (
        lambda: AnswerLost("postgresql://db.example.org/office", "connection timeout expired"),
    ),
    LedgerBusy: (
        lambda: LedgerBusy("postgresql://db.example.org/office", 30),
        lambda: LedgerBusy("postgresql://db.example.org/office"),
    ),
    ServerUnreachable: (
        lambda: ServerUnreachable(OFFICE, "connection timeout expired"),
        lambda: ServerUnreachable(OFFICE, "connection timeout expired", changing=True),
    ),
    SaveUnknown: (lambda: SaveUnknown(OFFICE, "0b1c9a52-5a0e-4d4f-9f0e-3f6d2b8f7a11"),),
    NotSaved: (lambda: NotSaved("0b1c9a52-5a0e-4d4f-9f0e-3f6d2b8f7a11"),),
    ServerRefused: (lambda: ServerRefused(OFFICE, "could not extend file: no space left"),),
    NotAllowed: (
        lambda: NotAllowed("li"),
        lambda: NotAllowed("li", "closings"),
        lambda: NotAllowed("li", "read"),
        lambda: NotAllowed("li", "create"),
        lambda: NotAllowed("li", "rebuild"),
    ),
    TablesDiffer: (
        lambda: TablesDiffer(OFFICE, "0.1.0", newer=False),
        lambda: TablesDiffer(OFFICE, "3.0", newer=True),
    ),
    NotYours: (lambda: NotYours("wang", "2026-11-02 14:39", "done 17.2"),),
    RecordUnreadable: (lambda: RecordUnreadable(OFFICE, "17"),),
    MailUnreachable: (
        lambda: MailUnreachable("mail.example.org:587", _("it does not answer in time")),
    ),
    MailRefused: (
        lambda: MailRefused("mail.example.org:587", "535 5.7.8 authentication failed"),
    ),
    MailNotSent: (
        lambda: MailNotSent(
            (MailFailure("张三", "zhang@example.org", "550 no such user here"),), 2
        ),
    ),
    RemindersBusy: (
        lambda: RemindersBusy("王芳", "2026-11-02 08:00:01"),
        RemindersBusy,
    ),
    NoSuchStep: (
        lambda: NoSuchStep("undo", 1, 0),
        lambda: NoSuchStep("undo", 5, 3),
        lambda: NoSuchStep("redo", 1, 0),
        lambda: NoSuchStep("redo", 5, 1),
    ),
    Overtaken: (
        lambda: Overtaken("17"),
        lambda: Overtaken("", "王芳", "2026-11-02 14:39"),
        lambda: Overtaken("", "王芳", "2026-11-02 14:39", "dealtrack restore --dry-run"),
    ),
    NotEntered: (
        lambda: NotEntered("17", date(2026, 2, 1), "later", date(2026, 3, 2)),
        lambda: NotEntered("17", date(2026, 5, 1), "struck", date(2026, 4, 2)),
        lambda: NotEntered("17", date(2023, 5, 1), "forgotten", date(2024, 1, 8)),
    ),
    WrongStep: (
        lambda: raised_by(
            lambda: appended((date(2026, 10, 30),), date(2026, 10, 1), lambda day: day, "17.2")
        ),
    ),
    ChangesRefused: (
        lambda: ChangesRefused(
            tuple(
                Refusal(ref, str(BrokenRule("expires", _("is before the signing"))))
                for ref in ("17", "18")
            )
        ),
    ),
    CalendarRefused: (
        lambda: CalendarRefused("https://cal.example.org/li/", "it answers 507"),
    ),
    CalendarUnreachable: (
        lambda: CalendarUnreachable("https://cal.example.org/li/", "it does not answer"),
        lambda: CalendarUnreachable("https://cal.example.org/li/", "it does not answer", 3),
    ),
    CopyUnfinished: (
        lambda: CopyUnfinished(
            "postgresql://db.example.org/deals",
            "/home/li/dealtrack/ledger.json",
            "postgresql://li@db.example.org/deals",
            "2026-11-02 14:39:07",
        ),
    ),
    CopyDiffers: (lambda: CopyDiffers("postgresql://db.example.org/deals", "17"),),
    WrongPlaybook: (lambda: WrongPlaybook("playbooks.press.steps[1]", "it says no task"),),
    WrongFile: (
        lambda: raised_by(
            lambda: parse_sectors('[energy]\ninto = "magic"', FOLDER / "sectors.toml")
        ),
    ),
    WrongSettings: (
        lambda: raised_by(lambda: parse_settings("son = 14", FOLDER / "config.toml")),
        lambda: raised_by(lambda: parse_settings("soon = -1", FOLDER / "config.toml")),
        lambda: raised_by(
            lambda: parse_settings('[mail]\npassword = "x"', FOLDER / "config.toml")
        ),
    ),
}
"""How each error comes about.  Made when it is wanted, in the language spoken then."""

"""``import FILE.ics``: what was changed in a calendar file comes back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from dealtrack.actions.calendar import Differences, differences, take_over, tasks_called
from dealtrack.cli.ask import confirm
from dealtrack.cli.calendars import checked, needs_calendars
from dealtrack.cli.differing import changes_of, conflicts_of
from dealtrack.cli.run import Run
from dealtrack.errors import FileRefused
from dealtrack.exchange.ics.told import Told
from dealtrack.text import _, listed, plural
from dealtrack.text.hidden import visible

ENDINGS = {".ics", ".ical", ".ifb", ".icalendar"}
"""What the name of a calendar file ends in."""


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What a calendar brought back, by refs: what changes, and what both sides changed.

    *known* is how many of its tasks are of this ledger, *unknown* are the UIDs of others;
    *behind* is what was changed in the ledger alone since the file was written.
    """

    schema: Literal["dealtrack/imported/1"] = "dealtrack/imported/1"
    changed: tuple[str, ...]
    conflicts: tuple[str, ...]
    behind: tuple[str, ...]
    known: int
    unknown: tuple[str, ...]
    saved: bool


def import_calendar(run: Run, file: Path, *, dry_run: bool, prefer: str) -> int | None:
    """Take over what was changed in the calendar *file*: state and due day.

    Raises:
        FileRefused: if it cannot be read.
        WrongUse: if no library reads it, or there is no such side to *prefer*.
    """
    side, told = checked(prefer), _read(file)
    with run.store() as store:
        there = tasks_called(store, (one.uid for one in told), run.today)
        found = differences(there, told, side)
        saves = bool(found.taken) and not dry_run
        if saves and not _agreed(run, found):
            run.say(_("Nothing was changed."))
            return None
        if saves:
            take_over(store, found.taken, run.today, run.author)
    strangers = {one.uid: one.summary or one.uid for one in told if one.uid not in there}
    report = Imported(
        changed=tuple(c.was.ref for c in found.taken),
        conflicts=tuple(c.was.ref for c in found.conflicts),
        behind=found.behind,
        known=len(there),
        unknown=tuple(strangers),
        saved=saves,
    )
    _tell(run, report, found, tuple(strangers.values()))
    return 4 if found.conflicts else None


def _read(file: Path) -> tuple[Told, ...]:
    """Read what a file tells of tasks.

    Raises:
        WrongUse: if no library reads it.
        FileRefused: if it cannot be read.
    """
    needs_calendars("icalendar")
    from dealtrack.exchange.files import read_bytes
    from dealtrack.exchange.ics.read import read

    found = read(read_bytes(file))
    if found.problems:
        raise FileRefused(file.name, found.problems)
    return found.tasks


def _agreed(run: Run, found: Differences) -> bool:
    if run.yes or not run.asks:
        return True
    for line in (*changes_of(found.taken), *conflicts_of(found.conflicts)):
        run.say(line)
    asked = plural("Take over {n} change?", "Take over {n} changes?", len(found.taken))
    return confirm(run, asked, default=True)


def _tell(run: Run, report: Imported, found: Differences, strangers: Sequence[str]) -> None:
    if run.json:
        run.answer(report)
        return
    if run.quiet:
        run.tell("\n".join(report.changed))
        return
    for line in (*changes_of(found.taken), *conflicts_of(found.conflicts)):
        run.tell(line)
    if not (found.taken or found.conflicts):
        run.tell(
            plural(
                "Nothing new: {n} follow-up is as it was written.",
                "Nothing new: {n} follow-ups are as they were written.",
                report.known,
            )
        )
    _say_more(run, report, found, strangers)


def _say_more(run: Run, report: Imported, found: Differences, strangers: Sequence[str]) -> None:
    if strangers:
        count = plural(
            "{n} entry is not of this ledger",
            "{n} entries are not of this ledger",
            len(strangers),
        )
        more = " …" if len(strangers) > 5 else ""
        run.say(visible(f"{count}: {listed(strangers[:5])}{more}"))
    if report.behind:
        more = " …" if len(report.behind) > 5 else ""
        line = _("Changed in the ledger since, and left so: {refs}")
        run.say(line.format(refs=listed(report.behind[:5]) + more))
    if any(one.now.base is None for one in found.conflicts):
        run.say(_("The file does not tell what was exported: who changed what, nobody knows."))
    if found.conflicts:
        run.say(_("Settle them: --prefer ledger, or --prefer calendar."))
    if found.taken and not report.saved:
        run.say(_("Nothing saved: this was a dry run."))
    elif report.saved:
        run.say(_("If that was wrong: dealtrack undo"))

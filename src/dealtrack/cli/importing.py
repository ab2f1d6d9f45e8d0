"""``import FILE``: records that were exported, or what was changed in a calendar file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer

from dealtrack.actions.calendar import Differences, differences, tasks_called
from dealtrack.cli.ask import confirm
from dealtrack.cli.calendars import Preferred, checked, needs_calendars
from dealtrack.cli.command import Commands
from dealtrack.cli.differing import changes_of, conflicts_of
from dealtrack.cli.run import Run
from dealtrack.errors import FileRefused, WrongUse
from dealtrack.exchange.ics.told import Told
from dealtrack.text import _, listed, plural
from dealtrack.text.hidden import visible

commands = Commands()


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


@commands.add(
    "import",
    _("Take over a file: records that export wrote, or what was changed in a calendar."),
    shared="writing",
    examples=("import ledger.json --dry-run", "import tasks.ics"),
)
def import_(
    run: Run,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help=_("A .json or .jsonl that export wrote; a calendar, .ics.")
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be saved, and save nothing."))
    ] = False,
    prefer: Preferred = "",
    update: Annotated[
        bool, typer.Option("--update", help=_("Write what the file says otherwise."))
    ] = False,
) -> int | None:
    from dealtrack.exchange.documents.read import is_document

    if is_document(file):
        from dealtrack.cli.documents import import_document

        return import_document(run, file, dry_run=dry_run, update=update)
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
        WrongUse: if its name is not that of a calendar, or no library reads it.
        FileRefused: if it cannot be read.
    """
    if file.suffix.lower() not in {".ics", ".ical", ".ifb", ".icalendar"}:
        raise WrongUse(
            _("{name}: only calendar files can be imported.").format(name=file.name),
            _("The name of one ends in .ics. A trip file: dealtrack log {name}").format(
                name=file.name
            ),
        )
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

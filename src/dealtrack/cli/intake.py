"""The import of a table, whatever its rows are: may it be written, and what is told of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from dealtrack.cli.ask import confirm
from dealtrack.cli.exporting import needs_office
from dealtrack.cli.run import Run
from dealtrack.cli.talk import telling
from dealtrack.cli.tripfile import FileDiffers
from dealtrack.exchange.columns.reading import Table
from dealtrack.exchange.columns.refusedfile import RefusedFile
from dealtrack.exchange.sheets import Book
from dealtrack.report.intake import MOST, Intake
from dealtrack.text import _


class Wanted(NamedTuple):
    """What the command line says of a table."""

    dry_run: bool = False
    update: bool = False
    map_: str | None = None
    save_map: str | None = None
    skip_bad: bool = False
    refused: str | None = None
    sheet: str | None = None
    header: str | None = None
    days: str | None = None
    unit: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    on: str | None = None


def refused_file(run: Run, book: Book, table: Table, wanted: Wanted) -> RefusedFile | None:
    """Return where refused rows go; nowhere if nothing is to be written."""
    chosen = Path(wanted.refused) if wanted.refused else None
    if wanted.dry_run and chosen is None:
        return None
    if chosen and chosen.suffix.lower() == ".xlsx":
        needs_office()
    return RefusedFile(book, table.sheet, chosen, force=run.yes)


def may_write(run: Run, report: Intake, wanted: Wanted) -> bool:
    """Whether what was judged is to be written.

    Raises:
        FileDiffers: if records would be changed, and nobody can be asked.
    """
    if report.refused and not wanted.skip_bad:
        return False
    if not (report.new or report.changed):
        return False
    if report.changed and not (wanted.update or run.yes):
        run.show(replace(report, most=most_of(run)))
        if not run.asks:
            raise FileDiffers(report.file, report.changed)
        return confirm(run, _("Write these changes?"))
    return True


def back_up(run: Run) -> None:
    """Make a backup of what is there before much of it may change."""
    from dealtrack.cli.keeping import author
    from dealtrack.store.disk.files import Files
    from dealtrack.store.safety import backups
    from dealtrack.store.safety.mending import locked

    if run.is_on_server:
        return  # whoever keeps the server backs it up
    files = Files.of(Path(run.ledger))
    if not (files.checkpoint.exists() or files.journal.exists()):
        return
    with locked(files, author(run)) as moment:
        if note := backups.before_writing(files, moment, backups.IMPORT):
            run.say(note)


def most_of(run: Run) -> int | None:
    """Return how many rows of each sort are shown."""
    return MOST if run.screen.is_terminal else None


def told(run: Run, report: Intake, wanted: Wanted) -> int | None:
    """Tell what became of the table, and return the exit code."""
    with telling(_("The table")):
        if run.json:
            run.answer(report)
        elif run.quiet:
            if report.saved and report.new:
                run.tell("\n".join(refs_between(report.first, report.last)))
        elif _is_nothing_new(report):
            known = report.known + report.repeated
            run.tell(_("Nothing new: the ledger has all {n} of it.").format(n=f"{known:,}"))
        elif not (
            report.changed and not report.saved and not wanted.dry_run and not report.refused
        ):
            run.show(report)
    for line in _next(report, wanted):
        run.say(line)
    return 4 if report.refused and not (report.saved or wanted.skip_bad) else None


def refs_between(first: str, last: str) -> tuple[str, ...]:
    """Return the refs from *first* to *last*: ``1`` to ``3``, ``T1`` to ``T3``."""
    letter = "T" if first.startswith("T") else ""
    begin, end = (int(ref.removeprefix("T")) for ref in (first, last))
    return tuple(f"{letter}{id_}" for id_ in range(begin, end + 1))


def _is_nothing_new(report: Intake) -> bool:
    return bool(report.known) and not (report.new or report.changed or report.refused)


def _next(report: Intake, wanted: Wanted) -> Iterator[str]:
    """Yield what was saved and what was not, and what to do next."""
    if report.refused_file:
        words = _("The refused rows: {path}. Mend them there, and import that file.")
        yield words.format(path=report.refused_file)
    if wanted.dry_run:
        yield _("Nothing saved: this was a dry run.")
    elif report.refused and not report.saved and not wanted.skip_bad:
        yield _("Nothing was saved. To import the other rows: --skip-bad")
    elif report.saved:
        yield _("If that was wrong: dealtrack undo")

"""``backup``: whole copies of the ledger, here or on another disk."""

from pathlib import Path
from typing import Annotated

import typer

from dealtrack.cli.command import Commands
from dealtrack.cli.run import Run
from dealtrack.cli.talk import telling
from dealtrack.errors import CannotRead, CannotWrite, FileExists, WrongUse, reason
from dealtrack.report.backups import BackupLine, Backups, list_up, say_size
from dealtrack.store.disk.files import Files
from dealtrack.store.ledger import wall_clock
from dealtrack.store.opening import open_store
from dealtrack.store.safety import backups
from dealtrack.store.safety.mending import Author, locked
from dealtrack.text import _, plural

commands = Commands()


@commands.add(
    "backup",
    _("Make a backup now, or list those there are."),
    shared="writing",
    examples=("backup", "backup --to /media/stick", "backup -o ledger.zip", "backup --list"),
)
def backup(
    run: Run,
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="FOLDER", help=_("Put it there, with every attached file.")
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help=_("The same, under a name of your own.")
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=_("Replace the file if it exists."))
    ] = False,
    list_: Annotated[bool, typer.Option("--list", help=_("List the backups."))] = False,
) -> None:
    if sum(map(bool, (to, output, list_))) > 1:
        raise WrongUse(_("Give only one of --to, --output and --list."))
    files = located(run)
    if list_:
        known = backups.list_backups(files)
        run.show(list_up(str(files.backups), map(_line, known)))
        return
    if not (files.checkpoint.exists() or files.journal.exists()):
        raise CannotRead(run.ledger, _("there is no ledger"))
    made = _made(run, files, to, output, force=force)
    with telling(str(made.path)):
        _tell_made(run, made)


def _made(
    run: Run, files: Files, to: str | None, output: str | None, *, force: bool
) -> backups.Backup:
    moment = wall_clock()
    from dealtrack.cli.working import progress

    try:
        with progress(run, _("Backing up")) as done:
            if to is None and output is None:
                with locked(files, author(run)):
                    return backups.keep(files, moment, done)
            if output is not None:
                target = Path(output)
                if target.exists() and not force:
                    raise FileExists(target)
                target.parent.stat()
            else:
                target = backups.name_for(files, Path(str(to)), moment)
                _check_parent(target.parent)
            return backups.back_up(files, target, moment, is_complete=True, progress=done)
    except OSError as fault:
        where = Path(str(fault.filename or output or to or files.backups))
        raise CannotWrite(where, reason(fault)) from None


def _check_parent(folder: Path) -> None:
    """Raise `OSError` unless *folder* is there or only its last part is to be made.

    A stick that is not plugged in must not become a folder of the disk it was to save.
    """
    folder.parent.stat()


def _tell_made(run: Run, made: backups.Backup) -> None:
    if run.json:
        run.answer(Backups(folder=str(made.path.parent), backups=(_line(made),)))
        return
    if run.quiet:
        run.tell(str(made.path))
        return
    run.tell(_("Backed up: {path}").format(path=made.path))
    held = (
        _("revision {n}").format(n=made.revision),
        plural("{n} agreement", "{n} agreements", made.agreements),
        plural("{n} trip", "{n} trips", made.trips),
        say_size(made.size),
    )
    run.tell(_("{facts} · read back and found whole").format(facts=" · ".join(held)))
    if not made.is_complete and run.screen.is_terminal:
        run.say(_("A copy on another disk survives this one: dealtrack backup --to FOLDER"))


def _line(one: backups.Backup) -> BackupLine:
    return BackupLine(
        name=one.name,
        file=str(one.path),
        is_sound=not one.fault,
        made=one.moment,
        reason=one.reason,
        revision=one.revision,
        agreements=one.agreements,
        trips=one.trips,
        size=one.size,
        is_complete=one.is_complete,
    )


def author(run: Run) -> Author:
    """Return who changes the ledger, and with which words."""
    return Author(run.author, run.words, wall_clock)


def located(run: Run) -> Files:
    """Return the files of the ledger; raise `WrongUse` if it is kept in none."""
    if run.is_on_server:
        raise WrongUse(
            _("A ledger on a server is backed up there, and restored there."),
            _("See: pg_dump and pg_restore. Or copy it into a file: dealtrack ledger copy"),
        )
    open_store(run.ledger).close()
    return Files.of(Path(run.ledger))

"""``restore``: bring a damaged ledger back, or a sound one to an earlier state."""

from pathlib import Path
from typing import Annotated

import typer

from dealtrack.cli.ask import confirm
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.keeping import author, located
from dealtrack.cli.run import Run, read_day
from dealtrack.cli.talk import telling
from dealtrack.days import Lean
from dealtrack.errors import CannotRead
from dealtrack.report.restoring import LostChange, Restoring, compare, count
from dealtrack.store.disk import attached
from dealtrack.store.disk.attachments import FOLDER
from dealtrack.store.disk.files import Files
from dealtrack.store.safety import archive, backups
from dealtrack.store.safety.mending import mend
from dealtrack.store.safety.restoring import Outlook, look, put_back, turn_back
from dealtrack.text import _, listed, plural

commands = Commands()


@commands.add(
    "restore",
    _("Bring a damaged ledger back, or a sound one to an earlier state."),
    shared="writing",
    examples=(
        "restore --dry-run",
        "restore",
        "restore --from 2026-11-22T09:00",
        "restore --from /media/stick/ledger.zip",
    ),
)
def restore(
    run: Run,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="MOMENT|FILE",
            help=_("The state of that backup: its day, its moment, its file, or newest."),
            autocompletion=completed("backups"),
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would be changed."))
    ] = False,
) -> None:
    from dealtrack.cli.working import progress

    files = located(run)
    chosen = None if source is None else _chosen(run, files, source)
    with progress(run, _("Looking")):
        outlook = look(files, chosen)
        report = _report(files, outlook, chosen)
    if dry_run:
        run.show(report)
        run.say(_("Nothing was changed: this was a dry run."))
        return
    if outlook.standing == "sound" and (outlook.then is None or not report.differences):
        _nothing_to_do(run, report, chosen)
        _put_back(run, files, chosen)
        return
    if not run.yes:
        _show_beside(run, report)
    if not confirm(run, _("Restore this?")):
        run.say(_("Nothing was changed."))
        return
    _restore(run, files, outlook, report)
    _put_back(run, files, chosen)


def _restore(run: Run, files: Files, outlook: Outlook, report: Restoring) -> None:
    from dealtrack.cli.working import progress

    aside: tuple[str, ...] = ()
    note = ""
    is_sound = outlook.standing == "sound"
    with progress(run, _("Restoring")):
        if not is_sound:
            aside = mend(files, outlook.more, author(run), outlook.found.best)
        if outlook.then is not None:
            note = turn_back(
                files, outlook.then, author(run), outlook.now if is_sound else None
            )
    if note:
        run.say(note)
    with telling(str(files.checkpoint)):
        if run.json:
            run.answer(report)
        elif run.quiet:
            run.tell(str(files.checkpoint))
        else:
            _tell_restored(run, report, aside, is_undoable=is_sound)


def _tell_restored(
    run: Run, report: Restoring, aside: tuple[str, ...], *, is_undoable: bool
) -> None:
    run.tell(_("Restored: {state}").format(state=report.then.said))
    if aside:
        run.tell(_("The damaged files are kept: {names}").format(names=listed(aside)))
    if report.lost:
        run.tell(report.saying_lost)
        for one in report.lost:
            run.tell(f"  {one.revision}  {one.at}  {one.command}")
    if not (report.is_end_known or is_undoable):
        run.tell(report.saying_unknown)
    if report.apart and not is_undoable:
        run.tell(report.saying_apart)
    run.say(_("Check it: dealtrack ledger verify"))
    if is_undoable:
        run.say(_("To take it back: dealtrack undo"))


def _nothing_to_do(run: Run, report: Restoring, chosen: Path | None) -> None:
    if run.json:
        run.answer(report)
        return
    run.tell(_("The ledger is sound: {state}.").format(state=report.then.said))
    if chosen is None:
        run.say(_("To go back to an earlier state: dealtrack backup --list"))
    else:
        run.say(_("It has all of that backup, and nothing else: no record changes."))


def _show_beside(run: Run, report: Restoring) -> None:
    """Show what would be done to whoever is asked; stdout is for what was done."""
    from dealtrack.render.plain import text

    for part in text(report.page()):
        run.say(part.rstrip("\n"))


def _report(files: Files, outlook: Outlook, chosen: Path | None) -> Restoring:
    then = outlook.then or outlook.found.best
    assert then is not None
    now = outlook.now or (outlook.found.best if outlook.then else None)
    before, after = now.records() if now else [], then.records()
    folder = files.checkpoint.parent
    has = set(attached.lying_in(folder / FOLDER)) | _inside(chosen)
    names = sorted({Path(one.file).name for one in attached.named_by(after)})
    return Restoring(
        standing=outlook.standing,
        now=count(now.revision, now.saved, before) if now else None,
        then=count(then.revision, then.saved, after),
        source=str(chosen or ""),
        differences=compare(before, after) if now else (),
        lost=tuple(
            LostChange(
                revision=one.revision,
                at=one.at,
                by=one.by,
                what=one.what,
                is_certain=one.is_certain,
            )
            for one in outlook.found.lost
        ),
        is_end_known=outlook.found.is_end_known,
        first_revision=outlook.found.best.first if outlook.found.best else 1,
        apart=outlook.found.apart,
        missing=tuple(name for name in names if name not in has),
    )


def _inside(chosen: Path | None) -> set[str]:
    if chosen is None:
        return set()
    with archive.opened(chosen) as found:
        return set(found.attached)


def _put_back(run: Run, files: Files, chosen: Path | None) -> None:
    names = put_back(files, chosen, author(run)) if chosen else []
    if names:
        sentence = plural(
            "{n} attachment was missing and is back.",
            "{n} attachments were missing and are back.",
            len(names),
        )
        run.say(sentence)


def _chosen(run: Run, files: Files, source: str) -> Path:
    """Return the backup that *source* means: a file, or one of the ledger's own backups."""
    path = Path(source).expanduser()
    if path.suffix == ".zip" or path.is_file():
        is_own = path.name == source and not path.exists()
        return files.backups / source if is_own else path
    if path.is_dir():
        raise CannotRead(str(path), _("it is a folder; name one of the backups in it"))
    known = backups.list_backups(files)
    if not source[:4].isdigit() and source != backups.NEWEST:
        source = str(read_day("--from", source, run.today, Lean.PAST))
    return backups.choose(known, source).path

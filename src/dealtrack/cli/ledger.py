"""Commands about the ledger as a whole: ``ledger path``, ``verify``, ``compact``, ``copy``."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dealtrack.cli.ask import confirm
from dealtrack.cli.command import Commands
from dealtrack.cli.run import Run
from dealtrack.cli.working import progress
from dealtrack.errors import BackupDamaged, CannotRead, LedgerDamaged
from dealtrack.report.verified import Compacted, Copied, LedgerFile, LedgerFiles, Part, Verified
from dealtrack.settings import refuse_password
from dealtrack.store.disk.files import Files
from dealtrack.store.ledger import wall_clock
from dealtrack.store.opening import is_on_server, open_store
from dealtrack.store.safety.proving import Proof
from dealtrack.text import _

commands = Commands()

Json = Annotated[bool, typer.Option("--json", help=_("Print the answer as JSON."))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=_("Answer yes to every question."))]
NoInput = Annotated[
    bool, typer.Option("--no-input", help=_("Never ask; a missing value is an error."))
]


@commands.add(
    "ledger path",
    _("Print where the ledger is; with --json every file of it."),
    shared="common",
    examples=("ledger path", "ledger path --json"),
)
def path(run: Run, json: Json = False) -> None:
    if run.is_on_server:
        if json:
            run.answer(LedgerFiles(path=run.ledger, files=()))
        else:
            run.tell(run.ledger)
        return
    files = _files(run.ledger)
    if json:
        run.answer(_listing(files))
    else:
        run.tell(str(files.checkpoint))


@commands.add(
    "ledger verify",
    _("Read everything and prove that it holds together: records, journal, backups."),
    shared="reading",
    examples=("ledger verify", "ledger verify --json"),
)
def verify(run: Run) -> int:
    from dealtrack.store.safety import rescue, verifying

    if run.is_on_server:
        from dealtrack.cli.serving import verified

        return verified(run)
    files = _there(run)
    with progress(run, _("Verifying")) as done:
        proofs = verifying.verify(files, done)
    folder = files.checkpoint.parent
    parts = tuple(_part(proof, folder) for proof in proofs)
    report = Verified(path=str(files.checkpoint), parts=parts)
    run.show(report)
    damage = (p.fault for p in proofs if isinstance(p.fault, LedgerDamaged))
    if (fault := next(damage, None)) is not None:
        raise rescue.informed(fault, files.checkpoint, run.restoring)
    return 5 if report.damaged else 0


@commands.add(
    "ledger compact",
    _("Tidy up: write a checkpoint, move finished years of the journal to files of their own."),
    shared="common",
    examples=("ledger compact", "ledger compact --keep-years 10"),
)
def compact(
    run: Run,
    keep_years: Annotated[
        str | None,
        typer.Option(
            "--keep-years",
            metavar="N",
            help=_("Delete the journals of all finished years but the last N."),
        ),
    ] = None,
    json: Json = False,
    yes: Yes = False,
    no_input: NoInput = False,
) -> None:
    keep = None if keep_years is None else run.number("--keep-years", keep_years, 0)
    if run.is_on_server:
        with run.store() as store:
            store.compact(keep)  # says why not
    _there(run)
    if keep is not None:
        last = wall_clock().year - keep - 1
        words = _(
            "The journals of {year} and before would be deleted: what happened then can "
            "no longer be looked up or undone. Do it?"
        )
        asking = run._replace(yes=yes, asks=run.asks and not no_input)
        if not confirm(asking, words.format(year=last)):
            run.say(_("Nothing was changed."))
            return
    with run.store() as store:
        done = store.compact(keep)
    report = Compacted(
        before=done.before, after=done.after, written=done.written, dropped=done.dropped
    )
    if json:
        run.answer(report)
    else:
        run.show(report)


@commands.add(
    "ledger copy",
    _("Copy a ledger to another place or to a server, with its history, and compare them."),
    shared="common",
    examples=(
        "ledger copy ~/dealtrack/ledger.json /media/stick/dealtrack/ledger.json",
        "ledger copy ~/dealtrack/ledger.json postgresql://li@db.example.cn/deals",
    ),
)
def copy(
    run: Run,
    source: Annotated[
        str, typer.Argument(metavar="FROM", help=_("The ledger that is there: its address."))
    ],
    target: Annotated[
        str,
        typer.Argument(
            metavar="TO", help=_("Where it goes: a path in a new folder, or a database.")
        ),
    ],
    take_back: Annotated[
        bool,
        typer.Option("--take-back", help=_("Take away what a copy that was broken off left.")),
    ] = False,
    json: Json = False,
) -> None:
    for address in (source, target):
        refuse_password(address)
    if take_back:
        from dealtrack.store.moving import copying as moving

        moving.take_back(target)
        run.say(_("The copy was taken back."))
        return
    with progress(run, _("Copying")) as done:
        report = _copied(source, target, done)
    if json:
        run.answer(report)
    else:
        run.show(report)
        run.say(_("Use it with: dealtrack config set ledger {path}").format(path=report.target))


def _copied(source: str, target: str, done: Callable[[float], None]) -> Copied:
    """Copy the ledger: its files as they are, or between files and a server."""
    if is_on_server(source) or is_on_server(target):
        from dealtrack.store.moving import copying as moving

        moved = moving.copy(source, target, done)
        return Copied(
            home=str(Path.home()),
            source=moved.source,
            target=moved.target,
            revision=moved.revision,
            agreements=moved.counts.records["agreements"],
            trips=moved.counts.records["trips"],
            changes=moved.counts.lines,
            attachments=moved.counts.attachments,
        )
    from dealtrack.store.safety import copying

    made = copying.copy(source, target, done)
    return Copied(
        home=str(Path.home()),
        source=str(_files(source).checkpoint),
        target=str(made.target),
        revision=made.revision,
        agreements=made.agreements,
        trips=made.trips,
        changes=made.changes,
        attachments=made.attachments,
    )


def _files(address: str) -> Files:
    """Return the files of the ledger at *address*; raise `WrongUse` if it is in none."""
    open_store(address).close()
    return Files.of(Path(address))


def _there(run: Run) -> Files:
    """Return the files of the ledger.  Raises: `CannotRead`, `LedgerDamaged` if it is gone."""
    from dealtrack.store.safety import reach, rescue

    files = _files(run.ledger)
    if files.checkpoint.exists() or files.journal.exists():
        return files
    try:
        reach.check(files, 0)
    except LedgerDamaged as gone:
        raise rescue.informed(gone, files.checkpoint, run.restoring) from None
    raise CannotRead(run.ledger, _("there is no ledger"))


def _listing(files: Files) -> LedgerFiles:
    from dealtrack.store.disk import years
    from dealtrack.store.safety import backups

    kept = (
        ("checkpoint", files.checkpoint),
        ("journal", files.journal),
        *(("year", path) for path in years.known(files).values()),
        ("index", files.index),
        ("lock", files.lock),
        *(("backup", one.path) for one in backups.list_backups(files)),
    )
    return LedgerFiles(
        path=str(files.checkpoint),
        files=tuple(
            LedgerFile(
                sort=sort, path=str(path), size=path.stat().st_size if path.exists() else None
            )
            for sort, path in kept
        ),
    )


def _part(proof: Proof, folder: Path) -> Part:
    fault = proof.fault
    why = fault.why if isinstance(fault, BackupDamaged) else str(fault or "").partition("\n")[0]
    return Part(
        part=proof.part,
        file=proof.file.relative_to(folder).as_posix(),
        condition=proof.condition,
        counts=dict(proof.counts),
        why=why,
        cases=tuple(f"{case} ({more})" if more else case for case, more in proof.cases),
    )

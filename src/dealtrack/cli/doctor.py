"""``doctor``: examine the ledger and its surroundings, and put right what needs no guessing."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from dealtrack.actions import examination, fixing, premises
from dealtrack.actions.examination import Examination
from dealtrack.cli import surroundings
from dealtrack.cli.ask import confirm
from dealtrack.cli.command import Commands
from dealtrack.cli.run import Run
from dealtrack.cli.working import progress
from dealtrack.errors import LedgerDamaged
from dealtrack.report.doctor import ALL_NAMES, Check, Doctor, Finding, yes
from dealtrack.settings import (
    Settings,
    WrongSettings,
    ledger_path,
    load,
    refuse_password,
    settings_path,
)
from dealtrack.store.disk.files import Files
from dealtrack.store.ledger import wall_clock
from dealtrack.store.opening import is_on_server, open_store
from dealtrack.store.safety import rescue
from dealtrack.store.safety.mending import Author
from dealtrack.text import _, later
from dealtrack.text.hidden import visible

commands = Commands()

_DEEDS = {
    "access": later("Take the rights of everybody else from {file}"),
    "strays": later("Delete {file}"),
    "lock": later("Take the name of {who} out of the lock file"),
    "backup": later("Make a backup"),
    "index": later("Delete the index: the next change makes it anew"),
}
"""What ``--fix`` does about each check that can be fixable."""


@commands.add(
    "doctor",
    _("Examine the ledger, its files, the terminal and the settings."),
    shared="examining",
    examples=("doctor", "doctor --fix", "doctor --check --json"),
)
def doctor(
    run: Run,
    ledger: Annotated[
        str | None, typer.Option("--ledger", metavar="PATH", help=_("Where the ledger is."))
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help=_("Put right what is fixable, after a backup."))
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help=_("Print as usual, and exit 1 if there is something.")),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help=_("Answer yes to every question."))
    ] = False,
    no_input: Annotated[
        bool, typer.Option("--no-input", help=_("Never ask; a missing value is an error."))
    ] = False,
) -> int:
    settings, wrong = _settings()
    chosen = ledger or ledger_path(settings)
    refuse_password(chosen)
    run = run._replace(
        settings=settings, ledger=chosen, yes=yes, asks=run.asks and not no_input
    )
    checks = _of_server(run, fix=fix) if is_on_server(chosen) else _of_files(run, fix=fix)
    place = _place(chosen, ledger, settings)
    around = tuple(surroundings.examine(run, wrong))
    found = _in_order((place, *(_pasteable(one, run) for one in checks), *around))
    shown = found if run.limit is None else tuple(one.shortened() for one in found)
    report = Doctor(home=str(Path.home()), checks=shown)
    run.show(report)
    return 1 if check and report.wrong else 0


def _of_files(run: Run, *, fix: bool) -> tuple[Check, ...]:
    """Examine a ledger in files, and put right what can be if that is wanted."""
    open_store(run.ledger).close()  # refuses what is no ledger of files
    files = Files.of(Path(run.ledger))
    look, checks = _examined(run, files)
    if fix and _fixed(run, look, checks):
        _look, checks = _examined(run, files)
    return checks


def _of_server(run: Run, *, fix: bool) -> tuple[Check, ...]:
    """Examine a ledger on a server: whatever is wrong there needs somebody to decide."""
    from dealtrack.actions import serverexam

    with progress(run, _("Examining")):
        checks = tuple(serverexam.examine(run.ledger, wall_clock, run.today))
    if fix:
        run.say(_("There is nothing that could be fixed."))
    return checks


def _settings() -> tuple[Settings, WrongSettings | None]:
    """Read the settings; where they cannot be used, return the defaults, and why."""
    try:
        settings = load(settings_path())
    except WrongSettings as wrong:
        return Settings(), wrong
    try:
        settings.speak(settings_path().parent)
    except WrongSettings as wrong:  # a file that they name
        return settings, wrong
    return settings, None


def _place(chosen: str, option: str | None, settings: Settings) -> Check:
    if option:
        says = "option"
    elif os.environ.get("DEALTRACK_LEDGER"):
        says = "environment"
    else:
        says = "setting" if settings.ledger else "default"
    path = chosen if is_on_server(chosen) else str(Files.of(Path(chosen)).checkpoint)
    return yes("place", says, path=path)


def _examined(run: Run, files: Files) -> tuple[Examination, tuple[Check, ...]]:
    with progress(run, _("Examining")):
        look = examination.begin(files, wall_clock(), run.today)
        return look, (*examination.examine(look), *premises.examine(files))


def _fixed(run: Run, look: Examination, checks: tuple[Check, ...]) -> bool:
    """Say what would be done, ask, and do it; return whether it was."""
    deeds = list(_deeds(checks))
    if not deeds:
        run.say(_("There is nothing that could be fixed."))
        return False
    fault = look.reading.fault or look.reading.chain.fault
    if isinstance(fault, LedgerDamaged):
        raise rescue.informed(fault, Path(run.ledger), run.restoring)
    for sentence in (_("This is what can be fixed, after a backup:"), *deeds):
        run.say(sentence)
    if not confirm(run, _("Do it?")):
        run.say(_("Nothing was changed."))
        return False
    fixing.fix(look.files, checks, Author(run.author, run.words, wall_clock))
    run.say(_("Fixed."))
    return True


def _deeds(checks: tuple[Check, ...]) -> Iterator[str]:
    for one in checks:
        if one.status == "fixable":
            yield from (f"  {_deed(one.key, finding)}" for finding in one.findings)


def _deed(key: str, finding: Finding) -> str:
    return visible(_(_DEEDS[key]).format(**finding.facts))


def _pasteable(check: Check, run: Run) -> Check:
    """Return *check* with commands that mean this ledger, whatever is the usual one."""
    if check.key == "copying":  # these name it themselves
        return check
    named = run.restoring.partition("dealtrack restore")[2]

    def meant(finding: Finding) -> Finding:
        is_ours = finding.command.startswith("dealtrack ")
        return replace(finding, command=finding.command + named) if is_ours else finding

    return replace(check, findings=tuple(map(meant, check.findings)))


def _in_order(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    order = list(ALL_NAMES)
    return tuple(sorted(checks, key=lambda one: order.index(one.key)))

"""``remind``: tell everybody what waits for them, on the screen, at login or by mail."""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Annotated

import typer

from dealtrack.actions.reminding import Morning, recall, remember
from dealtrack.cli.command import Commands
from dealtrack.cli.run import Run
from dealtrack.errors import CannotWrite, DealtrackError, RemindersBusy, WrongUse
from dealtrack.report.digest import Digest, by_recipient, reminders
from dealtrack.report.things import find_things
from dealtrack.store.disk.files import Files
from dealtrack.text import _, listed, plural

commands = Commands()

_AT_LOGIN = 0.2
"""Seconds that a login waits for another who reminds."""


@commands.add(
    "remind",
    _("Tell everybody once what is late, due soon, waiting or not moving."),
    shared="telling",
    examples=(
        "remind",
        "remind --owner 张三",
        "remind --mail --dry-run",
        "remind --mail --to head@example.org",
        "remind --login",
        "remind --systemd",
    ),
)
def remind(
    run: Run,
    owner: Annotated[
        str | None,
        typer.Option("--owner", metavar="NAME", help=_("Only what this person or unit hears.")),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=_("Tell everything, whatever was told before."))
    ] = False,
    login: Annotated[
        bool, typer.Option("--login", help=_("A few lines for a login shell, or nothing."))
    ] = False,
    mail: Annotated[
        bool, typer.Option("--mail", help=_("Send everybody's digest as a mail."))
    ] = False,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="ADDRESS", help=_("Mail one digest of everything there.")),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only show it; remember nothing, send nothing."))
    ] = False,
    cron: Annotated[
        bool, typer.Option("--cron", help=_("Print the line for crontab that mails."))
    ] = False,
    systemd: Annotated[
        bool, typer.Option("--systemd", help=_("Print the units for systemd that mail."))
    ] = False,
) -> int:
    _refuse_two(
        [("--login", login), ("--mail", mail), ("--cron", cron), ("--systemd", systemd)]
    )
    _refuse_two([("--owner", owner is not None), ("--to", to is not None)])
    is_page = not (login or mail or to is not None or cron or systemd)
    if not is_page and (run.format is not None or run.output is not None):
        raise WrongUse(_("A format or a file is for the digests on the screen alone."))
    if cron or systemd:
        from dealtrack.cli.schedules import crontab, units

        words = ("--owner", owner) if owner is not None else ("--to", to) if to else ()
        run.tell((crontab if cron else units)(run.ledger, run.settings, words))
        return 0
    if login:
        return _at_login(run, owner, everything, dry_run)
    if mail or to is not None:
        from dealtrack.cli.mailing import by_mail  # the mail parser: 40 ms

        return by_mail(run, _morning(run, owner, everything), to, dry_run=dry_run)
    _on_screen(run, _morning(run, owner, everything), dry_run=dry_run)
    return 0


def _morning(run: Run, owner: str | None, everything: bool) -> Morning:
    days = run.settings.soon
    with run.store() as store:
        if not store.revision:
            run.say_missing()
        things = find_things(store, run.today, days, run.settings.lights, owner or "")
    return Morning(
        files=Files.of(run.beside),
        things=things,
        today=run.today,
        until=run.today + timedelta(days=days),
        again=run.settings.remind.again,
        who=run.author,
        moment=datetime.now().astimezone(),
        owner=owner,
        everything=everything,
    )


def _on_screen(run: Run, morning: Morning, *, dry_run: bool) -> None:
    memory, is_whole = recall(morning.files)
    if not is_whole:
        say_forgotten(run, morning)
    digests = morning.digests(memory.heard("screen", morning.who))
    of_one = morning.owner is not None
    run.show(reminders(digests, morning.today, morning.until, of_one=of_one))
    if of_one and not digests:
        _say_nothing_open(run, morning)
    if not dry_run:
        _remember_shown(run, morning, digests)


def _say_nothing_open(run: Run, morning: Morning) -> None:
    """Say that the one who was asked for has nothing open, and who has such a name."""
    from difflib import get_close_matches  # 6 ms, wanted only after a slip

    names = filter(None, by_recipient(_morning(run, None, everything=False).things))
    run.say(_("Nothing is open for {name}.").format(name=morning.owner))
    if close := get_close_matches(morning.owner or "", names, n=3):
        run.say(_("Did you mean: {names}?").format(names=listed(close)))


def _remember_shown(run: Run, morning: Morning, digests: tuple[Digest, ...]) -> None:
    """Remember what was shown; who may not write there is told the same next time."""
    sys.stdout.flush()
    try:
        remember(morning, "screen", digests)
    except (CannotWrite, RemindersBusy) as fault:
        why = str(fault).partition("\n")[0]
        run.say(_("{why} So it will be told once more.").format(why=why))


def say_forgotten(run: Run, morning: Morning) -> None:
    """Say that the memory is damaged, and that this makes nobody miss anything."""
    sentence = _("{path} cannot be read: what was told before is told once more.")
    run.say(sentence.format(path=morning.files.reminded))


def _at_login(run: Run, owner: str | None, everything: bool, dry_run: bool) -> int:
    """Say in at most three lines what is new; never let a login fail."""
    try:
        morning = _morning(run._replace(quiet=True), owner, everything)
        heard = recall(morning.files)[0].heard("login", morning.who)
        told = (morning.digest_of_all(heard),) if owner is None else morning.digests(heard)
        for line in _few_lines(told):
            run.tell(line)
        if not dry_run:
            sys.stdout.flush()
            remember(morning, "login", told, _AT_LOGIN, of_all=owner is None)
    except (CannotWrite, RemindersBusy):
        pass  # told once more at the next login
    except (DealtrackError, OSError) as fault:
        why = str(fault).partition("\n")[0]
        run.say(_("dealtrack: {what}").format(what=why))
    return 0


def _few_lines(told: Iterable[Digest]) -> Iterator[str]:
    """Say how much is new, how much is older, and where all of it stands."""
    for one in told:
        if one.things:
            yield _("dealtrack: {what}").format(what=one.counts())
            if one.older:
                yield plural(
                    "{n} older one is still open.",
                    "{n} older ones are still open.",
                    one.still_open,
                )
            yield _("See them: {command}").format(command=one.command())


def _refuse_two(flags: list[tuple[str, bool]]) -> None:
    given = [name for name, is_given in flags if is_given]
    if len(given) > 1:
        raise WrongUse(_("{names} do not go together.").format(names=listed(given)))

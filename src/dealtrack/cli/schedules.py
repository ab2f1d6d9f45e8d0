"""What to install so that reminders are mailed on weekday mornings: cron lines, systemd units.

Both need whole paths, as neither has a login's environment, and neither shows the password:
a file that only its owner can read holds it.
"""

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from dealtrack.settings import PASSWORD, Settings, settings_path
from dealtrack.settings.mail import CREDENTIAL
from dealtrack.text import _, language

_SECRET_LINE = f"{PASSWORD}='…'"


def crontab(ledger: str, settings: Settings, more: Sequence[str]) -> str:
    """Return the comments and the line for ``crontab -e``; *more* is what to tell whom."""
    secret = settings_path().absolute().parent / "smtp-password.env"
    words = " ".join(shlex.quote(word) for word in _command(more))
    variables = " ".join(f"{k}={shlex.quote(v)}" for k, v in _variables(ledger).items())
    # The shell reads the file itself: the password stands in no command line
    reads = f"set -a; . {shlex.quote(str(secret))}; " if settings.mail.user else ""
    line = f"{reads}{variables} {words}".replace("%", r"\%")
    return "\n".join(
        (
            _comment(_("Put the last line into: crontab -e")),
            *_secret_for_cron(secret, settings),
            f"0 8 * * 1-5 {line}",
        )
    )


def _secret_for_cron(secret: Path, settings: Settings) -> tuple[str, ...]:
    if not settings.mail.user:
        return ()
    command = f"(umask 077; ${{EDITOR:-nano}} {shlex.quote(str(secret))})"
    place = _("The password stands in a file of its own: {command}").format(command=command)
    return _comment(place), _comment(_("It holds one line: {line}").format(line=_SECRET_LINE))


def units(ledger: str, settings: Settings, more: Sequence[str]) -> str:
    """Return the two units for a user's systemd, and how they are installed."""
    secret = settings_path().absolute().parent / "smtp-password"
    about = _("Reminders of dealtrack by mail")
    credential = (
        (f"LoadCredential={CREDENTIAL}:{_specified(str(secret))}",)
        if settings.mail.user
        else ()
    )
    return "\n".join(
        (
            "# ~/.config/systemd/user/dealtrack-remind.service",
            *_secret_for_systemd(secret, settings),
            "[Unit]",
            f"Description={about}",
            "",
            "[Service]",
            "Type=oneshot",
            *(f"Environment={_quoted(f'{k}={v}')}" for k, v in _variables(ledger).items()),
            *credential,
            f"ExecStart={' '.join(_quoted(w, is_command=True) for w in _command(more))}",
            "",
            "# ~/.config/systemd/user/dealtrack-remind.timer",
            "[Unit]",
            f"Description={about}",
            "",
            "[Timer]",
            "OnCalendar=Mon..Fri 08:00",
            "Persistent=true",
            "",
            "[Install]",
            "WantedBy=timers.target",
            "",
            "# systemctl --user daemon-reload",
            "# systemctl --user enable --now dealtrack-remind.timer",
        )
    )


def _secret_for_systemd(secret: Path, settings: Settings) -> tuple[str, ...]:
    if not settings.mail.user:
        return ()
    command = f"(umask 077; ${{EDITOR:-nano}} {shlex.quote(str(secret))})"
    words = _("The password, and nothing else, stands in a file of its own: {command}")
    return (_comment(words.format(command=command)),)


def _comment(text: str) -> str:
    return f"# {text}"


def _command(more: Sequence[str]) -> list[str]:
    started = shutil.which(sys.argv[0]) or ""
    is_program = Path(started).name.startswith("dealtrack")
    program = (
        [str(Path(started).absolute())] if is_program else [sys.executable, "-m", "dealtrack"]
    )
    return [*program, "remind", "--mail", *more]


def _variables(ledger: str) -> dict[str, str]:
    """Return what the program must be told, as it finds none of our environment there."""
    kept = {
        "DEALTRACK_LEDGER": ledger if "://" in ledger else str(Path(ledger).absolute()),
        "DEALTRACK_CONFIG": str(settings_path().absolute()),
        "DEALTRACK_LANG": language(),
    }
    if named := os.environ.get("SSL_CERT_FILE"):
        kept["SSL_CERT_FILE"] = named
    return kept


def _quoted(word: str, *, is_command: bool = False) -> str:
    """Return *word* for a unit file: specifiers and, in a command, variables spelled out."""
    text = _specified(word.replace("\\", "\\\\").replace('"', '\\"'))
    if is_command:
        text = text.replace("$", "$$")
    return f'"{text}"'


def _specified(text: str) -> str:
    return text.replace("%", "%%")

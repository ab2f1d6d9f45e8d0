"""What is left of an error that nobody foresaw: a file, and one line saying where."""

import errno
import os
import platform
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from dealtrack import __version__
from dealtrack.errors import reason
from dealtrack.text import _

BUG = 70
CANNOT_WRITE = 7


def report(error: Exception, words: Sequence[str]) -> int:
    """Write the crash file and say where it is; return the exit code.

    The file holds versions, the command without its values, and the traceback: no
    text of the ledger but what the exception itself says.
    """
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO}:
        _say(_("Error: the output cannot be written: {why}").format(why=reason(error)))
        drop_output()
        return CANNOT_WRITE
    path = _write(error, words)
    _say(
        _(
            "Error: dealtrack has a bug here ({name}). "
            "The ledger is whole: it has a change or has it not, never half of it."
        ).format(name=type(error).__name__)
    )
    if path:
        _say(
            _(
                "  What happened is written to {path}; please send it to the maintainers."
            ).format(path=path)
        )
    return BUG


def drop_output() -> None:
    """Let what is left of stdout go nowhere: Python would try to write it once more."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(error: Exception, words: Sequence[str]) -> Path | None:
    from platformdirs import user_state_path

    moment = datetime.now().astimezone()
    path = user_state_path("dealtrack", appauthor=False) / f"crash-{moment:%Y%m%dT%H%M%S}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(_text(error, words, moment))
    except OSError:
        return None
    return path


def _text(error: Exception, words: Sequence[str], moment: datetime) -> str:
    named = [w.partition("=")[0] for n, w in enumerate(words) if n == 0 or w.startswith("-")]
    lines = [
        f"dealtrack {__version__}",
        f"python {platform.python_version()} on {platform.platform()}",
        f"at {moment.isoformat(timespec='seconds')}",
        f"command {' '.join(named)}",
        "",
        *traceback.format_exception(error),
    ]
    return "\n".join(lines)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201 -- this is the screen's edge

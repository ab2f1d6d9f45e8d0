"""Questions to whoever sits at the terminal; they go to stderr, answers come from stdin."""

import sys

from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.text import _

_YES = {"y", "yes", "是", "好", "ｙ", "ｙｅｓ", "对", "确认"}


def confirm(run: Run, question: str, *, default: bool = False) -> bool:
    """Ask a yes-or-no *question*; anything that is not a yes is a no.

    Raises:
        WrongUse: if nobody can be asked and ``--yes`` was not given.
    """
    if run.yes:
        return True
    if not run.asks:
        raise WrongUse(
            _("This needs a yes, and nobody can be asked: {question}").format(
                question=question
            ),
            _("Repeat the command with --yes. Nothing was changed."),
        )
    answer = prompt(f"{question} {'[Y/n]' if default else '[y/N]'} ").strip().casefold()
    return answer in _YES if answer else default


def prompt(text: str) -> str:
    """Show *text* and return the line that is typed; a control character breaks nothing."""
    print(text, end="", file=sys.stderr, flush=True)  # noqa: T201 -- this is the screen's edge
    return input().encode("utf-8", "replace").decode("utf-8")


def needed(value: str | None, option: str) -> str:
    """Return *value*, or say that *option* has to be given."""
    if value is None or not value.strip():
        raise WrongUse(_("{option} is missing.").format(option=option), _("Nothing was saved."))
    return value

"""Questions to whoever sits at the terminal; they go to stderr, answers come from stdin."""

import sys

from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.text import _

_YES = {"y", "yes", "是", "好"}
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


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
            _("If it is meant, repeat the command with --yes."),
        )
    answer = prompt(f"{question} {'[Y/n]' if default else '[y/N]'} ")
    return narrow(answer).casefold() in _YES if answer else default


def prompt(text: str) -> str:
    """Show *text* and return the line that is typed, without the spaces around it.

    Whoever leaves here has saved nothing yet, and is told so.
    """
    try:
        return _line(text).strip()
    except (KeyboardInterrupt, EOFError) as stop:
        stop.add_note(_("Nothing saved."))
        raise


def narrow(text: str) -> str:
    """Return *text* with full-width letters and signs as the usual ones: ｙ, ＜, ？."""
    return text.translate(_FULL_WIDTH)


def needed(value: str | None, option: str) -> str:
    """Return *value*, or say that *option* has to be given."""
    if value is None or not value.strip():
        raise WrongUse(_("{option} is missing.").format(option=option))
    return value


def _line(text: str) -> str:
    if sys.stdin.isatty() and sys.stdout.isatty():
        return input(text)  # line editing has to know how wide the question is
    print(text, end="", file=sys.stderr, flush=True)  # noqa: T201 -- the screen's edge
    return input()

"""Questions to whoever sits at the terminal; they go to stderr, answers come from stdin."""

import sys
from typing import Literal

from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.text import _

Choice = Literal["yes", "no", "all", "quit"]
"""What can be answered where one of many is asked about."""

_YES = {"y", "yes", "是", "好"}
_ANSWERS: dict[str, Choice] = {
    **dict.fromkeys(("y", "yes", "是", "好"), "yes"),
    **dict.fromkeys(("n", "no", "否", "不"), "no"),
    **dict.fromkeys(("a", "all", "全部", "都"), "all"),
    **dict.fromkeys(("q", "quit", "退出"), "quit"),
}
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


def choose(question: str) -> Choice:
    """Ask about one of many; whoever answers in other words is told which there are."""
    asked = _("{question} [yes/no/all/quit]").format(question=question)
    while True:
        answer = narrow(prompt(f"{asked} ")).casefold()
        if answer in _ANSWERS:
            return _ANSWERS[answer]
        explained = _("yes: this one · no: not this · all: this and the rest · quit: none")
        print(explained, file=sys.stderr)  # noqa: T201 -- the screen's edge


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

"""Rounds of editing: a text comes back with its errors at their lines until it can be read."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from dealtrack.cli.ask import confirm
from dealtrack.cli.editor import edit, keep, kept_in
from dealtrack.cli.run import Run
from dealtrack.errors import DealtrackError, FileProblem, FileRefused, WrongUse
from dealtrack.text import _
from dealtrack.text.hidden import visible

T = TypeVar("T")

_MARK = "#! "


class GivenUp(DealtrackError):  # noqa: N818 -- it is what it says
    """Somebody gave up editing a text that cannot be read; it is kept in *path*."""

    exit_code = 4

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return "\n".join((_("The text cannot be read as it is."), kept_in(self.path)))


class Answer(NamedTuple, Generic[T]):
    """What came out of editing: the value that the text stands for, and the text."""

    value: T
    text: str


def edited(
    run: Run,
    before: str,
    folder: Path,
    name: str,
    read: Callable[[str], tuple[T | None, tuple[FileProblem, ...]]],
) -> Answer[T] | None:
    """Let the user change *before*, the text of *name*, until *read* takes it.

    None if it was left as it is.

    Raises:
        GivenUp, FileRefused: if it cannot be read; the text is kept in a file in *folder*.
    """
    _refuse_waiting(run)
    text = before
    while True:
        text = edit(text, folder)
        if text == before:
            return None
        value, problems = read(text)
        if value is not None:
            return Answer(value, text)
        if not run.asks or run.yes:  # a yes to every question would go round for ever
            refused = FileRefused(_("The text of {name}").format(name=name), problems)
            refused.add_note(kept_in(keep(text, folder, f"edit-{name}")))
            raise refused
        for problem in problems:
            print(problem, file=sys.stderr)  # noqa: T201 -- this is the screen's edge
        if not confirm(run, _("Go on editing?"), default=True):
            raise GivenUp(keep(text, folder, f"edit-{name}"))
        text = with_problems(text, problems)


def with_problems(text: str, problems: tuple[FileProblem, ...]) -> str:
    """Write each problem as a comment above the line that it is about."""
    lines = text.split("\n")
    kept = [(n, line) for n, line in enumerate(lines, start=1) if not line.startswith(_MARK)]
    said: dict[int, list[str]] = {}
    for problem in problems:
        why = visible(f"{problem.path}: {problem.why}" if problem.path else problem.why)
        said.setdefault(problem.line, []).append(_MARK + why)
    head = said.pop(0, [])
    return "\n".join([*head, *(part for n, line in kept for part in (*said.get(n, []), line))])


def _refuse_waiting(run: Run) -> None:
    """Refuse to open an editor that would wait for nobody; a script may name one of its own."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not run.asks and (sys.stdin.isatty() or not named):
        raise WrongUse(
            _("This opens an editor, and nobody can be asked."),
            _("Run it on a terminal, or name an editor that needs none: EDITOR=…"),
        )

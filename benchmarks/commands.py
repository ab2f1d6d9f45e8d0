"""The commands that are timed, on a ledger of a given size, and the bare app beside them."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.timing import Case, Environment

TODAY = "2026-11-02"
"""The day of `benchmarks.ledgers`, which this process must not import: its memory
would count as that of the programs it starts."""

MONTH = "month 2026-10"
_START = "from {module} import {name}; raise SystemExit({name}())"
_DEALTRACK = [sys.executable, "-c", _START.format(module="dealtrack.cli.main", name="main")]
_BARE = [sys.executable, "-c", _START.format(module="benchmarks.bare", name="app")]


class Made(NamedTuple):
    """A ledger to measure with; its folder holds trip files too."""

    path: Path
    size: int

    @property
    def beside(self) -> Path:
        """Where the ledger keeps its index, if it has one."""
        return self.path.with_suffix(".index")


def make(folder: Path, size: int, files: int = 0) -> Made:
    """Make a ledger of so many agreements in *folder*, and so many trip files beside it."""
    folder.mkdir()
    path = folder / "ledger.json"
    words = [sys.executable, "-m", "benchmarks.ledgers", str(size), str(path), str(files)]
    subprocess.run(words, check=True)
    return Made(path, size)


def cases(made: Made) -> list[Case]:
    """Return the commands in the order in which they take turns.

    Of those that change something, each finds a follow-up or a file of its own in every
    round; ``undo`` takes back what ``log`` did right before.
    """
    folder = made.path.parent
    case = partial(Case, environment=environment(folder, made.path))
    changing = partial(case, folder=folder)
    return [
        case("overdue", _words("overdue -n 20")),
        case("overdue on a terminal", _words("overdue -n 20"), on_terminal=True),
        case("agenda", _words("agenda -n 20")),
        case("agenda on a terminal", _words("agenda -n 20"), on_terminal=True),
        case("show", _words("show 17")),
        case("show on a terminal", _words("show 17"), on_terminal=True),
        case("status", _words("status")),
        case("month", _words(MONTH)),
        case("list --all", _words("list --all")),
        changing("done", partial(_done, 1)),
        changing("done on a terminal", partial(_done, 21), on_terminal=True),
        changing("log", _words("log 港口合作备忘录")),
        changing("undo", _words("undo --yes")),
        changing("log FILE of 100", partial(_import, folder)),
    ]


def without_index(made: Made) -> Case:
    """Return the first question to a ledger whose index is gone; it is taken away here."""
    made.beside.unlink(missing_ok=True)
    name = "overdue without an index"
    return Case(name, _words("overdue -n 20"), environment(made.path.parent, made.path))


def long_list(made: Made) -> Case:
    """Return the listing of a whole ledger."""
    return Case("list --all", _words("list --all"), environment(made.path.parent, made.path))


def first_change(made: Made) -> None:
    """Change something: the ledger gets its index, and its backup of the day."""
    words = [*_DEALTRACK, "note", "1", "已电话联系。"]
    surroundings = environment(made.path.parent, made.path)
    subprocess.run(words, env=surroundings, check=True, capture_output=True)


def version(folder: Path) -> Case:
    """Return the case of printing the version."""
    return Case("--version", _words("--version"), environment(folder, folder / "none.json"))


def bare(folder: Path, rows: int) -> Case:
    """Return the bare app printing a table of so many *rows*, or a line."""
    name = "bare app: a table" if rows else "bare app: a line"
    words = [*_BARE, "--rows", str(rows)]
    return Case(name, lambda _number: words, environment(folder, folder / "none.json"))


def environment(folder: Path, ledger: Path) -> Environment:
    """Return the surroundings of a user who has chosen nothing but the ledger."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DEALTRACK_", "XDG_"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | {
        "HOME": str(folder),
        "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled"),
        "DEALTRACK_LEDGER": str(ledger),
        "DEALTRACK_TODAY": TODAY,
        "DEALTRACK_LANG": "en",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLUMNS": "100",
        "PAGER": "",
    }


def _words(words: str) -> Callable[[int], list[str]]:
    return lambda _number: [*_DEALTRACK, *words.split()]


def _done(first: int, number: int) -> list[str]:
    return [*_DEALTRACK, "done", f"{first + number}.3"]  # every third follow-up is open


def _import(folder: Path, number: int) -> list[str]:
    return [*_DEALTRACK, "log", str(folder / f"trip-{number}.toml"), "--yes"]

"""What a child of the nursery is told to do."""

from typing import Any

import msgspec


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What happens at the *nth* call of *call* on a file of the ledger.

    *does* is the name of an error, such as ``EIO``; ``short``, half of a write and then
    no space; ``kill`` and ``kill after``, SIGKILL before and after the call; ``interrupt``,
    Ctrl-C right after it.  *ever*: at every later call as well, whatever it is, as when a
    disk goes away.
    """

    call: str
    nth: int
    does: str
    ever: bool = False


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """Which commands to run, and in what surroundings.

    The *commands* are run in turn, *rounds* times.  In their words, and in the *files*
    that are written before each, ``{n}`` is the number of the command, counted from
    *first*, and ``{last}`` the one before.  *record* is where the calls on the ledger's
    files are written down.  With *folder* as the home, *said* is where
    stdout (``.out``) and stderr (``.err``) go.  A checkpoint is due after *checkpoint*
    transactions, 0 for when the program thinks so; *moved* seconds are added to the clock;
    *largest* is how many bytes a file may have, and *user* who runs it, 0 for no change.
    """

    commands: tuple[tuple[str, ...], ...]
    environment: dict[str, str]
    folder: str
    said: str
    rounds: int = 1
    first: int = 1
    fault: Fault | None = None
    record: str = ""
    checkpoint: int = 0
    moved: int = 0
    largest: int = 0
    user: int = 0
    files: dict[str, str] = {}


class Ended(msgspec.Struct, frozen=True):
    """How a child ended: its exit code, or the number of the signal below zero."""

    code: int


ACKNOWLEDGED = "\x1e"
"""Begins the line that a child prints after each command: number, exit code, words."""

MET = "met"
"""Ending of the file that is there when the fault was met."""

OUTSIDE = 98
"""Exit code of a child that was interrupted just before or just after the program ran."""

INDEXED = "DEALTRACK_FAULTS_INDEXED"
"""In the environment of a home whose ledger gets an index however small it is."""


def defaults(kind: type) -> dict[str, Any]:
    """Return what *kind* takes for options that are not given; a change lasts."""
    found: dict[str, Any] = kind.__init__.__kwdefaults__  # type: ignore[misc]
    return found

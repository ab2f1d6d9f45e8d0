"""What the program is at when a fault befalls it."""

import shutil
from dataclasses import replace
from typing import NamedTuple

from dealtrack.cli.catalogue import MODULES
from tests.cli.home import Home
from tests.cli.writing import TRIP
from tests.faults.counting import SCALE
from tests.faults.orders import INDEXED
from tests.faults.program import Nursery

WRITING = (
    ("log", "Deal {n}", "--follow-up", "Task of {n} @ +1w @ Li Sample"),
    ("follow", "1", "Task {n}", "--due", "+3d"),
    ("done", "Task {last}"),
    ("note", "1", "Line {n}"),
    ("undo", "--yes"),
    ("log", "trip.toml"),
    ("remove", "Deal {n}", "--yes"),
    ("target", "set", "2026", "signed", "{n}"),
    ("slip", "issue", "Deal {n}", "--colour", "red", "--deadline", "+1w"),
    ("ledger", "compact"),
    ("backup",),
)
"""Commands that write; those whose name the program does not know are left out."""

FILES = {"trip.toml": TRIP.replace("Port City", "Port City {n}")}
"""What the commands read."""

DAY = 24 * 60 * 60
YEAR = 365 * DAY
"""In seconds."""

LEAVES_NO_LINE = ("ledger compact", "backup")
"""How those begin that write, but are no transaction."""


def known() -> list[tuple[str, ...]]:
    """Return the commands of `WRITING` that the program knows."""
    return [w for w in WRITING if w[0] in MODULES or " ".join(w[:2]) in MODULES]


class Way(NamedTuple):
    """A command, and whether the ledger has an index."""

    words: tuple[str, ...]
    is_indexed: bool

    def __str__(self) -> str:
        words = " ".join(word for word in self.words[:2] if "{" not in word)
        return f"{words}, indexed" if self.is_indexed else words

    def at(self, home: Home) -> Home:
        """Return *home* with an index or without."""
        return home.having(**{INDEXED: "1"}) if self.is_indexed else home


def ways() -> list[Way]:
    """Return which commands to do faults to: a usual test run picks those that differ most."""
    every = [Way(words, is_indexed) for words in known() for is_indexed in (False, True)]
    usual = {("log", False), ("undo", True), ("target", True)}
    picked = [way for way in every if "trip.toml" not in way.words]
    return every if SCALE > 1 else [w for w in picked if (w.words[0], w.is_indexed) in usual]


def begun(nursery: Nursery, home: Home) -> None:
    """Put a few records into *home*, with a checkpoint that is not the last of them.

    The first was entered last year, the others yesterday: so there is a year to move out
    of the journal, and the next change is the first of its day, which makes a backup.
    """
    for words, moved in (
        (("log", "Framework agreement", "--party", "Example Cloud (theirs)"), -YEAR),
        (("follow", "1", "Task 0", "--due", "+3d"), -DAY),
        (("log", "Deal 1", "--follow-up", "Send the annex @ +2w"), -DAY),
    ):
        outcome = nursery.run(home, *words, checkpoint=2, moved=moved)
        assert outcome.code == 0, outcome


def fresh(nursery: Nursery, home: Home, name: str) -> Home:
    """Return a copy of *home*, in place of the last copy of that *name*.

    If it is to have an index, a change makes one: that of another file is not believed.
    """
    folder = home.folder.parent / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(home.folder, folder, symlinks=True)
    copy = replace(home, folder=folder)
    if INDEXED in home.environment:
        assert nursery.run(copy, "log", "Before", moved=-DAY).code == 0
        assert copy.ledger.with_suffix(".index").exists()
    return copy

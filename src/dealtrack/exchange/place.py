"""Where in a file the reader is, and what it knows so far."""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

from dealtrack.days import PartialDay
from dealtrack.errors import DealtrackError, FileProblem
from dealtrack.exchange.lines import Steps, find_lines, line_of, spell
from dealtrack.model import Person
from dealtrack.model.vocabulary import SECTORS
from dealtrack.model.words import Vocabulary
from dealtrack.text import _, run_on

T = TypeVar("T")

Anchors = dict[str, PartialDay | None]
"""The days that others may be counted from, by name."""

_ELSEWHEN = timedelta(days=1000)


class KeyLink(NamedTuple):
    """A lineage link between two agreements of one file, both named by their keys."""

    of: str
    relation: str
    to: str


class Context:
    """What earlier parts of a file tell about later ones, alike for reading and writing.

    People who were named in full may be named by their bare name from then on;
    due days may be counted from the *anchors*.
    """

    def __init__(self, anchors: Anchors | None = None) -> None:
        self.people: dict[str, list[Person]] = {}
        self.anchors = dict(anchors or {})
        self.keys: dict[int, str] = {}

    def meet(self, person: Person) -> None:
        """Remember somebody who was named in full."""
        known = self.people.setdefault(person.name, [])
        if (person.post or person.organisation) and person not in known:
            known.append(person)

    def recall(self, name: str) -> list[Person]:
        """Return everybody of that name who was named in full so far."""
        return self.people.get(name, [])


class Reading(Context):
    """One text being read: its problems so far, and where its records stood.

    A file may be read on any day and must mean the same: only where a text is
    read *once* may its days be counted from *today*.
    """

    def __init__(
        self,
        text: str,
        today: date,
        sectors: Vocabulary = SECTORS,
        *,
        anchors: Anchors | None = None,
        once: bool = False,
    ) -> None:
        super().__init__(anchors)
        self.text = text
        self.today = today
        self.sectors = sectors
        self.once = once
        self.links: list[tuple[Steps, str, str]] = []
        self.playbooks: list[tuple[Steps, str]] = []
        self._problems: dict[Steps, str] = {}
        self._places: dict[int, tuple[object, Steps]] = {}

    def refuse(self, steps: Steps, why: str) -> None:
        """Note a problem, unless the same place has one already."""
        self._problems.setdefault(steps, run_on(why.splitlines()))

    def problems(self) -> tuple[FileProblem, ...]:
        """Return every problem found, in the order of the text."""
        if not self._problems:
            return ()
        lines = find_lines(self.text)
        found = (
            FileProblem(spell(steps), line_of(steps, lines), why)
            for steps, why in self._problems.items()
        )
        return tuple(sorted(found, key=lambda problem: problem.line))

    def keep(self, value: T, steps: Steps) -> T:
        """Remember where *value* stood, and return it."""
        self._places[id(value)] = (value, steps)  # holding it keeps the id its own
        return value

    def place_of(self, value: object) -> Steps | None:
        """Return where *value* stood, if it was kept."""
        kept = self._places.get(id(value))
        return kept[1] if kept else None

    def settled(self, parse: Callable[[date], T]) -> T | None:
        """Return what *parse* reads today, None if it would read something else another day.

        Raises:
            DealtrackError: whatever *parse* raises today.
        """
        value = parse(self.today)
        if self.once:
            return value
        try:
            return value if parse(self.today + _ELSEWHEN) == value else None
        except DealtrackError:
            return None


class Place(NamedTuple):
    """A value in the text, and the way to it."""

    value: Any
    steps: Steps
    reading: Reading

    def inside(self, step: str | int, value: object) -> "Place":
        """Return the place of a part of this value."""
        return Place(value, (*self.steps, step), self.reading)

    def refuse(self, why: str) -> None:
        """Note what is wrong here."""
        self.reading.refuse(self.steps, why)


def and_remedy(why: str, near: Collection[str], more: str) -> str:
    """Return *why*, which ends as a question if names are *near*, and what else may be done."""
    return run_on((why, more)) if near else _("{why}. {more}").format(why=why, more=more)


def and_suggest(why: str, names: list[str]) -> str:
    """Return *why*, and the question whether one of *names* was meant, if there are any."""
    if not names:
        return why
    words = _("{fault}. Did you mean {names}?")
    return words.format(fault=why, names=" / ".join(names))

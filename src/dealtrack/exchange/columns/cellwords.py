"""The words in cells: which one of a vocabulary they are, in tables as offices write them."""

from collections.abc import Callable
from typing import NamedTuple

from dealtrack.exchange.columns.cells import Unfit
from dealtrack.exchange.columns.names import split_names
from dealtrack.exchange.columns.tablewords import STAGE_WORDS, STATE_WORDS, STATUS_WORDS
from dealtrack.exchange.place import and_remedy, and_suggest
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import KINDS, PRIORITIES, SECTORS, STATES, STATUSES
from dealtrack.model.words import Vocabulary
from dealtrack.settings.sectors import new_sector
from dealtrack.text import _


class Worded(NamedTuple):
    """A vocabulary as tables use it: with more words, and the sentence that refuses one.

    *new* says how a word that is none gets to be one.
    """

    words: Vocabulary
    more: dict[str, str]
    refusal: str
    new: Callable[[str], str] | None = None


def _worded() -> dict[str, Worded]:
    return {
        "kind": Worded(KINDS, {}, _("{name} is not a kind of agreement")),
        "sectors": Worded(SECTORS, {}, _("{name} is not a sector"), new_sector),
        "stage": Worded(STAGES, STAGE_WORDS, _("{name} is not a stage")),
        "status": Worded(STATUSES, STATUS_WORDS, _("{name} is not a status")),
        "state": Worded(STATES, STATE_WORDS, _("{name} is not a state")),
        "priority": Worded(PRIORITIES, {}, _("{name} is not a priority")),
    }


class CellWords:
    """Finds words, each but once."""

    def __init__(self) -> None:
        self._words = _worded()
        self._named: dict[tuple[str, str], str] = {}

    def find(self, sort: str, text: str) -> str:
        """Return the word of the vocabulary *sort* that *text* stands for.

        Raises:
            Unfit: if there is none, with the nearest.
        """
        if known := self._named.get((sort, text)):
            return known
        words, more, refusal, new = self._words[sort]
        key = words.find(text) or more.get(text.strip().lower())
        if not key:
            near = [words.name(one) for one in words.nearest(text)]
            why = and_suggest(refusal.format(name=text), near)
            raise Unfit(and_remedy(why, near, new(text)) if new else why, text)
        self._named[sort, text] = key
        return key

    def sectors(self, name: str) -> list[str]:
        """Return the sectors that *name* stands for: one, or several parted by a stroke."""
        whole = self._words["sectors"].words.find(name)
        parts = [name] if whole else split_names(name, "/")
        return [self.find("sectors", part) for part in parts]

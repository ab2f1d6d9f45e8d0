"""What the cells of a column look like: days, amounts, words of a vocabulary, names."""

import re
from collections.abc import Callable
from typing import NamedTuple

from dealtrack.exchange.columns.cells import Unfit, is_blank
from dealtrack.exchange.columns.days import Order, Reading, read_day
from dealtrack.exchange.columns.field import Sort
from dealtrack.exchange.columns.money import read_amount
from dealtrack.exchange.columns.names import USUAL, is_safe_comma
from dealtrack.exchange.columns.tablewords import STAGE_WORDS, STATE_WORDS, STATUS_WORDS
from dealtrack.exchange.sheets import Cell
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import KINDS, PRIORITIES, SECTORS, STATES, STATUSES
from dealtrack.model.words import Vocabulary

_ENOUGH = 0.5
_CLEAR = 0.9
_MARKS = {"√", "✓", "是", "否", "×", "y", "n", "yes", "no"}
_DAY_SHAPED = re.compile(r".*\d.*")


class Contents(NamedTuple):
    """The cells of a column, in a sample of rows; *texts* are those that are not empty."""

    texts: tuple[str, ...]
    cells: tuple[Cell, ...]

    def is_fit(self, sort: Sort) -> bool:
        """Whether enough of the cells can be read as *sort*."""
        share = _CHECKS.get(sort)
        if share is None:
            return True
        told = [text for text in self.texts if not is_blank(text)]
        return not told or self._share(share, told) >= (0.01 if sort == "sectors" else _ENOUGH)

    def is_clearly(self, sort: Sort) -> bool:
        """Whether nearly all cells can be read as *sort*, so that no name is needed."""
        share = _CHECKS.get(sort)
        told = [text for text in self.texts if not is_blank(text)]
        if share is None or not told:
            return False
        if sort == "day" and not all(_DAY_SHAPED.fullmatch(text) for text in told):
            return False
        if sort == "day" and all(text.isdigit() for text in told):
            return False
        return self._share(share, told) >= _CLEAR

    @staticmethod
    def _share(check: Callable[[str], bool], told: list[str]) -> float:
        return sum(map(check, told)) / len(told)

    def comma(self) -> str:
        """Return "," if names are parted by commas here, and by nothing else."""
        told = [text for text in self.texts if not is_blank(text)]
        otherwise = sum(any(mark in text for mark in USUAL) for text in told)
        with_commas = [text for text in told if "," in text or "，" in text]
        safe = all(map(is_safe_comma, with_commas))
        often = len(with_commas) * 3 >= max(len(told), 1) and len(with_commas) > otherwise * 3
        return "," if safe and often else ""


def _is_day(text: str) -> bool:
    """Whether *text* is a day, whatever its order, with or without a year."""
    if text.strip().lower() in _MARKS:
        return True
    for reading in (Reading("dmy", 2000, is_chosen=True), Reading("mdy", 2000, is_chosen=True)):
        try:
            read_day(text, reading, Order())
        except Unfit:
            continue
        return True
    return False


def _is_amount(text: str) -> bool:
    try:
        read_amount(text, "元")
    except Unfit:
        return False
    return True


def _is_due(text: str) -> bool:
    return _is_day(text) or len(text) < 12


def _word(words: Vocabulary, more: dict[str, str]) -> Callable[[str], bool]:
    def is_one(text: str) -> bool:
        parts = re.split(r"[;；、,，/|]", text)
        return any(words.find(part) or part.strip().lower() in more for part in parts)

    return is_one


def _is_plan(text: str) -> bool:
    """Whether *text* ends with a day, as ``started 2026-05`` does."""
    return _is_day(text.rpartition(" ")[2])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


_CHECKS: dict[str, Callable[[str], bool]] = {
    "day": _is_day,
    "due": _is_due,
    "amount": _is_amount,
    "number": _is_number,
    "plan": _is_plan,
    "kind": _word(KINDS, {}),
    "sectors": _word(SECTORS, {}),
    "stage": _word(STAGES, STAGE_WORDS),
    "status": _word(STATUSES, STATUS_WORDS),
    "state": _word(STATES, STATE_WORDS),
    "priority": _word(PRIORITIES, {}),
}

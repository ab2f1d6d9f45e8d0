"""The texts of cells as a mapping has them read: what is empty, what a word means there."""

from dealtrack.exchange.columns.binding import Bound
from dealtrack.exchange.columns.cells import is_blank, text_of
from dealtrack.exchange.columns.mapping import ANY, OWN, Mapping
from dealtrack.exchange.sheets import Cell
from dealtrack.model.words import folded
from dealtrack.text.cells import parted, unguarded

_VERBATIM = {"title", "task", "follows", "owner", "unit", "task_owner", "task_unit"}
"""The texts that our own tables have only one of, and write as they are."""


class CellTexts:
    """Reads cells as texts; in a table of our own they are as they were written."""

    def __init__(self, mapping: Mapping) -> None:
        self._values = mapping.values
        self._empty = {folded(text) for text in mapping.empty}
        self._is_own = mapping.split == OWN

    def of(self, cell: Cell) -> str:
        """Return the text of a cell, "" for one that stands for nothing."""
        if cell is None:
            return ""
        if self._is_own and isinstance(cell, str):
            return unguarded(cell)
        text = unguarded(text_of(cell))
        if is_blank(text) or (self._empty and folded(text) in self._empty):
            return ""
        return text

    def meant(self, key: str, text: str) -> str:
        """Return what the mapping says that *text* means in a field."""
        table = self._values.get(key)
        if not table or not text:
            return text
        for name, meant in table.items():
            if folded(name) == folded(text):
                return meant
        return table.get(ANY, text)

    def first(self, bound: Bound, cells: tuple[Cell, ...]) -> str:
        """Return the first text in the columns of a field, as it is meant, or ""."""
        for at in bound.at:
            if text := self.meant(bound.field.key, self.of(cells[at])):
                is_joined = self._is_own and bound.field.key not in _VERBATIM
                return parted(text)[0] if is_joined else text
        return ""

    def lines(self, cell: Cell) -> str:
        """Return the text of a cell with its line breaks."""
        if self._is_own or not self.of(cell):
            return self.of(cell)
        return unguarded(cell.strip()) if isinstance(cell, str) else self.of(cell)

"""The days in the cells of a row, in the order that their columns write them."""

from typing import Any

from dealtrack.exchange.columns.binding import Bound, Layout
from dealtrack.exchange.columns.cells import shown
from dealtrack.exchange.columns.celltexts import CellTexts
from dealtrack.exchange.columns.days import Order, Reading, Written, read_day
from dealtrack.exchange.columns.mapping import Mapping
from dealtrack.exchange.sheets import Cell
from dealtrack.model.words import folded

_REACHED = {"√", "✓", "✔", "是", "y", "yes", "x", "已", "已完成", "true"}
_NOT_REACHED = {
    "否",
    "×",
    "✗",
    "no",
    "n",
    "未",
    "false",
    "未开工",
    "未投产",
    "未竣工",
    "未注册",
}
_MOST = 50_000


class CellDays:
    """Reads days by what a mapping says of them, and the *orders* that the columns told."""

    def __init__(
        self, mapping: Mapping, layout: Layout, orders: dict[int, Order], texts: CellTexts
    ) -> None:
        self._mapping = mapping
        self._orders = orders
        self._texts = texts
        self._known: dict[tuple[int, str], Any] = {}
        self._readings = {b.field.key: self._reading(b) for b in layout.bounds}

    def always(self, key: str) -> None:
        """Read the days of a field that no column holds as we write them."""
        self._readings[key] = Reading()

    def of(self, bound: Bound, cells: tuple[Cell, ...]) -> Any:
        """Return the day of a field; of a stage also that it was reached, on no known day."""
        for at in bound.at:
            cell = cells[at]
            text = self._texts.meant(bound.field.key, self._texts.of(cell))
            if not text:
                continue
            if "." in bound.field.key and folded(text) in _REACHED:
                return True
            if "." in bound.field.key and folded(text) in _NOT_REACHED:
                return None
            known = self._known.get((at, text))
            if known is None:
                reading = self._readings[bound.field.key]
                order = self._orders.get(at) or Order()
                known = read_day(cell if text == shown(cell) else text, reading, order)
                if len(self._known) < _MOST:
                    self._known[at, text] = known
            return known
        return None

    def due(self, bound: Bound, cells: tuple[Cell, ...]) -> Any:
        """Return the cell of a day that may be counted from others, and its place."""
        for at in bound.at:
            if text := self._texts.meant(bound.field.key, self._texts.of(cells[at])):
                return (at, cells[at] if text == shown(cells[at]) else text)
        return None

    def read(self, key: str, at: int, cell: Cell) -> Any:
        """Read the day of a field, which had to wait for others."""
        return read_day(cell, self._readings[key], self._orders.get(at) or Order())

    def _reading(self, bound: Bound) -> Reading:
        own: Written = bound.column.days or self._mapping.days
        return Reading(own, self._mapping.year, bool(own))

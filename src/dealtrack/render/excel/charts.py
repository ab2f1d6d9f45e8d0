"""Native charts beside the figures that they draw."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dealtrack.render.cells import one_line
from dealtrack.render.excel.styles import Styles
from dealtrack.render.excel.values import clean, written
from dealtrack.report.page import Bar, Figures, Funnel, Trend, bars_of

_BLUE = "#3F83B5"
_COLOURS = {"GOOD": "#1A6B3A", "WARN": "#B87A1F", "BAD": "#B3261E"}
_NARROWEST, _WIDEST = 360, 560  # pixels: the widths of a chart
_ROW, _CHARACTER = 20, 7.2  # pixels: the height of a row, the width of a character
_FEWEST = {False: 3, True: 11}  # rows that bars need, and columns


class Charts:
    """The charts of a sheet whose columns have *widths*, in characters."""

    def __init__(self, book: Workbook, paper: Worksheet, widths: Sequence[float]) -> None:
        self._book, self._paper, self._widths = book, paper, widths
        self.last_column = 0

    def add(self, block: Figures, row: int, styles: Styles) -> int:
        """Write the figures of *block* from *row* on and draw them; return the row below."""
        bars = bars_of(block)
        for number, bar in enumerate(bars):
            self._figure(bar, row + number, styles)
        first = 3 if any(bar.shown for bar in bars) else 2
        wide = self._room(first)
        told = "; ".join(f"{one_line(bar.label)}: {one_line(bar.says)}" for bar in bars)
        place = {"x_offset": 8, "y_offset": 2, "object_position": 1, "description": clean(told)}
        self._paper.insert_chart(row, first, self._chart(block, bars, row, wide), place)
        return row + max(len(bars), _FEWEST[isinstance(block, Trend)]) + 1

    def _room(self, first: int) -> int:
        """Return how wide a chart in column *first* is; it may reach beyond the tables."""
        room = sum(self._widths[first:]) * _CHARACTER
        self.last_column = len(self._widths) - 1
        while room < _NARROWEST:
            room += 8.43 * _CHARACTER
            self.last_column += 1
        return int(min(room - 10, _WIDEST))

    def _figure(self, bar: Bar, row: int, styles: Styles) -> None:
        value = bar.value if isinstance(bar.value, int | Decimal) else Decimal(str(bar.value))
        number, form = written(value)
        self._paper.write_string(row, 0, clean(one_line(bar.label)), styles.of("label"))
        if isinstance(number, int | float):
            look = styles.of("value", bar.tone, form, "right")
            self._paper.write_number(row, 1, number, look)
        else:
            self._paper.write_string(row, 1, str(number), styles.of("value", bar.tone))
        if bar.shown:
            look = styles.of("value", side="left")
            self._paper.write_string(row, 2, clean(one_line(bar.shown)), look)
        self._paper.set_row(row, _ROW * 0.75)

    def _chart(self, block: Figures, bars: Sequence[Bar], row: int, wide: int) -> Any:
        """Return columns for a trend, bars for the rest, from top to bottom."""
        sheet, last = self._paper.get_name(), row + len(bars) - 1
        lies = not isinstance(block, Trend)
        chart: Any = self._book.add_chart({"type": "bar" if lies else "column"})
        chart.add_series(
            {
                "categories": [sheet, row, 0, last, 0],
                "values": [sheet, row, 1, last, 1],
                "fill": {"color": _BLUE},
                "gap": 0 if isinstance(block, Funnel) else 45,
                "points": [_point(bar) for bar in bars],
                "data_labels": {"value": True, "font": {"size": 9}},
            }
        )
        chart.set_legend({"none": True})
        chart.set_title({"none": True})
        scale = {"visible": False, "major_gridlines": {"visible": False}, "min": 0}
        names: dict[str, Any] = {
            "num_font": {"size": 9},
            "line": {"color": "#D6DCE4"},
            "major_tick_mark": "none",
            "reverse": lies,
        }
        chart.set_x_axis(scale if lies else names)
        chart.set_y_axis(names if lies else scale)
        chart.set_chartarea({"border": {"none": True}})
        high = max(len(bars), _FEWEST[not lies]) * _ROW
        chart.set_size({"width": wide, "height": high})
        return chart


def _point(bar: Bar) -> dict[str, Any] | None:
    colour = _COLOURS.get(bar.tone.name)
    return {"fill": {"color": colour}} if colour else None

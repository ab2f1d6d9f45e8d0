"""Small tables to read, as somebody else would have saved them."""

from datetime import date
from pathlib import Path

from dealtrack.exchange.columns.guess import Guess
from dealtrack.exchange.columns.guessing import guess
from dealtrack.exchange.columns.headers import looks_like
from dealtrack.exchange.columns.mappingfile import parse
from dealtrack.exchange.columns.outcomes import Item, Passed, Refusal, Refused, Taken
from dealtrack.exchange.columns.reading import Table
from dealtrack.exchange.sheets import Sheet, open_book

ON = date(2026, 11, 22)
"""The day on which the tables are read."""


def a_sheet(folder: Path, text: str) -> Sheet:
    path = folder / "table.csv"
    path.write_text(text.strip() + "\n", encoding="utf-8")
    return open_book(path, looks_like=looks_like).sheets[0]


def guessed(folder: Path, text: str) -> Guess:
    return guess(a_sheet(folder, text))


def a_table(folder: Path, text: str, mapping: str = "") -> Table:
    """Return a table as *mapping* reads it, or as it is guessed to be read."""
    sheet = a_sheet(folder, text)
    chosen = parse(mapping, Path("office.toml")) if mapping else guess(sheet).mapping
    return Table(sheet, chosen, ON)


def taken(items: list[Item]) -> list[Taken]:
    return [one for one in items if isinstance(one, Taken)]


def refusals(items: list[Item]) -> list[Refusal]:
    return [why for one in items if isinstance(one, Refused) for why in one.refusals]


def passed(items: list[Item]) -> list[tuple[int, str]]:
    return [(one.row.number, one.why) for one in items if isinstance(one, Passed)]

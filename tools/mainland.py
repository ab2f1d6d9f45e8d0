"""Write ``src/dealtrack/days/mainland.py``: the days off of mainland China, by year.

``python tools/mainland.py`` asks the library ``holidays``; a test holds the table against
it.  The program itself does without that library, which would cost it 140 ms at the start
of every command that counts working days.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

import holidays

FIRST, LAST = 2004, 2027
ANNOUNCED = 2026
"""The last year whose exchanged days are announced, and known to the library."""

TARGET = Path(__file__).resolve().parent.parent / "src" / "dealtrack" / "days" / "mainland.py"

_HEAD = '''"""The days off of mainland China, and the weekend days that make up for them.

Written by ``tools/mainland.py``; facts of the State Council's yearly notices.  A run of days
is written with its ends: ``0216-0220``.
"""

ANNOUNCED = {announced}
"""The last year whose exchanged days are announced; later ones have statutory days only."""

'''


def table() -> str:
    """Return the module as it should be."""
    calendar = holidays.country_holidays("CN", years=range(FIRST, LAST + 1))
    off = _by_year(day for day in calendar if day.weekday() < 5)
    worked = _by_year(day for day in calendar.weekend_workdays if FIRST <= day.year <= LAST)
    return (
        _HEAD.format(announced=ANNOUNCED)
        + _written("OFF", off)
        + "\n"
        + _written("WORKED", worked)
    )


def _by_year(days: Iterable[date]) -> dict[int, list[date]]:
    return {year: list(found) for year, found in groupby(sorted(days), lambda day: day.year)}


def _written(name: str, years: dict[int, list[date]]) -> str:
    lines = "".join(f'    {year}: "{" ".join(_runs(days))}",\n' for year, days in years.items())
    return f"{name} = {{\n{lines}}}\n"


def _runs(days: list[date]) -> Iterator[str]:
    """Yield the days, those in a row as one run."""
    for _start, found in groupby(enumerate(days), lambda pair: pair[1].toordinal() - pair[0]):
        run = [day for _place, day in found]
        yield f"{run[0]:%m%d}" + (f"-{run[-1]:%m%d}" if len(run) > 1 else "")


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")

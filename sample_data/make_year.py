"""Write the sample year: one invented office, in Chinese and in English.

Run it as ``python sample_data/make_year.py``; it writes ``year-zh`` and
``year-en`` beside itself, or into the folder that is named.  What is told
stands in ``year-source``; the days and people that it leaves open are drawn
with a fixed seed, so that every run writes the same bytes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from year_records import AT_HOME, agreement, outing, trip, visit
from year_tasks import Desk
from year_toml import Table, written
from year_words import Row, Words, load

SEED = 20261102
SOURCES = ("carried-over", "first-half", "second-half", "at-home")

HEADERS = {
    "zh": "# 本文件内容纯属虚构：地名、单位、人名、金额均为编造。\n"
    "# 由 sample_data/make_year.py 生成（种子 {seed}），请勿手改。",
    "en": "# Everything in this file is fiction: places, offices, companies, people, figures.\n"
    "# Made by sample_data/make_year.py (seed {seed}); do not edit by hand.",
}

Part = tuple[str, Table]
"""A heading of a file, and the table under it."""


def main(folder: Path) -> None:
    """Write both languages of the year into *folder*."""
    files = make_files()
    for lang in HEADERS:
        year = folder / f"year-{lang}"
        year.mkdir(parents=True, exist_ok=True)
        for name, parts in files.items():
            text = as_text(parts, lang)
            (year / f"{name}.toml").write_text(text, encoding="utf-8", newline="\n")


def make_files() -> dict[str, list[Part]]:
    """Return the parts of every file by its name, the same for both languages."""
    desk = Desk(Words(), Random(SEED))
    agreements = [row for source in SOURCES for row in load(source)["agreement"]]
    files = {row["key"]: list(_trip_parts(desk, row, agreements)) for row in _trips()}
    for row in agreements:
        if "file" in row:
            part = ("[[agreement]]", agreement(desk, row, AT_HOME))
            files.setdefault(row["file"], []).append(part)
    return files


def as_text(parts: list[Part], lang: str) -> str:
    """Return a whole file in one language."""
    lines = [HEADERS[lang].format(seed=SEED)]
    for heading, table in parts:
        lines += written(heading, table, lang)
    return "\n".join(lines) + "\n"


def _trips() -> list[Row]:
    rows: list[Row] = load("trips")["trip"]
    return rows


def _trip_parts(desk: Desk, row: Row, agreements: list[Row]) -> Iterator[Part]:
    """Yield a trip, its visits and the agreements signed on it."""
    yield "[trip]", trip(desk, row)
    for one in row["visits"]:
        yield "[[visit]]", visit(desk, one, row["places"][0])
    for signed in agreements:
        if signed.get("trip") == row["key"]:
            yield "[[agreement]]", agreement(desk, signed, outing(row))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)

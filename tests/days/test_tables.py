"""The grammar against tables of expressions that other projects agree, or disagree, on."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from dealtrack.days import parse_day
from dealtrack.errors import NotADay

TABLES = Path(__file__).parents[2].parent / "shared" / "data" / "dates"
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "reading-days.md"
NO_REFERENCE = date(2021, 7, 30)
"""Read against this where a table gives no day: the expression names its year."""

EXPLAINED = {
    ("monday", "2016-11-07"): "a weekday named on itself is a week later",
    ("下礼拜三", "2013-02-12"): "下周X is X of the next calendar week",
    ("下週三", "2013-02-12"): "下周X is X of the next calendar week",
    ("下星期天", "2016-09-02"): "下周X is X of the next calendar week, which begins on Monday",
    ("這週一", "2013-02-12"): "这周X is X of this calendar week, even if it is over",
    ("10月8号", "2021-09-01"): "a day without a year is the next one",
    ("今個礼拜一", "2013-02-12"): "这周X is X of this calendar week, even if it is over",
    ("今個禮拜一", "2013-02-12"): "这周X is X of this calendar week, even if it is over",
    ("31st", "2021-01-31"): "the next 31st that there is, and today may be one",
    ("31st", "2023-12-31"): "the next 31st that there is, and today may be one",
    ("31st", "2024-02-29"): "the next 31st that there is; February has none",
    ("one year After christmas", "2013-02-12"): "a feast without a year is the next one",
    ("in 7 months", "2008-11-26"): "months are counted from the day, not from the month",
    ("today+1yr", "2023-12-31"): "a year is a year, not 365 days",
}
"""Where our rules and the table part, and which rule it is."""

EXPLAINED_NEGATIVES = {
    "February 29": "a day without a year is the next one that the calendar has",
}

pytestmark = pytest.mark.skipif(
    not TABLES.exists(), reason="the tables are not beside the checkout"
)


def read_table(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_what_is_accepted_agrees_with_the_table_or_is_explained() -> None:
    equal, refused, different = 0, 0, {}

    for row in read_table("due.tsv"):
        reference = row["reference"]
        try:
            day = parse_day(
                row["expression"], date.fromisoformat(reference) if reference else NO_REFERENCE
            )
        except NotADay:
            refused += 1
            continue
        if day.isoformat() == row["expected"]:
            equal += 1
        else:
            different[row["expression"], reference] = (day.isoformat(), row["expected"])

    print(f"equal {equal}, refused {refused}, different {len(different)}")  # noqa: T201
    assert set(different) == set(EXPLAINED), different
    page = PAGE.read_text(encoding="utf-8")
    told = re.findall(r"^\| (?:as|not) [^|]* \| (\d+) \|$", page, re.MULTILINE)
    assert [equal, refused, len(different)] == [int(n) for n in told]


def test_what_is_no_day_is_refused_or_explained() -> None:
    accepted = []

    for row in read_table("negatives.tsv"):
        try:
            parse_day(row["input"], NO_REFERENCE)
        except NotADay:
            continue
        accepted.append(row["input"])

    print(f"accepted {len(accepted)}")  # noqa: T201
    assert set(accepted) == set(EXPLAINED_NEGATIVES)

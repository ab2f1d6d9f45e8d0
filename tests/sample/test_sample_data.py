"""The sample year: made again it is the same, and it is the same year in both languages."""

import re
import subprocess
import sys
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dealtrack.exchange import trip as trip_file
from dealtrack.exchange.trip import Harvest
from dealtrack.model import FollowUp
from dealtrack.model.codec import to_plain
from dealtrack.model.record import Record
from dealtrack.model.rules import find_warnings

SAMPLE = Path(__file__).parents[2] / "sample_data"
TODAY = date(2026, 11, 2)
LANGUAGES = ("zh", "en")

WORDS = re.compile(
    "title|name|post|organisation|places?|areas|follows|unit|owner|role|tags|task|text|note|"
    "author|reason|approver|solver|solution|condition|partners|saw"
)
"""Fields that hold words, which differ between the languages."""


@cache
def harvests(lang: str) -> dict[str, Harvest]:
    """Return what is read from each file, by its name."""
    files = sorted((SAMPLE / f"year-{lang}").glob("*.toml"))
    return {f.stem: trip_file.read(f.read_text(encoding="utf-8"), TODAY) for f in files}


def records(lang: str) -> list[Record]:
    found = harvests(lang).values()
    return [*(a for h in found for a in h.agreements), *(h.trip for h in found if h.trip)]


def follow_ups(lang: str) -> list[FollowUp]:
    return [f for record in records(lang) for f in record.follow_ups]


def without_words(value: Any, field: str = "") -> Any:
    """Return *value* with every text that differs between languages blotted out."""
    match value:
        case dict():
            return {key: without_words(part, key) for key, part in value.items()}
        case list() | tuple():
            return tuple(without_words(part, field) for part in value)
        case str() if WORDS.fullmatch(field):
            return "…"
        case str() if field == "by" and not re.match(r"\d{4}-", value):
            return "…"
        case _:
            return value


def figures(lang: str) -> Any:
    return {
        name: without_words(
            msgspec.to_builtins((h.trip, h.agreements, h.links), enc_hook=to_plain)
        )
        for name, h in harvests(lang).items()
    }


def test_making_the_year_again_gives_the_same_bytes(tmp_path: Path) -> None:
    script = SAMPLE / "make_year.py"

    subprocess.run([sys.executable, "-B", str(script), str(tmp_path)], check=True)

    for lang in LANGUAGES:
        made = {f.name: f.read_bytes() for f in (tmp_path / f"year-{lang}").iterdir()}
        kept = {f.name: f.read_bytes() for f in (SAMPLE / f"year-{lang}").iterdir()}
        assert made == kept


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_file_is_read_without_a_problem(lang: str) -> None:
    problems = {name: h.problems for name, h in harvests(lang).items() if h.problems}

    assert problems == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_year_is_as_rich_as_its_description_says(lang: str) -> None:
    found = harvests(lang).values()
    promises = [f.promise for f in follow_ups(lang) if f.promise]

    assert sum(len(h.agreements) for h in found) >= 74
    assert sum(h.trip is not None for h in found) >= 12
    assert len(follow_ups(lang)) >= 160
    assert {p.side for p in promises} == {"ours", "theirs"}
    assert sum(bool(p.condition) for p in promises) >= 20


def test_both_languages_agree_in_every_figure_and_day() -> None:
    assert figures("zh") == figures("en")


def test_the_english_year_holds_no_chinese() -> None:
    texts = {f.name: f.read_text(encoding="utf-8") for f in (SAMPLE / "year-en").iterdir()}

    assert [
        n for n, text in texts.items() if re.search(r"[\u3000-\u9fff\uff00-\uffef]", text)
    ] == []


def test_every_text_is_told_once_or_nearly() -> None:
    tasks = [f.task for f in follow_ups("zh")]

    repeated = len(tasks) - len(set(tasks))

    assert repeated < len(tasks) * 0.05


def test_nothing_has_happened_after_the_day_of_the_demonstration() -> None:
    happened = [day for record in records("en") for day in _days(record)]

    assert max(happened) <= TODAY


def test_a_task_moves_on_only_after_it_was_set() -> None:
    for harvest in harvests("en").values():
        for paper in harvest.agreements:
            for one in paper.follow_ups:
                days = [change.on for change in one.states]
                begun = one.since or (paper.signed and paper.signed.earliest) or date.min

                assert [begun, *days] == sorted([begun, *days]), (paper.key, one.task)


def test_the_morning_of_the_demonstration_has_something_of_everything() -> None:
    tasks = follow_ups("en")
    overdue = [f.days_late(TODAY) for f in tasks if f.is_overdue(TODAY)]
    week = [TODAY + timedelta(n) for n in range(1, 8)]

    assert 10 <= len(overdue) <= 14
    assert max(overdue) > 90
    assert sum(f.is_open(TODAY) and f.due_day(TODAY) == TODAY for f in tasks) in {1, 2}
    assert 7 <= sum(f.is_open(TODAY) and f.due_day(TODAY) in week for f in tasks) <= 10
    assert sum(f.times_postponed(TODAY) for f in tasks) >= 4


def test_no_record_calls_for_a_warning() -> None:
    warnings = [w for record in records("en") for w in find_warnings(record, TODAY)]

    assert warnings == []


def _days(record: Record) -> list[date]:
    plain = msgspec.to_builtins(record, enc_hook=to_plain)
    return [
        date.fromisoformat(text)
        for path, text in _texts(plain, "")
        if path in {"on", "noted", "solved", "since", "signed", "start", "end", "published"}
        and re.fullmatch(r"\d{4}-\d\d-\d\d", text)
    ]


def _texts(value: Any, field: str) -> list[tuple[str, str]]:
    match value:
        case dict():
            return [found for key, part in value.items() for found in _texts(part, key)]
        case list() | tuple():
            return [found for part in value for found in _texts(part, field)]
        case str():
            return [(field, value)]
        case _:
            return []

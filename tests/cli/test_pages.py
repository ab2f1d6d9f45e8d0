"""What people see: pages of the sample data that were read once and must stay so.

``UPDATE_GOLDEN=1`` writes them anew; then read every one of them as its user would.
"""

from pathlib import Path

import pytest

from tests import golden
from tests.cli.conftest import MakeHome

GOLDEN = Path(__file__).parent / "golden"
PIPE = 0

PAGES: dict[str, tuple[int, tuple[str, ...]]] = {
    "overdue": (100, ("overdue",)),
    "overdue-60": (60, ("overdue", "--limit", "4")),
    "overdue-40": (40, ("overdue", "--limit", "2")),
    "overdue-pipe": (PIPE, ("overdue",)),
    "overdue-md": (PIPE, ("overdue", "--limit", "3", "-F", "md")),
    "overdue-tsv": (PIPE, ("overdue", "--limit", "3", "-F", "tsv")),
    "overdue-json": (PIPE, ("overdue", "--limit", "1", "--json")),
    "overdue-none": (100, ("overdue", "owner:nobody")),
    "agenda": (100, ("agenda",)),
    "agenda-40": (40, ("agenda", "--limit", "2", "--days", "3")),
    "light": (100, ("light", "--limit", "6")),
    "light-40": (40, ("light", "--limit", "2")),
    "light-pipe": (PIPE, ("light", "--limit", "3")),
    "light-ahead": (100, ("light", "--on", "2026-12-31", "--limit", "8")),
    "light-explain": (100, ("light", "explain", "32")),
    "light-explain-40": (40, ("light", "explain", "32")),
    "help-light": (80, ("help", "light")),
    "remind": (100, ("remind", "--dry-run")),
    "remind-pipe": (PIPE, ("remind", "--dry-run")),
    "help-remind": (80, ("help", "remind")),
    "status": (100, ("status",)),
    "status-40": (40, ("status",)),
    "status-pipe": (PIPE, ("status",)),
    "month": (100, ("month", "2026-10")),
    "month-shenzhen": (100, ("month", "2021-08")),
    "month-shenzhen-40": (40, ("month", "2021-08")),
    "month-html": (PIPE, ("month", "2026-10", "-F", "html")),
    "month-pipe": (PIPE, ("month", "2026-10")),
    "list": (100, ("list", "--limit", "8")),
    "list-80": (80, ("list", "--limit", "4")),
    "list-40": (40, ("list", "--limit", "2")),
    "list-pipe": (PIPE, ("list", "--limit", "3")),
    "show": (100, ("show", "32")),
    "show-40": (40, ("show", "32")),
    "show-unnamed": (100, ("show", "2")),
    "show-unnamed-pipe": (PIPE, ("show", "2")),
    "list-json": (PIPE, ("list", "ref:2", "--json")),
    "show-toml": (PIPE, ("show", "32", "-F", "toml")),
    "trip-show": (100, ("trip", "show", "T1")),
    "trip-show-md": (PIPE, ("trip", "show", "T1", "-F", "md")),
    "trips": (100, ("trips",)),
    "trips-80": (80, ("trips", "--limit", "3")),
    "brief-leader": (100, ("brief", "Chen Long")),
    "brief-leader-40": (40, ("brief", "Chen Long")),
    "brief-pipe": (PIPE, ("brief", "Tencent")),
    "timeline": (100, ("timeline", "32")),
    "timeline-40": (40, ("timeline", "T1")),
    "party-list": (100, ("party", "list", "--limit", "12")),
    "party-show": (100, ("party", "show", "Tencent")),
    "party-duplicates": (100, ("party", "duplicates")),
    "help-party": (100, ("help", "party")),
    "help-party-merge": (80, ("help", "party", "merge")),
    "promises": (100, ("promises", "--limit", "8")),
    "promises-40": (40, ("promises", "--theirs", "--due")),
    "promises-pipe": (PIPE, ("promises", "--ours")),
    "promises-by-unit": (100, ("promises", "--by", "unit")),
    "promises-by-party-40": (40, ("promises", "--by", "party", "--limit", "2")),
    "promises-explain": (100, ("promises", "--explain", "--theirs")),
    "sectors": (100, ("sectors",)),
    "sectors-tsv": (PIPE, ("sectors", "-F", "tsv")),
    "help": (100, ("help",)),
    "help-overdue": (80, ("help", "overdue")),
    "help-query": (100, ("help", "query")),
}
"""The width of the screen, none for a pipe, and the words of the command."""

OTHER_WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("brief", "en"): ("brief", "Forinstance"),
    ("brief", "zh"): ("brief", "比方新能源"),
    ("find", "en"): ("find", "robots"),
    ("find", "zh"): ("find", "机器人"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_as_it_did(reader: MakeHome, name: str, language: str) -> None:
    screen, words = PAGES[name]

    answer = reader(language).having(NO_COLOR="1").run(*words, screen=screen)

    assert (answer.code, answer.err) == (0, "")
    golden.check(GOLDEN / language / f"{name}.txt", answer.out)


@pytest.mark.parametrize(("name", "language"), OTHER_WORDS)
def test_a_page_on_what_each_language_calls_its_own_reads_as_it_did(
    reader: MakeHome, name: str, language: str
) -> None:
    words = OTHER_WORDS[name, language]

    answer = reader(language).having(NO_COLOR="1").run(*words, screen=100)

    golden.check(GOLDEN / language / f"{name}.txt", answer.out)

"""``slip``: issued, listed, printed as a letter, closed; where else slips are told of."""

import json
from pathlib import Path

import pytest

from tests import golden
from tests.cli.conftest import _furnished
from tests.cli.home import Home
from tests.cli.writing import begun

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(params=["en", "zh"])
def supervised(request: pytest.FixtureRequest, ledgers: dict[str, Path], home: Home) -> Home:
    """A home with the sample year, four slips, one gone on from, one closed."""
    found = _furnished(home.folder, ledgers[request.param], request.param)
    found.run("config", "set", "author", "Qin Yue" if request.param == "en" else "秦越")
    issue = ("slip", "issue")
    first, second = refs(found)
    found.on("2026-10-12").run(*issue, first, "--deadline", "2026-10-20", "--colour", "yellow")
    found.run(*issue, first, "--deadline", "2026-11-09")
    found.run(*issue, second, "--deadline", "2026-11-16", "--demand", "Report by telephone")
    third = (*issue, "27", "--deadline", "2026-10-30", "--to", "Office", "--colour", "blue")
    assert found.on("2026-10-05").run(*third).code == 0
    found.run("slip", "close", "4", "--outcome", "Land is in hand", "--on", "2026-10-28")
    return found


def refs(home: Home) -> tuple[str, str]:
    """Return the two follow-ups that are latest."""
    lines = home.run("overdue", "--limit", "2", "-F", "tsv").lines[1:]
    return lines[0].split("\t")[0], lines[1].split("\t")[0]


@pytest.mark.parametrize(
    ("name", "screen", "words"),
    [
        ("slip-list", 100, ("slip", "list")),
        ("slip-list-40", 40, ("slip", "list", "--open")),
        ("slip-list-pipe", 0, ("slip", "list")),
        ("slip-show", 100, ("slip", "show", "2026-2")),
        ("slip-show-md", 0, ("slip", "show", "1", "-F", "md")),
        ("slip-show-closed", 60, ("slip", "show", "〔2026〕4号")),
    ],
)
def test_the_page_reads_as_it_did(
    supervised: Home, name: str, screen: int, words: tuple[str, ...]
) -> None:
    answer = supervised.having(NO_COLOR="1").run(*words, screen=screen)

    assert (answer.code, answer.err) == (0, "")
    golden.check(GOLDEN / supervised.language / f"{name}.txt", answer.out)


def test_a_slip_says_what_it_is_about_to_whom_and_until_when(home: Home) -> None:
    answer = begun(home).on("2026-11-17").run("slip", "issue", "1.1", "--deadline", "+1w")

    assert answer.lines == [
        "Slip 2026-1 (red) issued on 1.1: Send the annex · Framework agreement",
        "To Li Sample · Deadline 2026-11-24, Tuesday, in 7 days",
    ]


def test_a_second_slip_waits_for_the_deadline_of_the_first(home: Home) -> None:
    later = begun(home).on("2026-11-17")
    later.run("slip", "issue", "1.1", "--deadline", "2026-11-24")

    refused = later.on("2026-11-24").run("slip", "issue", "1.1", "--deadline", "+1w")
    done = later.on("2026-11-25").run("slip", "issue", "1.1", "--deadline", "+1w")

    assert refused.code == 4
    assert "From 2026-11-25 on the next one may be issued." in refused.err
    assert done.lines[-1].endswith("follows 2026-1")


def test_the_card_and_the_timeline_of_a_record_mention_its_slips(home: Home) -> None:
    late = begun(home).on("2026-11-17")
    late.run("slip", "issue", "1.1", "--deadline", "2026-11-24")

    card, story = late.run("show", "1").out, late.run("timeline", "1").out

    assert "2026-1 · red · 1.1 · open until 2026-11-24" in card
    assert "Supervision slip 2026-1 (red)" in story
    assert "Deadline of supervision slip 2026-1" in story.partition("Ahead")[2]
    before = late.run("show", "1", "--as-of", "2026-11-16").out
    assert "2026-1 · red" not in before


def test_a_slip_outlives_its_record(home: Home) -> None:
    late = begun(home).on("2026-11-17")
    late.run("slip", "issue", "1.1", "--deadline", "2026-11-24")
    late.run("remove", "1", "--yes")

    assert "1.1  Send the annex · Framework agreement" in late.run("slip", "show", "1").out
    assert late.run("slip", "close", "1", "--outcome", "Withdrawn").code == 0


def test_no_number_comes_again_after_an_undo(home: Home) -> None:
    late = begun(home).on("2026-11-17")
    late.run("slip", "issue", "1.1", "--deadline", "2026-11-24")
    late.run("undo", "--yes")

    answer = late.run("slip", "issue", "1.1", "--deadline", "2026-11-24", "--quiet")

    assert answer.out == "2026-2\n"
    assert late.run("history", "S2026-1").lines != []


def test_the_list_can_be_asked_for_what_the_query_language_knows(home: Home) -> None:
    late = begun(home).on("2026-11-17")
    begun(late, "--sector", "energy")
    for ref in ("1.1", "2", "2.1"):
        answer = late.run("slip", "issue", ref, "--deadline", "2026-11-24", "--colour", "red")
        assert answer.code == 0, answer.err

    def numbers(*words: str) -> list[str]:
        found = json.loads(late.run("slip", "list", *words, "--json").out)
        return [one["number"] for one in found["slips"]]

    assert numbers() == ["2026-3", "2026-2", "2026-1"]
    assert numbers("sector:energy") == ["2026-3", "2026-2"]
    late.run("slip", "close", "3", "--outcome", "Done")
    assert numbers("--open") == ["2026-2", "2026-1"]
    assert numbers("--as-of", "2026-11-16") == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("issue", "1.1"), 2, "--deadline is missing."),
        (
            ("issue", "1", "--deadline", "2026-11-01", "--colour", "red"),
            4,
            "--deadline 2026-11-01 is before",
        ),
        (("issue", "1.1", "--deadline", "+1w", "--colour", "green"), 2, "no such colour"),
        (("issue", "7", "--deadline", "+1w"), 3, "Nothing in the ledger is called 7."),
        (("show", "seven"), 2, "SLIP seven is no number of a slip."),
        (("show", "2026-7"), 3, "Nothing in the ledger is called 2026-7."),
        (("show", "2026-7"), 3, "Issue one: dealtrack slip issue REF --deadline DAY"),
        (("close", "1"), 2, "--outcome is missing."),
    ],
)
def test_what_cannot_be_done_is_said(
    home: Home, words: tuple[str, ...], code: int, said: str
) -> None:
    answer = begun(home).run("slip", *words)

    assert answer.code == code
    assert said in answer.err


def test_json_tells_of_the_slip(home: Home) -> None:
    late = begun(home).on("2026-11-17")
    issued = json.loads(late.run("slip", "issue", "1.1", "--deadline", "+1w", "--json").out)
    letter = json.loads(late.run("slip", "show", "1", "--json").out)

    assert issued["schema"] == "dealtrack/slip-saved/1"
    assert issued["slip"] == letter["slip"]
    assert (letter["slip"]["due"], letter["standing"]["state"]) == ("2026-11-16", "open")

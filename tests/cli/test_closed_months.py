"""``month --close``, ``--list``, ``--diff``: what was printed stays; what changed is told."""

import json
import subprocess
from typing import Any

import pytest

from tests.cli.home import Home

MONTH = "2026-10"


def closed(home: Home) -> Home:
    """Close the October of *home*."""
    assert home.run("month", MONTH, "--close").code == 0
    return home


def enter_late(home: Home) -> str:
    """Enter a contract that was signed in the closed month; return its ref."""
    words = ("--signed", "2026-10-15", "--kind", "contract", "--amount", "1亿", "--quiet")
    return home.run("log", "Forgotten contract", *words).out.strip()


def told(home: Home, *words: str) -> Any:
    """Return what a command prints as JSON."""
    return json.loads(home.run(*words, "--json").out)


def test_a_closed_month_is_printed_as_it_was_whatever_is_entered_later(sample: Home) -> None:
    before = closed(sample).run("month", MONTH, "-F", "md").out
    enter_late(sample)

    assert sample.on("2027-02-01").run("month", MONTH, "-F", "md").out == before


def test_a_closed_month_is_printed_in_either_language(sample: Home) -> None:
    closed(sample)
    enter_late(sample)

    english, chinese = (told(sample.speaking(x), "month", MONTH) for x in ("en", "zh"))
    assert english["overall"] == chinese["overall"]
    assert "封存" in sample.speaking("zh").run("month", MONTH).out


def test_the_difference_names_the_figures_and_the_records(sample: Home) -> None:
    closed(sample)
    assert told(sample, "month", MONTH, "--diff")["differences"] == []

    ref = enter_late(sample)

    found = {
        one["figure"]: one for one in told(sample, "month", MONTH, "--diff")["differences"]
    }
    signed = found["signed.month"]
    assert signed["now"][0]["n"] == signed["was"][0]["n"] + 1
    assert (signed["added"], signed["gone"]) == ([ref], [])
    assert "overdue" not in found


def test_what_is_entered_and_taken_back_makes_no_difference(sample: Home) -> None:
    closed(sample)
    enter_late(sample)
    sample.run("undo", "--yes")

    assert told(sample, "month", MONTH, "--diff")["differences"] == []


def test_the_next_month_tells_what_changed_and_can_itself_be_closed(sample: Home) -> None:
    closed(sample)
    enter_late(sample)
    december = sample.on("2026-12-01")

    page = december.run("month", "2026-11").out
    assert "Since then these figures of it have changed" in page
    assert "13 → 14" in page
    assert "do not agree" not in page
    assert december.run("month", "2026-11", "--close").code == 0


@pytest.mark.parametrize("decimals", ["0", "3"])
def test_a_change_of_rounding_is_no_fault_of_what_was_closed(
    sample: Home, decimals: str
) -> None:
    closed(sample)
    enter_late(sample)
    sample.run("config", "set", "decimals", decimals)

    answer = sample.on("2026-12-01").run("month", "2026-11", "--check")

    assert answer.code == 0
    assert "do not agree" not in answer.out


def test_of_two_who_close_a_month_at_once_one_does(sample: Home) -> None:
    words = sample.command("month", MONTH, "--close")
    both = [
        subprocess.Popen(
            words,
            env=sample.variables(),
            cwd=sample.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    said = [one.communicate(timeout=60)[1].decode() for one in both]

    assert sorted(one.returncode for one in both) == [0, 4]
    assert any("already" in text for text in said)
    assert [one["month"] for one in told(sample, "month", "--list")["months"]] == [MONTH]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("month", "2026-11", "--close"), 4, "is not over"),
        (("month", "2031-01", "--close"), 4, "is not over"),
        (("month", MONTH, "sector:energy", "--close"), 2, "closed as a whole"),
        (("month", MONTH, "--close", "--as-of", "2026-10-20"), 2, "closed as a whole"),
        (("month", MONTH, "--diff"), 3, "is not closed"),
        (("month", MONTH, "--close", "--list"), 2, "do not go together"),
    ],
)
def test_what_cannot_be_closed_is_refused_and_nothing_is(
    sample: Home, words: tuple[str, ...], code: int, said: str
) -> None:
    answer = sample.run(*words)

    assert answer.code == code
    assert said in answer.err
    assert told(sample, "month", "--list")["months"] == []

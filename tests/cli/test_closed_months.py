"""``month --close``, ``--list``, ``--diff``: what was printed stays; what changed is told."""

import json
import subprocess
from typing import Any

import pytest

from dealtrack.model.closing import closing_of
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


def test_a_record_that_only_a_denominator_counts_is_named_too(sample: Home) -> None:
    closed(sample)
    ref = enter_late(sample)

    found = {
        one["figure"]: one for one in told(sample, "month", MONTH, "--diff")["differences"]
    }
    start = found["start"]
    assert (start["added"], start["gone"]) == ([], [])
    assert (start["added_of"], start["gone_of"]) == ([ref], [])
    assert found["signed.month"]["added_of"] == []
    page = sample.run("month", MONTH, "--diff", "-F", "tsv").lines
    (line,) = [one for one in page if one.startswith("start\t")]
    assert line.split("\t")[4] == f"only in the denominator: {ref}"


def test_the_difference_names_the_unit_and_the_size_it_is_in(sample: Home) -> None:
    unit = told(closed(sample), "month", MONTH)["units"]["units"][0]["unit"]
    words = ("--signed", "2026-10-15", "--amount", "1亿", "--unit", unit, "--quiet")
    ref = sample.run("log", "Forgotten contract", *words).out.strip()

    found = {
        one["figure"]: one for one in told(sample, "month", MONTH, "--diff")["differences"]
    }

    for name in (
        f"unit.{unit}.signed.month",
        "size.100m-1b.amount.year",
        "no-sector.signed.year",
    ):
        assert (found[name]["added"], found[name]["gone"]) == ([ref], [])
    assert "size.1b-up.signed.year" not in found


def test_the_difference_names_what_is_closed_on_time_after_all(sample: Home) -> None:
    late = told(closed(sample), "month", MONTH)["supervision"]["overdue"][-1]
    assert (late["due"], late["times_postponed"]) == ("2026-10-30", 0)
    assert sample.run("done", late["ref"], "--on", "2026-10-30").code == 0

    found = {
        one["figure"]: one for one in told(sample, "month", MONTH, "--diff")["differences"]
    }

    assert found["overdue"]["gone"] == [late["ref"]]
    one = found["on-time"]
    assert one["now"][0]["n"] == one["was"][0]["n"] + 1
    assert (one["added"], one["gone"]) == ([late["ref"]], [])
    assert (one["added_of"], one["gone_of"]) == ([], [])


def test_the_check_prints_what_was_closed_beside_what_is_now(sample: Home) -> None:
    before = told(closed(sample), "month", MONTH, "--check")
    enter_late(sample)
    answer = sample.run("month", MONTH, "--check", "--json")
    after = json.loads(answer.out)

    assert [one["was"] for one in before["figures"]] == [
        one["now"] for one in before["figures"]
    ]
    assert answer.code == 0
    assert (after["schema"], after["audit"]["faults"]) == ("dealtrack/checked/1", [])
    first = after["figures"][0]
    assert first["figure"] == "signed.month"
    assert (first["was"][0]["n"], first["now"][0]["n"]) == (13, 14)
    assert {one["figure"]: one["was"] for one in before["figures"]} == {
        one["figure"]: one["was"] for one in after["figures"]
    }
    page = sample.run("month", MONTH, "--check").out
    assert f"dealtrack month {MONTH} --diff" in page


def test_what_a_unit_had_is_told_as_it_was_closed(sample: Home) -> None:
    unit = told(sample, "month", MONTH)["units"]["units"][0]["unit"]
    names = [f"unit.{unit}.signed.year", f"unit.{unit}.amount.year", "size.1b-up.signed.year"]
    open_ = [told(sample, "month", MONTH, "--explain", name) for name in names]
    closed(sample)
    enter_late(sample)
    for ref in open_[0]["counting"][:2]:
        sample.run("remove", ref, "--yes")

    for before, name in zip(open_, names, strict=True):
        after = told(sample, "month", MONTH, "--explain", name)
        kept = ("formula", "numbers", "counting", "others", "left_out")
        assert [after[key] for key in kept] == [before[key] for key in kept]
        assert (before["as_closed"], after["as_closed"]) == (None, True)


@pytest.mark.parametrize("name", ["signed", "start.all", "start.2025", "status.ongoing"])
def test_what_was_not_kept_says_that_it_is_of_today(sample: Home, name: str) -> None:
    closed(sample)

    assert told(sample, "month", MONTH, "--explain", name)["as_closed"] is False
    page = sample.run("month", MONTH, "--explain", name).out
    assert "was not kept with it: it is counted on the ledger as it is now" in page


def test_a_month_that_was_closed_with_less_can_still_be_read(sample: Home) -> None:
    closed(sample)
    with sample.store() as store:
        (kept,) = store.closings
        frozen = json.loads(bytes(kept.report))
        few = ("signed.", "amount.", "start", "funds", "overdue", "due")
        frozen["numbers"] = {k: v for k, v in frozen["numbers"].items() if k.startswith(few)}
        behind = {k: v for k, v in kept.behind.items() if k.startswith(few)}
        store.closings.remove(kept.id)
        old = closing_of(MONTH, kept.on, kept.by, frozen, behind)
        store.closings.add(old)
    ref = enter_late(sample)

    assert told(sample, "month", MONTH, "--explain", "start")["as_closed"] is True
    unit = told(sample, "month", MONTH)["units"]["units"][0]["unit"]
    assert (
        told(sample, "month", MONTH, "--explain", f"unit.{unit}.signed.year")["as_closed"]
        is False
    )
    assert told(sample, "month", MONTH, "--diff")["differences"][0]["added"] == [ref]
    assert sample.run("month", MONTH, "--check").code == 0


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

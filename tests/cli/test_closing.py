"""``month --close`` and what follows from it, as people type it."""

import json
from dataclasses import replace

import pytest

from tests.cli.home import Home


@pytest.fixture
def closed(sample: Home) -> Home:
    """A home with the sample year, whose October is closed."""
    assert sample.run("month", "2026-10", "--close").code == 0
    return sample


def test_a_closed_month_stays_as_it_was_whatever_comes_in(closed: Home) -> None:
    before = closed.run("month", "2026-10").out
    closed.run("log", "Late paper", "--signed", "2026-10-15", "--kind", "contract")
    closed.run("done", "30.3", "--on", "2026-10-20")

    assert closed.run("month", "2026-10").out == before
    assert "closed on 2026-11-02" in before


def test_what_would_change_it_is_told_with_the_records(closed: Home) -> None:
    late = ("log", "Late paper", "--signed", "2026-10-15", "--kind", "contract")
    (ref,) = closed.run(*late, "--quiet").lines
    told = closed.run("month", "2026-10", "--diff", "-F", "tsv")

    (line,) = [one for one in told.lines if one.startswith("signed.month\t")]
    assert line.split("\t")[2:5] == ["13", "14", ref]


def test_the_next_month_names_what_has_changed_since(closed: Home) -> None:
    assert "Since then" not in closed.run("month", "2026-11").out
    closed.run("log", "Late paper", "--signed", "2026-10-15", "--kind", "contract")

    said = closed.run("month", "2026-11").out
    assert "2026-10 was closed on 2026-11-02" in said
    assert "agreements signed from 2026-10-01 to 2026-10-31: 13 → 14" in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("month", "2026-10", "--close"), 4, "was closed on 2026-11-02"),
        (("month", "2026-10", "--close"), 4, "Nothing was closed."),
        (("month", "2026-11", "--close"), 4, "is not over before 2026-11-30"),
        (("month", "2026-11", "--close"), 4, "Close it after that day.  Nothing was closed."),
        (("month", "2026-09", "sector:energy", "--close"), 2, "as a whole"),
        (("month", "2026-09", "--close", "--as-of", "2026-09-15"), 2, "as a whole"),
        (("month", "2026-09", "--diff"), 3, "2026-09 is not closed"),
        (("month", "2026-10", "sector:energy", "--diff"), 2, "as a whole"),
        (("month", "2026-09", "--close", "--list"), 2, "do not go together"),
        (("month", "2026-10", "--explain", "statr"), 2, "start"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_closed(
    closed: Home, words: tuple[str, ...], code: int, said: str
) -> None:
    answer = closed.run(*words)

    assert answer.code == code
    assert said in answer.err
    assert len(closed.run("month", "--list", "-F", "tsv").lines) == 2


def test_where_nothing_can_be_written_it_says_that_nothing_was_closed(sample: Home) -> None:
    sample.ledger.with_suffix(".lock").unlink()
    sample.ledger.with_suffix(".lock").mkdir()

    answer = sample.run("month", "2026-10", "--close")

    assert (answer.code, answer.out) == (7, "")
    assert answer.err.splitlines()[-1].endswith("Nothing was closed.")


def test_undo_opens_a_month_again(closed: Home) -> None:
    closed.run("undo", "--yes")

    assert closed.run("month", "2026-10", "--diff").code == 3
    assert closed.run("month", "2026-10", "--close").code == 0


def test_every_figure_that_has_a_name_can_be_explained(sample: Home) -> None:
    home = replace(sample, language="zh")
    names = [
        line.split("\t")[0] for line in home.run("month", "2026-10", "--explain", "?").lines
    ]

    assert len(names) > 100
    for name in names[:: len(names) // 12]:
        assert home.run("month", "2026-10", "--explain", name).code == 0


def test_each_formula_says_what_it_is_of(sample: Home) -> None:
    lines = sample.run("month", "2026-10", "--explain", "?").lines
    formulas = dict(line.split("\t")[:2] for line in lines)

    rates = [name for name in formulas if name.split(".")[0] in {"start", "funds", "unit"}]
    assert len({formulas[name] for name in rates}) == len(rates) > 20
    assert formulas["start.2025"].endswith("; signed in 2025")
    assert formulas["no-sector.signed.year"].endswith("; in no sector")


def test_a_unit_may_be_called_none(home: Home) -> None:
    for unit in (("--unit", "none"), ()):
        home.run("log", f"Paper {unit}", "--signed", "2026-10-12", *unit)

    for name, ref in (("unit.none", "1"), ("no-unit", "2")):
        answer = home.run("month", "2026-10", "--explain", f"{name}.signed.month", "--json")
        assert json.loads(answer.out)["counting"] == [ref]


@pytest.mark.parametrize("what", ["visits", "people", "intentions", "days", "signed"])
def test_what_trips_brought_is_explained_trip_by_trip(sample: Home, what: str) -> None:
    month = json.loads(sample.run("month", "2026-10", "--json").out)["travel"]
    answer = sample.run("month", "2026-10", "--explain", f"trips.{what}", "--json")
    found = json.loads(answer.out)

    total = month[what]["n"] if what == "signed" else month[what]
    assert found["numbers"][0]["n"] == sum(one["n"] for one in found["parts"]) == total > 0
    assert found["counting"] == [one["ref"] for one in found["parts"]]


def test_check_counts_every_figure_by_its_records(sample: Home) -> None:
    answer = sample.run("month", "2026-10", "--check")

    assert answer.code == 0
    assert "all of them hold" in answer.out


def test_parts_can_be_left_out(sample: Home) -> None:
    home = sample
    home.run("config", "set", "month_without", "travel,ahead")
    titles = [line for line in home.run("month", "2026-10").lines if ". " in line[:4]]

    assert not any("Trips" in title or "Next month" in title for title in titles)
    assert any(title.startswith("10. How it was counted") for title in titles)


def test_what_was_behind_a_closed_month_is_told_as_it_was(closed: Home) -> None:
    before = closed.run("month", "2026-10", "--explain", "start").out
    closed.run("log", "Late paper", "--signed", "2026-10-15", "--kind", "contract")

    assert closed.run("month", "2026-10", "--explain", "start").out == before
    assert "24 / 41" in before

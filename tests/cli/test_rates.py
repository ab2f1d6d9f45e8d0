"""``rates``: of a question and cohort by cohort, and what is behind them."""

import json

import pytest

from tests.cli.conftest import MakeHome
from tests.cli.home import Home


def rates_of(home: Home, *words: str) -> dict[tuple[str, str], tuple[object, object]]:
    """Return numerator and denominator of each rate in total."""
    answer = home.run("rates", *words, "--json")
    assert (answer.code, answer.err) == (0, "")
    return read(json.loads(answer.out)["total"])


def read(cohort: dict[str, object]) -> dict[tuple[str, str], tuple[object, object]]:
    """Return numerator and denominator of each rate of a cohort."""
    rates: list[dict[str, str]] = [*cohort["rates"], *cohort["landed"]]  # type: ignore[misc]
    return {
        (one["key"], one.get("currency", "")): (one["n"], one["d"])
        for one in rates
        if float(one["d"])
    }


@pytest.mark.parametrize("year", ["2021", "2025", "2026"])
def test_a_cohort_and_the_question_for_it_have_the_same_rates(
    reader: MakeHome, year: str
) -> None:
    home = reader("en")
    cohorts = json.loads(home.run("rates", "--by", "year", "--json").out)["cohorts"]
    cohort = next(one for one in cohorts if one["key"] == year)

    assert rates_of(home, f"signed:{year}") == read(cohort)


def test_a_unit_is_told_the_same_rates_as_a_cohort_and_as_a_question(reader: MakeHome) -> None:
    home = reader("zh")
    for cohort in json.loads(home.run("rates", "--by", "unit", "--json").out)["cohorts"]:
        if cohort["key"]:
            assert rates_of(home, f"office:{cohort['key']}") == read(cohort)


def test_what_came_of_a_project_later_counts_for_the_year_of_its_first_paper(
    reader: MakeHome,
) -> None:
    told = json.loads(
        reader("en").run("rates", "signed:2025", "--explain", "conversion", "--json").out
    )

    assert told["counting"] == ["4", "6"]


def test_an_explanation_names_as_many_records_as_the_rate_counts(reader: MakeHome) -> None:
    home = reader("en")
    found = rates_of(home, "signed:2025")
    for key in ("fulfilment", "registration", "start", "completion", "production"):
        words = ("rates", "signed:2025", "--explain", key, "--json")
        told = json.loads(home.run(*words).out)
        n = len(told["counting"])
        assert (n, n + len(told["others"])) == found[key, ""]


def test_the_numerator_of_funds_in_place_names_those_that_have_some(reader: MakeHome) -> None:
    home = reader("en")
    told = json.loads(home.run("rates", "--explain", "funds", "--json").out)
    funded = {line.split("\t")[0] for line in home.run("list", "funds:any", "--all").lines}

    assert told["counting"]
    assert set(told["counting"]) <= funded
    assert told["others"]
    assert not set(told["others"]) & funded


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        ("12", 12),
        ("12m", 12),
        ("2y", 24),
        ("1年", 12),
        ("两年", 24),
        ("十八个月", 18),
        ("半年", 6),
    ],
)
def test_months_are_read_in_both_languages(reader: MakeHome, typed: str, months: int) -> None:
    told = json.loads(reader("en").run("rates", "--within", typed, "--json").out)

    assert told["within"] == months


@pytest.mark.parametrize("typed", ["0m", "零年", "soon", "1.5y", "-3m", ""])
def test_what_is_no_number_of_months_is_refused(reader: MakeHome, typed: str) -> None:
    answer = reader("en").run("rates", f"--within={typed}")

    assert answer.code == 2
    assert "Write months or years" in answer.err


def test_an_explanation_is_of_one_rate_and_not_of_cohorts(reader: MakeHome) -> None:
    answer = reader("en").run("rates", "--by", "year", "--explain", "start")

    assert answer.code == 2
    assert answer.err.startswith("Error: --by and --explain do not go together.")


@pytest.mark.parametrize(("spoken", "name"), [("en", "Start rate"), ("zh", "开工率")])
def test_a_rate_can_be_asked_for_by_the_name_that_is_printed(
    reader: MakeHome, spoken: str, name: str
) -> None:
    for words in (("rates",), ("month", "2026-10")):
        told = json.loads(reader(spoken).run(*words, "--explain", name, "--json").out)
        assert told["figure"] == "start"


@pytest.mark.parametrize("command", ["rates", "promises"])
def test_a_wrong_choice_is_told_in_the_language_of_its_reader(
    reader: MakeHome, command: str
) -> None:
    answer = reader("zh").run(command, "--by", "单位")

    assert answer.code == 2
    assert answer.err.startswith("错误：--by 单位：")
    assert "unit" in answer.err
    assert "Invalid" not in answer.err

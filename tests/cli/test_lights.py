"""``plan``, ``light`` and ``light explain``: what moves as planned, and what does not."""

import json
from pathlib import Path

import pytest

from tests import golden
from tests.cli.conftest import _furnished
from tests.cli.home import Home
from tests.cli.writing import DAY, agreement, day

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def planned(home: Home) -> Home:
    """A home with a contract that was to be started by September; it is 2 November 2026."""
    log = ("log", "Contract", "--kind", "contract", "--signed", "2026-03-10")
    home.run(*log, "--amount", "1亿", "--unit", "开发区", "--owner", "Li Na")
    home.run("plan", "1", "started", "2026-06", "--on", "2026-03-20")
    home.run("plan", "1", "开工", "2026年9月", "--on", "2026-06-15", "--reason", "Land late")
    home.run("note", "1", "Site visited", "--on", "2026-10-30")
    return home


class TestPlan:
    def test_what_was_understood_is_repeated(self, planned: Home) -> None:
        answer = planned.run("plan", "1", "completed", "2027-12", "--on", "2026-03-20")

        assert answer.lines == ["Plan of 1: completed by 2027-12 · Contract"]

    def test_the_earlier_plan_is_kept_and_told(self, planned: Home) -> None:
        answer = planned.run("plan", "1", "started", "2027-01", "--reason", "No permit yet")

        assert answer.lines == [
            "Plan of 1: started by 2027-01 · Contract",
            "before: 2026-09 · No permit yet",
        ]
        assert [str(one.by) for one in agreement(planned).plan] == [
            *("2026-06", "2026-09", "2027-01"),
        ]

    def test_it_may_be_noted_later_than_it_was_made(self, planned: Home) -> None:
        planned.run("plan", "1", "started", "2026-05", "--on", "2026-03-10")

        assert agreement(planned).planned(DAY) == {"started": day("2026-09")}

    def test_it_may_be_given_up(self, planned: Home) -> None:
        answer = planned.run("plan", "1", "started", "none")

        assert answer.lines[0] == "Plan of 1: started no longer · Contract"
        assert agreement(planned).planned(DAY) == {}

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (("started", "2026-09"), 4, "started is planned by 2026-09 already"),
            (("completed", "none"), 4, "completed was not planned on 2026-11-02"),
            (("dug", "2027"), 2, "there is no such stage"),
            (("started", "soon"), 2, "DAY soon"),
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, planned: Home, words: tuple[str, ...], code: int, said: str
    ) -> None:
        answer = planned.run("plan", "1", *words)

        assert answer.code == code
        assert said in answer.err

    def test_what_is_odd_about_a_new_plan_is_noted_once(self, planned: Home) -> None:
        early = planned.run("plan", "1", "completed", "去年")
        late = planned.run("plan", "1", "completed", "2028")

        assert early.code == 0
        assert (
            "Note: “completed” is planned by 2025, before the signing (2026-03-10).\n"
        ) in early.err
        assert late.err == ""

    def test_a_stage_that_is_reached_in_the_future_is_noted(self, planned: Home) -> None:
        answer = planned.run("advance", "1", "started", "--on", "2027-01-10")

        assert "Note: “started” is dated in the future: 2027-01-10." in answer.err

    def test_a_trip_has_no_plan(self, home: Home) -> None:
        home.run("log", "-", "--yes", typed='[trip]\ntitle = "Port City"\n')

        assert home.run("plan", "T1", "started", "2027").code == 4

    def test_it_stands_beside_what_was_reached(self, planned: Home) -> None:
        shown = planned.run("show", "1").out

        assert "Status       delayed" in shown
        assert "started  2026-09  –        33 days behind  2026-06 · changed 1 time" in shown

    def test_as_of_an_earlier_day_the_earlier_plan_is_shown(self, planned: Home) -> None:
        shown = planned.run("show", "1", "--as-of", "2026-06-14").out

        assert "started  2026-06  –        in 16 days  –" in shown

    def test_the_timeline_tells_the_plans_and_what_was_missed(self, planned: Home) -> None:
        told = planned.run("timeline", "1").out

        assert "2026-03-20  Plan: started by 2026-06" in told
        assert "2026-06-15  Plan: started by 2026-09  Land late" in told
        assert "2026-09     Planned: started" in told

    def test_it_can_be_asked_for(self, planned: Home) -> None:
        planned.run("log", "Other", "--signed", "2026-10-01")

        for query in ("is:delayed", "status:滞后", "behind:30..", "next:started", "plan:开工"):
            assert planned.run("list", query, "-F", "tsv").lines[1:] == [
                "1\t2026-03-10\tContract\t\t\tCNY 100 million\tsigned · delayed\t0\t0"
            ], query
        assert len(planned.run("list", "is:ongoing", "-F", "tsv").lines) == 3
        assert planned.run("list", "planned:2026-09-30 plan:any", "-F", "tsv").lines[1:]

    def test_a_file_says_it_in_one_line_and_reads_it_back(self, home: Home) -> None:
        plan = 'plan = { started = "2026-09", "竣工" = 2027-12-31 }'
        paper = f'[[agreement]]\ntitle = "Paper"\nsigned = 2026-01-01\n{plan}\n'
        home.run("log", "-", "--yes", typed=paper)

        text = home.run("show", "1", "-F", "toml").out
        assert 'plan = { started = "2026-09", completed = 2027-12-31 }' in text
        assert home.run("log", "-", "--yes", typed=text).lines[0].startswith("Nothing new")

    def test_a_changed_plan_is_written_with_its_days(self, planned: Home) -> None:
        text = planned.run("show", "1", "-F", "toml").out

        assert '{ stage = "started", by = "2026-06", since = 2026-03-20 },' in text

    def test_a_wrong_plan_in_a_file_is_told_with_its_place(self, home: Home) -> None:
        paper = '[[agreement]]\ntitle = "P"\nplan = { dug = 2027, signed = "x" }\n'
        answer = home.run("log", "-", "--yes", typed=paper)

        assert "agreement[1].plan.dug" in answer.err
        assert "agreement[1].plan.signed" in answer.err


class TestLight:
    def test_without_a_rule_of_its_own_progress_alone_counts(self, planned: Home) -> None:
        assert planned.run("light").out == ""

    def test_the_rules_are_settings(self, planned: Home) -> None:
        planned.run("config", "set", "lights.rules", "no-progress,missed-month")

        reason = "started was planned by 2026-09-30, missed for 2 months, limit 1"
        assert planned.run("light").lines == [f"1\tyellow\t{reason}\tContract\tLi Na\t开发区"]

    def test_show_status_and_month_go_by_the_same_rule(self, planned: Home) -> None:
        planned.run("config", "set", "lights.rules", "missed-month")

        assert "missed for 2 months" in planned.run("show", "1").out
        assert json.loads(planned.run("status", "--json").out)["yellow"][0]["ref"] == "1"
        month = " ".join(planned.run("month").out.split())
        assert "Yellow lights 1 Green lights 0" in month
        assert "is yellow from month 1 after the planned one on, red from month 3" in month

    def test_a_day_to_come_shows_what_turns_by_then(self, planned: Home) -> None:
        planned.run("config", "set", "lights.rules", "missed-month")
        report = json.loads(planned.run("light", "--on", "2026-12-31", "--json").out)

        assert (report["as_of"], report["on"]) == ("2026-11-02", "2026-12-31")
        assert report["turned"] == [{"ref": "1", "was": "yellow", "colour": "red"}]

    def test_a_day_before_is_refused_with_what_to_ask_instead(self, planned: Home) -> None:
        answer = planned.run("light", "--on", "2026-10-01")

        assert answer.code == 2
        assert "dealtrack light --as-of 2026-10-01" in answer.err

    def test_a_query_chooses(self, planned: Home) -> None:
        planned.run("config", "set", "lights.rules", "missed-month")

        assert planned.run("light", "owner:nobody", "--check").code == 0
        assert planned.run("light", "unit:开发区", "--check").code == 1

    def test_a_limit_says_what_it_left_out(self, planned: Home) -> None:
        for n in range(3):
            planned.run("log", f"Old {n}", "--signed", "2026-01-01")
        report = json.loads(planned.run("light", "--limit", "2", "--json").out)

        assert (report["red"], len(report["lights"])) == (3, 2)


class TestExplain:
    def test_each_rule_tells_its_facts_and_its_days(self, planned: Home) -> None:
        planned.run("config", "set", "lights.rules", "no-progress,behind-plan,missed-month")
        told = planned.run("light", "explain", "1").out

        assert "last progress 3 days ago" in told
        assert "the plan does not say when the work is to be finished" in told
        assert "2026-10-01   2026-12-01" in told
        assert "dealtrack advance 1 started" in told

    def test_what_has_no_light_says_why(self, home: Home) -> None:
        home.run("log", "Talks", "--stage", "negotiating")
        home.run("log", "Paper", "--signed", "2026-01-01")
        home.run("end", "2", "--reason", "withdrawn")

        assert "It has no light: it is not signed." in home.run("light", "explain", "1").out
        assert "It has no light: it is terminated." in home.run("light", "explain", "2").out

    def test_a_trip_has_none(self, home: Home) -> None:
        home.run("log", "-", "--yes", typed='[trip]\ntitle = "Port City"\n')
        answer = home.run("light", "explain", "T1")

        assert answer.code == 2
        assert "lights belong to agreements" in answer.err


class TestSettings:
    @pytest.mark.parametrize(
        ("key", "value", "said"),
        [
            ("lights.rules", "speed", "must be a list of some of: no-progress, behind-plan"),
            ("lights.rules", ",", "must name at least one"),
            ("lights.no_progress_red", "1", "must not be less than lights.no_progress_yellow"),
            ("lights.behind_plan_red", "101", "must be 100 or less"),
            ("lights.missed_month_yellow", "soon", "must be a whole number"),
        ],
    )
    def test_what_cannot_be_is_refused_and_not_written(
        self, home: Home, key: str, value: str, said: str
    ) -> None:
        answer = home.run("config", "set", key, value)

        assert answer.code == 2
        assert said in answer.err
        assert home.run("config", "get", "lights.rules").out == "no-progress\n"

    def test_a_figure_is_checked_against_the_others_of_the_file(self, home: Home) -> None:
        home.run("config", "set", "lights.no_progress_red", "6")

        assert home.run("config", "set", "lights.no_progress_yellow", "5").code == 0
        assert home.run("config", "set", "lights.no_progress_red", "4").code == 2


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_the_page_of_all_rules_reads_as_it_did(
    ledgers: dict[str, Path], home: Home, spoken: str
) -> None:
    found = _furnished(home.folder, ledgers[spoken], spoken).having(NO_COLOR="1")
    found.run("config", "set", "lights.rules", "no-progress,behind-plan,missed-month")

    answer = found.run("light", screen=100)

    assert (answer.code, answer.err) == (0, "")
    golden.check(GOLDEN / spoken / "light-rules.txt", answer.out)

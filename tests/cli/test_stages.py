"""``advance``, ``fund``, ``suspend``, ``resume``, ``end``: how an agreement goes on."""

import pytest

from tests.cli.home import Home
from tests.cli.writing import DAY, agreement, begun, day, task, written


class TestAdvance:
    def test_what_was_understood_is_repeated(self, home: Home) -> None:
        answer = begun(home).run("advance", "1", "registered", "--on", "2026-10-20")

        assert answer.lines == [
            "1 has reached registered: Framework agreement",
            "2026-10-20, Tuesday, 13 days ago",
        ]

    @pytest.mark.parametrize(
        ("typed", "stage"),
        [("开工", "started"), ("in production", "in-production"), ("达产", "full-capacity")],
    )
    def test_a_stage_is_named_in_any_way(self, home: Home, typed: str, stage: str) -> None:
        begun(home).run("advance", "1", typed)

        assert agreement(home).stage(DAY) == stage

    @pytest.mark.parametrize("on", ["2026-10", "2026", "2026-10-20/2026-10-21"])
    def test_its_day_may_be_known_in_part(self, home: Home, on: str) -> None:
        answer = begun(home).run("advance", "1", "registered", "--on", on)

        assert agreement(home).stages[0].on == day(on)
        assert answer.lines[1] == on

    def test_its_day_may_be_unknown(self, home: Home) -> None:
        answer = begun(home).run("advance", "1", "registered", "--on", "unknown")

        assert agreement(home).stages[0].on is None
        assert answer.lines[1] == "day not known"

    def test_signed_is_the_day_of_the_signing(self, home: Home) -> None:
        home.run("log", "Paper", "--stage", "negotiating")
        home.run("advance", "1", "signed", "--on", "2026-11-01")

        assert agreement(home).signed == day("2026-11-01")
        assert agreement(home).stage(DAY) == "signed"

    def test_the_signing_dates_what_was_counted_from_it(self, home: Home) -> None:
        home.run("log", "Paper", "--follow-up", "Report @ signed+1m", "--follow-up", "x @ +1w")
        answer = home.run("advance", "1", "signed", "--on", "2026-10-20")

        assert str(task(home).due) == "2026-11-20"
        assert answer.lines[2] == "  1.1 Report · Due 2026-11-20, Friday, in 18 days"
        assert len(answer.lines) == 3

    def test_a_stage_is_reached_once(self, home: Home) -> None:
        begun(home).run("advance", "1", "registered")
        answer = home.run("advance", "1", "注册")

        assert answer.code == 4
        assert "1 has reached registered already: 2026-11-02." in answer.err
        assert home.run("advance", "1", "signed").code == 4

    def test_stages_stand_in_the_order_of_their_days(self, home: Home) -> None:
        begun(home).run("advance", "1", "started")
        home.run("advance", "1", "registered", "--on", "2026-10")

        assert [r.stage for r in agreement(home).stages] == ["registered", "started"]

    def test_what_is_terminated_goes_no_further(self, home: Home) -> None:
        begun(home).run("end", "1", "--reason", "Withdrew", "--on", "2026-10-20")

        assert home.run("advance", "1", "registered").code == 4
        assert home.run("advance", "1", "registered", "--on", "2026-10-19").code == 0

    def test_an_unknown_stage_is_met_with_the_nearest(self, home: Home) -> None:
        answer = begun(home).run("advance", "1", "registred")

        assert answer.code == 2
        assert "STAGE registred: there is no such stage." in answer.err
        assert "Did you mean: registered" in answer.err

    def test_a_trip_has_no_stages(self, home: Home) -> None:
        written(home)
        home.run("log", "trip.toml")

        for words in (
            ("advance", "T1", "started"),
            ("fund", "T1", "5"),
            ("suspend", "T1", "--reason", "x"),
        ):
            answer = home.run(*words)
            assert answer.code == 4
            assert "T1 is a trip" in answer.err


class TestFund:
    def test_money_arrives(self, home: Home) -> None:
        answer = begun(home).run("fund", "1", "2000万", "--on", "2026-10-15", "--note", "first")

        assert answer.lines == [
            "CNY 20 million in place for 1: Framework agreement",
            "2026-10-15, Thursday, 18 days ago · first",
        ]

    def test_payments_stand_in_the_order_of_their_days(self, home: Home) -> None:
        begun(home).run("fund", "1", "2 million USD")
        home.run("fund", "1", "100", "--on", "2026-10-15")

        assert [(int(f.amount.value), f.amount.currency) for f in agreement(home).funds] == [
            (100, "CNY"),
            (2_000_000, "USD"),
        ]

    @pytest.mark.parametrize("typed", ["abc", "", "NaN", "1.234,5", "９9.9.9"])
    def test_what_is_no_amount_is_refused(self, home: Home, typed: str) -> None:
        answer = begun(home).run("fund", "1", typed)

        assert answer.code == 2
        assert answer.err.startswith("Error: AMOUNT ")
        assert agreement(home).funds == ()

    def test_a_dash_before_a_number_is_explained(self, home: Home) -> None:
        answer = begun(home).run("fund", "1", "-5")

        assert answer.code == 2
        assert "write -- first" in answer.err


class TestStatus:
    def test_it_is_suspended_resumed_and_terminated(self, home: Home) -> None:
        begun(home)
        told = [
            home.run("suspend", "1", "--reason", "Land", "--on", "2026-10-20").lines,
            home.run("resume", "1", "--on", "2026-10-25").lines,
            home.run("end", "1", "--reason", "Investor withdrew").lines,
        ]

        assert told == [
            ["1 is suspended: Framework agreement", "2026-10-20, Tuesday, 13 days ago · Land"],
            ["1 is ongoing: Framework agreement", "2026-10-25, Sunday, 8 days ago"],
            [
                "1 is terminated: Framework agreement",
                "2026-11-02, Monday, today · Investor withdrew",
            ],
        ]

    def test_it_can_end_well(self, home: Home) -> None:
        answer = begun(home).run("end", "1", "--fulfilled")

        assert answer.lines[0] == "1 is fulfilled: Framework agreement"

    @pytest.mark.parametrize("command", ["suspend", "end"])
    def test_a_reason_is_needed(self, home: Home, command: str) -> None:
        answer = begun(home).run(command, "1")

        assert answer.code == 2
        assert "--reason is missing." in answer.err

    @pytest.mark.parametrize(
        ("first", "then", "state"),
        [
            ("suspend", "suspend", "suspended"),
            ("end", "end", "terminated"),
            ("end", "suspend", "terminated"),
            ("", "resume", "ongoing"),
        ],
    )
    def test_what_cannot_follow_is_refused(
        self, home: Home, first: str, then: str, state: str
    ) -> None:
        begun(home)
        if first:
            home.run(first, "1", "--reason", "x")
        answer = home.run(then, "1", "--reason", "x")

        assert answer.code == 4
        assert f"1 is {state} already." in answer.err

    def test_it_cannot_be_back_dated_before_what_is_noted(self, home: Home) -> None:
        begun(home).run("suspend", "1", "--reason", "x")

        assert home.run("resume", "1", "--on", "2026-11-01").code == 4

"""``follow`` and ``postpone``: follow-ups are set, and their due days move."""

import pytest

from dealtrack.days.recurring import parse_recurrence
from dealtrack.model import Postponement
from tests.cli.home import Home
from tests.cli.writing import (
    DAY,
    TRIP,
    agreement,
    begun,
    editing,
    files,
    saved,
    task,
    trip,
    written,
)


class TestFollow:
    def test_what_was_understood_is_repeated(self, home: Home) -> None:
        answer = begun(home).run(
            *("follow", "1", "Open an account", "--due", "2026-12-01", "--owner", "张三"),
        )

        assert answer.lines == [
            "Saved 1.2: Open an account · Framework agreement",
            "Due 2026-12-01, Tuesday, in 29 days · 张三",
        ]

    @pytest.mark.parametrize(
        ("typed", "due"),
        [
            ("2026-12-01", "2026-12-01"),
            ("2026年12月1日", "2026-12-01"),
            ("12月1日", "2026-12-01"),
            ("+2w", "2026-11-16"),
            ("+5wd", "2026-11-09"),
            ("15个工作日", "2026-11-23"),
            ("下周一", "2026-11-09"),
            ("月底", "2026-11-30"),
            ("eoy", "2026-12-31"),
            ("signed+1m", "2026-11-12"),
            ("签约后3个月", "2027-01-12"),
            ("２０２６－１２－０１", "2026-12-01"),
        ],
    )
    def test_a_due_day_is_said_as_people_say_it(self, home: Home, typed: str, due: str) -> None:
        begun(home).run("follow", "1", "Report", "--due", typed)

        assert str(task(home, 2).due) == due

    def test_a_day_counted_from_an_interval_counts_from_its_end(self, home: Home) -> None:
        home.run("log", "Paper", "--signed", "2026-10-12/2026-10-13")
        home.run("follow", "1", "Report", "--due", "signed+1m")

        assert str(task(home).due) == "2026-11-13"

    def test_a_trip_has_follow_ups_too(self, home: Home) -> None:
        written(home)
        home.run("log", "trip.toml")

        answer = home.run("follow", "T1", "Write the report", "--due", "trip.end+15d")

        assert answer.lines[0] == "Saved T1.1: Write the report · Visit to Port City"
        assert str(trip(home).follow_up(1).due) == "2026-10-28"

    def test_everything_else_about_it_can_be_said(self, home: Home) -> None:
        begun(home).run(
            *("follow", "framework", "Permit", "--unit", "Zone", "--with", "Land bureau"),
            *("--with", "Tax bureau", "--priority", "高", "--on", "2026-10-20"),
        )

        one = task(home, 2)
        assert one.assignments[0].unit == "Zone"
        assert one.partners == ("Land bureau", "Tax bureau")
        assert one.priority == "high"
        assert str(one.since) == "2026-10-20"

    def test_a_promise_has_a_side_a_condition_and_an_amount(self, home: Home) -> None:
        begun(home).run(
            *("follow", "1", "Subsidy", "--promise", "政府", "--condition", "registered"),
            *("--amount", "500万"),
        )

        promise = task(home, 2).promise
        assert promise is not None
        assert (promise.side, promise.condition) == ("ours", "registered")
        assert promise.amount is not None
        assert promise.amount.value == 5_000_000

    @pytest.mark.parametrize("option", ["--condition", "--amount"])
    def test_a_condition_or_an_amount_needs_the_side_that_promises(
        self, home: Home, option: str
    ) -> None:
        answer = begun(home).run("follow", "1", "Subsidy", option, "500")

        assert answer.code == 2
        assert "--promise is missing." in answer.err

    def test_a_day_that_can_be_read_two_ways_is_refused_as_the_manual_shows(
        self, home: Home
    ) -> None:
        answer = begun(home).run("follow", "1", "Send the annex", "--due", "03/04/2021")

        assert (answer.code, answer.out) == (2, "")
        assert answer.err.splitlines() == [
            "Error: --due 03/04/2021 can be read two ways: 3 April 2021 or 4 March 2021.",
            "  Write 2021-04-03 or 2021年4月3日.  Nothing was saved.",
        ]

    @pytest.mark.parametrize(
        "typed", ["3", "99", "12-11-10", "2026-11", "31feb", "2026-02-30", "9999999999"]
    )
    def test_what_is_no_day_is_refused(self, home: Home, typed: str) -> None:
        answer = begun(home).run("follow", "1", "Report", "--due", typed)

        assert answer.code == 2
        assert answer.err.startswith(f"Error: --due {typed} ")
        assert len(answer.err.splitlines()) <= 3
        assert len(agreement(home).follow_ups) == 1

    @pytest.mark.parametrize("words", [("follow",), ("follow", "1"), ("follow", "1", "  ")])
    def test_what_is_missing_is_named(self, home: Home, words: tuple[str, ...]) -> None:
        answer = begun(home).run(*words)

        assert answer.code == 2
        assert " is missing." in answer.err

    def test_a_record_that_is_not_there_is_exit_code_3(self, home: Home) -> None:
        answer = begun(home).run("follow", "Framwork", "Report")

        assert answer.code == 3
        assert "The nearest:" in answer.err
        assert "Framework agreement" in answer.err

    def test_text_that_fits_two_records_is_exit_code_2(self, home: Home) -> None:
        begun(begun(home))
        answer = home.run("follow", "framework", "Report")

        assert answer.code == 2
        assert "“framework” fits 2:" in answer.err

    def test_a_failing_command_makes_no_file(self, home: Home) -> None:
        before = files(home)

        home.run("follow", "17", "Send the annex", "--due", "+2w")

        assert files(home) == before

    def test_numbers_go_on_and_never_return(self, home: Home) -> None:
        begun(home).run("follow", "1", "Two")
        home.run("remove", "1.2", "--yes")

        assert home.run("follow", "1", "Three", "-q").out == "1.3\n"


class TestEvery:
    @pytest.mark.parametrize(
        ("typed", "due"),
        [
            ("last working day of every month", "2026-11-30"),
            ("每月最后一个工作日", "2026-11-30"),
            ("month", "2026-11-02"),
            ("每周五", "2026-11-06"),
            ("friday", "2026-11-06"),
            ("end of every quarter", "2026-12-31"),
        ],
    )
    def test_the_first_is_due_on_the_first_day_that_suits(
        self, home: Home, typed: str, due: str
    ) -> None:
        begun(home).run("follow", "1", "Report the funds", "--every", typed)

        assert str(task(home, 2).due) == due

    def test_a_due_day_is_that_of_the_first_one(self, home: Home) -> None:
        begun(home).run("follow", "1", "Report", "--every", "friday", "--due", "2026-11-10")
        home.run("done", "1.2")

        assert [str(task(home, n).due) for n in (2, 3)] == ["2026-11-10", "2026-11-13"]

    def test_how_it_repeats_is_said_again(self, home: Home) -> None:
        answer = begun(home).run(
            *("follow", "1", "Report", "--every", "last working day of each month"),
            *("--owner", "张三"),
        )

        assert answer.lines == [
            "Saved 1.2: Report · Framework agreement",
            "Due 2026-11-30, Monday, in 28 days · the last working day of every month · 张三",
        ]
        assert "Report · the last working day of every month" in home.run("show", "1").out

    def test_it_is_said_again_in_chinese(self, home: Home) -> None:
        answer = (
            begun(home)
            .speaking("zh")
            .run("follow", "1", "报送资金情况", "--every", "每月最后一个工作日")
        )

        assert answer.lines[1].endswith("· 每月最后一个工作日")
        assert task(home, 2).repeats == parse_recurrence("last working day of every month")

    def test_done_says_what_comes_next(self, home: Home) -> None:
        begun(home).run("follow", "1", "Report", "--every", "last working day of every month")
        answer = home.run("done", "1.2")

        assert answer.lines == [
            "1.2 is done: Report · Framework agreement",
            "2026-11-02, Monday, today · on time",
            "Next: 1.3, due 2026-12-31, Thursday, in 59 days",
        ]
        assert "every month" not in home.run("show", "1").out.split("Report")[1]

    def test_so_does_approve(self, home: Home) -> None:
        begun(home).run("follow", "1", "Report", "--every", "week")
        home.run("submit", "1.2")

        assert home.run("approve", "1.2").lines[-1].startswith("Next: 1.3, due 2026-11-09")

    def test_missed_ones_stay_visible(self, home: Home) -> None:
        begun(home).run("follow", "1", "Report", "--every", "month", "--due", "2026-08-31")
        home.run("done", "1.2")

        assert "1.3" in home.run("overdue").out
        assert str(task(home, 3).due) == "2026-09-30"

    def test_cancel_ends_the_series_and_says_so(self, home: Home) -> None:
        begun(home).run("follow", "1", "Report", "--every", "week")
        answer = home.run("cancel", "1.2")

        assert answer.lines[-1] == "It does not come again: every week"
        assert len(agreement(home).follow_ups) == 2

    def test_undo_takes_the_done_and_the_next_back(self, home: Home) -> None:
        begun(home).run("follow", "1", "Report", "--every", "week")
        before = agreement(home).follow_ups
        home.run("done", "1.2")
        home.run("undo", "--yes")

        assert agreement(home).follow_ups == before

    def test_the_history_has_it(self, home: Home) -> None:
        begun(home).run("follow", "1", "Report", "--every", "week")
        home = editing(home, r"""sed -i 's/every week/every month/' "$1" """)
        assert home.run("edit", "1").code == 0

        assert "1.2 Repeats: every week → every month" in home.run("history", "1").out

    def test_a_commitment_does_not_come_again(self, home: Home) -> None:
        answer = begun(home).run(
            "follow", "1", "Refund", "--promise", "ours", "--every", "year"
        )

        assert answer.code == 2
        assert "--every does not go with --promise" in answer.err
        assert len(agreement(home).follow_ups) == 1

    @pytest.mark.parametrize("typed", ["", "now and then", "every so often"])
    def test_what_does_not_say_how_often_is_refused(self, home: Home, typed: str) -> None:
        answer = begun(home).run("follow", "1", "Report", "--every", typed)

        assert answer.code == 2
        assert answer.err.startswith("Error: --every")
        assert "does not say how often" in answer.err

    @pytest.mark.parametrize(
        ("language", "said"),
        [("en", "the last working day of every quarter"), ("zh", "每季度最后一个工作日")],
    )
    def test_a_file_says_it_in_both_languages(
        self, home: Home, language: str, said: str
    ) -> None:
        written(home, TRIP + f'"重复" = "{said}"\n')
        home = home.speaking(language)
        assert home.run("log", "trip.toml").code == 0

        assert f'every = "{said}"' in home.run("show", "T1", "-F", "toml").out
        assert home.run("done", "1.1").code == 0
        assert [str(task(home, n).due) for n in (1, 2)] == ["2026-10-28", "2026-12-31"]

        before = agreement(home)
        assert home.run("log", "trip.toml").code == 0
        assert agreement(home) == before


class TestPostpone:
    def test_the_original_day_and_the_count_are_kept(self, home: Home) -> None:
        begun(home).run("postpone", "1.1", "--to", "+4w", "--reason", "Partner asked for time")
        answer = home.run(
            *("postpone", "1.1", "--to", "due+1w", "--reason", "Again", "--approved-by", "Boss")
        )

        one = task(home)
        assert str(one.due) == "2026-11-16"
        assert str(one.due_day(DAY)) == "2026-12-07"
        assert one.times_postponed(DAY) == 2
        assert (one.postponements[1].reason, one.postponements[1].approver) == ("Again", "Boss")
        assert answer.lines[1] == (
            "Due 2026-12-07, Monday, in 35 days · was 2026-11-30 · "
            "originally 2026-11-16, moved 2 times"
        )

    def test_a_task_without_a_due_day_gets_one(self, home: Home) -> None:
        home.run("log", "Paper", "--follow-up", "Report")
        answer = home.run("postpone", "1.1", "--to", "+1w", "--reason", "Agreed")

        assert answer.lines[1].endswith("it had no due day before")
        assert task(home).due is None
        assert str(task(home).due_day(DAY)) == "2026-11-09"

    @pytest.mark.parametrize(
        ("options", "missing"),
        [(("--reason", "x"), "--to"), (("--to", "+1w"), "--reason"), (("--to", ""), "--to")],
    )
    def test_day_and_reason_are_needed(
        self, home: Home, options: tuple[str, ...], missing: str
    ) -> None:
        answer = begun(home).run("postpone", "1.1", *options)

        assert answer.code == 2
        assert f"{missing} is missing." in answer.err

    def test_the_same_day_is_refused(self, home: Home) -> None:
        answer = begun(home).run("postpone", "1.1", "--to", "2026-11-16", "--reason", "x")

        assert answer.code == 4
        assert "1.1 is due on 2026-11-16 already." in answer.err

    def test_what_is_done_is_not_postponed(self, home: Home) -> None:
        begun(home).run("done", "1.1")
        answer = home.run("postpone", "1.1", "--to", "+1w", "--reason", "x")

        assert answer.code == 4
        assert "1.1 is done since 2026-11-02." in answer.err
        assert "dealtrack reopen 1.1" in answer.err

    def test_a_wrong_day_names_the_option_it_was_typed_for(self, home: Home) -> None:
        answer = begun(home).run("postpone", "1.1", "--to", "03/04/2021", "--reason", "x")

        assert answer.err.startswith("Error: --to 03/04/2021 can be read two ways")

    def test_a_day_counted_from_an_unknown_one_is_refused(self, home: Home) -> None:
        home.run("log", "Paper", "--follow-up", "Report @ +1w")
        answer = home.run("postpone", "1.1", "--to", "signed+1m", "--reason", "x")

        assert answer.code == 2
        assert "counted from a day that is not known" in answer.err

    def test_it_can_be_back_dated(self, home: Home) -> None:
        begun(home).run(
            *("postpone", "1.1", "--to", "+4w", "--reason", "x", "--on", "2026-10-20")
        )

        assert task(home).postponements == (
            Postponement(to=DAY.replace(day=30), on=DAY.replace(month=10, day=20), reason="x"),
        )

    def test_only_what_concerns_it_is_warned_of(self, home: Home) -> None:
        begun(home, "--follow-up", "Other @ 2026-11-07")
        answer = home.run("postpone", "1.1", "--to", "2026-11-14", "--reason", "x")

        assert answer.err.count("Note:") == 1
        assert "2026-11-14" in answer.err

    def test_json_has_the_record(self, home: Home) -> None:
        answer = begun(home).run("postpone", "1.1", "--to", "+4w", "--reason", "x", "--json")

        assert saved(answer)["refs"] == ["1.1"]


class TestNames:
    def test_an_owner_very_like_a_known_one_is_noted(self, home: Home) -> None:
        answer = begun(home).run("follow", "1", "Report", "--owner", "Li Sampel")

        assert answer.err == "Note: “Li Sampel” is new here; the ledger knows “Li Sample”.\n"
        assert task(home, 2).assignments[0].owner == "Li Sampel"

    def test_one_who_is_named_in_the_record_is_not(self, home: Home) -> None:
        assert begun(home).run("follow", "1", "Report", "--owner", "Li Sample").err == ""

"""The commands that look: what they find, refuse, and leave as it was."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import MakeHome
from tests.cli.home import Home

LISTS = (("overdue",), ("agenda",), ("list",), ("trips",), ("trip", "list"), ("party", "list"))
VIEWS: tuple[tuple[str, ...], ...] = (
    *LISTS,
    ("status",),
    ("find", "robots"),
    ("month", "2026-09"),
    ("sectors",),
)
ABOUT_ONE: tuple[tuple[str, ...], ...] = (
    ("show", "32"),
    ("show", "T1"),
    ("trip", "show", "T1"),
    ("timeline", "32"),
    ("timeline", "T1"),
    ("brief", "Tencent"),
    ("party", "show", "Tencent"),
)


def names(commands: tuple[tuple[str, ...], ...]) -> list[str]:
    return ["-".join(words) for words in commands]


@pytest.mark.parametrize("words", VIEWS, ids=names(VIEWS))
def test_an_empty_ledger_is_looked_at_without_being_made(
    home: Home, words: tuple[str, ...]
) -> None:
    answer = home.run(*words)

    assert answer.code == 0
    assert answer.err == (
        f"There is no ledger at {home.ledger} yet: it begins with the first record.\n"
    )
    assert not list(home.folder.iterdir())


class TestOverdue:
    @pytest.fixture
    def due(self, home: Home) -> Home:
        """A home with one follow-up that is due on 2 November."""
        home.on("2026-10-01").run(
            "log", "Framework", "--follow-up", "File the original @ 2026-11-02 @ Li"
        )
        return home

    def test_due_today_is_not_overdue(self, due: Home) -> None:
        assert due.on("2026-11-02").run("overdue").out == ""

    def test_due_yesterday_is(self, due: Home) -> None:
        assert due.on("2026-11-03").run("overdue").out == (
            "1.1\t1 day\t2026-11-02\tFile the original\tLi\tFramework\t1\n"
        )

    def test_it_stays_overdue_until_it_is_done(self, due: Home) -> None:
        later = due.on("2027-11-03")

        assert later.run("overdue").lines
        later.run("done", "1.1")
        assert not later.run("overdue").lines

    def test_an_extension_does_not_unlate_the_past(self, due: Home) -> None:
        due.on("2026-11-10").run("postpone", "1.1", "--to", "2026-12-01", "--reason", "rain")
        now = due.on("2026-11-11")

        assert not now.run("overdue").lines
        assert now.run("overdue", "--as-of", "2026-11-05").lines

    def test_a_query_about_being_late_looks_at_the_day_asked_for(self, due: Home) -> None:
        now = due.on("2026-11-10")

        assert len(now.run("list", "is:overdue").lines) == 1
        assert not now.run("list", "is:overdue", "--as-of", "2026-11-02").lines

    def test_a_check_tells_by_its_exit_code_whether_there_is_something(self, due: Home) -> None:
        late = due.on("2026-11-03").run("overdue", "--check")

        assert due.on("2026-11-02").run("overdue", "--check").code == 0
        assert late.code == 1
        assert late.out == due.on("2026-11-03").run("overdue").out
        assert due.on("2026-11-03").run("overdue", "--check", "owner:nobody").code == 0

    def test_the_agenda_has_what_is_due_within_so_many_days(self, due: Home) -> None:
        week_before = due.on("2026-10-26")

        assert "in 7 days" in week_before.run("agenda").out
        assert not week_before.run("agenda", "--days", "6").lines
        assert "today" in due.run("agenda", "--days", "0").out


class TestMonth:
    def test_facts_of_later_months_change_no_byte_of_it(self, sample: Home) -> None:
        before = sample.run("month", "2026-09", "--json").raw

        for words in (
            ("log", "Late one", "--signed", "2026-10-15", "--amount", "3亿"),
            ("follow", "19", "One more", "--due", "2026-10-20"),
            ("done", "36.2", "--on", "2026-10-20"),
            ("advance", "9", "started", "--on", "2026-10-05"),
            ("fund", "8", "5000万元", "--on", "2026-10-06"),
            ("note", "27", "They called", "--on", "2026-10-07"),
            ("end", "6", "--reason", "over", "--on", "2026-10-08"),
            ("postpone", "21.3", "--to", "2026-12-01", "--reason", "rain"),
        ):
            done = sample.run(*words, "--yes")
            assert done.code == 0, (words, done.err)

        assert sample.run("month", "2026-09", "--json").raw == before
        assert sample.run("month", "2026-10", "--json").raw != before

    def test_it_is_the_same_whenever_it_is_asked_for(self, sample: Home) -> None:
        days = ("2026-10-01", "2026-11-02", "2027-05-05")

        assert len({sample.on(day).run("month", "2026-09", "--json").raw for day in days}) == 1

    def test_it_can_be_named_in_words(self, sample: Home) -> None:
        by_number = sample.run("month", "2026-10").out

        for words in (("last month",), ("上月",), ("2026年10月",)):
            assert sample.run("month", *words).out == by_number

    def test_a_month_that_runs_is_looked_at_today(self, sample: Home) -> None:
        found = json.loads(sample.run("month", "--json").out)

        assert found["as_of"] == "2026-11-02"

    def test_what_is_no_month_is_refused_with_examples(self, sample: Home) -> None:
        answer = sample.run("month", "2026-13")

        assert answer.code == 2
        assert "2026-10" in answer.err


@pytest.mark.parametrize("words", [*VIEWS, *ABOUT_ONE], ids=names((*VIEWS, *ABOUT_ONE)))
def test_every_report_can_be_asked_for_a_past_day(
    reader: MakeHome, words: tuple[str, ...]
) -> None:
    answer = reader("en").run(*words, "--as-of", "2026-09-10", "--json")

    assert answer.code == 0
    assert json.loads(answer.out)["as_of"] == "2026-09-10"


class TestRows:
    def test_a_list_on_a_terminal_stops_at_fifty_and_says_so(self, reader: MakeHome) -> None:
        answer = reader("en").run("list", screen=100)

        assert "50 of 91 – use --all" in answer.out
        assert "\n51 " not in answer.out

    def test_all_of_it_is_printed_if_asked_for(self, reader: MakeHome) -> None:
        answer = reader("en").run("list", "--all", screen=100)

        assert "use --all" not in answer.out
        assert "\n91 " in answer.out.replace("\x1b[38;5;243m", "")

    @pytest.mark.parametrize("words", [*LISTS, ("sectors",)], ids=names((*LISTS, ("sectors",))))
    def test_a_limit_counts_rows_and_tells_how_many_there_are(
        self, reader: MakeHome, words: tuple[str, ...]
    ) -> None:
        home = reader("en")
        every = home.run(*words).lines

        assert home.run(*words, "--limit", "2").lines == every[:2]
        shown = home.run(*words, "--limit", "2", screen=100).out
        assert f"2 of {len(every)} – use --all" in shown

    def test_how_many_is_a_setting(self, sample: Home) -> None:
        assert sample.run("config", "set", "rows", "7").code == 0

        assert "7 of 91" in sample.run("list", screen=100).out

    @pytest.mark.parametrize("limit", ["0", "-3", "x", "1.5", ""])
    def test_a_limit_that_is_no_number_is_refused(self, reader: MakeHome, limit: str) -> None:
        assert reader("en").run("list", "--limit", limit).code == 2

    def test_they_come_in_the_order_asked_for(self, reader: MakeHome) -> None:
        rows = [json.loads(reader("en").run("list", "--sort", "-signed", "--json").out)]
        days = [line["signed"][:10] for line in rows[0]["agreements"] if line["signed"]]

        assert days == sorted(days, reverse=True)

    def test_an_order_by_what_is_no_field_is_refused_with_a_caret(
        self, reader: MakeHome
    ) -> None:
        answer = reader("en").run("list", "--sort", "signed,colour")

        assert answer.code == 2
        assert "           ^" in answer.err


class TestQuery:
    def test_a_bad_one_is_shown_with_a_caret_under_the_spot(self, reader: MakeHome) -> None:
        answer = reader("en").run("list", "sector:energy", "sectr:food")

        assert answer.code == 2
        assert answer.err.splitlines()[1:] == [
            "    sector:energy sectr:food",
            "                  ^",
            "  Did you mean sector, start?",
        ]

    def test_the_caret_stands_right_behind_chinese(self, reader: MakeHome) -> None:
        lines = reader("zh").run("list", "行业:能源 或 颜色:红").err.splitlines()

        assert lines[1:3] == ["    行业:能源 或 颜色:红", "                 ^"]

    def test_it_narrows_every_list(self, reader: MakeHome) -> None:
        for words in (("overdue",), ("agenda",), ("list",), ("status",), ("month", "2026-10")):
            home = reader("en")
            assert home.run(*words, "sector:energy").code == 0
            assert home.run(*words, "sector:energy").out != home.run(*words).out

    def test_chinese_fields_and_words_find_the_same(self, reader: MakeHome) -> None:
        home = reader("zh")

        assert home.run("list", "行业:能源").out == home.run("list", "sector:energy").out != ""


class TestFindingTheOne:
    def test_a_unique_piece_of_text_is_enough(self, reader: MakeHome) -> None:
        home = reader("en")

        assert home.run("show", "robot joint").out == home.run("show", "67").out
        assert home.run("show", "ROBOT　ＪＯＩＮＴ").code in {0, 3}
        assert home.run("timeline", "robot joint").out == home.run("timeline", "67").out

    def test_the_ref_of_a_follow_up_shows_its_record(self, reader: MakeHome) -> None:
        assert reader("en").run("show", "19.3").out == reader("en").run("show", "19").out

    @pytest.mark.parametrize("words", [("show",), ("timeline",), ("trip", "show")])
    def test_none_is_not_found_and_the_nearest_three_are_named(
        self, reader: MakeHome, words: tuple[str, ...]
    ) -> None:
        answer = reader("en").run(*words, "Robbot joint modul")

        assert (answer.code, answer.out) == (3, "")
        assert answer.err.splitlines()[1] == "  The nearest:"
        assert len(answer.err.splitlines()) == 5

    def test_the_nearest_is_named_first(self, reader: MakeHome) -> None:
        answer = reader("en").run("show", "Robbot joint modul")

        assert answer.err.splitlines()[2].startswith("    67  Robot joint modules")

    def test_several_are_all_named_and_none_is_guessed(self, reader: MakeHome) -> None:
        answer = reader("en").run("show", "solar")

        assert (answer.code, answer.out) == (2, "")
        assert [line[:5] for line in answer.err.splitlines()[1:-1]] == ["    8", "    9"]

    @pytest.mark.parametrize("words", [("brief", "Nobody"), ("party", "show", "Nobody")])
    def test_a_name_that_nobody_has_is_not_found(
        self, reader: MakeHome, words: tuple[str, ...]
    ) -> None:
        answer = reader("en").run(*words)

        assert (answer.code, answer.out) == (3, "")
        assert "The nearest:" in answer.err

    def test_an_agreement_is_no_trip(self, reader: MakeHome) -> None:
        answer = reader("en").run("trip", "show", "robot joint")

        assert answer.code == 2
        assert "dealtrack show 67" in answer.err

    def test_a_trip_goes_by_its_number_alone_where_a_trip_is_asked_for(
        self, reader: MakeHome
    ) -> None:
        assert reader("en").run("trip", "show", "1").out == reader("en").run("show", "T1").out

    def test_words_are_found_whatever_their_case_and_width(self, reader: MakeHome) -> None:
        home = reader("en")
        found = home.run("find", "robots").lines

        assert found
        assert home.run("find", "ＲＯＢＯＴＳ").lines == found

    def test_all_of_several_words_have_to_be_there(self, reader: MakeHome) -> None:
        home = reader("en")

        def refs(*words: str) -> set[str]:
            return {line.partition("\t")[0] for line in home.run("find", *words).lines}

        assert refs("inspection", "robots") < refs("robots")
        assert refs("robots", "zzz") == set()


class TestWhatTheSourceIsSilentAbout:
    def test_a_party_that_is_not_named_is_said_to_be_so(self, reader: MakeHome) -> None:
        assert "\tnot named\t" in reader("en").run("list", "ref:2").out

    def test_unknown_is_said_on_a_card(self, reader: MakeHome) -> None:
        lines = reader("en").run("show", "3").lines

        assert "Witnesses    unknown" in lines or "Witnesses  unknown" in lines
        assert any(line.split() == ["Amount", "unknown"] for line in lines)

    def test_a_witness_is_told_apart_from_one_who_was_only_there(
        self, reader: MakeHome
    ) -> None:
        found: Any = json.loads(reader("en").run("brief", "Chen Long", "--json").out)

        assert [d["paper"]["ref"] for d in found["dealings"]] == ["1", "2"]
        assert [e["paper"]["ref"] for e in found["not_witnessed"]] == ["3"]


class TestToml:
    @pytest.mark.parametrize("number", [1, 2, 4, 7, 9])
    def test_a_trip_reads_back_as_nothing_new(
        self, sample: Home, tmp_path: Path, number: int
    ) -> None:
        file = tmp_path / "trip.toml"

        assert sample.run("show", f"T{number}", "-o", file).code == 0

        again = sample.run("log", file)
        assert again.code == 0, again.err
        assert "othing new" in again.out + again.err

    def test_an_agreement_reads_back_in_another_ledger(
        self, reader: MakeHome, home: Home, tmp_path: Path
    ) -> None:
        file = tmp_path / "paper.toml"
        file.write_text(reader("en").run("show", "88", "-F", "toml").out, encoding="utf-8")

        assert home.run("log", file, "--yes").code == 0

        assert _bare(home, "1") == _bare(reader("en"), "88")

    def test_only_a_record_has_that_form(self, reader: MakeHome) -> None:
        assert reader("en").run("list", "-F", "toml").code == 2


def _bare(home: Home, ref: str) -> Any:
    """Return an agreement without what a ledger gives it."""
    record = json.loads(home.run("show", ref, "--json").out)["agreement"]
    given = {"id", "uid", "version", "trip"}
    bare = {name: value for name, value in record.items() if name not in given}
    for one in bare["follow_ups"]:
        one.pop("uid")
    return bare

"""``note``, ``problem``, ``solve``: how things go, and what stands in the way."""

import pytest

from tests.cli.home import Home
from tests.cli.writing import agreement, begun, saved, task, trip, written


class TestNote:
    @pytest.mark.parametrize(
        ("ref", "subject"),
        [("1", "Framework agreement"), ("1.1", "Send the annex · Framework agreement")],
    )
    def test_a_line_is_added_to_a_record_or_a_follow_up(
        self, home: Home, ref: str, subject: str
    ) -> None:
        answer = begun(home).run("note", ref, "Draft agreed")

        holder = task(home) if "." in ref else agreement(home)
        assert answer.lines[0] == f"Noted on {ref}, {subject}: Draft agreed"
        assert (holder.notes[0].text, holder.notes[0].author) == ("Draft agreed", "li")

    def test_a_trip_takes_notes(self, home: Home) -> None:
        written(home)
        home.run("log", "trip.toml")

        assert home.run("note", "T1", "Back home").code == 0
        assert trip(home).notes[0].text == "Back home"

    def test_notes_stand_in_the_order_of_their_days(self, home: Home) -> None:
        begun(home).run("note", "1", "second")
        home.run("note", "1", "first", "--on", "2026-10-20")

        assert [n.text for n in agreement(home).notes] == ["first", "second"]

    @pytest.mark.parametrize("words", [("note",), ("note", "1"), ("note", "1", " ")])
    def test_a_note_needs_its_text(self, home: Home, words: tuple[str, ...]) -> None:
        answer = begun(home).run(*words)

        assert answer.code == 2
        assert " is missing." in answer.err

    def test_a_hidden_character_is_refused(self, home: Home) -> None:
        answer = begun(home).run("note", "1.1", "a\x1b[31mb")

        assert answer.code == 4
        assert "notes[1].text: contains the hidden character \\x1b" in answer.err
        assert "Nothing was saved." in answer.err
        assert task(home).notes == ()


class TestProblem:
    def test_a_problem_gets_a_ref_of_its_own(self, home: Home) -> None:
        answer = begun(home).run(
            "problem", "1.1", "Land not approved", "--who", "Land bureau", "--by", "+2w"
        )

        assert answer.lines == [
            "Problem 1.1.1 on Send the annex · Framework agreement: Land not approved",
            "Land bureau · to be solved by 2026-11-16, Monday, in 14 days",
        ]
        assert home.run("problem", "1.1", "Another", "-q").out == "1.1.2\n"

    def test_one_of_the_agreement_itself_has_follow_up_0(self, home: Home) -> None:
        answer = begun(home).run("problem", "1", "Partner silent")

        assert answer.lines == ["Problem 1.0.1 on Framework agreement: Partner silent"]
        assert agreement(home).problems[0].number == 1

    def test_a_wrong_day_names_its_option(self, home: Home) -> None:
        assert "--by 99 " in begun(home).run("problem", "1", "x", "--by", "99").err


class TestSolve:
    @pytest.mark.parametrize("ref", ["1.1.1", "1.0.1"])
    def test_it_is_solved_by_its_ref(self, home: Home, ref: str) -> None:
        begun(home).run("problem", ref.removesuffix(".1").removesuffix(".0"), "Land")
        answer = home.run("solve", ref, "--note", "Approved")

        holder = task(home) if ref == "1.1.1" else agreement(home)
        assert answer.lines == [
            f"Solved {ref}, Land: Framework agreement",
            "2026-11-02, Monday, today · Approved",
        ]
        assert str(holder.problems[0].solved) == "2026-11-02"

    def test_it_is_solved_once(self, home: Home) -> None:
        begun(home).run("problem", "1.1", "Land")
        home.run("solve", "1.1.1")
        answer = home.run("solve", "1.1.1")

        assert answer.code == 4
        assert "1.1.1 was solved on 2026-11-02 already." in answer.err

    def test_not_before_it_was_noted(self, home: Home) -> None:
        begun(home).run("problem", "1.1", "Land")
        answer = home.run("solve", "1.1.1", "--on", "2026-11-01")

        assert answer.code == 4
        assert "1.1.1 was noted on 2026-11-02; 2026-11-01 is before that." in answer.err

    @pytest.mark.parametrize("ref", ["1.1.9", "1.9.1", "9.0.1"])
    def test_what_is_not_there_is_exit_code_3(self, home: Home, ref: str) -> None:
        assert begun(home).run("solve", ref).code == 3

    def test_a_piece_of_its_text_names_the_problem(self, home: Home) -> None:
        begun(home).run("problem", "1.1", "Land not yet approved")

        assert home.run("solve", "not yet", "--quiet").out == "1.1.1\n"
        assert home.run("solve", "not yet").code == 3

    @pytest.mark.parametrize("ref", ["1", "1.1"])
    def test_what_is_no_problem_is_explained(self, home: Home, ref: str) -> None:
        answer = begun(home).run("solve", ref)

        assert answer.code == 2
        assert "names no problem" in answer.err

    def test_json_names_the_problem(self, home: Home) -> None:
        begun(home).run("problem", "1", "Land")

        assert saved(home.run("solve", "1.0.1", "--json"))["refs"] == ["1.0.1"]

"""How a thing is named: by its ref, or by a unique piece of text; nothing is guessed."""

import pytest

from tests.cli.home import Home
from tests.cli.writing import begun


class TestAPieceOfText:
    def test_of_a_closed_follow_up_says_that_it_is_closed(self, home: Home) -> None:
        begun(home).run("done", "annex")

        answer = home.run("done", "annex")

        assert answer.code == 4
        assert "1.1 is done since" in answer.err

    def test_opens_a_closed_follow_up_again(self, home: Home) -> None:
        begun(home).run("done", "1.1")

        assert home.run("reopen", "annex", "--quiet").out == "1.1\n"

    def test_means_an_open_follow_up_rather_than_a_closed_one(self, home: Home) -> None:
        begun(home).run("follow", "1", "Send the annex to the archive")
        home.run("done", "1.1")

        assert home.run("done", "annex", "--quiet").out == "1.2\n"

    @pytest.mark.parametrize("command", ["note", "problem"])
    def test_of_a_follow_up_is_noted_there(self, home: Home, command: str) -> None:
        answer = begun(home).run(command, "annex", "They ask for more time", "--quiet")

        assert answer.out.startswith("1.1")

    def test_of_a_follow_up_removes_only_that(self, home: Home) -> None:
        answer = begun(home).run("remove", "annex", "--yes", "--quiet")

        assert answer.out == "1.1\n"
        assert home.run("show", "1").code == 0

    @pytest.mark.parametrize(
        "words",
        [("show", ""), ("done", " "), ("party", "show", ""), ("brief", ""), ("find", "")],
    )
    def test_that_is_empty_means_nothing(self, home: Home, words: tuple[str, ...]) -> None:
        answer = begun(home).run(*words)

        assert answer.code == 2
        assert "is missing" in answer.err


class TestARefThatLeadsNowhere:
    def test_of_a_record_names_the_nearest_three(self, home: Home) -> None:
        begun(home)
        for title in ("Second", "Third", "Fourth"):
            home.run("log", title)

        answer = home.run("show", "9")

        assert answer.code == 3
        assert [line.split()[0] for line in answer.err.splitlines()[2:]] == ["4", "3", "2"]

    def test_of_a_follow_up_names_those_of_its_record(self, home: Home) -> None:
        answer = begun(home).run("done", "1.9")

        assert answer.code == 3
        assert "1.1  Send the annex" in answer.err

    def test_a_whole_record_with_many_follow_ups_names_the_first_open_ones(
        self, home: Home
    ) -> None:
        begun(home).run("done", "1.1")
        for number in range(2, 12):
            home.run("follow", "1", f"Task {number}")

        answer = home.run("done", "1")

        assert "They are: 1.2 Task 2, " in answer.err
        assert answer.err.splitlines()[1].endswith("1.9 Task 9, …")


class TestAnEmptyDay:
    @pytest.mark.parametrize(
        "words",
        [
            ("follow", "1", "Call them", "--due", ""),
            ("log", "Second", "--signed", ""),
            ("advance", "1", "started", "--on", ""),
            ("done", "1.1", "--on", ""),
            ("list", "--as-of", ""),
            ("list", "--today", ""),
        ],
        ids=" ".join,
    )
    def test_is_refused_under_the_name_of_its_option(
        self, home: Home, words: tuple[str, ...]
    ) -> None:
        answer = begun(home).run(*words)

        assert answer.code == 2
        assert f"{words[-2]} is empty." in answer.err


def test_a_clock_that_cannot_be_read_names_its_variable(home: Home) -> None:
    answer = home.having(DEALTRACK_TODAY="31feb").run("list")

    assert answer.code == 2
    assert "DEALTRACK_TODAY 31feb is not in the calendar" in answer.err


class TestHelp:
    def test_on_sectors_explains_the_command_and_lists_the_words(self, home: Home) -> None:
        answer = home.run("help", "sectors")

        assert "dealtrack sectors [QUERY]..." in answer.out
        assert "artificial-intelligence" in answer.out

    def test_on_nothing_known_offers_what_is_near(self, home: Home) -> None:
        answer = home.run("help", "quer")

        assert answer.code == 2
        assert "Did you mean: dealtrack help query?" in answer.err

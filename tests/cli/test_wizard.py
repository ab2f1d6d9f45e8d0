"""``log`` without a title, on a terminal: an agreement by questions."""

from collections.abc import Sequence

import pytest

from dealtrack.cli.lookup import _completion as completion
from tests.cli.home import Answer, Home
from tests.cli.writing import agreement, begun, files, task, written

TITLE, PARTIES, KIND, SIGNED, WHERE, TRIP = (
    "What was agreed",
    "Who is in it",
    "Kind",
    "Signed on",
    "Where",
    "On which trip",
)
WITNESSES, SECTOR, AMOUNT, UNIT, OWNER, TASKS = (
    "Witnesses",
    "Sector",
    "Amount",
    "Responsible unit",
    "Responsible person",
    "Follow-ups",
)
ALL = (TITLE, PARTIES, KIND, SIGNED, WHERE, WITNESSES, SECTOR, AMOUNT, UNIT, OWNER, TASKS)


def typed(home: Home, *lines: str, options: Sequence[str] = ()) -> Answer:
    """Type *lines* into the wizard, in this process."""
    words = ("log", "--playbook", "none", *options)
    return home.run(*words, typed="".join(f"{x}\n" for x in lines), keyboard=True)


def filled(**answers: str) -> list[str]:
    """Return the lines that answer every question, most of them with Enter."""
    known = {"title": "Paper"} | answers
    names: tuple[str, ...] = (
        "title",
        "parties",
        "kind",
        "signed",
        "where",
        "witnesses",
        "sector",
    )
    names += ("amount", "unit", "owner", "tasks", "save")
    return [known.get(name, "") for name in names]


class TestOnARealTerminal:
    def test_a_whole_agreement_is_asked_for_shown_and_saved(self, home: Home) -> None:
        begun(home, "--place", "Port City", "--owner", "Li Sample")
        answer = home.terminal(
            "log",
            answers=[
                (TITLE, "Contract\n"),
                (PARTIES, "Exam\t\n"),
                (KIND, "stratgic\n"),
                (KIND, "strategic\n"),
                (SIGNED, "2026-10\n"),
                (f"{WHERE} [Port City]", "\n"),
                (WITNESSES, "陈龙，书记；Wang\n"),
                (SECTOR, "能源、物流\n"),
                (AMOUNT, "3.5亿\n"),
                (UNIT, "?\n"),
                (UNIT, "Our Zone\n"),
                (f"{OWNER} [Li Sample]", "-\n"),
                (TASKS, "Send the annex @ +2w @ 张三\n"),
                ("Add these follow-ups? [Y/n]", "n\n"),
                ("Save? [Y/n]", "ｙ\n"),
            ],
        )

        made = agreement(home, 2)
        assert answer.code == 0
        assert "Did you mean: strategic" in answer.out
        assert "Which unit follows it up." in answer.out
        assert "Saved 2: Contract" in answer.out
        assert "Next: dealtrack show 2" in answer.out
        assert made.parties[0].name == "Example Cloud"
        assert made.place == "Port City"
        assert [w.name for w in made.witnesses] == ["陈龙", "Wang"]
        assert made.sectors == ("energy", "logistics")
        assert made.assignments[0].owner == ""
        assert str(task(home, 1, 2).due) == "2026-11-16"

    @pytest.mark.parametrize("key", ["\x03", "\x04"])
    def test_leaving_saves_nothing_and_says_so(self, home: Home, key: str) -> None:
        before = files(home)
        answer = home.terminal("log", answers=[(TITLE, "Contract\n"), (PARTIES, key)])

        assert answer.code == 130
        assert answer.out.endswith("\nNothing saved.\n")
        assert files(home) == before

    def test_leaving_at_the_last_question_saves_nothing_either(self, home: Home) -> None:
        answers = [(TITLE, "Contract\n"), *((question, "\n") for question in ALL[1:])]
        answer = home.terminal(
            "log", "--playbook", "none", answers=[*answers, ("Save?", "\x03")]
        )

        assert (answer.code, home.ledger.exists()) == (130, False)

    def test_it_speaks_chinese(self, home: Home) -> None:
        answer = home.speaking("zh").terminal("log", answers=[("：", "协议\n"), ("：", "\x03")])

        assert answer.code == 130
        assert not {"Who is in it", "Nothing saved."} & set(answer.out.splitlines())


class TestAnswers:
    def test_only_the_title_has_to_be_given(self, home: Home) -> None:
        answer = typed(home, "", *filled(title="Paper"))

        assert "It needs a title." in answer.err
        assert answer.out.splitlines()[0] == "Saved 1: Paper"

    def test_going_back_shows_what_was_said(self, home: Home) -> None:
        answer = typed(home, "Paper", "＜", "Contract", "<", "", *filled()[1:])

        assert answer.err.count(f"{TITLE} [Paper]: ") == 1
        assert answer.err.count(f"{TITLE} [Contract]: ") == 1
        assert agreement(home).title == "Contract"

    def test_going_back_from_the_first_question_stays_there(self, home: Home) -> None:
        typed(home, "<", "<", *filled())

        assert agreement(home).title == "Paper"

    @pytest.mark.parametrize("sign", ["?", "？"])
    def test_a_question_mark_explains(self, home: Home, sign: str) -> None:
        answer = typed(home, "Paper", sign, *filled()[1:])

        assert "Our Zone (ours); Example Cloud." in answer.err
        assert "Several are separated by a semicolon." in answer.err

    @pytest.mark.parametrize("word", ["not yet", "未签"])
    def test_what_is_not_signed_yet_is_negotiated(self, home: Home, word: str) -> None:
        typed(home, *filled(signed=word))

        assert agreement(home).stage(agreement(home).stages[0].on.latest) == "negotiating"  # type: ignore[union-attr]

    def test_a_wrong_answer_is_asked_again_without_naming_an_option(self, home: Home) -> None:
        lines = filled(signed="03/04/2021")
        lines.insert(4, "2026-10-12")
        answer = typed(home, *lines)

        assert "--signed" not in answer.err
        assert str(agreement(home).signed) == "2026-10-12"

    def test_a_hidden_character_is_asked_again(self, home: Home) -> None:
        answer = typed(home, "Pa\x1b[31mper", *filled())

        assert "title: contains the hidden character \\x1b" in answer.err
        assert agreement(home).title == "Paper"

    @pytest.mark.parametrize("yes", ["", "y", "Yes", "是", "好", "ｙ", "ＹＥＳ"])
    def test_a_yes_saves(self, home: Home, yes: str) -> None:
        assert typed(home, *filled(save=yes)).code == 0
        assert home.ledger.exists()

    @pytest.mark.parametrize("no", ["n", "no", "否", "perhaps", "yesno"])
    def test_anything_else_does_not(self, home: Home, no: str) -> None:
        answer = typed(home, *filled(save=no))

        assert (answer.code, answer.out) == (0, "")
        assert answer.err.endswith("Nothing saved.\n")
        assert not home.ledger.exists()

    def test_yes_as_an_option_does_not_ask_at_the_end(self, home: Home) -> None:
        assert typed(home, *filled()[:-1], options=["--yes"]).code == 0

    def test_a_trip_is_asked_for_where_there_are_trips(self, home: Home) -> None:
        written(home)
        home.run("log", "trip.toml")
        lines = filled()
        lines.insert(5, "T1")
        answer = typed(home, *lines)

        assert f"{TRIP}: " in answer.err
        assert agreement(home, 2).trip == 1

    def test_the_card_is_no_answer(self, home: Home) -> None:
        answer = typed(home, *filled(), options=["--quiet"])

        assert answer.out == "1\n"
        assert "Follow-ups" in answer.err

    def test_what_options_said_is_the_default(self, home: Home) -> None:
        answer = typed(
            home, *filled(), options=["--party", "Example Cloud", "--kind", "意向书"]
        )

        assert f"{PARTIES} [Example Cloud]: " in answer.err
        assert agreement(home).kind == "intent"


class TestDefaults:
    def test_they_come_from_the_last_record_with_the_same_partner(self, home: Home) -> None:
        for partner, place, owner in (("A", "Port City", "Li"), ("B", "Hill Town", "Wang")):
            home.run(
                *("log", f"With {partner}", "--party", "Our Zone (ours)", "--party", partner),
                *("--place", place, "--owner", owner, "--sector", "energy"),
            )
        answer = typed(home, *filled(parties="Our Zone (ours); A"))

        assert f"{WHERE} [Port City]: " in answer.err
        assert f"{OWNER} [Li]: " in answer.err
        assert agreement(home, 3).sectors == ("energy",)

    def test_else_from_the_last_of_its_kind_else_from_the_last(self, home: Home) -> None:
        home.run("log", "One", "--kind", "contract", "--place", "Port City")
        home.run("log", "Two", "--kind", "intent", "--place", "Hill Town")

        alike = typed(home, *filled(kind="contract", save="n"))
        other = typed(home, *filled(kind="framework", save="n"))

        assert f"{WHERE} [Port City]: " in alike.err
        assert f"{WHERE} [Hill Town]: " in other.err

    def test_a_dash_takes_none_of_them(self, home: Home) -> None:
        home.run("log", "One", "--place", "Port City", "--owner", "Li")
        typed(home, *filled(where="-", owner="－"))

        assert (agreement(home, 2).place, agreement(home, 2).assignments) == ("", ())


class TestTab:
    NAMES = ("Example Cloud", "Example Motors", "腾讯云")

    def test_names_that_go_on_like_it_are_offered(self) -> None:
        offered = [completion(self.NAMES, "exam", state) for state in range(3)]

        assert offered == ["Example Cloud", "Example Motors", None]

    def test_what_was_typed_before_it_stays(self) -> None:
        assert completion(self.NAMES, "Our Zone； 腾", 0) == "Our Zone； 腾讯云"
        assert completion(self.NAMES, " 腾", 0) == " 腾讯云"

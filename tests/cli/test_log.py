"""``log TITLE``: an agreement from options."""

import json
from decimal import Decimal

import pytest

from dealtrack.model import Amount, Link, Party, Person, Source
from tests.cli.home import Home
from tests.cli.writing import DAY, agreement, begun, day, files, saved, task, written


class TestWhatIsSaid:
    def test_only_the_title_is_required(self, home: Home) -> None:
        answer = home.run("log", "Framework agreement")

        assert answer.code == 0
        assert answer.out == "Saved 1: Framework agreement\nSigned on an unknown day\n"
        assert agreement(home).signed is None

    def test_every_option_fills_its_field(self, home: Home) -> None:
        written(home, '[trip]\ntitle = "Visit"\nstart = 2026-10-01\nend = 2026-10-02\n')
        home.run("log", "trip.toml")
        begun(home)
        answer = home.run(
            *("log", "Contract", "--party", "Our Zone（我方）", "--party", "Example Cloud"),
            *("--kind", "投资协议", "--signed", "2026-10-20", "--place", "Port City"),
            *("--sector", "digital economy", "--sector", "能源", "--area", "smart scenarios"),
            *("--witness", "Zhang, mayor, Riverside City", "--amount", "3.5亿"),
            *("--unit", "Our Zone", "--owner", "Li Sample", "--trip", "T1"),
            *("--implements", "1", "--source", "https://example.org/a", "--tag", "flagship"),
            *("--follow-up", "Report @ trip.end+15d @ Wang"),
        )

        made = agreement(home, 2)
        assert answer.code == 0, answer.err
        assert made.parties == (
            Party(name="Our Zone", side="ours"),
            Party(name="Example Cloud"),
        )
        assert made.kind == "contract"
        assert made.signed == day("2026-10-20")
        assert made.place == "Port City"
        assert made.sectors == ("digital-economy", "energy")
        assert made.areas == ("smart scenarios",)
        assert made.witnesses == (
            Person(name="Zhang", post="mayor", organisation="Riverside City"),
        )
        assert made.amount == Amount(value=Decimal(350_000_000), currency="CNY")
        assert (made.assignments[0].unit, made.assignments[0].owner) == (
            "Our Zone",
            "Li Sample",
        )
        assert made.trip == 1
        assert made.links == (Link(relation="implements", to=1),)
        assert made.sources == (Source(url="https://example.org/a"),)
        assert made.tags == ("flagship",)
        assert made.follow_ups[0].due is not None
        assert made.follow_ups[0].due.isoformat() == "2026-10-17"

    @pytest.mark.parametrize("relation", ["implements", "supplements", "renews", "supersedes"])
    def test_an_earlier_agreement_is_found_by_a_piece_of_its_title(
        self, home: Home, relation: str
    ) -> None:
        begun(home)
        home.run("log", "Later paper", f"--{relation}", "framework")

        assert [(link.relation, link.to) for link in agreement(home, 2).links] == [
            (relation, 1)
        ]

    @pytest.mark.parametrize(
        "signed", ["2026-10-12", "2026-10", "2026", "2026-10-12/2026-10-13"]
    )
    def test_the_signing_may_be_known_in_part(self, home: Home, signed: str) -> None:
        home.run("log", "Paper", "--signed", signed)

        assert agreement(home).signed == day(signed)

    @pytest.mark.parametrize("word", ["unknown", "?", "未知"])
    def test_the_signing_may_be_unknown(self, home: Home, word: str) -> None:
        home.run("log", "Paper", "--signed", word)

        assert agreement(home).signed is None
        assert agreement(home).is_signed

    def test_what_is_negotiated_is_not_signed(self, home: Home) -> None:
        answer = home.run("log", "Paper", "--stage", "洽谈")

        assert not agreement(home).is_signed
        assert "Not signed yet" in answer.out

    def test_it_cannot_be_negotiated_and_signed(self, home: Home) -> None:
        answer = home.run("log", "Paper", "--stage", "negotiating", "--signed", "2026-10-12")

        assert answer.code == 2
        assert "--stage negotiating does not go with --signed" in answer.err

    def test_a_follow_up_may_come_without_due_day_or_owner(self, home: Home) -> None:
        home.run("log", "Paper", "--follow-up", "One", "--follow-up", "Two @ +1w")

        assert [one.task for one in agreement(home).follow_ups] == ["One", "Two"]
        assert task(home, 1).due is None
        assert str(task(home, 2).due) == "2026-11-09"

    @pytest.mark.parametrize(
        "said", ["寄送附件＠+2w＠张三", "寄送附件 @ +2w @ 张三", "寄送附件@+2w@张三"]
    )
    def test_task_due_and_owner_are_parted_by_either_sign(self, home: Home, said: str) -> None:
        home.run("log", "协议", "--follow-up", said)

        one = task(home)
        assert (one.task, str(one.due), one.assignments[0].owner) == (
            "寄送附件",
            "2026-11-16",
            "张三",
        )

    def test_a_plan_is_logged_with_the_agreement(self, home: Home) -> None:
        plans = ("--plan", "in production 2028", "--plan", "开工 2027年3月")
        answer = home.run("log", "Contract", "--kind", "contract", *plans)

        assert answer.lines[2] == "  Plan: started by 2027-03 · in production by 2028"
        assert agreement(home).planned(DAY) == {
            "started": day("2027-03"),
            "in-production": day("2028"),
        }

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("started", "--plan started: it has to be “stage day”."),
            ("dug 2027", "--plan dug 2027: it has to be “stage day”."),
            ("started soon", "--plan soon is not a day"),
        ],
    )
    def test_a_plan_needs_a_stage_and_a_day(self, home: Home, said: str, told: str) -> None:
        answer = home.run("log", "Contract", "--plan", said)

        assert answer.code == 2
        assert told in answer.err

    def test_an_address_in_a_task_is_not_taken_apart(self, home: Home) -> None:
        home.run("log", "Paper", "--follow-up", "Write to li@example.org @ +2w @ Li")

        assert task(home).task == "Write to li@example.org"

    def test_a_due_day_counted_from_an_unknown_signing_stays_a_text(self, home: Home) -> None:
        answer = home.run("log", "Paper", "--follow-up", "Report @ signed+1m")

        assert "Due “signed+1m”: the day it counts from is not known yet" in answer.out
        assert (task(home).due, task(home).due_text) == (None, "signed+1m")


class TestWhatIsToldBack:
    def test_it_repeats_what_was_understood(self, home: Home) -> None:
        answer = home.run(
            *("log", "Contract", "--party", "Our Zone (ours)", "--party", "Example Cloud"),
            *(
                "--signed",
                "12 Oct 2026",
                "--amount",
                "3.5亿",
                "--follow-up",
                "Report @ +2w @ Li",
            ),
        )

        assert answer.lines == [
            "Saved 1: Contract",
            "Signed 2026-10-12, Monday, 21 days ago · Example Cloud · CNY 350 million",
            "  1.1 Report · Due 2026-11-16, Monday, in 14 days · Li",
        ]

    def test_on_a_terminal_it_says_what_to_do_next(self, home: Home) -> None:
        answer = home.run("log", "Contract", screen=100)

        assert 'Next: dealtrack show 1 · dealtrack follow 1 "task" --due +2w' in answer.err

    def test_in_a_pipe_it_does_not(self, home: Home) -> None:
        assert home.run("log", "Contract").err == ""

    def test_quiet_prints_only_the_ref(self, home: Home) -> None:
        answer = home.run("log", "Contract", "--signed", "2030-01-01", "--quiet")

        assert (answer.out, answer.err) == ("1\n", "")

    def test_json_is_one_document_with_the_record(self, home: Home) -> None:
        found = saved(home.run("log", "合同", "--json"))

        assert found["refs"] == ["1"]
        assert found["agreements"][0]["title"] == "合同"

    def test_a_dry_run_saves_nothing(self, home: Home) -> None:
        before = files(home)

        answer = home.run("log", "Contract", "--signed", "2026-10-12", "--dry-run")

        assert answer.code == 0
        assert "Signed 2026-10-12" in answer.out
        assert "Nothing saved" in answer.err
        assert files(home) == before

    def test_a_dry_run_refuses_what_could_not_be_saved(self, home: Home) -> None:
        assert home.run("log", "Contract", "--source", "ftp://x", "--dry-run").code == 4

    def test_in_chinese_it_is_said_in_chinese(self, home: Home) -> None:
        answer = home.speaking("zh").run(
            "log",
            "框架协议",
            "--signed",
            "2026年10月12日",
            "--follow-up",
            "寄送附件＠两周后＠张三",
        )

        assert answer.lines[0] == "已保存 1：框架协议"
        assert "2026-11-16" in answer.lines[2]
        assert not set("abcdefghijklmnopqrstuvwxyz") & set(answer.out)


class TestWhatIsOdd:
    def test_a_signing_in_the_future_is_noted(self, home: Home) -> None:
        answer = home.run("log", "Paper", "--signed", "2027-01-01")

        assert answer.code == 0
        assert answer.err == "Note: Signed in the future: 2027-01-01.\n"

    @pytest.mark.parametrize(
        ("due", "said"),
        [
            ("2026-10-01", "before the signing (2026-10-12)"),
            ("2026-11-07", "a day off (2026-11-07). The next working day is 2026-11-09"),
            ("2032-01-05", "more than five years ahead"),
        ],
    )
    def test_an_odd_due_day_is_noted(self, home: Home, due: str, said: str) -> None:
        begun(home)

        answer = home.run("follow", "1", "Report", "--due", due)

        assert answer.code == 0
        assert said in answer.err
        assert answer.err.count("Note:") == 1

    def test_a_name_very_like_a_known_one_is_noted_and_not_changed(self, home: Home) -> None:
        begun(home)

        answer = home.run(
            "log", "Paper", "--party", "Exmple Cloud", "--follow-up", "x @ +2w @ Li Sampel"
        )

        assert "“Exmple Cloud” is new here; the ledger knows “Example Cloud”." in answer.err
        assert "“Li Sampel” is new here; the ledger knows “Li Sample”." in answer.err
        assert agreement(home, 2).parties[0].name == "Exmple Cloud"

    def test_a_chinese_name_with_one_other_character_is_noted(self, home: Home) -> None:
        home.run("log", "甲", "--owner", "王小明")

        assert "王小明" in home.run("log", "乙", "--owner", "王晓明").err

    def test_a_known_name_and_quite_another_one_are_not(self, home: Home) -> None:
        begun(home)

        answer = home.run(
            "log", "Paper", "--party", "Example Cloud", "--party", "Muster Motors"
        )

        assert answer.err == ""


class TestWhatIsRefused:
    def test_in_a_script_the_title_must_be_given(self, home: Home) -> None:
        answer = home.run("log")

        assert answer.code == 2
        assert answer.err.startswith("Error: TITLE is missing.")
        assert "Nothing was saved." in answer.err

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--kind", "stratgic"), "Did you mean: strategic"),
            (("--sector", "enrgy"), "Did you mean: energy"),
            (("--sector", "zzzzzz"), "All of them: dealtrack sector list"),
            (("--stage", "negociating"), "Did you mean: negotiating"),
            (("--signed", "03/04/2021"), "can be read two ways: 3 April 2021 or 4 March 2021"),
            (("--amount", "1.234,5"), "--amount 1.234,5 mixes up its commas"),
            (("--follow-up", "a @ b @ c @ d"), "it has to be “task @ due @ owner”"),
            (("--follow-up", "a @ 31feb"), "--follow-up 31feb is not in the calendar"),
            (("--trip", "1"), "Nothing in the ledger is called T1"),
            (("--implements", "9"), "Nothing in the ledger is called 9"),
            (("--update",), "--update goes with a trip file only"),
            (("--sectr", "energy"), "Did you mean --sector?"),
            (("--party",), "--party needs a value"),
            (("--dry-run=yes",), "--dry-run takes no value"),
            (("two", "words", "more"), "There are 3 words too many: two words more"),
        ],
    )
    def test_a_wrong_option_is_named_with_a_remedy(
        self, home: Home, options: tuple[str, ...], said: str
    ) -> None:
        answer = home.run("log", "Paper", *options)

        assert answer.code in {2, 3}
        assert said in answer.err
        assert "Nothing was saved." in answer.err
        assert not home.ledger.parent.exists()

    @pytest.mark.parametrize("hidden", ["\x1b[31m", "\u202e", "\x9b", "\x00"])
    @pytest.mark.parametrize(
        "option", ["TITLE", "--party", "--witness", "--follow-up", "--tag"]
    )
    def test_a_hidden_character_is_refused(self, home: Home, option: str, hidden: str) -> None:
        words = (f"Pa{hidden}per",) if option == "TITLE" else ("Paper", option, f"x{hidden}y")
        answer = home.run("log", *words)

        assert answer.code == 4
        assert "contains the hidden character" in answer.err
        assert hidden not in answer.err
        assert not home.ledger.parent.exists()

    def test_a_trip_is_no_earlier_agreement_and_the_other_way_round(self, home: Home) -> None:
        written(home)
        home.run("log", "trip.toml")

        assert home.run("log", "x", "--renews", "T1").code == 2
        assert home.run("log", "x", "--trip", "framework").code == 2

    def test_a_rule_of_the_data_is_exit_code_4(self, home: Home) -> None:
        answer = home.run("log", "Paper", "--party", "A", "--party", "A")

        assert answer.code == 4
        assert "parties[2].name: A is there already" in answer.err

    def test_every_refusal_is_said_in_chinese_too(self, home: Home) -> None:
        for words in (["--sectr", "x"], ["--party"], ["a", "b"], ["--kind", "合作框"]):
            err = home.speaking("zh").run("log", "协议", *words).err
            assert "没有保存" in err or "未保存" in err, err


class TestForms:
    def test_the_template_can_be_read_back_once_it_has_titles(self, home: Home) -> None:
        template = home.run("log", "--template").out
        path = written(home, template.replace('title = ""', 'title = "Something"'))

        assert home.run("log", path.name, "--dry-run").code == 0

    def test_the_schema_is_json(self, home: Home) -> None:
        assert json.loads(home.run("log", "--schema").out)["$schema"].startswith(
            "https://json-"
        )


def test_the_same_paper_twice_is_noted_and_both_are_kept(home: Home) -> None:
    paper = ("log", "Framework", "--party", "Example Cloud", "--signed", "2026-10-12")
    home.run(*paper)

    again = home.run(*paper)

    assert "1 has the same title, day and parties" in again.err
    assert home.run("log", "Framework", "--party", "Sample Bank").err.count("same title") == 0


@pytest.mark.parametrize("name", ["台账.xlsx", "trip.csv", "notes.docx"])
def test_a_file_that_is_no_trip_file_is_not_taken_for_a_title(home: Home, name: str) -> None:
    answer = home.run("log", name)

    assert answer.code == 2
    assert "ends in .toml" in answer.err

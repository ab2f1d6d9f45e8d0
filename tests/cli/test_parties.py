"""Organisations under one name, from the command line."""

import json
from pathlib import Path

import pytest

from dealtrack.days import PartialDay
from dealtrack.model import Party, Visit
from dealtrack.model.agreement import Link
from tests import golden
from tests.builders import TODAY, a_draft, a_follow_up, a_trip_draft
from tests.cli.home import Home
from tests.cli.test_pages import GOLDEN

OURS = Party(name="Jinhua Zone", side="ours")


@pytest.fixture
def office(home: Home) -> Home:
    """Return a home whose ledger names an organisation in two ways, and one below it."""
    with home.store() as store:
        trip = store.trips.add(
            a_trip_draft(title="Visit", visits=(Visit(organisation="Tencent  Cloud"),))
        )
        for number, name in enumerate(
            ("腾讯云", "Tencent Cloud", "腾讯", "义乌市人民政府"), start=1
        ):
            party = Party(name=name, side="theirs")
            store.agreements.add(
                a_draft(
                    title=f"Paper {number}",
                    parties=(OURS, party),
                    follow_ups=(a_follow_up(f"Call {number}", TODAY),),
                    trip=trip.id if number == 2 else None,
                )
            )
    return home


def refs(home: Home, *words: str) -> list[str]:
    return [line.split("\t")[0] for line in home.run(*words).out.splitlines()]


def test_a_merge_is_shown_first_and_asked_about(office: Home) -> None:
    answer = office.run("party", "merge", "腾讯云", "Tencent Cloud")

    assert answer.code == 2
    assert "Merge Tencent Cloud, Tencent  Cloud into 腾讯云?" in answer.err
    with office.store() as store:
        assert store.organisations.all() == []


def test_a_dry_run_says_where_the_names_stand_and_saves_nothing(office: Home) -> None:
    answer = office.run("party", "merge", "腾讯云", "Tencent Cloud", "--dry-run")

    assert answer.out.splitlines() == [
        "腾讯云 would be found by these names as well:",
        "  Tencent Cloud · 2",
        "  Tencent  Cloud · T1",
        "The records keep the names that were signed.",
    ]
    assert "Nothing saved" in answer.err
    with office.store() as store:
        assert (store.organisations.all(), store.revision) == ([], 5)


def test_on_a_terminal_no_means_no_and_yes_means_yes(office: Home) -> None:
    words = ("party", "merge", "腾讯云", "Tencent Cloud")

    refused = office.terminal(*words, answers=[("[y/N]", "n\n")])
    agreed = office.terminal(*words, answers=[("[y/N]", "y\n")])

    assert "Nothing was changed." in refused.out
    assert "腾讯云 is also called Tencent Cloud" in agreed.out
    assert "dealtrack undo" in agreed.out


@pytest.fixture
def merged(office: Home) -> Home:
    assert office.run("party", "merge", "腾讯云", "Tencent Cloud", "--yes").code == 0
    return office


def test_a_question_finds_every_name_and_the_agreements_keep_theirs(merged: Home) -> None:
    assert refs(merged, "list", "party:腾讯云") == ["1", "2"]
    assert refs(merged, "list", "theirs=tencent cloud") == ["1", "2"]
    assert refs(merged, "list", "Tencent") == ["1", "2"]
    assert refs(merged, "list", "not party:Tencent") == ["3", "4"]
    assert refs(merged, "overdue", "party:Tencent") == []
    assert refs(merged, "agenda", "party:Tencent", "--days", "90") == ["1.1", "2.1"]
    assert refs(merged, "find", "tencent") == ["1", "2", "T1"]
    with merged.store() as store:
        assert [a.parties[1].name for a in store.agreements.search(as_of=TODAY)][:2] == [
            "腾讯云",
            "Tencent Cloud",
        ]


def test_undo_takes_a_merge_back_in_one_step(merged: Home) -> None:
    undone = merged.run("undo", "--yes")

    assert "party merge" in undone.out
    assert refs(merged, "list", "party:腾讯云") == ["1"]
    assert merged.run("redo", "--yes").code == 0
    assert refs(merged, "list", "party:腾讯云") == ["1", "2"]


def test_merging_twice_changes_nothing(merged: Home) -> None:
    again = merged.run("party", "merge", "Tencent Cloud", "腾讯云")

    assert again.out == "腾讯云 is known so already.\n"


def test_what_belongs_to_it_is_found_with_it_but_not_by_equality(merged: Home) -> None:
    merged.run("party", "set", "Tencent Cloud", "--parent", "腾讯")
    merged.run("party", "alias", "腾讯", "Tencent")

    assert refs(merged, "list", "party:Tencent") == ["1", "2", "3"]
    assert refs(merged, "list", "party=Tencent") == ["3"]
    shown = merged.run("party", "show", "Tencent").out
    assert "To it belong" in shown
    assert "Paper 1" in shown
    listed = json.loads(merged.run("party", "list", "--json").out)["parties"]
    assert {one["name"]: one["parent"] for one in listed}["腾讯云"] == "腾讯"


def test_a_ring_is_refused(merged: Home) -> None:
    merged.run("party", "set", "腾讯云", "--parent", "腾讯")

    answer = merged.run("party", "set", "腾讯", "--parent", "Tencent Cloud")

    assert (answer.code, answer.out) == (4, "")
    assert "腾讯 → 腾讯云 → 腾讯" in answer.err
    assert "Nothing was saved." in answer.err


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("123", "it has 18 characters"),
        ("91110000600037341M", "mistyped"),
        ("9111OOOO600037341L", "it is eight digits"),
    ],
)
def test_a_wrong_credit_code_is_told_what_is_wrong(office: Home, typed: str, why: str) -> None:
    answer = office.run("party", "set", "腾讯云", "--code", typed)

    assert answer.code == 2
    assert why in answer.err


def test_a_credit_code_is_kept_without_what_people_type_into_it(office: Home) -> None:
    office.run("party", "set", "腾讯云", "--code", "９１１１００００ 6000-3734-1l")

    shown = json.loads(office.run("party", "show", "腾讯云", "--json").out)
    assert shown["code"] == "91110000600037341L"


def test_facts_are_kept_and_can_be_unsaid(office: Home) -> None:
    office.run("party", "set", "腾讯云", "--kind", "企业", "--region", "北京")
    office.run("party", "set", "腾讯云", "--region", "none")

    with office.store() as store:
        (one,) = store.organisations
    assert (one.kind, one.region) == ("company", "")
    assert office.run("party", "set", "腾讯云").code == 2
    assert office.run("party", "set", "腾讯云", "--kind", "circus").code == 2


def test_another_name_can_be_the_one_to_print(merged: Home) -> None:
    merged.run("party", "set", "腾讯云", "--name", "Tencent Cloud")

    assert "Tencent Cloud\t" in merged.run("party", "list").out
    assert "腾讯云\t" not in merged.run("party", "list").out
    assert refs(merged, "list", "party:腾讯云") == ["1", "2"]


def test_an_alias_can_be_taken_away(merged: Home) -> None:
    answer = merged.run("party", "alias", "腾讯云", "tencent cloud", "--remove")

    assert "no longer called Tencent Cloud" in answer.out
    assert refs(merged, "list", "party:腾讯云") == ["1"]


def test_a_name_of_nothing_is_not_found_and_one_of_several_is_not_guessed(office: Home) -> None:
    assert office.run("party", "merge", "腾讯云", "Nobody").code == 3
    several = office.run("party", "set", "ten", "--region", "北京")
    assert several.code == 0  # Tencent Cloud alone
    assert office.run("party", "show", "e").code == 2


def test_names_are_found_by_how_they_sound(office: Home) -> None:
    assert refs(office, "find", "txy") == ["1"]
    assert refs(office, "find", "tengxun") == ["1", "3"]
    assert refs(office, "find", "ywszf") == []
    assert refs(office, "find", "yiwu") == ["4"]
    assert office.run("party", "show", "ywsrmzf").out.startswith("义乌市人民政府")
    assert "义乌市人民政府" in office.run("brief", "ywsrm").out


def test_what_sounds_so_is_found_by_its_other_names_too(merged: Home) -> None:
    assert refs(merged, "find", "txy") == ["1", "2", "T1"]


def test_rates_and_commitments_are_told_of_one_party(merged: Home) -> None:
    with merged.store() as store:
        store.agreements.add(
            a_draft(
                title="Contract",
                kind="contract",
                signed=PartialDay.read("2026-09-01"),
                parties=(OURS, Party(name="Tencent Cloud", side="theirs")),
                links=(Link(relation="implements", to=1),),
            )
        )

    told = json.loads(merged.run("rates", "--by", "party", "--json").out)["cohorts"]
    asked = json.loads(merged.run("rates", "theirs=腾讯云", "--json").out)["total"]

    (own,) = [one for one in told if one["key"] == "腾讯云"]
    assert "Tencent Cloud" not in [one["key"] for one in told]
    assert own["signed"] == asked["signed"] == 2  # the contract is of the first project
    assert own["rates"] == asked["rates"]


def test_one_that_is_much_like_a_known_one_is_warned_about_and_saved(office: Home) -> None:
    answer = office.run("log", "New", "--party", "腾讯云计算（北京）有限责任公司")
    twin = office.run("log", "Twin", "--party", "金华市人民政府")

    assert "Saved 5" in answer.out
    assert 'dealtrack party merge "腾讯云" "腾讯云计算（北京）有限责任公司"' in answer.err
    assert "new here" not in twin.err


def test_what_is_known_to_be_the_same_is_not_warned_about(merged: Home) -> None:
    merged.run("party", "alias", "腾讯云", "腾讯云计算（北京）有限责任公司")

    answer = merged.run("log", "New", "--party", "腾讯云计算（北京）有限责任公司")

    assert "new here" not in answer.err


def test_a_trip_file_is_warned_about_too(office: Home) -> None:
    (office.folder / "trip.toml").write_text(
        '[trip]\ntitle = "Second visit"\n[[visit]]\norganisation = "腾讯云有限公司"\n'
        '[[agreement]]\ntitle = "Paper"\nparties = ["腾讯有限公司"]\n',
        encoding="utf-8",
    )

    answer = office.run("log", office.folder / "trip.toml")

    assert answer.code == 0
    assert "“腾讯云有限公司” is new here; the ledger knows “腾讯云”" in answer.err
    assert "“腾讯有限公司” is new here; the ledger knows “腾讯”" in answer.err


def test_duplicates_are_listed_until_they_are_merged(office: Home) -> None:
    office.run("log", "New", "--party", "腾讯云有限公司")

    found = json.loads(office.run("party", "duplicates", "--json").out)["pairs"]
    office.run("party", "merge", "腾讯云", "腾讯云有限公司", "--yes")
    left = json.loads(office.run("party", "duplicates", "--json").out)["pairs"]

    assert [(one["name"], one["other"], one["why"]) for one in found] == [
        ("Tencent  Cloud", "Tencent Cloud", "written"),
        ("腾讯云有限公司", "腾讯云", "form"),
    ]
    assert [one["other"] for one in left] == ["Tencent Cloud"]


def test_json_and_quiet_tell_the_ref(office: Home) -> None:
    quiet = office.run("party", "alias", "腾讯云", "TC", "--quiet")
    told = json.loads(office.run("party", "set", "腾讯云", "--region", "北京", "--json").out)

    assert quiet.out == "O1\n"
    assert (told["saved"], told["refs"]) == (True, ["O1"])
    assert told["organisations"][0]["aliases"] == ["TC"]


def test_history_tells_of_an_organisation(merged: Home) -> None:
    merged.run("party", "set", "腾讯云", "--kind", "company")

    told = merged.having(DEALTRACK_LANG="zh").run("history", "O1").out

    assert "企业" in told
    assert "腾讯云" in told


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("party-show-family", ("party", "show", "腾讯")),
        ("party-list-family", ("party", "list")),
        ("party-duplicates-found", ("party", "duplicates")),
    ],
)
@pytest.mark.parametrize("width", [100, 40])
def test_its_pages_read_as_they_did(
    merged: Home, name: str, words: tuple[str, ...], language: str, width: int
) -> None:
    merged.run("log", "New", "--party", "腾讯云计算（北京）有限责任公司")
    merged.run(
        *("party", "set", "腾讯云", "--parent", "腾讯", "--kind", "company"),
        *("--region", "深圳", "--code", "91110000600037341L"),
    )
    suffix = "" if width == 100 else f"-{width}"

    shown = merged.having(NO_COLOR="1").speaking(language).run(*words, screen=width)

    golden.check(GOLDEN / language / f"{name}{suffix}.txt", shown.out)


def test_a_parent_that_is_new_and_like_another_one_is_told(office: Home) -> None:
    office.run("log", "甲", "--party", "样本控股集团有限公司", "--signed", "2026")
    office.run("log", "乙", "--party", "示例云公司", "--signed", "2026")

    odd = office.run("party", "set", "示例云公司", "--parent", "样本控股集团")
    known = office.run("party", "set", "示例云公司", "--parent", "样本控股集团有限公司")
    strange = office.run("party", "set", "示例云公司", "--parent", "无人知晓的单位")

    assert (
        "Note: “样本控股集团” is new here; the ledger knows “样本控股集团有限公司”." in odd.err
    )
    assert '--parent "样本控股集团有限公司"' in odd.err
    assert ("Note" in known.err, "Note" in strange.err) == (False, False)


def test_a_ring_that_arises_from_two_ledgers_is_refused(tmp_path: Path) -> None:
    here, there = (Home(tmp_path / side) for side in ("a", "b"))
    for home, child, parent in ((here, "Alpha", "Beta"), (there, "Beta", "Alpha")):
        home.folder.mkdir()
        home.run("log", f"Of {child}", "--party", child, "--party", parent)
        assert home.run("party", "set", child, "--parent", parent).code == 0
    there.run("export", "json", "-o", there.folder / "other.json")

    answers = [
        here.run("import", there.folder / "other.json", *more) for more in ((), ("--dry-run",))
    ]

    for answer in answers:
        assert answer.code == 4
        assert "Alpha → Beta → Alpha" in answer.err or "Beta → Alpha → Beta" in answer.err
    assert refs(here, "list") == ["1"]


def test_a_ring_that_arises_from_a_merge_is_refused(home: Home) -> None:
    home.run("log", "One", *(w for n in ("Alpha", "Beta", "Gamma") for w in ("--party", n)))
    home.run("party", "set", "Alpha", "--parent", "Beta")
    home.run("party", "set", "Beta", "--parent", "Gamma")

    answer = home.run("party", "merge", "Gamma", "Alpha", "--yes")

    assert answer.code == 4
    assert "would belong to itself" in answer.err


def test_rates_by_party_count_an_organisation_with_what_belongs_to_it(home: Home) -> None:
    signed = ("--signed", "2025-03-01", "--kind", "contract")
    for title, party in (("A", "Alpha Cloud"), ("B", "Alpha"), ("C", "Other Ltd")):
        home.run("log", title, "--party", f"{party} (theirs)", *signed)
    home.run(
        "log", "D", "--party", "Alpha (theirs)", "--party", "Alpha Cloud (theirs)", *signed
    )
    home.run("party", "set", "Alpha Cloud", "--parent", "Alpha")

    told = json.loads(home.run("rates", "--by", "party", "--json").out)["cohorts"]

    count = {line["key"]: line["signed"] for line in told}
    assert count == {"Alpha": 3, "Alpha Cloud": 2, "Other Ltd": 1}


class TestNamesByTheirSound:
    @pytest.fixture
    def clouds(self, home: Home) -> Home:
        for title, party in (("One", "腾讯云计算"), ("Two", "Txy Ltd"), ("Three", "样本公司")):
            home.run("log", title, "--party", party, "--owner", "张三")
        return home

    def test_a_name_that_somebody_bears_is_meant_as_it_is_written(self, clouds: Home) -> None:
        answer = clouds.run("list", "party:txy")

        assert [line.split("\t")[0] for line in answer.out.splitlines()] == ["2"]
        assert answer.err == ""

    @pytest.mark.parametrize(
        ("query", "found", "meant"),
        [
            ("party:ybgs", ["3"], "样本公司"),
            ("party:tengxun", ["1"], "腾讯云计算"),
            ("owner:zs", ["1", "2", "3"], "张三"),
            ("not party:ybgs", ["1", "2"], "样本公司"),
        ],
    )
    def test_one_that_nobody_bears_means_what_sounds_so_and_that_is_said(
        self, clouds: Home, query: str, found: list[str], meant: str
    ) -> None:
        answer = clouds.run("list", query)

        assert [line.split("\t")[0] for line in answer.out.splitlines()] == found
        assert f"how this sounds: {meant}." in answer.err

    @pytest.mark.parametrize("query", ["party=ybgs", "party:qqq", "title:ybgs", "party:样板"])
    def test_an_exact_name_or_one_that_nothing_sounds_like_finds_nothing(
        self, clouds: Home, query: str
    ) -> None:
        answer = clouds.run("list", query)

        assert answer.out == ""
        assert "sounds" not in answer.err

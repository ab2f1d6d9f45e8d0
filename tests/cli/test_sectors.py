"""The list of sectors: shown, added to, renamed, merged; and told to who types another one."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealtrack.model import Agreement
from dealtrack.model.vocabulary import SECTORS
from tests import golden
from tests.builders import TODAY, a_draft, changed
from tests.cli.conftest import MakeHome
from tests.cli.home import Home
from tests.cli.writing import TRIP

GOLDEN = Path(__file__).parent / "golden"
KEYS = [word.key for word in SECTORS.usual]


def settings_of(home: Home) -> str:
    path = home.folder / ".config/dealtrack/config.toml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def records(home: Home) -> list[Agreement]:
    with home.store() as store:
        return [changed(one, version=0) for one in store.agreements.search(as_of=TODAY)]


def refs(home: Home, *query: str) -> set[str]:
    found = json.loads(home.run("list", *query, "--json").out)
    return {line["ref"] for line in found["agreements"]}


def listed(home: Home) -> dict[str, Any]:
    found = json.loads(home.run("sector", "list", "--json").out)
    return {one["key"]: one for one in found["sectors"]}


def fresh(home: Home) -> None:
    """Let *home* forget what was set and logged before."""
    (home.folder / ".config/dealtrack/config.toml").unlink(missing_ok=True)
    while home.run("undo", "--yes").code == 0:
        pass


class TestList:
    def test_it_has_names_codes_synonyms_and_how_many(self, home: Home) -> None:
        home.run("log", "Wind park", "--sector", "energy")
        one = listed(home)["culture-tourism"]

        assert (one["en"], one["zh"]) == ("culture and tourism", "文化旅游")
        assert (one["gb"][0], one["isic"]) == ("R", ["R", "I", "N"])
        assert "文旅" in one["synonyms"]
        assert (one["agreements"], listed(home)["energy"]["agreements"]) == (0, 1)

    def test_what_only_records_have_is_told(self, home: Home) -> None:
        home.run("sector", "add", "space")
        home.run("log", "Rocket", "--sector", "space")
        (home.folder / ".config/dealtrack/config.toml").unlink()

        assert listed(home)["space"]["is_known"] is False
        assert "no list does: space" in home.run("sector", "list", screen=100).out

    @pytest.mark.parametrize("language", ["en", "zh"])
    @pytest.mark.parametrize("width", [100, 40])
    def test_it_reads_as_it_did(self, reader: MakeHome, language: str, width: int) -> None:
        answer = reader(language).having(NO_COLOR="1").run("sector", "list", screen=width)

        golden.check(GOLDEN / language / f"sector-list-{width}.txt", answer.out)


class TestAdd:
    def test_a_new_one_can_be_given_at_once(self, home: Home) -> None:
        words = ("--zh", "低空经济", "--code", "G/H", "--synonym", "drones")
        answer = home.run("sector", "add", "low-altitude economy", *words)

        assert answer.out == "low-altitude-economy is in the list of sectors.\n"
        assert answer.err.startswith("Written to ")
        assert home.run("log", "A", "--sector", "Drones", "--sector", "energy").code == 0
        assert records(home)[0].sectors == ("low-altitude-economy", "energy")
        assert refs(home, "行业:低空经济") == {"1"}

    def test_a_chinese_name_is_enough(self, home: Home) -> None:
        assert home.run("sector", "add", "预制菜").code == 0
        assert home.run("log", "A", "--sector", "预制菜").code == 0
        assert listed(home)["预制菜"]["zh"] == "预制菜"

    def test_one_that_is_there_gets_more_names(self, home: Home) -> None:
        home.run("sector", "add", "energy", "--synonym", "光伏")
        home.run("sector", "add", "energy", "--synonym", "风电")

        assert {"光伏", "风电", "power"} <= set(listed(home)["energy"]["synonyms"])

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("energy",), "energy is in the list already: energy."),
            (("AI",), "AI is in the list already: artificial-intelligence"),
            (("space", "--zh", "能源"), "能源 means energy already."),
            (("space", "--synonym", "robotics"), "dealtrack sector merge space artificial"),
            (("space", "--code", "Z"), "--code Z is no code."),
            (("space", "--code", "U/C"), "--code U/C is no code."),
            ((" ",), "NAME is missing."),
        ],
    )
    def test_what_cannot_be_added_is_explained(
        self, home: Home, words: tuple[str, ...], says: str
    ) -> None:
        answer = home.run("sector", "add", *words)

        assert answer.code == 2
        assert says in answer.err
        assert settings_of(home) == ""

    def test_comments_in_the_settings_stay(self, home: Home) -> None:
        path = home.folder / ".config/dealtrack/config.toml"
        path.parent.mkdir(parents=True)
        path.write_text("# ours\nsoon = 9 # days\n", encoding="utf-8")
        home.run("sector", "add", "space")

        assert path.read_text(encoding="utf-8").startswith("# ours\nsoon = 9 # days\n")

    def test_json_and_quiet_tell_the_key(self, home: Home) -> None:
        assert home.run("sector", "add", "Space tech", "-q").out == "space-tech\n"
        found = json.loads(home.run("sector", "add", "ships", "--json").out)
        assert (found["schema"], found["sector"]) == ("dealtrack/sector-saved/1", "ships")


class TestRename:
    def test_names_change_and_the_key_and_the_records_stay(self, home: Home) -> None:
        home.run("log", "A", "--sector", "energy")
        before = records(home)
        home.run("sector", "rename", "energy", "power and heat")
        answer = home.run("sector", "rename", "power and heat", "能源与电力")

        assert answer.out == "energy: 能源 → 能源与电力\n"
        assert records(home) == before
        assert "power and heat" in home.run("list").out
        assert listed(home)["energy"]["zh"] == "能源与电力"

    def test_the_old_name_is_still_understood(self, home: Home) -> None:
        home.run("log", "A", "--sector", "energy")
        home.run("sector", "rename", "能源", "电热")

        assert refs(home, "sector:能源") == refs(home, "sector:电热") == {"1"}

    def test_a_name_of_another_one_is_refused(self, home: Home) -> None:
        answer = home.run("sector", "rename", "food", "energy")

        assert answer.code == 2
        assert "To make one of the two: dealtrack sector merge food energy" in answer.err
        assert home.run("sector", "rename", "enrgy", "x").code == 2

    def test_there_and_back_is_as_it_was_called(self, home: Home) -> None:
        home.run("sector", "rename", "energy", "power")
        home.run("sector", "rename", "power", "energy")

        assert listed(home)["energy"]["en"] == "energy"


class TestMerge:
    @pytest.fixture
    def three(self, home: Home) -> Home:
        home.run("log", "A", "--sector", "textiles", "--sector", "trade")
        home.run("log", "B", "--sector", "agriculture", "--sector", "textiles")
        home.run("log", "C", "--sector", "agriculture")
        return home

    def test_records_get_the_one_in_the_place_of_the_other(self, three: Home) -> None:
        answer = three.run("sector", "merge", "textiles", "农业", "--yes")

        assert answer.lines == [
            "textiles is part of agriculture now (2 agreements)",
        ]
        assert [one.sectors for one in records(three)] == [
            ("agriculture", "trade"),
            ("agriculture",),
            ("agriculture",),
        ]
        assert "textiles" not in listed(three)

    def test_its_names_mean_the_other_one_from_then_on(self, three: Home) -> None:
        three.run("sector", "merge", "textiles", "agriculture", "--yes")

        assert refs(three, "sector:纺织服装") == {"1", "2", "3"}
        assert three.run("log", "D", "--sector", "textiles").code == 0
        assert records(three)[3].sectors == ("agriculture",)
        assert "Merged: textiles → agriculture" in three.run("sector", "list", screen=100).out

    def test_undo_and_redo_turn_the_list_with_the_records(self, three: Home) -> None:
        before = records(three)
        three.run("sector", "merge", "textiles", "agriculture", "--yes")
        answer = three.run("undo", "--yes")

        assert answer.err == "textiles is a sector of its own again.\n"
        assert records(three) == before
        assert (refs(three, "sector:textiles"), settings_of(three)) == ({"1", "2"}, "")
        three.run("redo", "--yes")
        assert refs(three, "sector:textiles") == {"1", "2", "3"}
        assert "textiles" not in listed(three)

    def test_without_records_it_is_taken_back_by_adding_it(self, home: Home) -> None:
        home.run("sector", "merge", "textiles", "agriculture", "--yes")
        home.run("sector", "add", "textiles")

        assert settings_of(home) == ""
        assert "textiles" in listed(home)

    def test_a_dry_run_shows_what_would_change(self, three: Home) -> None:
        answer = three.run("sector", "merge", "textiles", "agriculture", "--dry-run")

        assert answer.lines[0] == "1\tA\tSectors\ttextiles, trade\tagriculture, trade"
        assert settings_of(three) == ""

    def test_a_script_has_to_say_yes(self, three: Home) -> None:
        before = records(three)

        assert three.run("sector", "merge", "textiles", "agriculture").code == 2
        answer = three.run("sector", "merge", "textiles", "food", typed="n\n", keyboard=True)
        assert "Merge textiles into food (2 agreements)?" in answer.err
        assert (records(three), settings_of(three)) == (before, "")

    def test_one_merged_into_another_goes_where_that_goes(self, three: Home) -> None:
        three.run("sector", "merge", "textiles", "trade", "--yes")
        three.run("sector", "merge", "trade", "logistics", "--yes")

        assert refs(three, "sector:textiles") == refs(three, "sector:logistics") == {"1", "2"}
        assert three.run("sector", "merge", "logistics", "纺织", "--yes").code == 2

    def test_records_of_another_ledger_are_found_all_the_same(self, three: Home) -> None:
        three.having(DEALTRACK_LEDGER=str(three.folder / "other.json")).run(
            *("sector", "merge", "textiles", "agriculture", "--yes")
        )

        assert records(three)[0].sectors == ("textiles", "trade")
        assert refs(three, "sector:agriculture") == {"1", "2", "3"}
        assert refs(three, "纺织服装") == {"1", "2", "3"}
        three.run("sector", "merge", "textiles", "agriculture", "--yes")
        assert records(three)[0].sectors == ("agriculture", "trade")

    def test_a_closed_month_keeps_the_name(self, three: Home) -> None:
        three.run("log", "E", "--sector", "textiles", "--signed", "2026-10-12")
        assert three.run("month", "2026-10", "--close").code == 0
        three.run("sector", "merge", "textiles", "agriculture", "--yes")

        assert "textiles" in three.run("month", "2026-10").out
        assert "纺织服装" in three.speaking("zh").run("month", "2026-10").out

    def test_settings_that_cannot_be_written_keep_the_records(self, three: Home) -> None:
        before = records(three)
        path = three.folder / ".config/dealtrack"
        path.parent.mkdir(exist_ok=True)
        path.write_text("no folder", encoding="utf-8")

        assert three.run("sector", "merge", "textiles", "agriculture", "--yes").code == 7
        assert records(three) == before


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.lists(st.lists(st.sampled_from(KEYS[:4]), max_size=3, unique=True), max_size=4),
    st.sampled_from(KEYS[:4]),
    st.sampled_from(KEYS[:4]),
)
def test_what_was_asked_of_the_one_is_answered_by_the_other(
    home: Home, papers: list[list[str]], old: str, into: str
) -> None:
    fresh(home)
    with home.store() as store, store.transaction():
        for sectors in papers:
            store.agreements.add(a_draft(sectors=tuple(sectors)))
    before = {key: refs(home, f"sector:{key}") for key in KEYS[:4]}
    code = home.run("sector", "merge", old, into, "--yes").code

    both = before[old] | before[into]
    assert code == (2 if old == into else 0)
    assert refs(home, f"sector:{old}") == refs(home, f"sector:{into}") == both
    others = [key for key in KEYS[:4] if key not in {old, into}]
    assert {key: refs(home, f"sector:{key}") for key in others} == {
        k: before[k] for k in others
    }


class TestSharedFile:
    @pytest.fixture
    def office(self, home: Home) -> Home:
        folder = home.folder / ".config/dealtrack"
        folder.mkdir(parents=True)
        (folder / "config.toml").write_text('sectors_file = "shared.toml"\n', encoding="utf-8")
        text = 'usual = false\n\n[chips]\nzh = "芯片"\ncode = "C39"\n\n[other]\nzh = "其他"\n'
        (folder / "shared.toml").write_text(text, encoding="utf-8")
        return home

    def test_its_list_is_the_whole_if_it_says_so(self, office: Home) -> None:
        assert list(listed(office)) == ["chips", "other"]
        assert office.run("log", "A", "--sector", "芯片").code == 0
        assert office.run("log", "B", "--sector", "energy").code == 2

    def test_what_records_had_before_is_still_named(self, home: Home) -> None:
        home.run("log", "A", "--sector", "energy")
        self.office.__wrapped__(self, home)  # type: ignore[attr-defined]

        assert "energy" in home.speaking("en").run("list").out
        assert "能源" in home.speaking("zh").run("list").out

    def test_new_ones_are_written_to_it(self, office: Home) -> None:
        office.run("sector", "add", "space", "--zh", "航天")
        shared = (office.folder / ".config/dealtrack/shared.toml").read_text(encoding="utf-8")

        assert '[space]\nen = "space"\nzh = "航天"' in shared
        assert settings_of(office) == 'sectors_file = "shared.toml"\n'

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("[energy]\nzhh = 1", "sector"),
            ('[energy]\ninto = "magic"', "sectors.energy.into: magic is not a sector."),
            ('[energy]\ninto = "food"\n[food]\ninto = "energy"', "it was merged into itself"),
            ("usual = 1", "usual must be true or false."),
            ("[energy", "cannot be used"),
        ],
    )
    def test_what_is_wrong_with_it_is_told(self, office: Home, text: str, says: str) -> None:
        path = office.folder / ".config/dealtrack/shared.toml"
        path.write_text(text, encoding="utf-8")
        answer = office.run("list")

        assert answer.code == 2
        assert f"The file {path}, which the settings name, cannot be used" in answer.err
        assert says in answer.err or "zhh" in answer.err
        assert office.run("config", "get", "sectors_file").code == 0
        assert "cannot be used" in office.run("doctor", screen=200).out


class TestTyping:
    def test_an_unknown_one_is_never_made(self, home: Home) -> None:
        answer = home.run("log", "A", "--sector", "enrgy")

        assert answer.code == 2
        assert "Did you mean: energy?" in answer.err
        assert "If it is a new one: dealtrack sector add enrgy" in answer.err
        assert home.run("list", "--json").code == 0

    def test_what_is_like_none_leads_to_the_list(self, home: Home) -> None:
        answer = home.run("log", "A", "--sector", "space tech")

        assert "All of them: dealtrack sector list" in answer.err
        assert 'dealtrack sector add "space tech"' in answer.err

    def test_a_trip_file_tells_it_at_its_line(self, home: Home) -> None:
        path = home.folder / "trip.toml"
        path.write_text(TRIP.replace("signed =", 'sectors = ["低空经济"]\nsigned ='), "utf-8")
        answer = home.run("log", path)

        assert answer.code == 4
        assert "低空经济 is not a sector." in answer.err
        assert "If it is a new one: dealtrack sector add 低空经济" in answer.err

    def test_so_does_the_text_of_a_record(self, home: Home) -> None:
        home.run("log", "A", "--sector", "energy")
        editor = home.having(EDITOR='sed -i s/"energy"/"space"/')
        answer = editor.run("edit", "1")

        assert answer.code == 4
        assert "dealtrack sector add space" in answer.err
        assert records(home)[0].sectors == ("energy",)

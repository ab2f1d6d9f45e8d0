"""What an office may choose, and how it is told of a slip."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import platformdirs
import pytest

from dealtrack.days import is_working
from dealtrack.model.stages import STAGES, rank
from dealtrack.model.vocabulary import SECTORS
from dealtrack.settings import (
    ABOUT,
    SectorSetting,
    Settings,
    WrongSettings,
    convert,
    ledger_path,
    load,
    parse,
    settings_path,
    usual_folder,
)
from dealtrack.settings.faults import faults

FILE = Path("/office/dealtrack/config.toml")

OFFICE = """
office = "招商局"
soon = 14

[sectors.space]
en = "space"
zh = "航天"
synonyms = ["卫星", "satellites"]
code = "M"

[sectors.energy]
zh = "能源与电力"
synonyms = ["光伏"]

[stages.started]
zh = "动工"
meaning_zh = "第一根桩已打下。"
"""


@pytest.fixture
def office() -> Iterator[Settings]:
    """The settings of an office in use; the usual words come back afterwards."""
    settings = parse(OFFICE, FILE)
    settings.speak()
    yield settings
    Settings().speak()


def fault(text: str) -> str:
    with pytest.raises(WrongSettings) as error:
        parse(text, FILE)
    return error.value.why


# The file


def test_without_a_file_there_are_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "config.toml") == Settings()


def test_an_empty_file_means_the_defaults() -> None:
    assert parse("", FILE) == Settings()


def test_what_stands_in_the_file_counts_and_the_rest_is_as_usual(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('soon = 14\nlanguage = "zh"\nauthor = "李"\n', encoding="utf-8")

    assert load(path) == Settings(soon=14, language="zh", author="李")


def test_a_mark_before_the_text_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("soon = 14\n", encoding="utf-8-sig")

    assert load(path).soon == 14


@pytest.mark.parametrize("content", [b"soon = ", b"soon 14", "office = '局'".encode("gbk")])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)

    with pytest.raises(WrongSettings) as error:
        load(path)

    assert error.value.path == path
    assert error.value.exit_code == 2
    assert str(path) in str(error.value)
    assert "dealtrack config edit" in str(error.value)


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings):
        load(tmp_path)


# Tables inside, and lists of tables


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    task: str
    days: int = 0
    weight: float = 1.0
    loud: bool = False


class Office(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    step: Step = Step("")
    steps: tuple[Step, ...] = ()
    named: dict[str, tuple[Step, ...]] = {}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"step": 1}, "step must be a table: [step]"),
        ({"step": {"dais": 1, "task": "x"}}, "step.dais is not a setting; did you mean days?"),
        ({"step": {"days": 1}}, "step.task is missing."),
        ({"step": {"task": "x", "weight": "y"}}, "step.weight must be a number."),
        ({"step": {"task": "x", "loud": 1}}, "step.loud must be true or false."),
        ({"steps": {"task": "x"}}, "steps must be a list of tables: [[steps]]"),
        (
            {"steps": [{"task": "x"}, {"task": 2}]},
            "steps[2].task must be a text in quotation marks.",
        ),
        ({"named": []}, "named must be a table: [named.…]"),
        ({"named": {"a": [{}]}}, "named.a[1].task is missing."),
    ],
)
def test_a_fault_inside_a_table_is_named_by_its_whole_path(
    values: dict[str, object], says: str
) -> None:
    assert list(faults(values, Office)) == [says]


# Slips


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("son = 14", "son is not a setting; did you mean soon?"),
        ("zzz = 14", "zzz is not a setting."),
        ('soon = "x"', "soon must be a whole number."),
        ("soon = 1.5", "soon must be a whole number."),
        ("soon = true", "soon must be a whole number."),
        ("soon = -1", "soon must be 0 or more."),
        ("soon = 3651", "soon must be 3650 or less."),
        ("rows = 0", "rows must be 1 or more."),
        ("decimals = 7", "decimals must be 6 or less."),
        ("author = 5", "author must be a text in quotation marks."),
        ('language = "fr"', "language must be one of: en, zh."),
        ('rounding = "down"', "rounding must be one of: half-up, truncate."),
        ('box = "round"', "box must be one of: unicode, ascii."),
        ('sectors = "energy"', "sectors must be a table: [sectors.…]"),
        ("sectors.energy = 3", "sectors.energy must be a table: [sectors.energy]"),
        ("[sectors.energy]\nen = 3", "sectors.energy.en must be a text in quotation marks."),
        (
            '[sectors.energy]\nsynonyms = "x"',
            "sectors.energy.synonyms must be a list of texts.",
        ),
        (
            "[sectors.energy]\nsynonyms = [3]",
            "sectors.energy.synonyms must be a list of texts.",
        ),
        (
            '[sectors.energy]\nsynonym = ["x"]',
            "sectors.energy.synonym is not a setting; did you mean synonyms?",
        ),
        ('[stages.begun]\nen = "begun"', "stages: begun is not a stage."),
    ],
)
def test_a_slip_is_named_with_what_would_do(text: str, says: str) -> None:
    assert fault(text) == says


def test_values_that_are_no_text_are_checked_alike() -> None:
    with pytest.raises(WrongSettings, match="did you mean soon"):
        convert({"son": 14}, FILE)

    assert convert({"soon": 0, "rows": 1, "decimals": 6}, FILE).soon == 0


def test_every_setting_says_what_it_is_for() -> None:
    usual = Settings()
    fields = {
        f"{name}.{inner}" if isinstance(table, msgspec.Struct) else name
        for name in Settings.__struct_fields__
        for table in [getattr(usual, name)]
        for inner in (table.__struct_fields__ if isinstance(table, msgspec.Struct) else ("",))
    }

    assert set(ABOUT) == fields
    assert list(ABOUT) == sorted(ABOUT, key=lambda key: "." in key)
    assert all(ABOUT.values())


def test_settings_cannot_be_changed_while_the_program_runs() -> None:
    with pytest.raises(AttributeError):
        Settings().soon = 3  # type: ignore[misc]


def test_settings_are_read_back_as_they_are_written() -> None:
    settings = parse(OFFICE, FILE)

    assert convert(msgspec.to_builtins(settings), FILE) == settings


# Words of the office


def test_an_office_has_sectors_of_its_own(office: Settings) -> None:
    assert office.sectors["space"] == SectorSetting(
        en="space", zh="航天", synonyms=("卫星", "satellites"), code="M"
    )
    assert {SECTORS.find(name) for name in ("space", "航天", "卫星")} == {"space"}
    assert SECTORS["space"].code == "M"


@pytest.mark.usefixtures("office")
def test_a_sector_that_is_there_is_renamed_and_keeps_its_other_names() -> None:
    assert (SECTORS["energy"].zh, SECTORS["energy"].en) == ("能源与电力", "energy")
    assert {SECTORS.find(name) for name in ("energy", "能源与电力", "光伏", "新能源")} == {
        "energy"
    }
    assert "agriculture" in SECTORS


@pytest.mark.usefixtures("office")
def test_a_stage_is_defined_as_the_office_defines_it_and_stays_in_its_place() -> None:
    assert (STAGES["started"].zh, STAGES["started"].meaning_zh) == ("动工", "第一根桩已打下。")
    assert STAGES.find("动工") == "started"
    assert STAGES.keys[3:6] == ("registered", "started", "completed")
    assert rank("started") == 5


def test_the_usual_words_come_back_with_the_usual_settings() -> None:
    usual = SECTORS.words, STAGES.words
    parse(OFFICE, FILE).speak()
    changed = SECTORS.words, STAGES.words

    Settings().speak()

    assert changed != usual
    assert (SECTORS.words, STAGES.words) == usual
    assert SECTORS.find("航天") is None


@pytest.mark.usefixtures("office")
def test_speaking_twice_is_speaking_once() -> None:
    before = SECTORS.words

    parse(OFFICE, FILE).speak()

    assert SECTORS.words == before


@pytest.mark.usefixtures("office")
def test_the_words_of_one_office_are_not_those_of_the_next() -> None:
    parse('[sectors.ports]\nen = "ports"\nzh = "港口"', FILE).speak()

    assert "ports" in SECTORS
    assert "space" not in SECTORS
    assert STAGES["started"].zh == "开工"


def test_a_sector_without_a_name_is_called_by_its_key() -> None:
    parse("[sectors.ports]", FILE).speak()
    try:
        assert (SECTORS["ports"].en, SECTORS["ports"].zh) == ("ports", "ports")
    finally:
        Settings().speak()


# Paths


def test_the_environment_names_the_settings_file() -> None:
    assert settings_path({"DEALTRACK_CONFIG": "/office/mine.toml"}) == Path("/office/mine.toml")
    assert settings_path({"DEALTRACK_CONFIG": "~/mine.toml"}) == Path.home() / "mine.toml"


def test_without_it_the_file_has_its_usual_place() -> None:
    assert settings_path({}).parts[-2:] == ("dealtrack", "config.toml")
    assert settings_path({"DEALTRACK_CONFIG": ""}) == settings_path({})


def test_the_environment_goes_before_the_settings_and_these_before_the_usual_place() -> None:
    chosen = Settings(ledger="/office/ledger.json")

    assert ledger_path(chosen, {"DEALTRACK_LEDGER": "/mine.json"}) == str(Path("/mine.json"))
    assert ledger_path(chosen, {"DEALTRACK_LEDGER": ""}) == str(Path("/office/ledger.json"))
    assert Path(ledger_path(Settings(), {})).parts[-2:] == ("dealtrack", "ledger.json")


def test_a_home_folder_is_written_out() -> None:
    home = str(Path.home() / "l.json")

    assert ledger_path(Settings(ledger="~/l.json"), {}) == home
    assert ledger_path(Settings(), {"DEALTRACK_LEDGER": "~/l.json"}) == home


def test_a_path_in_the_settings_counts_from_the_folder_they_are_in() -> None:
    environment = {"DEALTRACK_CONFIG": "/office/config.toml"}

    assert ledger_path(Settings(ledger="book/l.json"), environment) == str(
        Path("/office/book/l.json")
    )
    assert ledger_path(Settings(), {"DEALTRACK_LEDGER": "l.json"}) == "l.json"


def test_the_address_of_a_server_is_no_path() -> None:
    address = "postgresql://office@db.example.org/ledger"

    assert ledger_path(Settings(ledger=address), {}) == address
    assert ledger_path(Settings(), {"DEALTRACK_LEDGER": address}) == address


def test_the_office_chooses_whose_days_off_it_has(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("2026-10-08 off\n2026-10-02 worked\n", encoding="utf-8")
    try:
        parse('own_days = "own.txt"', FILE).speak(tmp_path)

        assert not is_working(date(2026, 10, 1))
        assert is_working(date(2026, 10, 2))
        assert not is_working(date(2026, 10, 8))
        parse('holidays = ""', FILE).speak()
        assert is_working(date(2026, 10, 1))
    finally:
        Settings().speak()


def test_own_days_that_cannot_be_read_are_told_when_they_are_needed(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("2026-10-08\n", encoding="utf-8")
    settings = parse('own_days = "own.txt"', FILE)
    try:
        settings.speak(tmp_path)
        with pytest.raises(WrongSettings, match=r"own\.txt.*line 1"):
            is_working(date(2026, 10, 8))
    finally:
        Settings().speak()


SOMEWHERE = (
    "",
    "/",
    "/home/li",
    "/home/li/",
    "//server/li",
    "li",
    "~",
    "./x",
    "/a b/../c",
    None,
)


@pytest.mark.parametrize("home", SOMEWHERE)
@pytest.mark.parametrize("chosen", SOMEWHERE)
def test_the_usual_folders_are_those_of_platformdirs(
    chosen: str | None, home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        *(("XDG_CONFIG_HOME", chosen), ("XDG_DATA_HOME", chosen)),
        *(("HOME", home), ("USERPROFILE", home)),
    ):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)

    own = platformdirs.PlatformDirs("dealtrack", appauthor=False)

    assert usual_folder("config") == own.user_config_path
    assert usual_folder("data") == own.user_data_path

"""``target``: setting, listing, removing, importing; the page in both languages."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests import golden
from tests.cli.conftest import MakeHome
from tests.cli.home import Home

GOLDEN = Path(__file__).parent / "golden"
NAMES = {
    "en": ("Zone Economic Development Bureau", "Zone Investment Service Centre"),
    "zh": ("经济发展局", "投资服务中心"),
}
TARGETS = (("signed", "80"), ("amount", "120亿"), ("started", "30"), ("funds", "16亿"))


def unit_names(home: Home) -> tuple[str, str]:
    """Return the two units that signed most in the year."""
    rows = home.run("rates", "signed:2026", "--by", "unit", "-F", "tsv").lines[1:]
    return rows[0].split("\t")[0], rows[1].split("\t")[0]


@pytest.fixture(params=["en", "zh"])
def aiming(request: pytest.FixtureRequest, ledgers: dict[str, Path], home: Home) -> Home:
    """A home with the sample year and targets for it, in each language."""
    from tests.cli.conftest import _furnished

    found = _furnished(home.folder, ledgers[request.param], request.param)
    first, second = unit_names(found)
    for measure, value in TARGETS:
        assert found.run("target", "set", "2026", measure, value).code == 0
    for unit, value in ((first, "20"), (second, "24")):
        found.run("target", "set", "2026", "signed", value, "--unit", unit)
    found.run("target", "set", "2026", "started", "36", "--on", "2026-07-01")
    return found


@pytest.mark.parametrize(
    ("name", "screen", "words"),
    [
        ("target-list", 100, ("target", "list", "--as-of", "2026-10-31")),
        ("target-list-40", 40, ("target", "list", "2026", "--as-of", "2026-10-31")),
        ("target-list-md", 0, ("target", "list", "2026", "-F", "md", "--as-of", "2026-06-30")),
    ],
)
def test_the_page_reads_as_it_did(
    aiming: Home, name: str, screen: int, words: tuple[str, ...]
) -> None:
    answer = aiming.having(NO_COLOR="1").run(*words, screen=screen)

    assert (answer.code, answer.err) == (0, "")
    golden.check(GOLDEN / aiming.language / f"{name}.txt", answer.out)


def test_both_languages_print_the_same_figures(reader: MakeHome) -> None:
    """Whatever the words, the numbers of the sample year are the same."""
    figures = []
    for language in ("en", "zh"):
        home = reader(language)
        with home.store() as store:
            from dealtrack.report.targets import find_targets
            from tests.builders import a_target

            report = find_targets(store, [a_target()], 2026, date(2026, 10, 31))
        figures.append([(one.measure, one.actual, one.percent) for one in report.lines])

    assert figures[0] == figures[1]


def test_a_target_is_set_revised_and_said_to_be_so_already(home: Home) -> None:
    answers = [
        home.run("target", "set", "2026", "signed", "60", "--unit", "开发区"),
        home.run("target", "set", "2026年", "签约项目", "72", "--unit", "开发区"),
        home.run("target", "set", "2026", "signed", "72", "--unit", "开发区"),
        home.run("target", "set", "2026", "amount", "50亿"),
    ]

    assert [one.lines for one in answers] == [
        ["Target set: 2026 · agreements signed · 开发区: 60"],
        ["Target revised: 2026 · agreements signed · 开发区: 60 → 72 · from 2026-11-02"],
        ["2026 · agreements signed · 开发区 is 72 already."],
        ["Target set: 2026 · amount signed: CNY 5 billion"],
    ]
    with home.store() as store:
        first, _second = store.targets
    assert [str(aim.on) for aim in first.aims] == ["2026-01-01", "2026-11-02"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("26", "signed", "60"), "YEAR 26 is not a year."),
        (("2026", "happiness", "60"), "there is no such measure"),
        (("2026", "signed", "many"), "VALUE many: agreements signed is a count."),
        (("2026", "signed", "0"), "Give a whole number, 1 or more."),
        (("2026", "signed", "六五"), "VALUE 六五: agreements signed is a count."),
        (
            ("2026", "signed", "-5"),
            "-5 begins with a dash, as options do, and is none of them.",
        ),
        (("2026", "signed", "-5"), "A number has no sign here: write 5."),
        (("2026", "amount", "much"), "VALUE much is not an amount"),
    ],
)
def test_what_cannot_be_a_target_is_refused(
    home: Home, words: tuple[str, ...], said: str
) -> None:
    answer = home.run("target", "set", *words)

    assert answer.code == 2
    assert said in answer.err
    assert not home.ledger.exists()


def test_a_removed_target_can_be_brought_back(home: Home) -> None:
    home.run("target", "set", "2026", "signed", "60")

    gone = home.run("target", "remove", "2026", "signed", "--yes")
    empty = home.run("target", "list", "2026")
    home.run("undo", "--yes")

    assert gone.lines == ["Removed: target 2026 · agreements signed"]
    assert "No targets are set for 2026." in empty.out
    assert json.loads(home.run("target", "list", "--json").out)["lines"][0]["target"] == 60
    assert home.run("target", "remove", "2025", "signed").code == 3


def test_a_target_is_set_in_the_words_of_the_office(home: Home) -> None:
    answers = [
        home.run("target", "set", "今年", "signed", "六十"),
        home.run("target", "set", "next year", "signed", "１，２００"),
        home.run("target", "set", "2026年", "amount", "一百亿"),
        home.run("target", "set", "二〇二六年", "started", "一百零五"),
    ]

    assert [one.lines for one in answers] == [
        ["Target set: 2026 · agreements signed: 60"],
        ["Target set: 2027 · agreements signed: 1,200"],
        ["Target set: 2026 · amount signed: CNY 10 billion"],
        ["Target set: 2026 · projects started: 105"],
    ]


def test_a_target_is_removed_only_after_a_yes(home: Home) -> None:
    home.run("target", "set", "2026", "signed", "60", "--unit", "Zone A")
    remove = ("target", "remove", "2026", "signed", "--unit", "zone a")

    nobody = home.run(*remove)
    kept = home.run(*remove, keyboard=True, typed="n\n")
    gone = home.run(*remove, keyboard=True, typed="y\n")

    assert (nobody.code, kept.code, kept.lines) == (2, 0, [])
    question = "Remove the target 2026 · agreements signed · Zone A (60)?"
    assert question in nobody.err
    assert f"{question} [y/N] Nothing was changed." in kept.err
    assert gone.lines == ["Removed: target 2026 · agreements signed · Zone A"]


def test_a_unit_without_a_line_cannot_be_explained(home: Home) -> None:
    home.run("target", "set", "2026", "signed", "60", "--unit", "Zone A")

    answer = home.run("target", "list", "--explain", "signed", "--unit", "Zone B")

    assert (answer.code, answer.out) == (3, "")
    assert answer.err.splitlines() == [
        "Error: Nothing in the ledger is called Zone B.",
        "  The nearest:",
        "    Zone A",
        "  Set a target for it: dealtrack target set 2026 signed VALUE --unit 'Zone B'",
    ]


def test_the_history_names_targets(home: Home) -> None:
    home.run("target", "set", "2026", "signed", "60", "--unit", "Zone A")
    home.run("target", "set", "2026", "signed", "70", "--unit", "Zone A")

    whole, own = home.run("history").out, home.run("history", "G1").out

    assert "G1 Target: – → 2026 · agreements signed · Zone A" in whole
    assert "Target: 60 → 70" in own
    home.run("undo", "--yes")
    assert "Target: 70 → 60" in home.run("history", "G1").out


def test_a_table_is_imported_whole_or_not_at_all(home: Home) -> None:
    good, bad = home.folder / "good.csv", home.folder / "bad.csv"
    good.write_bytes(
        "单位,签约项目,签约金额（亿元）\n开发区,60,50\n合计,100,80\n".encode("gb18030")
    )
    bad.write_text("unit,signed,funds\nA,60,many\nB,x,1亿\n")

    refused = home.run("target", "import", bad, "--year", "2026")
    dry = home.run("target", "import", good, "--year", "2026", "--dry-run")
    before = home.ledger.exists()
    done = home.run("target", "import", good, "--year", "2026")
    again = home.run("target", "import", good, "--year", "2026")

    assert refused.code == 4
    assert "bad.csv has 2 problems. Nothing was saved." in refused.err
    assert "line 2, funds: “many”: is no amount of money" in refused.err
    assert "line 3, signed: “x”: is no number" in refused.err
    assert dry.lines[-1] == "4 targets would be set"
    assert not before
    assert done.lines[0] == "New: 2026 · agreements signed · 开发区: 60"
    assert done.lines[-1] == "4 targets set"
    assert again.lines == ["0 targets set · 4 are so already"]
    with home.store() as store:
        assert store.revision == 1
        assert [one.unit for one in store.targets] == ["开发区", "开发区", "", ""]


def test_a_unit_that_is_much_like_a_known_one_is_told(sample: Home) -> None:
    answer = sample.run("target", "set", "2026", "signed", "5", "--unit", "Zone Finance Buro")

    assert answer.code == 0
    assert (
        "“Zone Finance Buro” is new here; the ledger knows “Zone Finance Bureau”." in answer.err
    )
    assert (
        sample.run("target", "set", "2026", "signed", "5", "--unit", "Zone Finance Bureau").err
        == ""
    )


def test_what_was_attained_is_explained_by_its_records(sample: Home) -> None:
    sample.run("target", "set", "2026", "funds", "16亿")
    found = json.loads(sample.run("target", "list", "--json").out)["lines"][0]

    told = json.loads(sample.run("target", "list", "--explain", "funds", "--json").out)

    assert told["counting"] == found["refs"]
    assert told["numbers"][0]["n"] == found["actual"]


def test_json_tells_what_was_set(home: Home) -> None:
    answer = json.loads(home.run("target", "set", "2026", "amount", "50亿", "--json").out)

    assert answer["schema"] == "dealtrack/targets-set/1"
    assert answer["targets"] == [
        {
            "ref": "G1",
            "year": 2026,
            "measure": "amount",
            "unit": "",
            "value": {"value": "5000000000"},
            "outcome": "new",
        }
    ]


def test_a_measure_without_a_target_cannot_be_explained(home: Home) -> None:
    home.run("target", "set", "2026", "signed", "60")

    answer = home.run("target", "list", "--explain", "funds")

    assert answer.code == 2
    assert "There is no target of funds in place for 2026." in answer.err
    assert home.run("target", "list", "--unit", "A").code == 2

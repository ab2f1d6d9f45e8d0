"""Playbooks: sets of follow-ups, shown before they are saved."""

import json
from pathlib import Path

import pytest

from tests.cli.home import Home

OWN = """
[playbooks.press]
title = "After the press"
for = ["strategic"]

[[playbooks.press.steps]]
task_en = "Thank the press"
task_zh = "感谢媒体"
due = "signed+3d"
owner = "Li Na"

[[playbooks.press.steps]]
task = "Report the coverage"
every = "month"
due = "signed+1m"
after = [1]

[playbooks.filing]
for = ["signed"]
"""


def settle(home: Home, text: str) -> Home:
    path = home.folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return home.having(DEALTRACK_CONFIG=str(path))


@pytest.fixture
def office(home: Home) -> Home:
    """A home with a playbook of its own, and without the shipped one for filing."""
    return settle(home, OWN)


def saved(home: Home, ref: str = "1") -> list[tuple[str, str, str]]:
    """Return the follow-ups of a record: step, task, due day or text."""
    record = json.loads(home.run("show", ref, "--json").out)["agreement"]
    return [
        (f.get("playbook", ""), f["task"], f.get("due") or f.get("due_text", ""))
        for f in record.get("follow_ups", [])
    ]


STRATEGIC = ("log", "Alliance", "--kind", "strategic", "--signed", "2026-10-30")


def test_what_fits_is_shown_and_asked_for_on_a_terminal(office: Home) -> None:
    answer = office.terminal(*STRATEGIC, answers=[("Add these follow-ups?", "\n")])

    assert "Playbooks would add to Alliance:" in answer.out
    assert "Thank the press · Due 2026-11-02, Monday, today · Li Na" in answer.out
    assert saved(office) == [
        ("press.1", "Thank the press", "2026-11-02"),
        ("press.2", "Report the coverage", "2026-11-30"),
    ]


def test_a_no_saves_the_agreement_alone(office: Home) -> None:
    answer = office.terminal(*STRATEGIC, answers=[("Add these follow-ups?", "n\n")])

    assert "Saved 1: Alliance" in answer.out
    assert saved(office) == []


def test_ctrl_c_at_the_question_saves_nothing(office: Home) -> None:
    answer = office.terminal(*STRATEGIC, answers=[("Add these follow-ups?", "\x03")])

    assert answer.code == 130
    assert not office.ledger.exists()


def test_a_script_is_not_asked_and_gets_nothing_it_did_not_name(office: Home) -> None:
    office.run(*STRATEGIC)
    office.run(*STRATEGIC, "--playbook", "press")

    assert saved(office) == []
    assert len(saved(office, "2")) == 2


@pytest.mark.parametrize(("choice", "count"), [("yes", 2), ("no", 0)])
def test_the_setting_decides_without_a_question(home: Home, choice: str, count: int) -> None:
    office = settle(home, f'offer_playbooks = "{choice}"\n{OWN}')

    office.terminal(*STRATEGIC)

    assert len(saved(office)) == count


def test_none_is_none(home: Home) -> None:
    office = settle(home, f'offer_playbooks = "yes"\n{OWN}')

    office.run(*STRATEGIC, "--playbook", "none")

    assert saved(office) == []


def test_of_the_shipped_ones_those_fit_that_are_for_its_kind(home: Home) -> None:
    office = settle(home, 'offer_playbooks = "yes"\n')
    office.run("log", "Works", "--kind", "contract", "--signed", "2026-10-30")
    office.run("log", "Letter", "--kind", "意向书", "--signed", "2026-10-30")
    office.run("log", "Talks", "--kind", "contract", "--stage", "negotiating")

    assert [step for step, _task, _due in saved(office)] == [
        "filing.1",
        *(f"project.{n}" for n in (1, 2, 3, 4)),
    ]
    assert [step for step, _task, _due in saved(office, "2")] == ["filing.1"]
    assert saved(office, "3") == []


def test_the_original_is_due_after_five_working_days(home: Home) -> None:
    home.run("log", "Works", "--signed", "2026-09-29", "--playbook", "filing")

    assert saved(home)[0][2] == "2026-10-12"  # after the holiday; 10 October is worked


def test_twice_is_nothing_new(home: Home) -> None:
    home.run("log", "Works", "--signed", "2026-10-30")
    first = home.run("follow", "1", "--playbook", "project")
    again = home.run("follow", "1", "--playbook", "project")

    assert first.lines[0] == "Saved 4 follow-ups · Works"
    assert (again.code, again.out) == (0, "")
    assert "Nothing new: 1 has all of it." in again.err
    assert len(saved(home)) == 4


def test_one_step_takes_it_all_back(home: Home) -> None:
    home.run("log", "Works", "--signed", "2026-10-30")
    home.run("follow", "1", "--playbook", "project", "--playbook", "filing")

    home.run("undo", "--yes")

    assert saved(home) == []


def test_steps_wait_for_one_another(home: Home) -> None:
    home.run("log", "Works", "--signed", "2026-10-30", "--playbook", "project")

    cards = json.loads(home.run("show", "1", "--json").out)["follow_ups"]

    assert [card["blocked_by"] for card in cards] == [[], ["1.1"], ["1.2"], ["1.1"]]


def test_a_day_that_is_not_known_dates_them_once_it_is(home: Home) -> None:
    home.run("log", "Works", "--playbook", "filing")
    undated = saved(home)

    answer = home.run("advance", "1", "signed", "--on", "2026-10-30")

    assert undated == [("filing.1", "File the original", "signed+5wd")]
    assert "1.1 File the original · Due 2026-11-06, Friday" in answer.out


TRIP = """
[trip]
title = "Visit to Port City"
start = 2026-10-26
end = 2026-10-28

[[agreement]]
title = "Alliance"
kind = "strategic"
signed = 2026-10-27
"""


def test_a_trip_file_is_offered_them_once_for_all_and_again_is_nothing_new(
    home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "trip.toml"
    path.write_text(TRIP, encoding="utf-8")
    office = settle(home, "")

    answer = office.terminal("log", str(path), answers=[("Add these follow-ups?", "y\n")])
    again = office.run("log", str(path))

    assert "Write the trip report · Due 2026-11-12, Thursday, in 10 days" in answer.out
    assert [step for step, _task, _due in saved(office)] == ["filing.1"]
    trip = json.loads(office.run("show", "T1", "--json").out)["follow_ups"]
    assert [t["due"] for t in trip] == ["2026-11-04", "2026-11-12", "2026-11-28"]
    assert again.lines == ["Nothing new: the ledger has all of it (T1, 1)."]


def test_a_playbook_that_is_named_goes_to_those_records_of_a_file_that_it_is_meant_for(
    home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "trip.toml"
    path.write_text(TRIP, encoding="utf-8")

    home.run("log", str(path), "--playbook", "trip", "--playbook", "filing")

    trip = json.loads(home.run("show", "T1", "--json").out)["follow_ups"]
    assert [one["due"] for one in trip] == ["2026-11-04", "2026-11-12", "2026-11-28"]
    assert {step.split(".")[0] for step, _task, _due in saved(home)} == {"filing"}


def test_a_playbook_that_is_meant_for_nothing_in_a_file_is_refused_and_nothing_is_saved(
    home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "trip.toml"
    path.write_text(TRIP, encoding="utf-8")

    answer = home.run("log", str(path), "--playbook", "project")

    assert answer.code == 2
    assert "The playbook project is meant for none of these records." in answer.err
    assert home.run("list", "--json").out.count('"title"') == 0


def test_a_file_that_is_known_says_how_its_records_get_a_playbook(
    home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "trip.toml"
    path.write_text(TRIP, encoding="utf-8")
    home.run("log", str(path))

    answer = home.run("log", str(path), "--playbook", "trip")

    assert "dealtrack follow REF --playbook trip" in answer.err


def test_a_chinese_office_gets_chinese_tasks(office: Home) -> None:
    zh = office.speaking("zh")
    zh.run(*STRATEGIC, "--playbook", "press")

    assert [task for _step, task, _due in saved(zh)] == ["感谢媒体", "Report the coverage"]


def test_the_list_and_the_steps(office: Home) -> None:
    office.run(*STRATEGIC)

    names = [line.split("\t")[0] for line in office.run("playbook", "list").lines]
    steps = json.loads(office.run("playbook", "show", "press", "1", "--json").out)

    assert names == ["project", "trip", "press"]
    assert [s["due"] for s in steps["steps"]] == ["2026-11-02", "2026-11-30"]
    assert steps["steps"][1]["after"] == [1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("follow", "1", "--playbook", "pres"), "Did you mean: press?"),
        (("follow", "1", "Task", "--playbook", "press"), "--playbook does not go with a task"),
        (("follow", "1"), "TASK is missing."),
        (("playbook", "show", "zzz"), "Known are: project, trip, press."),
    ],
)
def test_wrong_use_is_told_with_the_remedy(
    office: Home, words: tuple[str, ...], says: str
) -> None:
    office.run(*STRATEGIC)

    answer = office.run(*words)

    assert (answer.code, says in answer.err) == (2, True), answer.err


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ('task = "x"\ndue = "03/04/2026"', "playbooks.bad.steps[1].due cannot be used"),
        ('task = "x"\nevery = "sometimes"', "playbooks.bad.steps[1].every cannot be used"),
        ('task = "x"\nafter = [3]', "playbooks.bad.steps[1].after cannot be used"),
        ('due = "+1w"', "playbooks.bad.steps[1] cannot be used: it says no task"),
    ],
)
def test_a_step_that_cannot_be_read_is_named_and_nothing_saved(
    home: Home, step: str, says: str
) -> None:
    office = settle(home, f"[playbooks.bad]\n[[playbooks.bad.steps]]\n{step}\n")
    office.run("log", "Works")

    answer = office.run("follow", "1", "--playbook", "bad")

    assert (answer.code, says in answer.err) == (2, True), answer.err
    assert "dealtrack config edit" in answer.err
    assert saved(office) == []


def test_a_key_that_is_no_setting_is_named_by_its_path(home: Home) -> None:
    office = settle(home, '[playbooks.bad]\n[[playbooks.bad.steps]]\ntask = "x"\ndew = "+1w"\n')

    answer = office.run("status")

    assert answer.code == 2
    assert "playbooks.bad.steps[1].dew is not a setting; did you mean due?" in answer.err

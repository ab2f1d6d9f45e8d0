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
key = "thanks"
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
        ("press.thanks", "Thank the press", "2026-11-02"),
        ("press.jpbdbo", "Report the coverage", "2026-11-30"),
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
        "filing.original",
        *(f"project.{key}" for key in ("company", "site", "land", "funds")),
    ]
    assert [step for step, _task, _due in saved(office, "2")] == ["filing.original"]
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

    assert undated == [("filing.original", "File the original", "signed+5wd")]
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
    assert [step for step, _task, _due in saved(office)] == ["filing.original"]
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


def insert(home: Home, step: str) -> Home:
    """Put a *step* before the second one of the office's own playbook."""
    place = "[[playbooks.press.steps]]\ntask = "
    return settle(home, OWN.replace(place, f"[[playbooks.press.steps]]\n{step}\n\n{place}"))


def test_a_step_put_in_between_is_the_only_one_that_is_added(office: Home) -> None:
    office.run(*STRATEGIC, "--playbook", "press")
    more = insert(office, 'task = "Send photographs"')

    answer = more.run("follow", "1", "--playbook", "press")

    assert answer.lines[0] == "Saved 1 follow-up · Alliance"
    assert [task for _step, task, _due in saved(office)] == [
        *("Thank the press", "Report the coverage", "Send photographs"),
    ]


def test_a_step_with_a_key_is_known_again_in_other_words(office: Home) -> None:
    office.run(*STRATEGIC, "--playbook", "press")
    reworded = settle(office, OWN.replace("Thank the press", "Write to the press"))

    assert "1 has all of it" in reworded.run("follow", "1", "--playbook", "press").err


def test_what_waits_for_a_step_that_is_there_waits_for_it_whatever_it_is_called_now(
    office: Home,
) -> None:
    first = settle(office, OWN[: OWN.index("[[playbooks.press.steps]]\ntask = ")])
    first.run(*STRATEGIC, "--playbook", "press")
    settle(office, OWN)

    office.speaking("zh").run("follow", "1", "--playbook", "press")

    cards = json.loads(office.run("show", "1", "--json").out)["follow_ups"]
    assert [card["blocked_by"] for card in cards] == [[], ["1.1"]]


def test_what_earlier_versions_called_by_its_place_is_known_again(
    office: Home, tmp_path: Path
) -> None:
    path = tmp_path / "old.toml"
    path.write_text(
        '[[agreement]]\ntitle = "Alliance"\nkind = "strategic"\nsigned = 2026-10-30\n'
        '[[agreement.follow_up]]\ntask = "感谢媒体"\nplaybook = "press.1"\n'
        '[[agreement.follow_up]]\ntask = "Report what was written"\nplaybook = "press.2"\n',
        encoding="utf-8",
    )
    office.run("log", str(path))

    same = office.run("follow", "1", "--playbook", "press")
    more = insert(office, 'task = "Send photographs"').run("follow", "1", "--playbook", "trip")

    assert "1 has all of it" in same.err
    assert more.lines[0] == "Saved 3 follow-ups · Alliance"


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("playbook", '"filing"'),
        ("playbook", '["filing"]'),
        ('"办理模板"', '["filing", "filing"]'),
    ],
)
def test_a_trip_file_names_the_playbooks_of_each_record(
    home: Home, tmp_path: Path, word: str, names: str
) -> None:
    path = tmp_path / "trip.toml"
    text = TRIP.replace('kind = "strategic"', f'kind = "strategic"\n{word} = {names}')
    text = text.replace("end = 2026-10-28", f'end = 2026-10-28\n{word} = "trip"')
    path.write_text(text, encoding="utf-8")

    home.run("log", str(path))
    again = home.run("log", str(path))

    trip = json.loads(home.run("show", "T1", "--json").out)["follow_ups"]
    assert [one["due"] for one in trip] == ["2026-11-04", "2026-11-12", "2026-11-28"]
    assert saved(home) == [("filing.original", "File the original", "2026-11-03")]
    assert again.lines == ["Nothing new: the ledger has all of it (T1, 1)."]


def test_what_a_file_and_the_command_line_name_is_added_once(
    home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "trip.toml"
    path.write_text(f'{TRIP}playbook = "filing"\n', encoding="utf-8")
    none = home.run("log", str(path), "--playbook", "none", "--dry-run", "--json")

    home.run("log", str(path), "--playbook", "filing", "--playbook", "trip")

    assert json.loads(none.out)["added"] == []
    assert [step for step, _task, _due in saved(home)] == ["filing.original"]


def test_a_playbook_of_a_file_that_is_none_is_refused(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "trip.toml"
    path.write_text(f'{TRIP}playbook = "filling"\n', encoding="utf-8")

    answer = home.run("log", str(path))

    assert (answer.code, "Did you mean: filing?" in answer.err) == (2, True)
    assert not home.ledger.exists()


def test_a_dry_run_of_a_file_shows_what_playbooks_would_add(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "trip.toml"
    path.write_text(TRIP, encoding="utf-8")
    words = ("log", str(path), "--dry-run", "--playbook", "filing", "--playbook", "trip")

    shown, told = home.run(*words), json.loads(home.run(*words, "--json").out)

    assert (
        shown.lines[1]
        == "        Send letters of thanks · Due 2026-11-04, Wednesday, in 2 days"
    )
    assert shown.lines[-1] == "        File the original · Due 2026-11-03, Tuesday, tomorrow"
    assert [one["step"] for one in told["added"]] == [
        *("trip.thanks", "trip.report", "trip.intentions", "filing.original"),
    ]
    assert told["added"][-1]["record"] == "Alliance"
    assert not home.ledger.exists()


def test_a_playbook_without_a_title_goes_by_its_name(home: Home) -> None:
    office = settle(home, '[playbooks.press]\n[[playbooks.press.steps]]\ntask = "x"\n')

    assert office.run("playbook", "list").lines[-1].split("\t")[:2] == ["press", "press"]
    assert office.run("playbook", "show", "press", "-F", "md").out.startswith("# press")


def test_chinese_pages_say_whom_it_is_for_and_from_when_it_counts(home: Home) -> None:
    zh = home.speaking("zh")

    listing, steps = zh.run("playbook", "list").out, zh.run("playbook", "show", "trip").out
    filing, project = zh.run("playbook", "show", "filing").out, zh.run("playbook", "list").out

    assert "\t签约\t" in listing
    assert "\t外出活动\t" in listing
    assert "\t合同\t" in project
    assert "适用于\t外出活动" in steps.replace("  ", "\t")
    assert "活动结束后15天" in steps
    assert "活动结束后5个工作日" in steps
    assert "签约后5个工作日" in filing


WRONG = [
    ('for = ["contrakt"]', "", "playbooks.bad.for", "did you mean contract?"),
    ("", 'task = "x"\ndue = "03/04/2026"', "playbooks.bad.steps[1].due", "two ways"),
    ("", 'task = "x"\ndue = "due-3d"', "playbooks.bad.steps[1].due", "neither an agreement"),
    ("", 'task = "x"\nevery = "sometimes"', "playbooks.bad.steps[1].every", "how often"),
    ("", 'task = "x"\nevery = "month"\npromise = "ours"', "steps[1].every", "come again"),
    ("", 'task = "x"\nafter = [1]', "playbooks.bad.steps[1].after", "no other step 1"),
    ("", 'task = "x"\nkey = "3"', "playbooks.bad.steps[1].key", "no number"),
    ("", 'due = "+1w"', "playbooks.bad.steps[1]", "it says no task"),
    (
        "",
        'task = "x"\nafter = [2]\n[[playbooks.bad.steps]]\ntask = "y"\nafter = [1]',
        "playbooks.bad.steps[1].after",
        "1 → 2 → 1",
    ),
    (
        "",
        'task = "x"\nkey = "a"\n[[playbooks.bad.steps]]\ntask = "y"\nkey = "a"',
        "playbooks.bad.steps[2].key",
        "another step has the key a",
    ),
]


@pytest.mark.parametrize(("head", "step", "place", "why"), WRONG)
def test_a_playbook_that_cannot_be_used_is_found_before_it_is_used(
    home: Home, head: str, step: str, place: str, why: str
) -> None:
    usual = 'task = "x"'
    text = f"[playbooks.bad]\n{head}\n[[playbooks.bad.steps]]\n{step or usual}\n"
    office = settle(home, text)
    editor = home.folder / "editor.sh"
    editor.write_text('#!/bin/sh\necho "# seen" >> "$1"\n')
    editor.chmod(0o755)

    examined = office.run("doctor", "--json").out
    changed = office.run("config", "set", "soon", "9")
    edited = office.having(EDITOR=str(editor), VISUAL="").run("config", "edit")

    assert place in examined
    assert why in examined
    assert (changed.code, place in changed.err) == (0, True), changed.err
    assert edited.code == 4, edited
    assert place in edited.err
    assert why in edited.err


def test_sound_playbooks_are_nothing_to_speak_of(office: Home) -> None:
    assert "playbooks" not in office.run("doctor").out
    assert "cannot be used" not in office.run("config", "set", "soon", "9").err


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

"""Who waits for whom: ``follow --after``, ``wait --for``, and what a closing frees."""

import json
import threading
from pathlib import Path

import pytest

from tests.cli.home import Answer, Home
from tests.cli.writing import begun


@pytest.fixture
def site(home: Home) -> Home:
    """A home where 1.2, the lease, waits for 1.1, the annex; 2.1 for nothing."""
    begun(home).run("follow", "1", "Sign the lease", "--due", "+3m", "--after", "1.1")
    home.run("log", "Another agreement", "--follow-up", "Open the office @ +4m @ Li Na")
    return home


def asked(home: Home, *words: str) -> dict[str, object]:
    answer: dict[str, object] = json.loads(home.run(*words, "--json").out)
    return answer


def tasks(home: Home, *words: str) -> dict[str, dict[str, object]]:
    found = asked(home, *words)["follow_ups"]
    assert isinstance(found, list)
    return {one["ref"]: one for one in found}


def test_what_waits_says_so_when_it_is_set(home: Home) -> None:
    answer = begun(home).run("follow", "1", "Sign the lease", "--due", "+3m", "--after", "1.1")

    assert answer.lines[1] == "Due 2027-02-02, Tuesday, in 92 days · after 1.1"


def test_a_follow_up_that_is_not_there_cannot_be_waited_for(site: Home) -> None:
    for words in (("follow", "1", "x", "--after", "1.9"), ("wait", "1.2", "--for", "9.1")):
        answer = site.run(*words)

        assert answer.code == 3, words
        assert "Nothing in the ledger is called" in answer.err


def test_the_card_tells_both_ways(site: Home) -> None:
    cards = tasks(site, "show", "1")

    assert cards["1.2"]["blocked_by"] == ["1.1"]
    assert cards["1.1"]["awaited_by"] == ["1.2"]
    assert "after 1.1" in site.run("show", "1", screen=100).out
    assert "open, then 1.2" in site.run("show", "1", screen=160).out


def test_closing_it_says_what_is_possible_now(site: Home) -> None:
    site.run("wait", "2.1", "--for", "1.1")

    answer = site.run("done", "1.1")

    assert answer.lines[-2:] == [
        "Now possible: 1.2 Sign the lease · due 2027-02-02",
        "Now possible: 2.1 Open the office · due 2027-03-02 · Li Na",
    ]


@pytest.mark.parametrize("words", [("done",), ("cancel",)])
def test_the_last_of_several_frees_it(site: Home, words: tuple[str, ...]) -> None:
    site.run("wait", "1.2", "--for", "2.1")

    first, last = site.run(words[0], "1.1"), site.run(words[0], "2.1")

    assert "Now possible" not in first.out
    assert "Now possible: 1.2 Sign the lease" in last.out


def test_a_closing_that_is_noted_late_frees_it_too(site: Home) -> None:
    site.run("follow", "1", "Pave the road", "--on", "2026-10-01")
    site.run("wait", "2.1", "--for", "1.3")

    answer = site.run("done", "1.3", "--on", "2026-10-20")

    assert "Now possible: 2.1 Open the office" in answer.out


def test_a_closing_that_is_still_to_come_frees_nothing_yet(site: Home) -> None:
    answer = site.run("done", "1.1", "--on", "2026-12-20")

    assert "Now possible" not in answer.out
    assert tasks(site, "show", "1")["1.2"]["blocked_by"] == ["1.1"]


def test_a_commitment_that_is_waived_frees_what_waited(site: Home) -> None:
    site.run("follow", "1", "Lay the road", "--promise", "ours")
    site.run("wait", "2.1", "--for", "1.3")

    answer = site.run("waive", "1.3", "--reason", "The railway comes")

    assert "Now possible: 2.1 Open the office" in answer.out


def test_what_was_submitted_frees_it_when_it_is_approved(site: Home) -> None:
    submitted, approved = site.run("submit", "1.1"), site.run("approve", "1.1")

    assert "Now possible" not in submitted.out
    assert "Now possible: 1.2 Sign the lease" in approved.out


def test_what_is_late_is_late_though_it_has_to_wait_and_says_so(site: Home) -> None:
    later = site.on("2027-03-01")
    later.run("done", "2.1", "--on", "2027-02-01")

    late = tasks(later, "overdue")

    assert late["1.2"]["blocked_by"] == ["1.1"]
    assert "Sign the lease · after 1.1" in later.run("overdue", screen=120).out
    assert late["1.1"]["blocked_by"] == []
    assert late["1.1"]["urgency"] is None


def test_what_is_closed_already_holds_nothing_up_and_that_is_said(site: Home) -> None:
    site.run("done", "1.1")

    answer = site.run("wait", "2.1", "--for", "1.1", "--for", "1.2")

    assert answer.lines[0].startswith("2.1 waits for 1.2: Open the office")
    assert answer.err == "Note: 1.1 is closed already; it holds nothing up.\n"


def test_the_reason_tells_the_same_as_the_card(site: Home) -> None:
    why, card = asked(site, "show", "1.2", "--why"), tasks(site, "show", "1")["1.2"]

    assert why["task"] == {**card, "urgency": why["urgency"]}
    assert card["blocked_by"] == ["1.1"]


def test_what_was_removed_blocks_nothing(site: Home) -> None:
    site.run("remove", "1.1", "--yes")

    assert tasks(site, "show", "1")["1.2"].get("blocked_by", []) == []


def test_the_agenda_tells_what_became_possible_though_it_is_due_much_later(site: Home) -> None:
    site.run("done", "1.1")

    found = asked(site, "agenda")

    assert (found["freed"], found["late"], found["soon"]) == (1, 0, 0)
    assert tasks(site, "agenda")["1.2"]["possible_since"] == "2026-11-02"
    assert "1 became possible" in site.run("agenda", screen=100).out
    assert tasks(site.on("2026-11-20"), "agenda") == {}


def test_a_past_day_sees_it_blocked_as_it_was(site: Home) -> None:
    for task in ("Pave the road", "Open the gate"):
        site.run("follow", "1", task, "--on", "2026-10-01")
    site.run("wait", "1.4", "--for", "1.3", "--on", "2026-10-20")
    site.run("done", "1.3", "--on", "2026-10-30")

    then = tasks(site, "show", "1", "--as-of", "2026-10-25")
    before = tasks(site, "show", "1", "--as-of", "2026-10-15")
    now = tasks(site, "show", "1")

    assert then["1.4"]["blocked_by"] == ["1.3"]
    assert before["1.4"]["waits_for"] == []
    assert now["1.4"]["possible_since"] == "2026-10-30"


def test_a_wait_is_taken_back(site: Home) -> None:
    answer = site.run("wait", "1.2", "--not-for", "1.1")

    assert answer.lines[0] == "1.2 waits for nothing: Sign the lease · Framework agreement"
    again = site.run("wait", "1.2", "--not-for", "1.1")
    assert (again.code, "1.2 does not wait for 1.1." in again.err) == (4, True)


def test_one_wait_takes_the_place_of_another_in_one_step(site: Home) -> None:
    answer = site.run("wait", "1.2", "--not-for", "1.1", "--for", "2.1")
    site.run("undo", "--yes")

    assert answer.lines[0].startswith("1.2 waits for 2.1: Sign the lease")
    assert tasks(site, "show", "1")["1.2"]["blocked_by"] == ["1.1"]


def test_waiting_twice_is_refused(site: Home) -> None:
    answer = site.run("wait", "1.2", "--for", "1.1")

    assert (answer.code, "1.2 waits for 1.1 already." in answer.err) == (4, True)


def test_a_ring_through_two_agreements_is_refused_and_named(site: Home) -> None:
    site.run("wait", "2.1", "--for", "1.2")

    answer = site.run("wait", "1.1", "--for", "2.1")

    assert answer.code == 4
    assert "1.1 would wait for itself: 1.1 → 2.1 → 1.2 → 1.1." in answer.err
    assert "dealtrack wait 1.2 --not-for 1.1" in answer.err
    assert tasks(site, "show", "1")["1.1"].get("waits_for", []) == []


def test_a_wait_that_ends_later_closes_a_ring_until_then(site: Home) -> None:
    site.run("wait", "1.2", "--not-for", "1.1", "--on", "2027-01-01")

    answer = site.run("wait", "1.1", "--for", "1.2")
    then = site.run("wait", "1.1", "--for", "1.2", "--on", "2027-01-01")

    assert answer.code == 4
    assert "1.1 would wait for itself on 2026-11-02: 1.1 → 1.2 → 1.1" in answer.err
    assert then.code == 0, then.err


def test_a_ring_for_a_while_through_two_agreements_says_how_to_mend_it(site: Home) -> None:
    site.run("wait", "2.1", "--for", "1.2")
    site.run("wait", "2.1", "--not-for", "1.2", "--on", "2027-01-01")

    answer = site.run("wait", "1.1", "--for", "2.1")

    assert answer.code == 4
    assert "1.1 would wait for itself on 2026-11-02: 1.1 → 2.1 → 1.2 → 1.1." in answer.err
    assert "dealtrack edit 1" in answer.err


def test_two_at_once_cannot_close_a_ring_together(home: Home) -> None:
    for number in (1, 2):
        home.run("log", f"Agreement {number}", "--follow-up", "Task")
    answers: list[Answer] = []

    def wait(one: str, other: str) -> None:
        answers.append(home.child("wait", one, "--for", other))

    both = [threading.Thread(target=wait, args=a) for a in (("1.1", "2.1"), ("2.1", "1.1"))]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(answer.code for answer in answers) == [0, 4]


def test_an_edited_text_cannot_make_a_ring_either(site: Home) -> None:
    site.run("wait", "2.1", "--for", "1.2")
    editor = site.folder / "editor.sh"
    editor.write_text('#!/bin/sh\nsed -i \'s/^task = "Send.*/&\\nafter = ["2.1"]/\' "$1"\n')
    editor.chmod(0o700)

    answer = site.having(EDITOR=str(editor)).run("edit", "1")

    assert answer.code == 4
    assert "1.1 would wait for itself" in answer.err


def test_a_query_finds_what_waits(site: Home) -> None:
    assert list(tasks(site, "agenda", "waits:1.1", "--days", "200")) == ["1.2"]


FILE = """
[[agreement]]
title = "Plant"
parties = ["Zone (ours)", "Works"]

[[agreement.follow_up]]
task = "Choose the site"

[[agreement.follow_up]]
task = "Sign the lease"
after = ["Choose the site"]

[[agreement.commitment]]
by = "ours"
text = "Lay the road"
after = ["Sign the lease", "Choose the site"]
"""


def test_a_whole_plan_is_logged_at_once_and_again_it_is_nothing_new(
    home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(FILE, encoding="utf-8")

    home.run("log", str(path))
    again = home.run("log", str(path))

    assert again.lines == ["Nothing new: the ledger has all of it (1)."]
    assert tasks(home, "show", "1")["1.3"]["blocked_by"] == ["1.2", "1.1"]


@pytest.mark.parametrize("ref", ["1.9", "7.1", "T1.1"])
def test_a_plan_cannot_wait_for_what_was_never_there(
    site: Home, tmp_path: Path, ref: str
) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(FILE.replace('["Choose the site"]', f'["{ref}"]'), encoding="utf-8")

    answer = site.run("log", str(path))

    assert answer.code == 4
    assert f"3.2 would wait for {ref}, and there is no such follow-up." in answer.err
    assert site.run("show", "3").code == 3


def test_what_waits_for_something_removed_can_still_be_edited(site: Home) -> None:
    site.run("wait", "1.2", "--for", "2.1")
    site.run("remove", "1.1", "--yes")
    site.run("remove", "2", "--yes")
    editor = site.folder / "editor.sh"
    editor.write_text("#!/bin/sh\nsed -i 's/Sign the lease/Sign it/' \"$1\"\n")
    editor.chmod(0o700)

    answer = site.having(EDITOR=str(editor)).run("edit", "1")

    assert answer.code == 0, answer.err
    assert tasks(site, "show", "1")["1.2"]["task"] == "Sign it"


def test_a_plan_that_is_written_out_can_be_logged_elsewhere(home: Home, tmp_path: Path) -> None:
    path, copy = tmp_path / "plan.toml", tmp_path / "copy.toml"
    path.write_text(FILE, encoding="utf-8")
    home.run("log", str(path))
    home.run("log", "In between")

    home.run("show", "1", "-o", str(copy))
    other = home.having(DEALTRACK_LEDGER=str(tmp_path / "other.json"))
    answer = other.run("log", str(copy))

    assert answer.code == 0, answer.err
    assert 'after = ["Choose the site"]' in copy.read_text(encoding="utf-8")
    assert tasks(other, "show", "1")["1.3"]["blocked_by"] == ["1.2", "1.1"]


def test_tasks_of_one_name_are_written_by_their_place(home: Home, tmp_path: Path) -> None:
    home.run("log", "Twins", "--follow-up", "Call", "--follow-up", "Call")
    home.run("follow", "1", "Write", "--after", "1.2")
    copy = tmp_path / "copy.toml"

    home.run("show", "1", "-o", str(copy))
    other = home.having(DEALTRACK_LEDGER=str(tmp_path / "other.json"))
    other.run("log", str(copy))

    assert tasks(other, "show", "1")["1.3"]["blocked_by"] == ["1.2"]


def test_a_name_that_is_nobody_s_is_told_with_its_line(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(FILE.replace('["Choose the site"]', '["Chose"]'), encoding="utf-8")

    answer = home.run("log", str(path))

    assert answer.code == 4
    assert "agreement[1].follow_up[2].after" in answer.err
    assert "Chose is neither a ref nor the task of another follow-up" in answer.err


def test_the_timeline_tells_since_when_it_waits_and_since_when_no_longer(site: Home) -> None:
    site.run("wait", "2.1", "--for", "1.1")
    later = site.on("2026-11-05")
    later.run("wait", "2.1", "--not-for", "1.1")

    def told(home: Home, *words: str) -> list[str]:
        lines = home.run("timeline", "2", *words).lines
        return [line.split("  ")[1] for line in lines if "1.1" in line]

    ended, before = told(later), told(later, "--as-of", "2026-11-03")

    assert [line.partition(":")[0] for line in ended] == [
        *("Waits for 1.1", "Waits for 1.1 no longer"),
    ]
    assert [line.partition(":")[0] for line in before] == ["Waits for 1.1"]
    assert told(later.speaking("zh"))[0].startswith("须待 1.1 办结：")

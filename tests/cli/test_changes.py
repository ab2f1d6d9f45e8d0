"""``undo``, ``redo``, ``history`` and ``show --as-entered``."""

import json
from datetime import date
from pathlib import Path

from dealtrack.store.tiny import TinyStore
from tests.builders import a_draft, changed
from tests.cli.home import Home
from tests.cli.writing import agreement, begun, saved, task, trip, written
from tests.store.clocks import Clock


def done(home: Home) -> Home:
    """Return *home* with agreement 1, whose follow-up 1.1 was just done."""
    assert begun(home).run("done", "1.1").code == 0
    return home


def test_undo_shows_before_and_after_and_asks(home: Home) -> None:
    answer = done(home).run("undo", typed="y\n", keyboard=True)

    shown = answer.err.splitlines()
    assert shown[0].startswith("Last change ")
    assert shown[0].endswith(" by li: done 1.1")
    assert shown[1:3] == [
        "  1.1  State: done → open",
        "  1.1  Since: 2026-11-02 → –",
    ]
    assert shown[3].startswith("Take it back? [y/N]")
    assert answer.out.startswith("Taken back: ")
    assert task(home).states == ()


def test_anything_but_a_yes_leaves_it(home: Home) -> None:
    answer = done(home).run("undo", typed="\n", keyboard=True)

    assert "Nothing was changed." in answer.err
    assert (answer.code, answer.out) == (0, "")
    assert len(task(home).states) == 1


def test_in_a_script_it_needs_a_yes_and_names_what_it_would_do(home: Home) -> None:
    answer = done(home).run("undo")

    assert answer.code == 2
    assert "Take back 2" in answer.err
    assert "by li: done 1.1?" in answer.err
    assert "repeat the command with --yes" in answer.err
    assert len(task(home).states) == 1


def test_several_steps_are_shown_and_asked_for_once(home: Home) -> None:
    done(home).run("note", "1", "Draft sent")
    answer = home.run("undo", "3", typed="是\n", keyboard=True)

    assert answer.err.count("[y/N]") == 1
    assert "Take back these 3 changes?" in answer.err
    assert "1  Progress: 2026-11-02 · Draft sent · li → –" in answer.err
    assert len(answer.lines) == 3
    assert home.run("show", "1").code == 3


def test_redo_brings_back_what_was_taken_back(home: Home) -> None:
    done(home).run("undo", "2", "--yes")
    one = home.run("redo", "--yes")
    two = home.run("redo", "--yes")

    assert one.out.startswith("Brought back: ")
    assert "log Framework agreement" in one.out
    assert "done 1.1" in two.out
    assert task(home).state(date(2026, 11, 2)) == "done"


def test_there_may_be_nothing_to_undo(home: Home) -> None:
    empty = home.run("undo", "--yes")
    too_many = begun(home).run("undo", "2", "--yes")
    nothing_undone = home.run("redo", "--yes")

    assert (empty.code, too_many.code, nothing_undone.code) == (3, 3, 3)
    assert "There is no change that could be taken back." in empty.err
    assert "Only 1 change can be taken back." in too_many.err
    assert "Nothing was taken back that could be brought back." in nothing_undone.err
    assert agreement(home).version == 1


def test_how_many_is_a_number_from_one_on(home: Home) -> None:
    for wrong in ("0", "two", "-1"):
        assert begun(home).run("undo", "--yes", "--", wrong).code == 2


def test_a_trip_file_is_one_step(home: Home) -> None:
    home.run("log", written(home))
    answer = home.run("undo", "--yes", "--quiet")

    assert answer.lines == ["T1", "1"]
    assert home.run("list", "--json").out.count('"ref"') == 0
    assert home.run("redo", "--yes", "-q").lines == ["T1", "1"]
    assert trip(home).title == "Visit to Port City"


def test_what_was_removed_comes_back_and_remove_says_how(home: Home) -> None:
    removed = begun(home).terminal("remove", "1", "--yes")
    home.run("undo", "--yes")

    assert "dealtrack undo" in removed.out
    assert agreement(home).title == "Framework agreement"


def test_json_has_the_records_as_they_are_now(home: Home) -> None:
    found = saved(done(home).run("undo", "--yes", "--json"))
    gone = saved(home.run("undo", "--yes", "--json"))

    assert found["refs"] == ["1"]
    assert "states" not in found["agreements"][0]["follow_ups"][0]
    assert (gone["refs"], gone["agreements"]) == (["1"], [])


def test_the_steps_are_listed_with_those_that_redo_brings_back(home: Home) -> None:
    done(home).run("note", "1", "Draft sent")
    home.run("undo", "--yes")
    answer = home.run("undo", "--list")

    rows = [line.split("\t") for line in answer.lines]
    assert [row[0] for row in rows] == ["redo 1", "undo 1", "undo 2"]
    assert rows[0][3] == "note 1 Draft sent (taken back)"
    assert [row[4] for row in rows] == ["1", "1.1", "1"]
    listed = json.loads(home.run("undo", "--list", "--json").out)
    assert listed["schema"] == "dealtrack/steps/1"
    assert listed["done"][0]["what"] == "done 1.1"


def test_history_tells_every_change_with_author_and_differences(home: Home) -> None:
    done(home).run("undo", "--yes")
    answer = home.run("history", "1")

    rows = [line.split("\t") for line in answer.lines]
    assert [row[2] for row in rows][:2] == ["undo --yes", "done 1.1"]
    assert [row[1] for row in rows] == ["li"] * 3
    assert rows[1][3] == "1.1 State: open → done; 1.1 Since: – → 2026-11-02"
    assert rows[2][3] == "Agreement: – → Framework agreement"


def test_history_of_a_follow_up_leaves_the_rest_out(home: Home) -> None:
    done(home).run("note", "1", "Draft sent")
    home.run("problem", "1.1", "No stamp")
    answer = home.run("history", "1.1", "--json")

    found = json.loads(answer.out)
    assert found["title"] == "Send the annex"
    assert [c["what"] for c in found["changes"]] == [
        "problem 1.1 No stamp",
        "done 1.1",
        found["changes"][-1]["what"],
    ]
    assert found["changes"][1]["differences"][0] == {
        "ref": "1.1",
        "field": "state",
        "before": "open",
        "after": "done",
    }


def test_history_finds_what_was_removed(home: Home) -> None:
    begun(home).run("remove", "1", "--yes")

    assert "Agreement: Framework agreement → –" in home.run("history", "1").out
    assert home.run("history", "2").code == 3
    assert home.run("history", "1.7").code == 3


def test_history_by_a_piece_of_text(home: Home) -> None:
    assert "Framework" in begun(home).run("history", "framework", "-F", "md").lines[0]


def test_history_of_the_ledger_is_its_last_changes(home: Home) -> None:
    done(home).run("log", "Contract", "-q")
    answer = home.run("history", "--limit", "2", "--json")

    found = json.loads(answer.out)
    assert found["total"] == 3
    assert [c["what"] for c in found["changes"]] == ["log Contract -q", "done 1.1"]
    assert home.run("history").out.count("\n") == 3


def test_history_of_an_empty_ledger(home: Home) -> None:
    assert home.run("history").code == 0
    assert home.run("history", "1").code == 3


def test_a_change_between_question_and_answer_is_not_taken_back(home: Home) -> None:
    def faster() -> str:
        home.child("note", "1", "Somebody was faster")
        return "y\n"

    answer = done(home).terminal("undo", answers=[("[y/N]", faster)])

    assert answer.code == 4
    assert "The ledger was changed meanwhile by li" in answer.out
    assert len(agreement(home).notes) == 1
    assert len(task(home).states) == 1


def a_year(home: Home) -> Home:
    """Return *home* with agreement 1, entered in March and changed in May."""
    path = Path(home.ledger)
    first = TinyStore(path, clock=Clock("2026-03-02")).agreements.add(a_draft(title="First"))
    TinyStore(path, clock=Clock("2026-05-04")).agreements.save(changed(first, title="Second"))
    return home


def test_show_as_entered_is_what_the_ledger_knew_then(home: Home) -> None:
    before = a_year(home).run("show", "1", "--as-entered", "2026-05-03")
    after = home.run("show", "1", "--as-entered", "2026-05-04")

    assert before.lines[0] == "1  First"
    assert "as of 2026-11-02, as entered by 2026-05-03" in before.out
    assert after.lines[0] == "1  Second"


def test_as_entered_and_as_of_are_two_things(home: Home) -> None:
    answer = a_year(home).run(
        "show", "1", "--as-entered", "2026-05-03", "--as-of", "2026-08-09", "--json"
    )

    found = json.loads(answer.out)
    assert (found["as_of"], found["as_entered"]) == ("2026-08-09", "2026-05-03")
    assert found["agreement"]["title"] == "First"
    assert found["stage"] == ""


def test_show_as_entered_says_when_it_was_entered(home: Home) -> None:
    answer = a_year(home).run("show", "1", "--as-entered", "2026-03-01")

    assert answer.code == 3
    assert "1 was only entered on 2026-03-02" in answer.err


def test_show_as_entered_finds_what_was_removed_since(home: Home) -> None:
    a_year(home).run("remove", "1", "--yes")

    assert home.run("show", "1", "--as-entered", "2026-06-01").lines[0] == "1  Second"
    assert (
        'title = "Second"'
        in home.run("show", "1", "--as-entered", "2026-06-01", "-F", "toml").out
    )


def test_show_as_entered_of_a_trip(home: Home) -> None:
    home.run("log", written(home))
    today = date.today().isoformat()
    answer = home.run("show", "T1", "--as-entered", today)

    assert answer.lines[0] == "T1  Visit to Port City"
    assert "Framework agreement" in answer.out

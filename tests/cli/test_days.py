"""Days off, working days late, and what of a series was missed, as people see them."""

import json

import pytest

from tests.cli.home import Home
from tests.cli.writing import begun, task


def follow(home: Home, due: str, answer: str) -> Home:
    said = [("is a day off. Take the next working day", answer)]
    home.terminal("follow", "1", "Call", "--due", due, answers=said)
    return home


@pytest.mark.parametrize(
    ("answer", "due"), [("y\n", "2026-11-09"), ("\n", "2026-11-07"), ("n\n", "2026-11-07")]
)
def test_a_day_off_is_offered_to_be_moved_on_a_terminal(
    home: Home, answer: str, due: str
) -> None:
    follow(begun(home), "2026-11-07", answer)

    assert str(task(home, 2).due) == due


def test_a_working_weekend_is_no_day_off(home: Home) -> None:
    answer = begun(home.on("2026-10-08")).terminal("follow", "1", "Call", "--due", "2026-10-10")

    assert "day off" not in answer.out
    assert str(task(home, 2).due) == "2026-10-10"


def test_a_script_gets_the_day_that_it_named_and_a_note(home: Home) -> None:
    answer = begun(home).run("follow", "1", "Call", "--due", "2026-11-07")

    assert str(task(home, 2).due) == "2026-11-07"
    assert "The next working day is 2026-11-09." in answer.err


def test_postponing_to_a_day_off_is_asked_about_too(home: Home) -> None:
    begun(home).terminal(
        *("postpone", "1.1", "--to", "2026-11-21", "--reason", "papers"),
        answers=[("Take the next working day, 2026-11-23", "y\n")],
    )

    assert str(task(home, 1).postponements[0].to) == "2026-11-23"


def test_what_is_late_is_late_in_days_and_in_working_days(home: Home) -> None:
    begun(home).run("follow", "1", "Call", "--due", "2026-09-30")

    (late,) = json.loads(home.run("overdue", "--json").out)["follow_ups"]
    shown = home.run("overdue", screen=120).out

    assert (late["days_late"], late["working_days_late"]) == (33, 19)
    assert "33 days" in shown
    assert "Workdays" in shown


def test_what_of_a_series_was_missed_stays_to_be_seen(home: Home) -> None:
    begun(home).run("follow", "1", "Report", "--every", "month", "--due", "2026-08-31")

    (late,) = json.loads(home.run("overdue", "--json").out)["follow_ups"]

    assert late["missed"] == ["2026-09-30", "2026-10-31"]
    assert "2 more due since: 2026-09-30, 2026-10-31" in home.run("show", "1", screen=160).out
    home.run("done", "1.2")
    (late,) = json.loads(home.run("overdue", "--json").out)["follow_ups"]
    assert (late["due"], late["missed"]) == ("2026-09-30", ["2026-10-31"])


def test_a_series_with_an_end_comes_to_it(home: Home) -> None:
    begun(home).run(
        *("follow", "1", "Report", "--every", "month until 2026-12-31", "--due", "2026-11-30")
    )
    first = home.run("done", "1.2")
    last = home.run("done", "1.3")

    assert "Next: 1.3, due 2026-12-30" in first.out
    assert "It does not come again: the 30th of every month until 2026-12-31" in last.out


def test_the_end_of_a_series_goes_into_a_file_and_comes_back(home: Home) -> None:
    begun(home).run(
        "follow", "1", "Report", "--every", "每月，至2027-06-30止", "--due", "2026-11-30"
    )
    path = home.folder / "copy.toml"
    home.run("show", "1", "-o", str(path))

    other = home.having(DEALTRACK_LEDGER=str(home.folder / "other.json"))
    other.run("log", str(path))

    assert 'every = "every month until 2027-06-30"' in path.read_text(encoding="utf-8")
    record = json.loads(other.run("show", "1", "--json").out)["agreement"]
    assert record["follow_ups"][1]["repeats"]["until"] == "2027-06-30"


def test_help_tells_what_a_text_is_counted_from(home: Home) -> None:
    anchored = home.run("help", "dates", "signed+3m").out
    series = home.run("help", "dates", "last working day of every month").out

    assert "the day of signing" in anchored
    assert "2027-02-02, Tuesday" in anchored
    assert series.count("2026-") + series.count("2027-") == 5
    assert "2026-11-30, Monday" in series

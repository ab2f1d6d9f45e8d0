"""``log --intention T3/2``: what became of an intention that was heard on a trip."""

import json
from typing import Any

import pytest

from dealtrack.model import Trip
from tests.cli.home import Home
from tests.cli.writing import DAY

FILE = """
[trip]
title = "Visit to Port City"
start = 2026-05-12

[[visit]]
organisation = "Example Cloud"

[[visit.intention]]
by = "Wu Muster, vice president, Example Cloud"
text = "Build a data centre"

[[intention]]
by = "The port"
text = "Send a delegation"
"""


@pytest.fixture
def heard(home: Home) -> Home:
    """A home with trip T1, on which two intentions were noted."""
    (home.folder / "trip.toml").write_text(FILE, encoding="utf-8")
    home.run("log", "trip.toml")
    return home


def became(home: Home) -> list[tuple[int, ...]]:
    with home.store() as store:
        trip: Trip = store.trips.get(1)
    return [one.became for one in trip.all_intentions]


def led_to(home: Home, intention: str = "T1/1") -> Any:
    return home.run(
        *("log", "Data centre", "--party", "Example Cloud (theirs)", "--signed", "2026-10-12"),
        *("--intention", intention),
    )


def test_an_agreement_is_noted_as_what_its_intention_became(heard: Home) -> None:
    assert led_to(heard).code == 0

    assert became(heard) == [(1,), ()]
    shown = json.loads(heard.run("show", "T1", "--json").out)
    assert [one["turned_into"] for one in shown["intentions"]] == [["1"], []]


def test_what_was_followed_up_is_no_longer_raised(heard: Home) -> None:
    before = json.loads(heard.run("brief", "Example Cloud", "--json").out)
    led_to(heard)
    after = json.loads(heard.run("brief", "Example Cloud", "--json").out)

    assert [point["sort"] for point in before["points"]] == ["intention"]
    assert after.get("points", []) == []
    assert after.get("intentions", []) == []
    then = json.loads(
        heard.run("brief", "Example Cloud", "--as-of", "2026-10-11", "--json").out
    )
    assert [one["text"] for one in then["intentions"]] == ["Build a data centre"]


def test_both_are_one_step_to_take_back(heard: Home) -> None:
    led_to(heard)
    heard.run("undo", "--yes")

    assert became(heard) == [(), ()]


def test_the_same_file_logged_again_changes_nothing(heard: Home) -> None:
    led_to(heard)
    again = heard.run("log", "trip.toml")

    assert again.code == 0
    assert became(heard) == [(1,), ()]
    (heard.folder / "trip.toml").write_text(FILE + 'became = "1"\n', encoding="utf-8")
    assert heard.run("log", "trip.toml", "--update").code == 0
    assert became(heard) == [(1,), (1,)]


def test_a_trip_is_asked_for_by_what_its_intentions_became(heard: Home) -> None:
    assert heard.run("trips", "became:any").lines == []
    led_to(heard)

    assert heard.run("trips", "became:1").lines[0].startswith("T1\t")


@pytest.mark.parametrize("intention", ["T1/3", "T1/0", "T1", "first", "T9/1"])
def test_an_intention_that_is_not_there_saves_nothing(heard: Home, intention: str) -> None:
    answer = led_to(heard, intention)

    assert answer.code in {2, 3}
    with heard.store() as store:
        assert store.agreements.count(as_of=DAY) == 0
    assert became(heard) == [(), ()]


def test_what_an_intention_became_is_looked_for_by_the_doctor(heard: Home) -> None:
    led_to(heard)
    heard.run("remove", "1", "--yes")

    assert "T1: an intention became agreement 1, which is not there" in heard.run("doctor").out

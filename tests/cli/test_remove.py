"""``remove``: what goes is named, and its ref never comes back."""

import pytest

from dealtrack.errors import NotFound
from tests.cli.home import Home
from tests.cli.writing import agreement, begun, saved, trip, written


def test_in_a_script_it_needs_a_yes(home: Home) -> None:
    answer = begun(home).run("remove", "1")

    assert answer.code == 2
    assert "Remove 1, Framework agreement (1 follow-up · 0 notes)?" in answer.err
    assert "repeat the command with --yes" in answer.err
    assert "Nothing was saved." in answer.err
    assert agreement(home).title == "Framework agreement"


def test_it_names_what_would_point_to_nothing(home: Home) -> None:
    begun(home).run("log", "Contract", "--implements", "1")
    answer = home.run("remove", "1")

    assert "agreements 2 refer to it" in answer.err


def test_a_trip_leaves_its_agreements_behind(home: Home) -> None:
    home.run("log", written(home))
    asked = home.run("remove", "T1")
    answer = home.run("remove", "T1", "--yes")

    assert "agreements 1 would belong to no trip" in asked.err
    assert answer.out == "Removed T1: Visit to Port City\n"
    assert home.run("show", "1").code == 0
    with pytest.raises(NotFound):
        trip(home)


@pytest.mark.parametrize(
    ("typed", "is_gone"), [("y", True), ("是", True), ("", False), ("x", False)]
)
def test_on_a_terminal_it_asks_and_only_a_yes_counts(
    home: Home, typed: str, is_gone: bool
) -> None:
    answer = begun(home).run("remove", "1", typed=f"{typed}\n", keyboard=True)

    assert answer.code == 0
    assert "[y/N]" in answer.err
    assert (home.run("show", "1").code == 3) is is_gone
    assert ("Nothing was changed." in answer.err) is not is_gone


def test_a_follow_up_goes_alone(home: Home) -> None:
    begun(home, "--follow-up", "Other")
    answer = home.run("remove", "1.1", "--yes")

    assert answer.out == "Removed 1.1: Send the annex\n"
    assert [f.number for f in agreement(home).follow_ups] == [2]


def test_refs_are_never_given_again(home: Home) -> None:
    begun(home).run("remove", "1", "--yes")
    home.run("log", written(home))
    home.run("remove", "T1", "--yes")

    assert home.run("log", "Next", "-q").out == "3\n"
    assert home.run("log", written(home), "--update", "-q").out.startswith("T2\n")


def test_ctrl_c_at_the_question_removes_nothing(home: Home) -> None:
    answer = begun(home).terminal("remove", "1", answers=[("[y/N]", "\x03")])

    assert answer.code == 130
    assert answer.out.endswith("Nothing saved.\n")
    assert agreement(home).version == 1


def test_what_is_not_there_is_exit_code_3(home: Home) -> None:
    assert begun(home).run("remove", "1.7", "--yes").code == 3
    assert home.run("remove", "9", "--yes").code == 3


def test_json_has_the_record_as_it_was(home: Home) -> None:
    found = saved(begun(home).run("remove", "1", "--yes", "--json"))

    assert found["agreements"][0]["title"] == "Framework agreement"

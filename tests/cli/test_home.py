"""The homes that the other tests live in."""

from tests.cli.conftest import MakeHome
from tests.cli.home import Home


def test_a_command_answers_alike_in_this_process_and_in_one_of_its_own(sample: Home) -> None:
    here = sample.run("overdue", "--limit", 3)
    there = sample.child("overdue", "--limit", 3)

    assert here == there
    assert len(here.lines) == 3


def test_a_terminal_in_memory_shows_what_a_real_one_shows(sample: Home) -> None:
    plain = sample.having(NO_COLOR="1")

    here = plain.run("overdue", screen=70)

    assert here.out == plain.terminal("overdue", columns=70).out


def test_a_real_terminal_is_answered(sample: Home) -> None:
    answer = sample.terminal("remove", "1", answers=[("[y/N]", "n\n")])

    assert answer.code != 70
    assert sample.run("show", "1").code == 0


def test_each_language_has_its_own_ledger(reader: MakeHome) -> None:
    titles = [reader(spoken).run("list", "--limit", 20).out for spoken in ("en", "zh")]

    assert titles[0] != titles[1]

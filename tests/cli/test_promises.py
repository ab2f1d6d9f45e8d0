"""``met``, ``partly``, ``waive``: what becomes of a commitment."""

import json

import pytest

from tests.cli.home import Home
from tests.cli.writing import DAY, begun, task


@pytest.fixture
def promised(home: Home) -> Home:
    """A home where 1.2 is a subsidy that we promise once the company is registered."""
    begun(home).run(
        *("follow", "1", "Subsidy", "--promise", "ours", "--condition", "registered"),
        *("--amount", "500万", "--due", "2026-12-01"),
    )
    return home


def test_a_condition_is_met(promised: Home) -> None:
    answer = promised.run("met", "1.2", "--on", "2026-10-30", "--note", "Licence seen")

    assert answer.lines == [
        "The condition of 1.2 is met: Subsidy · Framework agreement",
        "2026-10-30, Friday, 3 days ago · Due 2026-12-01, Tuesday, in 29 days · Licence seen",
    ]
    assert not task(promised, 2).is_conditional(DAY)


def test_a_condition_is_met_once(promised: Home) -> None:
    promised.run("met", "1.2")
    answer = promised.run("met", "1.2")

    assert answer.code == 4
    assert "The condition of 1.2 is met already." in answer.err


def test_a_part_is_honoured_as_often_as_it_happens(promised: Home) -> None:
    answer = promised.run("partly", "1.2", "--amount", "100万")
    promised.run("partly", "1.2", "--amount", "50万", "--on", "2026-10-20")

    steps = task(promised, 2).promise
    assert answer.lines[0] == "1.2 is partly honoured: Subsidy · Framework agreement"
    assert "CNY 1 million" in answer.lines[1]
    assert steps is not None
    assert [(str(s.on), int(s.amount.value)) for s in steps.steps if s.amount] == [
        ("2026-10-20", 500_000),
        ("2026-11-02", 1_000_000),
    ]


def test_a_waiver_needs_its_reason(promised: Home) -> None:
    assert "--reason is missing." in promised.run("waive", "1.2").err

    answer = promised.run("waive", "1.2", "--reason", "Project moved")

    assert answer.lines[1] == "2026-11-02, Monday, today · Project moved"
    assert task(promised, 2).promise_state(DAY) == "waived"


@pytest.mark.parametrize(
    "words",
    [
        ("done", "1.2"),
        ("start", "1.2"),
        ("reopen", "1.2"),
        ("met", "1.2"),
        ("partly", "1.2"),
        ("waive", "1.2", "--reason", "x"),
        ("postpone", "1.2", "--to", "+9w", "--reason", "x"),
    ],
)
def test_what_is_waived_stays_waived(promised: Home, words: tuple[str, ...]) -> None:
    promised.run("waive", "1.2", "--reason", "Project moved")
    answer = promised.run(*words)

    assert answer.code == 4
    assert "1.2 was waived on 2026-11-02." in answer.err
    assert "dealtrack edit 1" in answer.err


@pytest.mark.parametrize("command", [("met",), ("partly",), ("waive", "--reason", "x")])
def test_a_task_promises_nothing(promised: Home, command: tuple[str, ...]) -> None:
    answer = promised.run(command[0], "1.1", *command[1:])

    assert answer.code == 4
    assert "1.1 is a task, not a commitment of one side." in answer.err


def test_what_is_honoured_takes_no_more_steps(promised: Home) -> None:
    promised.run("done", "1.2")

    assert promised.run("met", "1.2").code == 4


def test_an_amount_that_cannot_be_read_names_its_option(promised: Home) -> None:
    answer = promised.run("partly", "1.2", "--amount", "much")

    assert answer.code == 2
    assert "--amount much is not an amount" in answer.err


def test_what_is_overdue_is_a_part_of_what_is_due(promised: Home) -> None:
    promised.run("met", "1.2", "--on", "2026-10-30")
    late, today = promised.on("2026-12-02"), promised.on("2026-12-01")

    assert [line.split("\t")[0] for line in late.run("promises", "--overdue").lines] == ["1.2"]
    assert today.run("promises", "--overdue").lines == []
    assert [line.split("\t")[0] for line in today.run("promises", "--due").lines] == ["1.2"]


def test_commitments_are_counted_by_their_parties(promised: Home) -> None:
    found = json.loads(promised.run("promises", "--by", "party", "--json").out)

    assert [(g["key"], g["kept"]["total"]) for g in found["groups"]] == [("Example Cloud", 1)]
    assert found["by"] == "party"
    assert found.get("commitments", []) == []


def test_the_commitments_behind_the_share_are_told(promised: Home) -> None:
    found = json.loads(promised.run("promises", "--explain", "--ours", "--json").out)

    left = {one["key"]: one["refs"] for one in found["left_out"]}
    assert (found["counting"], left["unmet"]) == ([], ["1.2"])
    again = promised.run("promises", found["denominator"])
    assert (again.code, again.lines) == (0, [])


@pytest.mark.parametrize(
    "words",
    [("--by", "unit", "--explain"), ("--by", "unit", "--due"), ("--explain", "--overdue")],
)
def test_one_way_to_tell_them_at_a_time(promised: Home, words: tuple[str, ...]) -> None:
    answer = promised.run("promises", *words)

    assert answer.code == 2
    assert "give one of them" in answer.err


def test_a_name_behind_explain_is_no_query_that_finds_nothing(promised: Home) -> None:
    wrong = promised.run("promises", "--explain", "nope")

    assert (wrong.code, wrong.out) == (2, "")
    assert "--explain takes no name; “nope” was looked for" in wrong.err
    assert "promised:overdue, promised:due" in wrong.err


def test_a_word_that_a_commitment_holds_can_be_explained(promised: Home) -> None:
    word = promised.run("promises", "--explain", "subsidy", "--json")
    state = promised.run("promises", "--explain", "promised:waived", "--json")

    assert json.loads(word.out)["left_out"][2] == {"key": "unmet", "refs": ["1.2"]}
    assert json.loads(state.out)["counting"] == []

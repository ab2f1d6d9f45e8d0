"""``doctor``: how its list looks, on a terminal, in a pipe and as JSON."""

import json
import re
import shutil
import socket
from pathlib import Path

import jsonschema
import pytest

from dealtrack.model import Draft, Evidence, FollowUp, StateChange
from dealtrack.render import console
from dealtrack.render.cells import width
from dealtrack.render.screen import Screen
from dealtrack.report.doctor import (
    FIX,
    Check,
    Doctor,
    Finding,
    judged,
    no,
    none,
    unknown,
    yes,
)
from dealtrack.report.symptoms import NAMES, SYMPTOMS
from tests import golden
from tests.builders import TODAY
from tests.cli.examining import backed_up
from tests.cli.home import Home

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def well(home: Home) -> Home:
    return backed_up(home)


class TestHowItLooks:
    def test_its_json_keeps_its_schema(self, well: Home) -> None:
        report = json.loads(well.run("doctor", "--json").out)
        schema = json.loads(well.run("help", "schemas", "doctor").out)

        jsonschema.validate(report, schema, jsonschema.Draft202012Validator)

    @pytest.mark.parametrize("columns", [40, 53, 60, 80, 100, 131, 160])
    def test_no_line_is_wider_than_the_terminal(self, well: Home, columns: int) -> None:
        (well.ledger.parent / "ledger.json.new").write_bytes(b"half")
        answer = well.run("doctor", "--no-color", screen=columns)

        assert max(map(width, answer.lines)) <= columns

    def test_a_pipe_gets_one_line_for_each_finding(self, well: Home) -> None:
        lines = well.run("doctor").lines

        assert len(lines) == len(NAMES)
        assert {line.count("\t") for line in lines} == {3}

    def test_many_findings_of_one_check_are_cut_short_on_a_terminal(self, home: Home) -> None:
        with home.store() as store, store.transaction():
            for number in range(9):
                store.agreements.add(Draft(title=f"Contract {number}", trip=99))
        short = home.run("doctor", "--no-color", screen=140)
        whole = home.run("doctor", "--all", "--no-color", screen=140)

        assert short.out.count("names trip T99") == 5
        assert "4 more like these" in short.out
        assert whole.out.count("names trip T99") == 9
        assert home.run("doctor").out.count("names trip T99") == 9

    def test_what_it_says_in_a_pipe_reads_as_it_did(self, sample: Home) -> None:
        for path in (sample.ledger.parent / "backups").glob("*"):
            path.unlink()
        sample.ledger.chmod(0o644)
        (sample.ledger.parent / "ledger.journal.new").write_bytes(b"half")
        with sample.store() as store:
            done = StateChange(
                state="done",
                on=TODAY,
                evidence=(
                    Evidence(file="attachments/0123456789abcdef-a.pdf", sha256="0" * 64),
                ),
            )
            store.agreements.add(
                Draft(
                    title="Contract",
                    trip=99,
                    follow_ups=(FollowUp(task="Pay", states=(done,)),),
                )
            )
        shutil.rmtree(sample.ledger.parent / "backups", ignore_errors=True)
        answer = sample.having(EDITOR="nowhere", SHELL="/bin/bash").run("doctor", "-F", "tsv")

        golden.check(GOLDEN / "en" / "doctor.txt", stable(answer.out))


SOME = Doctor(
    home="/home/li",
    checks=(
        yes("place", "default", path="/home/li/.local/share/dealtrack/ledger.json"),
        judged(
            "access",
            [
                Finding(
                    says="open",
                    facts={
                        "file": "/home/li/.local/share/dealtrack/ledger.json",
                        "mode": "0644",
                    },
                    command=FIX,
                )
            ],
            fixable=True,
        ),
        no("checkpoint", "damaged", "dealtrack restore --dry-run", why="The checksum differs."),
        unknown("records", "lost"),
        none("attachments", "none"),
        Check(
            key="organisations",
            status="no",
            findings=(
                Finding(
                    says="same",
                    facts={"one": "比方新能源", "other": "比方新能源有限公司", "refs": "3, 17"},
                    command="dealtrack edit 17",
                ),
            ),
            left=3,
        ),
    ),
)
"""One check of every status."""


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 160])
def test_it_looks_on_a_terminal_as_it_did(columns: int) -> None:
    screen = Screen(is_terminal=True, width=columns, height=1000)
    shown = "".join(console.pieces(SOME.page(), screen))

    assert max(map(width, shown.splitlines())) <= columns
    golden.check(GOLDEN / "en" / f"doctor-{columns}.txt", shown)


def stable(text: str) -> str:
    """Return *text* with stand-ins for what is never twice the same."""
    for pattern, stand_in in (
        (r"[\d.]+ (?:[kMGT]?B)\b", "SIZE"),
        (r"\d{4}-\d\d-\d\d \d\d:\d\d", "MOMENT"),
        (r"(?m)^File system\t.*", "File system\t…"),
        (r"(?m)^Versions\t(\w+)\t.*", r"Versions\t\1\tVERSIONS\t"),
        (rf"\b{re.escape(socket.gethostname())}\b", "HOST"),
    ):
        text = re.sub(pattern, stand_in, text)
    return text


def test_every_sentence_is_some_checks_own() -> None:
    assert SYMPTOMS.keys() == NAMES.keys()

"""Completion: a script to print, and the answers that it asks for."""

import shutil
import subprocess

import pytest

from dealtrack.cli.catalogue import MODULES
from tests.cli.home import Home
from tests.cli.writing import begun, files, written


def offered(home: Home, line: str) -> list[str]:
    """Return what is offered at the end of *line*, asked for as bash asks."""
    words = line.split(" ")
    asking = home.having(
        _DEALTRACK_COMPLETE="complete_bash",
        COMP_WORDS="\n".join(words),
        COMP_CWORD=str(len(words) - 1),
    )
    answer = asking.run()
    assert (answer.code, answer.err) == (0, "")
    return [line for line in answer.lines if line]


class TestTheScript:
    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
    def test_it_is_printed_and_nothing_is_written(self, home: Home, shell: str) -> None:
        before = files(home)
        answer = home.run("completion", shell)

        assert answer.code == 0
        assert "_DEALTRACK_COMPLETE" in answer.out
        assert files(home) == before

    def test_another_shell_is_refused(self, home: Home) -> None:
        answer = home.run("completion", "tcsh")

        assert answer.code == 2
        assert "Known are: bash, zsh, fish, powershell." in answer.err

    @pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
    def test_bash_itself_completes_with_it(self, home: Home) -> None:
        begun(home)
        program = home.folder / "dealtrack"
        program.write_text(f'#!/bin/sh\nexec {" ".join(home.command())} "$@"\n')
        program.chmod(0o700)
        script = home.run("completion", "bash").out
        asking = (
            f"{script}\nCOMP_WORDS=(dealtrack done 1)\nCOMP_CWORD=2\n"
            '_dealtrack_completion dealtrack 1 done\nprintf "%s\\n" "${COMPREPLY[@]}"'
        )
        path = f"{home.folder}:{home.variables()['PATH']}"

        done = subprocess.run(
            ["bash", "--norc", "-c", asking],
            env={**home.variables(), "PATH": path},
            capture_output=True,
            text=True,
            check=True,
        )

        assert done.stdout == "1.1\n"


class TestWhatIsOffered:
    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ("dealtrack ov", ["overdue"]),
            ("dealtrack config ", ["list", "get", "set", "edit", "path"]),
            ("dealtrack trip sh", ["show"]),
            ("dealtrack log --k", ["--kind"]),
            ("dealtrack done 1.1 --evi", ["--evidence"]),
            ("dealtrack log x --kind str", ["strategic"]),
            ("dealtrack log x --sector 能", ["能源"]),
            ("dealtrack follow 1 x --promise o", ["ours"]),
            ("dealtrack advance 1 开", ["开工"]),
            ("dealtrack config set so", ["soon"]),
            ("dealtrack overdue --lang z", ["zh"]),
            ("dealtrack overdue -F t", ["table", "tsv"]),
            ("dealtrack completion f", ["fish"]),
            ("dealtrack light ex", ["explain"]),
            ("dealtrack light --o", ["--on", "--output"]),
            ("dealtrack plan 1 竣", ["竣工"]),
        ],
    )
    def test_commands_options_and_words(self, home: Home, line: str, words: list[str]) -> None:
        assert offered(home, line) == words

    def test_every_command(self, home: Home) -> None:
        assert set(offered(home, "dealtrack ")) == {name.split()[0] for name in MODULES}

    def test_refs_of_the_ledger(self, home: Home) -> None:
        written(begun(home, "--follow-up", "Other"))
        home.run("log", "trip.toml")
        home.run("done", "1.2")

        assert offered(home, "dealtrack show ") == ["2", "1", "T1"]
        assert offered(home, "dealtrack done 1.") == ["1.1"]
        assert offered(home, "dealtrack note T") == ["T1"]
        assert offered(home, "dealtrack light explain ") == ["2", "1", "T1"]
        assert offered(home, "dealtrack log x --trip ") == ["T1"]
        assert offered(home, "dealtrack log x --implements 2") == ["2"]

    def test_refs_of_another_ledger_that_is_named(self, home: Home) -> None:
        begun(home)

        assert offered(home, f"dealtrack show --ledger {home.folder}/no.json ") == []
        assert offered(home, f"dealtrack show --ledger {home.ledger} ") == ["1"]

    def test_a_damaged_ledger_offers_nothing_and_says_nothing(self, home: Home) -> None:
        begun(home)
        home.ledger.write_bytes(b"{}")

        assert offered(home, "dealtrack show ") == []

    def test_other_shells_are_told_what_a_word_means(self, home: Home) -> None:
        begun(home)
        asking = home.having(
            _DEALTRACK_COMPLETE="complete_fish",
            _TYPER_COMPLETE_FISH_ACTION="get-args",
            _TYPER_COMPLETE_ARGS="dealtrack done ",
        )

        assert asking.run().out.strip() == "1.1\tSend the annex"
